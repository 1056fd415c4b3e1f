"""The rules about an address's host: can a reader check it, and does it belong to those who print?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.errors import quoted
from generator.qr.finding import Finding
from generator.qr.known import RESERVED, SHORTENERS, WRAPPERS
from generator.theme.hosts import is_host, owned

_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_SIGNS = str.maketrans("01i5", "olls", "-")
_SHORTEST_BRAND = 4  # a shorter label is part of too many names


def faults(authority: str, start: int) -> Iterator[Finding]:
    """What is wrong with the part between `https://` and the path, whoever owns it; it stands at `start` of the address."""
    whole = (start, start + len(authority))
    user, at, rest = authority.rpartition("@")
    if at:
        message = f"{quoted(user)} before the @ looks like the host, but {quoted(rest)} is where it leads"
        yield Finding("link-userinfo", message, "Delete everything up to the @.", start, start + len(user) + 1)
    if rest.startswith("["):
        yield Finding("link-ip", *_by_number(rest), *whole)
        return
    host, colon, port = rest.partition(":")
    if colon:
        end = start + len(authority)
        message = f"the address names a port ({quoted(port)})"
        yield Finding("link-port", message, "Use a page on the usual port, and leave the port out.", end - len(port) - 1, end)
    yield from _form(host, whole)


def _form(host: str, whole: tuple[int, int]) -> Iterator[Finding]:
    """What is wrong with the name itself; the first thing is enough, the others follow from it."""
    labels = host.rstrip(".").split(".")
    if not labels[-1]:
        way_out = "Write it in full, such as https://www.example.ac.jp/page."
        yield Finding("link-no-host", "the address has no host", way_out, *whole)
    elif "%" in host:
        message = "the host has an escape (%), which hides its letters"
        yield Finding("link-host-escape", message, "Write the host's letters as they are.", *whole)
    elif host.endswith("."):
        yield Finding("link-trailing-dot", "the host ends with a dot", "Delete the dot.", *whole)
    elif _NUMBER.fullmatch(labels[-1]):
        yield Finding("link-ip", *_by_number(host), *whole)
    elif host != host.lower():
        message = f"the host {quoted(host)} has capital letters: a capital I reads as l"
        yield Finding("link-host-case", message, f"Write {quoted(host.lower())}.", *whole)
    elif any(label.startswith("xn--") for label in labels):
        message = f"the host {quoted(host)} is written in code (xn--): readers cannot tell which letters it shows"
        yield Finding("link-punycode", message, "Use a host with plain letters.", *whole)
    elif labels[-1] in RESERVED:
        message = f"the host {quoted(host)} ends with .{labels[-1]}, which does not exist on the public internet"
        yield Finding("link-reserved-name", message, "Use a name that phones can reach from anywhere.", *whole)
    elif len(labels) == 1:
        message = f"the host {quoted(host)} is a single word, which leads nowhere outside your own network"
        yield Finding("link-single-label", message, "Write the full name, such as www.example.ac.jp.", *whole)
    elif not is_host(host):
        way_out = "A host has labels of letters, digits and hyphens, with dots between."
        yield Finding("link-host-form", f"{quoted(host)} is not the name of a host", way_out, *whole)


def _by_number(host: str) -> tuple[str, str]:
    message = f"the host {quoted(host)} is a number (an IP address): no reader can tell whose it is"
    return message, "Use the host's name."


def is_shortener(host: str) -> bool:
    """Whether the host is a known service of short links, or lies below one."""
    return _is_below(host, SHORTENERS)


def is_wrapper(host: str) -> bool:
    """Whether the host is known to show pages of others: archives, translators, caches; or lies below one."""
    return _is_below(host, WRAPPERS)


def _is_below(host: str, names: frozenset[str]) -> bool:
    """Whether the host is one of the names, or lies below one."""
    labels = host.split(".")
    return any(".".join(labels[start:]) in names for start in range(len(labels)))


def looks_like(host: str, allowed: Sequence[str]) -> str:
    """The allowed name that a host not allowed could be mistaken for, or "".

    It writes the name with other signs (0 for o, rn for m, a hyphen more), is one slip away, or carries it inside.
    """
    own = owned(host)
    for pattern in allowed:
        name = pattern.removeprefix("*.")
        theirs = owned(name)
        if own != theirs and is_host(name) and (_alike(own, theirs) or _carries(host, theirs.split(".")[0])):
            return name
    return ""


def _alike(own: str, theirs: str) -> bool:
    brand, their_brand = _folded(own.split(".")[0]), _folded(theirs.split(".")[0])
    if brand == their_brand:
        return True
    return min(len(brand), len(their_brand)) >= _SHORTEST_BRAND and _distance(brand, their_brand) <= (2 if len(brand) > 9 else 1)


def _carries(host: str, brand: str) -> bool:
    """Whether the host has the name of another as a label, or as a part of one between hyphens."""
    if len(brand) < _SHORTEST_BRAND:
        return False
    return re.search(rf"(?:^|[.-]){re.escape(brand)}(?:[.-]|$)", host) is not None or (len(brand) > 5 and brand in host)


def _folded(label: str) -> str:
    """A label with the signs that look alike written as one, and no hyphens."""
    label = label.translate(_SIGNS)
    for pair, single in _PAIRS:
        label = label.replace(pair, single)
    return label


def _distance(first: str, second: str) -> int:
    """How many slips lie between two words: a letter more, less, changed, or swapped with the next one."""
    before: list[int] = []
    last = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        row = [i]
        for j, other in enumerate(second, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
