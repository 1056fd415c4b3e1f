"""Other addresses that stand out as much as the one that a code leads to: readers are told to compare the two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from math import hypot

from msgspec import Struct

from generator.geometry import Rect
from generator.preflight.addresses import ADDRESS, host_of, spelt
from generator.preflight.words import Character

Readable = Sequence[tuple[str, Character | None]]  # what a page shows, letter by letter; None stands for a space or a line's end

_SLACK = 0.5  # points
_LARGER = 1.2  # times as large: this stands out wherever it is
_FILES = re.compile("txt|pdf|docx?|xlsx?|pptx?|csv|exe|dmg|apk|zip|png|jpe?g|html?|js|py|md")  # names of files, not of hosts


class Rival(Struct, frozen=True):
    """Another address: `certain` where it has a path or a scheme and leads to another host than the code."""

    address: str
    box: Rect
    certain: bool


class _Printed(Struct, frozen=True):
    """An address as printed: the size of its letters (points), and where it stands."""

    text: str
    size: float
    box: Rect


def text_of(readable: Readable) -> str:
    """The text as one string, letter by letter."""
    return "".join(letter for letter, _ in readable)


def rivals(payload: str, code: Rect, others: Iterable[str], readable: Readable) -> list[Rival] | None:
    """The addresses as large as the printed payload and as near to its code, or larger; None where the payload is not printed.

    `others` may be printed beside it: what other codes say, and what was expected.
    """
    text = text_of(readable)
    own, rest = _taken((payload,), text, readable)
    if not own:
        return None
    _, rest = _taken(others, rest, readable)
    size = max(one.size for one in own)
    near = min(_gap(one.box, code) for one in own)
    found: list[Rival] = []
    for one in _addresses(rest, readable):
        as_large, as_near = one.size >= size - _SLACK, _gap(one.box, code) <= near + _SLACK
        if (as_large and as_near) or one.size >= size * _LARGER:
            found += _rival(one, payload)
    return found


def _rival(printed: _Printed, payload: str) -> Iterator[Rival]:
    bare = re.sub(r"^https?://", "", printed.text, flags=re.IGNORECASE).rstrip("/.,;:!?)")
    host, mine = host_of(bare), host_of(payload)
    has_more = "/" in bare or "://" in printed.text
    if host == mine and "/" not in bare:
        return
    if has_more or not _FILES.fullmatch(host.rpartition(".")[2]):
        yield Rival(bare, printed.box, has_more and host != mine)


def _taken(addresses: Iterable[str], text: str, readable: Readable) -> tuple[list[_Printed], str]:
    """Where these addresses are printed, and the text with blanks in their place."""
    found: list[_Printed] = []
    for address in addresses:
        for match in spelt(address).finditer(text):
            found += _printed(match, readable)
        text = spelt(address).sub(lambda match: " " * len(match[0]), text)
    return found, text


def _addresses(text: str, readable: Readable) -> Iterator[_Printed]:
    for match in ADDRESS.finditer(text):
        yield from _printed(match, readable)


def _printed(match: re.Match[str], readable: Readable) -> Iterator[_Printed]:
    letters = [one for _, one in readable[match.start() : match.end()] if one is not None]
    if letters:
        left, top = min(one.box.x for one in letters), min(one.box.y for one in letters)
        right, bottom = max(one.box.right for one in letters), max(one.box.top for one in letters)
        yield _Printed(match[0], max(one.size for one in letters), Rect(left, top, right - left, bottom - top))


def _gap(box: Rect, other: Rect) -> float:
    """How far two boxes are from each other, in points; 0 where they touch."""
    across = max(0.0, box.x - other.right, other.x - box.right)
    along = max(0.0, box.y - other.top, other.y - box.top)
    return hypot(across, along)
