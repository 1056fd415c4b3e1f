"""Tags of languages, such as "zh-TW": what to look for where there is nothing for just this one."""

from __future__ import annotations

from collections.abc import Iterator

_TRADITIONAL_REGIONS = {"TW", "HK", "MO"}


def tags(lang: str) -> Iterator[str]:
    """A language tag, then shorter and shorter ones; Chinese also by the script that its region writes."""
    parts = lang.split("-")
    for length in range(len(parts), 0, -1):
        yield "-".join(parts[:length])
    if parts[0] == "zh":
        traditional = "Hant" in parts or not _TRADITIONAL_REGIONS.isdisjoint(parts)
        yield from ("zh-Hant", "zh-TW") if traditional else ("zh-Hans", "zh-CN")
