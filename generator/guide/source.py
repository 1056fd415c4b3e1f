"""A guide file as text: decoded, its forbidden characters found, and every character knows its line and column."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate, groupby
from unicodedata import category

from msgspec import Struct

from generator.errors import Diagnostic, InvalidInput, Place

MOST_BYTES = 1_000_000
MOST_LETTERS = 20_000  # of one text: several times what the largest sheet holds
MOST_MARKS = 100  # combining marks and invisible characters in a row; no language has more than 8
MOST_FORBIDDEN = 20  # with more of them it is no text file

# Controls, C1 controls, Unicode's own line ends, embeddings and overrides of direction, lone surrogates, non-characters, and
# what converters leave in place of a letter that they could not convert.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff\ufffd-\uffff]")
_LOST = "\N{REPLACEMENT CHARACTER}"
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0\ufe0e\ufe0f"  # letters and signs without a glyph
_DIRECTION = "\u202a\u202b\u202c\u202d\u202e"
_WIDE_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x00\x00\xfe\xff": "UTF-32"}
_SAVE_AS_UTF8 = "Save the file as UTF-8, in the editor's “Save as” dialogue."


class Source(Struct, frozen=True):
    """The text of one file, lines ended by a line feed alone; `starts` holds the offset at which each line begins."""

    file: str
    text: str
    lines: tuple[str, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, file: str, text: str) -> Source:
        """A source whose lines have been counted."""
        lines = tuple(text.split("\n"))
        return cls(file, text, lines, tuple(accumulate((len(line) + 1 for line in lines[:-1]), initial=0)))

    def place(self, offset: int, width: int = 1) -> Place:
        """The place of the character at `offset`; the width is cut at the end of its line."""
        line = bisect_right(self.starts, offset) - 1
        column = offset - self.starts[line]
        source = self.lines[line]
        return Place(self.file, line + 1, column + 1, max(1, min(width, len(source) - column)), source)


class Written:
    """Where a text was written: `source.text[start:end]`, quotes included; `style` is YAML's: "", ', ", | or >."""

    __slots__ = ("_offsets", "end", "source", "start", "style")

    def __init__(self, source: Source, start: int, end: int, style: str) -> None:
        self.source, self.start, self.end, self.style = source, start, end, style
        self._offsets: list[int] | None = None

    def place(self) -> Place:
        """The whole text, quotes included, or the first line of a block."""
        if self.style not in ("|", ">"):
            return self.source.place(self.start, self.end - self.start)
        first = re.compile(r"[^\n]*\n\s*").match(self.source.text, self.start, self.end)
        start = first.end() if first and first.end() < self.end else self.start
        return self.source.place(start, self.end - start)

    def at(self, value: str, index: int, width: int) -> Place:
        """The place of `value[index]`, where `value` is what YAML made of what was written."""
        return self.source.place(self.start + self._offset(value, index), width)

    def _offset(self, value: str, index: int) -> int:
        quotes = 1 if self.style in ("'", '"') else 0
        if self.end - self.start == len(value) + 2 * quotes and self.style not in ("|", ">"):
            return index + quotes  # nothing was folded or escaped
        if self._offsets is None:
            self._offsets = _align(value, self.source.text[self.start : self.end], self.style)
        return self._offsets[min(index, len(self._offsets) - 1)] if self._offsets else 0


_UNITS = {
    "'": re.compile(r"''|\S"),
    '"': re.compile(r"\\(?:x..|u.{4}|U.{8}|\n|.)|\S"),
    "": re.compile(r"\S"),
}
_BLANK_ESCAPES = "ntr N_LP\nvf\t"


def _align(value: str, raw: str, style: str) -> list[int]:
    """For each character of the value the offset at which it was written.

    Folding changes white space alone, so the n-th character that is none in the value is the n-th one as written.
    """
    begin = raw.find("\n") if style in ("|", ">") else len(style)
    units = (found for found in _UNITS.get(style, _UNITS[""]).finditer(raw, max(0, begin)) if not _is_blank(found[0]))
    offsets: list[int] = []
    after = begin
    for character in value:
        if character.isspace():
            offsets.append(after)
            continue
        unit = next(units, None)
        offsets.append(unit.start() if unit else after)
        after = unit.end() if unit else after
    return offsets


