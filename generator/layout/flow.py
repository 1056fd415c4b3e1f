"""A flow: content that runs through the frames of a page template, over as many pages as it needs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import count, pairwise

from msgspec import Struct
from msgspec.structs import replace

from generator.geometry import Rect
from generator.layout.block import Block, Stack
from generator.layout.columns import Column, Heights, balance, column_height, fill
from generator.layout.fit import Overflow, larger, largest
from generator.layout.lanes import Lanes
from generator.layout.lanesteps import LaneStep
from generator.layout.leaving import Key, leave_out, order
from generator.layout.page import Page
from generator.layout.setting import Setting
from generator.layout.stations import Stations
from generator.layout.steps import StepBlock
from generator.layout.tags import Tag
from generator.layout.typeset import typeset
from generator.markup import Element

_ROOMS = (1.0, 0.8, 0.6, 0.4, 0.2, 0.0)  # how far pictures grow, to be tried in turn
_PUT_BACK = 8  # screens that have been left out are tried again, one by one
_LITTLE = (0.25, 0.1)  # tightness
_TO_SPARE = 0.1  # of the frames' height: where less is left, nothing grows


class Frame(Struct, frozen=True):
    """A frame on its page, in points."""

    element: Element
    rect: Rect

    @property
    def name(self) -> str:
        return self.element.get("name") or "frame"


class Frames(Struct, frozen=True):
    """The frames of a flow's first page, and those of each page that follows."""

    first: list[Frame]
    following: list[Frame]

    def on(self, page: int) -> list[Frame]:
        """The frames of one of the flow's pages."""
        return self.following if page else self.first

    def before(self, page: int) -> int:
        """How many frames stand on the pages before this one."""
        return len(self.first) + (page - 1) * len(self.following) if page else 0

    @property
    def width(self) -> float:
        """What fits into every frame."""
        return min(frame.rect.width for frame in [*self.first, *self.following])

    @property
    def heights(self) -> Heights:
        """The heights to fill."""
        return Heights([f.rect.height for f in self.first], [f.rect.height for f in self.following])


