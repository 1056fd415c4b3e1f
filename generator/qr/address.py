"""An address as it is printed beside its code: its parts, and where a long one may be broken."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

_LONGEST_PIECE = 24  # characters without a good place to break; a longer piece may break anywhere
_BEFORE = frozenset(".?&=#~_,;:@!$'()*+")  # a sign that begins a line does not look like the end of a sentence
_UNIT = re.compile(r"%[0-9A-Fa-f]{2}|.", re.DOTALL)


class Address(NamedTuple):
    """The three parts of an address; together they are the address."""

    scheme: str
    host: str
    rest: str


def split_address(url: str) -> Address:
    """`https://`, the host, and the rest with its slash; the scheme is empty where the address has none."""
    parts = re.fullmatch(r"((?:[A-Za-z][A-Za-z0-9+.-]*://)?)([^/?#]*)(.*)", url, re.DOTALL)
    assert parts is not None  # each part may be empty
    return Address(*parts.groups())


def break_after(url: str) -> tuple[int, ...]:
    """Where a line may end: the numbers of characters before the break, ascending.

    After the scheme and after slashes; before other signs; never after a hyphen, which would look like hyphenation, nor
    within an escape. A piece of more than 24 characters may break between any two.
    """
    start = len(split_address(url).scheme)
    places = {start} | {i + 1 for i in range(start, len(url)) if url[i] == "/"}
    places |= {i for i in range(start, len(url)) if url[i] in _BEFORE and url[i - 1] != "/"}
    edges = sorted(places | {0, len(url)})
    for left, right in pairwise(edges):
        if right - left > _LONGEST_PIECE:
            places |= {left + unit.end() for unit in _UNIT.finditer(url[left:right])}
    return tuple(place for place in sorted(places - {0, len(url)}) if url[place - 1] != "-")
