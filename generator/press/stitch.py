"""Puts the pages of a finished PDF two by two on sheets, ready for a duplex printer, a fold and two staples."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from generator.errors import InvalidInput
from generator.geometry import Rect, Size, to_mm
from generator.press.impose import Side, saddle_stitch, same_size, sheet_size

if TYPE_CHECKING:
    import pikepdf

# What speaks of single pages and their order means nothing on a sheet, and so does structure that its pages no longer carry.
_OF_SINGLE_PAGES = (
    "/StructTreeRoot",
    "/MarkInfo",
    "/Outlines",
    "/Names",
    "/Dests",
    "/OpenAction",
    "/AcroForm",
    "/PageLabels",
    "/PageMode",
)
_STRUCTURE_KEYS = ("/StructParents", "/StructParent")


def impose(pdf: bytes, page_size: Size, *, right_to_left: bool = False) -> bytes:
    """The pages of `page_size` as a saddle-stitched booklet: two on each side of a sheet, to be printed "flip on short edge".

    Pages stay vectors and share their fonts; links and structure are left out, since the file is for printing; title,
    language and dates are kept. The same input gives the same bytes. Raises InvalidInput where the file is no PDF, or has a
    page of another size.
    """
    import pikepdf

    try:
        document = pikepdf.open(BytesIO(pdf))
    except pikepdf.PdfError as error:
        raise InvalidInput(f"this is not a PDF that can be opened: {error}", help="build the file again") from error
    with document:
        _check_sizes(document, page_size)
        pages = [page.as_form_xobject() for page in document.pages]  # vectors and fonts stay, annotations do not
        sheet = sheet_size(page_size)
        for folded in saddle_stitch(len(pages), right_to_left=right_to_left):
            for side in (folded.front, folded.back):
                _add_side(document, side, pages, page_size, sheet)
        del document.pages[: len(pages)]
        _drop_structure(document)
        _set_printing(document)
        target = BytesIO()
        document.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=False)
        return target.getvalue()


def _check_sizes(document: pikepdf.Pdf, expected: Size) -> None:
    """A page of another size would be cut off or run over its neighbour."""
    for number, page in enumerate(document.pages, start=1):
        left, bottom, right, top = (float(edge) for edge in page.trimbox)
        found = Size(right - left, top - bottom)
        if not same_size(found, expected):
            raise InvalidInput(
                f"page {number} is {_in_mm(found)}, not {_in_mm(expected)}", help="give all pages of a booklet the same size"
            )


def _in_mm(size: Size) -> str:
    return f"{to_mm(size.width):.0f} × {to_mm(size.height):.0f} mm"


def _slots(page: Size, sheet: Size) -> tuple[Rect, Rect]:
    """Where the left and the right page stand: both touch the fold, and what the sheet is larger by lies outside."""
    fold, bottom = sheet.width / 2, (sheet.height - page.height) / 2
    return Rect(fold - page.width, bottom, page.width, page.height), Rect(fold, bottom, page.width, page.height)


def _add_side(document: pikepdf.Pdf, side: Side, pages: list[pikepdf.Object], page_size: Size, sheet: Size) -> None:
    """One side of a sheet as a new page at the end of the document."""
    import pikepdf

    page = document.add_blank_page(page_size=(sheet.width, sheet.height))
    forms: dict[str, pikepdf.Object] = {}
    drawing: list[bytes] = []
    for page_index, slot in zip((side.left, side.right), _slots(page_size, sheet), strict=True):
        if page_index is None:
            continue
        name = pikepdf.Name(f"/Page{page_index}")
        forms[str(name)] = pages[page_index]
        place = pikepdf.Rectangle(slot.x, slot.y, slot.right, slot.top)
        drawing.append(page.calc_form_xobject_placement(pages[page_index], name, place, allow_shrink=False))
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(forms))
    page.obj.Contents = document.make_stream(b"\n".join(drawing))
    page.obj.TrimBox = page.obj.MediaBox


def _drop_structure(document: pikepdf.Pdf) -> None:
    """Leave no key that leads into what is gone; the marks within the pages then mean nothing and do no harm."""
    import pikepdf

    _drop_keys(document.Root, _OF_SINGLE_PAGES)
    for item in document.objects:
        if isinstance(item, pikepdf.Stream):
            _drop_keys(item, _STRUCTURE_KEYS)
    if "/Metadata" in document.Root and b"pdfuaid" in document.Root.Metadata.read_bytes():
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata.pop("pdfuaid:part", None)  # a sheet of two pages has no reading order to claim


def _drop_keys(item: pikepdf.Object, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in item:
            del item[key]


def _set_printing(document: pikepdf.Pdf) -> None:
    """What a print dialogue then offers by itself."""
    import pikepdf

    preferences = document.Root.get("/ViewerPreferences", pikepdf.Dictionary())
    preferences.Duplex = pikepdf.Name.DuplexFlipShortEdge
    preferences.PickTrayByPDFSize = True
    document.Root.ViewerPreferences = preferences
    document.Root.PageLayout = pikepdf.Name.SinglePage
