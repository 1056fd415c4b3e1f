"""Pages as composed: positions, the line, references, structure, messages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

import sample_guides
from composing import composed, guide_of, markup_of, pages_of, placed
from generator.errors import InvalidInput
from generator.geometry import Rect, mm
from generator.layout.page import LINE, Page
from generator.layout.references import References, collect
from generator.layout.tags import Tag
from generator.markup import Element
from looking import some
from recording_surface import Recording, strokes_of

HEAD = '<document title="T" lang="en" type="handout" scale="1">'


def document(content: str, frame: str = 'w="60mm" h="100mm"', flow: str = "", step: str = "") -> str:
    """One page with one frame, whose upper left corner is 20 mm from the page's, and a flow through it."""
    return (
        f'{HEAD}<pageTemplate id="p"><frame name="f" flow="yes" x="20mm" y="20mm" {frame}/></pageTemplate>'
        f'<flow page="p" name="a" {flow}>{content}</flow></document>'
    )


def steps(count: int, inner: str = "") -> str:
    return "".join(f'<step id="s{n}" n="{n}"><h3>Step {n}</h3><p>Do it.</p>{inner}</step>' for n in range(1, count + 1))


def line(content: str, attributes: str = "") -> str:
    return f'<line name="a" axis="4mm" text="12mm" disc="8mm" gap="5mm" {attributes}>{content}</line>'


# -- positions


def test_a_block_stands_where_its_frame_begins() -> None:
    (page,) = pages_of(document(line(steps(1))))
    (step,) = page.found("step")
    assert (step.rect.x, step.rect.width) == (pytest.approx(mm(20)), pytest.approx(mm(60)))
    assert step.rect.top == pytest.approx(page.size.height - mm(20))
    assert step.data["axis"] == pytest.approx(mm(24)) and step.data["y"] == pytest.approx(page.size.height - mm(24))


def test_steps_stand_below_each_other_with_their_gap() -> None:
    (page,) = pages_of(document(line(steps(3))))
    one, two, three = page.found("step")
    assert one.rect.y - two.rect.top == two.rect.y - three.rect.top == pytest.approx(mm(5))
    assert one.rect.height == two.rect.height >= mm(8)


def test_a_frame_can_spread_what_it_holds() -> None:
    (page,) = pages_of(document(line(steps(3)), 'w="60mm" h="100mm" spread="yes" most="30mm"'))
    assert page.found("step")[-1].rect.y == pytest.approx(page.size.height - mm(120))
    (page,) = pages_of(document(line(steps(3)), 'w="60mm" h="100mm" spread="yes" most="2mm"'))
    one, two, _ = page.found("step")
    assert one.rect.y - two.rect.top == pytest.approx(mm(7))


def test_a_flow_goes_on_on_the_next_page() -> None:
    pages = pages_of(document(line(steps(9)), 'w="60mm" h="40mm"'))
    assert [step.source for step in placed(pages, "step")] == [f"s{n}" for n in range(1, 10)]
    assert len(pages) > 2 and all(page.found("step") for page in pages)
    frame = Rect(mm(20), pages[0].size.height - mm(60), mm(60), mm(40))
    assert all(frame.contains(step.rect) for step in placed(pages, "step"))


def test_two_columns_on_several_pages_are_evenly_full() -> None:
    frames = "".join(f'<frame flow="yes" x="{x}mm" y="20mm" w="60mm" h="60mm"/>' for x in (20, 100))
    text = f'{HEAD}<pageTemplate id="p">{frames}</pageTemplate><flow page="p" balance="yes">{line(steps(11))}</flow></document>'
    pages = pages_of(text)
    assert [len(page.found("step")) for page in pages] == [6, 5]


def test_following_pages_may_have_frames_of_their_own() -> None:
    text = (
        f'{HEAD}<pageTemplate id="p"><frame flow="yes" x="20mm" y="20mm" w="60mm" h="30mm"/></pageTemplate>'
        '<pageTemplate id="q"><frame flow="yes" x="30mm" y="10mm" w="60mm" h="150mm"/></pageTemplate>'
        f'<flow page="p" then="q">{line(steps(6))}</flow></document>'
    )
    first, second = pages_of(text)
    assert (first.template, second.template) == ("p", "q")
    assert len(first.found("step")) == 2 and len(second.found("step")) == 4
    assert second.found("step")[0].rect.x == pytest.approx(mm(30))


def test_doors_are_of_one_size_beside_each_other() -> None:
    cases = "".join(f'<case label="1{x}" when="When {x}"><p>{"Do this. " * n}</p></case>' for x, n in (("a", 1), ("b", 9)))
    (page,) = pages_of(document(line(f'<step id="s" n="1"><h3>Which?</h3>{cases}</step>'), 'w="90mm" h="120mm"'))
    one, two = page.found("door")
    assert one.rect.height == two.rect.height and one.rect.top == two.rect.top and one.rect.right < two.rect.x
    (step,) = page.found("step")
    assert step.data["fork"] > one.rect.top and step.data["merge"] < one.rect.y and not step.data["stacked"]


