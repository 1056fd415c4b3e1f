"""Nodes → model objects: small readers that are put together into a schema (`schema.py`).

A reader takes a node and a report; it returns the value, or None after it has reported what is wrong. Reading goes on
after a fault, so that one run names all of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeAlias, TypeVar

from msgspec import Struct, field

from generator.errors import Diagnostic, Place, did_you_mean, nearest, quoted
from generator.guide.model import Text
from generator.guide.nodes import ListNode, MapNode, Node
from generator.guide.pitfalls import IN_QUOTES, pitfalls
from generator.guide.source import is_invisible, too_much

T = TypeVar("T")


class Report(Struct):
    """Collects what is wrong, and as `remarks` what is legal but hardly meant.

    `torn`: whole lists or mappings could not be read, so that references may dangle for that.
    """

    problems: list[Diagnostic] = field(default_factory=list)
    remarks: list[Diagnostic] = field(default_factory=list)
    torn: bool = False

    def error(self, message: str, place: Place | None, help: str = "", rule: str = "") -> None:
        """Add an error."""
        self.problems.append(Diagnostic(message, place, help, rule=rule))

    def warn(self, message: str, place: Place | None, help: str, rule: str) -> None:
        """Add a warning."""
        self.remarks.append(Diagnostic(message, place, help, "warning", rule))


Reader: TypeAlias = Callable[[Node, Report], T | None]


class Field(Struct, Generic[T], frozen=True):
    """How one key of a mapping is read; `blank` stands in where a required one is missing, so that reading can go on.

    `example` is what to add then.
    """

    read: Reader[T]
    required: bool = False
    blank: Any = Text()
    example: str = ""


def text(node: Node, report: Report) -> Text | None:
    """Any text, without the white space at its ends (which a block scalar brings along)."""
    if isinstance(node, Text):
        if excess := too_much(node):
            message, way_out, at, width = excess
            report.error(message, node.at(at, width), way_out, "too-long")
            return None
        if is_invisible(node):
            report.error(
                "the text has only characters that do not show", node.place, "Write the text, or delete the key.", "empty"
            )
            return None
        return node if node == node.strip() else _stripped(node)
    found = "a mapping" if isinstance(node, MapNode) else "a list"
    way_out = "Write it on the line of its key, or in quotes."
    if node.flow:
        way_out = f"A text that begins with {node.source.text[node.start]} needs quotes."
    report.error(f"expected a text, found {found}", node.place, way_out, "wrong-kind")
    return None


def _stripped(node: Text) -> Text:
    start = len(node) - len(node.lstrip())
    stripped = Text(node.strip(), node.place if start == 0 else node.at(start, len(node.strip())))
    if start == 0:
        stripped.written = node.written
    return stripped


def prose(node: Node, report: Report) -> Text | None:
    """A text to print. Its line ends are kept: what YAML folds has none."""
    if isinstance(node, Text):
        report.remarks += pitfalls(node)
    return text(node, report)


def line(node: Node, report: Report) -> Text | None:
    """A text to print on one line."""
    value = prose(node, report)
    if value is None or "\n" not in value:
        return value
    way_out = "Write it on one line, or with > instead of |."
    report.warn("the lines of this text are printed as one", value.place, way_out, "lines-joined")
    joined = Text(value.replace("\n", " "), value.place, value.written)
    return joined


def file_name(node: Node, report: Report) -> Text | None:
    """The path of a file. What follows its suffix is no part of it."""
    if isinstance(node, Text):
        has_suffix = re.search(r"\.\w{2,5}$", node) is not None
        report.remarks += (one for one in pitfalls(node, is_path=True) if one.rule != "comment" or not has_suffix)
    return text(node, report)


def some(read: Reader[Text]) -> Reader[Text]:
    """A text that says something."""

    def read_some(node: Node, report: Report) -> Text | None:
        value = read(node, report)
        if value is not None and not value:
            report.error("expected a text, found nothing", node.place, "Write the text in quotes, or delete the key.", "empty")
            return None
        return value

    return read_some


some_text, some_prose, some_line = some(text), some(prose), some(line)


def matching(pattern: str, what: str, way_out: str, rule: str) -> Reader[Text]:
    """A text of that form; it is kept even where it has another, so that references to it do not dangle as well."""
    form = re.compile(pattern)

    def read(node: Node, report: Report) -> Text | None:
        value = some_text(node, report)
        if value is not None and not form.fullmatch(value):
            report.error(f"{quoted(value)} is not {what}", value.place, way_out, rule)
        return value

    return read


def one_of(choices: Mapping[str, T], what: str) -> Reader[T]:
    """One of a few words, each standing for a value."""

    def read(node: Node, report: Report) -> T | None:
        word = some_text(node, report)
        if word is None or word in choices:
            return None if word is None else choices[word]
        way_out = f"Write {_or(list(choices))}.{did_you_mean(word, list(choices))}"
        report.error(f"{quoted(word)} is not {what}", word.place, way_out, "unknown-value")
        return None

    return read


def _or(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " or " + words[-1]


def listing(item: Reader[T], what: str, least: int = 0, *, vital: bool = False) -> Reader[tuple[T, ...]]:
    """A list; what is wrong with one item leaves the others in place. Others refer to what is in a `vital` one."""

    def read(node: Node, report: Report) -> tuple[T, ...] | None:
        if isinstance(node, MapNode) or not isinstance(node, ListNode):
            found = "a mapping" if isinstance(node, MapNode) else "a text"
            way_out = "Begin each item with “- ”, or write [a, b]."
            report.error(f"expected a list of {what}, found {found}", node.place, way_out, "wrong-kind")
            report.torn |= vital
            return None
        if len(node.items) < least:
            report.error(f"the list of {what} is empty", node.place, "Write at least one.", "empty")
        read_items = [item(one, report) for one in node.items]
        return tuple(one for one in read_items if one is not None)

    return read


def mapping(node: Node, report: Report, what: str, short: str | Callable[[str], str] = "") -> MapNode | None:
    """The node as a mapping; `short` is the key under which a text that is there instead probably belongs."""
    if isinstance(node, MapNode):
        return node
    found = "a list" if isinstance(node, ListNode) else "a text"
    message = f"expected {what} (a mapping of keys and values), found {found}"
    way_out = "Write `key: value` lines below the key."
    if isinstance(node, Text) and node and short:
        key = short if isinstance(short, str) else short(node)
        way_out = f"Write {{{key}: {json.dumps(node, ensure_ascii=False)}}}, in braces or as lines below the key."
    report.error(message, node.place, way_out, "wrong-kind")
    return None


def keyed(one: Callable[[Text], Reader[T]], key: Reader[Text], what: str) -> Reader[dict[str, T]]:
    """A mapping from ids to things; `one` makes the reader of the thing with that id."""

    def read(node: Node, report: Report) -> dict[str, T] | None:
        found = mapping(node, report, what)
        if found is None:
            report.torn = True
            return None
        things: dict[str, T] = {}
        for name, value in found.entries.items():
            if _is_cut_off(found, name, value):
                _report_comma(found, name, report)
                continue
            key(name, report)
            thing = one(name)(value, report)
            if thing is None:
                report.torn = True
            else:
                things[name] = thing
        return things

    return read


def record(
    make: Callable[..., T],
    fields: Mapping[str, Field[Any]],
    what: str,
    *,
    vital: bool = False,
    short: str | Callable[[str], str] = "",
) -> Reader[T]:
    """A mapping with known keys; `make` gets those that are there as keyword arguments. Others refer to a `vital` one.

    `short`: see `mapping`.
    """

    def read(node: Node, report: Report) -> T | None:
        found = mapping(node, report, what, short)
        if found is None:
            report.torn |= vital
            return None
        given = _known(found, fields, what, report)
        values: dict[str, Any] = {}
        for name, how in fields.items():
            if name in given:
                value = how.read(given[name], report)
                if value is not None:
                    values[name] = value
            elif how.required:
                way_out = f"Add {how.example}." if how.example else f"Add the key {name}."
                report.error(f'{what} has no "{name}"', found.place, way_out, "missing-key")
                report.torn |= how.blank == ()
            if how.required:
                values.setdefault(name, how.blank)
        return make(**values)

    return read


def _known(found: MapNode, fields: Mapping[str, Field[Any]], what: str, report: Report) -> dict[str, Node]:
    """The entries with known keys. One that is misspelt is reported, and then read as what was probably meant."""
    given: dict[str, Node] = {}
    for name, node in found.entries.items():
        if _is_cut_off(found, name, node):
            _report_comma(found, name, report)
            continue
        if name in fields:
            if not _left_out(node):
                given[name] = node
            elif isinstance(node, Text):
                report.remarks += pitfalls(node)
            continue
        near = nearest(name, [known for known in fields if known not in found.entries])
        way_out = f"The keys are: {', '.join(fields)}." + (f' Did you mean "{near}"?' if near else _of_a_text(found, name))
        report.error(f"unknown key {quoted(name)} in {what}", name.place, way_out, "unknown-key")
        if near:
            given[near] = node
    return given


def _of_a_text(found: MapNode, name: Text) -> str:
    """`{text: Press this, then: that}`: what to do where the comma before a key belongs to a text."""
    at = name.written.start if found.flow and name.written else 0
    before = found.source.text[max(found.start, at - 20) : at].rstrip() if at else ""
    return f" If it belongs to the text before the comma: {IN_QUOTES[0].lower()}{IN_QUOTES[1:]}" if before.endswith(",") else ""


def _is_cut_off(found: MapNode, name: Text, node: Node) -> bool:
    """`{text: Press this, then that}`: what follows the comma is a key without a value, and without a colon."""
    if not found.flow or not _left_out(node) or name.written is None or name.written.style != "":
        return False
    end = name.written.end
    return not re.compile(r"\s*:").match(found.source.text, end)


def _report_comma(found: MapNode, name: Text, report: Report) -> None:
    assert name.written is not None
    comma = found.source.text.rfind(",", found.start, name.written.start)
    what = f"{quoted(name)} has no value"
    if comma < 0:
        report.error(what, name.place, "Write {key: value}, with a space after the colon.", "no-value")
        return
    way_out = f"{IN_QUOTES} Or, if {quoted(name)} is a key, write its value: {name}: …"
    report.error(f"the text ends at this comma; {what}", found.source.place(comma), way_out, "comma")


def _left_out(node: Node) -> bool:
    """A key without a value (`contact:`) counts as left out."""
    return isinstance(node, Text) and not node and node.written is not None and node.written.style == ""


def either(short: Reader[T], full: Reader[T]) -> Reader[T]:
    """A text in short, or a mapping in full."""

    def read(node: Node, report: Report) -> T | None:
        return full(node, report) if isinstance(node, MapNode) else short(node, report)

    return read


def converted(reader: Reader[Any], convert: Callable[[Any], T]) -> Reader[T]:
    """What `reader` reads, made into something else."""

    def read(node: Node, report: Report) -> T | None:
        value = reader(node, report)
        return None if value is None else convert(value)

    return read
