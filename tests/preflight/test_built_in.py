"""The program's own files pass the proof, and other decoders read their codes too."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest

from generator.geometry import SIZES
from generator.preflight import Expectation, preflight
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
        *("file-pages", "file-tags", "page-margin", "picture-resolution", "picture-colour"),
        *("text-size", "text-contrast", "text-embedded", "text-mapped", "text-outside", "text-safe-area", "text-overlap"),
    }
    assert {code["text"] for code in report.codes} == {LINK}


@dataclass(frozen=True)
class Picture:
    """A page with a code, as a PNG, and the code's place in pixels from the upper left corner: x, y, width, height."""

    path: Path
    place: tuple[int, ...]
    dpi: int


@pytest.fixture(scope="module", params=RESOLUTIONS)
def pictures(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Picture]:
    """Every code of the built-in files, on its page."""
    folder, dpi = tmp_path_factory.mktemp("pages"), request.param
    drawn = []
    for name in FILES:
        pdf = built_in()[f"{name}.pdf"]
        document = pypdfium2.PdfDocument(pdf)
        for code in preflight(pdf).codes:
            path = folder / f"{name}.{code['page']}.png"
            document[code["page"] - 1].render(scale=dpi / 72, grayscale=True).to_pil().save(path)
            drawn.append(Picture(path, tuple(round(side / 25.4 * dpi) for side in code["place_mm"]), dpi))
        document.close()
    assert len(drawn) >= len(FILES)
    return drawn


def test_zbar_reads_every_code(pictures: list[Picture], need_tool: Callable[[str], str]) -> None:
    zbar = need_tool("zbarimg")  # on Debian in zbar-tools
    for picture in pictures:
        said = subprocess.run([zbar, "--quiet", "--raw", str(picture.path)], capture_output=True, text=True, timeout=60)
        assert set(said.stdout.split()) == {LINK}, picture


def test_opencv_reads_every_code(pictures: list[Picture], need_module: Callable[[str], ModuleType]) -> None:
    """OpenCV is pointed at the code, and its picture enlarged: on a whole page at 100 dpi it does not find the small ones."""
    cv2 = need_module("cv2")
    for picture in pictures:
        x, y, width, height = picture.place
        around = round(6 / 25.4 * picture.dpi)
        page = cv2.imread(str(picture.path), cv2.IMREAD_GRAYSCALE)
        seen = page[max(0, y - around) : y + height + around, max(0, x - around) : x + width + around]
        larger = cv2.resize(seen, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
        assert cv2.QRCodeDetector().detectAndDecode(larger)[0] == LINK, picture
