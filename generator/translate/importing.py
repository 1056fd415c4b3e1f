"""A gettext PO file → the guide's file in that language, in which nothing else changes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from generator.errors import AssetError, Diagnostic, InvalidInput, printable, quoted
from generator.guide import Guide, Text
from generator.guide.check import reference_faults
from generator.guide.load import read_bytes, shown
from generator.guide.references import Index
from generator.guide.rewrite import Draft
from generator.guide.scalars import plain_or_quoted
from generator.guide.source import MOST_BYTES, character_problem, forbidden, too_much
from generator.guide.units import digest, units
from generator.translate.pofile import PoEntry, header, read_entries

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
    found, translator, findings = _read(po, lang)
    findings += _twice(found)
    entries = _first_of_each(found)
    wanted = units(source)
    if not any(entry.path in wanted for entry in entries):
        raise InvalidInput([_foreign(po, source, len(entries)), *findings])
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
    findings += [*_findings(entries, source), *_misplaced(left, good, lang)]
    return Imported(draft.path, draft.encoded(), changed, len(texts) - len(left), len(wanted), tuple(findings))


def _foreign(po: Path, source: Guide, count: int) -> Diagnostic:
    message = f"none of the {count} entries with a msgctxt in {shown(po)} is a text of the guide {quoted(source.id)}"
    way_out = "Nothing is written. Is it another guide's file? Export one with: handouts translate export"
    return Diagnostic(message, None, way_out, rule="foreign-po")


def _new(source: Guide, lang: str, translator: str) -> Draft:
    """The source's file as the file of a language that has none yet: a translation that nobody has reviewed."""
    draft = Draft.of(source.path, source.lang)
    for key in ("translation", "stamps"):
        draft.remove(key)
    by = "unknown" if "EMAIL@ADDRESS" in translator else translator.strip() or "unknown"
    draft.add("translation", f"{{by: {plain_or_quoted(by)}, reviewed: no}}", ("schema", "id", "edition", "reviewed"))
    draft.path, draft.lang = source.folder / f"guide.{lang}.yaml", lang
    return draft


def _read(po: Path, lang: str) -> tuple[list[Entry], str, list[Diagnostic]]:
    """The entries of a PO file that have a path, who translated them, and what there is to say about the others."""
    if not os.path.exists(po):
        way_out = f"Make one with: handouts translate export {lang}"
        raise AssetError(Diagnostic(f"there is no {shown(po)}", help=way_out, rule="file-missing"))
    data = read_bytes(po)
    if len(data) > MOST_BYTES:
        raise InvalidInput(Diagnostic(f"{shown(po)} is larger than 1 MB", help="Is it a PO file?", rule="too-large"))
    found = read_entries(data, shown(po))
    fields = header(found)
    language = fields.get("language", "").replace("_", "-") or lang
    if language.split("-")[0] != lang.split("-")[0]:  # tools that know zh_CN alone may call zh-Hans that
        way_out = f"Import it with: handouts translate import {language}"
        raise InvalidInput(
            Diagnostic(f"{shown(po)} is for {quoted(language)}, not for {quoted(lang)}", None, way_out, rule="bad-po")
        )
    findings = [*_nameless(found), *_with_plurals(found)]
    return list(_entries(found)), fields.get("last-translator", ""), findings


def _entries(found: list[PoEntry]) -> Iterator[Entry]:
    for entry in found:
        if entry.context:
            text = Text(entry.translation.strip(), entry.place)
            yield Entry(entry.context, entry.source, text, "fuzzy" in entry.flags)


def _nameless(found: list[PoEntry]) -> Iterator[Diagnostic]:
    """Entries without a context belong to no text of a guide."""
    nameless = [entry for entry in found if entry.source and not entry.context]
    if nameless:
        count = "an entry has" if len(nameless) == 1 else f"{len(nameless)} entries have"
        way_out = "Export again: each of our entries has a msgctxt, which tools must keep."
        yield Diagnostic(f"{count} no msgctxt: not taken", nameless[0].place, way_out, "warning", "no-context")


def _with_plurals(found: list[PoEntry]) -> Iterator[Diagnostic]:
    for entry in found:
        if entry.context and "msgid_plural" in entry.texts:
            message = f"{printable(entry.context)} has plural forms: the first one is taken"
            yield Diagnostic(message, entry.place, "Export again: a guide's texts have none.", "warning", "plural-forms")


def _twice(entries: list[Entry]) -> Iterator[Diagnostic]:
    """Entries whose context an earlier one has already."""
    first: dict[str, Entry] = {}
    for entry in entries:
        earlier = first.setdefault(entry.path, entry)
        if earlier is not entry:
            line = earlier.text.place.line if earlier.text.place else 0
            message = f"{printable(entry.path)} has an entry already, in line {line}: this one is not taken"
            yield Diagnostic(message, entry.text.place, "Delete one of the two.", "warning", "second-entry")


def _first_of_each(entries: list[Entry]) -> list[Entry]:
    return list({entry.path: entry for entry in reversed(entries)}.values())[::-1]


def _faults(entry: Entry, index: Index) -> Iterator[Diagnostic]:
    """What would make the guide invalid: references to what is not there, characters that no guide may hold."""
    yield from reference_faults(entry.text, index)
    if excess := too_much(entry.text):
        yield Diagnostic(excess[0], entry.text.place, excess[1], rule="too-long")
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
        yield Diagnostic(f"{printable(entry.path)} {what}", entry.text.place, way_out, "warning", rule)
    if len(entries) > _SHOWN:
        rest = len(entries) - _SHOWN
        yield Diagnostic(f"and {rest} more like this", entries[_SHOWN].text.place, way_out, "warning", rule)


def _misplaced(left: dict[str, str], good: dict[str, Entry], lang: str) -> Iterator[Diagnostic]:
    """Translations for which the file of the language has no place."""
    for path in left:
        message = f"{path} has no place in guide.{lang}.yaml: not taken"
        yield Diagnostic(message, good[path].text.place, "Write it there by hand, as in the source.", "warning", "no-place")
