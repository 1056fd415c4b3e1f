"""A step in a device lane: narrower than on a line of its own, and its screens may hang lower than its text."""

from __future__ import annotations

from generator.geometry import Rect
from generator.layout import artwork
from generator.layout.block import NO_EXCESS, Block, Excess, Stack
from generator.layout.doors import Doors
from generator.layout.looks import StepLook
from generator.layout.page import Page
from generator.layout.screens import ScreenFrame
from generator.layout.setting import Setting
from generator.layout.steps import note_block, number_label, step_bookmark, text_block
from generator.layout.tags import Tag
from generator.layout.textblock import TextBlock
from generator.markup import Element


class LaneStep(Block):
    """One step. `text_height` is what must stand above a crossing; `hang` moves the screens below it.

    `leaves`: the line crosses to another lane after it. Where space is sparse, only such a step keeps a PC's wide screen:
    there it takes room that would be empty.
    """

    def __init__(self, element: Element, look: StepLook, setting: Setting, parent: Tag, device_word: str) -> None:
        self.id, self.number, self.device = element.get("id"), element.get("n"), element.get("device", "phone")
        self.look, self.setting = look, setting
        self.item, self.bookmark = Tag("LI", parent), step_bookmark(element)
        self.number_tag = Tag("Lbl", self.item, actual=" ".join((self.number, device_word)))  # the lane says it to the eye
        body = Tag("LBody", self.item)
        self.text = Stack([text_block(child, look.title, setting, body) for child in element.elements("h2", "h3", "p")])
        cases = list(element.elements("case"))
        self.doors = Doors(cases, look, setting, body, indent=0.0, beside=False) if cases else None
        figures = list(element.elements("screen"))[: look.most]
        self.screens = [ScreenFrame(child, setting, Tag("Figure", body, alt=child.get("alt"))) for child in figures]
        self.notes = Stack([note_block(child, setting, body) for child in element.elements("exit", "note")])
        waits = [text_block(child, look.title, setting, body) for child in element.elements("wait")]
        self.idle_tag = Tag("P", body)  # of what the lane says while another device goes on
        self.wait: TextBlock | None = waits[0] if waits else None
        self.label = number_label(self.number, self.device, look.disc, setting)
        self.beside = self.leaves = False
        self.pictures_start = 0.0
        self._wrapped: tuple[float, bool] | None = None

    def wrap(self, width: float) -> float:
        if self._wrapped == (width, self.leaves):
            self.hang(self.pictures_start)
            return self.height
        self._wrapped, self.width = (width, self.leaves), width
        mm, room = self.setting.mm, width - self.look.text
        if self.setting.sparse and not self.leaves:
            self.screens = [screen for screen in self.screens if not screen.is_wide]
        one = len(self.screens) == 1 and not self.screens[0].is_wide
        narrow = room - self.look.width - mm(2)
        self.beside = one and self.look.pictures == "right" and narrow >= mm(20)
        self.bare = max(self.look.disc, self.text.wrap(room)) + self.notes.wrap(room)
        self.text.wrap(narrow if self.beside else room)
        if self.beside and self.text.overflow()[0] > 0:  # a long word needs the width
            self.beside = False
            self.text.wrap(room)
        title = self.text.blocks[0].height if self.text.blocks else 0.0
        self.text_top = max(0.0, self.look.disc / 2 - title / 2)
        bottom = self.text_top + self.text.height
        self.doors_top = bottom + mm(2)
        if self.doors:
            bottom = self.doors_top + self.doors.wrap(room) + mm(2)
        self.notes_top = bottom + mm(1.5)
        if self.notes.blocks:
            bottom = self.notes_top + self.notes.height
        self.text_height = max(self.look.disc, bottom)
        self._wrap_screens(room)
        self.pictures_start = self.pictures_top = 0.0 if self.beside else self.text_height + mm(2)
        self.height = max(self.text_height, self.pictures_top + self.pictures_height)
        if self.beside:
            self.text_height = self.height
        return self.height

    def _wrap_screens(self, room: float) -> None:
        """Phones share the width up to the look's own; a PC's screen takes all of it up to the double."""
        count = max(1, len(self.screens))
        most = (room - self.look.between * (count - 1)) / count
        for screen in self.screens:
            screen.wrap(min(most, self.look.width * self._share(screen)))
        self.pictures_height = max((screen.height for screen in self.screens), default=0.0)
        if not self.screens:
            self.pictures_height = -self.setting.mm(2)

    def _share(self, screen: ScreenFrame) -> float:
        """A screen's width to that of a phone's: a PC's takes the lane, so that its words can be read."""
        return 2.2 if screen.is_wide else 1.0

    @property
    def cost(self) -> float:
        """How much lower the step would be without its screens; those that hang cost nothing. After `wrap`."""
        return self.height - self.bare if self.screens and not self.leaves else 0.0

    def without_screens(self) -> None:
        """Leave the screens out."""
        self.screens, self._wrapped = [], None
        self.wrap(self.width)

    def hang(self, down: float) -> None:
        """Let the screens begin `down` points below the step's top: below the crossing that follows it."""
        if self.screens and not self.beside:
            self.pictures_top = down
            self.height = max(self.text_height, down + self.pictures_height)

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
            page.mark_destination(f"step-{self.id}", self.item, x, top, self.bookmark, 1)
        ink, paper = self.setting.ink("ink"), self.setting.ink("paper")
        square = self.device == "pc"
        page.draw(None, lambda s: artwork.disc(s, axis, middle, look.disc, ink, paper, square=square))
        page.draw(self.number_tag, lambda s: self.label.draw(s, axis, middle))
        self.text.place(page, x + look.text, top - self.text_top)
        if self.doors:
            self.doors.place(page, x + look.text, top - self.doors_top)
        self.notes.place(page, x + look.text, top - self.notes_top)
        left = x + self.width - self.screens[0].width if self.beside else x + look.text
        for screen in self.screens:
            screen.place(page, left, top - self.pictures_top)
            left += screen.width + look.between

    def overflow(self) -> Excess:
        return max(self.text.overflow(), self.notes.overflow(), self.doors.overflow() if self.doors else NO_EXCESS)
