"""The keys of a guide file: which there are, what each may hold, and what the model makes of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from generator.errors import Diagnostic, quoted
from generator.guide.marks import mark, pixels, rectangle
from generator.guide.model import (
    DEVICES,
    Case,
    Contact,
    Device,
    Guide,
    Help,
    Item,
    MainLink,
    Phase,
    Procedure,
    Ring,
    Screen,
    Step,
    Term,
    Text,
    Translation,
)
from generator.guide.nodes import ListNode, MapNode, Node
from generator.guide.pitfalls import SINGLE_QUOTES
from generator.guide.reader import (
    Field,
    Reader,
    Report,
    converted,
    either,
    file_name,
    keyed,
    line,
    listing,
    matching,
    one_of,
    prose,
    record,
    some_line,
    some_prose,
    some_text,
    text,
)

ICONS = (
    *("phone", "pc", "scan", "type", "shield", "sticker", "nocode", "address", "lock", "window"),
    *("check", "arrow", "turn", "help", "flag", "wifi", "user", "clock", "bell"),
)

_ADDRESS = re.compile(r"https?://[^/?#:@]", re.IGNORECASE)

_identifier = matching("[a-z0-9-]{1,64}", "an id", "An id has lower-case letters a–z, digits and hyphens, at most 64.", "bad-id")
_device: Reader[Device] = one_of({device: device for device in DEVICES}, "a device")
_ids = listing(_identifier, "ids")


def _date(node: Node, report: Report) -> Text | None:
    """An ISO date that the calendar has."""
    from datetime import date

    value = some_text(node, report)
    if value is None:
        return None
    try:
        real = re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII) and date.fromisoformat(value)
    except ValueError:
        real = None
    if not real:
        report.error(f"{quoted(value)} is not a date", value.place, "Write year-month-day, such as 2026-11-24.", "bad-date")
    return value


def _address(node: Node, report: Report) -> Text | None:
    """A web address, as it will be printed and encoded: no white space, nothing invisible; what quotes keep counts, too."""
    value = some_text(node, report)
    if value is None or not isinstance(node, Text):
        return None
    odd = next((index for index, character in enumerate(node) if character.isspace() or not character.isprintable()), None)
    if odd is not None:
        message = "an address has no spaces and no invisible characters"
        place = node.at(odd)
        is_escape = place is not None and place.source[place.column - 1 :].startswith("\\")
        report.error(message, place, SINGLE_QUOTES if is_escape else "Delete the character.", "bad-address")
    elif not _ADDRESS.match(value):
        way_out = "Write it in full, such as https://www.example.org/page."
        report.error(f"{quoted(value)} is not a web address", value.place, way_out, "bad-address")
    return value


def _email(node: Node, report: Report) -> Text | None:
    """An address for mail; printed as it is, so that one that is none is a warning."""
    value = text(node, report)
    report.remarks += email_findings(value) if value else []
    return value


def email_findings(value: Text) -> list[Diagnostic]:
    """A warning where the e-mail address of a guide or a profile is not one."""
    if not value or re.search(r"[^\s@]+@[^\s@]+", value):
        return []
    way_out = "Write it with @, such as help@example.org; other ways to reach you are phone and url."
    message = f"{quoted(value)} is not an e-mail address"
    return [Diagnostic(message, value.place, way_out, "warning", "bad-email")]


def _way_of_contact(words: str) -> str:
    """The key of the contact under which such a text belongs."""
    if re.search(r"\S@\S", words):
        return "email"
    if _ADDRESS.match(words):
        return "url"
    return "phone" if re.fullmatch(r"[+\d][\d\s()/.-]*", words) else "name"


def _crop(ring: Ring) -> tuple[float, float, float, float]:
    return ring.x, ring.y, ring.width, ring.height


def _span(node: Node, report: Report) -> tuple[Text, Text] | None:
    """`id` or `id..id`."""
    value = some_text(node, report)
    if value is None:
        return None
    found = re.fullmatch(r"([a-z0-9-]+)(?:\.\.([a-z0-9-]+))?", value)
    if found is None:
        report.error(
            f"{quoted(value)} names no steps", value.place, "Write a step's id, or two of them: first..last.", "bad-range"
        )
        return None
    first = value.part(*found.span(1))
    return first, value.part(*found.span(2)) if found[2] else first


def _phase(steps: tuple[Text, Text], **fields: Any) -> Phase:
    return Phase(first=steps[0], last=steps[1], **fields)


_yes = one_of({"yes": True, "no": False}, "yes or no")
_UNSAID: Any = ""  # a step's device, until its procedure is known


def _step(device: Device = _UNSAID, **fields: Any) -> Step:
    return Step(device=device, **fields)


def _procedure(steps: tuple[Step, ...], devices: tuple[Device, ...] = (), **fields: Any) -> Procedure:
    """A procedure without id gets its own in `_guide`, which knows its number."""
    devices = devices or tuple(dict.fromkeys(step.device for step in steps if step.device)) or ("phone",)
    placed = tuple(step if step.device else replace(step, device=devices[0]) for step in steps)
    return Procedure(**{"id": Text(), **fields}, steps=placed, devices=devices)


_CASE: Mapping[str, Field[Any]] = {
    "id": Field(_identifier, required=True),
    "when": Field(some_line, required=True),
    "sees": Field(text),
    "text": Field(some_prose, required=True),
    "short": Field(prose),
    "screens": Field(_ids),
}
_STEP: Mapping[str, Field[Any]] = {
    "id": Field(_identifier, required=True),
    "device": Field(_device),
    "title": Field(line),
    "text": Field(prose),
    "short": Field(prose),
    "note": Field(prose),
    "wait": Field(prose),
    "cases": Field(listing(record(Case, _CASE, "a case", short="when"), "cases")),
    "screens": Field(_ids),
}


_any_step = record(_step, _STEP, "a step", vital=True, short="text")


def _worded_step(node: Node, report: Report) -> Step | None:
    """A step has a text, or cases that have theirs."""
    step = _any_step(node, report)
    if step is None or step.text or step.cases or not isinstance(node, MapNode):
        return step
    unreadable = any(isinstance(node.entries.get(Text(key)), ListNode) for key in ("text", "cases"))
    if not unreadable:
        report.error('a step has no "text"', node.place, "Add the key text: what the reader does.", "missing-key")
    return step


_PROCEDURE: Mapping[str, Field[Any]] = {
    "id": Field(_identifier),
    "title": Field(line),
    "devices": Field(listing(_device, "devices", least=1)),
    "steps": Field(listing(_worded_step, "steps", least=1, vital=True), required=True, blank=()),
}
_SCREEN: Mapping[str, Field[Any]] = {
    "name": Field(line),
    "file": Field(file_name),
    "crop": Field(converted(rectangle, _crop)),
    "alt": Field(line),
    "device": Field(_device),
    "marks": Field(listing(mark, "marks")),
    "redact": Field(listing(rectangle, "rectangles")),
    "text_px": Field(pixels),
    "spare": Field(_yes),
}


def _screen(key: Text) -> Reader[Screen]:
    return record(partial(Screen, id=key), _SCREEN, "a screen", short="file")


_TERM: Mapping[str, Field[Any]] = {"label": Field(some_line, required=True), "original": Field(line)}
_ITEM: Mapping[str, Field[Any]] = {
    "text": Field(some_line, required=True),
    "note": Field(prose),
    "icon": Field(one_of({icon: Text(icon) for icon in ICONS}, "an icon")),
}
_PHASE: Mapping[str, Field[Any]] = {
    "title": Field(line),
    "text": Field(prose),
    "steps": Field(_span, required=True, blank=(Text(), Text())),
}
_HELP: Mapping[str, Field[Any]] = {"problem": Field(some_line, required=True), "answer": Field(some_prose, required=True)}
_LINK: Mapping[str, Field[Any]] = {"url": Field(_address, required=True), "label": Field(line)}
_CONTACT: Mapping[str, Field[Any]] = {
    "name": Field(line),
    "email": Field(_email),
    "phone": Field(line),
    "url": Field(text),
    "hours": Field(line),
}
_TRANSLATION: Mapping[str, Field[Any]] = {"by": Field(line), "reviewed": Field(_yes)}

_any_procedure = record(_procedure, _PROCEDURE, "a procedure", vital=True)
_item = either(converted(some_line, lambda words: Item(text=words)), record(Item, _ITEM, "an item"))
_term = either(converted(some_line, lambda words: Term(label=words)), record(Term, _TERM, "a term"))

_GUIDE: Mapping[str, Field[Any]] = {
    "schema": Field(one_of({"1": 1}, "a schema that this version reads"), required=True, blank=1, example='"schema: 1"'),
    "id": Field(_identifier, required=True),
    "title": Field(some_line, required=True),
    "subtitle": Field(line),
    "headline": Field(line),
    "summary": Field(prose),
    "link": Field(record(MainLink, _LINK, "the link", short="url"), required=True, blank=MainLink(url=Text())),
    "organisation": Field(line),
    "owner": Field(line),
    "contact": Field(record(Contact, _CONTACT, "the contact", short=_way_of_contact)),
    "edition": Field(line),
    "reviewed": Field(_date),
    "translation": Field(record(Translation, _TRANSLATION, "the translation", short="by")),
    "have_ready": Field(listing(_item, "things to have ready")),
    "terms": Field(keyed(lambda key: _term, _identifier, "the terms")),
    "screens": Field(keyed(_screen, _identifier, "the screens")),
    "procedures": Field(listing(_any_procedure, "procedures", least=1, vital=True), required=True, blank=()),
    "phases": Field(listing(record(_phase, _PHASE, "a phase", short="steps"), "phases")),
    "help": Field(listing(record(Help, _HELP, "a help entry", short="problem"), "help entries")),
    "stamps": Field(keyed(lambda path: text, text, "the stamps")),
}


def read_guide(node: Node, report: Report, lang: str, path: Path) -> Guide | None:
    """The guide, as far as it can be read; it is sound only where nothing was reported."""
    return record(partial(_guide, lang=lang, path=path), _GUIDE, "the guide")(node, report)


def _guide(procedures: tuple[Procedure, ...], **fields: Any) -> Guide:
    """A guide whose procedures all have ids: one that is left out is its place in the order."""
    named = tuple(
        procedure if procedure.id else replace(procedure, id=Text(f"procedure-{number}"))
        for number, procedure in enumerate(procedures, 1)
    )
    return Guide(procedures=named, **fields)
