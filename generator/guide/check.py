"""Is a guide sound, and is it good? `faults` are errors, and no guide with one is ever handed out; the rest are warnings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.errors import Diagnostic, Place, did_you_mean, printable, quoted
from generator.guide.inline import (
    Foreign,
    Inline,
    ProcedureRef,
    ScreenRef,
    StepRef,
    StepsRef,
    Ui,
    misspellings,
    parse,
    walk,
)
from generator.guide.model import Guide, Phase, Procedure, Screen, Step, Text
from generator.guide.oddities import oddities
from generator.guide.references import Index, references, shown_screens, texts, used_screens, used_terms
from generator.guide.tongues import is_language, language_of_country, unknown_language
from generator.guide.units import units
from generator.guide.unprinted import unprinted
from generator.spelling import CAPITALS_COUNT, other_case

if TYPE_CHECKING:
    from datetime import date

MOST_PHASES = 5
_YEAR = 366  # days
MOST_PROBLEMS = 200  # of errors, and of warnings, in one language: so many help nobody, and cost time


def check(guides: dict[str, Guide]) -> list[Diagnostic]:
    """Everything there is to say about the languages of one guide: errors first, in the order of the files."""
    errors = [problem for guide in guides.values() for problem in faults(guide)]
    warnings = [problem for guide in guides.values() for problem in advice(guide)]
    if len(guides) < 2:
        return errors + warnings
    from generator.guide.translations import compare

    return errors + warnings + compare(guides)


def faults(guide: Guide) -> list[Diagnostic]:
    """The errors: references to what is not there, ids that stand twice, phases out of order."""
    index = Index(guide)
    in_texts = (problem for node in references(guide) for problem in _reference(node, index))
    return capped(
        chain(_duplicates(guide), _devices(guide), _pictures(guide), _shown(guide), _phases(guide, index), in_texts),
    )


def reference_faults(text: Text, index: Index) -> Iterator[Diagnostic]:
    """The references of one text to what the guide does not have."""
    return (problem for node in walk(parse(text)) for problem in _reference(node, index))


def capped(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The first of the problems in the order of the file, and a word where there are more of them."""
    found = list(islice(problems, MOST_PROBLEMS + 1))
    more = len(found) > MOST_PROBLEMS
    found = sorted(found[:MOST_PROBLEMS], key=lambda one: (one.place.line, one.place.column) if one.place else (0, 0))
    if more:
        message = f"there are more than {MOST_PROBLEMS} {found[-1].severity}s; the others are told when these are gone"
        found.append(Diagnostic(message, found[-1].place, severity=found[-1].severity, rule="more"))
    return found


def _unknown(what: str, name: str, place: Place | None, known: Sequence[str]) -> Diagnostic:
    """`unknown term "nxt"`, with what there is and what is nearest."""
    some = ", ".join(known[:20]) + (", …" if len(known) > 20 else "")
    way_out = f"the {what}s are: {some}.{did_you_mean(name, known)}" if known else f"the guide has no {what}s."
    return Diagnostic(f"unknown {what} {quoted(name)}", place, way_out, rule=f"unknown-{what}")


def _reference(node: Inline, index: Index) -> Iterator[Diagnostic]:
    """What is wrong with one inline node."""
    match node:
        case Ui(term) if term not in index.guide.terms:
            yield _unknown("term", term, node.place, list(index.guide.terms))
        case ScreenRef(screen) if screen not in index.guide.screens:
            yield _unknown("screen", screen, node.place, list(index.guide.screens))
        case StepRef(step) if step not in index.steps:
            yield _unknown("step", step, node.place, list(index.steps))
        case ProcedureRef(procedure) if procedure not in index.procedures:
            yield _unknown("procedure", procedure, node.place, list(index.procedures))
        case StepsRef(first, last) if not first or not last:
            yield Diagnostic("a range needs two steps", node.place, "Write {steps:first..last}.", rule="bad-range")
        case StepsRef(first, last):
            yield from _range(first, last, node.place, node.place, index)
        case Foreign(_, lang) if not is_language(lang):
            yield unknown_language(lang, node.place)
        case _:
            pass


def _range(first: str, last: str, first_place: Place | None, last_place: Place | None, index: Index) -> Iterator[Diagnostic]:
    """Both ends exist, stand in one procedure, and in this order."""
    ends = {first: first_place, last: last_place}
    unknown = [_unknown("step", step, place, list(index.steps)) for step, place in ends.items() if step not in index.steps]
    if unknown:
        yield from unknown
        return
    start, end = index.steps[first], index.steps[last]
    if start.procedure_index != end.procedure_index:
        message = f"{quoted(first)} and {quoted(last)} belong to different procedures ({start.letter} and {end.letter})"
        yield Diagnostic(message, first_place, "A range stays within one procedure.", rule="bad-range")
    elif start.number > end.number:
        yield Diagnostic(f"{quoted(first)} comes after {quoted(last)}", first_place, f"Write {last}..{first}.", rule="bad-range")


