"""The proof report: one page that shows a print shop or a boss what was looked at in a finished file, and what was found."""

from __future__ import annotations

from collections.abc import Sequence

from generator.geometry import SIZES
from generator.layout import compose, paint
from generator.markup import fill_own, parse
from generator.pdf import TaggedCanvas
from generator.preflight import Group, Lost, Report, apart, grouped, thumbnails
from generator.text import FontBook
from generator.theme import load_theme

_MOST_THUMBNAILS = 10
_MOST_FINDINGS = 14
_THUMBNAIL_PX = 420
_MOST_SECONDS = 20.0  # for all thumbnails


def proof_report(name: str, pdf: bytes, report: Report) -> bytes:
    """A PDF of one A4 page about the file of that name: thumbnails, each kind of code with its figures, and the findings."""
    pages, pictures = _drawn(pdf)
    findings = grouped([*report.errors, *report.warnings])
    values = {
        "name": name,
        "ok": report.ok,
        "label": report.label,
        "thumbnails": list(pictures),
        "pages": pages,
        "errors": len(report.errors),
        "warnings": len(report.warnings),
        "codes": _kinds_of_codes(report),
        "findings": [_row(finding) for finding in findings[:_MOST_FINDINGS]],
        "more": max(0, len(findings) - _MOST_FINDINGS),
        "passed": len({one.rule.id for one in report.findings if one.status == "passed"}),
        "not_measured": sorted({one.rule.id for one in report.not_measured}),
    }
    size, theme = SIZES["A4"], load_theme()
    document = parse(fill_own("_proof.xml.j2", values, size))
    composition = compose(document, size, theme, FontBook(theme.fonts), attached=pictures)
    surface = TaggedCanvas(title=document.get("title"), lang="en", intent="office")
    paint(composition.pages, composition.root, surface)
    return surface.finish()


def _drawn(pdf: bytes) -> tuple[int, dict[str, bytes]]:
    """How many pages there are, and pictures of the first; none where a reader hangs or crashes on them."""
    try:
        pages, pictures = apart(_MOST_SECONDS, thumbnails, pdf, _MOST_THUMBNAILS, _THUMBNAIL_PX)
    except Lost:
        return 0, {}
    return pages, {f"page-{number}": picture for number, picture in enumerate(pictures, start=1)}


def _row(group: Group) -> dict[str, object]:
    return {
        "error": group.first.severity == "error",
        "rule": group.first.rule.about,
        "pages": group.pages,
        "several": len({one.page_number for one in group.findings}) > 1,
        "measured": group.measured,
        "limit": group.first.rule.limit,
        "advice": group.first.advice,
    }


def _kinds_of_codes(report: Report) -> Sequence[dict[str, object]]:
    """Codes that say the same at the same size, as one, with the pages on which they stand."""
    kinds: dict[tuple[object, object], dict[str, object]] = {}
    places: dict[tuple[object, object], list[int]] = {}
    for code in report.codes:
        key = (code.get("text"), code.get("module_mm"))
        kinds.setdefault(key, dict(code))
        places.setdefault(key, []).append(code["page"])
    return [{**kind, "pages": ", ".join(map(str, sorted(set(places[key]))))} for key, kind in kinds.items()]
