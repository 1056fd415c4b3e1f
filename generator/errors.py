"""What can go wrong, where, and what to do: every message of the program has this one form.

A `Diagnostic` is data; `render` is the only place that turns it into text. An error class owns its exit code.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from typing import Literal

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
    """One finding.

    `rule` is its stable id (`unknown-term`), `help` the way out, `about` the printed words that it
    is about. `output` is the file being made that it was found in, such as `flyer A4 en`, and
    `measured` a figure that may differ from file to file, so that the message is the same in all.
    """

    message: str
    place: Place | None = None
    help: str = ""
    severity: Severity = "error"
    rule: str = ""
    about: str = ""
    output: str = ""
    measured: str = ""

    @property
    def text(self) -> str:
        """The message with the file being made and the figure."""
        return _text(self, (self,))


class HandoutsError(Exception):
    """Base of every error that is reported as a message; holds one or more diagnostics."""

    exit_code: int = 1

    def __init__(self, problems: Diagnostic | str | Iterable[Diagnostic], *, place: Place | None = None, help: str = "") -> None:
        if isinstance(problems, str):
            problems = Diagnostic(problems, place, help)
        self.problems: tuple[Diagnostic, ...] = (problems,) if isinstance(problems, Diagnostic) else tuple(problems)
        super().__init__("\n".join(problem.text for problem in self.problems))


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
    """The result cannot be written; existing files are unchanged."""

    exit_code = 5


class ProofError(HandoutsError):
    """The finished file failed its proof."""

    exit_code = 7


class StrictError(HandoutsError):
    """There were warnings, and the caller asked to treat them as errors."""

    exit_code = 8


class InternalError(HandoutsError):
    """A defect of the program."""


def internal_error(error: Exception) -> InternalError:
    """The error to report for an exception that nobody expected; HANDOUTS_DEBUG raises it as it is."""
    if os.environ.get("HANDOUTS_DEBUG"):
        raise error
    what = f"internal error: {type(error).__name__}: {error}"
    way_out = "Please report it with the guide; HANDOUTS_DEBUG=1 shows where it happened."
    return InternalError(what, help=way_out)


def grouped(problems: Iterable[Diagnostic]) -> list[tuple[Diagnostic, ...]]:
    """Put the same finding in several languages and files being made together, in order.

    Two places in one input file are two findings: each has to be mended there.
    """
    groups: dict[tuple[object, ...], list[Diagnostic]] = {}
    counts: dict[tuple[object, ...], dict[Place | None, int]] = {}
    for problem in dict.fromkeys(problems):
        same = (*_kind(problem), problem.place is None)
        file = problem.place.file if problem.place else None
        spots = counts.setdefault((*same, file), {})
        number = spots.setdefault(problem.place, len(spots))
        groups.setdefault((*same, number), []).append(problem)
    return [tuple(group) for group in groups.values()]


def _kind(problem: Diagnostic) -> tuple[str, ...]:
    return problem.severity, problem.rule, problem.message, problem.help, problem.about


def render(problem: Diagnostic, *same: Diagnostic) -> str:
    """The message as printed: what is wrong, the place with its line and a caret, and what to do.

    `same` is the same finding in other languages and files being made.
    """
    lines = [f"{problem.severity}: {harmless(_text(problem, (problem, *same)))}"]
    place = problem.place
    if place is not None:
        gutter = " " * len(str(place.line))
        lines.append(f"{gutter}--> {harmless(str(place))}")
        if place.source.strip():
            shown, caret = _shown(place)
            lines += [f"{gutter} |", f"{place.line} | {shown}", f"{gutter} | {caret}"]
    if elsewhere := _elsewhere(place, [one.place for one in same if one.place]):
        lines.append(f"also: {harmless(', '.join(elsewhere))}")
    if problem.help:
        lines.append(f"help: {harmless(problem.help)}")
    return "\n".join(lines)


def _elsewhere(first: Place | None, places: Iterable[Place], most: int = 12) -> list[str]:
    """The other places, in the folder of the first without it."""
    folder = first.file.rpartition("/")[0] + "/" if first and "/" in first.file else ""
    found = list(dict.fromkeys(str(place).removeprefix(folder) for place in places if place != first))
    return found if len(found) <= most else [*found[:most], f"and {len(found) - most} more"]


def _text(problem: Diagnostic, group: Sequence[Diagnostic]) -> str:
    """The message of a finding, with the files and figures of all its occurrences."""
    outputs = _outputs([one.output for one in group if one.output])
    figures = dict.fromkeys(one.measured for one in group)
    if len(figures) > 1:
        by_figure = [
            f"{figure} ({_outputs([one.output for one in group if one.measured == figure])})".strip()
            for figure in figures
        ]
        return f"{problem.message}: {', '.join(by_figure)}"
    measured = f": {problem.measured}" if problem.measured else ""
    return f"{outputs}: {problem.message}{measured}" if outputs else problem.message + measured


def _outputs(names: Sequence[str]) -> str:
    """Names of files being made, in short: `flyer A4 en, ja, poster A3 en`."""
    by_format: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        head, _, lang = name.rpartition(" ")
        by_format.setdefault(head, []).append(lang)
    return ", ".join(f"{head} {', '.join(langs)}".strip() for head, langs in by_format.items())


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


def counted(number: int, word: str) -> str:
    """`1 warning`, `2 warnings`."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word that is most like this one, or "" where none is near."""
    from difflib import get_close_matches

    same = (name for name in known if name.casefold() == word.casefold())
    return next(same, "") or next(iter(get_close_matches(word, known, n=1, cutoff=0.5)), "")


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A sentence such as ` Did you mean "next"?`, or nothing where no known word is near."""
    near = nearest(word, known)
    return f' Did you mean "{near}"?' if near else ""
