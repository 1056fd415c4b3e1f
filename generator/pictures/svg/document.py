"""SVG files → trees of elements that know their lines. Nothing that they name is opened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from generator.pictures.svg.refusal import WAY_OUT, Unsupported

MOST_BYTES = 1_000_000
MOST_NODES = 20_000
MOST_DEPTH = 40
_MOST_EXPANDED = 2_000_000  # characters that all references to entities together may become
_NAMESPACE = "{http://www.w3.org/2000/svg}"
_PUBLIC = ("http://www.w3.org/", "https://www.w3.org/")
_NOT_FETCHED = "Delete it, from <!DOCTYPE to its >."


class Document:
    """The elements of an SVG file, their lines (from 1), and those that have an id."""

    def __init__(self, root: Element, lines: dict[Element, int]) -> None:
        self.root, self.lines = root, lines
        self.by_id: dict[str, Element] = {}
        for element in root.iter():
            if "id" in element.attrib:
                self.by_id.setdefault(element.attrib["id"], element)


def name_of(element: Element) -> str:
    """The name of an SVG element; "" for one of another vocabulary, such as an editor's notes."""
    tag: str = element.tag
    if tag.startswith(_NAMESPACE):
        return tag[len(_NAMESPACE) :]
    return "" if tag.startswith("{") else tag


def children(element: Element) -> Iterator[tuple[str, Element]]:
    """The SVG elements directly within one, with their names."""
    return ((name, child) for child in element if (name := name_of(child)))


def read_document(data: bytes) -> Document:
    """The document of these bytes, in the encoding that they declare. Raises Unsupported."""
    if len(data) > MOST_BYTES:
        raise Unsupported(f"is larger than {MOST_BYTES // 1_000_000} MB", "Simplify its paths.")
    reader = _Reader(data)
    document = reader.read()
    if name_of(document.root) != "svg":
        raise Unsupported("is not an SVG", line=1)
    return document


class _Reader:
    """Builds the tree while expat parses; everything is bounded as it comes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.builder = TreeBuilder()
        self.lines: dict[Element, int] = {}
        self.depth = 0
        self.parser = parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.builder.data
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.AttlistDeclHandler = self._attribute
        parser.SkippedEntityHandler = self._skipped

    def read(self) -> Document:
        try:
            self.parser.Parse(self.data, True)
        except expat.ExpatError as error:
            words = f"is not valid XML ({expat.errors.messages[error.code]})"
            raise Unsupported(words, "Save it again, as UTF-8.", error.lineno) from None
        except (LookupError, ValueError):  # an encoding that Python does not know
            raise Unsupported("has an unknown encoding", "Save it as UTF-8.", 1) from None
        return Document(self.builder.close(), self.lines)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            self._refuse(f"has groups nested deeper than {MOST_DEPTH}", "Ungroup some.")
        if len(self.lines) >= MOST_NODES:
            self._refuse(f"has more than {MOST_NODES:,} elements", "Simplify it.")
        named = {_qualified(key): value for key, value in attributes.items()}
        element = self.builder.start(_qualified(name), named)
        self.lines[element] = self.parser.CurrentLineNumber

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.builder.end(_qualified(name))

    def _instruction(self, target: str, _: str) -> None:
        if target == "xml-stylesheet":
            self._refuse("has a style sheet in another file")

    def _doctype(self, _: str, system: str | None, *__: Any) -> None:
        if system and not system.startswith(_PUBLIC):
            self._refuse("has a DOCTYPE that names another file", _NOT_FETCHED)

    def _entity(self, name: str, parameter: bool, value: str | None, *_: Any) -> None:
        """Texts for namespaces, as Illustrator writes them, are expanded; nothing within them is."""
        if parameter or value is None or "&" in value or "<" in value:
            self._refuse(f"has the entity {name[:40]} in its DOCTYPE", _NOT_FETCHED)
        elif len(value) * self.data.count(b"&") > _MOST_EXPANDED:
            self._refuse(f"refers to the entity {name[:40]} too often", "Save it again.")

    def _attribute(self, element: str, name: str, _: str, default: str | None, __: bool) -> None:
        if default is not None and not name.startswith("xmlns"):
            words = f"sets {name[:40]} of <{element[:40]}> in its DOCTYPE"
            self._refuse(words, _NOT_FETCHED)

    def _skipped(self, name: str, _: bool) -> None:
        self._refuse(f"refers to the unknown entity {name[:40]}", "Save it again.")

    def _refuse(self, words: str, help: str = WAY_OUT) -> None:
        raise Unsupported(words, help, self.parser.CurrentLineNumber)


def _qualified(name: str) -> str:
    return "{" + name if "}" in name else name
