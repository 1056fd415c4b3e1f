"""What earns trust beside a code, and whether a template of the user's has left it out."""

from __future__ import annotations

from generator.errors import Diagnostic
from generator.markup.element import Element

_LINES = {  # by the icon that stands before the line
    "sticker": "that the code is printed, and what a sticker on top of it means",
    "nocode": "that nobody asks for passwords or codes",
}


def trust_gaps(document: Element, template: str) -> list[Diagnostic]:
    """Warnings for each code whose address is not printed beside it, and for each safety line that the template leaves out."""
    codes = {element.get("url") for element in document.walk() if element.name == "qr"}
    if not codes:
        return []
    printed = {element.get("url") for element in document.walk() if element.name == "address"}
    icons = {element.get("icon") for element in document.walk() if element.name == "li"}
    missing = [f"the address {url}, which its code leads to" for url in sorted(codes - printed)]
    missing += [words for icon, words in _LINES.items() if icon not in icons]
    way_out = "Take it from the macros in _trust.xml.j2: readers are told to distrust codes without it."
    return [Diagnostic(f"{template} does not print {words}", None, way_out, "warning", "trust") for words in missing]
