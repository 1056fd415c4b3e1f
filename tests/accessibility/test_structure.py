"""The structure of every file for the web, what it says, and what it says of itself, by checks of our own."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from tests.accessibility.checks import faults
from tests.accessibility.web_files import ARABIC, FORMATS, GUIDES, PAIRS, guide_of, pair_file, web_file
from tests.accessibility.words import order_faults
from tests.building import built_in


@pytest.mark.parametrize("name", ["en", "ja", *GUIDES])
def test_files_are_as_they_should_be(name: str) -> None:
    found = {format: faults(web_file(name, format), guide_of(name), format) for format in FORMATS}
    assert found == {format: {} for format in FORMATS}


@pytest.mark.parametrize("pair", PAIRS)
def test_so_are_those_in_two_languages(pair: str) -> None:
    formats = [format for format in FORMATS if format != "booklet"]
    found = {format: faults(pair_file(pair, format), guide_of(pair), format) for format in formats}
    assert found == {format: {} for format in formats}


@pytest.mark.parametrize("name", ["en", "three-procedures"])
def test_so_they_are_for_pdf_ua_2(name: str) -> None:
    found = {format: faults(web_file(name, format, ua=2), guide_of(name), format) for format in FORMATS}
    assert found == {format: {} for format in FORMATS}


@pytest.mark.parametrize("format", FORMATS)
def test_what_runs_from_right_to_left_is_read_in_its_order(format: str) -> None:
    """Its glyphs are drawn from the left, as they are seen; the tree says the words as the guide has them."""
    assert list(order_faults(web_file(ARABIC, format), guide_of(ARABIC), format)) == []


def test_imposed_booklets_keep_title_and_language_and_claim_nothing() -> None:
    for lang in ("en", "ja"):
        guide = guide_of(lang)
        with pikepdf.open(BytesIO(built_in()[f"mfa-authenticator.booklet.a5.{lang}.pdf"])) as pdf, pdf.open_metadata() as xmp:
            assert (str(pdf.Root.Lang), xmp["dc:title"], str(pdf.docinfo.Title)) == (lang, guide.title, guide.title)
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            assert "pdfuaid:part" not in xmp
            assert not {"/StructTreeRoot", "/MarkInfo", "/Outlines"} & pdf.Root.keys()
