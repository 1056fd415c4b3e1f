"""Bytes → pixels: formats pinned, sizes checked before decoding, everything decoded, then eight bits a channel in sRGB."""

from __future__ import annotations

import hashlib
import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from msgspec import Struct

from generator.pictures import jpeg, png
from generator.pictures.kinds import NAMES, Kind, is_whole
from generator.pictures.recent import Recent

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 100_000  # pixels
_MOST_WORK = 800_000_000  # pixels of all scans of a JPEG together
_KEPT_PIXELS = 256_000_000  # bytes of decoded pictures that are kept for the next one who asks
_KEPT_FACTS = 2_000

_PLUGINS = {"WEBP": "PIL.WebPImagePlugin", "TIFF": "PIL.TiffImagePlugin"}  # those that Pillow does not load by itself
_MODES = frozenset(("1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "YCbCr", "LAB", "HSV"))
_DEEP = {"I;16": 1, "I;16L": 1, "I;16B": 0}  # 16-bit grey: which of its two bytes is the high one
_ORIENTATION = 0x0112


class Undecodable(Exception):
    """A picture that cannot be used; the message goes on after its name, `help` is the way out."""

    def __init__(self, words: str, help: str, rule: str = "file-refused") -> None:
        super().__init__(words)
        self.help, self.rule = help, rule


class Facts(Struct, frozen=True):
    """What is known of a content once it has been decoded; `size` in pixels as it is seen."""

    kind: Kind
    digest: str
    size: tuple[int, int] = (0, 0)
    orientation: int = 1  # EXIF's: 1 to 8
    animated: bool = False
    bad_profile: bool = False
    plain: bool = False  # grey or RGB, upright, no profile but sRGB: nothing has to change before it is placed


def _weight(picture: Image) -> int:
    return picture.width * picture.height * max(1, len(picture.getbands()))


_pixels: Recent[str, Image] = Recent(_KEPT_PIXELS, _weight)
_facts: Recent[str, Facts] = Recent(_KEPT_FACTS, lambda facts: 1)


def examine(data: bytes, kind: Kind) -> Facts:
    """Decode the picture in full, once for each content. Raises Undecodable."""
    digest = hashlib.sha256(data).hexdigest()
    if kind == "SVG":
        return Facts(kind, digest)
    with _quiet():
        return _facts.get(digest, lambda: _examine(data, kind, digest))


def _examine(data: bytes, kind: Kind, digest: str) -> Facts:
    picture = _decode(data, kind)
    single = kind in ("PNG", "JPEG")  # their further frames are known without reading on
    still = picture if single else picture.copy()
    _pixels.get(digest, lambda: still)
    orientation = _orientation(picture)
    width, height = picture.size
    profile = _profile(picture)
    return Facts(
        kind,
        digest,
        (height, width) if orientation >= 5 else (width, height),
        orientation,
        _is_animated(picture, data, kind),
        profile is _BROKEN or (kind == "PNG" and png.loses_profile(data)),
        picture.mode in ("L", "RGB") and orientation == 1 and "transparency" not in picture.info and profile in (None, _BROKEN),
    )


def decoded(data: bytes, facts: Facts) -> Image:
    """The pixels as the file has them: any mode, not yet oriented. They are shared: do not change them."""
    return _pixels.get(facts.digest, lambda: _decode(data, facts.kind))


def decodes_to(data: bytes, expected: Image) -> bool:
    """Whether a JPEG's pixels are exactly those of the picture."""
    try:
        found = _loaded(data, "JPEG")
    except Undecodable:
        return False
    return (found.mode, found.size) == (expected.mode, expected.size) and found.tobytes() == expected.tobytes()


def _truncated() -> Undecodable:
    return Undecodable("is cut off: its end is missing", "Copy or save it again.", "picture-broken")


def _decode(data: bytes, kind: Kind) -> Image:
    """All pixels of the first frame, whatever is wrong with the rest of the file. Raises Undecodable."""
    if kind == "PNG" and is_whole(data, kind):
        picture = _loaded(png.bare(data), kind)
    elif kind == "JPEG":
        picture = _jpeg(data)
    elif is_whole(data, kind):
        picture = _loaded(data, kind)
    else:
        raise _truncated()
    _scale_transparency(picture, data, kind)
    return picture


def _jpeg(data: bytes) -> Image:
    """A JPEG that every viewer shows: metadata may be broken, and the end marker missing, but no pixel."""
    found = jpeg.frame(data)
    if found is not None and found.bits != 8:
        words = f"has {found.bits} bits a channel, which few programs show"
        raise Undecodable(words, "Save it with 8 bits a channel, or as a PNG.")
    if jpeg.has_end(data):
        try:
            return _loaded(data, "JPEG")
        except Undecodable as error:
            if error.rule == "too-large":
                raise
            return _loaded(jpeg.bare(data), "JPEG")
    one, other = (_loaded(end, "JPEG") for end in jpeg.continued(data))
    if one.tobytes() != other.tobytes():
        raise _truncated()
    return one


def _loaded(data: bytes, kind: Kind) -> Image:
    """Open and load the first frame. Only the one format is tried; sizes are judged before any pixel is decoded."""
    from PIL import Image

    if kind in _PLUGINS:
        import_module(_PLUGINS[kind])
    try:
        with _quiet():
            picture = Image.open(io.BytesIO(data), formats=(kind,))
            _judge_size(picture, data, kind)
            if picture.mode not in _MODES and picture.mode not in _DEEP:
                raise _unusual(picture.mode)
            part = picture.tile[0].extents if kind == "GIF" and picture.tile else None
            picture.load()
            return picture if part in (None, (0, 0, *picture.size)) else _clear_around(picture, part)
    except (Undecodable, MemoryError):
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise _too_many("has far too many megapixels") from None
    except Exception as error:  # decoders raise whatever they like: struct.error, SyntaxError, IndexError …
        if "truncated" in str(error).lower():
            raise _truncated() from None
        reason = str(error).partition("\n")[0][:80]
        raise Undecodable(f"cannot be decoded as {NAMES[kind]} ({reason})", "Save it again as a PNG.", "picture-broken") from None


def _judge_size(picture: Image, data: bytes, kind: Kind) -> None:
    """Refuse what would take too long or too much memory."""
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise _too_many(f"has {width * height / 1e6:.0f} megapixels")
    if max(width, height) > LONGEST_SIDE:
        words = f"is {width} × {height} pixels, and {LONGEST_SIDE:,} are the most along a side"
        raise Undecodable(words, "Cut it to the part that is needed.", "too-large")
    if kind == "JPEG" and (scans := jpeg.scan_count(data)) * max(width * height, _MOST_WORK // jpeg.MOST_SCANS) > _MOST_WORK:
        words = f"has {scans:,} scans, where a progressive JPEG of its size has about 10"
        raise Undecodable(words, "Save it again as a JPEG or PNG.", "too-large")


def _clear_around(picture: Image, part: tuple[int, int, int, int]) -> Image:
    """A GIF whose first frame is smaller than its canvas: around it nothing has been drawn, and the page shows through."""
    from PIL import Image

    whole = picture.convert("RGBA")
    clear = Image.new("RGBA", whole.size)
    clear.paste(whole.crop(part), part[:2])
    clear.info = {key: value for key, value in picture.info.items() if key != "transparency"}
    return clear


@contextmanager
def _quiet() -> Iterator[None]:
    """What Pillow warns of and logs about odd files is not for the user; only bombs count, and as an error."""
    from PIL import Image

    logger, silence = logging.getLogger("PIL"), logging.NullHandler()
    logger.addHandler(silence)  # with a handler, Python's own does not write to the terminal
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    finally:
        logger.removeHandler(silence)


def _scale_transparency(picture: Image, data: bytes, kind: Kind) -> None:
    """Pillow brings a PNG's pixels to 8 bits, but not the colour that is transparent; 16-bit grey keeps both."""
    clear = picture.info.get("transparency")
    depth = data[24] if kind == "PNG" else 8
    if isinstance(clear, int) and depth in (2, 4) and picture.mode == "L":
        picture.info["transparency"] = clear * 255 // (2**depth - 1)
    elif isinstance(clear, tuple) and depth == 16:
        picture.info["transparency"] = tuple(part >> 8 for part in clear)


def _too_many(words: str) -> Undecodable:
    return Undecodable(f"{words}, and {MOST_PIXELS // 1_000_000} is the most", "Save it smaller.", "too-large")


def _unusual(mode: str) -> Undecodable:
    what = {"F": "fractions", "I": "32-bit numbers"}.get(mode, f"the mode {mode}")
    return Undecodable(f"has {what} for pixels, and their white is not known", "Save it as a PNG with 8 bits a channel.")


def _orientation(picture: Image) -> int:
    try:
        value = picture.getexif().get(_ORIENTATION, 1)
    except Exception:  # broken metadata says nothing
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _is_animated(picture: Image, data: bytes, kind: Kind) -> bool:
    """Whether there are further frames or pages; a photo's preview beside it (MPO) is none."""
    if kind in ("PNG", "JPEG"):
        return kind == "PNG" and png.is_animated(data)
    try:
        return bool(getattr(picture, "is_animated", False))
    except Exception:  # what is behind the first frame is broken: there is something
        return True


_BROKEN = object()


def _profile(picture: Image) -> object:
    """The picture's colour profile: None if it has none or sRGB, `_BROKEN` if it cannot be used."""
    data = picture.info.get("icc_profile")
    if not data:
        return None
    from PIL import ImageCms

    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        space = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK", "Lab": "LAB"}[profile.profile.xcolor_space.strip()]
        name = profile.profile.profile_description or ""
    except Exception:  # LittleCMS and Pillow raise several things for profiles that are no profiles
        return _BROKEN
    if space == "RGB" and name.startswith("sRGB"):
        return None
    fits = {"P": "RGB", "PA": "RGB", "RGBA": "RGB", "RGBX": "RGB", "LA": "L", "1": "L", **dict.fromkeys(_DEEP, "L")}
    return profile if fits.get(picture.mode, picture.mode) == space else _BROKEN


def upright(picture: Image, orientation: int) -> Image:
    """The picture turned and mirrored as its EXIF orientation (1 to 8) says."""
    from PIL.Image import Transpose

    turns = (
        Transpose.FLIP_LEFT_RIGHT,
        Transpose.ROTATE_180,
        Transpose.FLIP_TOP_BOTTOM,
        Transpose.TRANSPOSE,
        Transpose.ROTATE_270,
        Transpose.TRANSVERSE,
        Transpose.ROTATE_90,
    )
    return picture if orientation == 1 else picture.transpose(turns[orientation - 2])


def plain(picture: Image) -> Image:
    """The same pixels as L, LA, RGB or RGBA with eight bits a channel, in sRGB. The result may be the picture itself."""
    eight = _eight_bits(picture)
    profile = _profile(picture)
    if profile in (None, _BROKEN):
        return eight if eight.mode in ("L", "LA", "RGB", "RGBA") else _standard(eight)
    return _in_srgb(eight, profile)


def _eight_bits(picture: Image) -> Image:
    """No palette, no 16 bits, no premultiplied alpha; transparent colours as alpha."""
    from PIL import Image

    if picture.mode in _DEEP:
        return _shallow(picture)
    if picture.mode in ("La", "RGBa"):
        return picture.convert("LA" if picture.mode == "La" else "RGBA")
    if picture.mode in ("P", "PA"):
        return picture.convert("RGBA" if picture.mode == "PA" or "transparency" in picture.info else "RGB")
    clear = picture.info.get("transparency")
    if clear is None or picture.mode not in ("1", "L", "RGB"):
        return picture.convert("L") if picture.mode == "1" else picture
    solid = picture.copy()
    solid.info = {"transparency": clear}
    alpha = solid.convert("LA" if picture.mode in ("1", "L") else "RGBA")
    return Image.merge(alpha.mode, alpha.split())


def _shallow(picture: Image) -> Image:
    """16-bit grey as 8 bits: the high bytes; a transparent grey as alpha."""
    from PIL import Image

    rows = picture.tobytes()
    high = _DEEP[picture.mode]
    grey = Image.frombytes("L", picture.size, rows[high::2])
    clear = picture.info.get("transparency")
    if not isinstance(clear, int):
        return grey
    low = Image.frombytes("L", picture.size, rows[1 - high :: 2])
    return Image.merge("LA", (grey, _unlike(grey, clear >> 8, low, clear & 255)))


def _unlike(grey: Image, high: int, low: Image, rest: int) -> Image:
    """Opaque wherever the two bytes are not those of the transparent grey."""
    from PIL import ImageChops

    tables = ([0 if value == clear else 255 for value in range(256)] for clear in (high, rest))
    return ImageChops.lighter(*(part.point(table) for part, table in zip((grey, low), tables, strict=True)))


def _standard(picture: Image) -> Image:
    """CMYK and other ways to write colours, without a profile, as RGB."""
    if picture.mode != "LAB":
        return picture.convert("RGB")
    from PIL import ImageCms

    return _converted(picture, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))


def _in_srgb(picture: Image, profile: object) -> Image:
    """The colours that the profile means, in sRGB; alpha stays as it is."""
    from PIL import Image

    bands = picture.split()
    if picture.mode == "RGBA":
        return Image.merge("RGBA", (*_converted(Image.merge("RGB", bands[:3]), profile).split(), bands[3]))
    if picture.mode == "LA":
        return Image.merge("RGBA", (*_converted(bands[0], profile).split(), bands[1]))
    return _converted(picture.convert("RGB") if picture.mode == "RGBX" else picture, profile)


def _converted(picture: Image, profile: object) -> Image:
    """Relative colorimetric with black point compensation, as browsers do it; without a profile where LittleCMS gives up."""
    from PIL import ImageCms

    try:
        converted = ImageCms.profileToProfile(
            picture,
            profile,  # type: ignore[arg-type]
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, ValueError):
        return picture.convert("RGB")
    assert converted is not None  # it is None only for a conversion in place
    return converted
