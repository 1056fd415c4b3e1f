"""Whatever is wrong with a template is told with the template's name and line, and how to put it right."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import one, text_of, write_guide
from generator.errors import HandoutsError, InvalidInput, UsageError
from generator.markup import find_format, list_formats

HEAD = '{# handouts: size=A6; A card #}\n<document title="x" lang="en" type="flyer">\n<pageTemplate id="sheet">\n'
FRAME = '<frame name="middle" x="8mm" y="8mm" w="80mm" h="120mm">'
TAIL = '\n</frame>\n</pageTemplate>\n<flow page="sheet"/>\n</document>\n'

# name, what stands in line 5, words of the message and the help
BROKEN = [
    ("unknown element", "<pp>Hello</pp>", ["unknown element <pp>", 'Did you mean "p"?']),
    ("unknown attribute", '<p stile="body">Hello</p>', ['<p> has no attribute "stile"', 'Did you mean "style"?']),
    ("length without unit", '<spacer h="12"/>', ['h="12" in <spacer>', '"12mm" or "8mm..12mm"']),
    ("length in inches", '<spacer h="1in"/>', ['h="1in" in <spacer>']),
    ("word for a number", '<h1 lines="two">Hello</h1>', ['lines="two" in <h1>: must be a number']),
    ("neither yes nor no", '<row equal="true"/>', ['must be "yes" or "no"']),
    ("word that is not one of a list", '<p align="left">Hello</p>', ["must be one of start, centre, end"]),
    ("unknown weight", '<rule weight="thick"/>', ["must be one of hair, rule, lane"]),
    ("missing attribute", '<qr url="https://example.org" side="40mm"/>', ['<qr> needs the attribute "alt"']),
    ("element in the wrong place", "<li>Hello</li>", ["<li> cannot stand in <frame>", "<frame> holds: address"]),
    ("text in the wrong place", "<row>Hello</row>", ['text "Hello" cannot stand in <row>', "Put it into <p>"]),
    ("picture that is not there", '<picture name="nope" w="20mm" alt="x"/>', ['no picture named "nope"', "<screen id="]),
    ("unknown style", '<p style="fancy">Hello</p>', ['no style "fancy" for flyer', "headline, sub"]),
    ("not well-formed", "<p>Hello</h1>", ["not well-formed"]),
    ("bare ampersand", "<p>you & me</p>", ["not well-formed", "write & as &amp;"]),
    ("HTML's entity", "<p>&nbsp;</p>", ["not well-formed"]),
    ("entity of a file", '<!DOCTYPE p SYSTEM "/etc/passwd"><p/>', ["not well-formed"]),
    ("undefined variable", "<p>{{ titel }}</p>", ["'titel' is undefined", "guide, "]),
    ("undefined attribute", "<p>{{ guide.titel }}</p>", ["no attribute 'titel'"]),
    ("unknown filter", "<p>{{ guide.title|shout }}</p>", ["No filter named 'shout'"]),
    ("unknown word", '<p>{{ word("skan") }}</p>', ['no word "skan"', 'Did you mean "scan"?']),
    ("procedure that is not there", "<p>{{ guide.procedures[9].title }}</p>", ["no element 9"]),
    ("syntax error", "<p>{% if %}</p>", ["Expected an expression"]),
    ("division by zero", "<p>{{ 1 / 0 }}</p>", ["division by zero", "computes something that it cannot"]),
    ("import of nothing", '{% import "_nix.xml.j2" as nix %}', ['no "_nix.xml.j2" in templates/']),
    ("import of a file outside", '{% include "../../../etc/passwd" %}', ["leads out of the folder templates/"]),
    ("escape from the sandbox", "<p>{{ ''.__class__.__mro__ }}</p>", ["'__class__'", "unsafe", "sandbox"]),
    ("escape by format", "<p>{{ '{0.__class__}'.format(guide) }}</p>", ["unsafe"]),
    ("change of the guide", "<p>{{ guide.have_ready.append('x') }}</p>", ["append"]),
    ("macro that calls itself", "{% macro x() %}{{ x() }}{% endmacro %}{{ x() }}", ["calls itself without end"]),
    ("template that includes itself", '{% include "card.xml.j2" %}', ["calls itself without end"]),
    ("endless loop", "{% for n in range(10 ** 12) %}<p>x</p>{% endfor %}", ["Range too big"]),
]


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    return write_guide(tmp_path / "eduroam")


def build_card(guide: Path, line: str, frame: str = FRAME) -> bytes:
    templates = guide.parent / "templates"
    templates.mkdir(exist_ok=True)
    (templates / "card.xml.j2").write_text(f"{HEAD}{frame}\n{line}{TAIL}")
    return one(guide, guide.parent / "out", "card", template_dir=templates)


@pytest.mark.parametrize(("line", "words"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_fault(guide: Path, line: str, words: list[str]) -> None:
    with pytest.raises(InvalidInput) as caught:
        build_card(guide, line)
    said = "\n".join(f"{problem.message} | {problem.help}" for problem in caught.value.problems)
    assert "card.xml.j2:5: " in said
    for word in words:
        assert word in said


def test_all_faults_of_a_template_at_once(guide: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        build_card(guide, '<pp/>\n<spacer h="12"/>\n<p stile="x">Hello</p>')
    assert [problem.message.split(": ")[0] for problem in caught.value.problems] == [f"card.xml.j2:{line}" for line in (5, 6, 7)]


def test_content_without_end_says_how_much_too_high_it_is(guide: Path) -> None:
    with pytest.raises(InvalidInput, match=r"frame “middle” is [\d.]+ mm too high"):
        build_card(guide, "{% for n in range(3000) %}<p>Hello</p>{% endfor %}")


def test_too_much_to_set_is_an_error_not_a_hang(guide: Path) -> None:
    with pytest.raises(InvalidInput, match=r"the filled template has 20,\d+,\d+ letters"):
        build_card(guide, "<p>{{ 'x' * 20000000 }}</p>")


def test_an_unknown_colour_names_those_that_there_are(guide: Path) -> None:
    with pytest.raises(HandoutsError, match='no colour "red"') as caught:
        build_card(guide, '<p ink="red">Hello</p>')
    assert "signal, ink, paper" in caught.value.problems[0].help


def test_a_sound_one_prints(guide: Path) -> None:
    assert text_of(build_card(guide, "<p>Hello &amp; {{ guide.title }}</p>")) == "Hello & Join eduroam"


@pytest.mark.parametrize(
    ("first_line", "message"),
    [
        ("<document/>", "does not say what it makes"),
        ("{# A card #}", "does not say what it makes"),
        ("{# handouts: size=A77; A card #}", 'unknown size "A77"'),
        ("{# handouts: size=A6 colour=red; A card #}", "unknown setting: colour"),
    ],
)
def test_the_first_line_says_what_a_template_makes(tmp_path: Path, first_line: str, message: str) -> None:
    (tmp_path / "card.xml.j2").write_text(first_line)
    with pytest.raises(InvalidInput, match=message) as caught:
        list_formats(tmp_path)
    assert "card.xml.j2" in caught.value.problems[0].message


def test_a_template_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "card.xml.j2").write_bytes(b"{# handouts: size=A6; \xff #}")
    with pytest.raises(InvalidInput, match="not UTF-8"):
        list_formats(tmp_path)


def test_formats_are_found_by_name_and_macros_are_none(tmp_path: Path) -> None:
    (tmp_path / "card.xml.j2").write_text("{# handouts: size=A6 imposed=yes; A card,\n   to fold #}\n")
    (tmp_path / "_shared.xml.j2").write_text("no format")
    card = find_format("card", tmp_path)
    assert (card.name, card.size.name, card.imposed, card.description) == ("card", "A6", True, "A card, to fold")
    assert list(list_formats(tmp_path)) == ["flyer", "poster", "handout", "booklet", "card"]
    with pytest.raises(UsageError, match='no format "crad"') as caught:
        find_format("crad", tmp_path)
    assert 'Did you mean "card"?' in caught.value.problems[0].help
