"""A canary: what `generator.pdf.reportlab_inside` relies on in ReportLab is still there, and still behaves so.

If this fails after an update, read that module's docstring, then look what has changed in ReportLab.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import reportlab
from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

PINNED = "5.1.0"


def fresh() -> Canvas:
    return Canvas(None, invariant=1, pdfVersion=(1, 7), lang="en")


def test_the_version_is_the_one_that_was_read() -> None:
    assert reportlab.Version == PINNED
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf8"))["project"]
    assert [needed for needed in project["dependencies"] if needed.startswith("reportlab")] == [f"reportlab=={PINNED}"]


def test_the_preamble_is_where_it_was() -> None:
    canvas = fresh()
    assert "/F1 12 Tf" in canvas._preamble, "the preamble that is left out sets a font"
    canvas._make_preamble()
    canvas._preamble = ""
    canvas.showPage()
    assert canvas._doc.Pages.pages[-1].stream.strip() == ""


def test_objects_are_numbered_and_referred_to() -> None:
    document = fresh()._doc
    made = pdfdoc.PDFDictionary({})
    reference = document.Reference(made)
    number, generation = document.idToObjectNumberAndVersion[reference.name]
    assert (reference.format(document), generation) == (f"{number} 0 R".encode(), 0)
    assert number == document.objectcounter
    assert isinstance(document.idToObject[pdfdoc.BasicFonts].dict, dict)


def test_plain_text_is_written_as_it_is() -> None:
    document = fresh()._doc
    assert pdfdoc.format("12 0 R", document) == b"12 0 R"
    assert document.Reference("12 0 R") == "12 0 R"


def test_pages_and_catalog_write_the_entries_that_are_set() -> None:
    assert {"Contents", "Annots", "TrimBox", "Trans"} <= set(pdfdoc.PDFPage.__NoDefault__)
    assert {"StructTreeRoot", "MarkInfo", "Metadata", "Names"} <= set(pdfdoc.PDFCatalog.__NoDefault__)
    canvas = fresh()
    canvas.showPage()
    page = canvas._doc.Pages.pages[-1]
    assert page.__InternalName__ == "Page1"
    page.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "Tabs"]
    page.Tabs = "/S"
    assert b"/Tabs /S" in page.format(canvas._doc)


def test_date_and_id_are_ours_to_set() -> None:
    canvas = fresh()
    stamp = canvas._doc._timeStamp
    assert {"YMDhms", "dhh", "dmm"} <= vars(stamp).keys()
    stamp.YMDhms = (2026, 11, 24, 1, 2, 3)
    canvas.showPage()
    assert re.search(rb"/CreationDate \(D:20261124010203\+00'00'\)", canvas.getpdfdata())
    assert canvas._doc.signature.name == "md5"


def test_the_outline_counts_its_levels() -> None:
    canvas = fresh()
    assert canvas._doc.outline.currentlevel == -1
    canvas.addOutlineEntry("a", "a", 0)
    assert canvas._doc.outline.currentlevel == 0
    assert {"fmt", "setPage"} <= set(dir(canvas._bookmarkReference("a")))


def test_the_settings_that_would_change_the_file_are_at_their_defaults() -> None:
    assert not rl_config.pdfComments
    assert rl_config.documentLang is None
