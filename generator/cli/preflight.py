"""The command `handouts preflight`: the proof of finished files, as a table or as JSON."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from generator.cli.messages import as_data, say_json, say_problems, table, whole_addresses
from generator.errors import AssetError, ProofError, UsageError, counted, harmless, printable, quoted
from generator.files import Unreadable, read_file

if TYPE_CHECKING:
    from generator.geometry import Size
    from generator.preflight import Expectation, Finding, Group, Report

_COLOURS = {"error": "red", "warning": "yellow", "passed": "green", "not measured": "cyan"}
_ROOM = 72  # columns of a measured value
_EXAMPLES = """\b
Examples:
  handouts preflight output/*.pdf
  handouts preflight poster.pdf --expect https://www.example.ac.jp/wifi
  handouts preflight poster.pdf --size a4 --page-count 1 --distance 0.4
  handouts preflight poster.pdf --proof proof.pdf
  handouts preflight handout.screen.pdf --ua              is it accessible?
  handouts preflight --rules                              what is looked at, and the limits"""


@click.command(short_help="Prove finished PDF files, ours or not.", epilog=_EXAMPLES)
@click.argument("files", nargs=-1, metavar="FILE.pdf...", type=click.Path(path_type=Path, readable=False))
@click.option(
    *("--expect", "expected"),
    multiple=True,
    metavar="URL",
    callback=whole_addresses,
    help="What the codes must say; may be repeated. Default: what is printed.",
)
@click.option(*("--format", "-f"), "format_name", metavar="F", help="Judge it as this format: its size, pages, reading distance.")
@click.option(*("--size", "-s"), "size_name", metavar="S", help="The size that its pages should have, such as a4.")
@click.option("--page-count", type=click.IntRange(1, 1000), metavar="N", help="How many pages a reader should count.")
@click.option("--distance", type=click.FloatRange(0.05, 50), metavar="M", help="From how many metres its codes are scanned.")
@click.option("--for", "intent", type=click.Choice(["office", "screen", "press"]), help="Who it is for.")
@click.option("--ua", "accessible", is_flag=True, help="Also prove that it keeps to PDF/UA-1; needs campus-handouts[ua].")
@click.option("--all", "everything", is_flag=True, help="Also list the rules that passed.")
@click.option("--json", "as_json", is_flag=True, help="Print the reports as JSON.")
@click.option(
    "--proof", type=click.Path(path_type=Path), metavar="FILE.pdf", help="Also write a one-page proof report; of one file."
)
@click.option("--rules", "list_rules", is_flag=True, help="List the rules and their limits.")
def preflight(
    files: tuple[Path, ...],
    everything: bool,
    as_json: bool,
    proof: Path | None,
    list_rules: bool,
    **known: Any,
) -> None:
    """Prove finished files: do the codes scan, lead where they say, is the text readable, is nothing hidden inside?

    It reads the PDF anew, and knows nothing of how it was made. A file that fails is exit 7. What could not be measured
    is told, and is no pass. A file that still has the name that build gave it is judged as that format; options go before it.
    One that cannot be read is reported, and the others are looked at; it is exit 4 where no other file fails.
    """
    from generator.preflight import preflight_apart as prove

    if list_rules:
        _say_rules(as_json)
        return
    _refuse_misuse(files, proof, accessible=known["accessible"])
    taken = [_expectation(path.name, **known) for path in files]
    data: list[dict[str, Any]] = []
    codes = {0}
    for path, (name, expected) in zip(files, taken, strict=True):
        try:
            pdf = _data(path)
        except AssetError as error:
            if len(files) == 1 and not as_json:
                raise
            codes.add(error.exit_code)
            data.append(_unread(path, error))
            if not as_json:
                say_problems(error.problems)
            continue
        report = prove(pdf, expected=expected)
        codes.add(0 if report.ok else ProofError.exit_code)
        data.append({"path": str(path), **report.as_data(), "diagnostics": []})
        if not as_json:
            _say_report(path, report, everything, name)
        if proof:
            _write_proof(proof, path, pdf, report)
    if as_json:
        say_json(data)
    raise SystemExit(max(codes))


def _data(path: Path) -> bytes:
    """The bytes of a PDF, wherever a link leads: the user has named it."""
    from generator.preflight import MAX_BYTES

    try:
        return read_file(path, MAX_BYTES, anywhere=True)
    except Unreadable as error:
        raise AssetError(error.about(quoted(str(path), 1000))) from None


def _expectation(
    name: str,
    expected: tuple[str, ...],
    format_name: str | None,
    size_name: str | None,
    page_count: int | None,
    distance: float | None,
    intent: str | None,
    accessible: bool,
) -> tuple[str, Expectation]:
    """What a file is taken for in words, and what is expected of it: what was said, then what its name says."""
    from generator.expected import expected_by_name, expected_of
    from generator.preflight import Expectation
    from generator.qr.known import PASSING_ON

    size: Size | None = None
    if size_name or format_name:
        from generator.markup import find_format, named_size

        size = named_size(size_name) if size_name else None
    words, known = ("", Expectation()) if format_name else expected_by_name(name) or ("", Expectation())
    if format_name:
        format = find_format(format_name)
        known = expected_of(format, size or format.size, intent or "")
    return words, replace(
        known,
        codes=expected or None,
        size=size or known.size,
        pages=page_count or known.pages,
        reading_distance=distance or known.reading_distance,
        intent=intent or known.intent,
        passing_on=PASSING_ON,
        accessible=accessible,
    )


def _refuse_misuse(files: tuple[Path, ...], proof: Path | None, *, accessible: bool) -> None:
    from generator.preflight.accessible import is_installed

    if not files:
        raise UsageError("there is no file to prove", help="name one or more PDF files, or ask for --rules")
    if proof and len(files) > 1:
        raise UsageError("a proof report is about one file", help="name one file with --proof")
    if proof and proof.resolve() == files[0].resolve():
        raise UsageError("the proof report would replace the file that it is about", help="give --proof another name")
    if accessible and not is_installed():
        raise UsageError("what --ua needs is not installed", help="install it with: pip install 'campus-handouts[ua]'")


def _unread(path: Path, error: AssetError) -> dict[str, Any]:
    """What JSON says of a file that cannot be read: the keys of a report, without a finding."""
    from generator.preflight import Report

    diagnostics = [as_data(found) for found in error.problems]
    return {"path": str(path), **Report(()).as_data(), "ok": False, "errors": len(diagnostics), "diagnostics": diagnostics}


def _write_proof(proof: Path, path: Path, pdf: bytes, report: Report) -> None:
    from generator.output import publish
    from generator.proof import proof_report

    publish(proof_report(path.name, pdf, report), proof)


def _say_rules(as_json: bool) -> None:
    from generator.preflight import rules

    if as_json:
        keys = ("id", "severity", "about", "limit", "advice")
        say_json([{key: getattr(rule, key) for key in keys} for rule in rules()])
        return
    rows = [(rule.id, rule.severity, rule.about, rule.limit) for rule in rules()]
    click.echo(table(rows, ("RULE", "FAILS AS", "WHAT", "LIMIT")))


def _say_report(path: Path, report: Report, everything: bool, taken_for: str) -> None:
    """The file's verdict, then a table of what is worth a look, then what to do."""
    from generator.preflight import grouped

    verdict = "passed" if report.ok else "failed"
    counts = f"{counted(len(report.errors), 'error')}, {counted(len(report.warnings), 'warning')}"
    unknown = f"{len(report.not_measured)} not measured"
    click.echo(f"{harmless(str(path))}: {_coloured(verdict, 'passed' if report.ok else 'error')} ({counts}, {unknown})")
    if taken_for:
        click.echo(f"  judged by its name: {taken_for}")
    closed = any(
        one.rule.id == "file-opens" for one in report.errors
    )  # then nothing could be measured, which goes without saying
    hidden = () if everything else ("passed", "not measured") if closed else ("passed",)
    shown = [one for one in report.findings if one.status not in hidden]
    groups = grouped(shown)
    rows = [(_word(one.first), one.rules, _where(one), _cut(one.measured), one.limit) for one in groups]
    if rows:
        lines = table(rows, ("", "RULE", "PAGE, PLACE IN MM", "MEASURED", "LIMIT")).splitlines()
        click.echo(f"  {lines[0]}")
        for line, row in zip(lines[1:], rows, strict=True):
            click.echo("  " + _coloured(row[0], row[0]) + line[len(row[0]) :])
    for advice in dict.fromkeys(one.advice for one in shown if one.advice):
        click.echo(f"  help: {advice}")
    if report.label:
        click.echo(f"  stress figures: {report.label}")


def _word(finding: Finding) -> str:
    return finding.severity if finding.status == "failed" else finding.status


def _where(group: Group) -> str:
    """Pages, and where it is one finding, its place from the page's upper left corner."""
    place = group.first.place_mm() if len(group.findings) == 1 and group.pages else None
    if place is None:
        return group.pages
    x, y, width, height = place
    return f"{group.pages}: {x:g}, {y:g} ({width:g} × {height:g})"


def _cut(text: str) -> str:
    clean = printable(text)
    return clean if len(clean) <= _ROOM else clean[: _ROOM - 1] + "…"


def _coloured(word: str, kind: str) -> str:
    """In colour on a terminal, plain elsewhere."""
    return click.style(word, fg=_COLOURS.get(kind), bold=True) if sys.stdout.isatty() else word
