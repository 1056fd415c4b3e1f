"""`handouts verify`: codes in photos of walls, ours and foreign ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.messages import as_data, say_problems, whole_addresses
from generator.errors import AssetError, Diagnostic, HandoutsError, InvalidInput, ProofError, StrictError, printable, quoted

if TYPE_CHECKING:
    from generator.guide import Guide
    from generator.verify import PhotoCode, PhotoReport

_MOST_BYTES = 10_000_000  # of a build's JSON
_MOST_GUIDES = 500  # files
_HOW = "Give what handouts build --json printed."
_EXAMPLES = "\n".join(
    [
        "\b",
        "Examples:",
        "  handouts verify wall.jpg                                      the addresses of the guides here",
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

    Without --expect and --build, ours are the addresses of the guide in this folder; where there is none, those of the
    built-in guide and of the guides in folders here and in guides/. Exit code: 7 where a code is foreign; otherwise 4 where a
    photo could not be read, 8 where a photo shows no code that could be read (which proves nothing), and 0.
    """
    from generator.verify import verify as look

    ours = [*expected, *(code for path in builds for code in _codes(path))] or _of_guides(quiet=as_json)
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


def _of_guides(*, quiet: bool) -> list[str]:
    """The addresses of the guide in this folder, or else of the built-in one and of those in folders of this one.

    Where there are guides of one's own, it tells whose addresses they are, unless `quiet`. Raises InvalidInput or AssetError
    where the guide of this very folder cannot be read.
    """
    from generator.guide.load import is_guide_folder
    from generator.jobs import load_guides

    if is_guide_folder(Path()):
        found = {"the guide in this folder": load_guides(Path())}
    else:
        found = {"the built-in guide": load_guides(None), **_guides_below()}
    addresses = {whose: dict.fromkeys(str(one.link.url) for one in guides.values()) for whose, guides in found.items()}
    if not quiet and list(found) != ["the built-in guide"]:
        for whose, urls in addresses.items():
            click.echo(f"ours: {whose}: {', '.join(map(printable, urls))}", err=True)
    return [url for urls in addresses.values() for url in urls]


def _guides_below() -> dict[str, dict[str, Guide]]:
    """The guides in the folders of this one and in those of guides/, by how messages call them; a broken one is a warning."""
    from generator.jobs import load_guides

    found = {}
    files = [path for holder in (Path(), Path("guides")) for path in islice(holder.glob("*/guide.*.yaml"), _MOST_GUIDES)]
    for folder in sorted({path.parent for path in files}):
        name = quoted(str(folder))
        try:
            found[f"the guide in {name}"] = load_guides(folder)
        except HandoutsError:
            way_out = f"Mend it (handouts check {printable(str(folder))}), or give its address with --expect."
            message = f"the guide in {name} cannot be read, so its codes count as foreign"
            say_problems([Diagnostic(message, None, way_out, "warning", "guide-not-read")])
    return found
