"""`handouts verify`: codes in photos of walls, ours and foreign ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.messages import as_data, say_problems, whole_addresses
from generator.errors import AssetError, Diagnostic, HandoutsError, InvalidInput, ProofError, StrictError, printable, quoted

if TYPE_CHECKING:
    from generator.verify import PhotoCode, PhotoReport

_MOST_BYTES = 10_000_000  # of a build's JSON
_HOW = "Give what handouts build --json printed."
_EXAMPLES = "\n".join(
    [
        "\b",
        "Examples:",
        "  handouts verify wall.jpg                                      the built-in guide's address",
        "  handouts verify *.jpg --expect https://www.example.ac.jp/wifi   another one",
        "  handouts verify wall.jpg --build built.json                   what handouts build --json printed",
    ]
)


@click.command(short_help="Tell our codes from foreign ones in PHOTOs of walls.", epilog=_EXAMPLES)
@click.argument("photos", nargs=-1, required=True, metavar="PHOTO…", type=click.Path(path_type=Path, readable=False))
@click.option(
    *("--expect", "-e", "expected"),
    multiple=True,
    metavar="URL",
    callback=whole_addresses,
    help="An address that our codes hold; may be repeated.",
)
@click.option(
    *("--build", "-b", "builds"),
    multiple=True,
    metavar="JSON",
    type=click.Path(path_type=Path, allow_dash=True, readable=False),
    help="What handouts build --json printed (- for standard input): its codes are ours.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the codes as JSON, with their corners in pixels.")
def verify(photos: tuple[Path, ...], expected: tuple[str, ...], builds: tuple[Path, ...], as_json: bool) -> int:
    """Look for QR codes in PHOTOs (JPEG, PNG, WebP; HEIC with campus-handouts[heic]) and say whether each is ours.

    Without --expect and --build, ours is the built-in guide's address. Exit code: 7 where a code is foreign; otherwise 4
    where a photo could not be read, 8 where a photo shows no code that could be read (which proves nothing), and 0.
    """
    from generator.verify import verify as look

    ours = [*expected, *(code for path in builds for code in _codes(path))] or _built_in()
    data: list[dict[str, Any]] = []
    codes: set[int] = {0}
    for photo in photos:
        try:
            report = look(photo, ours)
        except HandoutsError as error:
            codes.add(error.exit_code)
            problems = list(error.problems)
            data.append({"path": str(photo), "codes": [], "diagnostics": [as_data(found) for found in problems]})
            lines: list[tuple[str, str | None]] = []
        else:
            codes.add(_verdict(report))
            problems = _problems(report)
            data.append(_data(report, problems))
            lines = list(_lines(report))
        if not as_json:
            for line, colour in lines:
                click.secho(line, fg=colour, bold=colour == "red")
            say_problems(problems)
    if as_json:
        click.echo(json.dumps(data, indent=2))  # in ASCII: a foreign text must not steer the terminal
    return max(codes, key=_WEIGHT.index)


# Exit codes, the weightier the later.
_WEIGHT = (0, StrictError.exit_code, AssetError.exit_code, ProofError.exit_code)


def _verdict(report: PhotoReport) -> int:
    if report.foreign:
        return ProofError.exit_code
    return 0 if report.codes else StrictError.exit_code


def _lines(report: PhotoReport) -> Iterator[tuple[str, str | None]]:
    """A line for each code, and its colour."""
    name = printable(str(report.path))
    for code in report.codes:
        if code.ours:
            yield f"{name}: ours, {code.where}: {code.shown}", "green"
        else:
            yield f"{name}: FOREIGN, {code.where}: {_leads(code)}", "red"


def _leads(code: PhotoCode) -> str:
    return f"it leads to {code.shown}" if code.text else "it is empty"


def _problems(report: PhotoReport) -> list[Diagnostic]:
    """What to do about a photo."""
    name = quoted(str(report.path))
    if report.foreign:
        count = len(report.foreign)
        what = "a code that is not ours" if count == 1 else f"{count} codes that are not ours"
        way_out = "Do not open it. If it sticks on one of our sheets, take the sheet down and tell the help desk."
        return [Diagnostic(f"{name} shows {what}", help=way_out, rule="foreign-code")]
    if not report.codes:
        way_out = "Go nearer, hold the phone still, and take it again: what cannot be read may be anything."
        return [Diagnostic(f"no code could be read in {name}", None, way_out, "warning", "no-code")]
    return []


def _data(report: PhotoReport, problems: list[Diagnostic]) -> dict[str, Any]:
    codes = [
        {
            "text": code.text,
            "shown": code.shown,
            "ours": code.ours,
            "where": code.where,
            "corners": [[round(x), round(y)] for x, y in code.corners],
        }
        for code in report.codes
    ]
    width, height = report.size
    return {
        "path": str(report.path),
        "width": width,
        "height": height,
        "codes": codes,
        "diagnostics": [as_data(found) for found in problems],
    }


def _codes(path: Path) -> list[str]:
    """The codes of all files that a build has told of."""
    name = "standard input" if str(path) == "-" else quoted(str(path))
    try:
        with click.open_file(str(path), "rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise AssetError(f"cannot read {name}: {error.strerror}", help=_HOW) from error
    try:
        files = json.loads(data)
        codes = [code for file in files for code in file["codes"]]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise InvalidInput(f"{name} is not what a build prints", help=_HOW) from error
    if not codes or not all(isinstance(code, str) for code in codes):
        raise InvalidInput(f"{name} names no codes", help=_HOW)
    return codes


def _built_in() -> list[str]:
    """The addresses of the built-in guide."""
    from generator.jobs import load_guides

    return [str(guide.link.url) for guide in load_guides(None).values()]
