"""The fonts, inks and styles that these tests set text in."""

from __future__ import annotations

from typing import Any

from generator.surface import Ink
from generator.text import FontBook, Paragraph, Span, TextStyle, Word
from recording import Recording

_CJK = "justmytype_intl_cjk:fonts/ofl/"
SANS = "fontpkg_noto_sans:files/NotoSans[wdth,wght].ttf"
JAPANESE = _CJK + "notosansjp/NotoSansJP[wght].ttf"
MONO = "fontpkg_jetbrains_mono:files/JetBrainsMono[wght].ttf"
ARABIC = "fontpkg_ibm_plex_sans_arabic:files/IBMPlexSansArabic-{weight}.ttf"
THAI = "fontpkg_noto_sans_thai:files/NotoSansThai[wdth,wght].ttf"
BOOK = FontBook(
    {
        "text": {
            "default": SANS,
            "ja": JAPANESE,
            "ko": _CJK + "notosanskr/NotoSansKR[wght].ttf",
            "zh-Hans": _CJK + "notosanssc/NotoSansSC[wght].ttf",
            "zh-Hant": _CJK + "notosanstc/NotoSansTC[wght].ttf",
        },
        "mono": {"default": MONO},
    }
)
INK = Ink("ink", (0.07, 0.13, 0.18), (0, 0, 0, 1))
PAPER = Ink("paper", (1, 1, 1), (0, 0, 0, 0))


def style(size: float = 10, **how: Any) -> TextStyle:
    """A style of that size with a leading of 1.5."""
    return TextStyle(**{"size": size, "leading": 1.5 * size, "ink": INK, "key_fill": PAPER, **how})


def para(*spans: Span | str, book: FontBook = BOOK, **how: Any) -> Paragraph:
    """A paragraph; strings are words."""
    return Paragraph([Word(span) if isinstance(span, str) else span for span in spans], style(**how), book)


def wrapped(text: Span | str, width: float, **how: Any) -> list[str]:
    """What the lines say at that width."""
    paragraph = para(text, **how)
    paragraph.wrap(width)
    return [line.text for line in paragraph.lines]


def drawn(paragraph: Paragraph, width: float | None = None, x: float = 0, top: float = 0) -> Recording:
    """The paragraph, wrapped if a width is given, and drawn."""
    if width is not None:
        paragraph.wrap(width)
    surface = Recording()
    paragraph.draw(surface, x, top)
    return surface
