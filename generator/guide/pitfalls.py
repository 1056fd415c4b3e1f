"""Where YAML makes something else of a text than its writer meant: comments that cut it, and escapes in double quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from generator.errors import Diagnostic, Place, Severity, quoted
from generator.guide.model import Text
from generator.guide.source import Source, Written, forbidden

IN_QUOTES = 'Put quotes around the whole text: "…".'
SINGLE_QUOTES = "For a backslash, write the text in single quotes: '…'. (Or write \\\\ in double quotes.)"
_COMMENT = re.compile(r"[ \t]+(#[^\n]*)")
_COMMENT_ABOVE = re.compile(r":[ \t]+(#[^\n]*)\n *\Z")  # between a key and its value in the next line
_ESCAPE = re.compile(r"\\(?:x..|u.{4}|U.{8}|\n|.)")
_MEANT = frozenset('"\\/uU\n ')  # escapes that say what they seem to
_INVISIBLE = "\xad\xa0"  # what \x is used for: no keyboard has them
_NUMBER = re.compile(r"[\d.]+")
# What is before a \n without a space: a drive, a variable, a folder, or a path. `Ready.\nGo` has none of them.
_PATH = re.compile(r"[(“'\x22]*(?:[A-Za-z]:.*|%\w+%.*|\$\w+|~.*|\.{1,2}|.*\\(?![nuU\x22/]).*)")
_LONGEST_PATH = 100  # letters that are looked at
_MOST_ESCAPES = 20  # of one text


def pitfalls(text: Text, *, is_path: bool = False) -> Iterator[Diagnostic]:
    """Warnings about a text as it was written (before it is stripped); `is_path`: it never has several lines."""
    written = text.written
    if written is None:
        return
    if written.style == "":
        yield from _comment(text, written)
    elif written.style == '"':
        yield from islice(_escapes(written, is_path), _MOST_ESCAPES)


def _comment(text: Text, written: Written) -> Iterator[Diagnostic]:
    """A comment behind a plain text. Behind a number it can hardly be part of it."""
    source = written.source.text
    above = source.rfind("\n", 0, max(0, source.rfind("\n", 0, written.start))) + 1
    found = _COMMENT.match(source, written.end) or _COMMENT_ABOVE.search(source, above, written.start)
    if found is not None and not _NUMBER.fullmatch(text):
        yield cut_by_comment(written.source.place(found.start(1), len(found[1].rstrip())))


def cut_by_comment(place: Place, consequence: str = "", severity: Severity = "warning") -> Diagnostic:
    """What to say of a `#` that YAML reads as the beginning of a comment."""
    message = "what follows # is a comment and is not printed" + consequence
    way_out = f"If it belongs to the text: {IN_QUOTES[0].lower()}{IN_QUOTES[1:]}"
    return Diagnostic(message, place, way_out, severity, "comment")


def _escapes(written: Written, is_path: bool) -> Iterator[Diagnostic]:
    source, end = written.source, written.end
    for found in _ESCAPE.finditer(source.text, written.start, end):
        kind = found[0][1]
        if kind in _MEANT:
            continue
        if kind == "n" and not is_path and not _continues_path(written, found.start()):
            continue
        value = _value(found[0])
        if value is None or not (value in _INVISIBLE or forbidden(value)):  # those are errors: see forbidden_escapes
            yield _escape_warning(found[0], source.place(found.start(), len(found[0])), value)


def _continues_path(written: Written, at: int) -> bool:
    """Whether what is before an escape, up to a space, is the beginning of a path."""
    before = written.source.text[max(written.start + 1, at - _LONGEST_PATH) : at]
    return _PATH.fullmatch(re.split(r"\s", before)[-1]) is not None


_CALLED = {"t": "a tab, and prints as a space", "n": "a line break", "_": "a space that no line breaks"}


def _escape_warning(escape: str, place: Place, value: str | None) -> Diagnostic:
    what = _CALLED.get(escape[1]) or (f"the character {quoted(value)}" if value else "another character")
    return Diagnostic(f"the escape {_shown(escape)} is {what}", place, SINGLE_QUOTES, "warning", "escape")


def forbidden_escapes(written: Written) -> Iterator[Diagnostic]:
    """The errors for escapes of a text in double quotes that make characters which no guide may hold."""
    return islice(_forbidden_escapes(written), _MOST_ESCAPES)


def _forbidden_escapes(written: Written) -> Iterator[Diagnostic]:
    from unicodedata import name

    for found in _ESCAPE.finditer(written.source.text, written.start, written.end):
        value = _value(found[0])
        if value is not None and forbidden(value):
            label = name(value, "a control character")
            message = f"the escape {_shown(found[0])} is the character U+{ord(value):04X} ({label}), which no text may hold"
            place = written.source.place(found.start(), len(found[0]))
            way_out = SINGLE_QUOTES if found[0][1] not in "uU" else "Delete the escape."
            yield Diagnostic(message, place, way_out, rule="forbidden-character")


def _shown(escape: str) -> str:
    return escape if escape.isprintable() else "\\ before a tab"


_LETTERS = dict(zip("0abefvrNLP", "\0\a\b\x1b\f\v\r\x85\u2028\u2029", strict=True))


def _value(escape: str) -> str | None:
    """The character that an escape stands for, as far as that matters here."""
    if escape[1] not in "xuU" or len(escape) < 3:
        return _LETTERS.get(escape[1])
    try:
        return chr(int(escape[2:], 16))
    except (ValueError, OverflowError):
        return None


# -- comments that break the syntax

# A quotation mark within a word is an apostrophe.
_QUOTED_OR_HASH = re.compile(r"""(?<![^\s\[{,])(?:"(?:\\.|[^"\\])*"|'(?:''|[^'])*')|(?<![^\s])(?P<hash>#[^\n]*)""")
_PLAIN_VALUE = re.compile(r"( *(?:- +)*)(?:[^\s#'\"\[{|>][^#\n]*?:[ \t]+)?[^\s#'\"|>\[{]")
_NEW_ENTRY = re.compile(r" *(?:- +.|[\w.-]+:(?:\s|$)|$)", re.MULTILINE)


def comment_before(source: Source, began: int, at: int) -> int | None:
    """Where a `#` begins the comment for which YAML cannot read on at `at`, or None. `began`: where that began which it reads.

    Either the comment swallowed a closing bracket, or a text of several lines goes on below it.
    """
    text = source.text
    line = text.rfind("\n", 0, at) + 1
    above = text.rfind("\n", 0, max(0, line - 1)) + 1
    start = min(text.rfind("\n", 0, began) + 1, above)
    for found in _QUOTED_OR_HASH.finditer(text, start, at):
        if found["hash"] is None:
            continue
        before = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if not before.strip():  # a line of its own: what it interrupts is above it
            before = text[: found.start()].rstrip().rpartition("\n")[2]
        goes_on = found.start() < line and not _NEW_ENTRY.match(text, line)
        if _is_open(before) and (set(found["hash"]) & set("]},") or goes_on):
            return found.start()
        plain = _PLAIN_VALUE.match(before)
        if plain and goes_on and _indent(text, line) > len(plain[1]) - before.count("- ") * 2:
            return found.start()
    return None


def _is_open(fragment: str) -> bool:
    """Whether a bracket of it is not closed; what is in quotes does not count."""
    bare = re.sub(_QUOTED_OR_HASH, "", fragment)
    return bare.count("{") > bare.count("}") or bare.count("[") > bare.count("]")


def _indent(text: str, line: int) -> int:
    found = re.compile(r" *").match(text, line)
    return found.end() - line if found else 0
