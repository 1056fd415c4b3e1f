"""Why an SVG cannot be drawn: what it is, in which line, and the way out."""

from __future__ import annotations

from msgspec import Struct

WAY_OUT = "Save it as a plain SVG of paths with flat colours, or give the logo as a PNG."
FLAT = "Use flat colours without transparency, or give the logo as a PNG."


class Unsupported(Exception):
    """Something that cannot be drawn here; the message goes on after the file's name."""

    def __init__(self, words: str, help: str = WAY_OUT, line: int = 0) -> None:
        super().__init__(words)
        self.help, self.line = help, line


class TooMuch(Unsupported):
    """Going on would take too long: nothing after this is looked at."""


class Problem(Struct, frozen=True):
    """One refusal; `line` counts from 1, 0 is the file as a whole."""

    words: str
    help: str
    line: int = 0


class Refused(Exception):
    """Everything that keeps an SVG from being drawn, in the order of the file."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(problem.words for problem in problems))
        self.problems = problems
