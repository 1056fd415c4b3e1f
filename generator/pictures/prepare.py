"""Makes a picture ready for the file: upright, without secrets and metadata, in sRGB, no larger than it prints."""

from __future__ import annotations

import hashlib
import io
import math
import struct
import zlib
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from generator.errors import AssetError, Diagnostic, quoted
from generator.guide.model import Blur, Ring, Screen
from generator.pictures import jpeg
from generator.pictures.decode import decoded, decodes_to, plain, upright
from generator.pictures.gate import Opened, size_of
from generator.pictures.kinds import is_lossy
from generator.pictures.recent import Recent

if TYPE_CHECKING:
    from PIL.Image import Image

Fractions = tuple[float, float, float, float]  # x, y, width, height from the top left
Box = tuple[int, int, int, int]  # left, top, right, bottom in pixels
Colour = tuple[float, float, float]  # RGB, 0 to 1

WHOLE: Fractions = (0.0, 0.0, 1.0, 1.0)
WHITE: Colour = (1.0, 1.0, 1.0)
OFFICE_PPI = 300
POINTS_PER_INCH = 72
JPEG_QUALITY = 90
_LONGEST_JPEG = 65_500  # pixels
_ENOUGH = 0.75  # of the pixels that a place could do with
_FLAT = 8  # a picture of flat areas is compressed to less than this part; any other one is worth the trouble of filters
_KEPT_BYTES = 64_000_000
_COVER = 128  # the grey that stands where something was redacted: neither paper nor text
_BLEED = 18  # pixels: so far into its neighbourhood reaches a pixel in a JPEG, whose blocks of 16 it shares
_CELLS = 3  # a blurred rectangle keeps so many averages along its short side


class Picture(Struct, frozen=True, dict=True):
    """A PNG or JPEG that can be placed: grey or RGB, without alpha and metadata.

    `source_ppi` is the resolution of the original's pixels at the size at which it is placed, before any were left out.
    """

    data: bytes
    width_px: int
    height_px: int
    source_ppi: float

    @property
    def aspect(self) -> float:
        """Height to width."""
        return self.height_px / self.width_px

    @cached_property
    def digest(self) -> str:
        """The name of the content: its SHA-256."""
        return hashlib.sha256(self.data).hexdigest()


_halves: Recent[tuple[object, ...], Image] = Recent(_KEPT_BYTES, lambda half: half.width * half.height * 4)
_prepared: Recent[tuple[object, ...], Picture] = Recent(_KEPT_BYTES, lambda picture: len(picture.data))


def prepare(
    opened: Opened,
    *,
    width: float,
    crop: Fractions = WHOLE,
    redact: Iterable[Ring] = (),
    blur: Iterable[Blur] = (),
    ppi: float = OFFICE_PPI,
    background: Colour = WHITE,
) -> Picture:
    """The picture for a place `width` points wide: burnt in what must not be seen, cropped, flattened, resampled once.

    `crop`, `redact` and `blur` are fractions of the whole picture as it is seen; `ppi` is the most that the file needs, and
    pixels are never added. The same content with the same wishes is prepared once. Raises AssetError for an empty crop.
    """
    covered, blurred = tuple(map(_fractions, redact)), tuple(map(_fractions, blur))
    box = crop_box(opened, crop)
    most = max(1, math.floor(width * ppi / POINTS_PER_INCH + 1e-6))
    source_ppi = (box[2] - box[0]) * POINTS_PER_INCH / width
    key = (opened.digest, box, covered, blurred, min(most, box[2] - box[0]), round(source_ppi, 6), background)
    return _prepared.get(key, lambda: _prepare(opened, box, covered, blurred, most, source_ppi, background))


def crop_box(opened: Opened, crop: Fractions) -> Box:
    """The pixels that a crop leaves, to the nearest. Raises AssetError where it leaves none."""
    width, height = size_of(opened)
    x, y, across, down = crop
    box = (round(x * width), round(y * height), min(width, round((x + across) * width)), min(height, round((y + down) * height)))
    if box[2] <= box[0] or box[3] <= box[1]:
        raise AssetError(crop_empty(opened))
    return box


def crop_empty(opened: Opened) -> Diagnostic:
    """What to say of a crop that leaves no pixel."""
    width, height = size_of(opened)
    message = f"the crop of {quoted(opened.name)} is empty: the picture has {width} × {height} pixels"
    way_out = "Write crop: [x, y, width, height] as shares of its width and height."
    return Diagnostic(message, opened.place, way_out, rule="crop-empty")


def _prepare(
    opened: Opened,
    box: Box,
    redact: tuple[Fractions, ...],
    blur: tuple[Fractions, ...],
    most: int,
    source_ppi: float,
    background: Colour,
) -> Picture:
    size = (box[2] - box[0], box[3] - box[1])
    changed = redact or blur or box != (0, 0, *size_of(opened)) or size[0] > most
    if not changed and (bare := _embeddable(opened)) is not None:
        return Picture(bare, *size, source_ppi)
    if size[0] < 2 * _ENOUGH * most:
        picture = _finished(opened, box, redact, blur, background)
    else:  # the half serves smaller places, too
        wanted = (opened.digest, box, redact, blur, background)
        picture = _halves.get(wanted, lambda: _finished(opened, box, redact, blur, background).reduce(2))
    picture = _resample(picture, most)
    return Picture(_encode(picture, is_lossy(opened.data, opened.kind)), picture.width, picture.height, source_ppi)


