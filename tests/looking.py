"""`some`: a loop of asserts must have something to look at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Item = TypeVar("Item")


def some(found: Iterable[Item]) -> list[Item]:
    """All that were found; fails where there is nothing, so that no loop of asserts passes unseen."""
    items = list(found)
    assert items, "nothing to look at"
    return items