def test_doors_without_room_stand_below_each_other_beside_the_line() -> None:
    cases = "".join(f'<case label="1{x}" when="When {x}"><p>Do this.</p></case>' for x in "abc")
    (page,) = pages_of(document(line(f'<step id="s" n="1"><h3>Which?</h3>{cases}</step>'), 'w="60mm" h="160mm"'))
    doors = [door.rect for door in page.found("door")]
    (step,) = page.found("step")
    assert step.data["stacked"] and all(a.y > b.top for a, b in pairwise(doors))
    assert all(door.x == pytest.approx(mm(32)) and step.rect.contains(door) for door in doors)


def test_a_long_word_moves_the_screen_below_the_text() -> None:
    screen = '<screen id="i" device="phone" alt="Inbox"/>'
    beside = f'<step id="s" n="1"><h3>Short</h3>{screen}</step>'
    (page,) = pages_of(document(line(beside)))
    assert page.found("screen")[0].rect.top == pytest.approx(page.found("step")[0].rect.top)
    below = f'<step id="s" n="1"><h3>Zugangsberechtigung</h3>{screen}</step>'
    (page,) = pages_of(document(line(below)))
    assert page.found("screen")[0].rect.top < page.found("step")[0].data["y"]


# -- the line


@pytest.mark.parametrize("name", ["forty-steps", "three-cases", "notes", "two-singles", "vpn-de"])
def test_the_line_passes_through_every_number(name: str) -> None:
    pages = composed(name, "handout", "A4").pages
    for strokes, step in some((strokes_of(page), step) for page in pages for step in page.found("step")):
        x, y = step.data["axis"], step.data["y"]
        assert any(_touches(points, x, y) for points in strokes), step.source


def _touches(points: list[tuple[float, float]], x: float, y: float) -> bool:
    """Whether a polyline of upright and level pieces passes through the point."""
    pieces = pairwise(points)
    return any(
        min(a[0], b[0]) - 0.1 <= x <= max(a[0], b[0]) + 0.1 and min(a[1], b[1]) - 0.1 <= y <= max(a[1], b[1]) + 0.1
        for a, b in pieces
    )


def test_the_line_does_not_go_back_up_after_a_branch_at_a_columns_foot() -> None:
    (page,) = composed("long-cases", "handout", "A4").pages
    (branch,) = (step for step in page.found("step") if "merge" in step.data)
    axis, merge = branch.data["axis"], branch.data["merge"]
    assert axis < max(step.data["axis"] for step in page.found("step")), "another column follows"
    upright = [
        (a[1], b[1])
        for points in strokes_of(page)
        for a, b in pairwise(points)
        if abs(a[0] - axis) < 0.1 and abs(b[0] - axis) < 0.1
    ]
    for start, end in some(piece for piece in upright if piece[0] < merge):
        assert end <= start


def test_lanes_go_on_in_the_lane_where_the_page_before_ended() -> None:
    pages = composed("long-lanes", "handout", "A4").pages
    changes = [
        (page, last.data["axis"], first.data)
        for before, page in pairwise(pages)
        for last, first in zip(before.found("step")[-1:], page.found("step")[:1], strict=False)
        if last.data["axis"] != first.data["axis"]
    ]
    for page, entry, first in some(changes):
        axis, y = first["axis"], first["y"]  # the lane may be narrower here, but on the same side
        assert any((points[0][0] - axis) * (entry - axis) > 0 and points[0][1] > y for points in strokes_of(page))


def test_the_line_is_drawn_below_the_numbers_and_above_the_plates() -> None:
    page = composed("forty-steps", "handout", "A4").pages[0]
    assert page.layers[LINE] and all(tag is None for tag, _, _ in page.layers[LINE])


# -- references


def test_references_say_what_the_format_shows() -> None:
    other = References("en", {"x": ("3", "A"), "y": ("5", "A")}, {"a": "A"}, here="B")
    inside, paged = other.within("A"), other.within("A").with_pages({"step-x": 4, "procedure-a": 2})

    def ref(**attributes: str) -> Element:
        return Element("ref", attributes)

    assert inside.resolve(ref(step="x")) == ("step 3", "#step-x")
    assert other.resolve(ref(step="x")) == ("step 3 of A", "#step-x")
    assert inside.resolve(ref(step="x", last="y"))[0] == "steps 3–5"
    assert References("en", paged.steps, paged.procedures, paged.pages, True, "A").resolve(ref(step="x"))[0] == "step 3 on page 4"
    assert inside.resolve(ref(step="gone", title="Open it")) == ("“Open it”", "")
    assert other.resolve(ref(procedure="a", title="On the phone")) == ("A “On the phone”", "#procedure-a")


def test_booklets_tell_the_page_on_which_a_step_really_stands() -> None:
    composition = composed("three-procedures", "booklet", "A5")
    where = {step.source: step.page_index + 1 for step in placed(composition.pages, "step") if step.source}
    surface = Recording()
    for page in composition.pages:
        surface.take(page)
    assert f"step 4 of A on page {where['s4']}" in surface.text


