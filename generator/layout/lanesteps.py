"""A step in a device lane: narrower than on a line of its own, and its screens may hang lower than its text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from generator.geometry import Rect
from generator.layout import artwork
from generator.layout.block import NO_EXCESS, Block, Excess
from generator.layout.doors import Doors
from generator.layout.leaving import told
from generator.layout.looks import StepLook
from generator.layout.page import Page
from generator.layout.references import step_destination
from generator.layout.runaround import RunAround
from generator.layout.said import tags
from generator.layout.screenrows import in_rows
from generator.layout.screens import ScreenFrame
from generator.layout.setting import Setting
from generator.layout.steps import note_blocks, number_label, step_bookmark, text_blocks
from generator.layout.tags import Tag
from generator.layout.textblock import TextBlock
from generator.markup import Element

LEAST_BESIDE = 25.0  # mm: the text beside a screen
Spot = Literal["below", "text", "title"]  # where the first screen stands: below the text, or beside that
SPOTS: tuple[Spot, ...] = ("below", "text", "title")
WIDE = 2.2  # a PC's screen to a phone's, where there is room


class LaneStep(Block):
    """One step. `text_height` is what must stand above a crossing; `hang` moves the screens below it.

    `leaves`: the line crosses to another lane after it. Then its screens hang below the crossing, in room that would be
    empty; else the first one may stand beside the text, which runs around it.
    """

    def __init__(self, element: Element, look: StepLook, setting: Setting, parent: Tag, device_word: str) -> None:
        self.id, self.number, self.device = element.get("id"), element.get("n"), element.get("device", "phone")
        self.look, self.setting = look, setting
        self.item, self.bookmark = Tag("LI", parent), step_bookmark(element)
        self.number_tag = Tag("Lbl", self.item, actual=" ".join((self.number, device_word)))  # the lane says it to the eye
        body = Tag("LBody", self.item)
        self.title, self.text = (
            RunAround(text_blocks(element.elements(*names), look.title, setting, body)) for names in (("h2", "h3"), ("p",))
        )
        cases = list(element.elements("case"))
        self.doors = Doors(cases, look, setting, body, indent=0.0, beside=False) if cases else None
        figures = element.elements("screen")
        self.screens = [ScreenFrame(child, setting, Tag("Figure", body, alt=child.get("alt"))) for child in figures]
        self.left_out: list[ScreenFrame] = []
        self.notes = RunAround(note_blocks(element.elements("exit", "note"), setting, body))
        waits = [text_blocks([child], look.title, setting, body) for child in element.elements("wait")]
        self.idle_tags = tags("P", body, setting)  # of what the lane says while another device goes on
        self.wait: list[TextBlock] = waits[0] if waits else []
        self.label = number_label(self.number, self.device, look.disc, setting)
        self.leaves = False
        self.idle = 0.0  # the width of its lane when it waits: there hang the screens of a step that leaves
        self.aside = 0.0  # how far right of the step that is
        self.pictures_start = 0.0
        self._wrapped: tuple[float, float, bool] | None = None
        self._lowest: dict[float, Spot] = {}  # by width: where the first screen makes the step lowest

    def wrap(self, width: float) -> float:
        asked = (width, self.idle, self.leaves)
        if self._wrapped == asked:
            self.hang(self.pictures_start)
            return self.height
        self._wrapped, self.width = asked, width
        spot: Spot = "below"
        if self.screens and not self.leaves and self.look.pictures == "right":
            if width not in self._lowest:
                self._lowest[width] = min(SPOTS, key=self._arrange)  # of equals the first
                if self.spot == self._lowest[width]:
                    return self.height
            spot = self._lowest[width]
        self._arrange(spot)
        return self.height

    def _arrange(self, spot: Spot) -> float:
        """Measure with the first screen beside title and text, or beside the text alone, and the others below; or all below.

        Returns the height; endless where what is beside a screen has too little width.
        """
        mm, room = self.setting.mm, self.width - self.look.text
        hanging = self.idle - self.look.text if self.leaves else room
        self.spot = spot
        for screen in self.screens:
            screen.wrap(min(hanging, self._wish(screen)))
        self.first = [] if spot == "below" else self.screens[:1]
        narrow = room - sum(screen.width + mm(2) for screen in self.first)
        if self.first and narrow < mm(LEAST_BESIDE):
            return math.inf
        title = self.title.wrap(narrow if spot == "title" else room)
        self.title_top = max(0.0, self.look.disc / 2 - title / 2)
        self.text_top = self.title_top + title + (mm(0.7) if self.title.whole and self.text.whole else 0.0)
        self.first_top = self.text_top + mm(0.7) if spot == "text" else 0.0
        first = max((self.first_top + screen.height for screen in self.first), default=0.0)
        down = first + mm(1) if self.first else 0.0
        bottom = self.text_top + self.text.around(room, narrow, down - self.text_top)
        self.doors_top = max(bottom, down) + mm(2)
        if self.doors:
            bottom = self.doors_top + self.doors.wrap(room) + mm(2)
        self.notes_top = bottom + mm(1.5)
        if self.notes.whole:
            bottom = self.notes_top + self.notes.around(room, narrow, down - self.notes_top)
        self.text_height = max(self.look.disc, bottom, first)
        self.rows = in_rows(self.screens[len(self.first) :], hanging, self.look.between, self.look.between)
        self.pictures_start = self.pictures_top = self.text_height + mm(2)
        self.height = self.text_height + (mm(2) + self.rows.height if self.rows.rows else 0.0)
        return math.inf if self.first and self.overflow()[0] > 0 else self.height

    def _wish(self, screen: ScreenFrame) -> float:
        """The width of a phone is the look's; a PC's takes twice that. Where it is tight, both are as narrow as can be read."""
        readable = max(one.readable(self.look.words) for one in self.screens if one.is_wide == screen.is_wide)
        if not screen.is_wide:
            return max(self.look.width, readable)
        wide = self.look.width * WIDE
        return readable + max(0.0, wide - readable) * self.setting.tightness if readable else wide

    @property
    def widest(self) -> float:
        """The width that its widest screen asks for."""
        return max((self._wish(screen) for screen in self.screens), default=0.0)

    @property
    def cost(self) -> float:
        """How much lower the step would be without its screens; those that hang cost nothing. After `wrap`."""
        if self.leaves or not self.screens:
            return 0.0
        high, spot, screens, self.screens = self.height, self.spot, self.screens, []
        low = self._arrange("below")
        self.screens = screens
        self._arrange(spot)
        return high - low

    def leave_out(self, screens: Sequence[ScreenFrame]) -> None:
        """Leave these out, and measure anew."""
        self.left_out += screens
        self.screens = [screen for screen in self.screens if screen not in screens]
        self._wrapped, self._lowest = None, {}
        self.wrap(self.width)

    def hang(self, down: float) -> None:
        """Let the screens begin `down` points below the step's top: below the crossing that follows it."""
        if self.rows.rows:
            self.pictures_top = down
            self.height = max(self.text_height, down + self.rows.height)

    def door_heights(self) -> list[float]:
        """How far below the step's top the middle of each door is: there the line turns in."""
        boxes = self.doors.boxes if self.doors else []
        return [self.doors_top - box.centre[1] for box in boxes]

    def place(self, page: Page, x: float, top: float) -> None:
        look = self.look
        axis, middle = x + look.axis, top - look.disc / 2
        box = Rect(x, top - self.height, self.width, self.height)
        page.mark(box, "step", self.id, axis=axis, y=middle, device=self.device, disc=look.disc, lane=True)
        if self.id:
            page.mark_destination(step_destination(self.id), self.item, x, top, self.bookmark, 1)
        ink, paper = self.setting.ink("ink"), self.setting.ink("paper")
        square = self.device == "pc"
        page.draw(None, lambda s: artwork.disc(s, axis, middle, look.disc, ink, paper, square=square))
        page.draw(self.number_tag, lambda s: self.label.draw(s, axis, middle))
        self.title.place(page, x + look.text, top - self.title_top)
        self.text.place(page, x + look.text, top - self.text_top)
        if self.doors:
            self.doors.place(page, x + look.text, top - self.doors_top)
        self.notes.place(page, x + look.text, top - self.notes_top)
        for screen in self.first:
            screen.place(page, x + self.width - screen.width, top - self.first_top)
        self.rows.place(page, x + look.text + (self.aside if self.leaves else 0.0), top - self.pictures_top)
        page.diagnostics += told(self)

    def overflow(self) -> Excess:
        return max(
            self.title.overflow(), self.text.overflow(), self.notes.overflow(), self.doors.overflow() if self.doors else NO_EXCESS
        )
