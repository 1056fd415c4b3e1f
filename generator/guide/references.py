"""What stands where in a guide: steps by id, numbers and letters, all texts, and which terms and screens are used."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.guide.inline import Inline, ScreenRef, Ui, parse, walk
from generator.guide.model import Guide, Procedure, Screen, Step, Term, Text


class StepSpot(Struct, frozen=True):
    """Where a step stands: its procedure (index from 0, letter), and its number, which counts from 1."""

    step: Step
    procedure_index: int
    letter: str
    number: int


def letter(index: int) -> str:
    """The letter of the procedure with that index from 0: A, B, … Z, AA, AB, …"""
    first, last = divmod(index, 26)
    return (letter(first - 1) if first else "") + chr(ord("A") + last)


class Index:
    """Looks up what references name. Of two things with one id the first counts; `check` reports the second."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.procedures: dict[str, int] = {}
        self.steps: dict[str, StepSpot] = {}
        for position, procedure in enumerate(guide.procedures):
            self.procedures.setdefault(procedure.id, position)
            for number, step in enumerate(procedure.steps, 1):
                self.steps.setdefault(step.id, StepSpot(step, position, letter(position), number))

    def spot(self, step: str) -> StepSpot:
        """Where that step stands; KeyError where there is none."""
        return self.steps[step]

    def procedure(self, procedure: str) -> Procedure:
        """The procedure with that id; KeyError where there is none."""
        return self.guide.procedures[self.procedures[procedure]]

    def letter(self, procedure: str) -> str:
        """The letter of the procedure with that id; KeyError where there is none."""
        return letter(self.procedures[procedure])

    def term(self, term: str) -> Term:
        """The term with that id; KeyError where there is none."""
        return self.guide.terms[term]

    def screen(self, screen: str) -> Screen:
        """The screen with that id; KeyError where there is none."""
        return self.guide.screens[screen]

    def between(self, first: str, last: str) -> tuple[Step, ...]:
        """The steps from `first` to `last`, both included; empty where they are not in order within one procedure."""
        start, end = self.steps[first], self.steps[last]
        if start.procedure_index != end.procedure_index:
            return ()
        return self.guide.procedures[start.procedure_index].steps[start.number - 1 : end.number]

    def label(self, term: str) -> str:
        """What the screen says, or the id where nobody said."""
        found = self.guide.terms.get(term)
        return found.label if found else term

    def screen_name(self, screen: str) -> str:
        """The screen's name, or its id."""
        found = self.guide.screens.get(screen)
        return (found.name if found else "") or screen

    def step_name(self, step: str) -> str:
        """The step's title, or its number, or its id."""
        found = self.steps.get(step)
        return step if found is None else found.step.title or str(found.number)

    def procedure_name(self, procedure: str) -> str:
        """The procedure's title, or its letter, or its id."""
        position = self.procedures.get(procedure)
        return procedure if position is None else self.guide.procedures[position].title or letter(position)


def texts(guide: Guide) -> Iterator[Text]:
    """Every text that may hold inline markup and that is not empty, in the order of the file."""
    return (text for text in _texts(guide) if text)


def _texts(guide: Guide) -> Iterator[Text]:
    yield from (guide.title, guide.subtitle, guide.headline, guide.summary)
    for item in guide.have_ready:
        yield from (item.text, item.note)
    for procedure in guide.procedures:
        yield procedure.title
        for step in procedure.steps:
            yield from (step.title, step.text, step.short, step.note, step.wait)
            for case in step.cases:
                yield from (case.when, case.text, case.short)
    for phase in guide.phases:
        yield from (phase.title, phase.text)
    for entry in guide.help:
        yield from (entry.problem, entry.answer)


def references(guide: Guide) -> Iterator[Inline]:
    """Every inline node of the guide."""
    for text in texts(guide):
        yield from walk(parse(text))


def used_terms(guide: Guide) -> set[str]:
    """The ids of the terms that some text names."""
    return {node.term for node in references(guide) if isinstance(node, Ui)}


def used_screens(guide: Guide) -> set[str]:
    """The ids of the screens that some step or case shows, or some text names."""
    named = {node.screen for node in references(guide) if isinstance(node, ScreenRef)}
    seen = {case.sees for procedure in guide.procedures for step in procedure.steps for case in step.cases if case.sees}
    return named | seen | set(shown_screens(guide))


def shown_screens(guide: Guide) -> dict[str, None]:
    """The ids of the screens whose pictures some step or case shows, in order."""
    steps = [step for procedure in guide.procedures for step in procedure.steps]
    shown = ([*step.screens, *(screen for case in step.cases for screen in case.screens)] for step in steps)
    return dict.fromkeys(screen for screens in shown for screen in screens)
