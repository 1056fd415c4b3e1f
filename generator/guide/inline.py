"""Inline text → nodes: `**strong**`, `[words](https://…)`, `[mots]{lang=fr}`, `{link}`, `{ui:term}`, and references to screens,
steps, procedures.

Whatever is none of these prints as written; so does a reference in doubled braces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from generator.errors import Diagnostic, Place, nearest, quoted
from generator.guide.model import Placed, Text

if TYPE_CHECKING:
    from generator.guide.references import Index


class Plain(Placed, frozen=True):
    """Words as they are."""

    text: str


class Strong(Placed, frozen=True):
    """Emphasised words; a Strong holds no other Strong."""

    children: tuple[Inline, ...]


class Link(Placed, frozen=True):
    """Words that lead to an address."""

    text: str
    url: str


class Foreign(Placed, frozen=True):
    """Words in another language, by its tag."""

    text: str
    lang: str


class MainLinkRef(Placed, frozen=True):
    """The guide's own address."""


class Ui(Placed, frozen=True):
    """A label on the screen, by its term."""

    term: str


class ScreenRef(Placed, frozen=True):
    """A screen, by its id; its name is printed."""

    screen: str


class StepRef(Placed, frozen=True):
    """One step, by its id."""

    step: str


class StepsRef(Placed, frozen=True):
    """The steps from `first` to `last`; `last` is "" where it was left out."""

    first: str
    last: str


class ProcedureRef(Placed, frozen=True):
    """A procedure, by its id."""

    procedure: str


Inline: TypeAlias = Plain | Strong | Link | Foreign | MainLinkRef | Ui | ScreenRef | StepRef | StepsRef | ProcedureRef

KINDS = ("ui", "screen", "step", "steps", "procedure")
_MARKUP = re.compile(
    r"(?P<hidden>(?<![^\s(:,\"“])\*{4,}(?![^\s).,;:\"”]))"  # of a password, such as ********
    r"|(?P<strong>\*\*)"
    r"|\[(?P<words>[^\[\]\n]+)\]\((?P<url>https?://[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)"
    r"|\[(?P<foreign>[^\[\]\n]+)\]\{lang=(?P<lang>[^{}\n]*)\}"
    r"|(?<!\{)\{(?:link|(?P<kind>ui|screen|steps|step|procedure):(?P<id>[^{}\n]*))\}(?!\})"
)


_ALL_STRONG = re.compile(r"\*\*(\S|\S[^*]*\S)\*\*")
_LINE_ENDS = re.compile(r"[ \t]*\n\s*")


def parse(text: str) -> tuple[Inline, ...]:
    """The nodes of an inline text, in order; never fails. Places are known for a `Text` from a file, which keeps its nodes."""
    if not isinstance(text, Text):
        return _parsed(text)
    if text.nodes is None:
        text.nodes = _parsed(text)
    return text.nodes


def _parsed(text: str) -> tuple[Inline, ...]:
    if "{" not in text and "*" not in text and "[" not in text:
        return (Plain(text, place=_place(text, 0, len(text))),) if text else ()
    return _Nodes(text).parsed()


def _place(text: str, start: int, end: int) -> Place | None:
    return text.at(start, end - start) if isinstance(text, Text) else None


