"""The link policy: which addresses may be printed, as a code or as a link.

Everybody is told to mistrust codes on walls. So an address is refused where readers could not tell where it leads, where
it leads through somebody else's hands, or where it carries what should not hang on a wall. Nothing here asks the network.

Every rule has an id that begins with `link-`. The raw text is tested first: parsers, browsers' too, quietly remove
characters that a reader would see, or not see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from generator.errors import Diagnostic, Place, printable, quoted
from generator.guide.inline import Link, parse, walk
from generator.guide.model import Contact, Guide, Text
from generator.guide.references import texts
from generator.qr.address import split_address
from generator.qr.finding import Finding
from generator.qr.hosts import faults, is_shortener, is_wrapper, looks_like
from generator.qr.misspelt import misspelt_links
from generator.qr.parameters import escape_faults, parameter_faults, path_faults
from generator.theme.hosts import covers
from generator.theme.model import Theme

Use = Literal["code", "link"]
MOST_BYTES = 62  # of a version 4 code at level M; a longer address needs smaller modules or a larger code
LONGEST = 2000  # characters: about what codes hold and all browsers take
MOST_NAMED = 20  # hosts in one message

_PARTS = re.compile(r"https?://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE)
_PLAIN = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*")  # all that an address is made of (RFC 3986)
_DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_STRANGERS = {
    "link-direction": "a mark that changes the direction of reading, so that it shows other than it is",
    "link-control": "an invisible character",
    "link-space": "a space",
    "link-backslash": "a backslash, which browsers read as a slash",
    "link-character": "a character that addresses do not have",
    "link-non-ascii": "a letter that readers may take for another, or cannot type",
}


class LinkPolicy(Struct, frozen=True):
    """The hosts that may be linked to: exact names, or `*.name` for every name below one, at any depth.

    `*.kyushu-u.ac.jp` covers `www.kyushu-u.ac.jp` but not `kyushu-u.ac.jp`, as in certificates: who wants both names both.
    `given`: a theme or profile lists them, and no other host passes; otherwise they are the host of the guide's own link.
    """

    hosts: tuple[str, ...]
    given: bool

    def allows(self, host: str) -> bool:
        """Whether the host is one of them, letter by letter."""
        return any(covers(pattern, host) for pattern in self.hosts)


def policy_of(theme_hosts: Sequence[str], guide: Guide) -> LinkPolicy:
    """The policy for a guide: the theme's `allow_hosts` (already validated) where it has any, or else the own link's host."""
    if theme_hosts:
        return LinkPolicy(tuple(theme_hosts), True)
    host = split_address(guide.link.url).host
    return LinkPolicy((host,) if host else (), False)


def judge(url: str, policy: LinkPolicy, *, use: Use, place: Place | None = None) -> list[Diagnostic]:
    """Everything that speaks against an address as a code or as a link in a text, errors first; never raises.

    `place` is where the address stands; a `Text` from a file knows better, to the character.
    """
    found = sorted(_findings(url, policy, use), key=lambda one: one.severity)  # "error" comes before "warning"
    return [Diagnostic(one.message, _spot(url, one, place), one.help, one.severity, one.rule) for one in found]


def judge_guide(guide: Guide, policy: LinkPolicy) -> list[Diagnostic]:
    """The verdict on a guide's own link (a code), on every link in its texts, and on its contact's address, each at its place."""
    found = judge(guide.link.url, policy, use="code", place=guide.link.url.place)
    for text in (*texts(guide), guide.organisation, guide.owner):
        found += _in_text(text, policy)
    return found + _contact(guide.contact, policy)


def judge_profile(theme: Theme, policy: LinkPolicy) -> list[Diagnostic]:
    """The verdict on the links that a theme or profile brings: in its texts, and its contact's address."""
    found = [one for text in (theme.organisation.name, theme.organisation.owner) for one in _in_text(text, policy)]
    return found + _contact(theme.contact, policy)


def known_addresses(guide: Guide, theme: Theme) -> frozenset[str]:
    """All addresses that `judge_guide` and `judge_profile` judge, as a page prints or links them."""
    contacts = (guide.contact, theme.contact)
    written = [*texts(guide), guide.organisation, guide.owner, theme.organisation.name, theme.organisation.owner]
    written += [field for one in contacts for field in (one.name, one.email, one.phone, one.hours)]
    linked = (node.url for text in written for node in walk(parse(text)) if isinstance(node, Link))
    return frozenset((guide.link.url, *linked, *(_whole(one.url) for one in contacts if one.url)))


def _in_text(text: Text, policy: LinkPolicy) -> list[Diagnostic]:
    """The verdict on the links of one text, and on what was meant as one."""
    found: list[Diagnostic] = []
    end = 0
    for node in walk(parse(text)):
        if isinstance(node, Link):
            start = text.index(f"]({node.url})", end) + len("](")
            end = start + len(node.url)
            place = text.at(start, len(node.url)) if text.written else text.place
            found += judge(node.url, policy, use="link", place=place)
    return found + list(misspelt_links(text))


def _contact(contact: Contact, policy: LinkPolicy) -> list[Diagnostic]:
    """The verdict on a contact; its address is often written without https://, and then judged as if it had it."""
    found = [one for field in (contact.name, contact.email, contact.phone, contact.hours) for one in _in_text(field, policy)]
    return found + (judge(_whole(contact.url), policy, use="link", place=contact.url.place) if contact.url else [])


def _whole(url: Text) -> str:
    return url if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", url) else f"https://{url}"


def _spot(url: str, finding: Finding, place: Place | None) -> Place | None:
    if isinstance(url, Text) and url.written is not None:
        return url.at(finding.start, max(1, finding.end - finding.start))
    return place


