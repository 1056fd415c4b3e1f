"""A fixed frame: its content as generous as fits, and the texts for which there was no room."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.layout.block import Stack
from generator.layout.fit import Overflow, largest, text_range, variants
from generator.layout.flow import Frame
from generator.layout.inline import spans
from generator.layout.setting import Setting
from generator.layout.tags import Tag
from generator.layout.typeset import typeset
from generator.markup import Element
from generator.text import Break

_SMALLER = 0.85  # how small the type may become, rather than that a text is dropped


class Fitted(Struct, frozen=True):
    """A frame's content, measured, with its tag, and the texts that were dropped to make it fit."""

    stack: Stack
    tag: Tag
    left_out: tuple[str, ...] = ()


def fit_fixed(frame: Frame, setting: Setting) -> Fitted:
    """The content of a fixed frame. Words are hyphenated only where one is wider than its line. Raises Overflow."""
    setting = setting.at(text=text_range(frame.element.get("text")))
    try:
        return _fit(frame, setting)
    except Overflow as overflow:
        if not overflow.across:
            raise
        return _fit(frame, setting.at(hyphens=True))


def _fit(frame: Frame, setting: Setting) -> Fitted:
    element = frame.element

    def attempt(tried: Setting) -> Fitted | None:
        stack, tag = _stacked(frame, tried)
        if stack.height > frame.rect.height + 0.01 or stack.overflow()[0] > 0.01:
            return None
        return Fitted(stack, tag, tuple(_dropped(element, tried)))

    if element.flag("fit"):
        most_drop, (smallest, _) = max(map(_rounds, element.walk())), setting.text
        for variant in variants(setting, most_drop):
            smaller = variant.at(text=(smallest * _SMALLER, smallest))
            for tried in (variant, smaller):
                if (found := largest(attempt, tried)) is not None:
                    return found
        setting = smaller.at(tightness=0.0)
    elif (found := attempt(setting)) is not None:
        return found
    raise _overflow(frame, setting)


def _rounds(element: Element) -> int:
    """In how many rounds something may be left out: a choice that may take more than one line gives them up in the first."""
    return max(int(element.number("drop")), int(element.name == "choice" and element.number("lines", 1) > 1))


def _stacked(frame: Frame, setting: Setting) -> tuple[Stack, Tag]:
    """The content, measured. Each attempt has a tag of its own: only the one that is placed is told."""
    tag = Tag("Sect")
    stack = Stack(typeset(frame.element, setting, tag))
    stack.wrap(frame.rect.width)
    return stack, tag


def _overflow(frame: Frame, setting: Setting) -> Overflow:
    """By how much the content is too high or too wide, as tight as it is set."""
    stack, _ = _stacked(frame, setting)
    points, words = stack.overflow()
    if points > 0.01:
        return Overflow(frame.name, points, across=True, what=words, size=setting.size)
    return Overflow(frame.name, stack.height - frame.rect.height, size=setting.size)


def _dropped(element: Element, setting: Setting) -> Iterator[str]:
    """The texts below an element that this setting drops; of those that a step or a choice may show, the first."""
    for child in element.elements():
        if not 0 < child.number("drop") <= setting.drop:
            yield from _dropped(child, setting)
            continue
        shown = next(child.elements("p"), child) if child.name == "choice" else child
        found = spans(shown, setting.style(shown.get("style", "body")), setting)
        yield "".join(" " if isinstance(span, Break) else span.text for span in found)
        if element.name == "step":
            return
