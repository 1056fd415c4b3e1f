"""The file around the pages: metadata, boxes, outline, and that the same drawing gives the same bytes."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from generator.geometry import SIZES
from generator.pdf import Intent, TaggedCanvas
from pdf_samples import blank, every_role


@pytest.fixture(scope="module")
def pdf() -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(every_role()))


def test_the_catalog(pdf: pikepdf.Pdf) -> None:
    assert pdf.pdf_version == "1.7"
    assert str(pdf.Root.Lang) == "en"
    assert pdf.Root.MarkInfo.Marked is True
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
    assert [str(label.S) if hasattr(label, "S") else label for label in pdf.Root.PageLabels.Nums] == [0, "/D"]


def test_pages_have_their_boxes_and_are_read_by_structure(pdf: pikepdf.Pdf) -> None:
    for page, size in zip(pdf.pages, (SIZES["A4"], SIZES["A5"]), strict=True):
        assert [float(edge) for edge in page.MediaBox] == pytest.approx([0, 0, size.width, size.height], abs=1e-3)
        assert list(page.TrimBox) == list(page.MediaBox)
        assert page.Tabs == "/S"
        assert "/Trans" not in page


def test_both_sets_of_metadata_say_the_same(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.docinfo.Title) == "Set up “MFA” (手順)"
    assert str(pdf.docinfo.Author) == "Tom & Jerry <IT>"
    assert str(pdf.docinfo.Creator) == "handouts"
    assert str(pdf.docinfo.CreationDate).startswith("D:20261124000000")
    with pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == str(pdf.docinfo.Title)
        assert xmp["dc:creator"] == [str(pdf.docinfo.Author)]
        assert xmp["dc:description"] == str(pdf.docinfo.Subject) == "All roles"
        assert xmp["dc:language"] == {"en"}
        assert xmp["pdf:Producer"] == str(pdf.docinfo.Producer)
        assert xmp["xmp:CreatorTool"] == "handouts"
        assert xmp["xmp:CreateDate"] == xmp["xmp:ModifyDate"] == "2026-11-24T00:00:00Z"
        assert xmp["pdfuaid:part"] == "1"


def test_only_the_screen_file_claims_pdf_ua_and_only_the_office_file_asks_for_full_size() -> None:
    with pikepdf.open(io.BytesIO(every_role("office"))) as office:
        assert b"pdfuaid:part" not in office.Root.Metadata.read_bytes()
        assert office.Root.ViewerPreferences.PrintScaling == "/None"
    with pikepdf.open(io.BytesIO(every_role())) as screen:
        assert "/PrintScaling" not in screen.Root.ViewerPreferences


def test_the_outline(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        (top,) = outline.root
        (below,) = top.children
        assert (top.title, below.title) == ("Set up", "次へ")
        assert top.destination[0].objgen == pdf.pages[0].objgen
        assert [below.destination[0].objgen, *map(float, below.destination[2:4])] == [pdf.pages[1].objgen, 0, 595]


def test_bookmarks_may_share_a_place_and_skip_a_level() -> None:
    canvas = blank()
    canvas.begin_page(SIZES["A6"])
    canvas.destination("here", 1, 2)
    canvas.end_page()
    for title, level in (("one", 2), ("two", 5), ("three", 0)):
        canvas.bookmark(title, "here", level)
    with pikepdf.open(io.BytesIO(canvas.finish())) as pdf, pdf.open_outline() as outline:
        assert [entry.title for entry in outline.root] == ["one", "three"]
        assert [entry.title for entry in outline.root[0].children] == ["two"]


def test_destinations_are_in_the_order_of_their_bytes() -> None:
    canvas = blank()
    canvas.begin_page(SIZES["A6"])
    for name in ("zebra", "次", "apple", "Zoo", "手", "a"):
        canvas.destination(name, 0, 0)
    canvas.end_page()
    with pikepdf.open(io.BytesIO(canvas.finish())) as pdf:
        names = [bytes(name) for name in list(pdf.Root.Names.Dests.Names)[::2]]
    assert names == sorted(names)
    assert len(names) == 6


def test_a_file_without_fonts_and_with_odd_texts() -> None:
    canvas = TaggedCanvas(title='<&>"\x07 \\(é', lang="de", created="2026-01-02T03:04:05")
    canvas.begin_page(SIZES["A6"])
    canvas.end_page()
    with pikepdf.open(io.BytesIO(canvas.finish())) as pdf, pdf.open_metadata() as xmp:
        assert str(pdf.docinfo.CreationDate).startswith("D:20260102030405")
        assert str(pdf.docinfo.Title) == '<&>"\x07 \\(é'
        assert xmp["dc:title"] == '<&>" \\(é'
        assert "dc:description" not in xmp
        assert list(pdf.Root.StructTreeRoot.K.K) == []


@pytest.mark.parametrize("intent", ["screen", "office"])
def test_the_same_drawing_gives_the_same_bytes_wherever_it_is_drawn(intent: Intent, tmp_path: Path) -> None:
    here = hashlib.sha256(every_role(intent)).hexdigest()
    assert hashlib.sha256(every_role(intent)).hexdigest() == here
    folders = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[2])])
    script = f"import hashlib, pdf_samples; print(hashlib.sha256(pdf_samples.every_role({intent!r})).hexdigest())"
    for seed, zone, epoch in (("1", "Asia/Tokyo", ""), ("77", "America/Los_Angeles", "86400")):
        surroundings = {**os.environ, "PYTHONPATH": folders, "PYTHONHASHSEED": seed, "TZ": zone, "SOURCE_DATE_EPOCH": epoch}
        told = subprocess.run(
            [sys.executable, "-c", script], env=surroundings, cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert told.stdout.strip() == here


def test_another_drawing_has_another_id(pdf: pikepdf.Pdf) -> None:
    with pikepdf.open(io.BytesIO(every_role("office"))) as office:
        assert bytes(office.trailer.ID[0]) != bytes(pdf.trailer.ID[0])


def test_importing_it_loads_no_layout_engine() -> None:
    script = "import sys, generator.pdf; print(any(name in sys.modules for name in ('reportlab.platypus', 'pikepdf')))"
    told = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "False"
