"""Pieces that are wider than the line are broken apart: addresses first, then phrases, hosts, and in the end anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from generator.text.breaks import clusters, line_breaks
from generator.text.measure import Measure
from generator.text.prepared import Prepared, glued
from generator.text.typed import address_breaks, leads

_SLACK = 1e-6
_Finer = Callable[[Prepared, int, int, str], Iterable[int]]


def broken_apart(measure: Measure, width: float, numbers: range, lang: str, *, last_resort: bool = True) -> Measure:
    """The measure, with more places to break at within those pieces between two of the numbered places that are wider
    than `width`. Without `last_resort`, only what is kept whole if possible breaks, and addresses, but not within their hosts.
    """
    if not (last_resort or measure.prepared.addresses or measure.prepared.kept_whole):
        return measure
    lefts, rights, places = measure.lefts, measure.rights, measure.prepared.places
    too_wide = [number for number in numbers[:-1] if rights[number + 1] - lefts[number] > width + _SLACK]
    finer = (_in_pairs, _in_phrases, _in_typed, _in_paths, _in_hosts, _anywhere) if last_resort else (_in_typed, _in_paths)
    extra: set[int] = set()
    for number in too_wide:
        extra |= _cuts(measure, width, places[number], places[number + 1], finer, lang)
    return Measure(measure.prepared.with_breaks(extra), measure.size, measure.inline) if extra else measure


def _cuts(measure: Measure, width: float, start: int, end: int, finer: Sequence[_Finer], lang: str) -> set[int]:
    """The places at which a piece is cut: a kind of place is only used where the kinds before it do not suffice."""
    cuts = {start, end}
    for kind in finer:
        for left, right in list(pairwise(sorted(cuts))):
            if measure.width(left, right) > width + _SLACK:
                cuts.update(index for index in kind(measure.prepared, left, right, lang) if left < index < right)
    return cuts - {start, end}


def _address_breaks(prepared: Prepared, start: int, end: int) -> Iterator[tuple[list[int], list[int]]]:
    for first, last in prepared.addresses:
        if first < end and last > start:
            yield address_breaks(prepared.text, first, last)


def _in_typed(prepared: Prepared, start: int, end: int, lang: str) -> Iterable[int]:
    """Between a number and its unit and the like."""
    within = prepared.kept_whole.intersection(range(start + 1, end))
    if not within:
        return within
    return within.intersection(start + index for index in line_breaks(prepared.text[start:end], lang))


def _in_paths(prepared: Prepared, start: int, end: int, lang: str) -> Iterator[int]:
    for outside, _ in _address_breaks(prepared, start, end):
        yield from outside


def _in_hosts(prepared: Prepared, start: int, end: int, lang: str) -> Iterator[int]:
    for _, inside in _address_breaks(prepared, start, end):
        yield from inside


def _in_pairs(prepared: Prepared, start: int, end: int, lang: str) -> Iterator[int]:
    """Between phrases that had better stay together, such as a verb and the polite word behind it."""
    yield from _line_breaks(prepared, start, end, lang, phrases=True)


def _in_phrases(prepared: Prepared, start: int, end: int, lang: str) -> Iterator[int]:
    """Between the characters of a phrase, where the rules of line breaking allow it."""
    yield from _line_breaks(prepared, start, end, lang, phrases=False)


def _line_breaks(prepared: Prepared, start: int, end: int, lang: str, *, phrases: bool) -> Iterator[int]:
    found = {start + index for index in line_breaks(prepared.text[start:end], lang, phrases=phrases)}
    for first, last in prepared.addresses:
        if first < end and last > start:
            found.difference_update(range(first + 1, last))
    yield from found.difference(glued(prepared.text, prepared.objects), prepared.kept_whole, leads(prepared.text))


def _anywhere(prepared: Prepared, start: int, end: int, lang: str) -> Iterator[int]:
    never = {*leads(prepared.text)}
    yield from (start + index for index in clusters(prepared.text[start:end]) if start + index not in never)
