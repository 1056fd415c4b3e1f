"""`handouts build`: the files of a guide."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli import options as known
from generator.cli.messages import as_data, say_json, say_note, say_problems
from generator.errors import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.errors import Diagnostic, HandoutsError
    from generator.pipeline import BuildResult, BuiltFile, FailedFile

_BUILD_EXAMPLES = known.examples(
    "build                                  the guide of this folder, or the built-in one",
    "build guides/eduroam -f flyer -l en    one file",
    "build --size letter --theme mono       for an office printer in America",
    "build --lang ja+en                     two languages on one sheet",
    "build --for screen                     for the web: tagged, with links",
    "build --theme our-university.toml      with your name, logo and help desk",
)


@click.command(epilog=_BUILD_EXAMPLES)
@known.GUIDE
@known.FORMAT
@known.SIZE
@known.LANG
@known.INTENT
@known.UA
@known.THEME
@known.TEMPLATES
@known.OUT
@click.option(
    "--pages/--sheets",
    "single_pages",
    default=None,
    help="Booklets as single pages, or two on each side of a sheet. Default: sheets for office, pages for the screen.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Treat warnings as errors (but for a missing contact and an unread translation): exit 8, and write nothing.",
)
@click.option("--all-or-none", is_flag=True, help="Write nothing where a file cannot be made. Default: write the others.")
@click.option("--no-preflight", "proved", flag_value=False, default=True, help="Hand the files out without their proof: faster.")
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON: path, pages, sha256, codes, diagnostics.")
@known.KEEP
@known.PNG
@known.QUIET
def build(guide: Path | None, as_json: bool, png: int | None, quiet: bool, **options: Any) -> int:
    """Build the PDFs of GUIDE (a folder or a file).

    Default: the guide of this folder, else the built-in one. What can be made is written, what
    cannot is reported, and the exit code is that of the worst error.
    """
    with known.errors_as_json(as_json):
        guide = known.guide_or_default(guide, quiet=quiet or as_json)
        result, failure = _build(guide, options, quiet=quiet or as_json)
        if png:
            from generator.preview import write_pictures

            for file in result.files:
                write_pictures(file.path, png)
        if as_json:
            say_json(_files_as_data(result))
    if not as_json:
        _say(result, failure, quiet=quiet)
    return failure.exit_code if failure else 0


def _build(guide: Path | None, options: dict[str, Any], *, quiet: bool) -> tuple[BuildResult, HandoutsError | None]:
    """What was made, and the error where that is not all."""
    from generator.pipeline import IncompleteBuild
    from generator.pipeline import build as build_files
    from generator.workers import processors

    try:
        with _Bar(guide, options, quiet=quiet) as progress:
            return build_files(guide, progress=progress, workers=processors(), **options), None
    except IncompleteBuild as error:
        return error.result, error


def _say(result: BuildResult, failure: HandoutsError | None, *, quiet: bool) -> None:
    for file in () if quiet else result.files:
        click.echo(file.path)
    say_problems(() if quiet else result.diagnostics)
    if failure:
        say_problems(failure.problems)
        made, all_files = len(result.files), len(result.files) + len(result.failed)
        say_note(f"{made} of {counted(all_files, 'file')} made; not made: {', '.join(file.path.name for file in result.failed)}")


class _Bar:
    """A progress bar where standard error is a terminal; nothing in a pipe."""

    def __init__(self, guide: Path | None, options: dict[str, Any], *, quiet: bool) -> None:
        self.bar: Any = None
        if not quiet and sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            from generator.jobs import holds, load_guides
            from generator.markup import list_formats

            wanted = set(options["formats"])
            formats = [one for one in list_formats(options["template_dir"]).values() if not wanted or one.name in wanted]
            count = sum(holds(one, sheet) for one in formats for sheet in load_guides(guide, options["langs"]).values())
            self.bar = click.progressbar(length=count, label="handouts", file=sys.stderr, item_show_func=lambda name: name)
        self.context = self.bar or nullcontext()

    def __enter__(self) -> Any:
        self.context.__enter__()
        return None if self.bar is None else lambda name: self.bar.update(1, name)

    def __exit__(self, *details: Any) -> None:
        self.context.__exit__(*details)


def _files_as_data(result: BuildResult) -> list[dict[str, Any]]:
    """Each file for --json, with its own diagnostics and those of the guide and theme.

    One that was not made has no pages, hash and codes.
    """
    from generator.guide.model import SIGN

    of_files = {found for file in result.files for found in file.diagnostics}
    of_guide = [found for found in result.diagnostics if found not in of_files]
    sheets = [*(file.lang for file in result.files), *(file.lang for file in result.failed)]
    langs = {lang for sheet in sheets for lang in sheet.split(SIGN)}

    def data(file: BuiltFile | FailedFile) -> dict[str, Any]:
        others = langs.difference(file.lang.split(SIGN))
        about = [found for found in of_guide if not _is_in(found, others)]
        return {
            "path": str(file.path),
            "format": file.format,
            "size": file.size,
            "lang": file.lang,
            "intent": file.intent,
            "diagnostics": [as_data(found) for found in (*about, *file.diagnostics)],
        }

    made = [{**data(file), "pages": file.pages, "sha256": file.sha256, "codes": file.codes()} for file in result.files]
    return [*made, *({**data(file), "pages": None, "sha256": None, "codes": []} for file in result.failed)]


def _is_in(found: Diagnostic, langs: Iterable[str]) -> bool:
    """Whether it is about the guide's file in one of these languages."""
    name = Path(found.place.file).name if found.place else ""
    return name.endswith(tuple(f".{lang}.{kind}" for lang in langs for kind in ("yaml", "yml")))
