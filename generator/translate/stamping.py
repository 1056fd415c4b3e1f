"""`stamp`: note in a translation what its source says now, so that later changes of the source are found."""

from __future__ import annotations

from generator.guide import Guide
from generator.guide.rewrite import Draft
from generator.guide.standing import standing
from generator.guide.units import digest


def stamp(source: Guide, guide: Guide) -> tuple[Draft, tuple[str, ...]]:
    """The translation's file with a stamp for each text that both have, and the paths of those that say the same in both."""
    state = standing(source, guide)
    draft = Draft.of(guide.path, guide.lang)
    stamps = {path: digest(unit.text) for path, unit in state.source.items() if path in state.found}
    draft.stamp(stamps, list(state.source))
    return draft, state.untranslated
