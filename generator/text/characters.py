"""What kind of character something is: its script, whether it needs a glyph, and the classes that setting rules speak of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import icu  # type: ignore[import-untyped]

OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for a key or a box in a paragraph's text
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
FORCED_BREAKS = frozenset("\n\r\v\f\x85\u2028\u2029")
LINE_END_SPACES = " \t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000"
OPENING = frozenset("「『（［｛〈《【〔〖〘｟")
CLOSING_BRACKETS = frozenset("」』）］｝〉》】〕〗〙｠")
CLOSING = CLOSING_BRACKETS | frozenset("、。，．")

_CJK = "々〆〇ぁ-ゖゝ-ゟァ-ヺー-ヿㇰ-ㇿ㐀-䶿一-鿿豈-\ufaffｦ-ﾟ\U00020000-\U0003ffff"
_LATIN = "0-9A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿḀ-ỿ"
_RTL = "\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
CJK_LETTER = re.compile(f"[{_CJK}]")
CJK_BESIDE_LATIN = re.compile(f"(?<=[{_CJK}])(?=[{_LATIN}])|(?<=[{_LATIN}])(?=[{_CJK}])")
SPACE_BETWEEN_CJK_AND_LATIN = re.compile(f"(?<=[{_CJK}]) (?=[{_LATIN}])|(?<=[{_LATIN}]) (?=[{_CJK}])")
FULL_WIDTH = re.compile(f"[{_CJK}{''.join(map(re.escape, sorted(OPENING | CLOSING)))}]")
RIGHT_TO_LEFT = re.compile(f"[{_RTL}]")
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
# These speak to the layout, not to the reader: they are obeyed, and are no part of the text that is drawn.
LAYOUT_CONTROLS = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

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


def primary(lang: str) -> str:
    """The language of a tag without script and region."""
    return lang.partition("-")[0].lower()


def is_rtl(lang: str) -> bool:
    """Whether the language is written from right to left."""
    return primary(lang) in _RTL_LANGUAGES or "-Arab" in lang or "-Hebr" in lang


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
