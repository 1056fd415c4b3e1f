"""A gettext PO file → the guide's file in that language, in which nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from generator.errors import AssetError, Diagnostic, InvalidInput, Place, quoted
from generator.guide import Guide, Text
from generator.guide.check import reference_faults
from generator.guide.load import read_bytes, shown
from generator.guide.references import Index
from generator.guide.rewrite import Draft
from generator.guide.scalars import plain_or_quoted
from generator.guide.source import MOST_BYTES, character_problem, forbidden
from generator.guide.units import digest, units

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

_LINE = re.compile(r'\s*(#.*|((msgctxt|msgid|msgid_plural|msgstr(\[\d\])?)\s*)?"([^"\\]|\\.)*"\s*)?')
_SHOWN = 20  # findings of one kind that are told one by one


class Entry(Struct, frozen=True):
    """One entry of a PO file: the source text that was translated, and its translation ("" where there is none)."""

    path: str
    source: str
    text: Text
    fuzzy: bool


class Imported(Struct, frozen=True):
    """The file as it is to be written, how many texts are new in it, how many it has of all, and what there is to say."""

    path: Path
    data: bytes
    changed: int
    taken: int
    total: int
    findings: tuple[Diagnostic, ...]


def import_po(po: Path, source: Guide, guide: Guide | None, lang: str) -> Imported:
    """What the translation's file becomes with the texts of a PO file; nothing is written.

    Fuzzy and untranslated entries are not taken, and reported. Without a `guide`, the file is the source's with the texts in
    its place. Raises AssetError where the PO file is missing, InvalidInput where it is broken, is for another language, or
    refers to what the guide does not have.
    """
    entries, translator = _read(po, lang)
    wanted = units(source)
    index = Index(source)
    good = {entry.path: entry for entry in entries if entry.text and not entry.fuzzy and entry.path in wanted}
    if faults := [fault for entry in good.values() for fault in _faults(entry, index)]:
        raise InvalidInput(faults)
    texts = {path: str(entry.text) for path, entry in good.items()}
    draft = Draft.of(guide.path, lang) if guide else _new(source, lang, translator)
    before = units(draft.guide())
    left = draft.fill(source, texts)
    stamps: dict[str, str] = {**guide.stamps} if guide else {}
    draft.stamp(stamps | {path: digest(good[path].source) for path in texts if path not in left}, list(wanted))
    changed = sum(path not in left and (path not in before or before[path].text != text) for path, text in texts.items())
    findings = [*_findings(entries, source), *_misplaced(left, good, lang)]
    return Imported(draft.path, draft.encoded(), changed, len(texts) - len(left), len(wanted), tuple(findings))


def _new(source: Guide, lang: str, translator: str) -> Draft:
    """The source's file as the file of a language that has none yet: a translation that nobody has reviewed."""
    draft = Draft.of(source.path, source.lang)
    for key in ("translation", "stamps"):
        draft.remove(key)
    by = "unknown" if "EMAIL@ADDRESS" in translator else translator.strip() or "unknown"
    draft.add("translation", f"{{by: {plain_or_quoted(by)}, reviewed: no}}", ("schema", "id", "edition", "reviewed"))
    draft.path, draft.lang = source.folder / f"guide.{lang}.yaml", lang
    return draft


def _read(po: Path, lang: str) -> tuple[list[Entry], str]:
    """The entries of a PO file, with their places, and who translated them."""
    from babel.messages.pofile import PoFileError, read_po

    if not po.exists():
        way_out = f"Make one with: handouts translate export {lang}"
        raise AssetError(Diagnostic(f"there is no {shown(po)}", help=way_out, rule="file-missing"))
    data = read_bytes(po)
    if len(data) > MOST_BYTES:
        raise InvalidInput(Diagnostic(f"{shown(po)} is larger than 1 MB", help="Is it a PO file?", rule="too-large"))
    lines = data.decode("utf-8", "replace").split("\n")
    wrong = next((number for number, line in enumerate(lines, 1) if not _LINE.fullmatch(line)), 0)
    if wrong:
        raise _no_po("", Place(shown(po), wrong, 1, max(1, len(lines[wrong - 1])), lines[wrong - 1]))
    try:
        catalog = read_po(BytesIO(data), abort_invalid=True)
    except PoFileError as error:
        number = max(1, min(error.lineno + 1, len(lines)))
        raise _no_po(str(error), Place(shown(po), number, 1, 1, lines[number - 1])) from None
    except (UnicodeDecodeError, LookupError, ValueError) as error:
        way_out = "Save it as UTF-8, and say so in its header: Content-Type: text/plain; charset=utf-8."
        raise InvalidInput(Diagnostic(f"{shown(po)} cannot be read: {error}", None, way_out, rule="bad-po")) from None
    said = re.search(rb'"Language: ([\w-]+)', data)
    language = said[1].decode().replace("_", "-") if said else lang
    if language.split("-")[0] != lang.split("-")[0]:  # tools that know zh_CN alone may call zh-Hans that
        way_out = f"Import it with: handouts translate import {language}"
        raise InvalidInput(
            Diagnostic(f"{shown(po)} is for {quoted(language)}, not for {quoted(lang)}", None, way_out, rule="bad-po")
        )
    return list(_entries(catalog, shown(po), lines)), str(catalog.last_translator or "")