def _duplicates(guide: Guide) -> Iterator[Diagnostic]:
    """Ids that stand twice: procedures, steps (over the whole guide), cases (within their step)."""
    steps = [step for procedure in guide.procedures for step in procedure.steps]
    yield from _twice("procedure", (procedure.id for procedure in guide.procedures))
    yield from _twice("step", (step.id for step in steps))
    for step in steps:
        yield from _twice("case", (case.id for case in step.cases))


def _twice(what: str, ids: Iterable[Text]) -> Iterator[Diagnostic]:
    seen: dict[str, Text] = {}
    for one in ids:
        first = seen.get(one)
        seen[one] = one
        if one and first is not None:
            where = f"Line {first.place.line} has it already. " if first.place else ""
            way_out = f"{where}Give one of them another id."
            yield Diagnostic(f"two {what}s have the id {quoted(one)}", one.place, way_out, rule="duplicate-id")


def _devices(guide: Guide) -> Iterator[Diagnostic]:
    """A step takes place on one of its procedure's devices."""
    for procedure in guide.procedures:
        for step in procedure.steps:
            if step.device not in procedure.devices:
                message = f"the step {quoted(step.id)} is on a {step.device}, but its procedure has no such device"
                way_out = f"Its devices are: {', '.join(procedure.devices)}. Add {step.device} to them, or change the step's."
                yield Diagnostic(message, step.id.place, way_out, rule="device-not-in-procedure")


def _pictures(guide: Guide) -> Iterator[Diagnostic]:
    """Pictures lie within the guide's folder, under the very name that the guide says."""
    for screen in guide.screens.values():
        if screen.file and not _inside(screen.file):
            message = f"the picture {quoted(screen.file)} is not in the guide's folder"
            way_out = "Copy it to screens/ beside the guide, and write its path from there, with /."
            yield Diagnostic(message, screen.file.place, way_out, rule="file-refused")
        elif screen.file and (other := other_case(guide.folder, screen.file)):
            message = f"the picture {quoted(screen.file)} is spelled {quoted(other)} on disk"
            yield Diagnostic(message, screen.file.place, CAPITALS_COUNT, rule="file-missing")


def _inside(file: str) -> bool:
    """Whether a path is relative and stays below, on every system."""
    path = PurePosixPath(file)
    return not (path.is_absolute() or ".." in path.parts or "\\" in file or re.match(r"[A-Za-z]:|[a-z]+://", file))


def _shown(guide: Guide) -> Iterator[Diagnostic]:
    """The screens that steps and cases show exist."""
    known = list(guide.screens)
    for procedure in guide.procedures:
        for step in procedure.steps:
            shown = [*step.screens]
            for case in step.cases:
                shown += [case.sees, *case.screens]
            missing = (screen for screen in shown if screen and screen not in guide.screens)
            yield from (_unknown("screen", screen, screen.place, known) for screen in missing)


def _phases(guide: Guide, index: Index) -> Iterator[Diagnostic]:
    """Each phase is a range; the phases follow the steps, and none has a step that an earlier one had."""
    before: tuple[Phase, tuple[int, int]] | None = None
    for phase in guide.phases:
        if not phase.first:
            continue  # reported by the reader
        wrong = list(_range(phase.first, phase.last, phase.first.place, phase.last.place, index))
        yield from wrong
        if wrong:
            continue
        start, end = index.steps[phase.first], index.steps[phase.last]
        if before is not None and (start.procedure_index, start.number) <= before[1]:
            message = f'this phase begins with {quoted(phase.first)}, but the one before it ends with "{before[0].last}"'
            way_out = "Put the phases in the order of the steps; no step is in two."
            yield Diagnostic(message, phase.first.place, way_out, rule="phase-order")
        before = (phase, (end.procedure_index, end.number))


def advice(guide: Guide) -> list[Diagnostic]:
    """The warnings for one language: what is legal, but no good on paper."""
    steps = [step for procedure in guide.procedures for step in procedure.steps]
    shown = shown_screens(guide)
    return capped(
        chain(
            guide.remarks,
            _about_guide(guide),
            _unused(guide),
            (problem for screen in guide.screens.values() for problem in _about_screen(guide, screen, shown)),
            (problem for procedure in guide.procedures for problem in _untitled(procedure)),
            (problem for step in steps for problem in _single_case(step)),
            _unnamed_screens(guide, steps),
            unprinted(guide),
            _named_by_country(guide),
            (problem for text in texts(guide) for problem in misspellings(text)),
            (problem for path, unit in units(guide).items() for problem in oddities(unit.text, label=_is_label(path))),
        )
    )


def aged(guide: Guide, today: date) -> list[Diagnostic]:
    """A warning where nobody has tried the guide for a year."""
    from datetime import date

    try:
        age = (today - date.fromisoformat(guide.reviewed)).days
    except ValueError:  # it has no date
        return []
    if age <= _YEAR:
        return []
    message = f"the guide was reviewed {age} days ago, more than a year"
    return [_warning(message, guide.reviewed.place, "Follow it step by step, then write the day.", "old-review")]


