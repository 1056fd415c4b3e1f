"""What a proof says: one finding for each rule and place, and never silence.

A rule that nothing was said about is "not measured": no rule passes for want of data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, field

from generator.errors import Diagnostic
from generator.geometry import Rect, Size, to_mm
from generator.preflight.rules import RULES, Rule, Severity

if TYPE_CHECKING:
    from generator.preflight.groups import Group

_IN_MEMORY = re.compile(r"<_io\.BytesIO object at 0x[0-9A-Fa-f]+>(?::\s*)?")
Status = Literal["passed", "failed", "not measured"]


class Expectation(Struct, frozen=True):
    """What is known of a file beforehand. Whatever is left out is not held against it; the rules that need it are not measured.

    `size` is the reader's page and `pages` counts these, also where `imposed` sheets carry two on each side (None: they may).
    `codes` are the contents that may stand in codes, each of which must; `code_count` is how many codes there are, `coded` that
    there is one at least. `reading_distance` is in metres, `smallest_text` in points, `sharpness` in pixels per inch. `intent`
    is "office", "screen" or "press". `other_addresses` may be printed as large as those of the codes; no link may lead to the
    hosts `passing_on`, nor below one. `accessible`: it must keep to PDF/UA-1.
    """

    size: Size | None = None
    pages: int | None = None
    imposed: bool | None = False
    codes: tuple[str, ...] | None = None
    code_count: int | None = None
    coded: bool = False
    intent: str = ""
    lang: str = ""
    title: str = ""
    reading_distance: float | None = None
    smallest_text: float | None = None
    sharpness: float | None = None
    accessible: bool = False
    other_addresses: tuple[str, ...] = ()
    passing_on: frozenset[str] = frozenset()


class Finding(Struct, frozen=True):
    """What one rule says of one place: `page_number` counts from 1, `place` is in points from the page's upper left corner."""

    rule: Rule
    status: Status
    measured: str
    severity: Severity
    page_number: int | None = None
    place: Rect | None = None
    advice: str = ""

    def place_mm(self) -> tuple[float, float, float, float] | None:
        """x, y, width and height in millimetres, from the upper left corner of the page."""
        spot = self.place
        return (_mm(spot.x), _mm(spot.y), _mm(spot.width), _mm(spot.height)) if spot else None

    def as_data(self) -> dict[str, Any]:
        """The finding as plain data, for JSON and for the proof report."""
        return {
            "rule": self.rule.id,
            "severity": self.severity,
            "status": self.status,
            "page": self.page_number,
            "place_mm": self.place_mm(),
            "measured": self.measured,
            "limit": self.rule.limit,
            "advice": self.advice,
        }


def _mm(points: float) -> float:
    return round(to_mm(points), 1)


class Report(Struct, frozen=True):
    """The proof of one file: at least one finding for every rule, in the order of the rules. `codes` are all that were read."""

    findings: tuple[Finding, ...]
    codes: tuple[dict[str, Any], ...] = ()
    label: str = ""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What must not be handed out."""
        return tuple(one for one in self.findings if one.status == "failed" and one.severity == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What could be better."""
        return tuple(one for one in self.findings if one.status == "failed" and one.severity == "warning")

    @property
    def not_measured(self) -> tuple[Finding, ...]:
        """What nobody knows."""
        return tuple(one for one in self.findings if one.status == "not measured")

    @property
    def ok(self) -> bool:
        """Whether nothing failed that is an error; what was not measured is told apart, and is not good."""
        return not self.errors

    def diagnostics(self, about: str = "") -> tuple[Diagnostic, ...]:
        """Errors, then warnings, as the program's own messages, those that are alike as one; `about` names the file."""
        from generator.preflight.groups import grouped

        return tuple(_diagnostic(group, about) for group in grouped((*self.errors, *self.warnings)))

    def as_data(self) -> dict[str, Any]:
        """The whole report as plain data."""
        return {
            "ok": self.ok,
            "errors": len(self.errors),
            "warnings": len(self.warnings),
            "not_measured": len(self.not_measured),
            "label": self.label,
            "codes": [dict(code) for code in self.codes],
            "findings": [one.as_data() for one in self.findings],
        }


def _diagnostic(group: Group, about: str) -> Diagnostic:
    finding, pages = group.first, group.pages
    where = f" on page{'s' if re.search('[,–]', pages) else ''} {pages}" if pages else ""
    start = f"{about}: " if about else ""
    severity: Literal["error", "warning"] = "error" if finding.severity == "error" else "warning"
    message = f"{start}{finding.rule.about}{where}: {group.measured}; limit: {finding.rule.limit}"
    return Diagnostic(message, None, finding.advice, severity, finding.rule.id)


def in_one_line(message: str) -> str:
    """A parser's message in one line, without the name of data in memory: that is another each time."""
    return shorten(_IN_MEMORY.sub("", message), 120, placeholder=" …")


class Ledger(Struct):
    """Collects findings while a file is judged; the checks write into it, and nothing is read back."""

    findings: list[Finding] = field(default_factory=list)
    codes: list[dict[str, Any]] = field(default_factory=list)

    def passed(self, rule: str, measured: str, page_number: int | None = None, place: Rect | None = None) -> None:
        """The rule was measured and holds."""
        self._add(rule, "passed", measured, page_number, place)

    def failed(
        self,
        rule: str,
        measured: str,
        page_number: int | None = None,
        place: Rect | None = None,
        *,
        severity: Severity | None = None,
        advice: str = "",
    ) -> None:
        """The rule was measured and does not hold."""
        self._add(rule, "failed", measured, page_number, place, severity, advice)

    def judge(
        self, good: bool, rule: str, measured: str, page_number: int | None = None, place: Rect | None = None, **rest: Any
    ) -> None:
        """Passed or failed."""
        if good:
            self.passed(rule, measured, page_number, place)
        else:
            self.failed(rule, measured, page_number, place, **rest)

    def unmeasured(self, rules: str | Iterable[str], why: str, page_number: int | None = None, place: Rect | None = None) -> None:
        """The rules could not be measured."""
        for rule in (rules,) if isinstance(rules, str) else rules:
            self._add(rule, "not measured", why, page_number, place)

    def said(self, rule: str) -> bool:
        """Whether there is a finding of this rule."""
        return any(one.rule.id == rule for one in self.findings)

    @contextmanager
    def damage(self, page_number: int | None = None) -> Iterator[None]:
        """What a file's own nonsense makes impossible is its damage, and fails; what was not measured by then stays so."""
        from pikepdf import PdfError

        try:
            yield
        except (PdfError, ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError) as error:
            said = f"cannot be understood: {type(error).__name__}: {in_one_line(str(error))}"
            self.failed("file-damage", said, page_number, severity="error")

    def report(self, label: str, why_not: str) -> Report:
        """All findings by rule and page; rules without any are not measured, because of `why_not`."""
        self.unmeasured([rule for rule in RULES if not self.said(rule)], why_not)
        order = {rule: index for index, rule in enumerate(RULES)}
        ordered = sorted(self.findings, key=lambda one: (order[one.rule.id], one.page_number or 0))
        return Report(tuple(ordered), tuple(self.codes), label)

    def _add(
        self,
        rule: str,
        status: Status,
        measured: str,
        page_number: int | None,
        place: Rect | None,
        severity: Severity | None = None,
        advice: str = "",
    ) -> None:
        known = RULES[rule]
        shown = (advice or known.advice) if status == "failed" else ""
        self.findings.append(Finding(known, status, measured, severity or known.severity, page_number, place, shown))