def _findings(url: str, policy: LinkPolicy, use: Use) -> Iterator[Finding]:
    """The rules in their order; where the form is wrong, what would follow from it is left out."""
    if raw := list(_raw(url)):
        yield from raw
        return
    yield from _scheme(url)
    parts = _PARTS.fullmatch(url)
    if parts is None:
        return
    authority, path, query, fragment = parts.groups()
    host_faults = list(faults(authority, parts.start(1)))
    yield from host_faults or _host(authority, parts.span(1), policy, use)
    yield from escape_faults(url[parts.end(1) :], parts.end(1))
    yield from path_faults(path, parts.start(2))
    if query:
        yield from parameter_faults(query, parts.start(3))
    if fragment is not None:
        yield from _fragment(fragment, parts.start(4))
    if use == "code" and len(url) > MOST_BYTES:
        message = f"the address has {len(url)} bytes; up to {MOST_BYTES}, its code stays coarse enough to be read from afar"
        yield Finding("link-long", message, "Use a shorter address of your own site.", 0, len(url), "warning")


def _raw(url: str) -> Iterator[Finding]:
    """Characters that no address has, the first of each kind, in the text as it was written."""
    if not url:
        yield Finding("link-empty", "there is no address", "Write it in full, such as https://www.example.ac.jp/page.", 0, 0)
    if len(url) > LONGEST:
        yield Finding("link-too-long", f"the address has {len(url)} characters", "Use a shorter address.", 0, len(url))
        return
    if _PLAIN.fullmatch(url):
        return
    told: set[str] = set()
    for index, character in enumerate(url):
        rule = "" if _PLAIN.fullmatch(character) else _stranger(character)
        if rule and rule not in told:
            told.add(rule)
            shown = f"U+{ord(character):04X}" if character.isspace() or not character.isprintable() else character
            message = f"the address has {_STRANGERS[rule]} ({shown})"
            yield Finding(rule, message, "Write the address anew, in plain ASCII letters.", index, index + 1)


def _stranger(character: str) -> str:
    """The rule that a character breaks which is no part of an address."""
    if character in _DIRECTION:
        return "link-direction"
    if character < " " or "\x7f" <= character <= "\x9f" or not (character.isprintable() or character.isspace()):
        return "link-control"
    if character.isspace():
        return "link-space"
    if character == "\\":
        return "link-backslash"
    return "link-character" if character.isascii() else "link-non-ascii"


def _scheme(url: str) -> Iterator[Finding]:
    """An address begins with https://, in lower case."""
    if url.startswith("https://"):
        return
    end = len(split_address(url).scheme) or len(url)
    if url[:8].lower() == "https://":
        yield Finding("link-scheme-case", "the address does not begin with https:// in lower case", "Write https://.", 0, end)
    elif url[:7].lower() == "http://":
        message = "the address begins with http://: on the way, anybody could change what readers see"
        yield Finding("link-insecure", message, "Use the page's https address.", 0, end)
    else:
        way_out = "Write it in full, such as https://www.example.ac.jp/page."
        yield Finding("link-scheme", f"{quoted(url)} does not begin with https://", way_out, 0, end)


def _host(host: str, span: tuple[int, int], policy: LinkPolicy, use: Use) -> Iterator[Finding]:
    """Whose the host is: a service of short links, a wrapper, one that the policy knows, or one that looks like it."""
    if is_shortener(host):
        message = f"{quoted(host)} passes readers on: nobody sees where it leads, and that can be changed after printing"
        yield Finding("link-shortener", message, "Write the address that it leads to.", *span)
        return
    if is_wrapper(host):
        message = f"{quoted(host)} shows pages of others under its own name: readers cannot tell whose page it is"
        yield Finding("link-wrapper", message, "Write the page's own address.", *span)
        return
    if host == "aka.ms":
        message = "aka.ms is Microsoft's own short link: readers cannot see where it leads"
        yield Finding("link-aka-ms", message, "Write the address that it leads to.", *span, "warning")
    if policy.allows(host):
        return
    known = printable(", ".join(policy.hosts[:MOST_NAMED]))[:LONGEST] or "none"
    if policy.given:
        message = f"the host {quoted(host)} is not one that the theme allows"
        alone = " A *. covers what is below the name, not the name itself." if f"*.{host}" in policy.hosts else ""
        way_out = f"allow_hosts has: {known}. Use a page there, or add the host if it is yours.{alone}"
    else:
        message = f"the host {quoted(host)} is another one than that of the guide's own link ({known})"
        way_out = "List the hosts that are yours in a profile: allow_hosts under [links]."
    severe = use == "code" or policy.given
    yield Finding("link-host", message, way_out, *span, "error" if severe else "warning")
    other = looks_like(host, policy.hosts)
    if other:
        message = f"the host {quoted(host)} looks like {quoted(other)}, and is another one"
        yield Finding("link-look-alike", message, f"Is {quoted(other)} meant?", *span, "warning")


def _fragment(fragment: str, start: int) -> Iterator[Finding]:
    """What follows #: it may hold the same as parameters do, and pages often change what it names."""
    message = f"the address has a fragment ({quoted('#' + fragment)}), which readers must type for a spot on the page"
    way_out = "Leave out what follows #, unless the page needs it."
    yield Finding("link-fragment", message, way_out, start - 1, start + len(fragment), "warning")
    _, mark, parameters = fragment.rpartition("?")
    if mark or "=" in fragment:
        yield from parameter_faults(parameters, start + len(fragment) - len(parameters))
