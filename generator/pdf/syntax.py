"""How numbers, strings and paths are spelled in a PDF file (ISO 32000-1, 7.3 and 8.5)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.geometry import Path, Rect

_ESCAPES = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)"})


@lru_cache(maxsize=65536)  # pages repeat their edges, sizes and colours
def number(value: float) -> str:
    """A number to a thousandth: of a point, that is a third of a micrometre."""
    if value == int(value):
        return str(int(value))
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def numbers(values: tuple[float, ...]) -> str:
    """Numbers with spaces between them."""
    return " ".join(map(number, values))


def text_string(text: str) -> str:
    """A text string: as it is where it is printable ASCII, else UTF-16 with its mark, in hexadecimal."""
    if text.isascii() and text.isprintable():
        return f"({text.translate(_ESCAPES)})"
    return f"<FEFF{utf16(text)}>"


def utf16(text: str) -> str:
    """UTF-16, big end first, in hexadecimal; half a surrogate pair becomes a question mark."""
    return text.encode("utf-16-be", "replace").hex().upper()


def array(rect: Rect) -> str:
    """A rectangle: left, bottom, right, top."""
    return f"[{numbers((rect.x, rect.y, rect.right, rect.top))}]"


def path_operators(path: Path) -> str:
    """The operators that build a path; painting it is up to the caller."""
    return "\n".join(f"{numbers(values)} {operator}" if values else operator for operator, values in path.operations)
