"""The printed address: nothing is lost, and lines end where nobody mistakes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.qr import split_address

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


@given(st.text(ADDRESS_CHARACTERS, max_size=80).map("https://".__add__))
def test_nothing_is_lost(url: str) -> None:
    assert "".join(split_address(url)) == url
