"""The canvas that tags: a `Surface` whose file says what each thing on the page is.

Marks are lazy. Drawing asks what is open now, and only if that is not what the last drawing belonged to is the mark closed and
another one opened. So a child within its parent's text interrupts the parent's mark and the parent resumes it; elements
may be made in reading order and drawn later, in any order and on several pages; what is drawn in no element is an artifact, and
so are shapes drawn straight into a list, a table or a section, which hold elements and no content.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from generator.pdf.fonts import FontShelf
from generator.pdf.images import image_stream
from generator.pdf.metadata import xmp_packet
from generator.pdf.reportlab_inside import PRODUCER, PdfFile
from generator.pdf.structure import GROUPING, Element, StructureTree
from generator.pdf.syntax import array, number, numbers, path_operators, text_string

if TYPE_CHECKING:
    from generator.geometry import Path, Rect, Size
    from generator.surface import Ends, GlyphRun, Ink, Joins, StructureElement, Surface

Intent = Literal["screen", "office"]
Part = Literal[1, 2]  # of PDF/UA

_ARTIFACTS = {kind: f"/Type /{kind}" for kind in ("Layout", "Pagination", "Page", "Background")}
_ARTIFACTS |= {kind: f"/Type /Pagination /Subtype /{kind}" for kind in ("Header", "Footer")}
_INITIAL_STATE = {"fill": "0 g", "stroke": "0 G", "width": "1 w", "cap": "0 J", "join": "0 j", "dash": "[] 0 d", "font": ""}
_INITIAL_STATE |= {"miter": "10 M"}
_ENDS, _JOINS = ("butt", "round", "square"), ("miter", "round", "bevel")  # in the order of PDF's numbers


def _plain(text: str) -> str:
    """Without soft hyphens: what stands beside the pages is not broken into lines, and readers would show them."""
    return text.replace("\u00ad", "")


class _Page:
    """What is drawn on one page so far."""

    def __init__(self, size: Size, index: int, key: int) -> None:
        self.size, self.index, self.key = size, index, key
        self.code: list[str] = []
        self.state = dict(_INITIAL_STATE)
        self.saved: list[dict[str, str]] = []
        self.images: dict[str, int] = {}
        self.annotations: list[int] = []
        self.mark: Element | str | None = None  # the element that has an open mark, or the kind of artifact

    def set(self, what: str, command: str) -> None:
        """Set a part of the graphics state, unless it is set already."""
        if self.state[what] != command:
            self.state[what] = command
            self.code.append(command)

    def close_mark(self) -> None:
        """End the open mark, if there is one."""
        if self.mark is not None:
            self.code.append("EMC")
            self.mark = None


class _Place(NamedTuple):
    """A destination: where it is, and the element that begins there."""

    page_index: int
    x: float
    y: float
    element: Element


class TaggedCanvas:
    """A `Surface` that writes a tagged file: PDF 1.7, or PDF 2.0 where `ua` is 2.

    `intent` "screen" makes links and claims PDF/UA, the part that `ua` says; "office" leaves links as text and sets inks that
    have an office grey in it. `created` is the date that the file states (ISO 8601, UTC): the clock is never asked, so the
    same drawing gives the same bytes. `compress` off leaves page contents readable.
    """

    def __init__(
        self,
        *,
        title: str,
        lang: str,
        author: str = "",
        subject: str = "",
        intent: Intent = "office",
        ua: Part = 1,
        created: str = "2000-01-01",
        compress: bool = True,
    ) -> None:
        date = datetime.fromisoformat(created)
        title, author, subject = map(_plain, (title, author, subject))
        self._intent: Intent = intent
        version = (2, 0) if ua == 2 else (1, 7)
        self._file = PdfFile(version, title=title, lang=lang, author=author, subject=subject, created=date, compress=compress)
        claimed = ua if intent == "screen" else 0
        packet = xmp_packet(title=title, lang=lang, author=author, subject=subject, producer=PRODUCER, created=date, ua=claimed)
        metadata = self._file.add_stream(packet, "/Type /Metadata /Subtype /XML ", compress=False)
        self._file.set_catalog("Metadata", f"{metadata} 0 R")
        self._tree = StructureTree(pdf_2=ua == 2)
        self._open: list[Element] = [self._tree.root]
        self._fonts = FontShelf()
        self._images: dict[bytes, tuple[str, int]] = {}
        self._destinations: dict[str, _Place] = {}
        self._bookmarks: list[tuple[str, str, int]] = []
        self._jumps: dict[str, int] = {}  # the actions that lead to destinations, by their names
        self._current_page: _Page | None = None

    mirrored = False

    def upright(self, x: float, width: float) -> Surface:
        """Nothing is mirrored here."""
        return self

    # Pages

    def begin_page(self, size: Size) -> None:
        """Start the next page. Raises RuntimeError while another one is open."""
        if self._current_page is not None:
            raise RuntimeError("the page before has not ended")
        self._current_page = _Page(size, len(self._file.pages), self._tree.begin_page())

    def end_page(self) -> None:
        """Finish it. Raises RuntimeError within a clip."""
        page = self._page
        if page.saved:
            raise RuntimeError("a page ends within a clip")
        page.close_mark()
        width, height = page.size.width, page.size.height
        content = "\n".join(page.code)
        self._file.add_page(width, height, content, images=page.images, annotations=page.annotations, structure_key=page.key)
        self._current_page = None

    @property
    def _page(self) -> _Page:
        if self._current_page is None:
            raise RuntimeError("no page is open")
        return self._current_page

    # Structure

    @contextmanager
    def element(
        self,
        role: str,
        *,
        parent: StructureElement | None = None,
        reopen: StructureElement | None = None,
        alt: str = "",
        actual: str = "",
        lang: str = "",
        title: str = "",
        **attributes: Any,
    ) -> Iterator[Element]:
        """A new element, or one begun before; see `Surface.element`. Within an artifact it is part of the artifact.

        Raises ValueError for a role or an attribute that PDF 1.7 does not know.
        """
        if reopen is not None:
            element = cast(Element, reopen)
        else:
            strings = {"T": title, "Lang": lang, "Alt": alt, "ActualText": actual}
            above = self._open[-1] if parent is None else cast(Element, parent)
            element = self._tree.add(role, above, strings, attributes)
        self._open.append(element)
        try:
            yield element
        finally:
            self._open.pop()

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """Decoration or page furniture. Raises ValueError for a kind that PDF 1.7 does not know."""
        if kind not in _ARTIFACTS:
            raise ValueError(f"no kind of artifact: {kind}")
        self._open.append(Element("Artifact", artifact=kind))
        try:
            yield
        finally:
            self._open.pop()

    def _mark(self, *, shape: bool = False) -> _Page:
        """See to it that what is drawn next belongs where it should; the page to draw it on."""
        page, element = self._page, self._open[-1]
        decoration = element is self._tree.root or (shape and element.role in GROUPING)
        wanted: Element | str = element.artifact or ("Layout" if decoration else element)
        if page.mark != wanted:
            page.close_mark()
            page.mark = wanted
            if isinstance(wanted, str):
                page.code.append(f"/Artifact <<{_ARTIFACTS[wanted]}>> BDC")
            else:
                mcid = self._tree.add_content(wanted, page.index, page.key)
                page.code.append(f"/{wanted.role} <</MCID {mcid}>> BDC")
        return page

    # Drawing

    def fill(self, path: Path, ink: Ink, *, even_odd: bool = False) -> None:
        """One path, one fill."""
        if not path.operations:
            return
        page = self._mark(shape=True)
        page.set("fill", self._colour(ink))
        page.code += [path_operators(path), "f*" if even_odd else "f"]

    def stroke(
        self,
        path: Path,
        ink: Ink,
        width: float,
        *,
        dash: tuple[float, ...] = (),
        ends: Ends = "butt",
        joins: Joins = "round",
        miter_limit: float = 10.0,
    ) -> None:
        """A stroke of that width in points; a mitred corner longer than `miter_limit` widths is bevelled."""
        if not path.operations:
            return
        page = self._mark(shape=True)
        page.set("stroke", self._colour(ink).upper())
        page.set("width", f"{number(width)} w")
        page.set("dash", f"[{numbers(dash)}] 0 d")
        page.set("cap", f"{_ENDS.index(ends)} J")
        page.set("join", f"{_JOINS.index(joins)} j")
        if joins == "miter":
            page.set("miter", f"{number(miter_limit)} M")
        page.code += [path_operators(path), "S"]

    @contextmanager
    def clip(self, path: Path, *, even_odd: bool = False) -> Iterator[None]:
        """Draw only within the path until the context ends."""
        page = self._page
        page.close_mark()
        page.code += ["q", path_operators(path), "W* n" if even_odd else "W n"]
        page.saved.append(dict(page.state))
        try:
            yield
        finally:
            page.close_mark()
            page.code.append("Q")
            page.state = page.saved.pop()

    def glyphs(self, run: GlyphRun) -> None:
        """Set glyphs; the file's text says what `run.text` says. Raises ValueError for a font without TrueType outlines."""
        if not run.glyphs:
            return
        font = self._fonts.embedded(run.font)
        page = self._mark()
        page.set("fill", self._colour(run.ink))
        page.set("font", f"/{font.name} {number(run.size)} Tf")
        text, marks = font.operators(run)
        page.code.append(text)
        for mark in marks:
            name, object_number = font.shape(mark.gid, self._file)
            page.images[name] = object_number
            place = numbers((run.size, 0, 0, run.size, run.x + mark.x, run.y + mark.y))
            page.code.append(f"q {place} cm /{name} Do Q")

    def image(self, data: bytes, rect: Rect) -> None:
        """A PNG or JPEG, grey or RGB without transparency, filling `rect`. Raises ValueError for anything else."""
        if data not in self._images:
            stream = image_stream(data)
            self._images[data] = f"I{len(self._images) + 1}", self._file.add_stream(stream.data, stream.entries, compress=False)
        name, object_number = self._images[data]
        page = self._mark()
        page.images[name] = object_number
        page.code.append(f"q {numbers((rect.width, 0, 0, rect.height, rect.x, rect.y))} cm /{name} Do Q")

    def _colour(self, ink: Ink) -> str:
        """The operator that fills with an ink. Black is pure black, so that printers use their black alone."""
        grey = 0.0 if ink.rgb == (0, 0, 0) else ink.office_grey if self._intent == "office" else None
        return f"{numbers(ink.rgb)} rg" if grey is None else f"{number(grey)} g"

    # Ways through the document

    def link(self, rect: Rect, target: str, description: str) -> None:
        """A link over `rect`; nothing in an office file or an artifact. Raises ValueError outside a Link element."""
        page, element = self._page, self._open[-1]
        if self._intent == "office" or element.artifact:
            return
        link = next((element for element in reversed(self._open) if element.role == "Link"), None)
        if link is None:
            raise ValueError(f"a link to {target} outside a Link element")
        is_here = target.startswith("#")
        action = f"{self._jump(target[1:])} 0 R" if is_here else f"<< /S /URI /URI {text_string(target)} >>"
        object_number = self._file.reserve()
        key = self._tree.add_annotation(link, page.index, object_number)
        self._file.put(
            object_number,
            f"<< /Type /Annot /Subtype /Link /Rect {array(rect)} /Border [0 0 0] /F 4 /StructParent {key} "
            f"/Contents {text_string(description)} /A {action} >>",
        )
        page.annotations.append(object_number)

    def _jump(self, name: str) -> int:
        """The action that leads to a destination; it is written when all elements have their numbers."""
        if name not in self._jumps:
            self._jumps[name] = self._file.reserve()
        return self._jumps[name]

    def destination(self, name: str, x: float, y: float) -> None:
        """A named place on this page, at which the element that is open begins. Raises ValueError where the name is taken."""
        if name in self._destinations:
            raise ValueError(f"two destinations are called {name}")
        self._destinations[name] = _Place(self._page.index, x, y, self._open[-1])

    def bookmark(self, title: str, name: str, level: int) -> None:
        """An entry of the outline that leads to the destination `name`; `level` counts from 0."""
        self._bookmarks.append((_plain(title), name, level))

    # The file

    def finish(self) -> bytes:
        """The whole file. Raises RuntimeError while a page is open, ValueError for a link or bookmark that leads nowhere."""
        if self._current_page is not None:
            raise RuntimeError("the last page has not ended")
        missing = (self._jumps.keys() | {name for _, name, _ in self._bookmarks}) - self._destinations.keys()
        if missing:
            raise ValueError(f"no destination is called {', '.join(sorted(missing))}")
        self._fonts.write(self._file)
        self._file.set_catalog("StructTreeRoot", f"{self._tree.write(self._file)} 0 R")
        self._file.set_catalog("MarkInfo", "<< /Marked true >>")
        self._file.set_preference("DisplayDocTitle", "true")
        if self._intent == "office":
            self._file.set_preference("PrintScaling", "None")  # the safe area is meant for the printer's margin
        self._write_destinations()
        for title, name, level in self._bookmarks:
            # Only the name tree can say both the page and the element.
            self._file.add_bookmark(title, level, text_string(name) if self._tree.pdf_2 else self._place(name))
        return self._file.finish()

    def _write_destinations(self) -> None:
        """The actions that lead to them, and their name tree, in the order of the names' bytes as the format asks."""
        for name, action in self._jumps.items():
            self._file.put(action, f"<< /S /GoTo /D {text_string(name)}{self._structure_place(name)} >>")
        if not self._destinations:
            return
        entries = []
        for name in self._destinations:
            key = name.encode("ascii") if name.isascii() else b"\xfe\xff" + name.encode("utf-16-be")
            entries.append((key, f"{text_string(name)} {self._place(name)}"))
        names = "\n".join(entry for _, entry in sorted(entries))
        self._file.set_catalog("Names", f"<< /Dests {self._file.add(f'<< /Names [{names}] >>')} 0 R >>")

    def _place(self, name: str) -> str:
        """A destination in PDF syntax: a place on a page, and for PDF/UA-2 the element that begins there too."""
        place = self._destinations[name]
        where = f"[{self._file.pages[place.page_index]} 0 R /XYZ {number(place.x)} {number(place.y)} null]"
        structure = self._structure_place(name)
        return f"<< /D {where}{structure} >>" if structure else where

    def _structure_place(self, name: str) -> str:
        """The entry that says which element a destination is, where the file is PDF 2.0."""
        if not self._tree.pdf_2:
            return ""
        place = self._destinations[name]
        return f" /SD [{self._tree.written(place.element)} 0 R /XYZ {number(place.x)} {number(place.y)} null]"


if TYPE_CHECKING:
    _contract: type[Surface] = TaggedCanvas
