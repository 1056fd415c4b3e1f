"""What a rule finds in an address."""

from __future__ import annotations

from typing import NamedTuple

from generator.errors import Severity


class Finding(NamedTuple):
    """One finding: `rule` is its id, `start` and `end` say which characters of the address it is about."""

    rule: str
    message: str
    help: str
    start: int
    end: int
    severity: Severity = "error"
