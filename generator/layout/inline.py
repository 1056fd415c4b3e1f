"""Inline markup → spans for the text engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator.geometry import Path, Rect
from generator.layout import artwork
from generator.layout.setting import Setting
from generator.markup import Element
from generator.markup.fill import BETWEEN
from generator.surface import Ink, Surface
from generator.text import Box, Break, Key, Paragraph, Span, TextStyle, Word

_WINDOW = 0.82  # em: the icon before a screen's name
_WITHOUT_SPACES = frozenset({"ja", "zh"})
_SECOND = 0.84  # of a label's size: its words in the second language
_APART = Word("\u2002")  # between the two languages of a label
_CAP = 0.357  # em: half the height of capitals, to centre a label on a point


class Label(Struct, frozen=True):
    """A short text on one line that is centred on a point: numbers in discs, words in tags."""

    paragraph: Paragraph
    style: TextStyle
    width: float

    def draw(self, surface: Surface, x: float, y: float) -> None:
        """Draw it with its middle at x and its capitals' middle at y."""
        self.paragraph.draw(surface, x - self.width / 2, y - _CAP * self.style.size + self.paragraph.first_baseline)


def label(text: str, style: TextStyle, setting: Setting) -> Label:
    """A one-line label, measured."""
    paragraph = Paragraph(label_words(text, style, setting), replace(style, align="start"), setting.fonts)
    width = paragraph.natural_width()
    paragraph.wrap(width)
    return Label(paragraph, style, width)


def label_words(text: str, style: TextStyle, setting: Setting, *, between: Span = _APART, strong: bool = False) -> list[Span]:
    """An attribute's words; those in the sheet's second language follow, smaller and lighter, behind an en space."""
    lead, _, other = text.partition(BETWEEN)
    if not other:
        return [Word(lead, strong=strong)]
    scale = min(1.0, max(_SECOND, setting.theme.minimum / style.size))
    return [Word(lead, strong=strong), between, Word(other, lang=setting.also, weight=400, scale=scale)]


def both_words(element: Element) -> str:
    """The words of an element that holds no other, as `label_words` takes them."""
    other = next((child.text.strip() for child in element.elements("also")), "")
    return element.text.strip() + (BETWEEN + other if other else "")


def spans(element: Element, style: TextStyle, setting: Setting) -> list[Span]:
    """The spans of an element's inline content, without white space at its ends."""
    found = _collect(element, style, setting, {})
    while found and _is_blank(found[0], setting):
        found.pop(0)
    while found and _is_blank(found[-1], setting):
        found.pop()
    if found and isinstance(found[0], Word) and found[0].text.startswith(" "):
        found[0] = replace(found[0], text=found[0].text.lstrip(" "))
    if found and isinstance(found[-1], Word) and found[-1].text.endswith(" "):
        found[-1] = replace(found[-1], text=found[-1].text.rstrip(" "))
    return found


def _is_blank(span: Span, setting: Setting) -> bool:
    """Whether a span at an end says nothing; a line end neither, where what stood before it is said in one language alone."""
    return not span.text.strip(" ") if isinstance(span, Word) else isinstance(span, Break) and bool(setting.lead)


def _collect(element: Element, style: TextStyle, setting: Setting, look: dict[str, Any]) -> list[Span]:
    result: list[Span] = []
    for child in _closed_up(element.children) if setting.lang.split("-")[0] in _WITHOUT_SPACES else element.children:
        if isinstance(child, str):
            result.append(Word(child, **look))
        elif child.name in (_OF_LEAD if setting.lead else _OF_SECOND):
            continue
        elif child.name == "scaled":
            result += _collect(child, style, setting, {**look, **_scaled(child, style, setting)})
        elif child.name in _NESTED:
            result += _collect(child, style, setting, {**look, **_NESTED[child.name](child)})
        else:
            result += _leaf(child, style, setting, look)
    return result


def _closed_up(children: Sequence[Element | str]) -> Iterator[Element | str]:
    """Japanese and Chinese put no space beside a reference; whoever writes a guide does, to tell its braces from the words."""
    for before, child, after in zip(["", *children], children, [*children[1:], ""], strict=False):
        if isinstance(child, str):
            if _is_ref(before) and not child[1:2].isascii():
                child = child.removeprefix(" ")
            if _is_ref(after) and not child[-2:-1].isascii():
                child = child.removesuffix(" ")
        yield child


def _is_ref(child: Element | str) -> bool:
    return isinstance(child, Element) and child.name == "ref"


