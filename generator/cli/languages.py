"""`handouts languages` and `handouts translate`: how the languages stand, and what translators' tools read and write."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.messages import say_json, say_problems, table
from generator.cli.options import GUIDE, guide_or_default
from generator.errors import UsageError, counted, did_you_mean, harmless, quoted

if TYPE_CHECKING:
    from generator.guide import Guide
    from generator.translate import LanguageRow

_HEADS = ("LANGUAGE", "NAME", "TEXTS", "CHANGED", "TRANSLATED BY", "REVIEWED", "SCREENS", "PAGE WORDS")


def chosen(guides: dict[str, Guide], langs: tuple[str, ...]) -> dict[str, Guide]:
    """The languages that are named, and the one that they follow; all where none is named. Raises UsageError."""
    from generator.guide.standing import source_language

    for lang in langs:
        if lang not in guides:
            way_out = f"It has: {', '.join(guides)}.{did_you_mean(lang, list(guides))}"
            raise UsageError(f"the guide has no language {quoted(lang)}", help=way_out)
    source = source_language(guides)
    return {lang: guide for lang, guide in guides.items() if not langs or lang in langs or lang == source}


@click.command(
    epilog="\b\nExamples:\n  handouts languages guides/eduroam\n  handouts languages --json",
    short_help="Show how the languages of GUIDE stand.",
)
@GUIDE
@click.option("--json", "as_json", is_flag=True, help="Print the table as JSON.")
def languages(guide: Path | None, as_json: bool) -> None:
    """Show how the languages of GUIDE stand.

    For each: how many of the source's texts are translated, how many of these the source has changed since ("?" where
    nothing was ever stamped), who translated it, whether a native speaker has read it, how many screens are its own and how
    many fall back on another language's or on none, and whether the pages' own words are there.
    """
    from msgspec.structs import asdict

    from generator.jobs import load_guides
    from generator.translate import language_table

    rows = language_table(load_guides(guide_or_default(guide, quiet=as_json)))
    if as_json:
        say_json([asdict(row) for row in rows])
        return
    click.echo(table([_cells(row) for row in rows], _HEADS))


def _cells(row: LanguageRow) -> tuple[str, ...]:
    screens = f"{row.own_screens} own" + (f", {row.fallback_screens} fallback" if row.fallback_screens else "")
    if row.source:
        return row.lang, row.name, f"{row.texts}", "", "(source)", "", screens, "yes" if row.words else "English"
    changed = "?" if row.changed is None else str(row.changed)
    reviewed = "yes" if row.reviewed else "no"
    texts = f"{row.translated} of {row.texts}"
    return row.lang, row.name, texts, changed, row.by or "?", reviewed, screens, "yes" if row.words else "English"


@click.group(
    short_help="Write and read PO files, for translators' tools.",
    epilog="\b\nExamples:\n  handouts translate export ja guides/eduroam\n  handouts translate import ja guides/eduroam",
)
def translate() -> None:
    """Translate a guide with Poedit, Weblate or any other tool that knows gettext PO files."""


_LANG = click.argument("lang")
_FILE = click.option(
    *("--file", "-f"), type=click.Path(path_type=Path), metavar="FILE.po", help="The PO file. Default: <guide>.<lang>.po here."
)


@translate.command(
    "export", epilog="\b\nExamples:\n  handouts translate export ja guides/eduroam\n  handouts translate export fr"
)
@_LANG
@GUIDE
@_FILE
def export_command(lang: str, guide: Path | None, file: Path | None) -> None:
    """Write the texts of GUIDE as a PO file for LANG.

    It holds what is translated already; fuzzy is what the source has changed since. LANG may be one that GUIDE does not have
    yet.
    """
    from generator.output import publish
    from generator.translate import export_po

    source, known = _source_and(lang, guide_or_default(guide))
    path = file or Path(f"{source.id}.{lang}.po")
    publish(export_po(source, known, lang), path)
    click.echo(path)


@translate.command("import", epilog="\b\nExamples:\n  handouts translate import ja guides/eduroam --file eduroam.ja.po")
@_LANG
@GUIDE
@_FILE
def import_command(lang: str, guide: Path | None, file: Path | None) -> None:
    """Put the translations of a PO file into GUIDE's file for LANG, or begin that file.

    Only the texts change: comments, order and all other keys stay. Fuzzy and untranslated entries are told, and not taken.
    """
    from generator.output import publish
    from generator.translate import import_po

    source, known = _source_and(lang, guide_or_default(guide))
    made = import_po(file or Path(f"{source.id}.{lang}.po"), source, known, lang)
    _refuse_installed(made.path)
    if not made.path.exists() or made.path.read_bytes() != made.data:
        publish(made.data, made.path)
    say_problems(made.findings)
    click.echo(f"{harmless(str(made.path))}: {made.taken} of {counted(made.total, 'text')} translated, {made.changed} changed")


def stamp_translations(guide: Path | None, langs: tuple[str, ...]) -> None:
    """Stamp every translation of a guide, or those that are named; says which texts are the same in both languages."""
    from generator.guide.standing import source_language
    from generator.jobs import load_guides
    from generator.output import publish
    from generator.translate import stamp

    guides = chosen(load_guides(guide), langs)
    source = guides.pop(source_language(guides))
    for one in guides.values():
        _refuse_installed(one.path)
        draft, same = stamp(source, one)
        if draft.encoded() != one.path.read_bytes():
            publish(draft.encoded(), draft.path)
        told = f"; {len(same)} of them say the same in {source.lang}: {', '.join(same)}" if same else ""
        click.echo(f"{harmless(str(draft.path))}: stamped{told}", err=True)


def _source_and(lang: str, guide: Path | None) -> tuple[Guide, Guide | None]:
    """The guide that translations follow, and the one in the language, if there is one. Raises UsageError."""
    from generator.guide.load import LANGUAGE
    from generator.guide.standing import source_language
    from generator.jobs import load_guides

    if not LANGUAGE.fullmatch(lang):
        raise UsageError(f"{quoted(lang)} is no language", help="Write its tag, such as ja, de or zh-Hans.")
    guides: Mapping[str, Guide] = load_guides(guide.parent if guide is not None and os.path.isfile(guide) else guide)
    source = source_language(guides)
    if lang == source:
        raise UsageError(f"{quoted(lang)} is the language that the others follow", help="Name the one to translate into.")
    return guides[source], guides.get(lang)


def _refuse_installed(path: Path) -> None:
    from generator.resources import is_installed

    if is_installed(path):
        raise UsageError(f"{path} belongs to the installed program", help="Copy the guide's folder, and name the copy as GUIDE.")
