"""What a YAML parser complains about → what the writer of a guide did, where, and the way out.

Both of PyYAML's parsers are understood: what was done is read from the line rather than from the parser's wording.
"""

from __future__ import annotations

import re

import yaml
from msgspec import Struct

from generator.errors import Diagnostic
from generator.guide.pitfalls import IN_QUOTES, comment_before, cut_by_comment
from generator.guide.source import Source

_BEFORE_VALUE = re.compile(r" *(?:- +)*(?:[\w.-]+: +)?")
_RESERVED = tuple("*&!@`%|>")  # no plain text begins with one of these


class _Fault(Struct, frozen=True):
    """Where the parser stopped. All positions are offsets into `text`."""

    source: Source
    text: str
    problem: str
    context: str
    at: int  # where it could not go on
    began: int  # where that which it was reading began
    line: int  # where the line begins
    value: int  # where the value on the line begins, behind its key

    def here(self, message: str, offset: int, width: int, way_out: str, rule: str) -> Diagnostic:
        return Diagnostic(message, self.source.place(offset, width), way_out, rule=rule)

    @property
    def first_word(self) -> int:
        """Where the writing in the line begins, but not after `at`."""
        before = self.text[self.line : self.at]
        return self.line + len(before) - len(before.lstrip(" "))


def explain(error: yaml.MarkedYAMLError, source: Source) -> Diagnostic:
    """The diagnostic for a syntax error: always with a place, and with a way out."""
    fault = _fault(error, source)
    for case in (_tab, _open_quote, _comment, _escape, _reserved, _after_bracket, _after_quote, _colon, _open_bracket, _no_colon):
        found = case(fault)
        if found is not None:
            return found
    way_out = "Keys that belong together stand in one column; a list's items begin with “- ” in one column."
    return fault.here("this line does not fit in with the lines above it", fault.first_word, 1, way_out, "yaml")


def _fault(error: yaml.MarkedYAMLError, source: Source) -> _Fault:
    text = source.text
    at = min(error.problem_mark.index if error.problem_mark else 0, len(text))
    began = min(error.context_mark.index if error.context_mark else at, len(text))
    line = text.rfind("\n", 0, at) + 1
    before_value = _BEFORE_VALUE.match(text, line)
    value = before_value.end() if before_value else line
    return _Fault(source, text, error.problem or "", error.context or "", at, began, line, value)


def _tab(fault: _Fault) -> Diagnostic | None:
    indent = re.compile(r" *\t").match(fault.text, fault.line)
    if indent is None:
        return None
    return fault.here("a tab cannot indent", indent.end() - 1, 1, "Indent with spaces, two for each level.", "tab")


def _open_quote(fault: _Fault) -> Diagnostic | None:
    if "quoted scalar" not in fault.context or "unexpected" not in fault.problem:
        return None
    mark = fault.text[fault.began]
    return fault.here(
        "this quotation mark is never closed", fault.began, 1, f"Write {mark} at the end of the text.", "open-quote"
    )


def _comment(fault: _Fault) -> Diagnostic | None:
    """`{text: Press # key}`: the rest of the line, and with it the bracket, is a comment."""
    if "quoted scalar" in fault.context:
        return None
    found = comment_before(fault.source, fault.began, fault.at)
    if found is None:
        return None
    place = fault.source.place(found, len(fault.text))
    return cut_by_comment(place, ", so that YAML cannot read on", "error")


_SURROGATE = re.compile(r"\\(?:u|U0000)[dD][89a-fA-F]")  # JSON writes one character as two of them


def _escape(fault: _Fault) -> Diagnostic | None:
    backslash = fault.text.rfind("\\", fault.began, fault.at + 1)
    if "scalar" not in fault.context or not fault.text.startswith('"', fault.began) or backslash < 0:
        return None
    if _SURROGATE.match(fault.text, backslash):
        return fault.here("this escape is half a character", backslash, 2, "Write the character itself.", "escape")
    way_out = "A backslash in double quotes is written \\\\; in single quotes it stands for itself."
    return fault.here("this backslash begins no known escape", backslash, 2, way_out, "escape")


def _reserved(fault: _Fault) -> Diagnostic | None:
    found = next((start for start in (fault.began, fault.at, fault.value) if fault.text.startswith(_RESERVED, start)), None)
    if found is None:
        return None
    return fault.here(f"a text that begins with {fault.text[found]} needs quotes", found, 1, IN_QUOTES, "needs-quotes")


def _after_bracket(fault: _Fault) -> Diagnostic | None:
    """`text: {link} opens the page`: YAML takes {link} for a mapping, and then meets words."""
    read = fault.text[fault.value : fault.at].rstrip()
    if not read.startswith(("{", "[")) or not read.endswith(("}", "]")) or "flow" in fault.context:
        return None
    return fault.here(f"a text that begins with {read[0]} needs quotes", fault.value, len(read), IN_QUOTES, "needs-quotes")


def _after_quote(fault: _Fault) -> Diagnostic | None:
    """`"Tap "Next" now"`: the second quotation mark ends the text."""
    read = fault.text[fault.value : fault.at].rstrip()
    if len(read) < 2 or read[0] not in ("'", '"') or read[-1] != read[0]:
        return None
    way_out = (
        "Within single quotes write '' for one." if read[0] == "'" else 'Within double quotes write \\" for one, or “ and ”.'
    )
    message = "the text ends at this quotation mark, but the line goes on"
    return fault.here(message, fault.value + len(read) - 1, 1, way_out, "inner-quote")


def _colon(fault: _Fault) -> Diagnostic | None:
    if not fault.problem.startswith("mapping values are not allowed"):
        return None
    if fault.value < fault.at:
        return fault.here("a text with a colon and a space in it needs quotes", fault.at, 1, IN_QUOTES, "needs-quotes")
    way_out = "Give it the indentation of the keys that it belongs to, or put quotes around a text of several lines."
    start = fault.first_word
    return fault.here("this key is indented further than the line above allows", start, fault.at - start, way_out, "indentation")


def _open_bracket(fault: _Fault) -> Diagnostic | None:
    closing = {"{": "}", "[": "]"}.get(fault.text[fault.began : fault.began + 1])
    if "flow" not in fault.context or closing is None:
        return None
    way_out = f"Close it with {closing}, and put quotes around a text in it that has , {{ }} [ ] or “: ”."
    return fault.here(
        f"this {fault.text[fault.began]} is not closed where YAML expects it", fault.began, 1, way_out, "open-bracket"
    )


def _no_colon(fault: _Fault) -> Diagnostic | None:
    if "expected ':'" not in fault.problem:
        return None
    end = fault.text.find("\n", fault.began)
    width = (len(fault.text) if end < 0 else end) - fault.began
    way_out = "Write `key: value`, with a space after the colon; further lines of a text are indented more than its key."
    return fault.here("this line is neither `key: value` nor an item of a list", fault.began, width, way_out, "yaml")
