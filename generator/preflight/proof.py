"""Judges a finished file: opens it in two readers, draws each page once, and asks every rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import counted
from generator.geometry import SAFE_MM, Rect, mm, to_mm
from generator.preflight.barcodes import CodeCheck, label
from generator.preflight.links import LinkCheck
from generator.preflight.pages import Deadline, Raster, TimeUp, View
from generator.preflight.placed import ResolutionCheck
from generator.preflight.report import Expectation, Ledger, Report, in_one_line
from generator.preflight.rules import MAX_BYTES, MAX_PAGES, MAX_SECONDS

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]

_SCALE = 1.5  # pixels per point, where margins and grounds are looked at
_HEAD = 1024  # bytes among which readers look for the signature
_BLANK = 250  # of 255: what is lighter is paper


def preflight(pdf: bytes, *, expected: Expectation | None = None, seconds: float = MAX_SECONDS) -> Report:
    """The proof of a PDF, made by whomever. What is `expected` of it may be left out, wholly or in part.

    It never raises for what is in the file: one that cannot be opened, or not be judged in time, has a report that says so.
    """
    ledger, expectation, deadline = Ledger(), expected or Expectation(), Deadline.after(seconds)
    codes = CodeCheck(ledger, expectation)
    if len(pdf) > MAX_BYTES:
        ledger.failed("file-bounds", f"{len(pdf) / 1_000_000:.0f} MB")
        return ledger.report("", "the file is too large to be judged")
    try:
        units = _opens(pdf, expectation, deadline, ledger)
        if units is not None:
            _judge_pages(pdf, units, expectation, deadline, ledger, codes)
    except TimeUp:
        ledger.failed("file-bounds", f"not done after {seconds:g} s")
    else:
        if not ledger.said("file-bounds") and ledger.said("code-count"):
            ledger.passed("file-bounds", f"{len(pdf) / 1000:.0f} kB")
    return ledger.report(label(codes.found), "the file could not be judged so far")


def _opens(pdf: bytes, expectation: Expectation, deadline: Deadline, ledger: Ledger) -> list[float] | None:
    """Judge the file's structure. Returns how many points a unit of each page has, or None where a reader does not open the
    file, and nothing more can be said.
    """
    import pikepdf

    from generator.preflight.container import judge_file

    if b"%PDF-" not in pdf[:_HEAD]:
        ledger.failed("file-opens", "this is no PDF file" if pdf else "the file is empty", advice="export it as a PDF again")
        return None
    try:
        units = judge_file(pdf, expectation, deadline, ledger)
    except pikepdf.PasswordError:
        ledger.failed("file-encryption", "encrypted with a password", severity="error")
        ledger.failed("file-opens", "it needs a password", advice="save it without a password")
        return None
    except pikepdf.PdfError as error:
        ledger.failed("file-opens", f"pikepdf: {in_one_line(str(error))}")
        return None
    if expectation.accessible:
        from generator.preflight.accessible import judge_accessible

        judge_accessible(pdf, ledger)
    else:
        ledger.unmeasured("file-accessible", "asked for with --ua")
    return None if ledger.said("file-bounds") else units


def _judge_pages(
    pdf: bytes, units: list[float], expectation: Expectation, deadline: Deadline, ledger: Ledger, codes: CodeCheck
) -> None:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        ledger.failed("file-opens", f"PDFium: {error}")
        return
    pictures, links = ResolutionCheck(ledger, expectation), LinkCheck(ledger, expectation)
    try:
        ledger.judge(len(document) > 0, "file-opens", f"both, {counted(len(document), 'page')}")
        views = _views(document, units, deadline, ledger)
        codes.search(views)
        for view in views:
            with ledger.damage(view.number):
                _judge_page(view, expectation, ledger, codes, pictures, links)
        codes.end()
        links.end(code.text for code in codes.found)
        pictures.end()
        if expectation.intent != "office":
            ledger.unmeasured("page-margin", "only files for office printers need one")
    finally:
        document.close()


def _views(document: pypdfium2.PdfDocument, units: list[float], deadline: Deadline, ledger: Ledger) -> list[View]:
    """The pages that can be loaded, up to the limit; for any other there is a finding."""
    import pypdfium2

    if len(document) > MAX_PAGES:
        ledger.failed("file-bounds", f"{len(document)} pages; the first {MAX_PAGES} were judged")
    views = []
    for number in range(1, min(len(document), MAX_PAGES) + 1):
        deadline.check()
        try:
            unit = units[number - 1] if number <= len(units) else 1.0
            views.append(View(document[number - 1], number, deadline, unit))
        except pypdfium2.PdfiumError as error:
            ledger.failed("file-opens", f"PDFium cannot load the page: {error}", number)
    return views


def _judge_page(
    view: View, expectation: Expectation, ledger: Ledger, codes: CodeCheck, pictures: ResolutionCheck, links: LinkCheck
) -> None:
    """All rules that look at one page; the contrast comes last, since it takes the text off it."""
    from generator.preflight.typography import judge_contrast, judge_text
    from generator.preflight.words import Line, PageText

    view.deadline.check()
    text, trim = PageText(view), _trim(view)
    codes.page(view)
    pictures.page(view)
    judge_text(view, text, trim, expectation, ledger)
    unseen: list[Line] = []
    if expectation.intent == "office" or text.shown:
        drawn = view.raster(_SCALE, colour=True)
        if expectation.intent == "office":
            _judge_margin(view, drawn, ledger)
        unseen = judge_contrast(view, text, drawn, ledger)
    readable = text.seen(trim, unseen)
    codes.compare(view.number, readable)
    links.page(view, readable)


def _trim(view: View) -> Rect:
    """The trimmed page as seen; the whole page where there is no trim box."""
    box = view.page.get_trimbox()
    return view.seen(*box) if box else Rect(0, 0, view.width, view.height)


def _judge_margin(view: View, raster: Raster, ledger: Ledger) -> None:
    """Office printers cannot print to the edge; a press's bleed is meant to reach beyond it."""
    wanted = int(mm(SAFE_MM) * raster.scale)
    width = next(width for width in range(wanted, -1, -1) if blank_margin(raster, width))
    said = "5 mm are white" if width == wanted else f"{to_mm(width / raster.scale):.1f} mm are white"
    ledger.judge(width == wanted, "page-margin", said, view.number)


def blank_margin(raster: Raster, width: int) -> bool:
    """Whether a strip of so many pixels along every edge is white."""
    stride, height, side = raster.width * raster.channels, raster.height, width * raster.channels
    strips = [raster.pixels[: width * stride], raster.pixels[(height - width) * stride :]]
    for row in range(width, height - width):
        start = row * stride
        strips += (raster.pixels[start : start + side], raster.pixels[start + stride - side : start + stride])
    return min((min(strip) for strip in strips if strip), default=_BLANK) >= _BLANK
