"""A step on the line: its number, what to do, its screens, and its doors where the reader must choose."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from msgspec.structs import replace

from generator.geometry import Rect
from generator.layout import artwork
from generator.layout.block import NO_EXCESS, Block, Excess, Stack, rect_of
from generator.layout.doors import Doors
from generator.layout.inline import Label, label, spans
from generator.layout.leaving import told
from generator.layout.looks import StepLook
from generator.layout.page import Page
from generator.layout.references import step_destination
from generator.layout.runaround import RunAround
from generator.layout.said import in_each
from generator.layout.screenrows import in_rows
from generator.layout.screens import ScreenFrame
from generator.layout.setting import Setting
from generator.layout.tags import Tag
from generator.layout.textblock import TextBlock
from generator.markup import Element
from generator.surface import Surface
from generator.text import Paragraph

_BOOKMARK = 60  # letters
LEAST_BESIDE = 24.0  # mm: the text beside several pictures
MOST_IN_ROW = 3  # screens
Build = Callable[[Element, Setting, Tag], list[Block]]  # `typeset`, for what a step holds besides its own parts


class StepBlock(Block):
    """One step. Its placement says where its number stands and, for a branch, where the line forks and merges."""

    def __init__(self, element: Element, look: StepLook, setting: Setting, parent: Tag, build: Build) -> None:
        self.id, self.number, self.device = element.get("id"), element.get("n"), element.get("device", "phone")
        self.look, self.setting, self.after = look, setting, look.gap
        self.item = Tag("LI", parent)
        self.number_tag = Tag("Lbl", self.item)
        body = Tag("LBody", self.item)
        self.bookmark = step_bookmark(element)
        self.has_title = any(True for _ in element.elements("h2", "h3"))
        self.text = RunAround(text_blocks(element.elements("h2", "h3", "p"), look.title, setting, body))
        cases = list(element.elements("case"))
        self.doors = Doors(cases, look, setting, body, indent=look.text) if cases else None
        self.screens = [
            ScreenFrame(child, setting, Tag("Figure", body, alt=child.get("alt"))) for child in element.elements("screen")
        ]
        self.left_out: list[ScreenFrame] = []
        self.room: float | None = None  # how far the pictures grow: 0 not at all, 1 as far as they may; None: none is added
        extras = [block for child in element.elements("stack") for block in build(child, setting, body)]
        self.notes = RunAround([*extras, *note_blocks(element.elements("exit", "note"), setting, body)])
        self.number_label = number_label(self.number, self.device, look.disc, setting)
        self.elastic = 1.0 if look.pictures == "below" and (self.screens or self.doors) else 0.0

    # -- measuring

    def wrap(self, width: float) -> float:
        self.width = width
        self._arrange(under=True)
        if self._may_stand_beside():
            low = self.height if self.room is None else math.inf
            self._arrange(under=False)
            if self.overflow()[0] > 0 or self.height > low + self.setting.mm(1):
                self._arrange(under=True)
        return self.height

    def _may_stand_beside(self) -> bool:
        """Whether the pictures leave the text beside them enough width."""
        if self.look.pictures == "below" or not self.screens:
            return False
        room = self.width - self.look.text
        if self.room is not None:
            return not self._wants_width(room)
        return len(self.screens) == 1 or room - self._beside(room) >= self.setting.mm(LEAST_BESIDE)

    def _beside(self, room: float) -> float:
        """The width that pictures beside the text take."""
        widths = [self._picture_width(screen, room, under=False) for screen in self.screens]
        return sum(widths) + self.look.between * (len(widths) - 1) + self.setting.mm(1.5)

    def _picture_width(self, screen: ScreenFrame, room: float, *, under: bool) -> float:
        """A phone's width is the look's; a PC's screen is wider by half, and any that could not be read is wider if it can be.

        Below the text, all share the width.
        """
        if self.look.pictures == "below":
            each = (room - self.setting.mm(5) * (self.in_row - 1)) / self.in_row
            return min(each, self.look.picture[1] * (1.75 if screen.is_wide else 1.0))
        wide = min(self.look.width * 1.5, room * 0.5) if screen.is_wide else self.look.width
        wide = max(wide, screen.readable(self.look.words))
        if self.room is None:
            return min(wide, self._each(room) if under else room * 0.62)
        return min(self._grown(screen, wide, room), self._each(room if under else room * (0.5 if self.in_row == 1 else 0.62)))

    @property
    def in_row(self) -> int:
        """How many screens stand beside each other."""
        return min(len(self.screens), MOST_IN_ROW)

    def _each(self, room: float) -> float:
        """The width of each screen where they share that much."""
        return (room - self.look.between * (self.in_row - 1)) / self.in_row

    def _grown(self, screen: ScreenFrame, wide: float, room: float) -> float:
        """What becomes of a screen's width where the page has room to spare: never more than its picture is sharp for."""
        most = room if screen.is_wide else self.look.roomy * (1.3 if screen.device == "tablet" else 1.0)
        return wide + max(0.0, min(most, screen.widths[1]) - wide) * (self.room or 0.0)

    def _wants_width(self, room: float) -> bool:
        """Whether there is room to spare, and beside the text the screens would be too narrow to be read or shown well."""
        for screen in self.screens:
            beside, wide = self._picture_width(screen, room, under=False), min(self.look.width, self._each(room))
            grown = self._grown(screen, max(wide, screen.readable(self.look.words)), room)
            if beside < min(max(wide, screen.widths[0]), grown) - 0.5:
                return True
        return False

    @property
    def can_grow(self) -> bool:
        """Whether its pictures could use room to spare."""
        return self.look.roomy > 0 and any(screen.shown for screen in self.screens)

    def take_room(self, room: float) -> None:
        """Let the screens grow that far from as large as usual (0) to as large as they may be (1); after `wrap`."""
        if self.can_grow:
            self.room = room
            self.wrap(self.width)

    def _arrange(self, *, under: bool) -> None:
        """Measure with the pictures below the text, or beside it: then the text runs around them."""
        mm, room = self.setting.mm, self.width - self.look.text
        self.under = under
        for screen in self.screens:
            screen.wrap(self._picture_width(screen, room, under=under))
        gap = mm(5) if self.look.pictures == "below" else self.look.between
        self.rows = in_rows(self.screens, room, gap, self.look.between)
        narrow = room if under else room - self._beside(room)
        down = 0.0 if under else self.rows.height + mm(1)
        title = self.text.whole[0].wrap(narrow) if self.text.whole else 0.0
        self.text_top = max(0.0, self.look.disc / 2 - title / 2) if self.has_title or not self.text.whole else mm(1.2)
        bottom = self.text_top + self.text.around(room, narrow, down - self.text_top)
        if self.doors:
            bottom = self._measure_doors(max(bottom, self.look.disc, down))
        self.pictures_top = 0.0
        if under and self.screens:
            self.pictures_top = bottom + mm(5 if self.look.pictures == "below" else 2)
            bottom = self.pictures_top + self.rows.height
        self.notes_top = bottom + mm(3 if under and self.screens else 1.6)
        if self.notes.whole:
            bottom = self.notes_top + self.notes.around(room, narrow, down - self.notes_top)
        self.height = max(bottom, self.look.disc, self.pictures_top + self.rows.height)

    def _measure_doors(self, above: float) -> float:
        """Where the line forks, the doors stand and the line merges again, `above` being taken; returns the foot of it all."""
        assert self.doors is not None
        mm, height, loose = self.setting.mm, self.doors.wrap(self.width), self.setting.tightness
        self.fork = above + mm(3 + loose)
        if self.doors.stacked:  # the line runs on beside the doors and turns into each
            self.doors_top = above + mm(3)
            self.merge = self.doors_top + height
            return self.merge
        self.doors_top = self.fork + mm(5.5 + 2 * loose)
        self.merge = self.doors_top + height + mm(4.2 + 1.3 * loose)
        return self.merge + mm(3 + loose)

    @property
    def cost(self) -> float:
        """How much lower the step would be without its screens; after `wrap`."""
        high, screens, self.screens = self.height, self.screens, []
        low = self.wrap(self.width)
        self.screens = screens
        self.wrap(self.width)
        return high - low

    def leave_out(self, screens: Sequence[ScreenFrame]) -> None:
        """Leave these out, and measure anew."""
        self.left_out += screens
        self.screens = [screen for screen in self.screens if screen not in screens]
        self.wrap(self.width)

    def grow(self, extra: float) -> None:
        """Below the text, pictures (or doors) take the height, within reason; the rest loosens the block."""
        if self.doors:
            used = min(extra, self.doors.height * 0.5)
            self.doors.grow(used)
            self.merge += used
            self.notes_top += used
            self.height += used
            return
        if self.screens:
            taller = self.rows.grow(extra - self.setting.mm(6))
            loosen = min((extra - taller) * 0.2, self.setting.mm(10))
            self.pictures_top += loosen
            self.notes_top += taller + loosen * 1.5
        self.height += extra

    # -- placing

    def place(self, page: Page, x: float, top: float) -> None:
        look = self.look
        axis, middle = x + look.axis, top - look.disc / 2
        self._mark(page, x, top, axis, middle)
        ink, paper = self.setting.ink("ink"), self.setting.ink("paper")
        square = self.device == "pc"
        page.draw(None, lambda s: artwork.disc(s, axis, middle, look.disc, ink, paper, square=square))
        page.draw(self.number_tag, lambda s: self.number_label.draw(s, axis, middle))
        self.text.place(page, x + look.text, top - self.text_top)
        if self.doors:
            self.doors.place(page, x, top - self.doors_top)
        left = x + self.look.text if self.under else x + self.width - self.rows.width
        self.rows.place(page, left, top - self.pictures_top)
        page.diagnostics += told(self)
        self.notes.place(page, x + look.text, top - self.notes_top)

    def _mark(self, page: Page, x: float, top: float, axis: float, middle: float) -> None:
        data: dict[str, object] = {"axis": axis, "y": middle, "device": self.device, "line": self.line}
        if self.doors:
            data["fork"] = top - self.fork
            data["merge"] = top - self.merge
            data["doors"] = [Rect(x + d.x, top - self.doors_top + d.y, d.width, d.height) for d in self.doors.boxes]
            data["stacked"] = self.doors.stacked
        for block, down in zip(self.notes.blocks, self.notes.tops, strict=True):
            if isinstance(block, ExitPill):
                data.setdefault("exit", (x + self.look.text, top - self.notes_top - down - block.height / 2))
        page.mark(rect_of(self, x, top), "step", self.id, **data)
        if self.id:
            page.mark_destination(step_destination(self.id), self.item, x, top, self.bookmark, 1)

    def overflow(self) -> Excess:
        return max(self.text.overflow(), self.notes.overflow(), self.doors.overflow() if self.doors else NO_EXCESS)


