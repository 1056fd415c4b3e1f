"""The proof of a finished file: reads it with parsers of its own and trusts nothing that the builder says."""

from generator.preflight.bounded import Lost, apart, preflight_apart
from generator.preflight.groups import Group, grouped
from generator.preflight.pages import count_pages, thumbnail, thumbnails
from generator.preflight.proof import preflight
from generator.preflight.report import Expectation, Finding, Report
from generator.preflight.rules import MAX_BYTES, Rule, rules

__all__ = [
    "MAX_BYTES",
    "Expectation",
    "Finding",
    "Group",
    "Lost",
    "Report",
    "Rule",
    "apart",
    "count_pages",
    "grouped",
    "preflight",
    "preflight_apart",
    "rules",
    "thumbnail",
    "thumbnails",
]
