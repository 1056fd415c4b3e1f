"""The proof of a finished file: reads it with parsers of its own and trusts nothing that the builder says."""

from generator.preflight.groups import Group, grouped
from generator.preflight.pages import count_pages, thumbnail
from generator.preflight.proof import preflight
from generator.preflight.report import Expectation, Finding, Report
from generator.preflight.rules import Rule, rules

__all__ = ["Expectation", "Finding", "Group", "Report", "Rule", "count_pages", "grouped", "preflight", "rules", "thumbnail"]
