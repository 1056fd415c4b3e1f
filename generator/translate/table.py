"""How the languages of a guide stand, as a table."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from generator.guide import Guide
from generator.guide.standing import source_language, standing
from generator.markup import spoken_as, words


class LanguageRow(Struct, frozen=True):
    """One language. `changed` counts the texts whose source changed since; None where nothing was ever stamped.

    `by` and `reviewed` are the file's own words on who translated it. A screen that shows another language's picture, or
    none, is a fallback. `words` tells whether the pages' own words are there in this language.
    """

    lang: str
    name: str
    source: bool
    texts: int
    translated: int
    changed: int | None
    by: str
    reviewed: bool
    own_screens: int
    fallback_screens: int
    words: bool


def language_table(guides: Mapping[str, Guide]) -> list[LanguageRow]:
    """A row for each language, in the order of the guides."""
    source = guides[source_language(guides)]
    return [_row(source, guide) for guide in guides.values()]


def _row(source: Guide, guide: Guide) -> LanguageRow:
    state = standing(source, guide)
    is_source = guide is source
    own = sum(_has_own(screen, source, guide) for screen in guide.screens)
    return LanguageRow(
        lang=guide.lang,
        name=words(guide.lang)["language"] if spoken_as(guide.lang) else "",
        source=is_source,
        texts=len(state.source),
        translated=len(state.source) if is_source else state.translated,
        changed=len(state.changed) if guide.stamps and not is_source else None,
        by=guide.translation.by if guide.translation else "",
        reviewed=guide.translation is None or guide.translation.reviewed,
        own_screens=own,
        fallback_screens=len(guide.screens) - own,
        words=spoken_as(guide.lang) is not None,
    )


def _has_own(screen: str, source: Guide, guide: Guide) -> bool:
    """Whether the language has a picture of that screen which is not the source's."""
    file = guide.screens[screen].file
    shared = guide is not source and screen in source.screens and source.screens[screen].file == file
    return bool(file) and not shared and (guide.folder / file).is_file()
