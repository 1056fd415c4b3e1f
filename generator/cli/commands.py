"""The commands and their options. Each calls the library; nothing is decided here."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.languages import chosen, languages, stamp_translations, translate
from generator.cli.messages import as_data, counted, say_json, say_problems, table
from generator.cli.preflight import preflight
from generator.cli.verify import verify

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from generator.errors import Diagnostic
    from generator.guide import Guide
    from generator.pipeline import BuildResult, BuiltFile


def _examples(*commands: str) -> str:
    """The end of a help text; the mark keeps its lines as they are."""
    return "\n".join(["\b", "Examples:", *(f"  handouts {command}" for command in commands)])


_BUILD_EXAMPLES = _examples(
    "build                                  the built-in guide, everything",
    "build guides/eduroam -f flyer -l en    one file",
    "build --size letter --theme mono       for an office printer in America",
    "build --lang ja+en                     two languages on one sheet",
    "build --for screen                     for the web: tagged, with links",
    "build --theme our-university.toml      with your name, logo and help desk",
)


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


def _say_version(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    """Print the installed version; a checkout that was never installed has none."""
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"handouts {version('campus-handouts')}")
        except PackageNotFoundError:
            click.echo("handouts, from a checkout that is not installed")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_say_version, help="Show the version and exit."
)
def cli() -> None:
    """One guide in; flyers, posters, handouts and booklets out.

    Every command works without GUIDE, on the built-in guide that sets up Microsoft Authenticator.
    """


_GUIDE = click.argument("guide", required=False, type=click.Path(path_type=Path))
_THEME = click.option(
    *("--theme", "-t", "themes"),
    multiple=True,
    metavar="T",
    shell_complete=_complete("theme"),
    help="A theme's name, or a TOML file; several are laid over each other.",
)
_FORMAT = click.option(
    *("--format", "-f", "formats"),
    multiple=True,
    metavar="F",
    shell_complete=_complete("format"),
    help="A format; may be repeated. Default: all.",
)
_SIZE = click.option(
    *("--size", "-s"),
    default="",
    metavar="S",
    shell_complete=_complete("size"),
    help="Page size, in any case. Default: each format's own.",
)
_LANG = click.option(
    *("--lang", "-l", "langs"),
    multiple=True,
    metavar="L",
    help="A language of the guide, or two on one sheet: ja+en; may be repeated. Default: all.",
)
_INTENT = click.option(
    *("--for", "intent"),
    type=click.Choice(["office", "screen"]),
    default="office",
    show_default=True,
    help="Who it is for: an office printer, or the web.",
)
_UA = click.option(
    "--ua",
    type=click.Choice(["1", "2"]),
    callback=lambda context, parameter, part: part and int(part),
    metavar="1|2",
    help="With --for screen: the part of PDF/UA. 2 is for readers of PDF 2.0, which are few yet. Default: 1.",
)
_TEMPLATES = click.option(
    "--template-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="D",
    help="Templates that replace or add formats.",
)
_OUT = click.option(
    *("--out", "-o"),
    type=click.Path(path_type=Path),
    default=Path("output"),
    metavar="DIR",
    show_default=True,
    help="Where the files go.",
)
_KEEP = click.option(
    "--keep",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Also write the filled markup, the placements, an uncompressed PDF, and what is read aloud of it.",
)
_PNG = click.option(
    "--png", type=click.IntRange(20, 600), metavar="DPI", help="Also write a picture of each page, and a contact sheet."
)


@cli.command(epilog=_BUILD_EXAMPLES)
@_GUIDE
@_FORMAT
@_SIZE
@_LANG
@_INTENT
@_UA
@_THEME
@_TEMPLATES
@_OUT
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
@click.option("--no-preflight", "proved", flag_value=False, default=True, help="Hand the files out without their proof: faster.")
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON: path, pages, sha256, codes, diagnostics.")
@_KEEP
@_PNG
def build(guide: Path | None, as_json: bool, png: int | None, **options: Any) -> None:
    """Make the printed matter of GUIDE (a folder or a file)."""
    from generator.pipeline import build as build_files
    from generator.workers import processors

    with _Bar(guide, options, quiet=as_json) as progress:
        result = build_files(guide, progress=progress, workers=processors(), **options)
    if png:
        from generator.preview import write_pictures

        for file in result.files:
            write_pictures(file.path, png)
    if as_json:
        say_json([_file_data(file, result) for file in result.files])
        return
    for file in result.files:
        click.echo(file.path)
    say_problems(result.diagnostics)


class _Bar:
    """A progress bar where standard error is a terminal; nothing in a pipe."""

    def __init__(self, guide: Path | None, options: dict[str, Any], *, quiet: bool) -> None:
        self.bar: Any = None
        if not quiet and sys.stderr.isatty():
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


def _file_data(file: BuiltFile, result: BuildResult) -> dict[str, Any]:
    from generator.guide.model import SIGN

    marks = [f".{lang}." for lang in file.lang.split(SIGN)]
    about = [
        found for found in result.diagnostics if found.place is None or any(mark in Path(found.place.file).name for mark in marks)
    ]
    return {
        "path": str(file.path),
        "format": file.format,
        "size": file.size,
        "lang": file.lang,
        "intent": file.intent,
        "pages": file.pages,
        "sha256": file.sha256,
        "codes": file.codes(),
        "diagnostics": [as_data(found) for found in about],
    }


@cli.command(
    short_help="Say what is wrong with GUIDE, or could be better.",
    epilog=_examples(
        "check guides/eduroam",
        "check guides/eduroam --theme our-university.toml --strict",
        "check guides/eduroam --template-dir my-templates",
        "check --lang ja+en                        does a sheet with both fit, too?",
        "check guides/eduroam --stamp --lang ja    the Japanese texts are up to date",
    ),
)
@_GUIDE
@_THEME
@click.option(
    "--template-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="D",
    help="Templates of yours: look at them too, filled with GUIDE.",
)
@click.option(
    "--lang",
    "-l",
    "langs",
    multiple=True,
    metavar="L",
    help="Only this language and the source, or two on one sheet: ja+en; may be repeated.",
)
@click.option("--stamp", is_flag=True, help="Note that the translations are up to date with the source as it is now.")
@click.option("--strict", is_flag=True, help="Exit 8 where there are warnings.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check(guide: Path | None, langs: tuple[str, ...], stamp: bool, strict: bool, as_json: bool, **options: Any) -> None:
    """Say what is wrong with GUIDE, or could be better: texts, translations, links, screenshots, and whether all of it fits."""
    from generator.errors import HandoutsError, StrictError
    from generator.jobs import against_strict

    try:
        if stamp:
            stamp_translations(guide, langs)
        guides, findings = _findings(guide, langs, **options)
    except HandoutsError as error:
        if as_json:
            say_json([as_data(found) for found in error.problems])
            raise SystemExit(error.exit_code) from error
        raise
    errors = [found for found in findings if found.severity == "error"]
    if as_json:
        say_json([as_data(found) for found in findings])
    else:
        say_problems(findings)
        counts = [counted(len(errors), "error")] if errors else []
        if len(findings) > len(errors):
            counts.append(counted(len(findings) - len(errors), "warning"))
        verdict = ", ".join(counts) or "nothing to report"
        click.echo(f"{next(iter(guides.values())).id} ({', '.join(guides)}): {verdict}")
    if errors:
        raise SystemExit(_exit_code(errors))
    if strict and against_strict(findings):
        raise SystemExit(StrictError.exit_code)


def _findings(
    guide: Path | None, langs: tuple[str, ...], themes: tuple[str, ...], template_dir: Path | None
) -> tuple[dict[str, Guide], list[Diagnostic]]:
    """The languages that are asked for, with their source, and what there is to say about them."""
    from generator.cli.clock import today
    from generator.fitting import review_fit
    from generator.guide.check import aged
    from generator.guide.model import SIGN
    from generator.jobs import by_language, load_guides, review, review_templates
    from generator.theme import load_theme
    from generator.workers import processors

    pairs = tuple(lang for lang in langs if SIGN in lang)
    sheets = load_guides(guide, pairs) if pairs else {}
    alone = tuple(lang for lang in langs if lang not in pairs)
    guides = chosen(load_guides(guide), (*alone, *by_language(sheets)))
    theme = load_theme(themes, next(iter(guides.values())).folder)
    findings = [*review(guides, theme), *(found for one in guides.values() for found in aged(one, today()))]
    findings += review_templates({**guides, **sheets}, theme, template_dir) if template_dir else []
    if not any(found.severity == "error" for found in findings):
        findings += review_fit(guides, guide, themes, template_dir, processors(), pairs)
    return guides, sorted(dict.fromkeys(findings), key=lambda found: found.severity != "error")


def _exit_code(errors: list[Diagnostic]) -> int:
    """What reading the guide lets pass and a build refuses: links, marks, templates and what does not fit, else pictures."""
    from generator.errors import AssetError, InvalidInput

    of_guide = ("link-", "mark-", "template", "overflow", "missing-glyph", "does-not-fit")
    return InvalidInput.exit_code if any(found.rule.startswith(of_guide) for found in errors) else AssetError.exit_code


@cli.command(epilog=_examples("formats", "formats --template-dir my-templates --json"))
@_TEMPLATES
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def formats(template_dir: Path | None, as_json: bool) -> None:
    """List the formats, their usual sizes and what they are for."""
    from generator.markup import list_formats

    found = list_formats(template_dir).values()
    if as_json:
        say_json(
            [
                {
                    "name": f.name,
                    "size": f.size.name,
                    "imposed": f.imposed,
                    "distance_m": f.distance or None,
                    "description": f.description,
                }
                for f in found
            ]
        )
        return
    rows = [
        (f.name, f.size.name + (", two-up" if f.imposed else ""), f"{f.distance:g} m" if f.distance else "", f.description)
        for f in found
    ]
    click.echo(table(rows, ("FORMAT", "SIZE", "SCANNED FROM", "WHAT IT IS")))


@cli.command(epilog=_examples("themes", "themes --json"))
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def themes(as_json: bool) -> None:
    """List the built-in themes."""
    from generator.theme import theme_names

    if as_json:
        say_json([{"name": name, "description": description} for name, description in theme_names()])
        return
    click.echo(table(theme_names(), ("THEME", "WHAT IT IS")))


@cli.command(
    short_help="Print what makes your SHELL complete.",
    epilog=_examples("completion bash >> ~/.bashrc", "completion fish > ~/.config/fish/completions/handouts.fish"),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes your SHELL complete commands, formats, sizes and themes."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(cli, {}, "handouts", "_HANDOUTS_COMPLETE").source())


cli.add_command(languages)
cli.add_command(preflight)
cli.add_command(translate)
cli.add_command(verify)
