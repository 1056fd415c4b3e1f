"""A text as YAML, in the style in which another one stood in its place."""

from __future__ import annotations

import json
import re
import textwrap

from generator.errors import HandoutsError
from generator.guide.nodes import ListNode, MapNode, Node, read_nodes
from generator.guide.source import Source, Written

_WIDTH = 118


def in_style_of(written: Written, value: str, in_brackets: bool) -> str:
    """What to write in place of `written`, so that YAML reads `value`: in its style where that can hold it, else in quotes.

    The line ends behind a block are not part of what is replaced; see `span`.
    """
    raw = written.source.text[slice(*span(written))]
    in_quotes = _quoted(value)
    if written.style in ("|", ">"):
        return _block(raw, written.style, value) or in_quotes
    if written.style == "'":
        return "'" + value.replace("'", "''") + "'" if "\n" not in value else in_quotes
    return plain_or_quoted(value, in_brackets) if written.style == "" else in_quotes


def span(written: Written) -> tuple[int, int]:
    """Where a text begins and ends in its source: a block without the empty lines behind it."""
    raw = written.source.text[written.start : written.end]
    return written.start, written.start + len(raw.rstrip())


def plain_or_quoted(value: str, in_brackets: bool = True) -> str:
    """The text without quotes where YAML then reads the same, within brackets or without; else in double quotes."""
    return value if _reads_as(f"[{{k: {value}}}]" if in_brackets else f"- k: {value}", value) else _quoted(value)


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _reads_as(yaml: str, value: str) -> bool:
    problems: list[object] = []
    try:
        root = read_nodes(Source.of("", yaml), problems)  # type: ignore[arg-type]
    except HandoutsError:
        return False
    match root:
        case ListNode(items=[MapNode(entries=entries)]) if not problems:
            return list(entries) == ["k"] and entries[next(iter(entries))] == value
        case _:
            return False


def _block(raw: str, style: str, value: str) -> str:
    """The text as a block with the head and the indentation of the old one; "" where a block would change it."""
    head, _, content = raw.partition("\n")
    indent = re.match(r"\s*?( *)\S", content) if content else None
    if indent is None or value != value.strip() or "\t" in value:
        return ""
    if style == "|":
        return "\n".join([head, *(indent[1] + line if line else "" for line in value.split("\n"))])
    if "\n" in value or "  " in value:
        return ""
    lines = textwrap.wrap(value, _WIDTH - len(indent[1]), break_long_words=False, break_on_hyphens=False)
    return "\n".join([head, *(indent[1] + line for line in lines)])


def in_one_line(node: Node) -> str:
    """A node as YAML that can stand anywhere: mappings and lists in brackets."""
    if isinstance(node, MapNode):
        return "{" + ", ".join(f"{plain_or_quoted(key)}: {in_one_line(value)}" for key, value in node.entries.items()) + "}"
    if isinstance(node, ListNode):
        return "[" + ", ".join(map(in_one_line, node.items)) + "]"
    return plain_or_quoted(node)
