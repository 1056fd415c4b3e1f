"""The texts of a guide that a translator puts into another language, each with a path by ids that all languages share."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from msgspec import Struct

from generator.errors import quoted
from generator.guide.inline import Link, Plain, parse, walk
from generator.guide.model import Guide, Step, Text


class Unit(Struct, frozen=True):
    """One text; `what` says what it is, `owner` is the path of the thing that it belongs to ("" for the guide's own)."""

    text: Text
    what: str
    owner: str


_NAMES = {"when": "condition", "short": "short text", "wait": "waiting text", "alt": "alternative text"}
_Owned = tuple[str, str, dict[str, Text]]  # the owner's path, what it is, its texts by key


def units(guide: Guide) -> dict[str, Unit]:
    """The texts that are there, by path (`procedures.phone.steps.open.text`), in the order of the model."""
    found: dict[str, Unit] = {}
    for owner, thing, texts in _owned(guide):
        for key, text in texts.items():
            if text:
                path = f"{owner}.{key}" if owner and key else owner or key
                found.setdefault(
                    path, Unit(text, f"the {_NAMES.get(key, key)} of {thing}" if key else thing, owner if key else "")
                )
    return found


def owners(guide: Guide) -> set[str]:
    """The paths of all things that have texts, also of those that have none in this language."""
    return {owner for owner, _, _ in _owned(guide)}


def digest(text: str) -> str:
    """What a stamp keeps of a source text: eight hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def has_words(text: str) -> bool:
    """Whether there is anything to translate: letters that are not within references."""
    return any(c.isalpha() for node in walk(parse(text)) if isinstance(node, Plain | Link) for c in node.text)


def _owned(guide: Guide) -> Iterator[_Owned]:
    names = ("title", "subtitle", "headline", "summary", "organisation", "owner")
    yield "", "the guide", {name: getattr(guide, name) for name in names}
    yield "link", "the link", {"label": guide.link.label}
    yield "contact", "the contact", {"name": guide.contact.name, "hours": guide.contact.hours}
    for number, item in enumerate(guide.have_ready, 1):
        yield f"have_ready.{number}", f"thing {number} to have ready", {"text": item.text, "note": item.note}
    for id, term in guide.terms.items():
        yield f"terms.{id}", f"the term {quoted(id)}", {"": term.label}
    for id, screen in guide.screens.items():
        yield f"screens.{id}", f"the screen {quoted(id)}", {"name": screen.name, "alt": screen.alt}
    for procedure in guide.procedures:
        path = f"procedures.{procedure.id}"
        yield path, f"the procedure {quoted(procedure.id)}", {"title": procedure.title}
        for step in procedure.steps:
            yield from _of_step(f"{path}.steps.{step.id}", step)
    for phase in guide.phases:
        span = phase.first if phase.first == phase.last else f"{phase.first}..{phase.last}"
        yield f"phases.{span}", f"the phase {quoted(span)}", {"title": phase.title, "text": phase.text}
    for number, entry in enumerate(guide.help, 1):
        yield f"help.{number}", f"help entry {number}", {"problem": entry.problem, "answer": entry.answer}


def _of_step(path: str, step: Step) -> Iterator[_Owned]:
    thing = f"the step {quoted(step.id)}"
    yield path, thing, {name: getattr(step, name) for name in ("title", "text", "short", "note", "wait")}
    for case in step.cases:
        texts = {name: getattr(case, name) for name in ("when", "text", "short")}
        yield f"{path}.cases.{case.id}", f"the case {quoted(case.id)} of {thing}", texts
