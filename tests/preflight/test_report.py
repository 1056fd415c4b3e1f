"""What a report says, and what it leaves open."""

from __future__ import annotations

import json
from struct import unpack

import pypdfium2
import pytest
import zxingcpp
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from designs import LINK, Design, covered, says, sound
from generator.preflight import Expectation, preflight, rules, thumbnail
from generator.preflight.addresses import printed_as
from generator.preflight.pages import Deadline
from generator.preflight.stress import noisy


def status(report: object, rule: str) -> set[str]:
    return {one.status for one in report.findings if one.rule.id == rule}  # type: ignore[attr-defined]


def test_every_rule_is_answered() -> None:
    for pdf in (sound(), b"no PDF"):
        assert {one.rule.id for one in preflight(pdf).findings} == {rule.id for rule in rules()}


@pytest.mark.parametrize(
    "rule", ["file-pages", "file-size", "code-count", "code-payload", "code-distance", "page-margin", "picture-resolution"]
)
def test_without_an_expectation_these_are_not_measured(rule: str) -> None:
    assert status(preflight(sound()), rule) == {"not measured"}


def test_no_rule_passes_on_an_empty_page() -> None:
    report = preflight(Design(text=False, code=False).pdf())
    seen = {one.rule.id: one.status for one in report.findings}
    assert {seen[rule.id] for rule in rules() if rule.id.startswith(("code-", "stress-", "text-"))} == {"not measured"}
    assert report.ok


def test_an_expected_code_that_is_not_there_fails() -> None:
    report = preflight(Design(code=False).pdf(), expected=Expectation(codes=(LINK,)))
    assert status(report, "code-count") == {"failed"}


def test_a_code_without_an_address_beside_it_is_not_compared() -> None:
    assert status(preflight(sound(text=False)), "code-address") == {"not measured"}
    assert status(preflight(sound(payload="WIFI:S:campus;;")), "code-address") == {"not measured"}


def test_the_report_as_data() -> None:
    report = preflight(sound(), expected=Expectation(codes=(LINK,)))
    data = json.loads(json.dumps(report.as_data()))
    assert data["ok"] is True
    (code,) = data["codes"]
    assert code["text"] == LINK
    assert code["level"] == "Q"
    assert code["module_mm"] == pytest.approx(1.2, abs=0.01)
    assert code["place_mm"] == pytest.approx([60, 297 - 120 - 1.2 * code_side(), 1.2 * code_side(), 1.2 * code_side()], abs=0.5)
    assert code["contrast_luma"] == 1.0
    assert code["unused_correction"] == 1.0
    assert data["label"].startswith("simulated, with zxing-cpp ")
    assert data["label"].endswith("; not an ISO/IEC 15415 grade, not a phone test")


def code_side() -> int:
    from designs import code_matrix

    return len(code_matrix(LINK))


def test_figures_are_the_same_each_time() -> None:
    pdf = sound(module=0.7, extra=says(20, 40, "Helpdesk", 12))
    assert preflight(pdf).as_data() == preflight(pdf).as_data()
    assert noisy(bytes(64), 40, 1) == noisy(bytes(64), 40, 1) != noisy(bytes(64), 40, 2)


def test_problems_as_the_programs_own_messages() -> None:
    report = preflight(sound(stretch=1.3))
    (problem, *_) = [one for one in report.diagnostics("a.pdf") if one.rule == "code-aspect"]
    assert problem.severity == "error"
    assert problem.message.startswith("a.pdf: sides of the code on page 1: 1.20 × 1.56 mm a module")
    assert problem.help


def test_problems_that_are_alike_are_one_message() -> None:
    def heap(canvas: Canvas) -> None:
        for row in range(5):
            says(20, 20 + 8 * row, f"Desk {row}", 12, ink=Color(0.75, 0.75, 0.75))(canvas)

    (problem,) = [one for one in preflight(sound(extra=heap)).diagnostics("a.pdf") if one.rule == "text-contrast"]
    assert problem.message.startswith("a.pdf: contrast of text with what lies beneath on page 1: 5 times, such as 1.8:1")


