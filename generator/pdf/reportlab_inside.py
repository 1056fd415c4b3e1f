"""The one module that touches ReportLab's insides: pages, numbered objects, outline, file.

ReportLab is pinned to one version exactly; tests/pdf/test_reportlab_inside.py fails where an update changes what is used
here. What ReportLab would do of its own accord and must not: set a font that is not embedded at the top of each page, encode
streams in ASCII85, leave out the line end before `endstream`, take the clock or SOURCE_DATE_EPOCH for the date, and hash
the time into the file's id.
"""

from __future__ import annotations

import zlib
from datetime import datetime
from hashlib import md5

from generator.pdf.later import pillow_later

with pillow_later():
    from reportlab.pdfbase.pdfdoc import (  # type: ignore[import-untyped]
        BasicFonts,
        PDFArray,
        PDFDictionary,
        PDFDocument,
        PDFObject,
        PDFPage,
    )
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

PRODUCER = "ReportLab PDF Library - (opensource)"


class _Verbatim(PDFObject):  # type: ignore[misc]
    """A numbered object whose bytes are written elsewhere, possibly later than its number is needed."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.body = b"null"

    def format(self, document: PDFDocument) -> bytes:
        """The object's bytes, as ReportLab asks for them."""
        return self.body


class _Place(PDFObject):  # type: ignore[misc]
    """Where a bookmark leads, in PDF syntax; ReportLab tells it the page, which the syntax says already."""

    page = None

    def __init__(self, syntax: str) -> None:
        self.syntax = syntax.encode("ascii")

    def format(self, document: PDFDocument) -> bytes:
        """The place, as ReportLab asks for it."""
        return self.syntax


class _BareCanvas(Canvas):  # type: ignore[misc]
    """ReportLab's canvas without the preamble, which sets Helvetica, a font that is not embedded."""

    def _make_preamble(self) -> None:
        self._preamble = ""


class PdfFile:
    """A PDF file in the making: numbered objects, pages in order, an outline. Objects are known by their number."""

    def __init__(
        self, version: tuple[int, int], *, title: str, lang: str, author: str, subject: str, created: datetime, compress: bool
    ) -> None:
        self._canvas = _BareCanvas(None, invariant=1, pdfVersion=version, lang=lang)
        self._document = self._canvas._doc
        self._document.signature = md5(b"handouts", usedforsecurity=False)
        stamp = self._document._timeStamp
        stamp.YMDhms, stamp.dhh, stamp.dmm = created.timetuple()[:6], 0, 0
        self._compress = compress
        self._objects: dict[int, _Verbatim] = {}
        self._bookmarks = 0
        self.pages: list[int] = []
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setSubject(subject)
        self._canvas.setCreator("handouts")
        self._canvas.setProducer(PRODUCER)
        self._canvas.addPageLabel(0, style="ARABIC")

    def reserve(self) -> int:
        """The number of a new object, whose content `put` sets later."""
        made = _Verbatim()
        reference = self._document.Reference(made)
        object_number: int = self._document.idToObjectNumberAndVersion[reference.name][0]
        self._objects[object_number] = made
        return object_number

    def put(self, object_number: int, body: str) -> None:
        """Set what a reserved object is; `body` is PDF syntax, ASCII."""
        self._objects[object_number].body = body.encode("ascii")

    def add(self, body: str) -> int:
        """A new object with that content; its number."""
        object_number = self.reserve()
        self.put(object_number, body)
        return object_number

    def add_stream(self, data: bytes, entries: str = "", *, compress: bool = True) -> int:
        """A new stream; `entries` is what else its dictionary says, which names the filter if the data are encoded already."""
        self._document.updateSignature(data)
        if compress:
            data, entries = zlib.compress(data), f"{entries}/Filter /FlateDecode "
        object_number = self.reserve()
        head = f"<< {entries}/Length {len(data)} >>\nstream\n".encode("ascii")
        self._objects[object_number].body = head + data + b"\nendstream"
        return object_number

    def add_font(self, name: str, object_number: int) -> None:
        """Let all pages call that font object `name`."""
        self._document.idToObject[BasicFonts].dict[name] = f"{object_number} 0 R"

    def add_page(
        self, width: float, height: float, content: str, *, images: dict[str, int], annotations: list[int], structure_key: int
    ) -> None:
        """The next page, in points: its content, the images that it names, its annotations, its key in the parent tree."""
        stream = self.add_stream(content.encode("ascii"), compress=self._compress)
        self._canvas.setPageSize((width, height))
        self._canvas.setTrimBox((0, 0, width, height))
        self._canvas.showPage()
        page = self._document.Pages.pages[-1]
        page.__NoDefault__ = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]
        page.Contents, page.Trans = f"{stream} 0 R", None
        page.StructParents, page.Tabs = structure_key, "/S"
        page.XObjects = PDFDictionary({name: f"{number} 0 R" for name, number in images.items()}) if images else None
        page.Annots = PDFArray([f"{number} 0 R" for number in annotations]) if annotations else None
        self.pages.append(self._document.idToObjectNumberAndVersion[page.__InternalName__][0])

    def add_bookmark(self, title: str, level: int, place: str) -> None:
        """An entry of the outline, which leads to a destination in PDF syntax; a level that skips one is drawn in."""
        self._bookmarks += 1
        key = f"bookmark {self._bookmarks}"  # ReportLab would merge two entries that lead to one destination
        destination = self._canvas._bookmarkReference(key)
        destination.fmt = _Place(place)
        destination.setPage(place)
        deepest = self._document.outline.currentlevel + 1
        self._canvas.addOutlineEntry(title, key, min(level, deepest))

    def set_preference(self, name: str, value: str) -> None:
        """A viewer preference, such as DisplayDocTitle."""
        self._canvas.setViewerPreference(name, value)

    def set_catalog(self, name: str, value: str) -> None:
        """An entry of the document catalog, in PDF syntax."""
        setattr(self._document.Catalog, name, value)

    def finish(self) -> bytes:
        """The whole file. Nothing can be added afterwards."""
        data: bytes = self._canvas.getpdfdata()
        return data