def _is_blank(unit: str) -> bool:
    """Whether an escape of a quoted text stands for white space or for nothing."""
    if len(unit) < 2 or unit[0] != "\\":
        return False
    if unit[1] in "xuU" and len(unit) > 2:
        try:
            return chr(int(unit[2:], 16)).isspace()
        except (ValueError, OverflowError):
            return False
    return unit[1] in _BLANK_ESCAPES


def too_large(file: str) -> Diagnostic:
    """What to say of a file that has more than MOST_BYTES."""
    way_out = "A guide is text; is this one?"
    return Diagnostic("the file is larger than 1 MB", Place(file, 1), way_out, rule="too-large")


def decode(file: str, data: bytes, problems: list[Diagnostic]) -> Source:
    """The source of a file's bytes; forbidden characters are reported and stand as U+FFFD.

    Raises `InvalidInput` where it is no text that could be read on: too large, not UTF-8, or binary.
    """
    if len(data) > MOST_BYTES:
        raise InvalidInput(too_large(file))
    encoding = next((name for bom, name in _WIDE_BOMS.items() if data.startswith(bom)), "")
    if encoding:
        raise InvalidInput(Diagnostic(f"the file is {encoding}, not UTF-8", Place(file, 1), _SAVE_AS_UTF8, rule="not-utf-8"))
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise InvalidInput(_not_utf8(file, data, error.start)) from None
    source = Source.of(file, text.replace("\r\n", "\n").replace("\r", "\n"))
    found = forbidden(source.text)
    problems += [character_problem(source.text[offset], source.place(offset)) for offset in found[:MOST_FORBIDDEN]]
    if len(found) > MOST_FORBIDDEN:
        message = f"{len(found)} characters that no text has: is this a text file?"
        raise InvalidInput(Diagnostic(message, source.place(found[0]), _SAVE_AS_UTF8, rule="binary"))
    return Source.of(file, _FORBIDDEN.sub(_LOST, source.text)) if found else source


def _not_utf8(file: str, data: bytes, offset: int) -> Diagnostic:
    """The place of the first byte that is not UTF-8."""
    before = data[:offset].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    rest = re.split(rb"[\r\n]", data[offset : offset + 200], maxsplit=1)[0].decode("utf-8", "replace")
    line = before.rpartition("\n")[2]
    place = Place(file, before.count("\n") + 1, len(line) + 1, 1, line + rest)
    return Diagnostic(f"byte 0x{data[offset]:02X} is not UTF-8", place, _SAVE_AS_UTF8, rule="not-utf-8")


def forbidden(text: str) -> list[int]:
    """The offsets of the characters that no guide may hold."""
    return [found.start() for found in _FORBIDDEN.finditer(text)]


def character_problem(character: str, place: Place | None) -> Diagnostic:
    """What to say of a forbidden character."""
    from unicodedata import name

    code = f"U+{ord(character):04X}"
    if character in _DIRECTION:
        way_out = "It changes the order in which text shows. Delete it; right-to-left text needs no marks here."
    elif character == _LOST:
        way_out = "A letter was lost here when the text was converted: write the letter again."
    else:
        way_out = "Delete the character; it does not show in most editors."
    label = name(character, "control character" if ord(character) < 0xA0 else "")
    return Diagnostic(f"forbidden character {code} {label}".rstrip(), place, way_out, rule="forbidden-character")


def too_much(text: str) -> tuple[str, str, int, int] | None:
    """What is wrong with a text that is too long to be set: message, way out, and where (offset, width); None if nothing is."""
    if len(text) > MOST_LETTERS:
        message = f"the text has {len(text):,} characters, more than the {MOST_LETTERS:,} that one text may have"
        return message, "Make several texts of it, such as steps of their own.", MOST_LETTERS, 1
    if text.isascii():
        return None
    at = 0
    for marks, run in groupby(text, _is_mark):
        found = "".join(run)
        if marks and len(found) > MOST_MARKS:
            message = f"{len(found):,} combining marks or invisible characters in a row, more than any language has"
            return message, "Delete those that are not needed.", at, 1
        at += len(found)
    return None


def is_invisible(text: str) -> bool:
    """Whether a text that is not blank has nothing to see: zero-width spaces, joiners, fillers."""
    return bool(text.strip()) and all(c.isspace() or c in _FILLERS or category(c) == "Cf" for c in text)


def _is_mark(character: str) -> bool:
    return category(character) in ("Mn", "Mc", "Me", "Cf")