def test_a_file_of_a_format_with_a_code_fails_without_one() -> None:
    """Where nobody says that there is a code, a covered one may as well be none: a letter prints addresses too."""
    pdf, spoiled = sound(extra=covered(60, 120, 40, 25)), sound(extra=covered(68, 128, 18, 18))
    for expected, status in ((Expectation(), "warning"), (Expectation(coded=True), "error")):
        (found,) = [one for one in preflight(pdf, expected=expected).findings if one.rule.id == "code-count"]
        assert (found.status, found.severity) == ("failed", status)
        (found,) = [one for one in preflight(spoiled, expected=expected).findings if one.rule.id == "code-count"]
        assert (found.status, found.severity) == ("failed", "error")
    (found,) = [one for one in preflight(sound(), expected=Expectation(coded=True)).findings if one.rule.id == "code-count"]
    assert found.status == "passed"


@pytest.mark.parametrize(
    ("payload", "text", "expected"),
    [
        ("https://a.example/x", "go to https://a.example/x now", True),
        ("https://a.example/x", "go to a.example/x.", True),
        ("https://a.example/x", "https://\r\na.example\r\n/x\r\nHelp", True),
        ("https://a.example/x", "a.example/xyz", False),
        ("https://a.example/x", "a.example/x\r\n/y", False),
        ("https://a.example/x", "b.a.example/x", False),
        ("https://a.example/x", "http://a.example/x", False),
        ("https://a.example/", "a.example", True),
        ("https://a.example", "a.example/", True),
        ("https://a.example/", "https://\r\na.example\r\n/\r\nHelp", True),
        ("https://a.example/", "a.example/x", False),
        ("https://a.example/", "a.example.b.example", False),
        ("https://a.example", "a.example:8080", False),
        ("https://a.example/", "Open A.Example.", True),
        ("HTTPS://A.EXAMPLE/X", "a.example/X", True),
        ("https://a.example/X", "a.example/x", False),
        ("https://a.example/?x=1", "a.example?x=1", True),
        ("https://a.example?x=1", "a.example\r\n/?x=1", True),
        ("https://a.example/?x=1", "a.example", False),
        ("https://a.example/#y", "https://a.example#y", True),
        ("https://a.example/x//", "a.example/x//", True),
        ("https://xn--bcher-kva.example/", "bücher.example", True),
        ("https://a.example/x", "write to help@a.example", None),
        ("https://a.example/x", "no address", None),
        ("WIFI:S:x;;", "a.example", None),
        ("https://a.example/設定", "a.example/設定 を開く", True),
        ("https://a.example/x", "「a.example/x」を開く", True),
    ],
)
def test_the_printed_address(payload: str, text: str, expected: bool | None) -> None:
    assert printed_as(payload, text) is expected


def test_a_thumbnail_is_a_png_of_that_width() -> None:
    picture = thumbnail(sound(), 1, 120)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert unpack(">II", picture[16:24]) == (120, 170)
    with pytest.raises(IndexError):
        thumbnail(sound(), 2, 120)


def test_deadlines() -> None:
    assert Deadline.after(-1).passed()
    assert not Deadline.after(60).passed()


@pytest.mark.parametrize("side", [2, 4, 6, 8])
def test_unused_correction_is_what_the_decoder_says_too(side: int) -> None:
    """Two ways to the same figure: ours from sampled modules, the decoder's own from its reading."""
    module = 1.2
    start = (code_side() // 2 - side // 2) * module
    pdf = sound(extra=covered(60 + start, 120 + start, side * module, side * module))
    (code,) = preflight(pdf).codes
    document = pypdfium2.PdfDocument(pdf)
    (read,) = zxingcpp.read_barcodes(document[0].render(scale=4).to_pil())
    document.close()
    assert code["unused_correction"] == pytest.approx(float(read.extra["UEC"]), abs=0.02)
