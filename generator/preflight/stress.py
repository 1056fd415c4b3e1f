"""Makes a code hard to read, step by step, and compares how much it bears with an ideal twin: the same modules, black on white.

Everything is drawn by PDFium and read by one decoder, so this is a simulation and is called one. Seeds are fixed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from operator import add
from random import Random

from msgspec import Struct

from generator.geometry import Rect
from generator.preflight.pages import Deadline, Raster, View
from generator.preflight.symbol import Matrix

SEEDS = (11, 23, 37)
_NEEDED = 2  # of the three seeds, that must be read
_PIXELS = (5.0, 4.2, 3.6, 3.1, 2.7, 2.3, 2.0, 1.75, 1.5, 1.3, 1.15, 1.0)  # a module, the easiest first
_KEPT = tuple(0.8**i for i in range(1, 17))  # of the contrast
_SIGMAS = tuple(6.0 * 1.22**i for i in range(18))  # of 255
_BASE = 4.0  # pixels a module where something else is tried
_NOISY = 3.0
_MARGIN = 6.0  # modules around the code
_OFF_GRID = 0.4  # modules by which the twin stands off the pixels' grid: on a page, too, nothing stands on it
_WHITE = 255
# By the sum of a pixel, its noise and 510, which is more than the strongest noise takes away: back to what a pixel can be.
_CLIPPED = bytes(min(max(value - _WHITE * 2, 0), _WHITE) for value in range(_WHITE * 5))


class Subject(Struct, frozen=True):
    """What is drawn again and again: a view, the code's box on it, and a module's side, in points."""

    view: View
    box: Rect
    module: float

    def drawn(self, pixels: float) -> Raster:
        """The code with what is around it, at so many pixels a module."""
        return self.view.raster(pixels / self.module, self.view.within(self.box.inset(-_MARGIN * self.module)))

    def corner(self, raster: Raster) -> tuple[float, float]:
        """The pixel of the code's upper left corner on such a drawing."""
        return (self.box.x - raster.left) * raster.scale, (self.box.y - raster.top) * raster.scale


class Margin(Struct, frozen=True):
    """How much the code and its twin bear; `ratio` is 1 for the ideal and 0 for a code that is not read at all."""

    rule: str
    subject: float
    twin: float
    ratio: float
    unit: str


def margins(code: Subject, ideal: Matrix, content: bytes) -> Iterator[Margin]:
    """The four margins of a code whose undamaged modules are `ideal`. Raises TimeUp."""
    borne = _borne_by_twin(ideal, content)
    for (rule, unit, measure, less_is_more), best in zip(_MEASURES, borne, strict=True):
        code.view.deadline.check()
        mine = measure(code, content)
        less, more = (best, mine) if less_is_more else (mine, best)
        yield Margin(rule, mine, best, less / more if less and more else 0.0, unit)


@lru_cache(maxsize=32)  # the files of a build show the same few codes
def _borne_by_twin(ideal: Matrix, content: bytes) -> tuple[float, ...]:
    """What the ideal twin bears; how large it is printed makes no difference, since all is counted in modules."""
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(twin_pdf(ideal, 1.0))
    try:
        twin = Subject(View(document[0], 1, Deadline.after()), twin_box(ideal, 1.0), 1.0)
        return tuple(measure(twin, content) for _, _, measure, _ in _MEASURES)
    finally:
        document.close()


def twin_pdf(matrix: Matrix, module: float) -> bytes:
    """A page with nothing but the ideal code, black on white, as one path."""
    n = len(matrix)
    start, side = _MARGIN + _OFF_GRID, (n + 2 * (_MARGIN + _OFF_GRID)) * module
    rects = [
        f"{(column + start) * module:.4f} {(n - 1 - row + start) * module:.4f} {module:.4f} {module:.4f} re"
        for row, modules in enumerate(matrix)
        for column, dark in enumerate(modules)
        if dark
    ]
    drawing = ("\n".join([*rects, "f"])).encode()
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {side:.4f} {side:.4f}]/Contents 4 0 R/Resources<<>>>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
    )
    pdf, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(pdf))
        pdf += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return pdf + b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (table, len(pdf))


def twin_box(matrix: Matrix, module: float) -> Rect:
    """Where the ideal code stands on its page."""
    start = (_MARGIN + _OFF_GRID) * module
    return Rect(start, start, len(matrix) * module, len(matrix) * module)


