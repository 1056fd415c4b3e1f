"""Texts that none of the program's own formats prints where they are: a warning for each.

A step's `short` text is not among them: it repeats what its text says. Nor is a screen's name, which replaces a missing `alt`.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import Diagnostic
from generator.guide.model import Guide, Phase, Procedure, Text
from generator.guide.references import Index


def unprinted(guide: Guide) -> Iterator[Diagnostic]:
    """Warnings about texts that are read, and printed nowhere."""
    for procedure in guide.procedures:
        yield from _waits(procedure)
    index = Index(guide)
    for phase in guide.phases:
        if phase.first in index.steps and phase.last in index.steps:
            yield from _of_phase(phase, index)
    contact = guide.contact
    if contact.hours and not any((contact.name, contact.email, contact.phone, contact.url)):
        yield _warning("the hours are", contact.hours, "Add the name, the email, the phone or the url of the contact.")


def _waits(procedure: Procedure) -> Iterator[Diagnostic]:
    """A device's lane says `wait` while another device goes on, from its step until the line comes back to it."""
    for number, step in enumerate(procedure.steps, 1):
        if not step.wait:
            continue
        rest = [one.device for one in procedure.steps[number:]]
        if not rest or rest[0] == step.device or step.device not in rest:
            way_out = (
                "Write it into the text or the note. It shows where the next step is on another device, and a later one on this."
            )
            yield _warning("this wait text is", step.wait, way_out)


def _of_phase(phase: Phase, index: Index) -> Iterator[Diagnostic]:
    """A phase that is one step with cases shows the cases, and nothing else."""
    steps = index.between(phase.first, phase.last)
    if len(steps) == 1 and steps[0].cases:
        for name, text in (("title", phase.title), ("text", phase.text)):
            if text:
                yield _warning(
                    f"the {name} of this phase is", text, "The phase is one step with cases, and shows these. Delete it."
                )


def _warning(what: str, text: Text, way_out: str) -> Diagnostic:
    return Diagnostic(f"{what} printed nowhere", text.place, way_out, "warning", "not-printed")
