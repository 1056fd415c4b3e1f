"""An Arabic guide from end to end: what its readers get, read by independent readers."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pypdfium2
import pytest

from building import text_of
from generator import build, load_guide
from generator.preflight.codes import read_codes

GUIDE = Path(__file__).parent / "guides" / "wifi-ar"
FORMATS = ("flyer", "poster", "handout", "booklet")
ARABIC = re.compile("[\u0600-\u06ff]{2,}")


@cache
def built(intent: str = "office") -> dict[str, bytes]:
    """All formats of the guide; each has passed its proof."""
    with TemporaryDirectory() as out:
        result = build(GUIDE, intent=intent, out=out)  # type: ignore[arg-type]
        return {file.format: file.path.read_bytes() for file in result.files}


@pytest.mark.parametrize("format", FORMATS)
def test_the_code_is_not_mirrored(format: str) -> None:
    found = read_codes(built()[format], 150)
    assert found and {code.text for code in found} == {load_guide(GUIDE).link.url}


@pytest.mark.parametrize("format", ["handout", "booklet"])
def test_every_arabic_word_extracts_in_logical_order(format: str) -> None:
    words = set(re.findall(ARABIC, text_of(built()[format])))
    guide = load_guide(GUIDE)
    steps = [step for procedure in guide.procedures for step in procedure.steps]
    said = " ".join(f"{step.title} {step.text} {step.note}" for step in steps)
    said = re.sub(r"\{[^}]*\}", " ", said)
    wanted = set(re.findall(ARABIC, said))
    assert len(wanted) > 50 and not {word for word in wanted if word not in words}


def test_the_booklet_is_bound_at_the_right() -> None:
    def half(text: pypdfium2.PdfTextPage, left: bool) -> str:
        return str(text.get_text_bounded(*((0, 0, 421, 595) if left else (421, 0, 842, 595))))

    document = pypdfium2.PdfDocument(built()["booklet"])
    cover, inside = (document[index].get_textpage() for index in (0, 1))
    assert "ثلاث دقائق" in half(cover, left=True) and "ثلاث دقائق" not in half(cover, left=False)
    assert re.search(r"^2\s*$", half(inside, left=False), re.MULTILINE)
    assert not re.search(r"^2\s*$", half(inside, left=True), re.MULTILINE)


@pytest.mark.parametrize("format", ["handout", "booklet"])
def test_links_lie_over_their_words(format: str) -> None:
    data = built("screen")[format]
    with pikepdf.open(BytesIO(data)) as pdf:
        links = [
            (index, [float(edge) for edge in link.Rect], str(link.Contents))
            for index, page in enumerate(pdf.pages)
            for link in page.get("/Annots", [])
        ]
        modes = {str(item.A.WritingMode) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and _says_mode(item)}
    assert modes == {"/RlTb"}
    document = pypdfium2.PdfDocument(data)
    arabic = [link for link in links if ARABIC.search(link[2])]
    assert arabic
    for index, rect, says in arabic:
        seen = document[index].get_textpage().get_text_bounded(*rect)
        assert set(ARABIC.findall(seen)) and set(ARABIC.findall(seen)) <= set(ARABIC.findall(says)), (says, seen)


def _says_mode(element: pikepdf.Dictionary) -> bool:
    return isinstance(element.get("/A"), pikepdf.Dictionary) and "/WritingMode" in element.A
