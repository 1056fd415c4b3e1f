"""The rules about what follows the host: the path, the parameters, the fragment.

A printed address is read by everybody who passes. It must not lead on to a place that it hides, nor carry a secret or a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from generator.errors import quoted
from generator.qr.finding import Finding
from generator.qr.known import PERSONS, REDIRECTS, SECRETS, TRACKERS

_TRACKER_FAMILY = re.compile(r"(?:utm|mtm|pk|hsa|piwik|matomo)[_-]", re.IGNORECASE)
_REDIRECT_FAMILY = re.compile(r"redirect|return(?:to|url|uri)$|(?:next|goto|back|continue|success|fail|error|cancel)ur[il]$")
_SECRET_FAMILY = re.compile(r"(?:token|secret|password|apikey|sessionid|signature)$")
_PERSON_FAMILY = re.compile(r"(?:email|username|userid|loginhint)$")

_LEADS_ON = re.compile(
    r"\s*(?:[a-z][a-z0-9+.-]*:[/\\]|[/\\]{2}|(?:javascript|data|mailto|intent):|www\.|(?:[a-z0-9-]+\.)+[a-z]{2,}/|aHR0c)",
    re.IGNORECASE,  # aHR0c: "http" in Base64
)
_WRAPPED = re.compile(r"\bhttps?:|^/amp/s/", re.IGNORECASE)  # the second is Google's copy of a page
_MAIL = re.compile(r"[^\s/@]+@[^\s/@]+\.[^\s/@]+")
_ESCAPE = re.compile(r"%(?:[0-9A-Fa-f]{2})?")
_UNESCAPED = re.compile(r"[A-Za-z0-9._~-]")
_PARAMETER = re.compile(r"[^&;]+")
MOST_PARAMETERS = 50


def escape_faults(rest: str, start: int) -> Iterator[Finding]:
    """Escapes that are none, that hide a plain letter or a control character, or that are no UTF-8; the first of them.

    `rest` is what stands behind the host, from `start` of the address.
    """
    for found in _ESCAPE.finditer(rest):
        if len(found[0]) < 3:
            message, way_out = "the address has a % without two hexadecimal digits behind it", "Write %25 for a percent sign."
        elif _is_hidden(character := chr(int(found[0][1:], 16))):
            message = f"the escape {found[0]} hides {quoted(character)}"
            way_out = "Write the letter itself." if _UNESCAPED.match(character) else "Leave it out."
        else:
            continue
        yield Finding("link-escape", message, way_out, start + found.start(), start + found.end())
        return
    try:
        unquote(rest, errors="strict")
    except UnicodeDecodeError:
        message, way_out = "the escapes of this address are not UTF-8", "Escape the bytes of UTF-8."
        yield Finding("link-escape", message, way_out, start, start + len(rest))


def _is_hidden(character: str) -> bool:
    return character < " " or character in "\x7f\\" or _UNESCAPED.match(character) is not None


def path_faults(path: str, start: int) -> Iterator[Finding]:
    """What is wrong with a path that stands at `start` of the address."""
    whole = (start, start + len(path))
    plain = _unescaped(path)
    if any(segment.partition(";")[0] in (".", "..") for segment in plain.split("/")):
        message = "the path has a segment of dots: it leads elsewhere than it reads"
        yield Finding("link-dot-segment", message, "Write the path that it leads to.", *whole)
    if plain.startswith("//") or "://" in plain or _WRAPPED.search(plain):
        message = "the path holds another address, to which readers may be passed on"
        yield Finding("link-redirect", message, "Write the address that it leads to.", *whole)
    if _MAIL.search(plain):
        yield _person(f"the path holds an e-mail address: {quoted(plain)}", *whole)
    _, semicolon, own = path.partition(";")
    if semicolon:
        yield from parameter_faults(own, start + len(path) - len(own))


def parameter_faults(text: str, start: int) -> Iterator[Finding]:
    """What is wrong with parameters (`a=b&c=d`) that stand at `start` of the address."""
    for index, found in enumerate(_PARAMETER.finditer(text)):
        span = (start + found.start(), start + found.end())
        if index == MOST_PARAMETERS:
            message = f"the address has more than {MOST_PARAMETERS} parameters"
            yield Finding("link-parameters", message, "Use a shorter address.", *span)
            return
        name, equals, value = found[0].partition("=")
        yield from _parameter(_unescaped(name), _unescaped(value if equals else name), span)


def _parameter(name: str, value: str, span: tuple[int, int]) -> Iterator[Finding]:
    """The first thing that is wrong with one parameter."""
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    shown = quoted(name, 30)
    if plain in SECRETS or _SECRET_FAMILY.search(plain):
        message = f"the parameter {shown} may hold a secret, and everybody can read a printed address"
        yield Finding("link-secret", message, "Leave the parameter out.", *span)
    elif plain in PERSONS or _PERSON_FAMILY.search(plain) or _MAIL.search(value):
        yield _person(f"the parameter {shown} names a person", *span)
    elif plain in REDIRECTS or _REDIRECT_FAMILY.search(plain) or _LEADS_ON.match(value) or _WRAPPED.search(f"{name}={value}"):
        message = f"the parameter {shown} passes readers on to another address"
        yield Finding("link-redirect", message, "Write the address that it leads to.", *span)
    elif plain in TRACKERS or _TRACKER_FAMILY.match(name):
        message = f"the parameter {shown} only tracks where readers come from, and lengthens what they must type"
        yield Finding("link-tracking", message, "Leave the parameter out.", *span, "warning")


def _person(message: str, start: int, end: int) -> Finding:
    way_out = "Use an address that is the same for everybody."
    return Finding("link-person", f"{message}, and everybody can read a printed address", way_out, start, end)


def _unescaped(text: str) -> str:
    """The text without escapes, those of escapes undone as well."""
    for _ in range(3):
        text = unquote(text)
    return text
