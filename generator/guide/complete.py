"""What a translation lacks of its source, copied into it as text: whole steps, screens, terms, and single texts.

Nothing that is there is touched: only lines (or, within brackets, entries) are added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from generator.guide.model import Text
from generator.guide.nodes import ListNode, MapNode, Node
from generator.guide.scalars import in_one_line, plain_or_quoted, span

TEXTS = frozenset(
    (
        *("title", "subtitle", "headline", "summary", "organisation", "owner", "label", "name", "hours", "alt"),
        *("text", "short", "note", "wait", "when", "problem", "answer"),
    )
)
_THINGS = frozenset(
    ("link", "contact", "have_ready", "terms", "screens", "procedures", "steps", "cases", "phases", "help"),
)
_KEYED = frozenset(("terms", "screens"))


class _Insertion(Struct, frozen=True):
    at: int
    text: str


def completed(root: MapNode, source: MapNode, is_wanted: Callable[[str], bool]) -> str:
    """The text of `root` with what `source` has beyond it; `is_wanted` is asked with the path of each thing and text."""
    added = sorted(_of_map(root, source, "", is_wanted), key=lambda one: -one.at)
    text = root.source.text
    for one in _joined(added):
        text = text[: one.at] + one.text + text[one.at :]
    return text


def _joined(added: Sequence[_Insertion]) -> Iterator[_Insertion]:
    """What is added at one place as one, in the order of the source; `added` is sorted from the last place to the first."""
    texts: dict[int, list[str]] = {}
    for one in added:
        texts.setdefault(one.at, []).append(one.text)
    yield from (_Insertion(at, "".join(parts)) for at, parts in texts.items())


def _of_map(here: MapNode, there: MapNode, path: str, is_wanted: Callable[[str], bool]) -> Iterator[_Insertion]:
    keyed = path in _KEYED
    before: str | None = None
    for key, value in there.entries.items():
        inner = f"{path}.{key}" if path else str(key)
        if key not in here.entries:
            if (keyed or key in TEXTS or (key in _THINGS and isinstance(value, ListNode))) and is_wanted(inner):
                yield _entry(here, there, key, before)
            continue
        before = key
        mine = here.entries[key]
        if isinstance(mine, MapNode) and isinstance(value, MapNode) and (keyed or key in _THINGS):
            yield from _of_map(mine, value, inner, is_wanted)
        elif key in _THINGS and _is_list(mine) and _is_list(value):
            assert isinstance(mine, ListNode)
            assert isinstance(value, ListNode)
            yield from _of_list(mine, value, inner, is_wanted)


def _is_list(node: Node) -> bool:
    return isinstance(node, ListNode) and not isinstance(node, MapNode)


def _of_list(here: ListNode, there: ListNode, path: str, is_wanted: Callable[[str], bool]) -> Iterator[_Insertion]:
    prefix = "procedure-" if path == "procedures" else ""
    mine = _named(here, prefix)
    before: Node | None = None
    for name, item in _named(there, prefix).items():
        if name not in mine:
            if is_wanted(f"{path}.{name}"):
                yield _item(here, there, item, before)
            continue
        before = mine[name]
        if isinstance(before, MapNode) and isinstance(item, MapNode):
            yield from _of_map(before, item, f"{path}.{name}", is_wanted)


def _named(node: ListNode, prefix: str) -> dict[str, Node]:
    """The items by id, by the steps of a phase, or by their number behind the prefix."""
    named: dict[str, Node] = {}
    for number, item in enumerate(node.items, 1):
        entries = item.entries if isinstance(item, MapNode) else {}
        name = next((value for key, value in entries.items() if key in ("id", "steps") and isinstance(value, Text)), None)
        named.setdefault(str(name or f"{prefix}{number}"), item)
    return named


def _entry(here: MapNode, there: MapNode, key: Text, before: str | None) -> _Insertion:
    """A key and its value, behind the key that goes before it in the source."""
    value = there.entries[key]
    if here.flow:
        return _bracketed(here, f"{plain_or_quoted(key)}: {in_one_line(value)}")
    keys = list(here.entries)
    previous = keys[keys.index(Text(before))] if before is not None else keys[0]
    if there.flow:
        lines = " " * _column(previous) + f"{plain_or_quoted(key)}: {in_one_line(value)}"
    else:
        lines = _moved(there, _start(key), _end(value), _column(previous))
    return _behind(here, _end(here.entries[previous]), lines)


def _item(here: ListNode, there: ListNode, item: Node, before: Node | None) -> _Insertion:
    """An item of a list, behind the one that goes before it in the source."""
    if here.flow or not here.items:
        return _bracketed(here, in_one_line(item))
    text = here.source.text
    dash = text.rindex("-", 0, _start(here.items[0]))
    column = dash - text.rfind("\n", 0, dash) - 1
    if there.flow:
        lines = " " * column + f"- {in_one_line(item)}"
    else:
        lines = _moved(there, there.source.text.rindex("-", 0, _start(item)), _end(item), column)
    if before is None:
        return _Insertion(text.rfind("\n", 0, dash) + 1, f"{lines}\n")
    return _behind(here, _end(before), lines)


def _bracketed(here: ListNode, entry: str) -> _Insertion:
    """An entry before the closing bracket."""
    end = here.end - 1
    filled = here.source.text[here.start + 1 : end].strip()
    at = here.start + 1 + len(here.source.text[here.start + 1 : end].rstrip())
    comma = "" if not filled else " " if filled.endswith(",") else ", "
    return _Insertion(at, comma + entry)


def _behind(here: ListNode, end: int, lines: str) -> _Insertion:
    """Lines below the one in which something ends."""
    line_end = here.source.text.find("\n", end)
    return _Insertion(len(here.source.text), f"\n{lines}") if line_end < 0 else _Insertion(line_end + 1, f"{lines}\n")


def _moved(there: ListNode, start: int, end: int, column: int) -> str:
    """The lines of the source from `start` to `end`, with their comments, begun at `column`."""
    text = there.source.text
    line_end = text.find("\n", end)
    first, *rest = text[start : len(text) if line_end < 0 else line_end].split("\n")
    shift = column - (start - text.rfind("\n", 0, start) - 1)
    moved = [
        line if not line.strip() else " " * max(0, len(line) - len(line.lstrip(" ")) + shift) + line.lstrip(" ") for line in rest
    ]
    return "\n".join([" " * column + first, *moved])


def _start(node: Node) -> int:
    if isinstance(node, ListNode):
        return node.start
    return node.written.start if node.written else 0


def _end(node: Node) -> int:
    """Where a node's own characters end: YAML lets those in columns end where the next one begins."""
    if isinstance(node, ListNode):
        return node.end if node.flow or not node.items else max(map(_end, node.items))
    return span(node.written)[1] if node.written else 0


def _column(key: str) -> int:
    written = key.written if isinstance(key, Text) else None
    assert written is not None
    return written.start - written.source.text.rfind("\n", 0, written.start) - 1