def _reads(pixels: bytes | bytearray, raster: Raster, content: bytes) -> bool:
    """Whether the decoder reads this content in pixels of the same shape as the raster's."""
    import zxingcpp

    rows = memoryview(pixels).cast("B", shape=(raster.height, raster.width))
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return any(found.bytes == content for found in zxingcpp.read_barcodes(rows, formats=formats, try_invert=False))


def _least_pixels(subject: Subject, content: bytes) -> float:
    """The fewest pixels a module down to which every step is read."""
    last = 0.0
    for pixels in _PIXELS:
        raster = subject.drawn(pixels)
        if not _reads(raster.pixels, raster, content):
            break
        last = pixels
    return last


def _hardest(steps: Sequence[float], reads: Callable[[float], bool]) -> float:
    """The last step that is read, found by halving; 0 where the first one is not."""
    low, high = -1, len(steps)
    while high - low > 1:
        middle = (low + high) // 2
        if reads(steps[middle]):
            low = middle
        else:
            high = middle
    return steps[low] if low >= 0 else 0.0


def _least_contrast(subject: Subject, content: bytes) -> float:
    """The share of its contrast with which it is still read."""
    raster = subject.drawn(_BASE)

    def reads(share: float) -> bool:
        table = bytes(round(128 + (value - 128) * share) for value in range(256))
        return _reads(raster.pixels.translate(table), raster, content)

    return _hardest(_KEPT, reads)


def _most_noise(subject: Subject, content: bytes) -> float:
    """The standard deviation of the noise with which it is still read."""
    raster = subject.drawn(_NOISY)
    return _hardest(_SIGMAS, lambda sigma: _most(_reads(noisy(raster.pixels, sigma, seed), raster, content) for seed in SEEDS))


def noisy(pixels: bytes, sigma: float, seed: int) -> bytes:
    """The pixels with normally distributed noise; the same seed gives the same noise."""
    levels = [round(step * sigma) + _WHITE * 2 for step in _normal()]
    steps = map(levels.__getitem__, Random(seed).randbytes(len(pixels)))
    return bytes(map(_CLIPPED.__getitem__, map(add, pixels, steps)))


@cache
def _normal() -> tuple[float, ...]:
    """256 steps of a normal distribution that are equally likely."""
    from statistics import NormalDist  # late: it is slow to import

    return tuple(NormalDist().inv_cdf((step + 0.5) / 256) for step in range(256))


def _largest_stain(subject: Subject, content: bytes) -> float:
    """The area of the largest white square, in modules, with which it is still read."""
    raster = subject.drawn(_BASE)
    side = round(subject.box.width / subject.module)
    steps = [step / 2 for step in range(2, side)]  # half a module each: a whole one is too coarse for a ratio
    corner = subject.corner(raster)
    pixels = raster.scale * subject.module

    def reads(size: float) -> bool:
        return _most(_reads(_stained(raster, corner, pixels, side, size, seed), raster, content) for seed in SEEDS)

    largest = _hardest(steps, reads)
    return largest * largest


def _stained(raster: Raster, corner: tuple[float, float], pixels: float, side: int, size: float, seed: int) -> bytearray:
    """The code with a white square at a place that the seed chooses, away from the finder patterns."""
    random = Random(seed)
    centre = [random.uniform(0.45, 0.6) * side for _ in "xy"]
    left, top = (max(0, round(at + (middle - size / 2) * pixels)) for at, middle in zip(corner, centre, strict=True))
    width = min(round(size * pixels), raster.width - left)
    stained = bytearray(raster.pixels)
    for row in range(top, min(top + round(size * pixels), raster.height)):
        start = row * raster.width + left
        stained[start : start + width] = bytes([_WHITE]) * width
    return stained


def _most(outcomes: Iterator[bool]) -> bool:
    """Whether enough of the seeds were read; no more are tried than must be."""
    read = missed = 0
    for good in outcomes:
        read, missed = read + good, missed + (not good)
        if read >= _NEEDED or missed > len(SEEDS) - _NEEDED:
            break
    return read >= _NEEDED


_MEASURES: tuple[tuple[str, str, Callable[[Subject, bytes], float], bool], ...] = (
    ("stress-pixels", "px", _least_pixels, True),
    ("stress-contrast", "of the contrast", _least_contrast, True),
    ("stress-noise", "of 255", _most_noise, False),
    ("stress-occlusion", "modules", _largest_stain, False),
)  # rule, unit, how it is measured, and whether a lower figure is the better one
