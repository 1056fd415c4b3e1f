"""Do the languages of a guide agree? All have the same ids in the same order; what differs is a warning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.errors import Diagnostic, Place, quoted
from generator.guide.model import Guide, Text
from generator.guide.standing import review_texts, source_language


def compare(guides: Mapping[str, Guide]) -> list[Diagnostic]:
    """What is missing, extra, in another order or older than in the language that the others follow."""
    leader = guides[source_language(guides)]
    return [problem for guide in guides.values() if guide is not leader for problem in _differences(leader, guide)]


def _differences(leader: Guide, guide: Guide) -> Iterator[Diagnostic]:
    if guide.id != leader.id:
        yield _warning(f'the guide\'s id is "{guide.id}" here and "{leader.id}" in {leader.lang}', guide.id.place, "ids-differ")
    if guide.link.url != leader.link.url:
        message = f"the link leads elsewhere than in {leader.lang}"
        yield _warning(message, guide.link.url.place, "link-differs", "Check that this is meant.")
    yield from _stale(leader, guide)
    ids, wanted = _ids(guide), _ids(leader)
    for what in wanted:
        yield from _compare(what, wanted[what], ids[what], leader, guide)
    yield from _counts(leader, guide)
    yield from review_texts(leader, guide)


def _counts(leader: Guide, guide: Guide) -> Iterator[Diagnostic]:
    """Lists whose entries have no ids: there must be as many."""
    for what, wanted, found in (
        ("things to have ready", len(leader.have_ready), len(guide.have_ready)),
        ("help entries", len(leader.help), len(guide.help)),
    ):
        if wanted != found:
            message = f"{what}: {found} in {guide.lang}, but {wanted} in {leader.lang}"
            yield _warning(message, guide.title.place, "entries-differ")


def _stale(leader: Guide, guide: Guide) -> Iterator[Diagnostic]:
    """An edition or a date that the leading language has left behind."""
    way_out = f"Bring the text up to what {leader.lang} says, then its edition and date."
    if guide.edition != leader.edition:
        message = f"this is edition {quoted(guide.edition)}, {leader.lang} is edition {quoted(leader.edition)}"
        yield _warning(message, guide.edition.place or guide.title.place, "stale-translation", way_out)
    elif guide.reviewed and leader.reviewed > guide.reviewed:
        message = f"this was reviewed on {guide.reviewed}, {leader.lang} on {leader.reviewed}"
        yield _warning(message, guide.reviewed.place, "stale-translation", way_out)


def _ids(guide: Guide) -> dict[str, Sequence[str]]:
    """The ids of each kind, in order; a case is named with its step, a phase by its steps."""
    steps = [step for procedure in guide.procedures for step in procedure.steps]
    return {
        "term": list(guide.terms),
        "screen": list(guide.screens),
        "procedure": [procedure.id for procedure in guide.procedures],
        "step": [step.id for step in steps],
        "case": [Text(f"{step.id}/{case.id}", case.id.place) for step in steps for case in step.cases],
        "phase": [Text(f"{phase.first}..{phase.last}", phase.first.place) for phase in guide.phases],
    }


def _compare(what: str, wanted: Sequence[str], found: Sequence[str], leader: Guide, guide: Guide) -> Iterator[Diagnostic]:
    here, there = set(found), set(wanted)
    for one in wanted:
        if one not in here:
            known = _place(one)
            where = f" ({known})" if known else ""
            way_out = f"Add it, as in {leader.lang}{where}."
            yield _warning(f'the {what} "{one}" is missing in {guide.lang}', guide.title.place, f"missing-{what}", way_out)
    for one in found:
        if one not in there:
            message = f'the {what} "{one}" is not in {leader.lang}'
            yield _warning(message, _place(one), f"extra-{what}", f"Delete it here, or add it to {leader.lang}.")
    common_here, common_there = [one for one in found if one in there], [one for one in wanted if one in here]
    moved = next((a for a, b in zip(common_here, common_there, strict=False) if a != b), None)
    if moved is not None:
        message = f'the {what}s are in another order than in {leader.lang}, from "{moved}" on'
        yield _warning(message, _place(moved), f"reordered-{what}", f"Put them in the order of {leader.lang}.")


def _place(one: str) -> Place | None:
    return one.place if isinstance(one, Text) else None


def _warning(message: str, place: Place | None, rule: str, way_out: str = "All languages agree in this.") -> Diagnostic:
    return Diagnostic(message, place, way_out, "warning", rule)
