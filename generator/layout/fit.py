"""`fit`: how generous the template's ranges may be so that everything stands where it should.

`tightness` 1 is the template's largest type, widest gaps and pictures; 0 its smallest. The largest that fits is taken.
Where even 0 does not fit, what the template allows to drop is dropped, and then the build says what does not fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from generator.errors import Diagnostic, InvalidInput
from generator.geometry import to_mm
from generator.layout.setting import Setting

_STEPS = 3  # halvings of the tightness: to 1/8
Result = TypeVar("Result")


class Overflow(InvalidInput):
    """Content does not fit its frame: says which, by how much, and what would help."""

    def __init__(self, frame: str, points: float, *, across: bool = False, what: str = "", size: str = "") -> None:
        self.points, self.across = points, across
        side = "wide" if across else "high"
        subject = f" ({_short(what)})" if what else ""
        message = f"the content of the frame “{frame}”{subject} is {max(to_mm(points), 0.1):.1f} mm too {side}"
        shorter = "Shorten its texts, use fewer pictures"
        if across:
            shorter = (
                "Use a shorter address" if "://" in what else "Put soft hyphens (U+00AD) into its long words, use shorter ones"
            )
        way_out = f"{shorter}, or choose a larger size" + (f" than {size}." if size else ".")
        super().__init__(Diagnostic(message, None, way_out, rule="overflow", about=what if across else ""))


def _short(words: str) -> str:
    return words if len(words) <= 48 else words[:45].rstrip() + "…"


def text_range(text: str) -> tuple[float, float]:
    """`1..1.2` as two factors on the type scale; 1 and 1 where nothing is said."""
    low, _, high = text.partition("..")
    return (float(low), float(high or low)) if low else (1.0, 1.0)


def variants(setting: Setting, most_drop: int) -> Iterator[Setting]:
    """The settings to try in turn, each to be tried from generous to tight."""
    for drop in range(most_drop + 1):
        yield setting.at(drop=drop)


def largest(attempt: Callable[[Setting], Result | None], setting: Setting) -> Result | None:
    """The result of the most generous setting with which `attempt` gives one, or None."""
    if (best := attempt(setting.at(tightness=1.0))) is not None:
        return best
    tight = attempt(setting.at(tightness=0.0))
    return None if tight is None else larger(attempt, setting, tight)


def larger(attempt: Callable[[Setting], Result | None], setting: Setting, tight: Result) -> Result:
    """The same where the most generous setting gives none, and the tightest one gives `tight`."""
    best, low, high = tight, 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        result = attempt(setting.at(tightness=middle))
        if result is None:
            high = middle
        else:
            low, best = middle, result
    return best
