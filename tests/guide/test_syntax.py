"""Broken YAML: where it is broken, and the way out; with libyaml and with PyYAML's own parser."""

from __future__ import annotations

import pytest
import yaml

from generator.errors import Diagnostic, InvalidInput
from generator.guide import nodes
from generator.guide.nodes import ListNode, MapNode, read_nodes
from generator.guide.source import Source

# name, text, line, column, rule, words
BROKEN = [
    ("tab", "a:\n\tb: c", 2, 1, "tab", "spaces"),
    ("tab behind spaces", "a:\n  b: c\n  \td: e", 3, 3, "tab", "spaces"),
    ("open quote", 'a: "open\nb: c\n', 1, 4, "open-quote", "never closed"),
    ("open single quote", "a: 'open\nb: c\n", 1, 4, "open-quote", "never closed"),
    ("inner quote", 'a: "Tap "Next" now"\n', 1, 9, "inner-quote", "the line goes on"),
    ("apostrophe", "a: 'it's'\n", 1, 7, "inner-quote", "''"),
    ("escape", 'a: "C:\\path"\n', 1, 7, "escape", "backslash"),
    ("at sign", "a: @foo", 1, 4, "needs-quotes", "begins with @"),
    ("backquote", "- `x`", 1, 3, "needs-quotes", "begins with `"),
    ("per cent", "a: %foo", 1, 4, "needs-quotes", "begins with %"),
    ("asterisks", "a: **Do not** go", 1, 4, "needs-quotes", "begins with *"),
    ("alias and words", "a: *Note that", 1, 4, "needs-quotes", "begins with *"),
    ("bar", "a: | foo", 1, 4, "needs-quotes", "begins with |"),
    ("reference first", "a: {link} opens it", 1, 4, "needs-quotes", "begins with {"),
    ("reference first in a list", "a:\n  - {ui:next} is it", 2, 5, "needs-quotes", "begins with {"),
    ("link first", "a: [words](https://x.org)\n", 1, 4, "needs-quotes", "begins with ["),
    ("colon", "a: Note: this", 1, 8, "needs-quotes", "colon"),
    ("indentation", "a: b\n   c: d\n", 2, 4, "indentation", "indented further"),
    ("outdented", "a:\n   b: c\n  d: e\n", 3, 3, "yaml", "does not fit"),
    ("list and mapping", "- a\nb: c\n", 2, 1, "yaml", "does not fit"),
    ("no colon", "a: b\nhello\nc: d\n", 2, 1, "yaml", "key: value"),
    ("open bracket", "a: [1, 2\n", 1, 4, "open-bracket", "Close it with ]"),
    ("open brace", "a: {b: c\nd: e\n", 1, 4, "open-bracket", "Close it with }"),
    ("braces within braces", "- {a: Tap {ui:next} now}", 1, 3, "open-bracket", "quotes"),
]


def fault(text: str) -> Diagnostic:
    problems: list[Diagnostic] = []
    assert read_nodes(Source.of("g.yaml", text), problems) is None
    return problems[-1]


@pytest.mark.parametrize("loader", ["CBaseLoader", "BaseLoader"])
@pytest.mark.parametrize(
    ("text", "line", "column", "rule", "words"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_syntax(monkeypatch: pytest.MonkeyPatch, loader: str, text: str, line: int, column: int, rule: str, words: str) -> None:
    monkeypatch.setattr(nodes, "_LOADER", getattr(yaml, loader))
    problem = fault(text)
    assert problem.place is not None
    assert (problem.place.line, problem.place.column, problem.rule) == (line, column, rule), problem
    assert words in problem.message + " | " + problem.help


@pytest.mark.parametrize("loader", ["CBaseLoader", "BaseLoader"])
def test_escaped_surrogate(monkeypatch: pytest.MonkeyPatch, loader: str) -> None:
    """Libyaml refuses it; PyYAML's own parser does not, and it is found afterwards."""
    monkeypatch.setattr(nodes, "_LOADER", getattr(yaml, loader))
    problems: list[Diagnostic] = []
    read_nodes(Source.of("g.yaml", 'a: "\\ud800"'), problems)
    assert [(problem.place.column, problem.rule) for problem in problems if problem.place] in (
        [(5, "escape")],
        [(5, "forbidden-character")],
    )


def read(text: str) -> nodes.Node:
    problems: list[Diagnostic] = []
    node = read_nodes(Source.of("g.yaml", text), problems)
    assert node is not None
    assert not problems
    return node


def test_scalars_stay_text() -> None:
    node = read("a: [NO, 1.10, 007, 12:30:45, null, ~, 2026-11-24, 0x1F, true, !]".replace(", !", ""))
    assert isinstance(node, MapNode)
    values = next(iter(node.entries.values()))
    assert isinstance(values, ListNode)
    assert values.items == ["NO", "1.10", "007", "12:30:45", "null", "~", "2026-11-24", "0x1F", "true"]


def test_aliases_are_resolved() -> None:
    node = read("a: &x [b]\nc: *x\n")
    assert isinstance(node, MapNode)
    first, second = node.entries.values()
    assert isinstance(first, ListNode)
    assert first is second
    assert first.items[0].place == Source.of("g.yaml", "a: &x [b]\nc: *x\n").place(7)


def test_depth_is_bounded() -> None:
    with pytest.raises(InvalidInput, match="nested deeper"):
        read("a: " + "[" * 20_000)


def test_aliases_that_explode_are_refused() -> None:
    text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    text += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
    with pytest.raises(InvalidInput, match="aliases") as caught:
        read(text)
    assert caught.value.problems[0].place is not None
    assert caught.value.problems[0].place.line == 5


def test_an_escape_of_half_a_character(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "_LOADER", yaml.CBaseLoader)
    for escape in (r"\ud83d\ude00", r"\uDC00", r"\U0000d800"):
        problem = fault(f'a: "x {escape}"\n')
        assert (problem.rule, problem.message) == ("escape", "this escape is half a character"), problem
        assert problem.place is not None and problem.place.column == 7
