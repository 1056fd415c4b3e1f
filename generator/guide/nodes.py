"""YAML text → a tree of nodes that know where they stand. Nothing is resolved: every scalar stays the text that it is.

A node is a `Text`, a `ListNode` or a `MapNode`. The tree is built from parser events, without recursion, so that depth
and the work that aliases ask for are bounded before anything walks over it.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import yaml
from msgspec import Struct, field

from generator.errors import Diagnostic, InvalidInput, Place, quoted
from generator.guide.model import Text
from generator.guide.pitfalls import forbidden_escapes
from generator.guide.source import MOST_BYTES, Source, Written

MOST_DEPTH = 32
MOST_NODES = 20_000  # aliases counted as often as they are used
MOST_LETTERS = MOST_BYTES  # so that only aliases can ask for more

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class ListNode(Struct):
    """A list and where it was written: source.text[start:end]."""

    source: Source
    start: int
    end: int = 0
    items: list[Node] = field(default_factory=list)
    weight: int = 1
    letters: int = 0  # of all its texts

    @property
    def place(self) -> Place:
        """Its first line."""
        return self.source.place(self.start, self.end - self.start)

    @property
    def flow(self) -> bool:
        """Whether it was written in brackets."""
        return self.source.text[self.start : self.start + 1] in ("[", "{")


class MapNode(ListNode):
    """A mapping; its keys are texts, in the order of the file. `items` holds keys and values while it is built."""

    entries: dict[Text, Node] = field(default_factory=dict)


Node: TypeAlias = Text | ListNode


def read_nodes(source: Source, problems: list[Diagnostic]) -> Node | None:
    """The root node of a file, or None where its syntax is broken; what is wrong is added to `problems`.

    Raises `InvalidInput` where reading on could take for ever: nested too deep, aliases that explode.
    """
    tree = _Tree(source, problems)
    try:
        for event in yaml.parse(source.text, Loader=_LOADER):
            tree.take(event)
    except yaml.MarkedYAMLError as error:
        from generator.guide.syntax import explain

        problems.append(explain(error, source))
        return None
    return tree.root


class _Tree:
    """Takes parser events, one after the other; `root` is the finished tree."""

    def __init__(self, source: Source, problems: list[Diagnostic]) -> None:
        self.source = source
        self.problems = problems
        self.root: Node | None = None
        self._open: list[tuple[ListNode, str | None]] = []  # with their anchors
        self._anchors: dict[str, Node] = {}
        self._weight = 0

    def take(self, event: Any) -> None:
        """Add what one event says. (PyYAML's types have marks that may be None; those of its parsers never are.)"""
        if isinstance(event, yaml.ScalarEvent):
            self._add(self._scalar(event), event.anchor, event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._finish(event)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self._stop("a second document begins here", event, "One guide, one file: delete the line `---`.", "second-document")

    def _scalar(self, event: Any) -> Text:
        start = self._begin_of(event)
        style = event.style or ""
        written = Written(self.source, start, event.end_mark.index, "" if style == ":" else style)
        text = Text(event.value, written=written)
        if style == '"' and "\\" in self.source.text[start : written.end]:
            self.problems += forbidden_escapes(written)
        return text

    def _begin(self, event: Any) -> None:
        if len(self._open) >= MOST_DEPTH:
            way_out = "Put quotes around a text that begins with { or [."
            self._stop(f"nested deeper than {MOST_DEPTH} levels", event, way_out, "too-deep")
        kind = MapNode if isinstance(event, yaml.MappingStartEvent) else ListNode
        self._open.append((kind(self.source, self._begin_of(event)), event.anchor))

    def _finish(self, event: Any) -> None:
        node, anchor = self._open.pop()
        node.end = event.end_mark.index
        if isinstance(node, MapNode):
            self._pair(node)
        self._add(node, anchor, event)

    def _begin_of(self, event: Any) -> int:
        """Where the value itself begins: after its anchor and tag. Tags are reported, since they mean nothing here."""
        start: int = event.start_mark.index
        if event.tag is None and event.anchor is None:
            return start
        text = self.source.text
        if event.tag is not None:
            self._report("tags have no meaning here", event, "Put quotes around a text that begins with !.", "tag")
        end: int = event.end_mark.index
        while start < end and text[start] in "&!":
            while start < end and not text[start].isspace():
                start += 1
            while start < end and text[start].isspace():
                start += 1
        return start

    def _add(self, node: Node, anchor: str | None, event: Any) -> None:
        """Put a finished node where it belongs, and count what a walk over the whole tree will meet."""
        weight, letters = (node.weight, node.letters) if isinstance(node, ListNode) else (1, len(node))
        if anchor is not None:
            self._anchors[anchor] = node
        if not self._open:
            self.root = node
            return
        parent = self._open[-1][0]
        parent.items.append(node)
        parent.weight += weight
        parent.letters += letters
        if parent.weight > MOST_NODES or parent.letters > MOST_LETTERS:
            limit = f"{MOST_NODES:,} values" if parent.weight > MOST_NODES else f"{MOST_LETTERS:,} letters"
            message = f"more than {limit}, aliases (*name) included"
            self._stop(message, event, "Write out what the aliases stand for.", "too-many")

    def _alias(self, event: Any) -> None:
        node = self._anchors.get(event.anchor or "")
        if node is None:
            way_out = "Put quotes around a text that begins with *."
            self._report(f"nothing is anchored as {quoted(event.anchor)}", event, way_out, "unknown-alias")
            node = Text("", self._place(event))
        self._add(node, None, event)

    def _pair(self, node: MapNode) -> None:
        """Turn the flat list of keys and values into entries; the first of two equal keys stays."""
        keys: dict[str, Text] = {}
        for key, value in zip(node.items[::2], node.items[1::2], strict=True):
            if not isinstance(key, Text):
                way_out = "Put quotes around a text that begins with { or [."
                self.problems.append(Diagnostic("a list or mapping cannot be a key", key.place, way_out, rule="key-not-text"))
            elif key in keys:
                first = keys[key].place
                way_out = f"It stands in line {first.line} already; delete one of them." if first else ""
                self.problems.append(
                    Diagnostic(f"the key {quoted(key)} stands here twice", key.place, way_out, rule="duplicate-key")
                )
            else:
                keys[key] = key
                node.entries[key] = value

    def _place(self, event: Any) -> Place:
        return self.source.place(event.start_mark.index, event.end_mark.index - event.start_mark.index)

    def _report(self, message: str, event: Any, way_out: str, rule: str) -> None:
        self.problems.append(Diagnostic(message, self._place(event), way_out, rule=rule))

    def _stop(self, message: str, event: Any, way_out: str, rule: str) -> None:
        raise InvalidInput(Diagnostic(message, self._place(event), way_out, rule=rule))
