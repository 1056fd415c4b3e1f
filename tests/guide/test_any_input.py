"""Whatever a file holds, loading it ends with a guide or with an error of this program's own."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.errors import HandoutsError, render
from generator.guide.check import check
from guide_files import SOUND, load


def survives(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            problems = check({"en": load(Path(folder), data)})
        except HandoutsError as error:
            assert error.problems
            assert all(problem.message for problem in error.problems)
            problems = list(error.problems)
    for problem in problems:
        assert render(problem)


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    survives(data)


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    survives(text.encode("utf-8", "surrogatepass"))


_PIECES = [
    "{",
    "}",
    "[",
    "]",
    ": ",
    "- ",
    "\n",
    "  ",
    "\t",
    '"',
    "'",
    "*",
    "&a ",
    "*a",
    "|",
    ">",
    "#",
    "?",
    "!",
    "@",
    "..",
    "{ui:x}",
    "**",
    "\\",
]


@given(st.integers(0, len(SOUND)), st.integers(0, 30), st.lists(st.sampled_from(_PIECES), max_size=4).map("".join))
def test_a_sound_guide_with_one_spot_spoilt(start: int, length: int, piece: str) -> None:
    survives((SOUND[:start] + piece + SOUND[start + length :]).encode())
