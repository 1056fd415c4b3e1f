"""What can go wrong, where, and what to do: every message of the program has this one form.

A `Diagnostic` is data; `render` is the only place that turns it into text. An error class owns its exit code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import ClassVar, Literal

from msgspec import Struct

Severity = Literal["error", "warning"]
# What steers a terminal or hides what a line says: controls, marks of direction, Unicode's own line ends, lone surrogates.
STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufff9-\ufffb]")


class Place(Struct, frozen=True):
    """A spot in a text file: `line` and `column` count from 1, `width` is what the caret underlines (characters)."""

    file: str
    line: int
    column: int = 1
    width: int = 1
    source: str = ""  # the whole line, as it stands in the file

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Diagnostic(Struct, frozen=True):
    """One finding. `rule` is its stable id (`unknown-term`), `help` the way out, `about` the printed words that it is about."""

    message: str
    place: Place | None = None
    help: str = ""
    severity: Severity = "error"
    rule: str = ""
    about: str = ""


class HandoutsError(Exception):
    """Base of every error that a user can cause; holds one or more diagnostics."""

    exit_code: ClassVar[int] = 1

    def __init__(self, problems: Diagnostic | str | Iterable[Diagnostic], *, place: Place | None = None, help: str = "") -> None:
        if isinstance(problems, str):
            problems = Diagnostic(problems, place, help)
        self.problems: tuple[Diagnostic, ...] = (problems,) if isinstance(problems, Diagnostic) else tuple(problems)
        super().__init__("\n".join(problem.message for problem in self.problems))


class UsageError(HandoutsError):
    """The command or the call asks for what does not exist or does not go together."""

    exit_code = 2


class InvalidInput(HandoutsError):
    """A guide, theme, template or table is invalid, or its content does not fit the page."""

    exit_code = 3


class AssetError(HandoutsError):
    """A picture, font or other file that the guide needs is missing or refused."""

    exit_code = 4


class OutputError(HandoutsError):
    """The result cannot be written; what stood there before still stands."""

    exit_code = 5


class ProofError(HandoutsError):
    """The finished file failed its proof."""

    exit_code = 7


class StrictError(HandoutsError):
    """There were warnings, and the caller asked to treat them as errors."""

    exit_code = 8


def render(problem: Diagnostic) -> str:
    """The message as printed: what is wrong, the place with its line and a caret, and what to do."""
    lines = [f"{problem.severity}: {harmless(problem.message)}"]
    place = problem.place
    if place is not None:
        gutter = " " * len(str(place.line))
        lines.append(f"{gutter}--> {harmless(str(place))}")
        if place.source.strip():
            shown, caret = _shown(place)
            lines += [f"{gutter} |", f"{place.line} | {shown}", f"{gutter} | {caret}"]
    if problem.help:
        lines.append(f"help: {harmless(problem.help)}")
    return "\n".join(lines)


def _shown(place: Place, room: int = 160) -> tuple[str, str]:
    """The line and its caret line; a very long line is cut to a window around the caret."""
    line, column = place.source.rstrip("\r\n"), place.column - 1
    start = 0 if len(line) <= room else max(0, min(column - room // 3, len(line) - room))
    cut = "".join(c if c.isprintable() or c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in line[start : start + room])
    before = cut[: column - start]
    pad = "".join("\t" if c == "\t" else " " * breadth(c) for c in before)
    marked = cut[column - start : column - start + max(1, place.width)] or " "
    return cut, pad + "^" * max(1, breadth(marked))


def breadth(text: str) -> int:
    """How many columns of a terminal a text takes, or about how many Latin letters' room: East Asian wide ones take two."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def quoted(text: str, room: int = 60) -> str:
    """A text from a file as messages show it: in quotes, cut where it is long, what does not print escaped."""
    cut = text if len(text) <= room else text[: room - 1] + "…"
    return f'"{printable(cut)}"'


def harmless(text: str) -> str:
    """A line with what could steer a terminal escaped: whatever a message quotes from a file, it stays one line of text."""
    return STEERING.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def printable(text: str) -> str:
    """A text with what does not print (line ends, controls, marks of direction, lone surrogates) escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word that is most like this one, or "" where none is near."""
    from difflib import get_close_matches

    same = (name for name in known if name.casefold() == word.casefold())
    return next(same, "") or next(iter(get_close_matches(word, known, n=1, cutoff=0.5)), "")


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A sentence such as ` Did you mean "next"?`, or nothing where no known word is near."""
    near = nearest(word, known)
    return f' Did you mean "{near}"?' if near else ""
