"""A text falls into items: stretches of one span, one font, one script and one direction, which are shaped as one."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise

from msgspec import Struct
from msgspec.structs import replace

from generator.errors import Diagnostic, InvalidInput
from generator.text.breaks import clusters
from generator.text.characters import FORCED_BREAKS, SCRIPT_OF, UNSPECIFIC, needs_no_glyph
from generator.text.fonts import Font, how_to_install
from generator.text.shape import Features, Shaped, shape
from generator.text.spans import Word

_MOST_NAMED = 5  # of the characters that no font has
_LONGEST = 4096  # characters that are shaped at once


class MissingGlyph(InvalidInput):
    """No font has some characters of a text; `installs` is what brings more fonts."""

    def __init__(self, characters: Sequence[str], text: str, installs: Sequence[str] = ()) -> None:
        self.characters, self.text, self.installs = tuple(dict.fromkeys(characters)), text, tuple(installs)
        named = [_named(character) for character in self.characters[:_MOST_NAMED]]
        rest = len(self.characters) - len(named)
        what = f"character {named[0]}" if len(self.characters) == 1 else f"characters {', '.join(named)}"
        more = f" and {rest} more" if rest else ""
        way_out = f"install more fonts ({', '.join(installs)}), " if installs else ""
        around = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:60])
        super().__init__(
            Diagnostic(
                f'no font has the {what}{more} in "{around}"',
                help=f"{way_out}write it in another way, or add a font that has it to the theme",
                rule="missing-glyph",
            )
        )


def _named(character: str) -> str:
    name = unicodedata.name(character, "a control character" if unicodedata.category(character) == "Cc" else "no name")
    return (f'"{character}" ' if character.isprintable() else "") + f"(U+{ord(character):04X}, {name})"


class Item(Struct, frozen=True):
    """The characters `start` to `end` of a paragraph, shaped. `level` is even where they run from left to right."""

    start: int
    end: int
    word: Word
    font: Font
    script: str
    level: int
    lang: str
    features: Features
    shaped: Shaped

    def cut(self, text: str, positions: Sequence[int]) -> Iterator[Item]:
        """The item in pieces: cut at those positions (ascending, within it) at which its glyphs depend on each other."""
        unsafe, clusters = self.shaped.unsafe, self.shaped.clusters
        dependent = [p for p in positions if p - self.start in unsafe or p - self.start not in clusters]
        if not dependent:
            yield self
            return
        for start, end in pairwise([self.start, *dependent, self.end]):
            shaped = shape(text[start:end], self.font, self.script, bool(self.level & 1), self.lang, self.features)
            yield replace(self, start=start, end=end, shaped=shaped)


def resolved_scripts(text: str) -> list[str]:
    """The script of each character: what has none takes that of the character before it, or of the first that has one."""
    if text.isascii():
        return ["Latn"] * len(text)
    scripts = [SCRIPT_OF[character] for character in text]
    current = next(filter(None, scripts), UNSPECIFIC)
    for index, script in enumerate(scripts):
        if script == UNSPECIFIC:
            scripts[index] = current
        else:
            current = script
    return scripts


def font_runs(text: str, stack: Sequence[Font]) -> Iterator[tuple[int, Font]]:
    """Ends of the stretches of one font, and the font: for each cluster the first one that covers it.

    Spaces and marks that belong to no script go with their neighbours where both are in one font that has them.
    """
    if stack[0].covers(text):
        yield len(text), stack[0]
        return
    ends = clusters(text)
    covers = [_first_cover(text[start:end], stack) for start, end in pairwise([0, *ends])]
    choices = [font for font in covers if font is not None]
    if len(choices) < len(covers):
        missing = dict.fromkeys(font.package for font in stack if not font.is_installed)
        raise MissingGlyph(_lacking(text, ends, covers, stack), text, [how_to_install(module) for module in missing])
    pending: list[int] = []  # clusters without script since the last one with a script
    last: Font | None = None
    for index, (start, end) in enumerate(pairwise([0, *ends])):
        if all(SCRIPT_OF[character] == UNSPECIFIC for character in text[start:end]):
            pending.append(index)
            continue
        if last is choices[index] and last.covers(text[ends[index - len(pending) - 1] : start] if pending else ""):
            for between in pending:
                choices[between] = last
        pending, last = [], choices[index]
    for font, group in groupby(zip(choices, ends, strict=True), key=_font):
        yield max(end for _, end in group), font


def _font(choice: tuple[Font, int]) -> Font:
    return choice[0]


def lacking(text: str, stack: Sequence[Font]) -> list[str]:
    """The characters of a text that no font of a stack can show, in order."""
    if stack[0].covers(text):
        return []
    ends = clusters(text)
    return _lacking(text, ends, [_first_cover(text[start:end], stack) for start, end in pairwise([0, *ends])], stack)


def _first_cover(cluster: str, stack: Sequence[Font]) -> Font | None:
    composed = unicodedata.normalize("NFC", cluster)
    return next((font for font in stack if font.is_installed and (font.covers(cluster) or font.covers(composed))), None)


def _lacking(text: str, ends: Sequence[int], covers: Sequence[Font | None], stack: Sequence[Font]) -> list[str]:
    """The characters of uncovered clusters that no font has, or the first one where no font has them together."""
    there = [font for font in stack if font.is_installed]
    found: list[str] = []
    for (start, end), font in zip(pairwise([0, *ends]), covers, strict=True):
        if font is None:
            cluster = text[start:end]
            alone = [c for c in cluster if not needs_no_glyph(c) and not any(font.has(ord(c)) for font in there)]
            found += alone or cluster[:1]
    return found


def itemize(
    text: str,
    words: Sequence[tuple[int, int, Word]],
    levels: Sequence[int] | None,
    stack_of: Callable[[Word], tuple[Font, ...]],
    lang: str,
    features_of: Callable[[Word], Features],
) -> Iterator[Item]:
    """The items of all words (start, end, word) in the order of the text; characters that force a break are in none."""
    scripts = resolved_scripts(text)
    for start, end, word in words:
        language, features = word.lang or lang, features_of(word)
        for line_start, line_end in _without_forced_breaks(text, start, end):
            begin = line_start
            for length, font in font_runs(text[line_start:line_end], stack_of(word)):
                while begin < line_start + length:
                    stop = _same(text, begin, line_start + length, scripts, levels)
                    level = levels[begin] if levels else 0
                    shaped = shape(text[begin:stop], font, scripts[begin], bool(level & 1), language, features)
                    yield Item(begin, stop, word, font, scripts[begin], level, language, features, shaped)
                    begin = stop


def _same(text: str, start: int, end: int, scripts: Sequence[str], levels: Sequence[int] | None) -> int:
    """How far script and level stay what they are at `start`; not further than HarfBuzz is sure to manage."""
    script, level = scripts[start], levels[start] if levels else 0
    for index in range(start + 1, min(end, start + _LONGEST)):
        if scripts[index] != script or (levels and levels[index] != level):
            return index
    if end <= start + _LONGEST:
        return end
    stop = start + _LONGEST
    while stop > start and unicodedata.category(text[stop]) in ("Mn", "Mc", "Me", "Cf"):
        stop -= 1
    return stop if stop > start else start + _LONGEST  # marks without end: cut among them


def _without_forced_breaks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between forced breaks."""
    if FORCED_BREAKS.isdisjoint(text[start:end]):
        yield start, end
        return
    for index in range(start, end):
        if text[index] in FORCED_BREAKS:
            if index > start:
                yield start, index
            start = index + 1
    if start < end:
        yield start, end
