"""Composing sample guides for the tests, once for each combination of guide, format, size and theme."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import sample_guides
from generator.geometry import SIZES, Placement
from generator.guide import Guide, load_guide
from generator.layout import Composition, compose, paint
from generator.layout.page import Page
from generator.markup import Element, fill, find_format, parse
from generator.pdf import TaggedCanvas
from generator.text import FontBook
from generator.theme import Theme, load_theme

BUILT_IN = Path(__file__).parents[2] / "assets" / "guides" / "mfa-authenticator"


@functools.cache
def guide_of(name: str) -> Guide:
    """The sample guide of that name, or the built-in one in that language."""
    if (built_in := BUILT_IN / f"guide.{name}.yaml").exists():
        return load_guide(built_in)
    with tempfile.TemporaryDirectory() as folder:
        return sample_guides.sample(name, Path(folder))


@functools.cache
def theme_of(*names: str) -> Theme:
    return load_theme(names, sample_guides.FILES)


@functools.cache
def fonts_of(*names: str) -> FontBook:
    return FontBook(theme_of(*names).fonts)


def markup_of(name: str, format: str, size: str, *themes: str) -> Element:
    """The filled and parsed template."""
    return parse(fill(guide_of(name), find_format(format), SIZES[size], theme_of(*themes)))


@functools.cache
def composed(name: str, format: str, size: str, *themes: str) -> Composition:
    """The pages; raises what `compose` raises."""
    return compose(markup_of(name, format, size, *themes), SIZES[size], theme_of(*themes), fonts_of(*themes))


def composed_from(guide: Guide, format: str, size: str) -> Composition:
    """The pages of a guide that is no sample."""
    markup = parse(fill(guide, find_format(format), SIZES[size], theme_of()))
    return compose(markup, SIZES[size], theme_of(), fonts_of())


def pages_of(markup: str, size: str = "A4", *themes: str) -> list[Page]:
    """The pages of a document written in layout markup, without a guide."""
    return compose(parse(markup), SIZES[size], theme_of(*themes), fonts_of(*themes)).pages


def painted(composition: Composition, guide: Guide) -> bytes:
    """The pages as a PDF."""
    surface = TaggedCanvas(
        title=guide.title, lang=guide.lang, author="", subject="", intent="office", created="2000-01-01", compress=False
    )
    paint(composition.pages, composition.root, surface)
    return surface.finish()


def placed(pages: list[Page], element: str) -> Iterator[Placement]:
    """What landed on the pages under that name, in order."""
    for page in pages:
        yield from page.found(element)
