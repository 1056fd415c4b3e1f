"""Draws the README's pictures of the pages into docs/: `make pictures`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image, ImageOps

from generator import build

DOCS = Path(__file__).resolve().parents[1] / "docs"
LANGUAGES = ("en", "ja")
FORMATS = ("flyer", "poster", "handout", "booklet")
WALL = (226, 229, 233)  # a light grey, so that white sheets have edges
GAP, COLOURS = 16, 96  # pixels; a page has few colours, and the smoothing of its letters needs some between them
HEIGHT, BOOKLET_HEIGHT = 360, 240
BOOKLET_PAGES, BOOKLET_COLUMNS = 12, 6


def pages(pdf: Path, height: int) -> list[Image.Image]:
    """Every page as a picture of that height, with a hairline around it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        large = [page.render(scale=4 * height / page.get_height()).to_pil() for page in document]
    finally:
        document.close()
    return [
        ImageOps.expand(page.resize((round(page.width / 4), height), Image.Resampling.LANCZOS), 1, "#B8C0C8") for page in large
    ]


def wall(rows: Sequence[Sequence[Image.Image]]) -> Image.Image:
    """Pictures beside and below each other."""
    width = max(sum(one.width + GAP for one in row) for row in rows) + GAP
    picture = Image.new("RGB", (width, sum(row[0].height + GAP for row in rows) + GAP), WALL)
    y = GAP
    for row in rows:
        x = GAP
        for one in row:
            picture.paste(one, (x, y))
            x += one.width + GAP
        y += row[0].height + GAP
    return picture


def save(picture: Image.Image, name: str) -> None:
    """As a small PNG with a palette."""
    DOCS.mkdir(exist_ok=True)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(DOCS / name, optimize=True)


def main() -> None:
    """Build the built-in guide, and draw it."""
    with TemporaryDirectory() as folder:
        result = build(out=folder, single_pages=True, langs=LANGUAGES, formats=FORMATS)
        files = {(file.format, file.lang): file.path for file in result.files}
        for lang in LANGUAGES:
            front = [pages(files[format, lang], HEIGHT) for format in FORMATS]
            save(wall([[front[0][0], front[1][0], *front[2][:2], front[3][0]]]), f"formats.{lang}.png")
        booklet = pages(files["booklet", "en"], BOOKLET_HEIGHT)[:BOOKLET_PAGES]
        save(wall([booklet[:BOOKLET_COLUMNS], booklet[BOOKLET_COLUMNS:]]), "booklet.en.png")


if __name__ == "__main__":
    main()
