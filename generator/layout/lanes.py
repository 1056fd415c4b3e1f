"""Device lanes: one column a device, time running down, the line crossing where the device changes.

The device at work has most of the width (see `lanespace`).

A step's screens hang in its own lane below the crossing, beside what the other device does next: that is when they are
still looked at. What is left of a lane while it waits says that it waits.
"""

from __future__ import annotations

import copy
from bisect import bisect_right

from msgspec import Struct

from generator.geometry import Path, Rect
from generator.layout import artwork, strokes
from generator.layout.block import Block, Excess, Stack
from generator.layout.inline import Label, label
from generator.layout.lanespace import LaneSpace, Shift
from generator.layout.lanesteps import LaneStep
from generator.layout.leaving import leave_out
from generator.layout.looks import look_of
from generator.layout.page import BACK, LINE, Page
from generator.layout.said import tags
from generator.layout.setting import Setting
from generator.layout.tags import Tag
from generator.layout.textblock import TextBlock
from generator.markup import Element
from generator.markup.fill import BETWEEN
from generator.surface import Surface
from generator.text import Paragraph, Word

_LEAST_IDLE = 20.0  # mm: the words that a waiting lane says


class Wait(Struct, frozen=True):
    """A stretch of a lane in which its device waits: its left edge, from and to below the block's top, what it says there."""

    left: float
    start: float
    end: float
    text: Stack | None


class Crossing(Struct, frozen=True):
    """Where the line changes lanes, below the block's top; `active` is the lane at work in whose layout it does."""

    y: float
    start: int
    end: int
    active: int


