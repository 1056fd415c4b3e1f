"""Photo files → pixels: grey, and upright as the camera was held."""

from __future__ import annotations

import warnings
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from generator.errors import AssetError, Diagnostic, quoted
from generator.files import Unreadable, read_file

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES = 100_000_000
MOST_PIXELS = 51_000_000  # phones that say 50 megapixels have a little more
LONGEST_SIDE = 30_000  # pixels; the decoder takes twice as many, for an enlarged view
_ORIENTATION = 0x0112  # the tag's number in EXIF
_KNOWN = "Give a photo as JPEG, PNG or WebP."
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc")


def open_photo(path: Path) -> Image.Image:
    """The photo in 8 bits of grey, upright.

    Raises AssetError for what is no photo, damaged, larger than 50 megapixels, or HEIC where nothing reads it.
    """
    data = _read(path)
    if not data:
        _refuse(path, "is empty", _KNOWN)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        _learn_heic(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # broken metadata is no concern, and sizes are judged below
            return _pixels(path, data)
    except AssetError:
        raise
    except Exception as error:  # decoders of damaged files raise whatever they stumble over
        _refuse(path, _reason(error), f"{_KNOWN} Is the file whole?")


def _pixels(path: Path, data: bytes) -> Image.Image:
    from PIL import Image

    # Other formats are not read: their decoders are many, and no camera writes them.
    with Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP", *(("HEIF",) if "HEIF" in Image.OPEN else ()))) as image:
        width, height = image.size
        if width * height > MOST_PIXELS:
            message = f"has {width * height / 1e6:.0f} megapixels, and 50 are the most"
            _refuse(path, message, "Save it smaller, or take it with fewer pixels.", "too-large")
        if max(width, height) > LONGEST_SIDE:
            _refuse(path, f"is {width} × {height} pixels, a strip and no photo", "Cut it to the part with the code.", "too-large")
        image.draft("L", image.size)  # JPEG decodes its grey alone
        orientation = _orientation(image)
        grey = _grey(image)
    turn = _turns().get(orientation)
    return grey if turn is None else grey.transpose(turn)


def _grey(image: Image.Image) -> Image.Image:
    """The first frame in grey; what is transparent lies on white."""
    from PIL import Image

    if image.mode.startswith("I"):  # 16 bits: converting cuts off instead of dividing
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("L")
    return image.convert("L")


def _orientation(image: Image.Image) -> int:
    """How the camera was held, 1 to 8 as in EXIF; 1 where nobody says."""
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # metadata can be broken in any way, and then says nothing
        return 1


def _turns() -> dict[int, Image.Transpose]:
    from PIL.Image import Transpose

    mirrored = {2: Transpose.FLIP_LEFT_RIGHT, 4: Transpose.FLIP_TOP_BOTTOM, 5: Transpose.TRANSPOSE, 7: Transpose.TRANSVERSE}
    return {**mirrored, 3: Transpose.ROTATE_180, 6: Transpose.ROTATE_270, 8: Transpose.ROTATE_90}


def _learn_heic(path: Path) -> None:
    """Let Pillow read HEIC; `pillow-heif` comes with the extra `heic`, and turns photos upright itself."""
    try:
        import_module("pillow_heif").register_heif_opener()
    except ImportError:
        way_out = "Install campus-handouts[heic], or save the photo as JPEG."
        _refuse(path, "is a HEIC photo, which needs a package more", way_out, "needs-heic")


def _read(path: Path) -> bytes:
    """The bytes of the photo's file, wherever a link leads: the user has named it."""
    try:
        return read_file(path, MOST_BYTES, anywhere=True)
    except Unreadable as error:
        way_out = {"file-missing": "Name the file of a photo.", "too-large": "Save it smaller."}.get(error.rule, _KNOWN)
        _refuse(path, str(error), way_out, error.rule)


def _reason(error: Exception) -> str:
    from PIL import Image, UnidentifiedImageError

    if isinstance(error, UnidentifiedImageError):
        return "is no photo that can be read"
    if isinstance(error, Image.DecompressionBombError):
        return "has far more than 50 megapixels"
    return "is damaged: not all of it can be decoded"


def _refuse(path: Path, words: str, way_out: str, rule: str = "file-refused") -> NoReturn:
    raise AssetError(Diagnostic(f"{quoted(str(path))} {words}", help=way_out, rule=rule))
