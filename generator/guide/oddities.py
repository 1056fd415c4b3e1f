"""What looks like markup in a text, is none here, and so prints as it is written: a warning for each, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from generator.errors import Diagnostic, quoted
from generator.guide.inline import Foreign, Link, Plain, parse, walk
from generator.guide.model import Text

_TAGS = (
    "a|abbr|b|big|br|code|del|div|em|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|s|small|span|strike|strong|sub|sup"
    "|table|td|th|tr|tt|u|ul"
)
_BOLD = "Bold words are written **words**, without spaces inside the asterisks."
_LINK = "A link is written [words](https://…), and its words have no brackets."
_ODD = re.compile(
    rf"""
      (?P<image>!\[[^\[\]\n]*\]\([^()\n]*\))
    | (?P<link>\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\]\([^()\s]+\))
    | (?P<autolink><(?:https?://|mailto:)[^<>\s]+>)
    | (?P<tag></?(?:{_TAGS})(?:\s+[a-z-]+=[^<>\n]*)?\s*/?>)
    | (?P<entity>&(?:[a-z]{{2,8}}|\#\d{{1,7}}|\#x[0-9a-f]{{1,6}});)
    | (?P<spaced>(?<![*/\\])\*\*[ \u00a0][^*\n]+\*\*(?![\w*/])|(?<![\w*/\\])\*\*[^*\s/][^*\n]*[ \u00a0]\*\*(?![*/]))
    | (?P<stars>(?<![\w\\/*.])\*\*(?![*/\\]|\d+\*)|(?<=\w)\*\*(?=[^\w*/\\]|$)(?<![\\/]\w\*\*))
    | (?P<starred>(?<![\w*/\\.])\*(?=[^\W\d_])[^*\n]*(?<=[^\s*/\\])\*(?![*/\\#]|[A-Za-z0-9_]|\.\w))
    | (?P<underlined>(?<!\w)__(?=\S)[^_\n]+?(?<=\S)__(?!\w|\.\w))
    | (?P<code>`[^`\n]+`|```)
    | (?P<struck>~~(?=\S)[^~\n]+?(?<=\S)~~)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_THREE = re.compile(r"(?<![\w*])\*\*\*(?=[^\s*])[^*\n]+\*\*\*(?![\w*])")  # bold and italic, in Markdown
_NAMES = {"\u00a0": "a no-break space", "\u00ad": "a soft hyphen", "\u200b": "a zero-width space"}
_WAYS_OUT = {
    "image": "Pictures are named under screens:, and a step shows them with screens: [id].",
    "link": _LINK,
    "autolink": "Write the address without < and >, or as [words](https://…).",
    "tag": "HTML is not understood. Bold words are written **words**; a new line begins where the text has one, after |.",
    "spaced": _BOLD,
    "stars": "No bold words begin or end here. " + _BOLD,
    "starred": "There are no italics. " + _BOLD,
    "underlined": _BOLD,
    "code": "There are no code marks. Labels on the screen are terms, {ui:id}; for other words write quotation marks.",
    "struck": "Delete the words.",
}


def oddities(text: Text, *, label: bool = False) -> Iterator[Diagnostic]:
    """Warnings for what looks like Markdown or HTML and prints with its signs. A label has no markup at all."""
    if not any(sign in text for sign in "*[<&_`~"):
        return
    for found in _THREE.finditer(text):
        yield _warning(text, found, _BOLD)
    for start, end in [(0, len(text))] if label else _spans(text):
        for found in _ODD.finditer(text, start, end):
            kind = found.lastgroup or ""
            if kind != "entity":
                yield _warning(text, found, _WAYS_OUT[kind])
            elif (meant := unescape(found[0])) != found[0]:
                yield _warning(text, found, f"Write the character itself: {_NAMES.get(meant, meant)}")


def _spans(text: Text) -> Iterator[tuple[int, int]]:
    """Where the words are that print as they are written."""
    at = 0
    for node in walk(parse(text)):
        if isinstance(node, Plain | Link | Foreign) and node.text:
            begin = text.find(node.text, at)
            if begin < 0:
                continue
            at = begin + len(node.text)
            yield begin, at


def _warning(text: Text, found: re.Match[str], way_out: str) -> Diagnostic:
    message = f"{quoted(found[0])} is printed as it is written"
    return Diagnostic(message, text.at(found.start(), len(found[0])), way_out, "warning", "unknown-markup")
