"""Arguments and options that several commands share, and how their values are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.messages import as_data, say_json, say_note
from generator.errors import HandoutsError, UsageError, internal_error, printable

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def examples(*commands: str) -> str:
    """The end of a help text; the mark keeps its lines as they are."""
    return "\n".join(["\b", "Examples:", *(f"  handouts {command}" for command in commands)])


def _complete(kind: str) -> Any:
    """Completion of formats, sizes and themes in the shell."""

    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in _known(kind) if name.lower().startswith(incomplete.lower())]

    return complete


def _known(kind: str) -> list[str]:
    if kind == "format":
        from generator.markup import list_formats

        return list(list_formats())
    if kind == "theme":
        from generator.theme import theme_names

        return [name for name, _ in theme_names()]
    from generator.geometry import SIZES

    return list(SIZES)


def each(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """The values of a repeated option; each may be a list: `-f flyer,poster`. Raises UsageError."""
    parts = tuple(part.strip() for value in values for part in value.split(","))
    if not all(parts):
        raise UsageError(f"a value of {option.opts[0]} is empty", help="Name one, or leave it out.")
    return parts


def once(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> str:
    """The value of an option that is given at most once. Raises UsageError."""
    if len(values) > 1:
        raise UsageError(
            f"{option.opts[0]} is given {len(values)} times: {', '.join(values)}",
            help="Give it once; run the command again for another one.",
        )
    return values[0] if values else ""


def guide_or_default(guide: Path | None, *, quiet: bool = False) -> Path | None:
    """The guide that a command is for: the one named, else the one in the working folder.

    None is the built-in guide. Says which one it is where none was named, unless `quiet`.
    """
    if guide is not None:
        return guide
    from generator.guide.load import is_guide_folder

    here = Path.cwd()
    found = Path() if is_guide_folder(here) else None
    if not quiet:
        where = f"the guide in {printable(str(here))}" if found else "the built-in guide"
        say_note(f"no guide named: using {where}")
    return found


@contextmanager
def errors_as_json(wanted: bool) -> Iterator[None]:
    """With --json, print what went wrong as JSON too, and exit with the error's code."""
    try:
        yield
    except (OSError, click.ClickException):
        raise
    except Exception as error:
        if not wanted:
            raise
        known = error if isinstance(error, HandoutsError) else internal_error(error)
        say_json([as_data(found) for found in known.problems])
        raise SystemExit(known.exit_code) from error


GUIDE = click.argument("guide", required=False, type=click.Path(path_type=Path))
THEME = click.option(
    *("--theme", "-t", "themes"),
    multiple=True,
    metavar="T",
    shell_complete=_complete("theme"),
    help="A theme's name, or a TOML file; several are laid over each other.",
)
FORMAT = click.option(
    *("--format", "-f", "formats"),
    multiple=True,
    metavar="F",
    shell_complete=_complete("format"),
    callback=each,
    help="A format; may be repeated, or a list: flyer,poster. Default: all.",
)
SIZE = click.option(
    *("--size", "-s"),
    multiple=True,
    metavar="S",
    callback=once,
    shell_complete=_complete("size"),
    help="Page size, in any case. Default: each format's own.",
)
LANG = click.option(
    *("--lang", "-l", "langs"),
    multiple=True,
    metavar="L",
    callback=each,
    help="A language of the guide, or two on one sheet: ja+en; may be repeated, or a list. Default: all.",
)
INTENT = click.option(
    *("--for", "intent"),
    type=click.Choice(["office", "screen"]),
    default="office",
    show_default=True,
    help="Who it is for: an office printer, or the web.",
)
UA = click.option(
    "--ua",
    type=click.Choice(["1", "2"]),
    callback=lambda context, parameter, part: part and int(part),
    metavar="1|2",
    help="With --for screen: the part of PDF/UA. 2 is for readers of PDF 2.0, which are few yet. Default: 1.",
)
TEMPLATES = click.option(
    "--template-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="D",
    help="Templates that replace or add formats.",
)
OUT = click.option(
    *("--out", "-o"),
    type=click.Path(path_type=Path),
    default=Path("output"),
    metavar="DIR",
    show_default=True,
    help="Where the files go.",
)
KEEP = click.option(
    "--keep",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Also write the filled markup, the placements, an uncompressed PDF, and what is read aloud of it.",
)
PNG = click.option(
    "--png", type=click.IntRange(20, 600), metavar="DPI", help="Also write a picture of each page, and a contact sheet."
)
QUIET = click.option("--quiet", "-q", is_flag=True, help="Print errors only.")
