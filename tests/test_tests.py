"""Every test looks at something: none has all its asserts in loops that may have nothing to go through."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


def of_file(path: Path) -> Iterator[tuple[ast.FunctionDef, set[str]]]:
    """The tests of a file, each with the names of the file's helpers that assert something."""
    functions = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
    helpers = {one.name for one in functions if any(isinstance(node, ast.Assert) for node in ast.walk(one))}
    yield from ((one, helpers) for one in functions if one.name.startswith("test_"))


def may_see_nothing(test: ast.FunctionDef, helpers: set[str]) -> bool:
    asserts = [node for node in ast.walk(test) if isinstance(node, ast.Assert)]
    return bool(asserts) and not any(_surely_looks(node, helpers) for node in _outside_loops(test))


def _outside_loops(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes below, but for the bodies of loops over what may be empty; what such a loop goes through is among them."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.For) and not _has_items(child.iter):
            yield from (child.iter, *ast.walk(child.iter))
        else:
            yield child
            yield from _outside_loops(child)


def _has_items(found: ast.expr) -> bool:
    """Whether a loop surely has something to go through: a literal, a range, a constant of the file."""
    if isinstance(found, ast.Tuple | ast.List | ast.Set):
        return bool(found.elts)
    if isinstance(found, ast.Call):
        name = ast.unparse(found.func)
        strict = any(keyword.arg == "strict" and ast.unparse(keyword.value) == "True" for keyword in found.keywords)
        return name in ("range", "some") or (name == "zip" and strict) or (name == "enumerate" and _has_items(found.args[0]))
    return isinstance(found, ast.Name) and found.id.isupper()


def _surely_looks(node: ast.AST, helpers: set[str]) -> bool:
    if isinstance(node, ast.Assert):
        test = node.test
        is_all = isinstance(test, ast.Call) and ast.unparse(test.func) == "all"
        generators = [one for one in ast.walk(test) if isinstance(one, ast.comprehension)] if is_all else []
        return not generators or _has_items(generators[0].iter)
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func).rpartition(".")[2]
        return name in {"some", "raises", "fail", *helpers}
    return False


@pytest.mark.parametrize("path", sorted(TESTS.rglob("test_*.py")), ids=lambda path: path.relative_to(TESTS).as_posix())
def test_every_test_looks_at_something(path: Path) -> None:
    blind = [test.name for test, helpers in of_file(path) if may_see_nothing(test, helpers)]
    assert blind == [], "wrap what the loop goes through in some(…)"


@pytest.mark.parametrize(
    ("body", "blind"),
    [
        ("for one in found():\n  assert one", True),
        ("for one in some(found()):\n  assert one", False),
        ("for one in (1, 2):\n  assert one", False),
        ("for one in ():\n  assert one", True),
        ("for one in found():\n  for two in (1, 2):\n    assert two", True),
        ("assert all(one for one in found())", True),
        ("assert all(one for one in range(3))", False),
        ("assert found()", False),
        ("helper()", False),
    ],
)
def test_the_rule_itself(body: str, blind: bool) -> None:
    (test,) = ast.parse(f"def test_x():\n{'' .join(f'  {line}{chr(10)}' for line in body.split(chr(10)))}").body
    assert isinstance(test, ast.FunctionDef)
    assert may_see_nothing(test, {"helper"}) == blind
