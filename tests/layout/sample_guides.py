"""Guides of every shape for the layout tests: the two that stand in `tests/guides`, and those that are made here."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generator.guide import Guide, load_guide

FILES = Path(__file__).parent.parent / "guides"
URL = "https://help.example.ac.jp/mail/setup"
LONG_URL = (
    "https://identity.service.example.ac.jp/a/very/long/way/to/the/page?tenant=campus&step=registration&lang=en-GB&from=poster"
)
Content = dict[str, Any]


def step(number: int, **fields: Any) -> Content:
    """A step like any other, with an id that its number tells."""
    return {
        "id": f"s{number}",
        "title": f"Do thing number {number}",
        "text": f"This is what to do in {number}. Tap {{ui:next}}.",
        **fields,
    }


def guide(*procedures: Content, **fields: Any) -> Content:
    """A sound guide with these procedures."""
    return {
        "schema": 1,
        "id": "mail",
        "title": "Set up your campus mail",
        "headline": "Mail in your pocket.",
        "link": {"url": URL, "label": "Mail page"},
        "organisation": "Example University",
        "owner": "Mail Team",
        "contact": {"email": "help@example.ac.jp"},
        "edition": "1",
        "terms": {"next": "Next", "add": "Add an account of another organisation"},
        "procedures": list(procedures),
        **fields,
    }


def way(name: str, *steps: Content, **fields: Any) -> Content:
    """A procedure."""
    return {"id": name, "title": f"The way called {name}", "steps": list(steps), **fields}


def case(name: str, text: str = "Tap {ui:next}.", **fields: Any) -> Content:
    """A case of a branch."""
    return {"id": name, "when": f"Case {name}", "text": text, **fields}


def _steps(count: int, **fields: Any) -> list[Content]:
    return [step(number, **fields) for number in range(1, count + 1)]


SCREENS: Content = {
    "inbox": {"name": "Inbox", "alt": "The inbox with the button Next.", "device": "phone"},
    "accounts": {"name": "Accounts", "alt": "The list of accounts.", "device": "phone"},
    "desk": {"name": "Settings on the desktop", "alt": "The settings on a PC.", "device": "pc"},
    "slate": {"name": "Tablet settings", "alt": "The settings on a tablet.", "device": "tablet"},
}
LONG_TEXT = (
    "First look at what your screen says, word by word, and compare it with this page. "
    "Then choose {ui:add}, wait, and tap {ui:next}."
)


def _one_step() -> Content:
    return guide(way("a", step(1)))


def _forty_steps() -> Content:
    return guide(way("a", *_steps(40)))


def _forty_illustrated() -> Content:
    return guide(way("a", *_steps(40, screens=["inbox", "accounts"])), screens=SCREENS)


def _three_cases() -> Content:
    cases = [case(name, sees="inbox", screens=["inbox"]) for name in "xyz"]
    return guide(way("a", step(1), step(2, cases=cases), step(3), step(4)), screens=SCREENS)


def _branch_only() -> Content:
    cases = [case("one"), case("two"), case("three")]
    return guide(way("a", step(1, title="Which one?", text="It depends.", cases=cases)))


def _branches_at_both_ends() -> Content:
    ends = [step(n, title="Which one?", text="", cases=[case("one"), case("two")]) for n in (1, 5)]
    return guide(way("a", ends[0], *[step(n) for n in (2, 3, 4)], ends[1]))


def _four_ways() -> Content:
    return guide(*[way(name, step(10 * n), step(10 * n + 1)) for n, name in enumerate(("a", "b", "c", "d"), 1)])


def _long_cases() -> Content:
    cases = [
        case("first", LONG_TEXT * 3, when="You have registered an account of another organisation before"),
        case("second", LONG_TEXT),
    ]
    return guide(way("a", step(1), step(2), step(3, cases=cases), *[step(n) for n in range(4, 9)]))


def _long_title() -> Content:
    title = "Set up electronic mail with calendars and contacts on every phone and tablet that you use"
    assert 88 <= len(title) <= 92
    return guide(way("a", *_steps(6), title=title), title=title, headline="")


def _no_headline() -> Content:
    return guide(way("a", *_steps(4)), headline="", subtitle="on the phone that you always use")


def _three_procedures() -> Content:
    second = way(
        "b",
        step(11, text="Do {steps:s1..s3}, then {step:s5} and {procedure:c}.", device="pc"),
        step(12, device="phone"),
        devices=["pc", "phone"],
    )
    third = way("c", step(21, text="Go on with {step:s4}."))
    return guide(way("a", *_steps(7)), second, third)


def _lanes_first() -> Content:
    steps = [step(n, device="pc" if n % 3 else "phone", screens=["desk"] if n % 3 else ["inbox"]) for n in range(1, 10)]
    return guide(way("a", *steps, devices=["pc", "phone"]), screens=SCREENS)


def _long_lanes() -> Content:
    steps = [
        step(n, device="pc" if n % 2 else "phone", text=LONG_TEXT, screens=["desk"] if n % 2 else ["inbox"]) for n in range(1, 25)
    ]
    return guide(way("a", *steps, devices=["pc", "phone"]), screens=SCREENS)


def _two_singles() -> Content:
    return guide(way("a", *_steps(6)), way("b", *[step(n, device="pc") for n in range(11, 16)], devices=["pc"]))


def _no_terms() -> Content:
    content = guide(way("a", *[{"id": f"s{n}", "text": f"Plain sentence number {n}, without a title."} for n in range(1, 6)]))
    del content["terms"]
    return content


def _much_help() -> Content:
    entries = [{"problem": f"Trouble number {n} does not go away", "answer": f"Answer {n}: {LONG_TEXT}"} for n in range(1, 13)]
    return guide(way("a", *_steps(5)), help=entries)


def _notes() -> Content:
    first = [
        step(1, note="Mind the gap."),
        step(2, note="If it fails, go to {procedure:b}."),
        step(3, note="See {step:s1}."),
        step(4, screens=["inbox"], note="If this fails as well, go to {procedure:b}."),
    ]
    return guide(way("a", *first), way("b", step(11), step(12)), screens=SCREENS)


def _long_url() -> Content:
    return guide(way("a", step(1, text="Open {link}."), *[step(n) for n in range(2, 5)]), link={"url": LONG_URL, "label": "Page"})


def _tablet() -> Content:
    return guide(way("a", *_steps(5, screens=["slate"], device="tablet"), devices=["tablet"]), screens=SCREENS)


def _phases() -> Content:
    phases = [{"title": f"Phase {n}", "text": "On the phone.", "steps": f"s{2 * n - 1}..s{2 * n}"} for n in range(1, 6)]
    return guide(way("a", *_steps(10, short="In short.")), phases=phases)


def _late_branch() -> Content:
    cases = [case("x", LONG_TEXT, screens=["inbox"]), case("y", screens=["accounts"])]
    return guide(way("a", *_steps(11, screens=["inbox"]), step(12, cases=cases)), screens=SCREENS)


MADE: dict[str, Callable[[], Content]] = {
    "one-step": _one_step,
    "forty-steps": _forty_steps,
    "forty-illustrated": _forty_illustrated,
    "three-cases": _three_cases,
    "branch-only": _branch_only,
    "branches-at-both-ends": _branches_at_both_ends,
    "four-ways": _four_ways,
    "long-cases": _long_cases,
    "long-title": _long_title,
    "no-headline": _no_headline,
    "three-procedures": _three_procedures,
    "lanes-first": _lanes_first,
    "long-lanes": _long_lanes,
    "two-singles": _two_singles,
    "no-terms": _no_terms,
    "much-help": _much_help,
    "notes": _notes,
    "long-url": _long_url,
    "tablet": _tablet,
    "phases": _phases,
    "late-branch": _late_branch,
}
WRITTEN = {"vpn-de": FILES / "vpn-de" / "guide.de.yaml", "wifi": FILES / "wifi" / "guide.en.yaml"}
NAMES = (*WRITTEN, *MADE)


def make(content: Content, folder: Path) -> Guide:
    """A guide with this content, loaded from a file in `folder`. JSON is YAML."""
    path = folder / "guide.en.yaml"
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return load_guide(path)


def sample(name: str, folder: Path) -> Guide:
    """The guide of that name."""
    return load_guide(WRITTEN[name]) if name in WRITTEN else make(MADE[name](), folder)
