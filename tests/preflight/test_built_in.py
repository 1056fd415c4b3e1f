"""The program's own files pass the proof, and other decoders read their codes too."""

from __future__ import annotations

import subprocess
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest

from generator.geometry import SIZES, Rect, mm
from generator.preflight import Expectation, preflight
from looking import some
from tests.building import LINK, built_in

FORMATS = {"flyer": ("A4", 1), "poster": ("A3", 1), "handout": ("A4", 2), "booklet": ("A5", None)}
FILES = [f"mfa-authenticator.{name}.{size.lower()}.{lang}" for name, (size, _) in FORMATS.items() for lang in ("en", "ja")]
RESOLUTIONS = (100, 150, 300)


def expectation(name: str, intent: str) -> Expectation:
    _, kind, size, lang, *_ = name.split(".")
    pages = FORMATS[kind][1]
    imposed = kind == "booklet" and intent == "office"
    return Expectation(SIZES[size.upper()], pages, imposed, (LINK,), intent=intent, lang=lang, reading_distance=0.25)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("intent", ["office", "screen"])
def test_built_in_files_pass(name: str, intent: str) -> None:
    pdf = built_in(intent)[f"{name}.pdf" if intent == "office" else f"{name}.screen.pdf"]
    report = preflight(pdf, expected=expectation(name, intent))
    assert [one.as_data() for one in report.errors] == []
    assert {one.rule.id for one in report.not_measured} <= {
        *("file-pages", "file-tags", "file-accessible", "page-margin", "picture-resolution", "picture-colour"),
        *("text-size", "text-contrast", "text-embedded", "text-mapped", "text-outside", "text-safe-area", "text-overlap"),
    }
    assert {code["text"] for code in report.codes} == {LINK}


Frame = tuple[int, int, int, int]  # pixels: left, upper, right, lower


@dataclass(frozen=True)
class Picture:
    """A whole page as a PGM, and what a phone frames that is held over each of its codes."""

    path: Path
    frames: tuple[Frame, ...]


AROUND = 0.3  # of the code's width: what lies beside its quiet zone is seen too


@cache
def codes_of_pages() -> list[tuple[str, int, list[Rect]]]:
    """The name of each file, each of its pages that has codes, and where on it they stand, in points from the upper left."""
    found = []
    for name in FILES:
        boxes = defaultdict(list)
        for code in preflight(built_in()[f"{name}.pdf"]).codes:
            boxes[code["page"] - 1].append(Rect(*map(mm, code["place_mm"])))
        found += [(name, page_index, boxes[page_index]) for page_index in sorted(boxes)]
    assert len(found) >= len(FILES)
    return found


@pytest.fixture(scope="module", params=RESOLUTIONS)
def pictures(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Picture]:
    """Every page of the built-in files that has a code, drawn once at this resolution."""
    folder, scale = tmp_path_factory.mktemp("pages"), request.param / 72
    drawn = []
    for name, page_index, boxes in codes_of_pages():
        path = folder / f"{name}.{page_index}.pgm"
        with pypdfium2.PdfDocument(built_in()[f"{name}.pdf"]) as document:
            document[page_index].render(scale=scale, grayscale=True).to_pil().save(path)
        drawn.append(Picture(path, tuple(frame(box, scale) for box in boxes)))
    return drawn


def frame(box: Rect, scale: float) -> Frame:
    room = AROUND * box.width
    left, upper, right, lower = box.x - room, box.y - room, box.right + room, box.top + room
    return round(left * scale), round(upper * scale), round(right * scale), round(lower * scale)


def test_zbar_reads_every_code(pictures: list[Picture], need_tool: Callable[[str], str]) -> None:
    """On whole pages: nothing says where on them the codes stand."""
    zbar = need_tool("zbarimg")  # on Debian in zbar-tools
    for picture in some(pictures):
        said = subprocess.run([zbar, "--quiet", "--raw", str(picture.path)], capture_output=True, text=True, timeout=60)
        assert said.stdout.split() == [LINK] * len(picture.frames), picture


def test_opencv_reads_every_code(pictures: list[Picture], need_module: Callable[[str], ModuleType]) -> None:
    """Each code once, at the resolution as it is, in the frame of a phone that is held over it.

    Whole pages would say nothing of the code: OpenCV's detector takes the corners of other things for those of a code on a
    third of them, at some sizes and not at others. That codes are found on whole pages, two other decoders show.
    """
    cv2 = need_module("cv2")
    for picture in some(pictures):
        page = cv2.imread(str(picture.path), cv2.IMREAD_GRAYSCALE)
        for left, upper, right, lower in picture.frames:
            seen = page[max(upper, 0) : lower, max(left, 0) : right].copy()
            assert cv2.QRCodeDetector().detectAndDecode(seen)[0] == LINK, (picture.path.name, seen.shape)


def test_opencv_does_not_read_what_is_spoiled(need_module: Callable[[str], ModuleType]) -> None:
    """So the test above can fail: the same frame, with much of the code covered in its middle."""
    cv2, numpy = need_module("cv2"), need_module("numpy")
    name, page_index, (box, *_) = codes_of_pages()[0]
    with pypdfium2.PdfDocument(built_in()[f"{name}.pdf"]) as document:
        page = document[page_index].render(scale=150 / 72, grayscale=True).to_pil()
    seen = page.crop(frame(box, 150 / 72))
    seen.paste(255, tuple(round(side * part) for part in (0.35, 0.65) for side in seen.size))
    assert cv2.QRCodeDetector().detectAndDecode(numpy.asarray(seen))[0] != LINK