def _embeddable(opened: Opened) -> bytes | None:
    """The JPEG's own bytes, if a PDF reader is sure to show what was decoded here; else None, and it is encoded anew."""
    if opened.kind != "JPEG" or not opened.facts.plain:
        return None
    bare = jpeg.bare(opened.data)
    return bare if jpeg.is_portable(bare) and decodes_to(bare, decoded(opened.data, opened.facts)) else None


def finished(opened: Opened, screen: Screen) -> Image:
    """The pixels that a screen shows, in the original's resolution: cropped, with all that is covered."""
    blur = tuple(_fractions(mark) for mark in screen.marks if isinstance(mark, Blur))
    return _finished(opened, crop_box(opened, screen.crop), tuple(map(_fractions, screen.redact)), blur, WHITE)


def _fractions(one: Ring | Blur) -> Fractions:
    return one.x, one.y, one.width, one.height


def _finished(opened: Opened, box: Box, redact: tuple[Fractions, ...], blur: tuple[Fractions, ...], background: Colour) -> Image:
    """The pixels of the box: upright, in sRGB with eight bits, burnt in and flattened."""
    seen = upright(decoded(opened.data, opened.facts), opened.facts.orientation)
    picture = seen.crop(box)
    picture.info = {key: seen.info[key] for key in ("transparency", "icc_profile") if key in seen.info}
    bleed = _BLEED if is_lossy(opened.data, opened.kind) else 0
    blurred = [_pixels(one, size_of(opened), box, 0) for one in blur]
    covered = [_pixels(one, size_of(opened), box, bleed) for one in redact]
    return _flatten(_burn(plain(picture), covered, blurred), background)


def _burn(picture: Image, redact: Sequence[Box | None], blur: Sequence[Box | None]) -> Image:
    """Replace pixels for good; what is None lies outside."""
    burnt = picture.copy() if redact or blur else picture
    for part in filter(None, blur):
        burnt.paste(_blurred(burnt.crop(part)), part)
    cover = tuple(255 if band == "A" else _COVER for band in burnt.getbands())
    for part in filter(None, redact):
        burnt.paste(cover if len(cover) > 1 else _COVER, part)
    return burnt


def _pixels(fractions: Fractions, full: tuple[int, int], box: Box, bleed: int) -> Box | None:
    """A rectangle of the whole picture, widened to whole pixels and by `bleed`, in pixels of the box; None if it is outside."""
    x, y, across, down = fractions
    left, top = math.floor(x * full[0]) - box[0] - bleed, math.floor(y * full[1]) - box[1] - bleed
    right, bottom = math.ceil((x + across) * full[0]) - box[0] + bleed, math.ceil((y + down) * full[1]) - box[1] + bleed
    part = (max(0, left), max(0, top), min(box[2] - box[0], right), min(box[3] - box[1], bottom))
    return part if part[2] > part[0] and part[3] > part[1] else None


def _blurred(part: Image) -> Image:
    """A few averages, drawn softly: words are gone, not only out of focus."""
    from PIL.Image import Resampling

    cell = max(1.0, min(part.size) / _CELLS)
    few = part.resize((max(1, round(part.width / cell)), max(1, round(part.height / cell))), Resampling.BOX)
    return few.resize(part.size, Resampling.BICUBIC)


def _flatten(picture: Image, background: Colour) -> Image:
    """Without alpha: what shines through is the colour of the page."""
    from PIL import Image

    if picture.mode not in ("LA", "RGBA"):
        return picture
    ground = Image.new("RGB", picture.size, _bytes(background))
    ground.paste(picture.convert("RGB"), mask=picture.getchannel("A"))
    return ground


def _bytes(colour: Colour) -> tuple[int, int, int]:
    red, green, blue = (round(255 * min(1.0, max(0.0, part))) for part in colour)
    return red, green, blue


def _resample(picture: Image, width: int) -> Image:
    """At most that wide. Whole pixels are averaged where that leaves enough of them: fastest, and strokes stay even."""
    from PIL.Image import Resampling

    if picture.width <= width:
        return picture
    whole = math.ceil(picture.width / width)
    if picture.width / whole >= _ENOUGH * width:
        return picture.reduce(whole)
    size = (width, max(1, round(picture.height * width / picture.width)))
    return picture.resize(size, Resampling.HAMMING, reducing_gap=1.0)  # a third of LANCZOS's time, as sharp at 300 ppi


def _encode(picture: Image, lossy: bool) -> bytes:
    """A photo as JPEG with full colour resolution, anything else as PNG; neither says how, when or where it was made."""
    picture.info = {}
    out = io.BytesIO()
    if lossy and max(picture.size) <= _LONGEST_JPEG:
        picture.save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0, optimize=True)
        return out.getvalue()
    plain = _png(picture)
    if len(plain) * _FLAT < picture.width * picture.height * len(picture.getbands()):
        return plain
    picture.save(out, "PNG")
    return min(plain, out.getvalue(), key=len)


def _png(picture: Image) -> bytes:
    """Grey or RGB as a PNG whose rows are not filtered: in half the time that Pillow takes, and flat areas become no larger."""
    bands = len(picture.getbands())
    head = struct.pack(">IIBBBBB", *picture.size, 8, {1: 0, 3: 2}[bands], 0, 0, 0)
    pixels, row = picture.tobytes(), picture.width * bands
    rows = b"".join([b"\0" + pixels[start : start + row] for start in range(0, len(pixels), row)])
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks]
    )
