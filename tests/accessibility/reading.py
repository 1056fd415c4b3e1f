"""What is read aloud of a file, and what of a guide should be: each from its own source, so that they can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

import pikepdf

from generator.guide import Guide, Step
from tests.pdf.pdf_reading import Node, read_page, read_structure

_INLINE = frozenset({"Span", "Link", "Reference", "Quote", "Code"})
_UNHEARD = re.compile("[\u00ad\u2060]")
_MARKUP = re.compile(r"\{(ui|screen|step|steps|procedure|link)(?::([^}]*))?\}|\[([^\]]*)\]\([^)]*\)")


class Block(NamedTuple):
    """A stretch of text that one element holds, with spaces as a listener would hear them."""

    role: str
    text: str


class Reading(NamedTuple):
    """What a file says: to those who listen, in order, and beside that, as decoration, for the eye alone."""

    blocks: list[Block]
    artifacts: list[str]


@lru_cache(maxsize=64)
def read(data: bytes, lang: str = "") -> Reading:
    """Read it, checking that the tree and the pages agree, and that every mark on them belongs to one of the two.

    `lang`: only the blocks, or parts of blocks, that are in that language.
    """
    with pikepdf.open(BytesIO(data)) as pdf:
        blocks = [Block(role, said(text)) for role, text in _blocks(read_structure(pdf), str(pdf.Root.Lang), lang)]
        pages = [read_page(page) for page in pdf.pages]
        assert not any(page.unmarked for page in pages)
        artifacts = [said(text) for page in pages for text in page.artifacts]
    return Reading([block for block in blocks if block.text], [text for text in artifacts if text])


def _blocks(node: Node, lang: str, wanted: str) -> Iterator[tuple[str, str]]:
    lang, words = str(node.entries.get("/Lang", lang)), ""
    heard = wanted in ("", lang)
    for kid in node.kids:
        if isinstance(kid, str):
            words += "" if kid == "link" or not heard else kid
        elif kid.role in _INLINE:
            words += "".join(text for _, text in _blocks(kid, lang, wanted))
        else:
            yield node.role, words
            words = ""
            yield from _blocks(kid, lang, wanted)
    yield node.role, str(node.entries.ActualText) if "/ActualText" in node.entries and heard else words


def said(text: str) -> str:
    """Without what is not heard: soft hyphens, word joiners, and spaces beyond one."""
    return " ".join(_UNHEARD.sub("", text).split())


def pattern(text: str, guide: Guide) -> str:
    """A regular expression for what a text of the guide says on a page that holds all steps."""
    found, at = "", 0
    for mark in _MARKUP.finditer(text):
        found += _literal(text[at : mark.start()]) + _reference(mark, guide)
        at = mark.end()
    found += _literal(text[at:])
    return found.replace(r"\s+", r"\s*") if guide.lang in ("ja", "zh-Hans", "zh-Hant") else found  # none beside brackets


def _literal(text: str) -> str:
    words = _UNHEARD.sub("", text.replace("**", ""))
    return r"\s+".join(re.escape(word) for word in re.split(r"\s+", words))


def _reference(mark: re.Match[str], guide: Guide) -> str:
    kind, name, words = mark.groups()
    if words is not None:
        return _literal(words)
    if kind == "link":
        return _literal(guide.link.label or guide.link.url)
    if kind == "screen":
        return _literal(guide.screens[name].name)
    if kind == "ui":
        term = guide.terms[name]
        return _literal(term.label) + (rf"(\s+\({_literal(term.original)}\))?" if term.original else "")
    if kind == "procedure":
        title = next(procedure.title for procedure in guide.procedures if procedure.id == name)
        return ".{0,20}?" + _literal(title) + ".{0,30}?"
    numbers = [str(_number(guide, step)) for step in name.split("..")]
    return ".{0,30}?" + ".{1,10}?".join(numbers) + ".{0,40}?"


def _number(guide: Guide, wanted: str) -> int:
    return next(
        number for procedure in guide.procedures for number, step in enumerate(procedure.steps, start=1) if step.id == wanted
    )


def spoken_steps(guide: Guide, *, numbered: bool = True) -> Iterator[str]:
    """All that the guide says of its steps, in the order in which one would read it aloud, as regular expressions.

    A sheet's second language has no numbers: the leading one has told them.
    """
    for procedure in guide.procedures:
        for number, step in enumerate(procedure.steps, start=1):
            if numbered:
                yield rf"{number}( \D{{1,16}})?"  # the device follows where there are several
            yield from _spoken_step(guide, step, number if numbered else None)
    for entry in guide.help:
        yield from (pattern(entry.problem, guide), pattern(entry.answer, guide))


def _spoken_step(guide: Guide, step: Step, number: int | None) -> Iterator[str]:
    yield from (pattern(text, guide) for text in (step.title, step.text) if text)
    for letter, case in zip("abcdefgh", step.cases, strict=False):
        yield f"{number}{letter} " * (number is not None) + pattern(case.when, guide)
        if case.sees:
            yield rf".+ {pattern(guide.screens[case.sees].name or case.sees, guide)}"
        yield pattern(case.text, guide)
    yield from (pattern(text, guide) for text in (step.note, step.wait) if text)


def spoken_stations(guide: Guide, *, whole: bool, numbered: bool = True) -> Iterator[str]:
    """What a sign says of the steps: its phases, or else up to five steps; `whole` where their texts have room too."""
    for phase in guide.phases:
        steps = [step for procedure in guide.procedures for step in procedure.steps]
        first = next(step for step in steps if step.id == phase.first)
        if phase.first == phase.last and first.cases:
            yield from _spoken_cases(guide, first, numbered=numbered)
            continue
        yield pattern(phase.title or first.title or first.text, guide) + r"( \d+–\d+)?"
        if phase.text and whole:
            yield pattern(phase.text, guide)
    for step in guide.procedures[0].steps[:5] if not guide.phases else ():
        if step.cases:
            yield from _spoken_cases(guide, step, numbered=numbered)
        else:
            yield pattern(step.title or step.short or step.text, guide)


def _spoken_cases(guide: Guide, step: Step, *, numbered: bool) -> Iterator[str]:
    number = _number(guide, step.id)
    for letter, case in zip("abcdefgh", step.cases, strict=False):
        label = f"{number}{letter} " * numbered
        yield rf"{label}{pattern(case.when, guide)}( {pattern(case.short or case.text, guide)})?"
