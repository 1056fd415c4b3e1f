"""Layout markup → `Element` tree, checked against the vocabulary: all problems at once, with template and line."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from generator.errors import Diagnostic, InvalidInput, did_you_mean
from generator.geometry import parse_length
from generator.guide.source import too_much
from generator.markup.element import Element
from generator.markup.vocabulary import FLAG, LENGTH, NUMBER, RANGE, VOCABULARY, Entry

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as Node

_MOST_LETTERS = 1_000_000  # of a filled template; a booklet of forty steps has a fifth of it, and ten times as many take minutes
_MOST_DEPTH = 64  # of elements in each other; the formats need 14
_SURROGATE = re.compile("[\ud800-\udfff]")
AT = "at"  # the attribute by which `fill` says where in which template an element was written


def parse(markup: str) -> Element:
    """The tree of a filled template. Raises InvalidInput that lists every unknown element, attribute and bad value."""
    from xml.etree import ElementTree

    if len(markup) > _MOST_LETTERS:
        raise InvalidInput(
            f"the filled template has {len(markup):,} letters, more than the {_MOST_LETTERS:,} that can be set",
            help="Shorten the guide's texts, or look for a loop in the template that goes on for too long.",
        )
    declared = markup.find("<!DOCTYPE")  # the only way to entities of one's own, and to those of other files
    if declared >= 0:
        raise _malformed(markup, markup.count("\n", 0, declared) + 1, "a document type cannot be declared")
    if half := _SURROGATE.search(markup):
        where = markup.count("\n", 0, half.start()) + 1
        raise _malformed(markup, where, f"U+{ord(half[0]):04X} is half a character (a lone surrogate)")
    try:
        root = ElementTree.fromstring(markup)
    except ElementTree.ParseError as error:
        raise _malformed(markup, error.position[0], str(error).partition(": line ")[0]) from error
    problems: list[Diagnostic] = []
    if root.tag != "document":
        problems.append(Diagnostic(f"{root.get(AT)}: a template starts with <document>, not <{root.tag}>"))
    tree = _convert(root, problems, 1)
    if problems:
        raise InvalidInput(problems)
    return tree


def _malformed(markup: str, line: int, words: str) -> InvalidInput:
    message = f"{_place_near(markup, line)}: the markup is not well-formed: {words}"
    return InvalidInput(
        message, help="Every element needs its end tag; write & as &amp;; in attributes, print texts with |plain."
    )


def _place_near(markup: str, line: int) -> str:
    """The template's place of the last element that starts at or before this line of the filled markup."""
    before = "\n".join(markup.split("\n")[:line])
    found = re.findall(rf' {AT}="([^"]*)"', before)
    return found[-1] if found else f"line {line}"


def _convert(node: Node, problems: list[Diagnostic], depth: int) -> Element:
    name = str(node.tag)
    place = node.get(AT, "")
    if depth > _MOST_DEPTH:
        message = f"{place}: <{name}> is nested in more than {_MOST_DEPTH} elements"
        problems.append(Diagnostic(message, help="Take away elements that hold nothing but one other."))
        return Element(name, {}, (), place)
    entry = VOCABULARY.get(name)
    attributes = {str(key): str(value) for key, value in node.attrib.items() if key != AT}
    if entry is None:
        known = sorted(VOCABULARY)
        problems.append(Diagnostic(f"{place}: unknown element <{name}>", help=f"See the vocabulary.{did_you_mean(name, known)}"))
    else:
        _check_attributes(name, attributes, entry, place, problems)
    children: list[Element | str] = []
    _add_text(node.text, name, entry, place, children, problems)
    for child in node:
        if entry is not None and str(child.tag) in VOCABULARY and str(child.tag) not in entry.holds:
            problems.append(
                Diagnostic(
                    f"{child.get(AT, place)}: <{child.tag}> cannot stand in <{name}>",
                    help=f"<{name}> holds: {', '.join(sorted(entry.holds)) or 'nothing'}.",
                )
            )
        children.append(_convert(child, problems, depth + 1))
        _add_text(child.tail, name, entry, place, children, problems)
    return Element(name, attributes, tuple(children), place)


def _add_text(
    text: str | None, name: str, entry: Entry | None, place: str, children: list[Element | str], problems: list[Diagnostic]
) -> None:
    """Text where text may stand, with its white space collapsed; elsewhere only white space is allowed."""
    if not text or entry is None:
        return
    if found := too_much(text):
        problems.append(Diagnostic(f"{place}: {found[0]}", help=found[1]))
    elif "#text" in entry.holds:
        children.append(re.sub(r"[ \t\r\n]+", " ", text))
    elif text.strip():
        problems.append(Diagnostic(f'{place}: text "{text.strip()[:40]}" cannot stand in <{name}>', help="Put it into <p>."))


def _check_attributes(name: str, attributes: dict[str, str], entry: Entry, place: str, problems: list[Diagnostic]) -> None:
    for key, value in attributes.items():
        kind = entry.attributes.get(key)
        if kind is None:
            known = sorted(entry.attributes)
            message = f'{place}: <{name}> has no attribute "{key}"'
            problems.append(Diagnostic(message, help=f"Its attributes: {', '.join(known) or 'none'}.{did_you_mean(key, known)}"))
        elif isinstance(kind, tuple):
            if value not in kind:
                message = f'{place}: {key}="{value}" in <{name}>: must be one of {", ".join(kind)}'
                problems.append(Diagnostic(message, help=did_you_mean(value, kind).strip()))
        elif kind in _CHECKS and not _CHECKS[kind][0](value):
            problems.append(Diagnostic(f'{place}: {key}="{value}" in <{name}>: {_CHECKS[kind][1]}'))
    for key in sorted(entry.required - set(attributes)):
        problems.append(Diagnostic(f'{place}: <{name}> needs the attribute "{key}"'))


def _is_range(value: str) -> bool:
    parts = value.split("..")
    lengths = [parse_length(part) for part in parts]
    return len(parts) <= 2 and all(length is not None for length in lengths)


_CHECKS: dict[str, tuple[Callable[[str], bool], str]] = {
    LENGTH: (lambda value: parse_length(value) is not None, 'a length needs a unit, such as "12mm" or "9pt"'),
    RANGE: (_is_range, 'must be a length or a range of lengths, such as "12mm" or "8mm..12mm"'),
    NUMBER: (lambda value: re.fullmatch(r"-?\d+(\.\d+)?", value) is not None, "must be a number"),
    FLAG: (lambda value: value in ("yes", "no"), 'must be "yes" or "no"'),
}
