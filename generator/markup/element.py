"""The element tree: what the filled markup says, checked, with typed access to attributes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from generator.geometry import parse_length


class Element(Struct, frozen=True, eq=False):
    """One element; `children` are elements and strings in order; `place` is "template:line"."""

    name: str
    attributes: Mapping[str, str]
    children: tuple[Element | str, ...] = ()
    place: str = ""
    cache: dict[object, object] = field(default_factory=dict)

    def get(self, name: str, default: str = "") -> str:
        """The attribute's text."""
        return self.attributes.get(name, default)

    def flag(self, name: str) -> bool:
        """Whether a yes/no attribute says yes."""
        return self.attributes.get(name) == "yes"

    def number(self, name: str, default: float = 0.0) -> float:
        """A plain number."""
        return float(self.attributes[name]) if name in self.attributes else default

    def range(self, name: str, default: str = "0pt") -> tuple[float, float]:
        """A length or a range of lengths in points: (smallest, largest)."""
        low, _, high = self.attributes.get(name, default).partition("..")
        first = parse_length(low) or 0.0
        return first, (parse_length(high) or 0.0) if high else first

    def elements(self, *names: str) -> Iterator[Element]:
        """The child elements, or those with one of these names."""
        for child in self.children:
            if isinstance(child, Element) and (not names or child.name in names):
                yield child

    def walk(self) -> Iterator[Element]:
        """The element itself and all below it, in document order."""
        yield self
        for child in self.elements():
            yield from child.walk()

    @property
    def text(self) -> str:
        """All text below, as it reads on one line; of a sheet in two languages, in the leading one."""
        if self.name == "br":
            return " "
        return "".join(
            child if isinstance(child, str) else child.text
            for child in self.children
            if isinstance(child, str) or child.name != "also"
        )
