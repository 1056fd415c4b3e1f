"""Which screens are left out where a page has no room for all, in which order, and how the user is told."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Protocol

from generator.errors import Diagnostic, quoted
from generator.layout.doors import Doors
from generator.layout.screens import ScreenFrame

Key = tuple[str, int]  # a step's id, and the number of the screen among its own, from 0


class Illustrated(Protocol):
    """A step that could do without some of its screens."""

    id: str
    screens: list[ScreenFrame]
    left_out: list[ScreenFrame]
    doors: Doors | None

    @property
    def cost(self) -> float:
        """How much height its screens cost."""

    def leave_out(self, screens: Sequence[ScreenFrame]) -> None:
        """Leave these out, and measure anew."""


def order(steps: Sequence[Illustrated]) -> list[Key]:
    """The screens of the steps in the order in which they are left out; after `wrap`.

    Those that the guide calls spare go first, then third and second screens before first ones, and among equals those of
    the step that its screens make highest. Screens that cost no height stay.
    """
    ranked = sorted(
        (not screen.spare, -index, -cost, number)
        for number, step in enumerate(steps)
        if (cost := step.cost) > 0
        for index, screen in enumerate(step.screens)
    )
    return [(steps[number].id, -index) for _, index, _, number in ranked]


def leave_out(steps: Sequence[Illustrated], keys: Set[Key]) -> None:
    """Leave those screens out; after `wrap`."""
    for step in steps if keys else []:
        if out := [screen for index, screen in enumerate(step.screens) if (step.id, index) in keys]:
            step.leave_out(out)


def told(step: Illustrated) -> list[Diagnostic]:
    """The warnings about the screens that a step and its cases had to do without."""
    in_cases = step.doors.left_out if step.doors else []
    return [_told(screen, step.id) for screen in (*step.left_out, *in_cases)]


def _told(screen: ScreenFrame, step: str) -> Diagnostic:
    message = f"the screen {quoted(screen.id)} of step {quoted(step)} is left out: no room for it"
    place = screen.shown.screen.id.place if screen.shown else None
    if screen.spare:
        return Diagnostic(message, place, "The guide says spare: yes. The booklet shows it.", "warning", "spare-left-out")
    way_out = "Shorten the texts, crop the screens more, or choose a larger size. A screen with spare: yes goes first."
    return Diagnostic(message, place, way_out, "warning", "screen-left-out")
