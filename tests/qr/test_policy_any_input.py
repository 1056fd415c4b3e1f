"""The link policy with any input: it never fails, lets allowed hosts pass, and no mutation of them."""

from __future__ import annotations

import string
from typing import Any

from hypothesis import assume, example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.errors import render
from generator.guide import Text
from generator.guide.inline import Link, parse, walk
from generator.jobs import load_guides
from generator.preflight.addresses import link_problem
from generator.qr.known import PASSING_ON
from generator.qr.policy import LinkPolicy, judge, judge_guide, policy_of

HOST = "mysignins.microsoft.com"
GIVEN = LinkPolicy((HOST, "*.kyushu-u.ac.jp", "example.org"), given=True)
OWN = LinkPolicy((HOST,), given=False)


def errors(url: str, policy: LinkPolicy) -> list[str]:
    return [found.rule for found in judge(url, policy, use="code") if found.severity == "error"]


# What attackers, editors and parsers make of addresses.
PIECES = [
    *("https://", "HTTPS:", "http://", "//", "/", "\\", "@", ":", ":80", "%", "%2e", "%00", "..", ".", "?", "#", "&", "=", ";"),
    *("[", "]", "url=", "token=", HOST, "kyushu-u.ac.jp", "xn--", "0x7f", "1", "-", "a", "A", "あ", "\u202e", "\u200b", "\n"),
    *(" ", "\ud800", "\x00"),
]
ANYTHING = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))


@given(ANYTHING, st.sampled_from([GIVEN, OWN, LinkPolicy((), False)]), st.sampled_from(["code", "link"]))
@example("https://" + "a@" * 900, GIVEN, "code")
@example("https://example.org/" + "%" * 1900, GIVEN, "code")
def test_judging_never_fails_and_what_it_says_can_be_shown(url: str, policy: LinkPolicy, use: Any) -> None:
    found = judge(url, policy, use=use)
    assert [one for one in found if not (one.rule.startswith("link-") and one.message and one.help)] == []
    assert [line for one in found for line in render(one).splitlines() if not line.isprintable()] == []


@given(st.text(max_size=40))
def test_no_guide_address_makes_the_policy_fail(url: str) -> None:
    guide = next(iter(load_guides(None).values()))
    odd = replace(guide, link=replace(guide.link, url=Text(url)))
    found = judge_guide(odd, policy_of((), odd))
    assert [line for one in found for line in render(one).splitlines() if not line.isprintable()] == []


WORDS = [
    *("[", "]", "(", ")", "**", " ", "\n", "あ", "{link}"),
    *("[a](https://bit.ly/1)", "[b](https://bit.ly/1)", "](https://bit.ly/1)"),
]


@given(st.lists(st.sampled_from(WORDS), max_size=10).map("".join))
def test_each_link_of_a_text_is_judged_once(words: str) -> None:
    guide = next(iter(load_guides(None).values()))
    links = [node for node in walk(parse(words)) if isinstance(node, Link)]
    found = judge_guide(replace(guide, summary=Text(words)), policy_of((), guide))
    assert len([one for one in found if one.severity == "error"]) >= len(links)
    assert bool(found) == bool(links)


LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True).filter(lambda label: not label.startswith("xn--"))
HOSTS = st.builds("{}.{}.ac.jp".format, LABEL, LABEL)
PATHS = st.lists(st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=6), max_size=3).map("/".join)


@given(HOSTS, PATHS)
def test_an_allowed_host_always_passes(host: str, path: str) -> None:
    assert errors(f"https://{host}/{path}", LinkPolicy((host,), True)) == []
    assert errors(f"https://{host}/{path}", LinkPolicy(("*." + host.partition(".")[2],), True)) == []


@given(HOSTS, st.data())
def test_no_mutation_of_an_allowed_host_passes_as_a_code(host: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(host)))
    end = data.draw(st.integers(start, min(len(host), start + 2)))
    new = data.draw(st.one_of(st.text(max_size=2), st.text(string.ascii_lowercase + string.digits + ".-@:%\\", max_size=3)))
    mutated = host[:start] + new + host[end:]
    # A sign that ends the host, behind the whole of it, leaves it as it is: that is another path of the same host.
    assume(mutated != host and not (start == len(host) and new[:1] in ("/", "?", "#")))
    assert errors(f"https://{mutated}/", LinkPolicy((host,), True))


REST = ["/", "?", "#", "&", "=", "a", "https:", "https://b.example", "HTTP%3a", "%2f", "//", "amp/s/", "%E8%A8%AD", "-", "."]


@given(HOSTS, st.lists(st.sampled_from(REST), max_size=6).map("".join))
def test_what_passes_fails_no_proof(host: str, rest: str) -> None:
    url = f"https://{host}/{rest}"
    assert errors(url, LinkPolicy((host,), True)) or link_problem(url, PASSING_ON) == ""
