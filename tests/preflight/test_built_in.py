"""The program's own files pass the proof, and other decoders read their codes too."""

from __future__ import annotations

import subprocess
from collections import Counter
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
        *("file-pages", "file-tags", "file-accessible", "page-margin", "picture-resolution", "picture-colour"),
        *("text-size", "text-contrast", "text-embedded", "text-mapped", "text-outside", "text-safe-area", "text-overlap"),
    }
    assert {code["text"] for code in report.codes} == {LINK}


@dataclass(frozen=True)
class Picture:
    """A whole page with codes, as a PNG; nothing says where on it they stand."""

    path: Path
    codes: int
    dpi: int


@pytest.fixture(scope="module", params=RESOLUTIONS)
def pictures(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Picture]:
    """Every page of the built-in files that has a code."""
    folder, dpi = tmp_path_factory.mktemp("pages"), request.param
    drawn = []
    for name in FILES:
        pdf = built_in()[f"{name}.pdf"]
        document = pypdfium2.PdfDocument(pdf)
        for page, codes in sorted(Counter(code["page"] for code in preflight(pdf).codes).items()):
            path = folder / f"{name}.{page}.png"
            document[page - 1].render(scale=dpi / 72, grayscale=True).to_pil().save(path)
            drawn.append(Picture(path, codes, dpi))
        document.close()
    assert len(drawn) >= len(FILES)
    return drawn


def test_zbar_reads_every_code(pictures: list[Picture], need_tool: Callable[[str], str]) -> None:
    zbar = need_tool("zbarimg")  # on Debian in zbar-tools
    for picture in pictures:
        said = subprocess.run([zbar, "--quiet", "--raw", str(picture.path)], capture_output=True, text=True, timeout=60)
        assert said.stdout.split() == [LINK] * picture.codes, picture


SIZES_SEEN = (1.0, 1.5, 0.75, 2.0)  # a camera comes nearer, or not so near


def test_opencv_reads_every_code(pictures: list[Picture], need_module: Callable[[str], ModuleType]) -> None:
    """On whole pages, at one of the sizes at which a camera may see them; the other decoders read them as they are.

    OpenCV's detector mistakes the corners on some pages at some sizes, for no reason that the code gives.
    """
    cv2 = need_module("cv2")
    for picture in pictures:
        assert picture.codes == 1, "OpenCV's plain detector reads one"
        page = cv2.imread(str(picture.path), cv2.IMREAD_GRAYSCALE)
        seen = (cv2.resize(page, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) for factor in SIZES_SEEN)
        assert any(cv2.QRCodeDetector().detectAndDecode(one)[0] == LINK for one in seen), picture
