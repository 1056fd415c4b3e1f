"""Brings the catalogues of the pages' own words up to date: `make words`.

The English words in `assets/words/en.toml` go into the template `handouts.pot`, and from there into each `<language>.po`: a
new word is there untranslated, one whose English changed is marked fuzzy with what it said before, one that is gone goes.
Then each `.po` is compiled to the `.mo` that the program reads. `tools/words.py de` begins a new language.
"""

from __future__ import annotations

import re
import sys
import tomllib
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
WORDS = ROOT / "assets" / "words"
_ENTRY = re.compile(r'(?P<key>\w+) = (?P<start>["\[]).*?(?:["\]]  # (?P<note>.*))?')
_HEADER = "# The pages' own words. Template: `make words` writes it from en.toml.\n#"
_WHEN = datetime(2026, 11, 24, tzinfo=UTC)  # of every template: the history says when it changed, and better


def template() -> Catalog:
    """The English words: each with its key as context, where it is used, and what translators should know of it."""
    source = (WORDS / "en.toml").read_text("utf-8")
    notes = _notes(source)
    catalog = Catalog(
        project="handouts", version="1", header_comment=_HEADER, creation_date=_WHEN, revision_date=_WHEN, fuzzy=False
    )
    for key, said in tomllib.loads(source).items():
        message = said if isinstance(said, str) else tuple(said)
        catalog.add(message, context=key, auto_comments=notes[key], locations=_uses(key))
    return catalog


def _notes(source: str) -> dict[str, list[str]]:
    """For each key the comments above its section and behind its text."""
    notes: dict[str, list[str]] = {}
    section = ""
    for line in source.split("\n"):
        if line.startswith("# "):
            section = line[2:]
        elif entry := _ENTRY.fullmatch(line):
            notes[entry["key"]] = [note for note in (section, entry["note"]) if note]
    return notes


def _uses(key: str) -> list[tuple[str, int]]:
    """The templates that name a word, without lines: these change too often to be of use."""
    templates = sorted((ROOT / "templates").glob("*.j2"))
    return [(f"templates/{path.name}", 1) for path in templates if f'word("{key}"' in path.read_text("utf-8")]


def updated(template: Catalog, old: Catalog) -> Catalog:
    """A language's catalogue with the words of the template; a key is the same word, also where its English changed."""
    new = Catalog(locale=old.locale_identifier, header_comment=old.header_comment, fuzzy=False)
    new.mime_headers = old.mime_headers
    new.creation_date = template.creation_date
    translated = {message.context: message for message in old if message.context}
    for message in template:
        if not message.context:
            continue
        before = translated.get(message.context)
        changed = before is not None and before.id != message.id
        same_shape = before is not None and isinstance(before.id, str) == isinstance(message.id, str)
        new.add(
            message.id,
            before.string if before and same_shape else "",
            context=message.context,
            locations=message.locations,
            auto_comments=message.auto_comments,
            user_comments=before.user_comments if before else (),
            flags={"fuzzy"} if before and (changed or before.fuzzy) else (),
            previous_id=before.id if before and changed else (),
        )
    return new


def read(path: Path) -> Catalog:
    """A language's catalogue; an empty one where there is none yet."""
    if not path.exists():
        about = {"project": "handouts", "version": "1", "last_translator": "machine", "language_team": path.stem}
        about["header_comment"] = "# The pages' own words.\n#"
        return Catalog(locale=path.stem.replace("-", "_"), **about, revision_date=_WHEN, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=path.stem.replace("-", "_"), abort_invalid=True)


def as_po(catalog: Catalog) -> bytes:
    """The catalogue as a translator's tool reads it."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=100, include_lineno=False, include_previous=True)
    return buffer.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """The catalogue as the program reads it; what is fuzzy or untranslated is left out."""
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def main(languages: list[str]) -> None:
    """Write the template, and every catalogue in both forms."""
    words = template()
    (WORDS / "handouts.pot").write_bytes(as_po(words))
    for path in sorted({*WORDS.glob("*.po"), *(WORDS / f"{lang}.po" for lang in languages)}):
        catalog = updated(words, read(path))
        path.write_bytes(as_po(catalog))
        path.with_suffix(".mo").write_bytes(as_mo(catalog))
        entries = [message for message in catalog if message.context]
        fuzzy = sum(message.fuzzy for message in entries)
        blank = sum(not any([message.string] if isinstance(message.string, str) else message.string) for message in entries)
        print(f"{path.stem}: {len(entries)} words, {fuzzy} fuzzy, {blank} untranslated")


if __name__ == "__main__":
    main(sys.argv[1:])