class _Nodes:
    """One pass over the markup. An opening `**` waits in `opening` until it is closed, or turns out to be plain."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.done: list[Inline] = []  # before the opening, or all
        self.inner: list[Inline] = []  # after it
        self.opening: int | None = None
        self.plain_from = 0  # where the plain words begin that are not yet a node

    def parsed(self) -> tuple[Inline, ...]:
        for found in _MARKUP.finditer(self.text):
            if found["hidden"]:
                continue
            if found["strong"]:
                self._asterisks(found.start(), found.end())
            else:
                self._put(self._node(found), found.start(), found.end())
        self._words(len(self.text))
        if self.opening is not None:
            self._give_up()
        return tuple(self.done)

    def _node(self, found: re.Match[str]) -> Inline:
        """The node of a link or a reference. A link whose words are all strong is as a whole."""
        node = _node(found, _place(self.text, *found.span()))
        if isinstance(node, Link) and (strong := _ALL_STRONG.fullmatch(node.text)):
            node = Link(strong[1], node.url, place=node.place)
            return node if self.opening is not None else Strong((node,), place=node.place)
        return node

    @property
    def _current(self) -> list[Inline]:
        return self.done if self.opening is None else self.inner

    def _asterisks(self, start: int, end: int) -> None:
        if self.opening is None:
            if self.text[end : end + 1].strip():
                self._words(start)
                self.opening, self.plain_from = start, end
        elif self.text[start - 1].strip() and start > self.opening + 2:
            self._words(start)
            strong = Strong(tuple(self.inner), place=_place(self.text, self.opening, end))
            self.opening, self.inner = None, []
            self.done.append(strong)
            self.plain_from = end

    def _put(self, node: Inline, start: int, end: int) -> None:
        self._words(start)
        self._current.append(node)
        self.plain_from = end

    def _words(self, end: int) -> None:
        """The plain words up to `end` become a node."""
        if end > self.plain_from:
            self._current.append(Plain(self.text[self.plain_from : end], place=_place(self.text, self.plain_from, end)))

    def _give_up(self) -> None:
        """The `**` was never closed: it prints, and the words around it are one."""
        start = self.opening or 0
        before, after = "", ""
        if self.done and isinstance(self.done[-1], Plain):
            before = self.done.pop().text  # type: ignore[union-attr]
        if self.inner and isinstance(self.inner[0], Plain):
            after = self.inner.pop(0).text  # type: ignore[union-attr]
        words = f"{before}**{after}"
        begin = start - len(before)
        self.done += [Plain(words, place=_place(self.text, begin, begin + len(words))), *self.inner]


def _node(found: re.Match[str], place: Place | None) -> Inline:
    """The node of a link or a reference."""
    if found["url"]:
        return Link(found["words"], found["url"], place=place)
    if found["foreign"]:
        return Foreign(found["foreign"], found["lang"].strip(), place=place)
    target = found["id"]
    match found["kind"]:
        case "ui":
            return Ui(target, place=place)
        case "screen":
            return ScreenRef(target, place=place)
        case "step":
            return StepRef(target, place=place)
        case "steps":
            first, _, last = target.partition("..")
            return StepsRef(first, last, place=place)
        case "procedure":
            return ProcedureRef(target, place=place)
        case _:
            return MainLinkRef(place=place)


def walk(nodes: tuple[Inline, ...]) -> Iterator[Inline]:
    """All nodes, those within a Strong too."""
    for node in nodes:
        yield node
        if isinstance(node, Strong):
            yield from node.children


def as_written(node: Inline) -> str:
    """A reference or the address of a link as a guide's text has it; "" for words."""
    match node:
        case Link(_, url):
            return url
        case MainLinkRef():
            return "{link}"
        case StepsRef(first, last):
            return f"{{steps:{first}..{last}}}"
        case Ui(id) | ScreenRef(id) | StepRef(id) | ProcedureRef(id):
            kind = {Ui: "ui", ScreenRef: "screen", StepRef: "step", ProcedureRef: "procedure"}[type(node)]
            return f"{{{kind}:{id}}}"
        case _:
            return ""


def plain(text: str, index: Index | None = None) -> str:
    """The text to read aloud, on one line and without markup: for alternative texts and bookmarks.

    With the guide's index, references say labels, names and titles; without it, their ids.
    """
    return _LINE_ENDS.sub(" ", "".join(_spoken(node, index) for node in parse(text)))


def _spoken(node: Inline, index: Index | None) -> str:
    match node:
        case Plain(text) | Link(text) | Foreign(text):
            return text
        case Strong(children):
            return "".join(_spoken(child, index) for child in children)
        case MainLinkRef():
            return "" if index is None else index.guide.link.label or index.guide.link.url
        case Ui(term):
            return term if index is None else index.label(term)
        case ScreenRef(screen):
            return screen if index is None else index.screen_name(screen)
        case StepRef(step):
            return step if index is None else index.step_name(step)
        case StepsRef(first, last):
            return f"{first}–{last}" if index is None else f"{index.step_name(first)} – {index.step_name(last)}"
        case ProcedureRef(procedure):
            return procedure if index is None else index.procedure_name(procedure)


# Full-width braces and colons count as well: Japanese keyboards write them.
_MISSPELT = re.compile(
    r"(?<![{｛])[{｛]\s*(?P<kind>[^\W\d_]{2,12})(?:\s*[:：\s]\s*(?P<id>[^{}｛｝\n]{0,80}))?(?:[}｝](?![}｝])|$)", re.MULTILINE
)


def misspellings(text: Text) -> Iterator[Diagnostic]:
    """Warnings for what looks like a reference but is none, and so would print with its braces."""
    if "{" not in text and "｛" not in text:
        return
    for found in _MISSPELT.finditer(text):
        words = (found["id"] or "").split()
        near = "" if _MARKUP.fullmatch(found[0]) else _nearest(found["kind"].lower(), words)
        if near:
            meant = "{link}" if near == "link" else f"{{{near}:{words[0] if words else 'id'}}}"
            way_out = f'It prints as it stands. Did you mean "{meant}"?'
            place = text.at(found.start(), len(found[0]))
            yield Diagnostic(f"{quoted(found[0])} is no reference", place, way_out, "warning", "misspelt-reference")


def _nearest(kind: str, words: list[str]) -> str:
    """The kind of reference that was probably meant, or "". A word alone must be nearer than one with an id behind it."""
    if kind in (*KINDS, "link"):
        return kind
    if not words:
        return "link" if kind in ("lnik", "links", "url") else ""
    return nearest(kind, (*KINDS, "link")) if len(words) == 1 else ""
