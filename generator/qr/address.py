"""An address as it is printed beside its code."""

from __future__ import annotations

import re
from typing import NamedTuple


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
