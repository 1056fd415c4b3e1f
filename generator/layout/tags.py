"""The structure of a document while it is laid out: a tree of roles, apart from the order in which things are painted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.surface import StructureElement, Surface


class Tag:
    """One node: a role and its attributes. It becomes an element of the file when `declare` has met it."""

    __slots__ = ("attributes", "children", "element", "parent", "role")

    def __init__(self, role: str, parent: Tag | None = None, **attributes: Any) -> None:
        self.role, self.attributes = role, attributes
        self.children: list[Tag] = []
        self.element: StructureElement | None = None
        self.parent: Tag | None = None
        if parent is not None:
            self.attach(parent)

    def attach(self, parent: Tag) -> None:
        """Hang this node below another, after the children that it has."""
        self.parent = parent
        parent.children.append(self)

    def hand_over(self, parent: Tag) -> None:
        """Hang all that is below this node below another instead, after the children that it has."""
        for child in self.children:
            child.attach(parent)
        self.children = []

    def walk(self) -> Iterator[Tag]:
        yield self
        for child in self.children:
            yield from child.walk()


FURNITURE = Tag("Artifact")  # what is drawn for it belongs to the page and is no content: a page's number


def declare(tag: Tag, surface: Surface) -> None:
    """Make the file's structure tree of this one, in reading order, before anything is drawn."""
    with surface.element(tag.role, **tag.attributes) as element:
        tag.element = element
        for child in tag.children:
            declare(child, surface)
