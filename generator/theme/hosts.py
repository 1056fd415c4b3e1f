"""Names of hosts: how one is written, which part of it somebody owns, and what an entry of `allow_hosts` covers."""

from __future__ import annotations

import re

from generator.theme.suffixes import SHARED

LONGEST_NAME = 253  # characters (RFC 1035)
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])")
# What countries hand out names below: ac.jp, co.uk, edu.au. The public suffix list has far more; these are the usual ones.
_HANDED_OUT = re.compile("ac|ad|co|com|ed|edu|go|gob|gouv|gov|govt|gr|gv|lg|mil|ne|net|nom|or|org|re|sch")


def is_host(name: str) -> bool:
    """Whether this is a full name of a host: lower-case ASCII, at least two labels, the last one no number."""
    return len(name) <= LONGEST_NAME and _HOST.fullmatch(name) is not None


def owned(host: str) -> str:
    """The part of a name that one owner has, with all that is below it: `kyushu-u.ac.jp` of `www.law.kyushu-u.ac.jp`.

    A judgement by the usual second levels, not by the public suffix list.
    """
    labels = host.split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and _is_handed_out(labels[-2:]) else labels[-2:])


def covers(pattern: str, host: str) -> bool:
    """Whether an entry of `allow_hosts` covers a host: the same name, or any below `*.name`, but not that name itself."""
    return host.endswith(pattern[1:]) and host != pattern[1:] if pattern.startswith("*.") else host == pattern


def pattern_fault(pattern: str) -> tuple[str, str] | None:
    """What is wrong with an entry of `allow_hosts`, and the way out; None where nothing is."""
    name = pattern.removeprefix("*.")
    if "://" in pattern or "/" in pattern:
        return "is an address, not the name of a host", "Write the host alone: what stands between https:// and the next slash."
    if pattern != name and (re.fullmatch(_LABEL, name) or _is_handed_out(name.split(".")) or is_shared(name)):
        return "covers names that anybody can have", f'Write the part that is yours, such as "*.example.{name}".'
    if not is_host(name):
        way_out = 'Write a full name in lower case, such as "www.example.ac.jp", or "*.example.ac.jp" for all below it.'
        return "is not the name of a host", way_out
    if any(label.startswith("xn--") for label in name.split(".")):
        return "is written in code (xn--), which no reader can check", "Name a host of plain letters."
    return None


def _is_handed_out(labels: list[str]) -> bool:
    return len(labels) == 2 and len(labels[1]) == 2 and _HANDED_OUT.fullmatch(labels[0]) is not None


def is_shared(name: str) -> bool:
    """Whether strangers can have names below this one: a web host's customers, or whoever asks a registry."""
    return any(shared == name or shared.endswith("." + name) for shared in SHARED)
