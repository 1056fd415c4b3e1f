"""A profile's logo stands on every format: an SVG as vectors in its own colours, a PNG as one picture."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from building import GUIDE, one, write_guide

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><rect width="60" height="40" fill="#0033cc"/></svg>'


def profile(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    path = folder / "our.toml"
    path.write_text(f'[organisation]\nname = "Our University"\nlogo = "{name}"\n', "utf-8")
    return path


def pictures(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    return sum(item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE for page in document for item in page.get_objects(max_depth=4))


def fills_in_blue(pdf: bytes) -> int:
    """How many times the logo's own colour is set for filling, on pages as they were before they were imposed."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = [
            [round(float(operand), 3) for operand in operands]
            for page in document.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "rg"
        ]
    return found.count([0, 0.2, 0.8])


@pytest.mark.parametrize("format", ["flyer", "poster", "handout", "booklet"])
def test_a_vector_logo(tmp_path: Path, format: str) -> None:
    guide = write_guide(tmp_path / "guide", GUIDE)
    pdf = one(guide, tmp_path, format, themes=[profile(tmp_path / "svg", "logo.svg", SVG.encode())], single_pages=True)
    assert fills_in_blue(pdf) >= 1
    assert pictures(pdf) == 0
    assert fills_in_blue(one(guide, tmp_path, format, single_pages=True)) == 0


def test_a_picture_as_logo(tmp_path: Path) -> None:
    data = io.BytesIO()
    Image.new("RGB", (120, 80), (0, 51, 204)).save(data, "PNG")
    guide = write_guide(tmp_path / "guide", GUIDE)
    pdf = one(guide, tmp_path, "flyer", themes=[profile(tmp_path / "png", "logo.png", data.getvalue())])
    assert pictures(pdf) == 1