def _is_label(path: str) -> bool:
    """Whether the text at a path is printed without markup: what the screen says."""
    return path.startswith("terms.") or (path.startswith("screens.") and path.endswith(".name"))


def _warning(message: str, place: Place | None, way_out: str, rule: str) -> Diagnostic:
    return Diagnostic(message, place, way_out, "warning", rule)


def _about_guide(guide: Guide) -> Iterator[Diagnostic]:
    contact = guide.contact
    if not any((contact.name, contact.email, contact.phone, contact.url)):
        way_out = "Add contact: {name: …, email: …, phone: …, url: …}, any of them."
        yield _warning("the guide names nobody who helps", guide.title.place, way_out, "no-contact")
    if len(guide.phases) > MOST_PHASES:
        place, way_out = guide.phases[MOST_PHASES].first.place, "Join some of them: three to five can be read in passing."
        message = f"{len(guide.phases)} phases are more than flyers and posters have room for"
        yield _warning(message, place, way_out, "many-phases")
    if guide.translation is not None and not guide.translation.reviewed:
        place = guide.translation.by.place or guide.title.place
        way_out = "Have a native speaker review it, then set translation: {reviewed: yes}."
        yield _warning("no native speaker has reviewed this translation", place, way_out, "unreviewed-translation")


def _named_by_country(guide: Guide) -> Iterator[Diagnostic]:
    """A file's name that says a country, where a language is meant."""
    code, *rest = guide.lang.split("-")
    if meant := language_of_country(code):
        name = "-".join((meant, *rest))
        way_out = f'Did you mean "{meant}"? Then rename the file to guide.{name}.yaml.'
        yield _warning(
            f'"{code}" in the file\'s name is a country; its language has another code', _whole(guide), way_out, "country-code"
        )


def _whole(guide: Guide) -> Place:
    """The file as such."""
    return Place(guide.title.place.file if guide.title.place else guide.path.name, 1)


def _unused(guide: Guide) -> Iterator[Diagnostic]:
    """Terms and screens that nothing names."""
    terms, screens = used_terms(guide), used_screens(guide)
    for key in guide.terms:
        if key not in terms:
            way_out = f"Delete it, or use {{ui:{key}}}."
            yield _warning(f'no text names the term "{key}"', _key_place(key), way_out, "unused-term")
    for key in guide.screens:
        if key not in screens:
            way_out = "Delete it, or add it to a step's screens."
            yield _warning(f'no step shows the screen "{key}"', _key_place(key), way_out, "unused-screen")


def _key_place(key: str) -> Place | None:
    return key.place if isinstance(key, Text) else None


def _about_screen(guide: Guide, screen: Screen, shown: Collection[str]) -> Iterator[Diagnostic]:
    if not screen.alt:
        way_out = "Add alt: what the picture shows, for those who cannot see it."
        yield _warning(f'the screen "{screen.id}" has no alternative text', screen.id.place, way_out, "no-alt")
    if screen.file and not guide.holds(screen.file):
        way_out = f"Put the picture at {printable(screen.file)}; until then its name stands in its place."
        yield _warning(f'the screen "{screen.id}" has no picture yet', screen.file.place, way_out, "screen-without-picture")
    if not screen.file and screen.id in shown:
        way_out = "Add file: the path of a picture in the guide's folder; until then the words of alt are in its place."
        yield _warning(f'the screen "{screen.id}" has no file', screen.id.place, way_out, "screen-without-file")


def _untitled(procedure: Procedure) -> Iterator[Diagnostic]:
    for step in procedure.steps:
        if not step.title:
            way_out = "Add title: two to five words that say what is done."
            yield _warning(f"the step {quoted(step.id)} has no title", step.id.place, way_out, "step-without-title")


def _single_case(step: Step) -> Iterator[Diagnostic]:
    """A branch with one case: the page would draw a fork where there is nothing to choose."""
    if len(step.cases) == 1:
        case = step.cases[0]
        message = f"the step {quoted(step.id)} has one case, {quoted(case.id)}: that is no choice"
        way_out = "Add the other case, or move its text and screens to the step."
        yield _warning(message, case.id.place, way_out, "single-case")


def _unnamed_screens(guide: Guide, steps: Sequence[Step]) -> Iterator[Diagnostic]:
    """Screens whose names would be printed, but have none; each is told once, where it is named first."""
    named: dict[str, Place | None] = {case.sees: case.sees.place for step in steps for case in step.cases if case.sees}
    for node in references(guide):
        if isinstance(node, ScreenRef):
            named.setdefault(node.screen, node.place)
    for screen, place in named.items():
        if screen in guide.screens and not guide.screens[screen].name:
            way_out = "Add name: what the reader sees at the top of that screen."
            yield _warning(f'the screen "{screen}" has no name; its id is printed', place, way_out, "screen-without-name")