class Lanes(Block):
    """The steps of a procedure in lanes; can be split between steps."""

    def __init__(self, element: Element, setting: Setting, tag: Tag) -> None:
        self.setting, self.tag = setting, tag
        self.look = look_of(element, setting)
        self.lanes = list(element.elements("lane"))
        self.devices = [lane.get("device") for lane in self.lanes]
        within = setting.at(references=setting.references.within(element.get("letter")))
        self.head_tags = [Tag("P", tag) for _ in self.lanes]
        self.wait_tags = [tags("P", tag, setting) for _ in self.lanes]
        self.told: set[Tag] = set()  # what has been painted; where it stands again, it is no content
        steps = Tag("L", tag, ListNumbering="Decimal")
        words = {lane.get("device"): lane.get("word").partition(BETWEEN)[0] for lane in self.lanes}
        self.steps = [
            LaneStep(step, self.look, within, steps, words.get(step.get("device", "phone"), ""))
            for step in element.elements("step")
        ]
        self.before_steps: list[LaneStep] = []  # those on the pages before, where the lanes have been split
        self.gutter = setting.length(element, "gutter", "3mm")
        self.head_style = setting.style("lane", ink="paper")
        self.head = self.head_style.leading * 1.45
        self.heads: list[Label] = [label(lane.get("word"), self.head_style, setting) for lane in self.lanes]
        self.elastic, self.starts, self.ends = 1.0, True, True
        self.end_mark = element.flag("end")
        self.thinned = False
        self.wait_words: dict[str, list[Paragraph]] = {}  # by what they say; shared by all parts

    # -- measuring

    def wrap(self, width: float) -> float:
        self.width = width
        for step, following in zip(self.steps, [*self.steps[1:], None], strict=True):
            step.leaves = following is not None and following.device != step.device
        self.space = LaneSpace(width, self.gutter, len(self.lanes), self._least_idle())
        pad = self.setting.mm(4)
        for step in self.steps:
            step.idle = self.space.waiting - pad
            step.wrap(self.space.working - pad)
        if not self.thinned:
            leave_out(self.steps, self.setting.left_out)
            self.thinned = True
        self.height = self._arrange(0.0)
        return self.height

    def _least_idle(self) -> float:
        """The width that a waiting lane needs: for its head, for screens that hang in it, for the longest word it says."""
        mm, pad = self.setting.mm, self.look.text + self.setting.mm(4)
        heads = max(head.width for head in self.heads) + self.head_style.size * 1.3 + mm(10.2)
        hanging = max((step.widest for step in self.steps if step.leaves), default=0.0)
        said = [lane.get(name) for lane in self.lanes for name in ("first", "idle") if lane.get(name)]
        words = [block.paragraph for step in self.steps for block in step.wait]
        words += [paragraph for one in said for paragraph in self._wait_words(one)]
        longest = max((paragraph.min_width() for paragraph in words), default=0.0)
        return max(heads, pad + max(hanging, longest, mm(_LEAST_IDLE)))

    def grow(self, extra: float) -> None:
        """Loosen the steps; the lanes reach down to the foot."""
        self.wrap(self.width)  # the steps may have been measured since as those of another part
        share = min(extra / (len(self.steps) + 1), self.setting.mm(14))
        while share > 0.5 and self._arrange(share) > self.height + extra:
            share *= 0.8
        self.height += extra
        self._arrange(max(share, 0.0))

    def _lane(self, step: LaneStep) -> int:
        return self.devices.index(step.device) if step.device in self.devices else 0

    def _arrange(self, slack: float) -> float:
        """Find the y of every step, crossing and wait below the top, with `slack` more than the least between steps."""
        mm, gap = self.setting.mm, self.look.gap + slack
        cross = mm(3 + 2 * self.setting.tightness) + slack / 2  # above and below a crossing
        start = self.head + cross
        bottom, rest_from = [self.head] * len(self.lanes), [self.head] * len(self.lanes)
        rested: list[LaneStep | None] = [self._last_in(lane) for lane in range(len(self.lanes))]
        self.tops: list[float] = []
        self.crossings: list[Crossing] = []
        self.shifts: list[Shift] = []
        self.waits: list[Wait] = []
        first = self._lane(self.steps[0])
        if self._entry != first:  # the page before ended in another lane
            crossing = self.head + cross
            self.crossings.append(Crossing(crossing, self._entry, first, first))
            rest_from[self._entry], start = crossing, crossing + cross
        for index, step in enumerate(self.steps):
            here, y = self._lane(step), start
            if index:
                before, lane = self.steps[index - 1], self._lane(self.steps[index - 1])
                y = bottom[here] + gap
                if here != lane:
                    taken = self.tops[-1] + before.text_height
                    crossing, hang, y = self._cross(lane, here, taken, bottom[here] if bottom[here] > self.head else 0.0, cross)
                    before.hang(hang - self.tops[-1])
                    bottom[lane] = max(bottom[lane], self.tops[-1] + before.height)
                    self._wait(here, lane, rest_from[here], crossing, rested[here])
                    rest_from[lane], rested[lane] = max(bottom[lane], crossing), before
            self.tops.append(y)
            bottom[here] = y + (step.text_height if step.leaves else step.height)
        foot = max(bottom) + mm(16 if self.end_mark and self.ends else 3)
        if not self.ends:  # whoever does not act at the foot of this page waits down to it
            last = self._lane(self.steps[-1])
            for lane in range(len(self.lanes)):
                if lane != last:
                    self._wait(lane, last, rest_from[lane], foot, rested[lane])
        return foot

    def _cross(self, lane: int, here: int, taken: float, hung: float, cross: float) -> tuple[float, float, float]:
        """Let the line leave `lane`, taken down to there, for `here`, whose screens hang down to `hung`.

        Returns where it crosses, where the screens of the lane that it leaves may begin, and where the next step does. The
        border steps aside before the line goes to the right and after it goes to the left: it crosses where it stands left.
        """
        mm = self.setting.mm
        least = hung + mm(4) if hung else 0.0
        if not self.space.steps_aside:
            crossing = max(taken + cross, least)
            self.crossings.append(Crossing(crossing, lane, here, here))
            return crossing, crossing + mm(5), crossing + cross
        beside = self.gutter / 2 + max(mm(1.5), cross - mm(1.5))  # from a text to the middle of the gutter
        apart = self.gutter / 2 + mm(2.8)  # from there to the middle of the line
        crossing = max(taken + (beside + apart if here > lane else cross), least)
        self.crossings.append(Crossing(crossing, lane, here, max(here, lane)))
        if here > lane:
            self.shifts.append(Shift(crossing - apart, here))
            return crossing, crossing + mm(5), crossing + cross
        self.shifts.append(Shift(crossing + apart, here))
        return crossing, crossing - mm(1), crossing + apart + beside

    def _wait(self, lane: int, active: int, start: float, end: float, rested: LaneStep | None) -> None:
        """Let a lane wait while `active` is at work."""
        self.waits.append(Wait(self.space.span(lane, active)[0], start, end, self._wait_text(lane, rested)))

    def _wait_text(self, lane: int, rested: LaneStep | None) -> Stack | None:
        """What a waiting lane says: the words of the step that it rests after, or the lane's own."""
        if rested is not None and rested.wait:
            block = Stack(rested.wait)
        else:
            words = self.lanes[lane].get("first" if rested is None and self.starts else "idle")
            if not words:
                return None
            said = zip(self._wait_words(words), self.wait_tags[lane] if rested is None else rested.idle_tags, strict=False)
            block = Stack([TextBlock(paragraph, tag) for paragraph, tag in said])
        block.wrap(self.space.waiting - self.look.text - self.setting.mm(4))
        return block

    def _wait_words(self, words: str) -> list[Paragraph]:
        """A lane's own words, in each language of the sheet."""
        if words not in self.wait_words:
            settings = (self.setting, self.setting.second) if BETWEEN in words else (self.setting,)
            said = zip(settings, words.split(BETWEEN), strict=True)
            self.wait_words[words] = [Paragraph([Word(text)], one.style("body"), one.fonts) for one, text in said]
        return self.wait_words[words]

    @property
    def _entry(self) -> int:
        """The lane in which the line comes in: where the page before ended, or the first step's own."""
        return self._lane((self.before_steps[-1:] or self.steps)[0])

    def _last_in(self, lane: int) -> LaneStep | None:
        """The last step of that lane on the pages before."""
        return next((step for step in reversed(self.before_steps) if self._lane(step) == lane), None)

    def split(self, height: float) -> tuple[Block, Block] | None:
        counts = range(1, len(self.steps))
        count = bisect_right(counts, height, key=lambda count: self._part(0, count).wrap(self.width))
        if not count:
            return None
        first, rest = self._part(0, count), self._part(count, len(self.steps))
        first.wrap(self.width)
        rest.wrap(self.width)
        return first, rest

    def least(self) -> Block:
        part = self._part(0, 1)
        part.wrap(self.width)
        return part

    def _part(self, start: int, end: int) -> Lanes:
        part = copy.copy(self)
        part.steps, part.before_steps = self.steps[start:end], [*self.before_steps, *self.steps[:start]]
        part.starts, part.ends = self.starts and start == 0, self.ends and end == len(self.steps)
        return part

    # -- placing

    def place(self, page: Page, x: float, top: float) -> None:
        for index in range(len(self.lanes)):
            self._place_lane(page, index, x, top)
        for wait in self.waits:
            self._place_wait(page, wait, x + wait.left, top)
        page.draw(None, lambda s: self._paint_line(s, x, top), LINE)
        following = [self._lane(step) for step in self.steps[1:]] + [self._lane(self.steps[-1])]
        for step, y, after in zip(self.steps, self.tops, following, strict=True):
            lane = self._lane(step)
            left = x + self.space.span(lane, lane)[0]
            step.aside = self.space.span(lane, after)[0] - self.space.span(lane, lane)[0]
            step.place(page, left + self.setting.mm(2), top - y)
        if self.end_mark and self.ends:
            last = self._lane(self.steps[-1])
            axis, y = self._axis(x, last, last), top - self._end_y()
            ink, paper = self.setting.ink("ink"), self.setting.ink("paper")
            page.draw(None, lambda s: artwork.check_disc(s, axis, y, self.look.disc * 1.1, ink, paper))

    def _axis(self, x: float, lane: int, active: int) -> float:
        return x + self.space.span(lane, active)[0] + self.setting.mm(2) + self.look.axis

    def _end_y(self) -> float:
        return self.tops[-1] + self.steps[-1].height + self.setting.mm(7)

    def _place_lane(self, page: Page, index: int, x: float, top: float) -> None:
        theme, mm = self.setting.theme, self.setting.mm
        first = self._lane(self.steps[0])
        left, right = (x + edge for edge in self.space.span(index, first))
        radius, width = mm(theme.radius["door"]), mm(theme.weight["lane"])
        ink, paper, mist = (self.setting.ink(name) for name in ("ink", "paper", "mist"))
        fill = paper if self.devices[index] == "pc" else mist
        strip = Rect(left, top - self.head, right - left, self.head)
        icon, middle = self.head_style.size * 1.3, top - self.head / 2
        outline = self.space.outline(index, first, self.shifts, self.height, width / 2, radius - width / 2)
        outline = outline.transformed(1.0, x, top, flip=True)

        def decorate(surface: Surface) -> None:
            surface.fill(outline, fill)
            surface.stroke(outline, ink, width)
            artwork.head(surface, strip, radius, ink)
            artwork.icon(surface, self.devices[index], left + mm(4), middle - icon / 2, icon, paper, ink)

        page.draw(None, decorate, BACK)
        words = self.heads[index]
        page.draw(
            self.head_tags[index] if self.starts else None,
            lambda s: words.draw(s, left + mm(6.2) + icon + words.width / 2, middle),
        )

    def _place_wait(self, page: Page, wait: Wait, left: float, top: float) -> None:
        mm = self.setting.mm
        axis, start, end = left + mm(2) + self.look.axis, wait.start + mm(5), wait.end - mm(6)
        if end - start < mm(8):
            return
        ink = self.setting.ink("ink")
        dashed = Path().move(axis, top - start).line(axis, top - end)
        width = mm(self.setting.theme.line["wait"])
        page.draw(None, lambda s: s.stroke(dashed, ink, width, dash=(mm(1.4), mm(1.6))), LINE)
        if wait.text is not None and wait.text.height <= end - start:
            x, y = left + mm(2) + self.look.text, top - (start + end - wait.text.height) / 2
            for block in wait.text.blocks:
                self._place_words(page, block, x, y)
                y -= block.height

    def _place_words(self, page: Page, block: Block, x: float, top: float) -> None:
        assert isinstance(block, TextBlock)
        text, tag = copy.copy(block.paragraph), None if block.tag in self.told else block.tag
        text.wrap(block.width)  # where the lanes are split, other parts say the same in other widths
        self.told.update([tag] if tag else [])
        page.draw(tag, lambda s: text.draw(s, x, top))

    def _paint_line(self, surface: Surface, x: float, top: float) -> None:
        """Piece by piece: down a lane in its device's line, then over the gutter into the other one's."""
        pen = strokes.Pen(surface, self.setting)
        y = top - (self.tops[0] + self.look.disc / 2) if self.starts else top - self.head
        lane, first = self._entry, self._lane(self.steps[0])
        corner = self.setting.mm(self.setting.theme.line["corner"])
        entry: list[tuple[float, float]] = [(self._axis(x, lane, first), y)]
        for crossing in self.crossings:
            there, active = top - crossing.y, crossing.active
            border = x + self.space.border(crossing.start, crossing.end, active)
            pen.run(
                [*entry, (self._axis(x, crossing.start, active), there), (border, there)], self.devices[crossing.start], corner
            )
            entry = [(border, there), (self._axis(x, crossing.end, active), there)]
            pen.crossing(border, there, self.devices[crossing.start], right=crossing.end > crossing.start)
            lane = crossing.end
        for step, down in zip(self.steps, self.tops, strict=True):
            axis = self._axis(x, self._lane(step), self._lane(step))
            door = axis + self.setting.mm(1) + self.look.text - self.look.axis
            for height in step.door_heights():
                pen.run([(axis, top - down - height), (door, top - down - height)], step.device)
        last = top - self.tops[-1] - max([self.look.disc / 2, *self.steps[-1].door_heights()])
        if self.end_mark and self.ends:
            last = top - self._end_y()
        pen.run([*entry, (self._axis(x, lane, lane), last if self.ends else top - self.height)], self.devices[lane], corner)
        pen.finish()

    def overflow(self) -> Excess:
        return max(step.overflow() for step in self.steps)
