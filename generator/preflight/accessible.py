"""The fast gate of accessibility: the rules of PDF/UA-1 that a machine can check, by the extra package page-validation.

It needs no Java and takes milliseconds. That what is read aloud is what the page says, no validator knows.
"""

from __future__ import annotations

import re
from collections import Counter
from importlib.util import find_spec

from generator.preflight.report import Ledger, in_one_line

_RULE = "file-accessible"
_CLAIMS_ANOTHER = re.compile(rb"pdfuaid:part(?:>|=[\"'])\s*([2-9])")


def is_installed() -> bool:
    """Whether the extra package is there."""
    return find_spec("page") is not None


def judge_accessible(pdf: bytes, ledger: Ledger) -> None:
    """Tell each rule of PDF/UA-1 that the file breaks, with how often; one that claims another part is not measured."""
    if not is_installed():
        ledger.unmeasured(_RULE, "the package page-validation is not installed")
        return
    if claimed := _CLAIMS_ANOTHER.search(pdf):
        ledger.unmeasured(_RULE, f"the file claims PDF/UA-{claimed[1].decode()}; only PDF/UA-1 can be measured")
        return
    from page import PageError, ValidationProfile, validate_pdf_bytes

    try:
        report = validate_pdf_bytes(pdf, profile=ValidationProfile.PDF_UA_1)
    except PageError as error:
        ledger.unmeasured(_RULE, in_one_line(str(error)))
        return
    broken = Counter(failure.rule_id for failure in report.failures)
    said = {failure.rule_id: failure.message for failure in reversed(report.failures)}
    for rule, count in broken.items():
        times = f" ({count} times)" if count > 1 else ""
        ledger.failed(_RULE, in_one_line(f"{said[rule]}{times}"))
    if not broken:
        ledger.judge(report.is_compliant, _RULE, f"{report.rules.total} rules hold")
