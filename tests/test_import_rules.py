"""Imports point one way only, every third-party library has one home, and only `cli` prints."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# A part may import those of the lines above its own. The parts of the first line may import each other, and so may those
# that drive the stages; all others know nothing of their neighbours.
ORDER = (
    ("errors", "files", "geometry", "languages", "surface", "resources", "spelling", "workers"),
    ("guide",),
    ("theme",),
    ("markup", "text", "pictures", "qr"),
    ("layout",),
    ("pdf", "press", "preflight", "verify"),
    ("output", "expected", "job", "jobs", "making", "pipeline", "proof", "fitting"),
    ("batch", "preview", "translate"),
    ("cli",),
    ("__init__", "__main__"),
)
LINE = {part: line for line, parts in enumerate(ORDER) for part in parts}
NEIGHBOURS_MEET = {LINE["errors"], LINE["pipeline"], LINE["__init__"]}

# The proof must not trust what it judges; nor may the look at a photo of a wall know how a sheet was made.
INDEPENDENT = {"preflight": {"errors", "geometry"}, "verify": {"errors", "files", "geometry"}}

# A protocol names the types that its implementers use; it imports them for the type checker alone.
TYPES_ONLY = {("surface", "text")}

HOMES = {
    "babel": {"translate"},
    "PIL": {"pictures", "pdf", "preview", "verify"},
    "click": {"cli"},
    "cssselect2": {"pictures"},
    "icu": {"text"},
    "jinja2": {"markup"},
    "markupsafe": {"markup"},
    "page": {"preflight"},
    "pikepdf": {"press", "preflight"},
    "pyphen": {"text"},
    "pypdfium2": {"preflight", "preview"},
    "qrcode": {"qr"},
    "reportlab": {"pdf"},
    "tinycss2": {"pictures"},
    "uharfbuzz": {"text", "pdf"},
    "yaml": {"guide"},
    # A screenshot must not hold a code that works: found before anything is built. And photos are read, not pages.
    "zxingcpp": {"preflight", "pictures", "verify"},
}

AT_HOME_EVERYWHERE = {"msgspec"}  # what records are made of


@dataclass(frozen=True)
class Import:
    """One import: from which part of the program, of what, and where."""

    part: str
    target: str  # generator.text.fonts, reportlab.lib
    types_only: bool
    place: str

    @property
    def target_part(self) -> str:
        """`text` of generator.text.fonts; "" for another package."""
        package, _, rest = self.target.partition(".")
        return (rest.split(".")[0] or "__init__") if package == "generator" else ""


@cache
def modules() -> tuple[tuple[str, Path, ast.Module], ...]:
    """Each module: the part that it belongs to, its path from the root, and its tree."""
    paths = sorted((ROOT / "generator").rglob("*.py"))
    names = [path.relative_to(ROOT / "generator").parts[0].removesuffix(".py") for path in paths]
    return tuple(
        (name, path.relative_to(ROOT), ast.parse(path.read_text("utf8"))) for name, path in zip(names, paths, strict=True)
    )


def imports() -> list[Import]:
    return [
        Import(part, target, types_only, f"{path}:{line}")
        for part, path, tree in modules()
        for target, line, types_only in imports_in(tree)
    ]


def imports_in(node: ast.AST, types_only: bool = False) -> Iterator[tuple[str, int, bool]]:
    """Every import below the node, those within functions too: what is imported, the line, whether for types alone."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from ((alias.name, child.lineno, types_only) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            module = "." * child.level + (child.module or "")
            # `from generator import text` names a part, not something in the package's own file.
            targets = [f"generator.{alias.name}" for alias in child.names] if module == "generator" else [module]
            yield from ((target, child.lineno, types_only) for target in targets)
        else:
            guarded = isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING")
            yield from imports_in(child, types_only or guarded)


def may_import(found: Import) -> bool:
    """Whether one part of the program may import another."""
    part, target = found.part, found.target_part
    if part == target or (found.types_only and (part, target) in TYPES_ONLY):
        return True
    if part in INDEPENDENT:
        return target in INDEPENDENT[part]
    line = LINE.get(target, len(ORDER))
    return line < LINE[part] or (line == LINE[part] and line in NEIGHBOURS_MEET)


def test_every_part_has_its_place() -> None:
    unknown = {str(path) for part, path, _ in modules() if part not in LINE}
    assert not unknown, "say in ORDER where these belong"


def test_imports_point_one_way() -> None:
    ours = [found for found in imports() if found.target_part]
    assert ours
    assert [f"{found.place}: {found.part} must not import {found.target}" for found in ours if not may_import(found)] == []


def test_every_library_has_one_home() -> None:
    others = [found for found in imports() if not found.target_part]
    strangers = [
        f"{found.place}: {found.part} must not import {found.target}"
        for found in others
        if (name := found.target.split(".")[0]) not in sys.stdlib_module_names | AT_HOME_EVERYWHERE
        and found.part not in HOMES.get(name, set())
    ]
    assert strangers == []


def test_only_the_command_prints() -> None:
    printed = [
        f"{path}:{node.lineno}"
        for part, path, tree in modules()
        if part not in ("cli", "__main__")
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) in ("print", "sys.stdout", "sys.stderr")
    ]
    assert printed == []


@pytest.mark.parametrize(
    ("part", "target", "types_only", "allowed"),
    [
        ("layout", "generator.text.lines", False, True),
        ("text", "generator.layout.page", False, False),
        ("text", "generator.layout.page", True, False),
        ("qr", "generator.text.fonts", False, False),
        ("surface", "generator.text.fonts", True, True),
        ("surface", "generator.text.fonts", False, False),
        ("preflight", "generator.geometry", False, True),
        ("preflight", "generator.qr.code", False, False),
        ("verify", "generator.qr.policy", False, False),
        ("verify", "generator.pictures", False, False),
        ("resources", "generator.errors", False, True),
        ("errors", "generator.guide", False, False),
        ("pipeline", "generator.output", False, True),
        ("pipeline", "generator.cli", False, False),
        ("cli", "generator", False, False),
    ],
)
def test_the_rule_itself(part: str, target: str, types_only: bool, allowed: bool) -> None:
    assert may_import(Import(part, target, types_only, "")) is allowed


def test_imports_are_found_wherever_they_stand() -> None:
    source = """
import os, generator.cli
from generator import text
if TYPE_CHECKING:
    from generator.guide.model import Guide
def late():
    try:
        from yaml import nodes
    except ImportError:
        from . import neighbour
"""
    assert list(imports_in(ast.parse(source))) == [
        ("os", 2, False),
        ("generator.cli", 2, False),
        ("generator.text", 3, False),
        ("generator.guide.model", 5, True),
        ("yaml", 8, False),
        (".", 10, False),
    ]