class Flowed(Struct):
    """A flow set into columns: first those of its first page's frames, then those of the following pages' frames."""

    element: Element
    setting: Setting
    tag: Tag
    blocks: list[Block]
    columns: list[Column]
    frames: Frames
    room: float | None = None  # what its steps' pictures take of the room to spare, see StepBlock.take_room

    @property
    def page_count(self) -> int:
        return 1 + -(-max(0, len(self.columns) - len(self.frames.first)) // len(self.frames.following))

    def page_columns(self, page: int) -> list[tuple[Frame, Column]]:
        """The frames of one of the flow's pages with what stands in them."""
        start = self.frames.before(page)
        return list(zip(self.frames.on(page), self.columns[start : start + len(self.frames.on(page))], strict=False))

    def steps_on(self, page: int) -> tuple[str, ...]:
        """The ids of the steps on one of the flow's pages."""
        return tuple(step for _, column in self.page_columns(page) for block in column for step in step_ids(block))


def step_ids(block: Block) -> Iterator[str]:
    """The ids of the steps that a block holds."""
    if isinstance(block, StepBlock):
        yield block.id
    elif isinstance(block, Lanes):
        yield from (step.id for step in block.steps)
    elif isinstance(block, Stations):
        yield from (station.id for station in block.stations)


def run_flow(element: Element, frames: Frames, setting: Setting, before: Flowed | None = None) -> Flowed:
    """Set a flow as generously as fits. Raises Overflow where a block is too big for a frame however tight it is set.

    A flow that does not fit on `most-pages`, however sparse, takes as few pages as it can with all its pictures. Where a
    step is too high for a page with its pictures, they are left out. `before` is the same flow as set before the pages of
    its references were known: what fitted then is tried first. Where the most generous setting leaves room, pictures grow.
    Words are hyphenated only where one is wider than its line. English labels stand beside translated ones in steps, if
    they fit.
    """
    found = _hyphenated(element, frames, setting if before is None else setting.at(originals=before.setting.originals), before)
    if not before and not setting.also and _has_originals(element):
        found = _with_originals(found)
    return _balanced(found)


def _has_originals(element: Element) -> bool:
    """Whether steps, which do not stand on signs, have keys with an English label of their own."""
    lines = (line for line in element.walk() if line.name in ("line", "lanes"))
    return any(part.get("original") for line in lines for part in line.walk() if part.name == "key")


def _with_originals(flowed: Flowed) -> Flowed:
    """The flow with them, if they fit with as many pictures on as many pages; else as it is."""
    setting = flowed.setting.at(originals=True)
    for tightness in dict.fromkeys((setting.tightness, setting.tightness / 2, 0.0)):
        tried = setting.at(tightness=tightness)
        again = _attempt(flowed.element, flowed.frames, tried, flowed.page_count, flowed.room)
        if again is not None:
            return again
    return flowed


def _hyphenated(element: Element, frames: Frames, setting: Setting, before: Flowed | None) -> Flowed:
    """The flow, its words hyphenated where one is wider than its line and nothing else helps."""
    try:
        return _run(element, frames, setting, before)
    except Overflow as overflow:
        if not overflow.across:
            raise
        return _run(element, frames, setting.at(hyphens=True), None)


def _run(element: Element, frames: Frames, setting: Setting, before: Flowed | None) -> Flowed:
    if before is not None:
        again = _attempt(element, frames, before.setting.at(references=setting.references), before.page_count, before.room)
        if again is not None:
            return again
    most_pages = int(element.number("most-pages", 0))
    if not element.flag("fit"):
        return _set(element, frames, setting)
    if most_pages or not element.flag("even"):
        found = largest(lambda tried: _attempt(element, frames, tried, most_pages), setting)
        if found is None and most_pages and element.flag("sparse"):
            thinned = _thinned(element, frames, setting, most_pages)
            found = thinned and _looser(thinned, most_pages)
        if found is not None:
            return _roomy(found)
    tight = _attempt(element, frames, setting.at(tightness=0.0), 0) or _thinned(element, frames, setting, 0)
    if tight is None:
        everything = frozenset(order(_steps(element, frames, setting)))
        return _set(element, frames, setting.at(tightness=0.0, left_out=everything, bare=True))
    return _roomy(_larger(tight, tight.page_count if most_pages else 0))


def _larger(tight: Flowed, most_pages: int) -> Flowed:
    """The flow as generous as it may be on so many pages; where it asks for that, without a column half empty."""
    even = tight.element.flag("even") and not _gapes(tight)

    def attempt(tried: Setting) -> Flowed | None:
        found = _attempt(tight.element, tight.frames, tried, most_pages)
        return None if found and even and _gapes(found) else found

    return attempt(tight.setting.at(tightness=1.0)) or larger(attempt, tight.setting, tight)


def _thinned(element: Element, frames: Frames, setting: Setting, most_pages: int) -> Flowed | None:
    """The flow, as tight as may be, with no more screens left out than it takes to fit; last of all those of doors. Or None."""
    tight = setting.at(tightness=0.0)
    ranked = order(_steps(element, frames, tight))
    found: dict[int, Flowed | None] = {}

    def fits(count: int) -> bool:
        tried = tight.at(left_out=frozenset(ranked[:count]), bare=count > len(ranked))
        found[count] = _attempt(element, frames, tried, most_pages)
        return found[count] is not None

    least = bisect_left(range(1, len(ranked) + 2), True, key=fits) + 1
    best = found.get(least)
    return best and _put_back(best, ranked[: least - 1], most_pages)


def _looser(flowed: Flowed, most_pages: int) -> Flowed:
    """A flow from which screens were left out, a little more generous where that fits; there is seldom room for more."""
    settings = (flowed.setting.at(tightness=tightness) for tightness in _LITTLE)
    tries = (_attempt(flowed.element, flowed.frames, setting, most_pages) for setting in settings)
    return next((found for found in tries if found is not None), flowed)


def _put_back(flowed: Flowed, keys: Sequence[Key], most_pages: int) -> Flowed:
    """The flow with those of its left-out screens back for which another one has made room; the most important ones first."""
    for key in keys[: -_PUT_BACK - 1 : -1]:
        again = flowed.setting.at(left_out=flowed.setting.left_out - {key})
        flowed = _attempt(flowed.element, flowed.frames, again, most_pages) or flowed
    return flowed


def _steps(element: Element, frames: Frames, setting: Setting) -> list[StepBlock | LaneStep]:
    """The steps of a flow, measured."""
    steps: list[StepBlock | LaneStep] = []
    for block in typeset(element, setting, Tag("Sect")):
        if isinstance(block, StepBlock | Lanes):
            block.wrap(frames.width)
            steps += block.steps if isinstance(block, Lanes) else [block]
    return steps


def _gapes(flowed: Flowed) -> bool:
    """Whether a column is less than half full although the flow goes on behind it."""
    columns = _balanced(flowed).columns
    heights = (frame.rect.height for page in range(flowed.page_count) for frame in flowed.frames.on(page))
    return any(column_height(column) < height / 2 for column, height in zip(columns[:-1], heights, strict=False))


def _roomy(flowed: Flowed) -> Flowed:
    """The flow with its steps' pictures as large as the room that its pages leave allows, with type and pages as they are."""
    setting, blocks = flowed.setting, [block for column in flowed.columns for block in column]
    if setting.tightness < 1 or not any(isinstance(block, StepBlock) and block.can_grow for block in blocks):
        return flowed
    frames = [frame.rect.height for page in range(flowed.page_count) for frame in flowed.frames.on(page)]
    if sum(frames) - sum(column_height(column) for column in flowed.columns) < _TO_SPARE * sum(frames):
        return flowed
    tries = (_attempt(flowed.element, flowed.frames, setting, flowed.page_count, room) for room in _ROOMS)
    return next((found for found in tries if found is not None), flowed)


def _attempt(element: Element, frames: Frames, setting: Setting, most_pages: int, room: float | None = None) -> Flowed | None:
    """The flow in this setting, or None where something overflows or it takes too many pages."""
    try:
        flowed = _set(element, frames, setting, room)
    except Overflow:
        return None
    return flowed if not most_pages or flowed.page_count <= most_pages else None


def _set(element: Element, frames: Frames, setting: Setting, room: float | None = None) -> Flowed:
    tag = Tag("Sect")
    blocks = typeset(element, setting, tag)
    width, heights = frames.width, frames.heights
    name = element.get("name") or element.get("page")
    for block in blocks:
        block.wrap(width)
        if room is not None and isinstance(block, StepBlock):
            block.take_room(room)
        points, words = block.overflow()
        if points > 0.01:
            raise Overflow(name, points, across=True, what=words, size=setting.size)
    leave_out([block for block in blocks if isinstance(block, StepBlock)], setting.left_out)
    columns, worst = fill(blocks, heights)
    if worst.points > 0.5:
        raise Overflow(name, worst.points, what=_what(worst.block), size=setting.size)
    return Flowed(element, setting, tag, blocks, columns or [[]], frames, room)


def _balanced(flowed: Flowed) -> Flowed:
    """The flow with its columns evened out, if it asks for that. This is for the one that is found, not for each attempt."""
    if not flowed.element.flag("balance"):
        return flowed
    if len(flowed.columns) > len(flowed.frames.first) or len(flowed.frames.on(1)) == 1:
        return replace(flowed, columns=_even(flowed.blocks, flowed.columns, flowed.frames))
    blocks = [block for column in flowed.columns for block in column]
    return replace(flowed, columns=balance(blocks, flowed.frames.heights.first) or flowed.columns)


def _even(blocks: list[Block], columns: list[Column], frames: Frames) -> list[Column]:
    """Several pages, as evenly full as the blocks allow: the lowest height that needs no more pages."""
    if len(columns) < 2:
        return columns
    heights, most = frames.heights, next(n for n in map(frames.before, count(1)) if n >= len(columns))
    low, high = sum(block.height for block in blocks) / most * 0.8, max(*heights.first, *heights.following)
    for _ in range(7):
        middle = (low + high) / 2
        tried, worst = fill(blocks, heights.at_most(middle))
        if worst.points <= 0.01 and len(tried) <= most:
            columns, high = tried, middle
        else:
            low = middle
    for block in (block for column in columns for block in column):
        block.wrap(block.width)  # the parts of lanes share their steps: a later attempt has measured them otherwise
    return columns


def _what(block: Block | None) -> str:
    ids = list(step_ids(block)) if block else []
    return f"step “{ids[0]}”" if len(ids) == 1 else ""


def place_column(page: Page, frame: Frame, column: Column, setting: Setting) -> None:
    """Place a column in its frame, spreading what is left as the frame asks."""
    stack = Stack(column)
    stack.gaps = [max(a.after, b.before) for a, b in pairwise(column)]
    stack.height = sum(block.height for block in column) + sum(stack.gaps)
    left = frame.rect.height - stack.height
    if left > 0 and stack.elastic:
        stack.grow(left)
        left = 0.0
    elif frame.element.flag("spread"):
        left = stack.spread(left, setting.length(frame.element, "most", "15mm"))
    drop = {"top": 0.0, "middle": left / 2, "bottom": left}[frame.element.get("valign", "top")]
    stack.place(page, frame.rect.x, frame.rect.top - max(drop, 0.0))
