"""The printed address: nothing is lost, and lines end where nobody mistakes them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.qr import break_after, split_address

ADDRESS_CHARACTERS = "abcXYZ019-._~:/?#[]@!$&'()*+,;=%"


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("https://mysignins.microsoft.com/security-info", ("https://", "mysignins.microsoft.com", "/security-info")),
        ("https://example.org", ("https://", "example.org", "")),
        ("https://example.org?a=https://b/c", ("https://", "example.org", "?a=https://b/c")),
        ("https://example.org#x/y", ("https://", "example.org", "#x/y")),
        ("example.org/a?u=http://b", ("", "example.org", "/a?u=http://b")),
        ("", ("", "", "")),
    ],
)
def test_the_parts_of_an_address(url: str, parts: tuple[str, str, str]) -> None:
    assert split_address(url) == parts


def pieces(url: str) -> list[str]:
    return [url[start:end] for start, end in pairwise([0, *break_after(url), len(url)])]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.ac.jp/a-b/c?d=1&e", ["https://", "example", ".ac", ".jp/", "a-b/", "c", "?d", "=1", "&e"]),
        ("https://mysignins.microsoft.com/security-info", ["https://", "mysignins", ".microsoft", ".com/", "security-info"]),
        ("https://a.b/", ["https://", "a", ".b/"]),
    ],
)
def test_where_lines_may_end(url: str, expected: list[str]) -> None:
    assert pieces(url) == expected


def test_a_very_long_piece_may_break_anywhere_but_in_an_escape_or_after_a_hyphen() -> None:
    found = pieces("https://a.b/" + "x" * 20 + "-%E3%81%82" + "y" * 10)
    assert found[:3] == ["https://", "a", ".b/"]
    assert "-%E3" in found and "%81" in found and "%82" in found
    assert max(map(len, found[3:])) == 4


@given(st.text(ADDRESS_CHARACTERS, max_size=80).map("https://".__add__))
def test_nothing_is_lost_and_no_line_ends_badly(url: str) -> None:
    assert "".join(split_address(url)) == url
    found = pieces(url)
    assert "".join(found) == url and all(found)
    assert not any(piece.endswith("-") for piece in found[:-1])
    assert found[0] == "https://" or url == "https://"
