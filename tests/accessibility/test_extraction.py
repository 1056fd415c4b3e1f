"""Three engines find the same text in the same order on every page: PDFium, poppler and MuPDF."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.accessibility.web_files import FORMATS, web_file
from tests.building import page_texts

NAMES = ("en", "ja", "vpn-de", "long-lanes")


def by_pdfium(path: Path) -> list[str]:
    return page_texts(path.read_bytes())


def by_poppler(path: Path) -> list[str]:
    return _said("pdftotext", "-raw", "-enc", "UTF-8", str(path), "-").split("\f")[:-1]


def by_mupdf(path: Path) -> list[str]:
    return _said("mutool", "draw", "-q", "-F", "txt", "-o", "-", str(path)).split("\f")[:-1]


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode("utf-8")


def letters(text: str) -> str:
    """Without white space, which engines guess from gaps, and hyphens: PDFium takes one at a line's end for its own."""
    return re.sub(r"[\s\u00ad\ufffe\u0002-]", "", text)


@pytest.mark.parametrize(("tool", "extract"), [("pdftotext", by_poppler), ("mutool", by_mupdf)])
@pytest.mark.parametrize("name", NAMES)
def test_engines_agree(
    name: str, tool: str, extract: Callable[[Path], list[str]], tmp_path: Path, need_tool: Callable[[str], str]
) -> None:
    need_tool(tool)  # on Debian in poppler-utils and mupdf-tools
    for format in FORMATS:
        path = tmp_path / f"{format}.pdf"
        path.write_bytes(web_file(name, format))
        expected = [letters(text) for text in by_pdfium(path)]
        assert [letters(text) for text in extract(path)] == expected, format
        assert all(expected)


@pytest.mark.parametrize("format", FORMATS)
def test_words_stay_apart(format: str, tmp_path: Path, need_tool: Callable[[str], str]) -> None:
    """In English, the two that guess spaces differently find the same words."""
    need_tool("pdftotext")
    path = tmp_path / "one.pdf"
    path.write_bytes(web_file("en", format))
    assert [text.split() for text in by_poppler(path)] == [text.split() for text in by_pdfium(path)]
