"""What was meant as a link in a text and is none: it would print as it stands, brackets and all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.errors import Diagnostic, Place, quoted
from generator.guide.inline import Link, parse, walk
from generator.guide.model import Text

_BRACKETS = re.compile(r"\[[^\[\]\n]+\]\((?P<target>[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)")
_SCHEME = re.compile(r"\s*(?P<name>[A-Za-z][A-Za-z0-9+.-]*):(?=\S)")
_ADDRESS = re.compile(r"\s*(?:https?:\s|//|www\.|(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/|\s*$))", re.IGNORECASE)
_ACTS = frozenset(("javascript", "vbscript", "data", "file", "blob", "filesystem", "about", "view-source", "intent"))
_WAYS_OUT = {
    "mailto": "Write the e-mail address itself.",
    "tel": "Write the number itself: phones find it.",
    "https": "Write the address in full, without spaces: [words](https://www.example.ac.jp/page).",
}


def misspelt_links(text: Text) -> Iterator[Diagnostic]:
    """What speaks against `[words](target)` whose target is no https address: an error where it would act, else a warning."""
    if "](" not in text:
        return
    links = {node.url for node in walk(parse(text)) if isinstance(node, Link)}
    for found in _BRACKETS.finditer(text):
        target = found["target"]
        scheme = _SCHEME.match(target)
        kind = scheme["name"].lower() if scheme else "https" if _ADDRESS.match(target) else ""
        if kind and target not in links:
            place = text.at(found.start("target"), max(1, len(target))) if text.written else text.place
            yield _told(target, "https" if kind == "http" else kind, place)


def _told(target: str, kind: str, place: Place | None) -> Diagnostic:
    if kind in _ACTS:
        message = f"{quoted(target)} does something on the reader's device instead of leading to a page"
        return Diagnostic(message, place, "Link to an https address.", rule="link-scheme")
    message = f"{quoted(target)} is no https address, so this is no link: it prints with its brackets"
    return Diagnostic(message, place, _WAYS_OUT.get(kind, "Only https addresses are links."), "warning", "link-scheme")
