"""Photos for the tests: pages of real files, hung on a wall, seen askew, and saved as a phone saves them."""

from __future__ import annotations

import math
from functools import cache
from io import BytesIO
from pathlib import Path

import pypdfium2
import qrcode
from PIL import Image, ImageChops, ImageFilter

from building import built_in

Quad = list[tuple[float, float]]
SIZE = (2000, 1500)


@cache
def page(name: str, page_index: int = 0, dpi: int = 110) -> Image.Image:
    """A page of a file of the built-in guide, as printed."""
    document = pypdfium2.PdfDocument(built_in()[name])
    try:
        picture: Image.Image = document[page_index].render(scale=dpi / 72).to_pil().convert("L")
        return picture
    finally:
        document.close()


def sticker(text: str, side: int = 300) -> Image.Image:
    """A QR code on white paper."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    matrix = code.get_matrix()
    picture = Image.new("L", (len(matrix), len(matrix)), 255)
    picture.putdata([0 if dark else 255 for row in matrix for dark in row])
    return picture.resize((side, side), Image.Resampling.NEAREST)


def wall(size: tuple[int, int] = SIZE) -> Image.Image:
    """A wall without anything on it."""
    return Image.new("L", size, 140)


def hang(
    photo: Image.Image, sheet: Image.Image, centre: tuple[float, float], height: float, turn: float = 0, tilt: float = 0
) -> None:
    """Hang a sheet on the wall, turned and tilted by degrees, so high in pixels."""
    quad = corners(centre, height * sheet.width / sheet.height, height, turn, tilt)
    outline = [(0, 0), (sheet.width, 0), (sheet.width, sheet.height), (0, sheet.height)]
    way = homography(quad, outline)
    seen = sheet.transform(photo.size, Image.Transform.PERSPECTIVE, way, Image.Resampling.BICUBIC)
    mask = Image.new("L", sheet.size, 255).transform(photo.size, Image.Transform.PERSPECTIVE, way)
    photo.paste(seen, (0, 0), mask)


def corners(centre: tuple[float, float], width: float, height: float, turn: float, tilt: float) -> Quad:
    """The corners of a rectangle that a camera 1.6 heights away sees: upper left, upper right, lower right, lower left."""
    cosine, sine = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    found = []
    for x, y in ((-width / 2, -height / 2), (width / 2, -height / 2), (width / 2, height / 2), (-width / 2, height / 2)):
        nearer = 1.6 * height / (1.6 * height + x * math.sin(math.radians(tilt)))
        x, y = x * math.cos(math.radians(tilt)) * nearer, y * nearer
        found.append((centre[0] + x * cosine - y * sine, centre[1] + x * sine + y * cosine))
    return found


def homography(seen: Quad, flat: list[tuple[int, int]]) -> list[float]:
    """Pillow's eight numbers that lead from the four corners as seen back to the flat ones."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for i in range(8):
        best = max(range(i, 8), key=lambda row: abs(rows[row][i]))
        rows[i], rows[best] = rows[best], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for row in (*range(i), *range(i + 1, 8)):
            rows[row] = [value - rows[row][i] * own for value, own in zip(rows[row], rows[i], strict=True)]
    return [row[8] for row in rows]


def spoil(photo: Image.Image, blur: float = 1, contrast: float = 1, shadow: bool = False, noise: int = 0) -> Image.Image:
    """What lenses, light and sensors do; the noise is an even pattern, so that every run has the same."""
    photo = photo.filter(ImageFilter.GaussianBlur(blur)).point(lambda value: round(value * contrast + 20 * (1 - contrast)))
    if shadow:
        light = Image.linear_gradient("L").resize(photo.size)
        photo = ImageChops.multiply(photo, light.point(lambda value: 70 + value * 185 // 255))
    if noise:
        grain = Image.new("L", (251, 241))
        grain.putdata([128 + (i * 7919 % 101 - 50) * noise // 50 for i in range(251 * 241)])
        photo = ImageChops.add(photo, grain.resize(photo.size, Image.Resampling.NEAREST), 1, -128)
    return photo


def save(photo: Image.Image, path: Path, **options: object) -> Path:
    """Save as the name's ending says; `orientation` as EXIF tells it, the pixels stay."""
    orientation = options.pop("orientation", None)
    if orientation is not None:
        exif = Image.Exif()
        exif[0x0112] = orientation
        options["exif"] = exif
    target = BytesIO()
    photo.save(target, {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[path.suffix[1:]], **options)
    path.write_bytes(target.getvalue())
    return path
