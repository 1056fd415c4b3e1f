"""What is read aloud of a file, as an outline: its structure tree, with the text that stands on the pages.

One line for an element that holds words, in their order; links are in ‹ ›, and what is said of a picture in [ ]. The file is
read anew: text comes from the fonts' own maps, as a screen reader finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf

_INLINE = frozenset(("/Span", "/Link", "/Reference", "/Quote", "/Code", "/Em", "/Strong"))
_OPERATORS = "BMC BDC EMC Tf Tj TJ"
_ROW = re.compile(r"^<(\w+)> <(\w+)>$", re.MULTILINE)


def read_outline(pdf: bytes) -> str:
    """The outline of a tagged file as this program writes them. Raises pikepdf.PdfError for what is no PDF."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as document:
        reader = _Reader(document)
        tops = [line for kid in _kids(document.Root.StructTreeRoot) for line in reader.lines(kid, 0)]
    return "\n".join(tops) + "\n"


class _Reader:
    """Knows what each piece of marked content says."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._said = {page.objgen: _marked(page) for page in document.pages}

    def lines(self, element: Any, depth: int) -> Iterator[str]:
        """An element: a line of its own, and further down those that it holds."""
        inline = list[str]()
        below = list[Any]()
        for kid in _kids(element):
            if _is_block(kid):
                below.append(kid)
            else:
                inline.append(self._words(kid, element))
        words = _replaced(element, "".join(inline))
        shown = [str(element.S)[1:], _notes(element), " ".join(words.split())]
        yield "  " * depth + " ".join(part for part in shown if part)
        for kid in below:
            yield from self.lines(kid, depth + 1)

    def _words(self, kid: Any, element: Any) -> str:
        """What marked content, or an element within the line, says."""
        if isinstance(kid, int):
            return self._said[element.Pg.objgen].get(kid, "")
        if "/MCID" in kid:
            return self._said[kid.get("/Pg", element.get("/Pg")).objgen].get(int(kid.MCID), "")
        if "/S" not in kid:
            return ""  # an annotation
        words = _replaced(kid, "".join(self._words(one, kid) for one in _kids(kid)))
        return f"‹{words}›" if kid.S == "/Link" else words


def _kids(element: Any) -> list[Any]:
    import pikepdf

    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array | list) else [kids]


def _is_block(kid: Any) -> bool:
    return not isinstance(kid, int) and "/S" in kid and str(kid.S) not in _INLINE


def _replaced(element: Any, words: str) -> str:
    """What the element says instead of its content."""
    return str(element.ActualText) if "/ActualText" in element else words


def _notes(element: Any) -> str:
    """What is said of a picture, and the language where it is another one."""
    alt, lang = element.get("/Alt"), element.get("/Lang")
    return " ".join(part for part in (f"({lang})" if lang else "", f"[{alt}]" if alt is not None else "") if part)


def _marked(page: pikepdf.Page) -> dict[int, str]:
    """The text of each piece of marked content of a page, by its number."""
    import pikepdf

    maps = {name: _character_map(font) for name, font in page.Resources.get("/Font", {}).items()}
    said: dict[int, str] = {}
    marks: list[tuple[int | None, str | None]] = []  # the number, and what is said instead
    characters: dict[bytes, str] = {}

    def say(text: str) -> None:
        number = next((mark for mark, _ in reversed(marks) if mark is not None), None)
        if number is not None and all(actual is None for _, actual in marks):
            said[number] = said.get(number, "") + text

    for instruction in pikepdf.parse_content_stream(page, _OPERATORS):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "BMC" | "BDC":
                marks.append(_mark(operands))
            case "EMC":
                _, actual = marks.pop()
                say(actual or "")
            case "Tf":
                characters = maps.get(str(operands[0]), {})
            case _:
                say("".join(_decoded(operands[0], characters)))
    return said


def _mark(operands: Any) -> tuple[int | None, str | None]:
    properties = operands[1] if len(operands) > 1 else {}
    number, actual = properties.get("/MCID"), properties.get("/ActualText")
    return (None if number is None else int(number)), (None if actual is None else str(actual))


def _decoded(shown: Any, characters: dict[bytes, str]) -> Iterator[str]:
    """The characters of a string, or of the strings among the numbers of an array."""
    import pikepdf

    for part in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(part, pikepdf.String):
            raw = bytes(part)
            yield from (characters.get(raw[at : at + 2], "") for at in range(0, len(raw), 2))


def _character_map(font: Any) -> dict[bytes, str]:
    """From codes of two bytes, as this program's fonts have them, to what they stand for."""
    rows = _ROW.findall(font.ToUnicode.read_bytes().decode("ascii")) if "/ToUnicode" in font else []
    return {bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be") for code, text in rows}
