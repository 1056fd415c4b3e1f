"""A guide file with other texts: each is replaced where it stands, so that comments, order and everything else stay.

What comes out is read anew before it is handed back: where it does not say what was meant, nothing is changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from generator.errors import Diagnostic, InvalidInput
from generator.guide.complete import completed
from generator.guide.load import guide_of, read_bytes, shown
from generator.guide.model import Guide, Text
from generator.guide.nodes import ListNode, MapNode, Node, read_nodes
from generator.guide.scalars import in_style_of, plain_or_quoted, span
from generator.guide.source import Source, decode
from generator.guide.units import units

_STAMPS = "# What the source said when each text was translated. `handouts check --stamp` and `translate import` write this."


class Draft(Struct):
    """A guide file that is being changed: `text` has line feeds alone; `mark` and `line_end` are the file's own."""

    path: Path
    lang: str
    text: str
    mark: bytes = b""
    line_end: str = "\n"

    @classmethod
    def of(cls, path: Path, lang: str) -> Draft:
        """The file as it stands. Raises AssetError or InvalidInput where it cannot be read."""
        data = read_bytes(path)
        mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        return cls(path, lang, decode(shown(path), data, []).text, mark, "\r\n" if b"\r\n" in data else "\n")

    def guide(self) -> Guide:
        """The guide that the file would be. Raises InvalidInput."""
        return guide_of(self.encoded(), self.path, self.lang)

    def root(self) -> MapNode:
        """The file's nodes."""
        root = read_nodes(Source.of(shown(self.path), self.text), [])
        assert isinstance(root, MapNode)
        return root

    def encoded(self) -> bytes:
        """The bytes to write: with the line ends and the byte order mark that the file had."""
        return self.mark + self.text.replace("\n", self.line_end).encode("utf-8")

    def fill(self, source: Guide, texts: Mapping[str, str]) -> dict[str, str]:
        """Put these texts (by path) in place, and add what the source has and this lacks for them.

        Things are added with the texts of the source: those that are to hold one of the texts, or, where the guide would not
        be sound then (a new step shows a screen that is not there), all. Texts for which there is no place come back.
        """
        before, originals = self.text, {path: str(unit.text) for path, unit in units(source).items()}
        there = Draft.of(source.path, source.lang).root()
        try:
            self.text = completed(self.root(), there, lambda path: any(f"{one}.".startswith(f"{path}.") for one in texts))
            return self._replaced(texts, originals)
        except InvalidInput:
            self.text = before
            self.text = completed(self.root(), there, lambda path: True)
            return self._replaced(texts, originals)

    def _replaced(self, texts: Mapping[str, str], originals: Mapping[str, str]) -> dict[str, str]:
        """Replace texts where they stand; what has no place comes back. Raises InvalidInput where the guide is not sound then."""
        found, root = units(self.guide()), self.root()
        edits: dict[tuple[int, int], str] = {}
        left: dict[str, str] = {}
        for path, value in texts.items():
            text = found[path].text if path in found else None
            if text is None or text.written is None:
                left[path] = value
            elif text != value:
                edits[span(text.written)] = _written(root, path, text, value, originals.get(path, ""))
        for (start, end), written in sorted(edits.items(), reverse=True):
            self.text = self.text[:start] + written + self.text[end:]
        self._verify({path: value for path, value in texts.items() if path not in left})
        return left

    def _verify(self, texts: Mapping[str, str]) -> None:
        found = units(self.guide())
        for path, value in texts.items():
            if path not in found or found[path].text != value:
                raise _not_written(path, self.path)

    def stamp(self, stamps: Mapping[str, str], order: Sequence[str]) -> None:
        """Write these stamps, those of `order` in its order, in place of those that are there."""
        ordered = {path: str(stamps[path]) for path in order if path in stamps}
        if ordered == dict(self.guide().stamps):
            return
        block = ["stamps:", *(f"  {path}: {plain_or_quoted(stamp)}" for path, stamp in ordered.items())]
        lines = self.text.split("\n")
        start, end = _top_level(lines, "stamps")
        if start == end:
            self.text = "\n".join([self.text.rstrip("\n"), "", _STAMPS, *block, ""])
        else:
            self.text = "\n".join([*lines[:start], *block, *lines[end:]])
        if dict(self.guide().stamps) != ordered:
            raise _not_written("the stamps", self.path)

    def remove(self, key: str) -> None:
        """Delete a key of the guide itself with its value."""
        lines = self.text.split("\n")
        start, end = _top_level(lines, key)
        self.text = "\n".join(lines[:start] + lines[end:])

    def add(self, key: str, value: str, behind: Sequence[str]) -> None:
        """Add a key of the guide itself, with a value in one line, below the last one of the keys `behind`."""
        lines = self.text.split("\n")
        ends = [end for start, end in (_top_level(lines, one) for one in behind) if end > start]
        if not ends:
            raise _not_written(key, self.path)
        lines.insert(max(ends), f"{key}: {value}")
        self.text = "\n".join(lines)


def _written(root: MapNode, path: str, old: Text, value: str, original: str) -> str:
    """A text in the style of the old one. A term that was a mere copy of the source's is given the original beside it."""
    assert old.written is not None
    owner, _, id = path.partition(".")
    terms = root.entries.get(Text("terms"))
    is_short = owner == "terms" and isinstance(terms, MapNode) and isinstance(terms.entries.get(Text(id)), Text)
    if is_short and old == original:
        return f"{{label: {plain_or_quoted(value)}, original: {plain_or_quoted(original)}}}"
    return in_style_of(old.written, value, _in_brackets(root, old.written.start))


def _in_brackets(node: Node, at: int) -> bool:
    """Whether what stands there is within a list or mapping that was written in brackets."""
    if not isinstance(node, ListNode):
        return False
    if node.flow:
        return node.start < at < node.end
    return any(_in_brackets(item, at) for item in node.items)


def _top_level(lines: Sequence[str], key: str) -> tuple[int, int]:
    """The first line of a key of the guide itself, and the line behind its value; twice the same where it is not there."""
    start = next((number for number, line in enumerate(lines) if line.startswith(f"{key}:")), len(lines))
    end = min(start + 1, len(lines))
    while end < len(lines) and lines[end].startswith(" "):
        end += 1
    return start, end


def _not_written(what: str, path: Path) -> InvalidInput:
    way_out = "Write the file as `key: value` lines, each key at the beginning of its line, without anchors (&) and aliases (*)."
    return InvalidInput(Diagnostic(f"{what} cannot be written into {shown(path)}", None, way_out, rule="not-written"))
