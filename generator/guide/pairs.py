"""Two languages of a guide on one sheet: `ja+en` is the guide in Japanese, each text of it with what it is in English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from generator.errors import Place, UsageError, did_you_mean, quoted
from generator.guide.complete import TEXTS
from generator.guide.load import load_all
from generator.guide.model import SIGN, Bilingual, Guide, Text

_KEYS = ("id", "first")  # by which things of a list are known in every language
_Thing = TypeVar("_Thing", bound=Struct)


def load_pairs(path: Path, wanted: Sequence[str]) -> dict[str, Guide]:
    """The guides to print by what is asked for: `ja`, `ja+en`. Raises UsageError for what the guide does not have."""
    names = set(_languages(wanted))
    guides = load_all(path, names)
    if names - guides.keys():
        guides = load_all(path)
    return {one: _chosen(guides, one) for one in wanted}


def _languages(wanted: Iterable[str]) -> Iterator[str]:
    """The single languages that are asked for, `ja+en` being two. Raises UsageError for more than two, or one twice."""
    for one in wanted:
        names = one.split(SIGN)
        if len(names) > 2:
            raise _refused(
                one,
                f"{quoted(one)} names {len(names)} languages",
                2,
                f"A sheet holds two at most, such as {names[0]}+{names[1]}.",
            )
        if len(names) == 2 and names[0] == names[1]:
            raise _refused(
                one, f"{quoted(one)} names one language twice", 1, f"Name another one beside it, or ask for {names[0]} alone."
            )
        yield from names


def _chosen(guides: Mapping[str, Guide], wanted: str) -> Guide:
    names = wanted.split(SIGN)
    for index, name in enumerate(names):
        if name not in guides:
            known = list(guides)
            way_out = f"It has: {', '.join(known)}.{did_you_mean(name, known)}"
            raise _refused(wanted, f"the guide has no language {quoted(name)}", index, way_out)
    first, *second = (guides[name] for name in names)
    return paired(first, second[0]) if second else first


def paired(first: Guide, second: Guide) -> Guide:
    """The first guide, its texts with those of the second; what is the same in both, or not translated, is said once."""
    return replace(_both(first, second), also=second)


def _both(one: _Thing, other: Any) -> _Thing:
    """A part of a guide with the texts of its counterpart."""
    changes = {name: _value(name, getattr(one, name), getattr(other, name)) for name in one.__struct_fields__}
    return replace(one, **{name: value for name, value in changes.items() if value is not getattr(one, name)})


def _value(name: str, one: Any, other: Any) -> Any:
    if isinstance(one, Text):
        return Bilingual.of(one, other if other != one else Text()) if name in TEXTS and one else one
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return {key: _both(value, other[key]) if _are_things(value, other.get(key)) else value for key, value in one.items()}
    if isinstance(one, tuple) and one and isinstance(one[0], Struct):
        return tuple(_both(thing, twin) if _are_things(thing, twin) else thing for thing, twin in _matched(one, other))
    return _both(one, other) if _are_things(one, other) else one


def _are_things(one: Any, other: Any) -> bool:
    return isinstance(one, Struct) and type(one) is type(other)


def _matched(ones: tuple[Struct, ...], others: tuple[Struct, ...]) -> Iterator[tuple[Struct, Struct | None]]:
    """Each thing with its counterpart: that of the same id, or where things have none, of the same place in its list."""
    key = next((name for name in _KEYS if hasattr(ones[0], name)), None)
    if key is None:
        yield from zip(ones, others if len(ones) == len(others) else [None] * len(ones), strict=True)
        return
    known = {getattr(other, key): other for other in others}
    yield from ((one, known.get(getattr(one, key))) for one in ones)


def _refused(wanted: str, message: str, index: int, way_out: str) -> UsageError:
    """An error that shows where in `--lang ja+en` the language with that index stands."""
    names = wanted.split(SIGN)
    column = sum(len(name) + 1 for name in names[:index]) + 1
    place = Place("--lang", 1, column, max(1, len(names[index])), wanted) if SIGN in wanted else None
    return UsageError(message, place=place, help=way_out)