def text_blocks(children: Iterable[Element], title: str, setting: Setting, body: Tag) -> list[TextBlock]:
    """A step's title (`<h2>` or `<h3>`) and its paragraphs, in each language of the sheet."""
    return [block for child in children for block in _text_blocks(child, title, setting, body)]


def _text_blocks(child: Element, title: str, setting: Setting, body: Tag) -> list[TextBlock]:
    is_title = child.name in ("h2", "h3")

    def make(within: Setting, tag: Tag) -> TextBlock:
        style = within.style(title if is_title else child.get("style", "body"), place=child.place)
        style = replace(style, headline=is_title)
        return TextBlock(Paragraph(spans(child, style, within), style, within.fonts), tag)

    blocks = in_each(child, setting, child.name.upper() if is_title else "P", body, make)
    blocks[0].before = 0.0 if is_title else setting.mm(0.7)
    return blocks


def step_bookmark(element: Element) -> str:
    """What the outline calls a step: its number, and its title or the beginning of its text."""
    words = next((child.text for child in element.elements("h2", "h3", "p")), "")
    name = f"{element.get('n')}  {' '.join(words.split())}"
    return name if len(name) <= _BOOKMARK else f"{name[: _BOOKMARK - 1]}…"


def number_label(number: str, device: str, disc: float, setting: Setting) -> Label:
    """A step's number, sized to its disc: 13 pt in 8.4 mm, smaller for three digits."""
    ink = setting.ink("ink" if device == "pc" else "paper")
    style = setting.style("number")
    size = disc * 0.546 * (0.8 if len(number) > 2 else 1.0)
    return label(number, replace(style, size=size, leading=size, ink=ink, track=0.0), setting)


