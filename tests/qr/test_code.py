"""Codes: the right version and level, an outline without seams, and a decoder that reads what was put in."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path as FilePath

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import InvalidInput
from generator.geometry import SIZES, Path, Rect
from generator.pdf import TaggedCanvas
from generator.qr import QUIET_ZONE, Code, make_code, path
from generator.surface import Ink
from looking import some

ADDRESS = "https://mysignins.microsoft.com/security-info"
BLACK = Ink("black", (0, 0, 0), (0, 0, 0, 1), 0.0)


def printed(code: Code, module: float) -> bytes:
    canvas = TaggedCanvas(title="Code", lang="en", compress=False)
    canvas.begin_page(SIZES["A6"])
    side = code.side(module, quiet=0)
    with canvas.element("Figure", alt=code.payload, bbox=Rect(40, 60, side, side)):
        canvas.fill(path(code, 40, 60, module), BLACK)
    canvas.end_page()
    return canvas.finish()


def read(data: bytes, dpi: int) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        image = document[0].render(scale=dpi / 72).to_pil().convert("L")
    finally:
        document.close()
    return [found.text for found in zxingcpp.read_barcodes(image, try_invert=False)]


@pytest.mark.parametrize("dpi", [100, 150, 300])
@pytest.mark.parametrize("payload", [ADDRESS, "https://example.ac.jp/", "WIFI:S:eduroam;T:WPA2-EAP;;", "日本語", "x" * 300])
def test_a_printed_code_says_its_payload(payload: str, dpi: int) -> None:
    code = make_code(payload)
    assert read(printed(code, 1.9 if code.modules < 60 else 3), dpi) == [payload]


def test_a_code_is_one_path_and_one_fill() -> None:
    with pikepdf.open(io.BytesIO(printed(make_code(ADDRESS), 2))) as pdf:
        operators = [str(operator) for _, operator in pikepdf.parse_content_stream(pdf.pages[0])]
    assert [name for name in operators if name in ("f", "f*", "S", "re", "cm", "Do", "g", "rg")] == ["f"]


@pytest.mark.parametrize(
    ("payload", "version", "level", "modules"),
    [(ADDRESS, 4, "Q", 33), ("https://a.example/bb", 2, "Q", 25), ("x" * 14, 1, "M", 21), ("x" * 7, 1, "H", 21)],
)
def test_the_best_level_that_costs_no_room(payload: str, version: int, level: str, modules: int) -> None:
    code = make_code(payload)
    assert (code.version, code.level, code.modules) == (version, level, modules)
    assert code.side(0.5) == (modules + 2 * QUIET_ZONE) * 0.5
    assert code.side(2, quiet=0) == modules * 2


@pytest.mark.parametrize("payload", ["", "  ", None, 7, "a\ud800", "x" * 2332, "x" * 9000])
def test_what_no_code_can_hold_is_refused(payload: str) -> None:
    with pytest.raises(InvalidInput):
        make_code(payload)


def test_the_most_that_fits() -> None:
    code = make_code("é" * 1165 + "x")
    assert (code.version, code.level) == (40, "M")


def winding(shape: Path, x: float, y: float) -> int:
    """How often the path goes round a point: the sum over edges that cross the ray to the right."""
    turns, start, at = 0, (0.0, 0.0), (0.0, 0.0)
    for operator, values in shape.operations:
        if operator == "m":
            start = at = (values[0], values[1])
            continue
        after = start if operator == "h" else (values[0], values[1])
        if (at[1] > y) != (after[1] > y) and at[0] > x:
            turns += 1 if after[1] > at[1] else -1
        at = after
    return turns


@given(st.integers(1, 9).flatmap(lambda n: st.lists(st.lists(st.booleans(), min_size=n, max_size=n), min_size=n, max_size=n)))
def test_the_outline_goes_once_round_what_is_dark_and_not_round_what_is_light(rows: list[list[bool]]) -> None:
    code = Code("x", tuple(map(tuple, rows)), 1, "M")
    shape = path(code, 10, 20, 3)
    for row, modules in some(enumerate(reversed(rows))):
        for column, dark in enumerate(modules):
            assert winding(shape, 10 + 3 * column + 1.5, 20 + 3 * row + 1.5) == dark


def test_a_straight_side_is_one_line() -> None:
    code = Code("x", ((True, True, True), (True, False, True), (True, True, True)), 1, "M")
    assert [operator for operator, _ in path(code, 0, 0, 1).operations] == ["m", "l", "l", "l", "h", "m", "l", "l", "l", "h"]


def test_no_drawing_library_is_loaded_to_make_a_code() -> None:
    script = "import sys, generator.qr as qr; qr.make_code('x'); print([name for name in sys.modules if 'Draw' in name])"
    told = subprocess.run(
        [sys.executable, "-c", script], cwd=FilePath(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"
