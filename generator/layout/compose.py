"""`compose`: an element tree → pages, with everything placed and the structure told. Nothing is drawn yet."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from generator.errors import Diagnostic, InvalidInput, did_you_mean, quoted
from generator.geometry import SAFE_MM, Path, Rect, Size, mm
from generator.layout import artwork
from generator.layout.block import Stack
from generator.layout.columns import Column
from generator.layout.fit import Overflow, text_range
from generator.layout.fixed import Fitted, fit_fixed
from generator.layout.flow import Flowed, Frame, Frames, place_column, run_flow
from generator.layout.line import Run, draw_line
from generator.layout.page import BACK, LINE, Page
from generator.layout.references import References, collect, flow_destination, step_destination
from generator.layout.setting import Setting
from generator.layout.tags import Tag
from generator.markup import Element
from generator.pictures.shelf import Shelf
from generator.surface import Surface
from generator.text import FontBook, is_rtl
from generator.theme import Theme

_OF_ITS_PAGE = frozenset({"folio", "pages", "route", "ref", "contents"})  # what differs from page to page
_PASSES = 3  # references tell pages, and their words may move steps to other pages: three rounds settle it


class Composition(Struct):
    """Composed pages and their structure."""

    pages: list[Page]
    root: Tag

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """What placing found, each finding once."""
        found = [found for page in self.pages for found in page.diagnostics]
        left_out = dict.fromkeys(text for page in self.pages for text in page.left_out if text)
        return list(dict.fromkeys([*found, *([_left_out(list(left_out))] if left_out else [])]))


def _left_out(texts: list[str]) -> Diagnostic:
    """A warning about the texts for which a sheet has no room."""
    shown = ", ".join(quoted(" ".join(text.split())) for text in texts)
    way_out = "Shorten them, use fewer of them, or choose a larger size."
    return Diagnostic(f"no room for: {shown}", None, way_out, "warning", "left-out")


class _Sheet(Struct):
    """One page before it is placed: its template, and which part of which flow stands on it."""

    template: Element
    flow: Flowed | None = None
    part: int = 0
    steps: tuple[str, ...] = field(default_factory=tuple)
    begins: bool = False  # a section of the structure


def compose(
    document: Element,
    size: Size,
    theme: Theme,
    fonts: FontBook,
    pictures: Shelf | None = None,
    attached: Mapping[str, bytes] | None = None,
) -> Composition:
    """Lay out a document on pages of this size; `pictures` are its screens, `attached` the PNGs that `<picture>` names.

    Raises InvalidInput for unknown styles, colours and templates, Overflow (with all frames that overflow) and MissingGlyph.
    """
    references = collect(document)
    setting = Setting(
        theme=theme,
        fonts=fonts,
        lang=document.get("lang"),
        also=next((element.get("lang") for element in document.walk() if element.name == "also"), ""),
        quiet=document.get("second", "ink"),
        type=document.get("type"),
        scale=document.number("scale", 1.0),
        references=references,
        size=size.name,
        pictures=pictures,
        attached=attached or {},
    )
    composer = _Composer(document, size, setting)
    told = references.tell_pages or any(element.name == "contents" for element in document.walk())
    for _ in range(_PASSES if told else 1):
        sheets = composer.sheets(references)
        pages = _page_numbers(sheets, document)
        if pages == references.pages or not told:
            break
        references = references.with_pages(pages)
    return composer.place(sheets, references)


def _page_numbers(sheets: list[_Sheet], document: Element) -> Mapping[str, int]:
    """The page on which each step is, and on which each procedure (or named flow) begins, by destination."""
    numbers: dict[str, int] = {}
    for index, sheet in enumerate(sheets):
        if sheet.flow is not None and sheet.part == 0 and (name := flow_destination(sheet.flow.element)):
            numbers.setdefault(name, index + 1)
        for step in sheet.steps:
            numbers.setdefault(step_destination(step), index + 1)
    return numbers


class _Composer:
    """The two halves of composing: what stands on which page, and where on it."""

    def __init__(self, document: Element, size: Size, setting: Setting) -> None:
        self.document, self.size, self.setting = document, size, setting
        self.templates = {element.get("id"): element for element in document.elements("pageTemplate")}
        self.problems: list[Diagnostic] = []
        self.flowed: dict[Element, Flowed] = {}
        self.fixed: dict[Element, Stack] = {}

    # -- what stands on which page

    def sheets(self, references: References) -> list[_Sheet]:
        """All pages in order, padded where the document asks for it."""
        setting = self.setting.at(references=references)
        sheets: list[_Sheet] = []
        pads: list[tuple[int, Element]] = []
        for element in self.document.elements("flow", "pad"):
            if element.name == "pad":
                pads.append((len(sheets), element))
            else:
                flowing = self._flow(element, setting)
                flowing[0].begins = not element.flag("joins")
                sheets += flowing
        for position, pad in reversed(pads):
            missing = -len(sheets) % int(pad.number("multiple"))
            blank = self._template(pad.get("page"), pad)
            sheets[position:position] = [_Sheet(blank, begins=index == 0) for index in range(missing)]
        if self.problems:
            raise InvalidInput(self.problems)
        return sheets

    def _flow(self, element: Element, setting: Setting) -> list[_Sheet]:
        first = self._template(element.get("page"), element)
        following = self._template(element.get("then"), element) if "then" in element.attributes else first
        frames = Frames(self._frames(first, flow=True), self._frames(following, flow=True))
        if not frames.first or not frames.following or not any(True for _ in element.elements()):
            return [_Sheet(first)]
        before = self.flowed.get(element)
        try:
            if before is None or _tells_pages(element):
                before = run_flow(element, frames, setting.at(text=text_range(element.get("text"))), before)
            flowed = self.flowed[element] = before
        except Overflow as overflow:
            self.problems += overflow.problems
            return [_Sheet(first)]
        return [_Sheet(following if part else first, flowed, part, flowed.steps_on(part)) for part in range(flowed.page_count)]

    def _template(self, name: str, element: Element) -> Element:
        if name not in self.templates:
            known = list(self.templates)
            message = f'{element.place}: there is no pageTemplate "{name}"'
            raise InvalidInput(message, help=f"There are: {', '.join(known) or 'none'}.{did_you_mean(name, known)}")
        return self.templates[name]

    def _frames(self, template: Element, *, flow: bool) -> list[Frame]:
        return [Frame(e, self._rect(e)) for e in template.elements("frame") if e.flag("flow") == flow]

    def _rect(self, element: Element) -> Rect:
        """A box of the markup (from the top left) as a rectangle on the page; it must stand on it."""
        x, y, width, height = (self.setting.length(element, name) for name in ("x", "y", "w", "h"))
        rect = Rect(x, self.size.height - y - height, width, height)
        if width <= 0 or height <= 0 or not Rect(0, 0, self.size.width, self.size.height).contains(rect, 1.0):
            raise InvalidInput(f"{element.place}: <{element.name}> does not stand on the page", help="See its x, y, w and h.")
        return rect

    # -- where on the page

    def place(self, sheets: list[_Sheet], references: References) -> Composition:
        """Place everything; raises InvalidInput with all frames whose content does not fit."""
        mirrored = is_rtl(self.setting.lang)
        way = {"WritingMode": "RlTb"} if mirrored else {}
        root = section = Tag("Document")
        pages: list[Page] = []
        runs: dict[str, list[Run]] = {}
        used: set[str] = set()
        for index, sheet in enumerate(sheets):
            page = Page(index, self.size, sheet.template.get("id"), mirrored=mirrored)
            pages.append(page)
            section = Tag("Sect", root, **way) if sheet.begins else section
            here = self.setting.at(references=references, page_number=index + 1, page_count=len(sheets), steps_here=sheet.steps)
            last = self._place_template(page, sheet.template, here, section, again=page.template in used)
            used.add(page.template)
            if sheet.flow is not None:
                self._place_flow(page, sheet, section, runs)
            last.hand_over(section)
        for line in runs.values():
            draw_line(line, self.setting)
        if self.problems:
            raise InvalidInput(dict.fromkeys(self.problems))
        return Composition(pages, root)

    def _place_template(self, page: Page, template: Element, setting: Setting, section: Tag, *, again: bool) -> Tag:
        """Plates, marks and fixed frames. Repeated headers and footers are page furniture, not content.

        What is read after all that flows on the page is handed back.
        """
        last = Tag("Sect")
        for element in template.elements("plate", "mark"):
            self._decorate(page, element)
        for frame in self._frames(template, flow=False):
            page.furniture = again or frame.element.flag("furniture")
            page.furniture_kind = "Header" if frame.rect.centre[1] > page.size.height / 2 else "Footer"
            if frame.element in self.fixed and page.furniture:
                place_column(page, frame, self.fixed[frame.element].blocks, setting)
            elif (fitted := self._fixed(frame, setting)) is not None:
                page.left_out += fitted.left_out
                place_column(page, frame, fitted.stack.blocks, setting)
                if not page.furniture:
                    fitted.tag.hand_over(last if frame.element.flag("last") else section)
                if not any(element.name in _OF_ITS_PAGE for element in frame.element.walk()):
                    self.fixed[frame.element] = fitted.stack
            page.furniture = False
        return last

    def _fixed(self, frame: Frame, setting: Setting) -> Fitted | None:
        """The content of a fixed frame; its overflow is noted as a problem."""
        try:
            return fit_fixed(frame, setting)
        except Overflow as overflow:
            self.problems += overflow.problems
            return None

    def _decorate(self, page: Page, element: Element) -> None:
        rect, theme, ink = self._rect(element), self.setting.theme, self.setting.ink("ink")
        if element.name == "mark":
            page.draw(None, lambda s: _paint_mark(s, element.get("kind"), rect, self.setting), LINE)
            return
        fill = self.setting.ink(element.get("ink", "signal"))
        radius = self.setting.length(element, "radius") or self.setting.mm(theme.radius["plate"])
        width = self.setting.mm(theme.weight["plate"])
        page.mark(rect, "plate")
        page.draw(None, lambda s: artwork.framed(s, rect, radius, ink, width, fill), BACK)

    def _place_flow(self, page: Page, sheet: _Sheet, section: Tag, runs: dict[str, list[Run]]) -> None:
        flowed = sheet.flow
        assert flowed is not None
        if sheet.part == 0:
            flowed.tag.hand_over(section)
            if name := flow_destination(flowed.element):
                top = page.size.height - mm(SAFE_MM)
                page.mark_destination(name, section, 0.0, top, flowed.element.get("title"), 0)
        for frame, column in flowed.page_columns(sheet.part):
            before = len(page.placements)
            place_column(page, frame, column, flowed.setting)
            self._collect_runs(page, frame, column, before, runs)

    def _collect_runs(self, page: Page, frame: Frame, column: Column, before: int, runs: dict[str, list[Run]]) -> None:
        """Note which steps of which line stand in this frame."""
        new = page.placements[before:]
        for line in dict.fromkeys(p.data["line"] for p in new if p.element == "step" and "line" in p.data):
            steps = [p for p in new if p.element == "step" and p.data.get("line") == line]
            end = next((p for p in new if p.element == "end"), None)
            leads = bool(column) and getattr(column[0], "line", "") == line
            top = self._y(frame.element, "from", frame.rect.top) if leads else steps[0].data["y"]
            foot = self._y(frame.element, "to", frame.rect.y)
            runs.setdefault(line, []).append(Run(page, frame.rect, steps, top, foot, end))

    def _y(self, element: Element, name: str, default: float) -> float:
        return self.size.height - self.setting.length(element, name) if name in element.attributes else default


def _tells_pages(flow: Element) -> bool:
    """Whether a flow's words depend on the pages on which other things stand."""
    return any(element.name in ("ref", "contents") for element in flow.walk())


def _paint_mark(surface: Surface, kind: str, rect: Rect, setting: Setting) -> None:
    """A piece of the key that stands alone: its shaft running on, or its end with the bit (or the check) at its foot."""
    ink, signal = setting.ink("ink"), setting.ink("signal")
    shaft = setting.mm(9)
    axis = rect.x + shaft / 2
    if kind == "shaft":
        surface.fill(Path().rect(Rect(rect.x, rect.y, rect.width, rect.height)), ink)
        return
    if setting.theme.end == "bit":
        foot = rect.y + shaft * 0.4
        surface.fill(Path().rect(Rect(rect.x, foot, shaft, rect.top - foot)), ink)
        surface.fill(
            artwork.key_bit(axis, foot + rect.height * 0.64, shaft, rect.width - shaft, rect.height * 0.52, left=False), ink
        )
        surface.fill(artwork.shaft_tip(axis, foot, shaft), ink)
    else:
        radius = shaft * 0.72
        surface.fill(Path().rect(Rect(rect.x, rect.y + radius, shaft, rect.height - radius)), ink)
        artwork.check_disc(surface, axis, rect.y + radius, radius * 2, ink, signal)
