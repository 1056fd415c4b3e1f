"""The line through the steps: drawn after they are composed, through their placements, under their number discs."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from generator.geometry import Path, Placement, Rect
from generator.layout import artwork
from generator.layout.block import Block, rect_of
from generator.layout.page import LINE, Page
from generator.layout.setting import Setting
from generator.layout.strokes import Pen, Points
from generator.surface import Surface


class Run(Struct, frozen=True):
    """The steps of a line that stand in one frame; `start` and `foot` are where the line enters and leaves, absolute y."""

    page: Page
    frame: Rect
    steps: Sequence[Placement]
    start: float
    foot: float
    end: Placement | None = None


class EndMark(Block):
    """The end of a line: the bit of the key, or a disc with a check (a theme's choice)."""

    def __init__(self, axis: float, setting: Setting) -> None:
        self.axis, self.setting = axis, setting
        self.before = setting.mm(2)

    def wrap(self, width: float) -> float:
        self.width, self.height = width, self.setting.mm(13 if self.setting.theme.end == "bit" else 9.4)
        return self.height

    def place(self, page: Page, x: float, top: float) -> None:
        axis, mm = x + self.axis, self.setting.mm
        page.mark(rect_of(self, x, top), "end", axis=axis)
        ink, paper = self.setting.ink("ink"), self.setting.ink("paper")

        def decorate(surface: Surface) -> None:
            if self.setting.theme.end == "bit":
                shaft = mm(self.setting.theme.line["main"])
                surface.fill(Path().rect(Rect(axis - shaft / 2, top - mm(11.6), shaft, mm(11.6) + 1)), ink)
                surface.fill(artwork.key_bit(axis, top, shaft, mm(9), mm(11.2), left=False), ink)
                surface.fill(artwork.shaft_tip(axis, top - mm(11.6), shaft), ink)
            else:
                artwork.check_disc(surface, axis, top - self.height / 2, self.height, ink, paper)

        page.draw(None, decorate)


def draw_line(runs: Sequence[Run], setting: Setting) -> None:
    """Paint a line through all its runs, on all pages, in the layer between the panels and the steps."""
    for before, run, after in zip([None, *runs[:-1]], runs, [*runs[1:], None], strict=True):
        paint_run(run, setting, joins=before is not None and before.page is run.page, follows=after)


def paint_run(run: Run, setting: Setting, *, joins: bool, follows: Run | None) -> None:
    """`joins`: the line comes over from another column of this page; `follows`: the run that comes after, if any."""

    def paint(surface: Surface) -> None:
        pen = Pen(surface, setting)
        first = run.steps[0]
        axis = first.data["axis"]
        entry: Points = [(axis, first.data["y"] + setting.mm(6) if joins else run.start)]
        for step in run.steps:
            entry = _through(pen, entry, step, setting)
        _leave(pen, entry, run, follows, setting)
        pen.finish()

    run.page.draw(None, paint, LINE)


def _through(pen: Pen, entry: Points, step: Placement, setting: Setting) -> Points:
    """Paint the line down to a step's number, and around its branch; returns where it goes on."""
    axis, y, device = step.data["axis"], step.data["y"], step.data["device"]
    pen.run([*entry, (axis, y)], device)
    if exit_ := step.data.get("exit"):
        pen.lead([(axis, exit_[1] + setting.mm(6)), (axis, exit_[1]), exit_])
    if "fork" not in step.data:
        return [(axis, y)]
    doors: list[Rect] = step.data["doors"]
    if step.data["stacked"]:
        for door in doors:
            middle = door.y + door.height / 2
            pen.run([(axis, y), (axis, middle), (door.x + setting.mm(1), middle)], device, 0.0)
        return [(axis, doors[-1].y + doors[-1].height / 2)]
    return _around(pen, axis, y, step, doors, device, setting)


def _around(pen: Pen, axis: float, y: float, step: Placement, doors: list[Rect], device: str, setting: Setting) -> Points:
    """Fork at right angles into the doors, and merge below them."""
    fork, merge, inside = step.data["fork"], step.data["merge"], setting.mm(1)
    centres = [door.x + door.width / 2 for door in doors]
    far = max(range(len(doors)), key=lambda i: centres[i])
    pen.run([(axis, y), (axis, fork), (centres[far], fork), (centres[far], doors[far].top - inside)], device)
    for index, door in enumerate(doors):
        if index != far:
            pen.run([(centres[index], fork), (centres[index], door.top - inside)], device)
            pen.run([(centres[index], door.y + inside), (centres[index], merge)], device)
    return [(centres[far], doors[far].y + inside), (centres[far], merge), (axis, merge)]


def _leave(pen: Pen, entry: Points, run: Run, follows: Run | None, setting: Setting) -> None:
    """After the last step of a frame: to the end mark, over to the next column, or off the page."""
    last = run.steps[-1]
    axis, device = last.data["axis"], last.data["device"]
    if follows is None:
        if run.end is not None:
            pen.run([*entry, (axis, run.end.rect.top - setting.mm(2))], device)
        elif len(entry) > 1:
            pen.run([*entry, (axis, last.rect.y)], device)
        return
    if follows.page is not run.page:
        pen.run([*entry, (axis, run.foot)], device)
        return
    mm = setting.mm
    low = max(run.frame.y - mm(2.5), last.rect.y - mm(10))  # below a short column, not at the foot of its frame
    high = follows.frame.top + mm(3)
    gutter = (run.frame.right + follows.frame.x) / 2
    turn = min(max(last.rect.y - mm(2), low + mm(8)), entry[-1][1] - mm(setting.theme.line["main"]))
    pen.run([*entry, (axis, turn)], device)
    target, top = follows.steps[0].data["axis"], follows.steps[0].data["y"] + mm(6)
    points = [(axis, turn + 1), (axis, low), (gutter, low), (gutter, high), (target, high), (target, top - 1)]
    middle = (axis + gutter) / 2
    pen.transfer(points, [(middle, low, "right"), (gutter, (low + high) / 2, "up")])
