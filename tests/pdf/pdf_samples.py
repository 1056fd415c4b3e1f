"""What the tests of generator.pdf draw with: inks, fonts, a small shaper, and one document that uses every kind of thing."""

from __future__ import annotations

import io
import struct
import zlib

import uharfbuzz

from generator.geometry import SIZES, Path, Rect
from generator.pdf import Intent, Part, TaggedCanvas
from generator.surface import Glyph, GlyphRun, Ink
from generator.text.fonts import Font

BLACK = Ink("black", (0, 0, 0), (0, 0, 0, 1), 0.0)
BLUE = Ink("blue", (0, 0.31, 0.66), (1, 0.6, 0, 0), 0.35)
RED = Ink("red", (0.8, 0, 0.1), (0, 1, 1, 0))

LATIN = Font("fontpkg_noto_sans:files/NotoSans[wdth,wght].ttf", 400)
BOLD = Font("fontpkg_noto_sans:files/NotoSans[wdth,wght].ttf", 700)
JAPANESE = Font("justmytype_intl_cjk:fonts/ofl/notosansjp/NotoSansJP[wght].ttf", 400)


def shaped(text: str, x: float, y: float, *, font: Font = LATIN, size: float = 10, ink: Ink = BLACK) -> GlyphRun:
    """A run of one font, shaped with kerning and ligatures."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    uharfbuzz.shape(font.hb, buffer, {"kern": True, "liga": True})
    starts = sorted({info.cluster for info in buffer.glyph_infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    scale, pen, glyphs, said = size / font.upem, 0.0, [], set()
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        says = "" if info.cluster in said else text[info.cluster : ends[info.cluster]]
        said.add(info.cluster)
        glyphs.append(Glyph(info.codepoint, pen + position.x_offset * scale, position.y_offset * scale, says))
        pen += position.x_advance * scale
    return GlyphRun(font, size, x, y, tuple(glyphs), text, ink)


def square(x: float, y: float, side: float = 10) -> Path:
    return Path().rect(Rect(x, y, side, side))


def png(width: int = 4, height: int = 3, *, colour: int = 2, extra: bytes = b"") -> bytes:
    """A PNG of one colour, put together by hand: 8 bits, grey (0) or RGB (2)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\x00" + bytes([200, 30, 60] if colour == 2 else [90]) * width
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(row * height)) + chunk(b"IEND", b"")


def jpeg(mode: str = "RGB", *, exif: bool = False) -> bytes:
    from PIL import Image

    picture, out = Image.new(mode, (16, 8)), io.BytesIO()
    tags = Image.Exif()
    tags[0x010E] = "SECRET PLACE"
    picture.save(out, "JPEG", **({"exif": tags} if exif else {}))
    return out.getvalue()


def blank(intent: Intent = "screen", **more: str) -> TaggedCanvas:
    """A canvas whose contents stay readable."""
    return TaggedCanvas(title="A guide", lang="en", intent=intent, created="2026-11-24", compress=False, **more)


