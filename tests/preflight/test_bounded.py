"""Foreign files are read in a process of its own, within bounds of time and memory that no reader can overstep."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from building import handouts, text_of
from designs import sound
from generator.preflight import Lost, apart, preflight, preflight_apart

Change = Callable[[pikepdf.Pdf, pikepdf.Object], None]


def drawn(change: Change) -> bytes:
    """A file of one page, whose content `change` makes."""
    target = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        change(document, document.pages[0].obj)
        document.save(target)
    return target.getvalue()


def tiles_within_tiles(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
    """Six patterns, each of millions of the next: a page that would take longer than the universe has been there."""
    tile = document.make_stream(b"0 0 1 1 re f")
    for _ in range(6):
        tile.Type, tile.PatternType, tile.PaintType, tile.TilingType = Name.Pattern, 1, 1, 1
        tile.BBox, tile.XStep, tile.YStep = [0, 0, 500, 500], 0.1, 0.1
        outer = document.make_stream(b"/Pattern cs /P scn 0 0 500 500 re f")
        outer.Resources = Dictionary(Pattern=Dictionary(P=tile))
        tile = outer
    page.Resources, page.Contents = tile.Resources, document.make_stream(b"/Pattern cs /P scn 0 0 595 842 re f")


def endless_function(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
    """A shading whose every pixel is the result of forty thousand operations."""
    program = b"{ " + b"dup sin exch cos add " * 8000 + b"dup dup }"
    function = document.make_stream(program, FunctionType=4, Domain=[0, 1, 0, 1], Range=[0, 1, 0, 1, 0, 1])
    shading = Dictionary(ShadingType=1, ColorSpace=Name.DeviceRGB, Matrix=[595, 0, 0, 842, 0, 0], Function=function)
    page.Resources, page.Contents = Dictionary(Shading=Dictionary(S=shading)), document.make_stream(b"/S sh " * 20)


@pytest.mark.parametrize("change", [tiles_within_tiles, endless_function])
def test_a_page_that_no_reader_finishes_is_left_in_time(change: Change, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the command, with a proof report. The limit of a minute is cut to one second and a half for this test."""
    monkeypatch.setattr("generator.preflight.bounded._GRACE", 1.5 - 60)
    monkeypatch.setattr("generator.proof._MOST_SECONDS", 0.5)
    path = tmp_path / "endless.pdf"
    path.write_bytes(drawn(change))
    start = time.monotonic()
    said = handouts("preflight", path, "--proof", tmp_path / "proof.pdf")
    assert 1.5 <= time.monotonic() - start < 30
    assert said.code == 7
    assert "file-bounds" in said.out and "a reader was not done after 2 s, and was ended" in said.out
    assert "The file cannot be opened or drawn" in text_of((tmp_path / "proof.pdf").read_bytes())


def test_the_report_is_the_same_from_a_process_of_its_own() -> None:
    assert preflight_apart(sound()) == preflight(sound())


@pytest.mark.parametrize("read", [(signal.raise_signal, signal.SIGSEGV), (bytearray, 5_000_000_000)])
def test_a_reader_that_crashes_or_wants_all_memory_is_told(read: tuple[Any, ...]) -> None:
    with pytest.raises(Lost, match="crashed, or wanted too much memory"):
        apart(20, *read)


def test_a_defect_of_the_program_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        apart(20, divmod, 1, 0)
