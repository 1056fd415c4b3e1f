"""What typesetting needs to know: theme, fonts, type scale, language, and how tight it is at the moment.

`tightness` is what `fit` turns: 1 is as generous as the template allows, 0 as tight. Every range of lengths in the
markup and the range of type sizes follow it together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from generator.errors import InvalidInput, did_you_mean
from generator.geometry import mm
from generator.guide.model import SIGN
from generator.layout.references import References
from generator.markup import Element
from generator.surface import Ink
from generator.text import FontBook, TextStyle, is_rtl
from generator.text.fonts import language_tags
from generator.text.style import Align
from generator.theme import Script, Theme, TypeStyle

if TYPE_CHECKING:
    from generator.pictures.shelf import Shelf

_NO_SCRIPT = Script()  # of languages of which the theme says nothing
_TRACK_FROM = 24.0  # points: smaller type is never tracked
# What is said in a sheet's second language: how large beside the leading one, by style, and how heavy at most.
_SECOND, _SECOND_OF = 0.84, {"headline": 0.42, "title": 0.5}
_SECOND_WEIGHT = 500


class Setting(Struct, frozen=True, kw_only=True):
    """The surroundings of an element; `scale` turns the template's lengths into real ones."""

    theme: Theme
    fonts: FontBook
    lang: str  # of what is set
    type: str
    scale: float
    references: References
    also: str = ""  # the sheet's second language, if it has one
    lead: str = ""  # within what is said in the second language: the leading one
    apart: bool = False  # and it stands in a column of its own
    quiet: str = "ink"  # the ink of such text where the leading one is no heavier
    pictures: Shelf | None = None  # without one, every screen is drawn as its frame with its words
    attached: Mapping[str, bytes] = field(default_factory=dict)  # PNGs that `<picture>` names
    size: str = ""  # the page's, for messages
    tightness: float = 1.0
    text: tuple[float, float] = (1.0, 1.0)  # factors on the type scale: smallest, largest
    left_out: frozenset[tuple[str, int]] = frozenset()  # screens of steps: the step's id, and which one, from 0
    bare: bool = False  # doors go without their screens, too
    originals: bool = False  # say the English label beside a key that has another one
    hyphens: bool = False  # hyphenate words that are wider than their line
    drop: int = 0  # leave out what the template says may be dropped: 1 first
    page_number: int = 0
    page_count: int = 0
    steps_here: tuple[str, ...] = ()
    styles: dict[tuple[object, ...], TextStyle] = field(default_factory=dict)  # that have been asked for

    def at(self, **changes: Any) -> Setting:
        return replace(self, styles={}, **changes)

    @property
    def languages(self) -> str:
        """What messages call the sheet's language, or both."""
        return f"{self.lang}{SIGN}{self.also}" if self.also else self.lang

    @property
    def second(self) -> Setting:
        """The surroundings of what is said in the sheet's second language."""
        return self.at(lang=self.also, lead=self.lang, references=replace(self.references, lang=self.also))

    def length(self, element: Element, name: str, default: str = "0pt") -> float:
        """A length of the markup in points, as tight as it is now."""
        low, high = element.range(name, default)
        return (low + (high - low) * self.tightness) * self.scale

    def mm(self, value: float) -> float:
        """Millimetres of the design in points on this page."""
        return mm(value) * self.scale

    def ink(self, name: str) -> Ink:
        known = list(self.theme.palette)
        if name not in self.theme.palette:
            raise InvalidInput(
                f'the theme has no colour "{name}"', help=f"It has: {', '.join(known)}.{did_you_mean(name, known)}"
            )
        return self.theme.palette[name]

    def type_style(self, name: str, place: str = "") -> TypeStyle:
        """The type scale's style of that name for this format, scaled, never below the theme's minimum."""
        scale = self.theme.type.get(self.type, {})
        if name not in scale:
            known = list(scale)
            where = f"{place}: " if place else ""
            message = f'{where}the theme has no style "{name}" for {self.type}'
            raise InvalidInput(message, help=f"It has: {', '.join(known) or 'none'}.{did_you_mean(name, known)}")
        low, high = self.text
        style = scale[name]
        factor = self.scale * (low + (high - low) * self.tightness)
        return style.scaled(max(factor, self.theme.minimum / style.size))

    def style(
        self, name: str, *, ink: str = "ink", align: Align = "start", factor: float = 1.0, place: str = "", **changes: Any
    ) -> TextStyle:
        """A `TextStyle` for the text engine."""
        asked = (name, ink, align, factor, *changes.items())
        if asked not in self.styles:
            self.styles[asked] = self._style(name, ink, align, factor, place, changes)
        return self.styles[asked]

    def _style(
        self, name: str, ink: str, align: Align, factor: float, place: str, changes: Mapping[str, Any]
    ) -> TextStyle:
        base = self.type_style(name, place).scaled(factor)
        if self.lead:
            ink = self.quiet if ink == "ink" and base.weight <= _SECOND_WEIGHT else ink  # a title's weight says enough
            base = self._quieter(base, name)
            align = self._flush(align)
        script = next((self.theme.script[tag] for tag in language_tags(self.lang) if tag in self.theme.script), _NO_SCRIPT)
        weight = script.headline if script.headline and name == "headline" and not self.lead else base.weight
        return TextStyle(
            size=base.size,
            leading=script.leading_of(base.leading, base.size),
            weight=weight,
            bold=max(700, weight),
            role=base.font,
            ink=self.ink(ink),
            track=base.track if base.size >= _TRACK_FROM else 0.0,
            align=align,
            lang=self.lang,
            key_leading=script.leading_of(base.keys, base.size) if base.keys else None,
            key_ink=self.ink("ink"),
            key_fill=self.ink("paper"),
            hyphenate=self.hyphens,
            **changes,
        )

    def _quieter(self, base: TypeStyle, name: str) -> TypeStyle:
        """A style for the second language: smaller, never below the theme's minimum, and not as heavy."""
        smaller = base.scaled(min(1.0, max(_SECOND_OF.get(name, _SECOND), self.theme.minimum / base.size)))
        return replace(smaller, weight=min(base.weight, _SECOND_WEIGHT), track=0.0)

    def _flush(self, align: Align) -> Align:
        """Below the leading language, the second one begins on the same side, whichever way it runs."""
        if self.apart or is_rtl(self.lang) == is_rtl(self.lead) or align == "centre":
            return align
        return "end" if align == "start" else "start"