def test_a_document_knows_its_steps_and_procedures() -> None:
    references = collect(markup_of("three-procedures", "handout", "A4"))
    assert references.steps["s4"] == ("4", "A") and references.steps["s12"] == ("2", "B")
    assert dict(references.procedures) == {"a": "A", "b": "B", "c": "C"}


def test_a_flyer_that_leaves_steps_out_says_how_many_there_are() -> None:
    for name, said in (("forty-steps", "40 steps in all"), ("vpn-de", "Insgesamt 14 Schritte")):
        for size in ("A4", "A5"):
            surface = Recording()
            surface.take(composed(name, "flyer", size).pages[0])
            assert said in surface.text


# -- structure and messages


def _tags(tag: Tag) -> Iterator[Tag]:
    yield tag
    for child in tag.children:
        yield from _tags(child)


@pytest.mark.parametrize("format", ["flyer", "handout", "booklet"])
def test_what_is_drawn_is_told_once_in_reading_order(format: str) -> None:
    composition = composed("three-cases", format, "A5" if format == "booklet" else "A4")
    told = list(_tags(composition.root))
    assert len({id(tag) for tag in told}) == len(told)
    drawn = [tag for page in composition.pages for layer in page.layers for tag, _, _ in layer if tag is not None]
    assert {id(tag) for tag in drawn} <= {id(tag) for tag in told}
    numbers = [tag for tag in told if tag.role == "Lbl"]
    assert len(numbers) >= len(guide_of("three-cases").procedures[0].steps) - (format == "flyer")


def test_all_frames_that_overflow_are_told_at_once() -> None:
    frames = "".join(
        f'<frame name="{name}" x="20mm" y="20mm" w="30mm" h="5mm"><p>{"word " * 40}</p></frame>' for name in ("one", "two")
    )
    with pytest.raises(InvalidInput) as caught:
        pages_of(f'{HEAD}<pageTemplate id="p">{frames}</pageTemplate><flow page="p"/></document>')
    assert ["one" in caught.value.problems[0].message, "two" in caught.value.problems[1].message] == [True, True]


def test_a_word_that_is_too_long_is_named() -> None:
    word = "0123456789" * 3
    with pytest.raises(InvalidInput, match=rf"frame “a” \({word}\) is \d+\.\d mm too wide"):
        pages_of(document(line(f'<step id="s" n="1"><h3>{word}</h3></step>'), 'w="40mm" h="90mm"'))
    pages_of(document(line(f'<step id="s" n="1"><h3>{word[:10]}\u00ad{word[10:]}</h3></step>'), 'w="60mm" h="90mm"'))


def test_a_word_that_is_too_long_is_hyphenated_in_its_language() -> None:
    word = "Mehrfaktorauthentifizierungseinrichtung"
    text = document(line(f'<step id="s" n="1"><h3>{word}</h3></step>'), 'w="40mm" h="90mm"').replace('lang="en"', 'lang="de"')
    (page,) = pages_of(text)
    (step,) = page.found("step")
    assert step.rect.height > mm(12)
    with pytest.raises(InvalidInput, match="too wide"):  # a language without a dictionary
        pages_of(text.replace('lang="de"', 'lang="ja"'))


def test_a_title_of_long_words_fits_a_booklets_cover() -> None:
    title = "Rindfleischetikettierungsüberwachungsaufgabe und Donaudampfschifffahrtsgesellschaftskapitän"
    cover = (
        '<document title="T" lang="de" type="booklet"><pageTemplate id="p"><frame name="cover" x="14mm" y="11mm" w="120mm" '
        f'h="90mm" fit="yes"><h1 lines="3" smallest="18pt">{title}</h1></frame></pageTemplate><flow page="p"/></document>'
    )
    assert len(pages_of(cover, "A5")) == 1


def test_a_frame_must_stand_on_the_page() -> None:
    with pytest.raises(InvalidInput, match="does not stand on the page"):
        pages_of(document(line(steps(1)), 'w="300mm" h="20mm"'))


def test_an_unknown_template_is_told_with_those_that_there_are() -> None:
    with pytest.raises(InvalidInput, match='there is no pageTemplate "q"') as caught:
        pages_of(f'{HEAD}<pageTemplate id="p"/><flow page="q"/></document>')
    assert "There are: p." in caught.value.problems[0].help


def test_booklets_come_in_fours() -> None:
    for name in some(sample_guides.NAMES[:6]):
        assert len(composed(name, "booklet", "A5").pages) % 4 == 0


def test_every_page_of_a_procedure_has_its_own_number_at_the_foot() -> None:
    pages: list[Page] = composed("long-lanes", "handout", "A4").pages
    for index, page in some(enumerate(pages)):
        surface = Recording()
        surface.take(page)
        assert f"Page {index + 1} of {len(pages)}" in surface.text
