"""What deceives the eye or the proof: text that nobody sees, links that lead elsewhere, what starts by itself, secrets."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from random import Random

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from reportlab.lib.colors import Color, white
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from designs import LINK, changed, covered, says, sound
from generator.preflight import Expectation, Finding, Report, preflight
from generator.preflight.addresses import certain_addresses, link_problem
from generator.preflight.decoding import SEARCH_DPI
from generator.preflight.pages import Deadline, View

PRINTED = "example.ac.jp/mfa/start"
SECRET = "otpauth://totp/Campus:ann?secret=JBSWY3DPEHPK3PXP"


def failures(report: Report, rule: str) -> list[Finding]:
    return [one for one in report.findings if one.rule.id == rule and one.status == "failed"]


@pytest.mark.parametrize("changes", [{"code": False}, {"extra": covered(60, 120, 40, 25)}, {"ink": Color(0.99, 0.99, 0.99)}])
def test_no_code_beside_an_address_is_a_warning(changes: dict[str, object]) -> None:
    report = preflight(sound(**changes))
    (finding,) = failures(report, "code-count")
    assert finding.severity == "warning"
    assert PRINTED in finding.measured
    assert not failures(preflight(sound(code=False, printed="Write to help@example.ac.jp")), "code-count")


def test_a_name_with_a_dot_is_no_certain_address() -> None:
    assert certain_addresses("notes.txt, example.ac.jp, a.example/x, https://b.example") == ["a.example/x", "https://b.example"]


@pytest.mark.parametrize(
    "extra",
    [
        says(20, 240, "www.example.ac.jp/help", 11),  # smaller
        says(20, 10, "www.example.ac.jp/help", 14),  # as large, and farther from the code
        says(20, 240, "Your browser must show example.ac.jp", 14),  # the code's own host
        says(20, 240, "https://example.ac.jp/mfa/start", 14),  # the same once more
        says(20, 240, "Write to help@desk.example", 14),
        says(20, 240, "See guide.pdf", 14),
    ],
)
def test_addresses_that_rival_no_code(extra: Callable[[Canvas], None]) -> None:
    assert not failures(preflight(sound(extra=extra)), "code-rival")


@pytest.mark.parametrize("text", ["example.ac.jp/mfa/other", "go to mfa-setup.com"])
def test_an_address_that_may_be_meant_well_is_a_warning(text: str) -> None:
    (finding,) = failures(preflight(sound(extra=says(20, 240, text, 14))), "code-rival")
    assert finding.severity == "warning"
    assert finding.place is not None


def test_an_address_that_is_expected_rivals_no_code() -> None:
    other = "https://www.example.org/help"
    pdf = sound(extra=says(20, 240, "www.example.org/help", 14))
    assert failures(preflight(pdf), "code-rival")
    assert not failures(preflight(pdf, expected=Expectation(other_addresses=(other,))), "code-rival")


def test_without_a_printed_address_nothing_can_rival_it() -> None:
    report = preflight(sound(printed="Scan me"))
    assert {one.status for one in report.findings if one.rule.id == "code-rival"} == {"not measured"}


def test_a_code_that_stands_there_and_cannot_be_read_is_an_error() -> None:
    (finding,) = failures(preflight(sound(extra=covered(68, 128, 18, 18))), "code-count")
    assert finding.severity == "error"
    assert finding.measured == "a code stands here, and cannot be read"
    x, y, width, height = finding.place_mm() or (0, 0, 0, 0)
    assert (x, y, width, height) == pytest.approx((60, 142, 35, 35), abs=3)


def without_ink(canvas: Canvas) -> None:
    text = canvas.beginText()
    text.setTextRenderMode(3)
    text.setFont("Vera", 14)
    text.setTextOrigin(20 * mm, 240 * mm)
    text.textOut(PRINTED)
    canvas.drawText(text)


UNSEEN: dict[str, Callable[[Canvas], None]] = {
    "without ink": without_ink,
    "white": says(20, 240, PRINTED, 14, ink=white),
    "transparent": says(20, 240, PRINTED, 14, ink=Color(0, 0, 0, alpha=0)),
    "off the page": says(20, 320, PRINTED, 14),
    "covered": lambda canvas: [says(20, 240, PRINTED, 14)(canvas), covered(15, 235, 90, 12)(canvas)],
}


@pytest.mark.parametrize("name", UNSEEN)
def test_an_address_that_nobody_sees_is_not_printed(name: str) -> None:
    assert failures(preflight(sound(printed="evil.example/login", extra=UNSEEN[name])), "code-address")


def opens(action: pikepdf.Object) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = action

    return change


def on_an_event(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=LINK)
    document.pages[0].obj.AA = pikepdf.Dictionary(O=action)


def xfa(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = pikepdf.Dictionary(XFA=document.make_stream(b"<xdp/>"), Fields=pikepdf.Array())


@pytest.mark.parametrize(
    "change",
    [
        opens(pikepdf.Dictionary(S=pikepdf.Name.URI, URI=LINK)),
        opens(pikepdf.Dictionary(S=pikepdf.Name.Named, N=pikepdf.Name.Print)),
        on_an_event,
        xfa,
    ],
)
def test_what_starts_by_itself(change: Callable[[pikepdf.Pdf], None]) -> None:
    assert failures(preflight(changed(sound(), change)), "file-actions")


def test_a_file_may_open_at_a_page() -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=pikepdf.Array([0, pikepdf.Name.Fit]))
    assert not failures(preflight(changed(sound(), opens(action))), "file-actions")


@pytest.mark.parametrize(("pdf", "said"), [(b"", "the file is empty"), (b"GIF89a", "this is no PDF file")])
def test_what_is_no_pdf_is_said_plainly(pdf: bytes, said: str) -> None:
    assert [one.measured for one in failures(preflight(pdf), "file-opens")] == [said]


def test_messages_hold_no_name_of_data_in_memory() -> None:
    pdf = sound()
    for cut in (pdf[: len(pdf) // 2], pdf[:-40], pdf[:200]):
        assert "BytesIO" not in str(preflight(cut).as_data())
        assert preflight(cut).as_data() == preflight(cut).as_data()


@pytest.mark.parametrize(
    "link",
    [
        *("http://example.ac.jp/", "https://user@example.ac.jp/", "https://192.0.2.1/", "https://0x7f.1/", "https://[::1]/"),
        *("https://xn--80ak6aa92e.com/", "https://localhost/", "https://intranet/", "https://a.localhost/"),
        *("https://example.ac.jp:8080/", "https://example.ac.jp/..\\x", "https://example%2eac.jp/", "https://a.example/%00"),
        *("https://a.example/ b", "https:///a.example", "https://a..example/"),
    ],
)
def test_links_that_deceive(link: str) -> None:
    assert link_problem(link)


@pytest.mark.parametrize(
    "link", [LINK, "https://a.example", "HTTPS://A.EXAMPLE/?b=c@d:1#e", "https://a.example/#https://b.example"]
)
def test_links_that_are_plain(link: str) -> None:
    assert link_problem(link) == ""


@pytest.mark.parametrize("link", ["https://a.example/amp/s/b.example/", "https://a.example/go?to=https%3A//b.example/"])
def test_links_with_another_address_within(link: str) -> None:
    assert link_problem(link) == "another address within it"


def test_hosts_that_pass_on_are_those_that_are_given() -> None:
    short = "https://bit.ly/x"
    expected = Expectation(passing_on=frozenset(["bit.ly"]))
    assert not failures(preflight(sound(payload=short)), "code-link")
    assert failures(preflight(sound(payload=short), expected=expected), "code-link")
    assert link_problem("https://eu.bit.ly/x", {"bit.ly"}) == "a host that passes readers on to another"
    assert link_problem("https://notbit.ly/x", {"bit.ly"}) == ""


def test_a_link_in_a_file_and_in_a_code_is_looked_at_as_it_stands() -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://user@evil.example/")

    def link(document: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[10, 10, 90, 90], A=action)
        document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(note)])

    assert failures(preflight(changed(sound(), link)), "file-actions")
    (finding,) = failures(preflight(sound(payload="https://campus.example@evil.example/x")), "code-link")
    assert finding.severity == "warning"


def test_text_that_is_nearly_transparent() -> None:
    report = preflight(sound(extra=says(20, 40, "Helpdesk", 12, ink=Color(0, 0, 0, alpha=0.02))))
    assert failures(report, "text-contrast")


def empty(side: float) -> bytes:
    target = BytesIO()
    canvas = Canvas(target, pagesize=(side, side))
    canvas.rect(0, 0, 50, 50)
    canvas.save()
    return target.getvalue()


def test_a_page_that_is_too_large() -> None:
    report = preflight(empty(20_000))
    assert failures(report, "file-boxes")
    (count,) = [one for one in report.findings if one.rule.id == "code-count"]
    assert count.status == "not measured"
    assert "too large" in count.measured
    assert not failures(preflight(empty(14_400)), "file-boxes")


@pytest.mark.parametrize("expected", [Expectation(), Expectation(codes=(LINK,), code_count=0)])
def test_a_secret_is_not_printed(expected: Expectation) -> None:
    report = preflight(sound(payload=SECRET, module=0.8), expected=expected)
    assert "JBSWY3DPEHPK3PXP" not in str(report.as_data())
    (finding,) = failures(report, "code-payload")
    assert "otpauth:…" in finding.measured
    assert "redact" in finding.advice
    assert all("redact" in one.advice for one in failures(report, "code-count"))


WORDS = [
    "the",
    "of",
    "and",
    "was",
    "in",
    "that",
    "his",
    "he",
    "with",
    "her",
    "not",
    "had",
    "they",
    "which",
    "were",
    "all",
    "when",
    "who",
    "there",
    "been",
    "one",
    "we",
    "so",
    "out",
    "up",
    "me",
]


def dense_text(seed: int) -> bytes:
    """A page of nothing but small words, close to each other."""
    random, target = Random(seed), BytesIO()
    canvas = Canvas(target, pagesize=(595, 842), invariant=True)
    columns, size = random.choice([1, 2, 3]), random.choice([5, 6, 7, 8, 9, 10])
    lead, font = (
        size * random.choice([1.05, 1.2, 1.4]),
        random.choice(["Times-Roman", "Times-Bold", "Helvetica", "Helvetica-Bold"]),
    )
    canvas.setFont(font, size)
    for column in range(columns):
        y = 790.0
        while y > 50:
            line = ""
            while canvas.stringWidth(line, font, size) < 515 / columns - 30:
                line += random.choice(WORDS) + " "
            canvas.drawString(40 + column * 515 / columns, y, line)
            y -= lead
    canvas.save()
    return target.getvalue()


def seen_by_the_decoder(pdf: bytes) -> bool:
    with pypdfium2.PdfDocument(pdf) as document:
        raster = View(document[0], 1, Deadline.after()).raster(SEARCH_DPI / 72, colour=True)
    errors = [one.error for one in zxingcpp.read_barcodes(raster.image(), return_errors=True)]
    return any(error and error.type == zxingcpp.ErrorType.Checksum for error in errors)


def test_dense_text_is_no_code() -> None:
    pages = [pdf for seed in (7, 8, 14, 16) if seen_by_the_decoder(pdf := dense_text(seed))]
    assert pages  # the decoder alone takes some of them for codes
    for pdf in pages:
        assert not failures(preflight(pdf), "code-count")
