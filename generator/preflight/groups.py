"""Findings that say the same of many places, told once: for people; programs get them all."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from generator.preflight.report import Finding

_FEW = 2  # findings of one rule that are told one by one


class Group(Struct, frozen=True):
    """Findings of one rule that failed alike, or were not measured, or passed, for the same reason."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The one that stands for all."""
        return self.findings[0]

    @property
    def measured(self) -> str:
        """What was measured, and how often."""
        if len(self.findings) == 1 or self.first.status == "not measured":
            return self.first.measured
        such_as = "such as " if any(one.measured != self.first.measured for one in self.findings) else ""
        return f"{len(self.findings)} times, {such_as}{self.first.measured}"

    @property
    def rules(self) -> str:
        """The rule, or the first of several that were not measured for one reason."""
        more = len({one.rule.id for one in self.findings}) - 1
        return f"{self.first.rule.id} and {more} more" if more else self.first.rule.id

    @property
    def limit(self) -> str:
        """The rule's limit; "" for several rules."""
        return self.first.rule.limit if all(one.rule is self.first.rule for one in self.findings) else ""

    @property
    def pages(self) -> str:
        """The pages, such as "2, 4–9"; "" where the findings are about the whole file."""
        numbers = sorted({one.page_number for one in self.findings if one.page_number is not None})
        runs: list[list[int]] = []
        for number in numbers:
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """The findings in their order; three or more that are alike are one group, of several rules where none was measured."""
    alike: dict[tuple[str, ...], list[Finding]] = {}
    for one in findings:
        rule = "" if one.status == "not measured" else one.rule.id
        same = "" if one.status == "failed" else one.measured
        alike.setdefault((rule, one.status, one.severity if rule else "", one.advice, same), []).append(one)
    groups = []
    for members in alike.values():
        groups += [Group(tuple(members))] if len(members) > _FEW else [Group((one,)) for one in members]
    return groups
