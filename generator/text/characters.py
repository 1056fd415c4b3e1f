"""What kind of character something is: its script, whether it needs a glyph, and the classes that setting rules speak of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import icu  # type: ignore[import-untyped]

OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for a key or a box in a paragraph's text
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
SEPARATOR = " ·"  # between items, with a space after it: at the end of a line the line's end separates them
FORCED_BREAKS = frozenset("\n\r\v\f\x85\u2028\u2029")
LINE_END_SPACES = " \t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000"
OPENING = frozenset("「『（［｛〈《【〔〖〘｟“‘")  # curly quotes: in Chinese they are as wide as a letter
CLOSING_BRACKETS = frozenset("」』）］｝〉》】〕〗〙｠”’")
PAUSES = frozenset("、。，．")
MARKS = frozenset("：；！？")
_RTL_CLASSES = frozenset(["R", "AL", "AN", "RLE", "RLO", "RLI"])

# These speak to the layout, not to the reader: they are obeyed, and are no part of the text that is drawn.
LAYOUT_CONTROL_CHARACTERS = "".join(
    ["\u00ad\u061c\u200b\u200e\u200f\ufeff", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2060, 0x206A))]
)
LAYOUT_CONTROLS = re.compile(f"[{LAYOUT_CONTROL_CHARACTERS}]")

_RTL_LANGUAGES = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"])
_CJK_SCRIPTS = {"Hira": "Hani", "Kana": "Hani", "Bopo": "Hani", "Hrkt": "Hani"}
UNSPECIFIC = ""


class _Scripts(dict[str, str]):
    """The script of each character met so far; UNSPECIFIC for what takes on its neighbour's (digits, spaces, marks)."""

    def __missing__(self, character: str) -> str:
        script = icu.Script.getScript(ord(character)).getShortName()
        script = UNSPECIFIC if script in ("Zyyy", "Zinh", "Zzzz") else _CJK_SCRIPTS.get(script, script)
        self[character] = script
        return script


SCRIPT_OF = _Scripts()
_KIND_OF_SCRIPT = {"Hani": "C", "Hang": "H", "Arab": "A", "Latn": "L", "Grek": "L", "Cyrl": "L"}


class _Kinds(dict[str, str]):
    """One letter for each character met so far; see `kinds`."""

    def __missing__(self, character: str) -> str:
        if character in OPENING:
            kind = "("
        elif character in CLOSING_BRACKETS or character in PAUSES or character in MARKS:
            kind = ")"
        elif character == " ":
            kind = " "
        elif character in "ーｰ":
            kind = "C"
        elif character.isascii() and character.isdigit():
            kind = "L"
        else:
            kind = _KIND_OF_SCRIPT.get(SCRIPT_OF[character], ".")
        self[character] = kind
        return kind


_KIND_OF = _Kinds()


def kinds(text: str) -> str:
    """What the characters of a text are, a letter for each, to be searched with simple patterns.

    C Japanese or Chinese letter, H Hangul, A Arabic, L Latin, Greek or Cyrillic letter or digit, "(" full-width opening
    bracket or quote, ")" full-width closing bracket, quote, comma, stop or mark, " " space, "." anything else.
    """
    return "".join([_KIND_OF[character] for character in text])


def has_rtl(text: str) -> bool:
    """Whether something in the text runs from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(character) in _RTL_CLASSES for character in set(text))


def primary(lang: str) -> str:
    """The language of a tag without script and region."""
    return lang.partition("-")[0].lower()


def is_rtl(lang: str) -> bool:
    """Whether the language is written from right to left."""
    return primary(lang) in _RTL_LANGUAGES or "-Arab" in lang or "-Hebr" in lang


def is_control(character: str) -> bool:
    """Whether the character is a control code, which no one can read even where a font maps it."""
    return unicodedata.category(character) == "Cc"


def needs_no_glyph(character: str) -> bool:
    """Whether HarfBuzz draws the character without a glyph of its own: spaces and default ignorables."""
    if unicodedata.category(character) == "Zs":
        return True
    return bool(icu.Char.hasBinaryProperty(ord(character), icu.UProperty.DEFAULT_IGNORABLE_CODE_POINT))


def code_point_indices(text: str) -> Sequence[int]:
    """For each UTF-16 index of `text`, and the one after its end, the index of its character: ICU counts UTF-16."""
    if text.isascii() or max(text) <= "\uffff":
        return range(len(text) + 1)
    indices: list[int] = []
    for index, character in enumerate(text):
        indices += [index] * (2 if ord(character) > 0xFFFF else 1)
    return [*indices, len(text)]
