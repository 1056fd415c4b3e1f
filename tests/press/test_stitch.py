from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import qrcode
from reportlab.pdfgen.canvas import Canvas

from generator.errors import InvalidInput
from generator.geometry import SIZES, Size
from generator.preflight.codes import read_codes
from generator.press.stitch import impose

A5 = SIZES["A5"]
XMP = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Set up MFA</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>2026-11-24T00:00:00Z</xmp:CreateDate><pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""


def booklet(pages: int, size: Size = A5) -> bytes:
    """Plain pages that say their number, with a frame, a link, a bookmark each, and keys of a structure tree."""
    drawn = BytesIO()
    canvas = Canvas(drawn, pagesize=(size.width, size.height), invariant=1)
    canvas.setTitle("Set up MFA")
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica", 30)
        canvas.drawString(size.width / 2, size.height / 2, f"P{number}")
        canvas.rect(10, 10, size.width - 20, size.height - 20)
        canvas.linkURL("https://example.ac.jp/", (0, 0, 50, 50))
        canvas.bookmarkPage(f"p{number}")
        canvas.addOutlineEntry(f"Page {number}", f"p{number}")
        canvas.showPage()
    canvas.save()
    with pikepdf.open(BytesIO(drawn.getvalue())) as document:
        for index, page in enumerate(document.pages):
            page.obj.StructParents = index
        document.Root.StructTreeRoot = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        document.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        document.Root.Lang = pikepdf.String("en")
        document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        document.Root.Metadata = document.make_stream(XMP, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        target = BytesIO()
        document.save(target, deterministic_id=True)
        return target.getvalue()


def words(pdf: bytes) -> list[list[tuple[str, float]]]:
    """For each sheet side: the words and where they begin, from left to right (points)."""
    found: list[list[tuple[str, float]]] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            rects = [text.get_rect(index) for index in range(text.count_rects())]
            found.append([(text.get_text_bounded(*rect).strip(), rect[0]) for rect in rects])
    return found


def test_pages_stand_in_the_order_of_a_folded_booklet() -> None:
    sides = words(impose(booklet(8), A5))
    assert [[word for word, _ in side] for side in sides] == [["P8", "P1"], ["P2", "P7"], ["P6", "P3"], ["P4", "P5"]]


def test_pages_touch_the_fold_of_the_named_sheet() -> None:
    pdf = impose(booklet(4), A5)
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            width, height = (float(edge) for edge in page.mediabox[2:])
            assert (width, height) == pytest.approx((SIZES["A4"].height, SIZES["A4"].width), abs=0.01)
            assert page.trimbox == page.mediabox
    left, right = words(pdf)[0]
    fold = SIZES["A4"].height / 2
    assert right[1] - fold == pytest.approx(A5.width / 2, abs=4)  # the side bearing of the letter
    assert right[1] - left[1] == pytest.approx(A5.width, abs=0.01)


def test_pages_are_not_scaled() -> None:
    with pikepdf.open(BytesIO(impose(booklet(4), A5))) as document:
        matrices = [
            [float(number) for number in operands]
            for operands, operator in pikepdf.parse_content_stream(document.pages[0])
            if str(operator) == "cm"
        ]
    assert [matrix[:4] for matrix in matrices] == [[1, 0, 0, 1], [1, 0, 0, 1]]


@pytest.mark.parametrize("pages", [1, 2, 3, 5, 10])
def test_missing_pages_are_blank_and_every_page_is_there_once(pages: int) -> None:
    sides = words(impose(booklet(pages), A5))
    assert len(sides) % 2 == 0
    assert sorted(word for side in sides for word, _ in side) == sorted(f"P{number}" for number in range(1, pages + 1))


def test_codes_still_decode() -> None:
    target = BytesIO()
    canvas = Canvas(target, pagesize=(A5.width, A5.height))
    for text in ("cover", "inside", "help", "back"):
        code = qrcode.QRCode()
        code.add_data(text)
        for y, row in enumerate(code.get_matrix()):
            for x, dark in enumerate(row):
                if dark:
                    canvas.rect(50 + 2 * x, 300 - 2 * y, 2, 2, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    found = [(code.page_number, code.text) for code in read_codes(impose(target.getvalue(), A5))]
    assert found == [(1, "back"), (1, "cover"), (2, "inside"), (2, "help")]


def test_bound_at_the_right() -> None:
    sides = words(impose(booklet(4), A5, right_to_left=True))
    assert [[word for word, _ in side] for side in sides] == [["P1", "P4"], ["P3", "P2"]]


def test_what_it_tells_the_printer_and_what_it_keeps() -> None:
    with pikepdf.open(BytesIO(impose(booklet(8), A5))) as document:
        preferences = document.Root.ViewerPreferences
        assert preferences.Duplex == pikepdf.Name.DuplexFlipShortEdge
        assert preferences.PickTrayByPDFSize is True
        assert preferences.DisplayDocTitle is True
        assert str(document.Root.Lang) == "en"
        assert str(document.docinfo.Title) == "Set up MFA"
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "Set up MFA"
            assert metadata["xmp:CreateDate"] == "2026-11-24T00:00:00Z"
            assert "pdfuaid:part" not in metadata


def test_nothing_leads_into_what_is_gone() -> None:
    with pikepdf.open(BytesIO(impose(booklet(8), A5))) as document:
        assert not {"/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names", "/Dests"} & set(document.Root.keys())
        kinds = [str(item.get("/Type", "")) for item in document.objects if isinstance(item, pikepdf.Dictionary)]
        assert "/StructTreeRoot" not in kinds
        assert kinds.count("/Page") == 4
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                assert not {"/StructParents", "/StructParent", "/Annots", "/A"} & set(item.keys())


def test_the_font_is_there_once() -> None:
    with pikepdf.open(BytesIO(impose(booklet(8), A5))) as document:
        kinds = [str(item.get("/Type", "")) for item in document.objects if isinstance(item, pikepdf.Dictionary)]
    assert kinds.count("/Font") == 1


def test_the_same_bytes_everywhere(tmp_path: Path) -> None:
    source = tmp_path / "booklet.pdf"
    source.write_bytes(booklet(6))
    script = (
        "import sys, hashlib, pathlib; from generator.geometry import SIZES; from generator.press.stitch import impose;"
        "print(hashlib.sha256(impose(pathlib.Path(sys.argv[1]).read_bytes(), SIZES['A5'])).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "PYTHONPATH": str(Path(__file__).parents[2])}
    there = subprocess.run(
        [sys.executable, "-c", script, str(source)], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert there.stdout.strip() == hashlib.sha256(impose(source.read_bytes(), A5)).hexdigest()


def test_a_page_of_another_size_is_refused() -> None:
    with pytest.raises(InvalidInput, match="page 1 is 210 × 297 mm, not 148 × 210 mm"):
        impose(booklet(4, SIZES["A4"]), A5)


def test_what_is_no_pdf() -> None:
    with pytest.raises(InvalidInput, match="not a PDF"):
        impose(b"no PDF", A5)
