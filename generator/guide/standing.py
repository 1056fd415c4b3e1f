"""How the texts of a translation stand to its source: missing, untranslated, older, or with other references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.errors import Diagnostic, Place, breadth
from generator.guide.inline import Inline, Strong, as_written, parse, walk
from generator.guide.model import Guide
from generator.guide.units import Unit, digest, has_words, owners, units

_SHORT, _GROWN = 12, 1.25  # letters, and times its source's length: a text that is longer may be why a frame overflows
_STRONG = "**…**"
_SHOWN = 5  # paths that a message names before it says how many more there are


class Standing(Struct, frozen=True):
    """The texts of the source and of a translation, and the paths of those that are not as they should be."""

    source: Mapping[str, Unit]
    found: Mapping[str, Unit]
    missing: tuple[str, ...]
    untranslated: tuple[str, ...]  # word for word as in the source, and nobody has stamped that
    changed: tuple[str, ...]  # the source says something else than what was translated

    @property
    def translated(self) -> int:
        """How many texts of the source are there in the other language, up to date or not."""
        return len(self.source) - len(self.missing) - len(self.untranslated)


def source_language(guides: Mapping[str, Guide]) -> str:
    """The language that the others follow: the first that is no translation, English before all; else the first of all."""
    return next((lang for lang, guide in guides.items() if guide.translation is None), next(iter(guides)))


def standing(source: Guide, guide: Guide) -> Standing:
    """How the texts of `guide` stand to those of `source`."""
    wanted, found = units(source), units(guide)
    missing = tuple(path for path in wanted if path not in found)
    common = [path for path in wanted if path in found]
    changed = tuple(path for path in common if guide.stamps.get(path, digest(wanted[path].text)) != digest(wanted[path].text))
    untranslated = tuple(
        path
        for path in common
        if path not in guide.stamps and found[path].text == wanted[path].text and has_words(wanted[path].text)
    )
    return Standing(wanted, found, missing, untranslated, changed)


def review_texts(source: Guide, guide: Guide) -> Iterator[Diagnostic]:
    """The warnings about the texts of a translation. What belongs to a thing that is missing as a whole is not told."""
    state, there = standing(source, guide), owners(guide)
    for path in state.missing:
        unit = state.source[path]
        if unit.owner in there and path not in there and not path.startswith("terms."):
            message = f"{unit.what} is missing in {guide.lang}"
            yield _warning(message, guide.title.place, "missing-text", f"Add it, as in {source.lang}{_at(unit.text.place)}.")
    terms = [path for path in state.untranslated if path.startswith("terms.")]
    texts = [path for path in state.untranslated if not path.startswith("terms.")]
    yield from _untranslated("term", terms, state, source, guide)
    yield from _untranslated("text", texts, state, source, guide)
    for path in state.changed:
        unit = state.found[path]
        way_out = f"Bring it up to what {source.lang} says now{_at(state.source[path].text.place)}, then {_stamp(guide.lang)}."
        message = f"{unit.what} has changed in {source.lang} since it was translated"
        yield _warning(message, unit.text.place, "changed-in-source", way_out)
    for path in state.source:
        if path in state.found:
            yield from _references(state.source[path], state.found[path], source.lang)


def _untranslated(kind: str, paths: list[str], state: Standing, source: Guide, guide: Guide) -> Iterator[Diagnostic]:
    if not paths:
        return
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    names = ", ".join(path.removeprefix("terms.") for path in paths[:_SHOWN]) + more
    count = f"{len(paths)} {kind}s say" if len(paths) > 1 else f"1 {kind} says"
    message = f"{count} in {guide.lang} the same as in {source.lang}: {names}"
    way_out = f"Translate what is not meant to be the same, then {_stamp(guide.lang)}."
    yield _warning(message, state.found[paths[0]].text.place, f"untranslated-{kind}", way_out)


def longest(source: Guide, guide: Guide, most: int = 3) -> list[str]:
    """The texts that have grown most in translation, such as `help.1.answer (1.8 times)`; ideographs count as two letters."""
    wanted, found = units(source), units(guide)
    lengths = {path: (breadth(found[path].text), breadth(unit.text)) for path, unit in wanted.items() if path in found}
    grown = {path: here / there for path, (here, there) in lengths.items() if there >= _SHORT and here > there * _GROWN}
    ranked = sorted(grown, key=lambda path: lengths[path][1] - lengths[path][0])
    return [f"{path} ({grown[path]:.1f} times)" for path in ranked[:most]]


def _stamp(lang: str) -> str:
    return f"run handouts check --stamp --lang {lang}"


def _references(source: Unit, found: Unit, lang: str) -> Iterator[Diagnostic]:
    """References and links that only one of the two texts has."""
    wanted, here = _referred(source.text), _referred(found.text)
    lacking, extra = [one for one in wanted if one not in here], [one for one in here if one not in wanted and one != _STRONG]
    way_out = f"In {lang} it says: {source.text}"
    if lacking:
        message = f"{found.what} has no {' and no '.join(lacking)}, as it has in {lang}"
        yield _warning(message, found.text.place, "reference-differs", way_out)
    if extra:
        message = f"{found.what} has {' and '.join(extra)}, which it has not in {lang}"
        yield _warning(message, here[extra[0]] or found.text.place, "reference-differs", way_out)


def _referred(text: str) -> dict[str, Place | None]:
    return {written: node.place for node in walk(parse(text)) if (written := as_written(node) or _emphasis(node))}


def _emphasis(node: Inline) -> str:
    return _STRONG if isinstance(node, Strong) else ""


def _at(place: Place | None) -> str:
    return f" ({place})" if place else ""


def _warning(message: str, place: Place | None, rule: str, way_out: str) -> Diagnostic:
    return Diagnostic(message, place, way_out, "warning", rule)