_OF_LEAD, _OF_SECOND = frozenset({"lead", "once", "icon"}), frozenset({"also"})  # left out of what the other one says
_NESTED: dict[str, Any] = {
    "lead": lambda element: {},
    "also": lambda element: {},
    "once": lambda element: {},
    "strong": lambda element: {"strong": True},
    "a": lambda element: {"href": element.get("href"), "description": element.text},
    "span": lambda element: {"lang": element.get("lang")},
    "mono": lambda element: {"role": "mono", "strong": True},
}


def _scaled(element: Element, style: TextStyle, setting: Setting) -> dict[str, Any]:
    """Words in another size than their style's, where smaller, then not below the theme's minimum."""
    least = min(1.0, setting.theme.minimum / style.size)
    return {"scale": max(element.number("by", 1.0), least), "weight": int(element.number("weight", 400))}


def _leaf(child: Element, style: TextStyle, setting: Setting, look: dict[str, Any]) -> list[Span]:
    match child.name:
        case "key":
            return [Key(child.text), *_original(child.get("original"), setting, look)]
        case "see":
            return screen_name(_said(child, setting), style, setting, look)
        case "ref":
            text, target = setting.references.resolve(child)
            return [Word(text, **({**look, "href": target, "description": text} if target else look))]
        case "br":
            return [Break()]
        case "icon":
            return [_icon_box(child.get("name"), style, setting, 1.35, glue=True)]
        case "pill":
            return [pill(child.text, style, setting)]
        case "letter":
            return [_letter(child.text, style, setting)]
        case "folio":
            return [Word(str(setting.page_number), **look)]
        case "pages":
            return [Word(str(setting.page_count), **look)]
    return []


def _said(child: Element, setting: Setting) -> str:
    """The words of an element in the language that is set."""
    return next((also.text for also in child.elements("also")), child.text) if setting.lead else child.text


def _original(words: str, setting: Setting, look: dict[str, Any]) -> list[Span]:
    """The English label, for readers whose phone speaks English; it does not leave its key. On a sheet in two languages,
    there are labels enough.
    """
    return [Word(f"\u00a0({words})", **look)] if words and setting.originals and not setting.also else []


def screen_name(name: str, style: TextStyle, setting: Setting, look: dict[str, Any] | None = None) -> list[Span]:
    """A screen's name in text: a small window, and the words in bold. Screen names are looked for, keys are tapped."""
    return [_icon_box("window", style, setting, _WINDOW, glue=True), Word(name, **{**(look or {}), "strong": True})]


def _icon_box(name: str, style: TextStyle, setting: Setting, em: float, *, glue: bool) -> Box:
    """An icon in the line, of the text's ink, with a little space after it."""
    return _icon(name, style.size, em, style.ink, setting.ink("paper"), glue)


@lru_cache(maxsize=1024)  # the same box, so that the same text is known to be the same
def _icon(name: str, text_size: float, em: float, ink: Ink, paper: Ink, glue: bool) -> Box:
    size = em * text_size
    drop = size * 0.24 if em > 1 else size * 0.07

    def paint(surface: Surface, x: float, baseline: float) -> None:
        artwork.icon(surface, name, x, baseline - drop, size, ink, paper, 2.0 if em > 1 else 2.4)

    gap = 0.22 * text_size
    return Box(size + gap, size - drop, drop, paint, glue=glue, gap=gap)


def pill(text: str, style: TextStyle, setting: Setting) -> Span:
    """A case's label in an ink pill."""
    inner = label(text, replace(style, weight=800, bold=800, ink=setting.ink("paper")), setting)
    height, pad = 1.36 * style.size, 0.5 * style.size
    middle = _CAP * style.size

    def paint(surface: Surface, x: float, baseline: float) -> None:
        box = Rect(x, baseline + middle - height / 2, inner.width + 2 * pad, height)
        surface.fill(Path().rounded(box, height / 2), style.ink)
        inner.draw(surface, x + pad + inner.width / 2, baseline + middle)

    gap = 0.28 * style.size
    return Box(inner.width + 2 * pad + gap, height / 2 + middle, height / 2 - middle, paint, text=f"{text} ", gap=gap)


def _letter(text: str, style: TextStyle, setting: Setting) -> Box:
    """A procedure's letter in an ink disc."""
    inner = label(text, replace(style, size=style.size * 0.95, weight=800, bold=800, ink=setting.ink("paper")), setting)
    diameter, middle = 1.9 * style.size, _CAP * style.size

    def paint(surface: Surface, x: float, baseline: float) -> None:
        surface.fill(Path().circle(x + diameter / 2, baseline + middle, diameter / 2), style.ink)
        inner.draw(surface, x + diameter / 2, baseline + middle)

    gap = 0.4 * style.size
    return Box(diameter + gap, diameter / 2 + middle, diameter / 2 - middle, paint, text=text, gap=gap)
