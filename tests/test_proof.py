"""The proof report: one page, with what was looked at and what was found."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from building import LINK, built_in, handouts, text_of
from preflight.designs import covered, says, sound

GREY = Color(0.75, 0.75, 0.75)


def report(tmp_path: Path, name: str, data: bytes) -> str:
    """The text of the report about a file with these bytes; it has one page, with a picture of each of the file's."""
    file, proof = tmp_path / name, tmp_path / "proof.pdf"
    file.write_bytes(data)
    handouts("preflight", file, "--proof", proof)
    document = pypdfium2.PdfDocument(proof.read_bytes())
    assert len(document) == 1
    pictures = [item for item in document[0].get_objects(max_depth=4) if item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    assert len(pictures) == min(10, len(pypdfium2.PdfDocument(data)) if data.startswith(b"%PDF") else 0)
    return " ".join(text_of(proof.read_bytes()).split())


def test_a_good_file(tmp_path: Path) -> None:
    said = report(tmp_path, "sign.pdf", built_in()["mfa-authenticator.flyer.a4.en.pdf"])
    assert said.startswith("Proof passed sign.pdf")
    assert LINK in said
    assert "Quiet zone" in said and "4.0 modules" in said
    assert "Nothing was found that speaks against printing it." in said
    assert "not an ISO/IEC 15415 grade, not a phone test" in said


def test_what_is_no_pdf_has_a_report_too(tmp_path: Path) -> None:
    said = report(tmp_path, "broken.pdf", b"no PDF at all")
    assert said.startswith("Proof failed: do not print this file broken.pdf 1 error; ")
    assert "The file cannot be opened or drawn, so no code was looked for." in said


def test_a_file_that_failed_looks_it(tmp_path: Path) -> None:
    """The verdict comes first, in white on a dark ground where it is bad, and the findings stand before all else."""
    said = report(tmp_path, "sign.pdf", sound(stretch=1.3))
    assert said.startswith("Proof failed: do not print this file sign.pdf 1 error; ")
    assert said.index("Error: sides of the code, page 1") < said.index("Codes") < said.index("Pages")
    assert ground(tmp_path / "proof.pdf") < 60
    report(tmp_path, "good.pdf", sound())
    assert ground(tmp_path / "proof.pdf") > 150


def ground(proof: Path) -> int:
    """How light the head of the report is, 0 to 255."""
    document = pypdfium2.PdfDocument(proof.read_bytes())
    value = document[0].render(scale=1, grayscale=True).to_pil().getpixel((550, 40))
    document.close()
    return int(value)  # type: ignore[arg-type]


def test_a_code_that_cannot_be_read_is_no_lack_of_one(tmp_path: Path) -> None:
    said = report(tmp_path, "sign.pdf", sound(extra=covered(60, 120, 40, 25)))
    assert said.startswith("Proof passed, with 1 warning sign.pdf")
    assert "No code could be read in this file: there is none, or what is there is covered or spoiled." in said
    assert "a code stands here, and cannot be read" in report(tmp_path, "b.pdf", sound(extra=covered(68, 128, 18, 18)))


def pale_pages(count: int) -> bytes:
    """Small pages that all have the same fault, each in a word of its own."""
    with pikepdf.new() as whole:
        for number in range(count):
            with pikepdf.open(BytesIO(sound(text=False, code=False, extra=says(20, 40, f"Desk {number}", 12, ink=GREY)))) as one:
                one.pages[0].mediabox = [0, 0, 300, 200]
                whole.pages.extend(one.pages)
        target = BytesIO()
        whole.save(target)
    return target.getvalue()


def test_many_pages_stand_in_one_report_and_the_same_finding_is_told_once(tmp_path: Path) -> None:
    data = pale_pages(12)
    said = report(tmp_path, "many.pdf", data)
    assert "Pages: the first 10 of 12" in said
    assert said.count("Error: contrast of text") == 1
    assert 'pages 1–12 12 times, such as 1.8:1, "Desk 0"' in said
    table = handouts("preflight", tmp_path / "many.pdf").out
    assert [line.split()[:3] for line in table.splitlines() if "text-contrast" in line] == [["error", "text-contrast", "1–12"]]
    everything = json.loads(handouts("preflight", tmp_path / "many.pdf", "--json").out)[0]["findings"]
    assert sum(one["rule"] == "text-contrast" and one["status"] == "failed" for one in everything) == 12


def test_one_report_is_about_one_file(tmp_path: Path) -> None:
    file = tmp_path / "sign.pdf"
    file.write_bytes(built_in()["mfa-authenticator.flyer.a4.en.pdf"])
    assert handouts("preflight", file, file, "--proof", tmp_path / "proof.pdf").code == 2
    assert not (tmp_path / "proof.pdf").exists()


def no_page() -> bytes:
    """A file whose only page is a tree of pages that holds itself."""
    return (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n"
        b"3 0 obj\n<</Type/Pages/Parent 2 0 R/Count 1/Kids[2 0 R]>>\nendobj\ntrailer\n<</Root 1 0 R/Size 4>>\n%%EOF\n"
    )


def symbols() -> bytes:
    target = BytesIO()
    canvas = Canvas(target, pagesize=(300, 200))
    canvas.setFont("ZapfDingbats", 20)
    canvas.drawString(1, 100, "\u2701")
    canvas.save()
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("page.pdf", no_page, "The file cannot be opened or drawn"),
        ("sign.pdf", symbols, "U+2701"),
        ("\u2701\u0905\u0301.pdf", sound, "U+2701"),
        ("x" * 240 + ".pdf", sound, "Proof passed"),
        ("a\x1b[31m\u202e.pdf", sound, "u202e"),
    ],
)
def test_any_file_has_a_report(name: str, make: Callable[[], bytes], said: str, tmp_path: Path) -> None:
    file, proof = tmp_path / name, tmp_path / "proof.pdf"
    file.write_bytes(make())
    assert handouts("preflight", file, "--proof", proof).code in (0, 7)
    assert said in text_of(proof.read_bytes())