def _no_po(why: str, place: Place) -> InvalidInput:
    message = f"this is no line of a gettext PO file{why and ': ' + why}"
    return InvalidInput(Diagnostic(message, place, "Open the file in Poedit, or export it anew.", rule="bad-po"))


def _entries(catalog: Catalog, name: str, lines: list[str]) -> Iterator[Entry]:
    for message in catalog:
        if message.context:
            at = max(1, min(message.lineno or 1, len(lines)))
            place = Place(name, at, 1, len(lines[at - 1]) or 1, lines[at - 1])
            yield Entry(message.context, _one(message.id), Text(_one(message.string).strip(), place), message.fuzzy)


def _one(text: Any) -> str:
    """The text of an entry; an entry with plural forms is none of ours, and its first one is as good as any."""
    return str((text[0] if isinstance(text, list | tuple) else text) or "")


def _faults(entry: Entry, index: Index) -> Iterator[Diagnostic]:
    """What would make the guide invalid: references to what is not there, characters that no guide may hold."""
    yield from reference_faults(entry.text, index)
    for offset in forbidden(entry.text)[:1]:
        yield character_problem(entry.text[offset], entry.text.place)


def _findings(entries: list[Entry], source: Guide) -> Iterator[Diagnostic]:
    wanted = units(source)
    known = [entry for entry in entries if entry.path in wanted]
    fuzzy = [entry for entry in known if entry.fuzzy and entry.text]
    yield from _told(fuzzy, "is fuzzy: not taken", "Look it over, and mark it as done.", "fuzzy")
    blank = [entry for entry in known if not entry.text]
    yield from _told(blank, "is not translated", "Translate it, then import again.", "untranslated")
    older = [entry for entry in known if entry.text and not entry.fuzzy and entry.source != wanted[entry.path].text]
    yield from _told(
        older, f"has changed in {source.lang} since the export", "Export again, and look it over.", "changed-in-source"
    )
    strange = [entry for entry in entries if entry.path not in wanted]
    yield from _told(strange, f"is no text of the guide in {source.lang}", "Export again.", "unknown-text")
    there = {entry.path for entry in entries}
    if absent := [path for path in wanted if path not in there]:
        message = f"{len(absent)} texts of the guide are not in the file, the first one is {absent[0]}"
        yield Diagnostic(message, None, "Export again: the guide has grown since.", "warning", "absent-text")


def _told(entries: list[Entry], what: str, way_out: str, rule: str) -> Iterator[Diagnostic]:
    """One warning for each entry; where there are very many, a word on the rest."""
    for entry in entries[:_SHOWN]:
        yield Diagnostic(f"{entry.path} {what}", entry.text.place, way_out, "warning", rule)
    if len(entries) > _SHOWN:
        rest = len(entries) - _SHOWN
        yield Diagnostic(f"and {rest} more like this", entries[_SHOWN].text.place, way_out, "warning", rule)


def _misplaced(left: dict[str, str], good: dict[str, Entry], lang: str) -> Iterator[Diagnostic]:
    """Translations for which the file of the language has no place."""
    for path in left:
        message = f"{path} has no place in guide.{lang}.yaml: not taken"
        yield Diagnostic(message, good[path].text.place, "Write it there by hand, as in the source.", "warning", "no-place")
