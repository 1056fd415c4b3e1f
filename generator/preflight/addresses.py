"""Web addresses: what a page prints, whether it is what a code says, and what in one deceives the people who read it."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

ADDRESS = re.compile(r"(?<![\w.@/-])(?:https?://)?(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:/[^\s<>\"「」（）、。]*)?")
_GOES_ON = r"(?!\s*[/?#&=])(?![\w%~@-]|\.\w|:\d)"
_PARTS = re.compile(r"((?:https?://)?)([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_SECRET = re.compile(r"\s*(otpauth(?:-migration)?|phonefactor):", re.IGNORECASE)
# A dot that is written as %2E, or a control character, hides from the eye where an address leads.
_HIDDEN = re.compile(r"%(?:2e|5c|[01][0-9a-f]|7f)", re.IGNORECASE)
_WITHIN = re.compile(r"\bhttps?(?::|%3a)|^/amp/s/", re.IGNORECASE)
_NUMBERS = re.compile(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+))*\.?", re.IGNORECASE)  # browsers read all of these as an IP
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", re.IGNORECASE)


def is_address(payload: str) -> bool:
    """Whether what a code says is a web address as a whole."""
    return re.match(r"https?://\S+$", payload, re.IGNORECASE) is not None


def addresses(text: str) -> list[str]:
    """What looks like web addresses in a text; an e-mail's host does not."""
    return list(dict.fromkeys(match.group() for match in ADDRESS.finditer(text)))


def certain_addresses(text: str) -> list[str]:
    """The addresses of a text that are surely meant as such: with a scheme or a path. A name with a dot alone may be a file's."""
    found = [one.rstrip("/.,;:!?)") for one in addresses(text)]
    return [one for one in found if "/" in one]


def printed_as(payload: str, text: str) -> bool | None:
    """Whether the page prints the payload, with or without its scheme; lines may break within it.

    None where the payload is no address, or where the page shows no address at all.
    """
    if not is_address(payload):
        return None
    if spelt(payload).search(text):
        return True
    return False if addresses(text) else None


def host_of(address: str) -> str:
    """The host of an address with or without its scheme, in lower case."""
    return _parts(address)[1].lower()


def is_among(payload: str, expected: Collection[str]) -> bool:
    """Whether what a code says is one of the expected texts, or the same address."""
    return _whole(payload) in map(_whole, expected)


def _whole(text: str) -> str:
    """An address with the slash of its root and its host in lower case; any other text as it is."""
    if not is_address(text):
        return text
    scheme, host, rest = _parts(text)
    return f"{scheme}{host}".lower() + ("" if rest.startswith("/") else "/") + rest


@cache
def spelt(payload: str) -> re.Pattern[str]:
    """An address as a page may print it: with or without its scheme, and with breaks of lines within it.

    Hosts are the same in capital letters, and in Punycode; a host alone is the same with the slash of its root.
    """
    scheme, host, rest = _parts(payload)
    is_root = re.match(r"/?(?:[?#]|$)", rest) is not None
    path = rest.removeprefix("/") if is_root else rest.removesuffix("/")
    hosts = "|".join(_spaced(one) for one in dict.fromkeys((host, _readable(host))))
    slash = r"(?:\s*/)?"
    ending = slash if not is_root and (rest.count("/") == 1 or rest.endswith("/")) else ""
    letters = rf"(?i:{hosts}){slash * is_root}" + rf"\s*{_spaced(path)}" * bool(path)
    return re.compile(rf"(?<![\w.@/-])(?:(?i:{re.escape(scheme)})\s*)?{letters}{ending}{_GOES_ON}", re.ASCII)


def _parts(address: str) -> tuple[str, str, str]:
    """Scheme with its slashes, host, and the rest with its first sign."""
    found = _PARTS.fullmatch(address)
    assert found is not None  # each part may be empty
    return found[1], found[2], found[3]


def _spaced(text: str) -> str:
    return r"\s*".join(map(re.escape, text))


def _readable(host: str) -> str:
    """A host in Punycode in its own letters; any other as it is."""
    try:
        return host.encode("ascii").decode("idna") if "xn--" in host.lower() else host
    except UnicodeError:
        return host


def link_problem(link: str, passing_on: Collection[str] = ()) -> str:
    """What is wrong with a web address as people are led to it, or nothing. `passing_on` are hosts that send readers elsewhere.

    It looks at the bare letters: a library that parses would mend some of what is refused here.
    """
    if not link.lower().startswith("https://"):
        return "not https"
    if "\\" in link or _HIDDEN.search(link) or any(letter <= " " or letter == "\x7f" for letter in link):
        return "hidden characters"
    authority, *rest = re.split(r"(?=[/?#])", link[len("https://") :], maxsplit=1)
    labels = authority.lower().split(".")
    if any(".".join(labels[start:]) in passing_on for start in range(len(labels))):
        return "a host that passes readers on to another"
    if _WITHIN.search("".join(rest).partition("#")[0]):  # what follows # is not sent, and leads nowhere by itself
        return "another address within it"
    return _host_problem(authority)


def _host_problem(authority: str) -> str:
    """What is wrong with the part of an address that names the computer."""
    if "@" in authority:
        return "a user name before the host"
    if authority.startswith("[") or _NUMBERS.fullmatch(authority.split(":")[0]):
        return "a number as its host"
    if ":" in authority:
        return "a port"
    labels = authority.removesuffix(".").split(".")
    if any(label.lower().startswith("xn--") for label in labels):
        return "a host in Punycode, which may look like another"
    if not all(_LABEL.fullmatch(label) for label in labels):
        return "an odd host"
    return "" if len(labels) > 1 and labels[-1].lower() != "localhost" else "a host without a domain"


def holds_secret(payload: str) -> bool:
    """Whether a code gives away the key of somebody's account."""
    return _SECRET.match(payload) is not None


def shown(payload: str) -> str:
    """What a code says, as reports print it: never a secret."""
    found = _SECRET.match(payload)
    return f"{found[1].lower()}:…" if found else payload
