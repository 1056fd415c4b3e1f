"""A step on the line: its number, what to do, its screens, and its doors where the reader must choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from generator.geometry import Rect
from generator.layout import artwork
from generator.layout.block import NO_EXCESS, Block, Excess, Stack, rect_of
from generator.layout.doors import Doors
from generator.layout.inline import Label, label, spans
from generator.layout.looks import StepLook
from generator.layout.page import Page
from generator.layout.screens import ScreenFrame
from generator.layout.setting import Setting
from generator.layout.tags import Tag
from generator.layout.textblock import TextBlock, too_wide
from generator.markup import Element
from generator.surface import Surface
from generator.text import Paragraph

_BOOKMARK = 60  # letters
MOST_ROOMY = 3  # screens of a step, where the page has room to spare
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
        self.text = Stack([text_block(child, look.title, setting, body) for child in element.elements("h2", "h3", "p")])
        cases = list(element.elements("case"))
        self.doors = Doors(cases, look, setting, body, indent=look.text) if cases else None
        self.screens = [
            ScreenFrame(child, setting, Tag("Figure", body, alt=child.get("alt"))) for child in element.elements("screen")
        ]
        self.all_screens, self.screens = self.screens[:MOST_ROOMY], self.screens[: look.most]
        self.room: float | None = None  # how far the pictures grow: 0 not at all, 1 as far as they may; None: none is added
        extras = [block for child in element.elements("stack") for block in build(child, setting, body)]
        self.notes = Stack([*extras, *(note_block(child, setting, body) for child in element.elements("exit", "note"))])
        self.exits = [index for index, block in enumerate(self.notes.blocks) if isinstance(block, ExitPill)]
        self.number_label = number_label(self.number, self.device, look.disc, setting)
        self.elastic = 1.0 if look.pictures == "below" and (self.screens or self.doors) else 0.0

    # -- measuring

    def wrap(self, width: float) -> float:
        self.width = width
        room = width - self.look.text
        self.under = self.look.pictures == "below" or self._wants_width(room)
        beside = 0.0 if self.under else self._pictures_beside(room)
        self.bare = max(self.look.disc, self.text.wrap(room) + self.notes.wrap(room))
        self.text.wrap(room - beside)
        if beside and self.text.overflow()[0] > 0:  # a long word needs the width
            self.under, beside = True, 0.0
            self.text.wrap(room)
        for screen in self.screens:
            screen.wrap(self._picture_width(screen, room, under=self.under))
        self.wide_notes = bool(beside) and self.notes.blocks != [] and isinstance(self.notes.blocks[0], ExitPill)
        self.notes.wrap(room if self.wide_notes else room - beside)
        self.height = max(self.look.disc, self._measure())
        return self.height

    def _pictures_beside(self, room: float) -> float:
        """The width that pictures beside the text take; they shrink before they leave the text too little."""
        if not self.screens:
            return 0.0
        widths = [self._picture_width(screen, room, under=False) for screen in self.screens]
        return sum(widths) + self.look.between * (len(widths) - 1) + self.setting.mm(1.5)

    def _picture_width(self, screen: ScreenFrame, room: float, *, under: bool) -> float:
        """A phone's width is the look's; a PC's screen is wider by half, and any that could not be read is wider if it can be.

        Below the text, all share the width.
        """
        count = len(self.screens)
        if self.look.pictures == "below":
            each = (room - self.setting.mm(5) * (count - 1)) / count
            return min(each, self.look.picture[1] * (1.75 if screen.is_wide else 1.0))
        wide = min(self.look.width * 1.5, room * 0.5) if screen.is_wide else self.look.width
        wide = max(wide, screen.readable)
        if self.room is None:
            return min(wide, self._each(room * 0.62))
        return min(self._grown(screen, wide, room), self._each(room if under else room * (0.5 if count == 1 else 0.62)))

    def _each(self, room: float) -> float:
        """The width of each screen where they share that much."""
        return (room - self.look.between * (len(self.screens) - 1)) / len(self.screens)

    def _grown(self, screen: ScreenFrame, wide: float, room: float) -> float:
        """What becomes of a screen's width where the page has room to spare: never more than its picture is sharp for."""
        most = room if screen.is_wide else self.look.roomy * (1.3 if screen.device == "tablet" else 1.0)
        return wide + max(0.0, min(most, screen.widths[1]) - wide) * (self.room or 0.0)

    def _wants_width(self, room: float) -> bool:
        """Whether there is room to spare, and beside the text the screens would be too narrow to be read or shown well."""
        if self.room is None or not self.screens:
            return False
        for screen in self.screens:
            beside, wide = self._picture_width(screen, room, under=False), min(self.look.width, self._each(room))
            grown = self._grown(screen, max(wide, screen.readable), room)
            if beside < min(max(wide, screen.widths[0]), grown) - 0.5:
                return True
        return False

    @property
    def can_grow(self) -> bool:
        """Whether its pictures could use room to spare: it has one that may be larger, or one that is not shown."""
        more = len(self.all_screens) > len(self.screens)
        return self.look.roomy > 0 and (more or any(screen.shown for screen in self.screens))

    def take_room(self, room: float) -> None:
        """Show all screens, grown that far from as large as usual (0) to as large as they may be (1); after `wrap`."""
        if self.can_grow:
            self.room, self.screens = room, self.all_screens
            self.wrap(self.width)

    def _measure(self) -> float:
        """The height, and where the parts stand below the top (`_parts`)."""
        mm = self.setting.mm
        title = self.text.blocks[0].height if self.text.blocks else 0.0
        self.text_top = max(0.0, self.look.disc / 2 - title / 2) if self.has_title or not self.text.blocks else mm(1.2)
        bottom = self.text_top + self.text.height
        pictures = max((screen.height for screen in self.screens), default=0.0)
        if self.doors:
            bottom = self._measure_doors(max(bottom, self.look.disc, 0.0 if self.under else pictures))
        if self.under and self.screens:
            self.pictures_top = bottom + mm(5 if self.look.pictures == "below" else 2)
            bottom = self.pictures_top + pictures
        else:
            self.pictures_top = 0.0
        if self.wide_notes:
            bottom = max(bottom, self.pictures_top + pictures)
        self.notes_top = bottom + (mm(1.6) if self.look.pictures == "right" and not self.wide_notes else mm(3))
        if self.notes.blocks:
            bottom = self.notes_top + self.notes.height
        return max(bottom, self.pictures_top + pictures)

    def _measure_doors(self, above: float) -> float:
        """Where the line forks, the doors stand and the line merges again, `above` being taken; returns the foot of it all."""
        assert self.doors is not None
        mm, height = self.setting.mm, self.doors.wrap(self.width)
        self.fork = above + mm(4)
        if self.doors.stacked:  # the line runs on beside the doors and turns into each
            self.doors_top = above + mm(3)
            self.merge = self.doors_top + height
            return self.merge
        self.doors_top = self.fork + mm(7.5)
        self.merge = self.doors_top + height + mm(5.5)
        return self.merge + mm(4)

    @property
    def cost(self) -> float:
        """How much lower the step would be without its screens; after `wrap`."""
        return self.height - self.bare if self.screens else 0.0

    def without_screens(self) -> None:
        """Leave the screens out."""
        self.screens = []
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
            before = max(screen.height for screen in self.screens)
            for screen in self.screens:
                screen.grow(extra - self.setting.mm(6))
            taller = max(screen.height for screen in self.screens) - before
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
        self._place_pictures(page, x, top)
        self.notes.place(page, x + look.text, top - self.notes_top)

    def _mark(self, page: Page, x: float, top: float, axis: float, middle: float) -> None:
        data: dict[str, object] = {"axis": axis, "y": middle, "device": self.device, "line": self.line}
        if self.doors:
            data["fork"] = top - self.fork
            data["merge"] = top - self.merge
            data["doors"] = [Rect(x + d.x, top - self.doors_top + d.y, d.width, d.height) for d in self.doors.boxes]
            data["stacked"] = self.doors.stacked
        if self.exits:
            pills = [self.notes.blocks[i] for i in self.exits]
            down = (
                self.notes_top + sum(b.height for b in self.notes.blocks[: self.exits[0]]) + sum(self.notes.gaps[: self.exits[0]])
            )
            data["exit"] = (x + self.look.text, top - down - pills[0].height / 2)
        page.mark(rect_of(self, x, top), "step", self.id, **data)
        if self.id:
            page.mark_destination(f"step-{self.id}", self.item, x, top, self.bookmark, 1)

    def _place_pictures(self, page: Page, x: float, top: float) -> None:
        if not self.screens:
            return
        gap = self.setting.mm(5) if self.look.pictures == "below" else self.look.between
        left = x + self.look.text
        if not self.under:
            left = x + self.width - sum(s.width for s in self.screens) - gap * (len(self.screens) - 1)
        for screen in self.screens:
            screen.place(page, left, top - self.pictures_top)
            left += screen.width + gap

    def overflow(self) -> Excess:
        return max(self.text.overflow(), self.notes.overflow(), self.doors.overflow() if self.doors else NO_EXCESS)