def note_blocks(children: Iterable[Element], setting: Setting, parent: Tag) -> list[Block]:
    """A step's remarks: a plain one as a paragraph, one that leads to another procedure as a pill."""
    return [block for child in children for block in _note_blocks(child, setting, parent)]


def _note_blocks(child: Element, setting: Setting, parent: Tag) -> list[Block]:
    note = Tag("Note", parent)
    if child.name == "exit":
        return [ExitPill(child, setting, note)]
    blocks = in_each(child, setting, "P", note, partial(_body, child))
    blocks[0].before = setting.mm(1.5)
    return [*blocks]


def _body(element: Element, setting: Setting, tag: Tag) -> TextBlock:
    style = setting.style("body")
    return TextBlock(Paragraph(spans(element, style, setting), style, setting.fonts), tag)


class ExitPill(Block):
    """An outlined pill at the end of a short lead: where to go when the step fails."""

    def __init__(self, element: Element, setting: Setting, note: Tag) -> None:
        self.setting = setting
        style = setting.style("body")
        self.letter = label(
            element.get("letter"), replace(style, weight=800, ink=setting.ink("paper"), size=style.size * 1.1), setting
        )
        self.text = Stack(in_each(element, setting, "P", note, partial(_body, element)))
        self.disc = style.size * 2.1 if element.get("letter") else 0.0
        self.pad = setting.mm(1.2)
        self.before = setting.mm(2)

    def wrap(self, width: float) -> float:
        self.width = width
        self.room = width - self.disc - 4 * self.pad
        text = self.text.wrap(self.room)
        self.height = max(text + 1.6 * self.pad, self.disc + 2 * self.pad * 0.6)
        self.own = min(width, self.text_width() + self.disc + 4.5 * self.pad)
        return self.height

    def text_width(self) -> float:
        """The width of the longest line."""
        paragraphs = [block.paragraph for block in self.text.blocks if isinstance(block, TextBlock)]
        short = all(len(paragraph.lines) == 1 for paragraph in paragraphs)
        return min(self.room, max(paragraph.natural_width() for paragraph in paragraphs)) if short else self.room

    def place(self, page: Page, x: float, top: float) -> None:
        box = Rect(x, top - self.height, self.own, self.height)
        ink, paper = self.setting.ink("ink"), self.setting.ink("paper")
        radius = min(self.height / 2, self.setting.mm(4))
        middle = top - self.height / 2
        centre = x + self.pad + self.disc / 2

        def decorate(surface: Surface) -> None:
            artwork.framed(surface, box, radius, ink, self.setting.mm(0.6), paper)
            if self.disc:
                artwork.disc(surface, centre, middle, self.disc, ink, paper)
                self.letter.draw(surface, centre, middle)

        page.draw(None, decorate)
        self.text.place(page, x + self.disc + 2.2 * self.pad, middle + self.text.height / 2)

    def overflow(self) -> Excess:
        return self.text.overflow()
