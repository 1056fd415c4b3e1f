"""The day that it is. Only `check` asks: what a build makes depends on the guide alone."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def today() -> date:
    """Today in UTC, or the day that SOURCE_DATE_EPOCH names (seconds since 1970, as for reproducible builds)."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isascii() and given.isdigit() and len(given) < 12:
        return datetime.fromtimestamp(int(given), UTC).date()
    return datetime.now(UTC).date()