def every_role(intent: Intent = "screen", *, compress: bool = True, ua: Part = 1) -> bytes:
    """Two pages with headings, a list, a table, figures, links, notes, clips, artifacts and bookmarks."""
    canvas = TaggedCanvas(
        title="Set up “MFA” (手順)",
        lang="en",
        author="Tom & Jerry <IT>",
        subject="All roles",
        intent=intent,
        ua=ua,
        created="2026-11-24",
        compress=compress,
    )
    canvas.begin_page(SIZES["A4"])
    canvas.fill(Path().rect(Rect(0, 0, 595, 20)), BLUE)
    with canvas.artifact("Pagination"):
        canvas.glyphs(shaped("page 1", 500, 6))
        with canvas.element("P"):
            canvas.glyphs(shaped("furniture", 400, 6))
    with canvas.element("Sect", title="Introduction") as section:
        with canvas.element("H1"):
            canvas.destination("top", 50, 800)
            canvas.glyphs(shaped("Set up MFA office", 50, 780, font=BOLD, size=24, ink=BLUE))
        with canvas.element("P") as paragraph:
            canvas.glyphs(shaped("Open ", 50, 750))
            with canvas.element("Link") as link:
                canvas.glyphs(shaped("the page ", 80, 750, ink=BLUE))
                canvas.link(Rect(80, 748, 50, 12), "https://example.org/a?b=(c)", "The page of the guide")
            canvas.glyphs(shaped("now, then ", 130, 750))
            with canvas.element("Link"):
                canvas.glyphs(shaped("go on.", 190, 750, ink=BLUE))
                canvas.link(Rect(190, 748, 50, 12), "#second", "Second page")
            with canvas.element("Span", actual="the key"):
                canvas.stroke(square(240, 748), RED, 0.5, dash=(2, 1))
            with canvas.element("Code"):
                canvas.glyphs(shaped("x = 1", 260, 750))
            with canvas.element("Quote"):
                canvas.glyphs(shaped("“so”", 300, 750))
        if ua == 1:  # PDF/UA-2 wants more of a table of contents than a link
            with canvas.element("TOC"), canvas.element("TOCI"), canvas.element("Reference"), canvas.element("Link"):
                canvas.glyphs(shaped("Second page", 400, 720))
                canvas.link(Rect(400, 718, 60, 12), "#second", "Second page")
        with canvas.element("H2"):
            canvas.glyphs(shaped("Steps", 50, 720, font=BOLD, size=14))
        _list(canvas)
        _table(canvas)
        with canvas.element("Figure", alt="A red square", bbox=Rect(50, 400, 60, 60)), canvas.clip(square(50, 400, 60)):
            canvas.image(png(), Rect(50, 400, 60, 60))
            canvas.fill(square(60, 410), RED)
        with canvas.element("Figure", alt="A photograph", bbox=Rect(120, 400, 40, 20)):
            canvas.image(jpeg(), Rect(120, 400, 40, 20))
            with canvas.element("Caption"):
                canvas.glyphs(shaped("Figure 1", 120, 390))
        with canvas.element("Note") as note:
            canvas.glyphs(shaped("If it does not work, call us.", 50, 370))
        with canvas.element("Div"), canvas.element("BlockQuote"), canvas.element("P", lang="ja"):
            canvas.glyphs(shaped("次の画面で「許可」を押す。", 50, 350, font=JAPANESE))
        with canvas.element("H3"):
            canvas.glyphs(shaped("Later", 50, 330, font=BOLD))
        with canvas.element("P") as drawn_later, canvas.element("Span"):
            pass
    canvas.end_page()
    canvas.begin_page(SIZES["A5"])
    canvas.destination("second", 0, 595)
    with canvas.element("P", reopen=paragraph):
        canvas.glyphs(shaped("It goes on here, ", 50, 500))
    with canvas.element("Link", reopen=link):
        canvas.glyphs(shaped("and here.", 150, 500))
        canvas.link(Rect(150, 498, 50, 12), "https://example.org/a?b=(c)", "The page of the guide")
    with canvas.element("P", reopen=drawn_later):
        canvas.glyphs(shaped("Drawn later.", 50, 480))
    with canvas.element("Note", reopen=note):
        canvas.glyphs(shaped("Free of charge.", 50, 460))
    with canvas.element("Note", parent=section):
        canvas.glyphs(shaped("A second note.", 50, 440))
    canvas.end_page()
    canvas.bookmark("Set up", "top", 0)
    canvas.bookmark("次へ", "second", 1)
    return canvas.finish()


def _list(canvas: TaggedCanvas) -> None:
    with canvas.element("L", ListNumbering="Decimal"):
        for index in (1, 2):
            with canvas.element("LI"):
                canvas.stroke(square(48, 700 - 20 * index, 200), BLUE, 1)
                with canvas.element("Lbl"):
                    canvas.glyphs(shaped(f"{index}", 50, 710 - 20 * index))
                with canvas.element("LBody"):
                    canvas.glyphs(shaped(f"Do step {index}.", 70, 710 - 20 * index))


def _table(canvas: TaggedCanvas) -> None:
    with canvas.element("Table"):
        with canvas.element("THead"), canvas.element("TR"):
            for column, text in enumerate(("Device", "Time")):
                with canvas.element("TH", Scope="Column"):
                    canvas.glyphs(shaped(text, 50 + 80 * column, 620, font=BOLD))
        with canvas.element("TBody"), canvas.element("TR"):
            for column, text in enumerate(("Phone", "2 min")):
                with canvas.element("TD", ColSpan=1):
                    canvas.glyphs(shaped(text, 50 + 80 * column, 600))
