"""Guides of every shape in every format and size: they fit, and the build says exactly what does not."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

import sample_guides
from composing import composed, composed_from, guide_of, painted, placed
from generator.errors import InvalidInput
from generator.geometry import Rect, mm
from generator.preflight.codes import read_codes
from looking import some

SIZES = {
    "flyer": ("A4", "A5", "Letter", "JB5"),
    "poster": ("A3", "A4", "A5", "Letter", "JB5", "A2", "Tabloid"),
    "handout": ("A4", "A5", "Letter", "JB5"),
    "booklet": ("A5", "Half-Letter", "JB5"),
}
MOST_PAGES = 52
EVERY = [(name, format, size) for name in sample_guides.NAMES for format, sizes in SIZES.items() for size in sizes]
STRANGE = ("vpn-de", "wifi", "three-cases", "three-procedures", "lanes-first", "two-singles", "notes", "long-url", "late-branch")


@pytest.mark.parametrize(("name", "format", "size"), EVERY)
def test_it_fits(name: str, format: str, size: str) -> None:
    pages = composed(name, format, size).pages
    assert len(pages) <= MOST_PAGES
    for page in pages:
        paper = Rect(0, 0, page.size.width, page.size.height).inset(mm(4))
        for placement in (p for p in page.placements if p.element != "destination"):
            assert paper.contains(placement.rect, 0.5), (placement.element, placement.source, page.index)


def test_what_no_layout_can_hold_is_told(tmp_path: Path) -> None:
    step, case, way = sample_guides.step, sample_guides.case, sample_guides.way
    cases = [case("first", sample_guides.LONG_TEXT * 6), case("second")]
    guide = sample_guides.make(sample_guides.guide(way("a", step(1), step(2), step(3, cases=cases))), tmp_path)
    with pytest.raises(InvalidInput, match=r"frame “a” \(step “s3”\) is \d+\.\d mm too high") as caught:
        composed_from(guide, "handout", "A5")
    assert "A5" in caught.value.problems[0].help


@pytest.mark.parametrize(("name", "format", "size"), EVERY)
def test_steps_stand_apart_and_in_order(name: str, format: str, size: str) -> None:
    pages, guide = composed(name, format, size).pages, guide_of(name)
    steps = [placement for placement in placed(pages, "step") if placement.source]
    ids = [step.id for procedure in guide.procedures for step in procedure.steps]
    if format in ("handout", "booklet"):
        assert [placement.source for placement in steps] == ids
    else:
        shown = [placement.source for placement in steps]
        assert shown == [one for one in ids if one in shown] and 1 <= len(shown) <= 5
    for page in pages:
        boxes = [p for p in page.found("step") if not p.data.get("lane")]
        assert not [(a.source, b.source) for a in boxes for b in boxes if a is not b and _overlap(a.rect, b.rect)]


def _overlap(a: Rect, b: Rect) -> bool:
    return min(a.right, b.right) - max(a.x, b.x) > 0.5 and min(a.top, b.top) - max(a.y, b.y) > 0.5


@pytest.mark.parametrize("name", sample_guides.NAMES)
@pytest.mark.parametrize("format", ["handout", "booklet"])
def test_the_text_of_every_step_is_there_in_order(name: str, format: str) -> None:
    guide = guide_of(name)
    text = _squeezed(_text_of(painted(composed(name, format, "A4" if format == "handout" else "A5"), guide)))
    at = 0
    for procedure in some(guide.procedures):
        for step in procedure.steps:
            words = _squeezed(re.sub(r"[*]|\{[^}]*\}", "\0", step.title or step.text)).split("\0")[0]
            found = text.find(words, at)
            assert found >= 0, f"{step.id}: {words}"
            at = found


def _text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def _squeezed(text: str) -> str:
    """Without spaces, line ends and hyphens: how a text was broken into lines does not matter."""
    return re.sub(r"[\s\u00ad\ufffe\x02-]", "", text)


@pytest.mark.parametrize(
    ("name", "format", "size"), [(n, f, sizes[i % len(sizes)]) for i, n in enumerate(STRANGE) for f, sizes in SIZES.items()]
)
def test_every_code_leads_to_the_guide(name: str, format: str, size: str) -> None:
    guide = guide_of(name)
    found = read_codes(painted(composed(name, format, size), guide), dpi=110)
    codes = list(placed(composed(name, format, size).pages, "qr"))
    assert len(found) == len(codes) > 0
    assert {code.text for code in found} == {guide.link.url} == {code.source for code in codes}


@pytest.mark.parametrize("name", ["wifi", "long-url", "de"])
def test_on_a_narrow_sheet_the_address_keeps_clear_of_the_code(name: str) -> None:
    coded = [page for page in composed(name, "handout", "A5").pages if page.found("qr")]
    for page in some(coded):
        (code,) = page.found("qr")
        for address in some(page.found("address")):
            assert address.rect.top < code.rect.y - mm(1)


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("format", SIZES)
def test_the_mono_edition_fits_too(name: str, format: str) -> None:
    size = SIZES[format][0]
    assert len(composed(name, format, size, "mono").pages) == len(composed(name, format, size).pages)