class Illustrated(Protocol):
    """A step that could do without its screens."""

    @property
    def cost(self) -> float:
        """How much height its screens cost."""

    def without_screens(self) -> None:
        """Leave them out."""


def thin_out(steps: Sequence[Illustrated], count: int) -> None:
    """Leave out the screens of those `count` steps where that saves the most height; after `wrap`."""
    for step in sorted(steps, key=lambda step: -step.cost)[: max(0, count)]:
        if step.cost > 0:
            step.without_screens()


def text_block(child: Element, title: str, setting: Setting, body: Tag) -> TextBlock:
    """A step's title (`<h2>` or `<h3>`) or one of its paragraphs."""
    is_title = child.name in ("h2", "h3")
    style = setting.style(title if is_title else child.get("style", "body"), place=child.place)
    style = replace(style, headline=is_title)
    block = TextBlock(
        Paragraph(spans(child, style, setting), style, setting.fonts), Tag(child.name.upper() if is_title else "P", body)
    )
    block.before = 0.0 if is_title else setting.mm(0.7)
    return block


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


def note_block(child: Element, setting: Setting, parent: Tag) -> Block:
    """A step's remark: a plain one as a paragraph, one that leads to another procedure as a pill."""
    if child.name == "exit":
        return ExitPill(child, setting, Tag("P", Tag("Note", parent)))
    style = setting.style("body")
    block = TextBlock(Paragraph(spans(child, style, setting), style, setting.fonts), Tag("P", Tag("Note", parent)))
    block.before = setting.mm(1.5)
    return block


class ExitPill(Block):
    """An outlined pill at the end of a short lead: where to go when the step fails."""

    def __init__(self, element: Element, setting: Setting, tag: Tag) -> None:
        self.setting, self.tag = setting, tag
        style = setting.style("body")
        self.letter = label(
            element.get("letter"), replace(style, weight=800, ink=setting.ink("paper"), size=style.size * 1.1), setting
        )
        self.paragraph = Paragraph(spans(element, style, setting), style, setting.fonts)
        self.disc = style.size * 2.1 if element.get("letter") else 0.0
        self.pad = setting.mm(1.2)
        self.before = setting.mm(2)

    def wrap(self, width: float) -> float:
        self.width = width
        self.room = width - self.disc - 4 * self.pad
        text = self.paragraph.wrap(self.room)
        self.height = max(text + 1.6 * self.pad, self.disc + 2 * self.pad * 0.6)
        self.own = min(width, self.paragraph_width() + self.disc + 4.5 * self.pad)
        return self.height

    def paragraph_width(self) -> float:
        """The width of the longest line."""
        return min(self.room, self.paragraph.natural_width()) if len(self.paragraph.lines) == 1 else self.room

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
        text_top = middle + self.paragraph.wrap(self.room) / 2
        page.draw(self.tag, lambda s: self.paragraph.draw(s, x + self.disc + 2.2 * self.pad, text_top))

    def overflow(self) -> Excess:
        return too_wide(self.paragraph, self.room)
