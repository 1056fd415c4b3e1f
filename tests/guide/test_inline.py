"""Inline markup: what is one, what prints as written, and where each node stands."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.guide.inline import (
    Inline,
    Link,
    MainLinkRef,
    Plain,
    ProcedureRef,
    ScreenRef,
    StepRef,
    StepsRef,
    Strong,
    Ui,
    misspellings,
    parse,
    plain,
    walk,
)
from generator.guide.model import Text
from generator.guide.nodes import MapNode, read_nodes
from generator.guide.references import Index
from generator.guide.source import Source
from guide_files import SOUND


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("", ()),
        ("words", (Plain("words"),)),
        ("Open {link}.", (Plain("Open "), MainLinkRef(), Plain("."))),
        ("{ui:next}{screen:home}", (Ui("next"), ScreenRef("home"))),
        ("{step:a} {steps:a..b} {procedure:p}", (StepRef("a"), Plain(" "), StepsRef("a", "b"), Plain(" "), ProcedureRef("p"))),
        ("**Do {ui:x}** it", (Strong((Plain("Do "), Ui("x"))), Plain(" it"))),
        ("**[a b](https://x.org/a_(b))**", (Strong((Link("a b", "https://x.org/a_(b)"),)),)),
        ("[a](http://x.org).", (Link("a", "http://x.org"), Plain("."))),
        ("**a**と**b**", (Strong((Plain("a"),)), Plain("と"), Strong((Plain("b"),)))),
        ("{steps:a}", (StepsRef("a", ""),)),
    ],
)
def test_markup(text: str, nodes: tuple[Inline, ...]) -> None:
    assert parse(text) == nodes


@pytest.mark.parametrize(
    "text",
    [
        "{{ 7*7 }}",
        "{}",
        "{foo}",
        "{foo:bar}",
        "{{link}}",
        "{link",
        "link}",
        "{ui}",
        "a ** b ** c",
        "****",
        "an **open end",
        "**",
        "5 * 3 ** 2",
        "[a](javascript:alert(1))",
        "[a](/etc/passwd)",
        "[a] (https://x.org)",
        "<b>&amp;",
    ],
)
def test_prints_as_written(text: str) -> None:
    assert parse(text) == (Plain(text),)


def test_an_open_end_after_markup() -> None:
    assert parse("{ui:x} **a {ui:y} b") == (Ui("x"), Plain(" **a "), Ui("y"), Plain(" b"))


def written(text: str) -> Text:
    node = read_nodes(Source.of("g.yaml", text), [])
    assert isinstance(node, MapNode)
    found = next(iter(node.entries.values()))
    assert isinstance(found, Text)
    return found


def spots(text: str) -> list[tuple[int, int, int]]:
    places = [node.place for node in walk(parse(written(text)))]
    return [(place.line, place.column, place.width) for place in places if place]


def test_places() -> None:
    assert spots("t: Tap {ui:next} now") == [(1, 4, 4), (1, 8, 9), (1, 17, 4)]
    assert spots('t: "Tap **{ui:next}**"') == [(1, 5, 4), (1, 9, 13), (1, 11, 9)]
    assert spots("t: |\n  one\n  {link}\n")[1] == (3, 3, 6)
    assert spots("t: it\n  {link}")[1] == (2, 3, 6)


@given(st.text())
def test_never_fails(text: str) -> None:
    parse(text)
    plain(text)
    list(misspellings(Text(text)))


@given(st.text(st.characters(exclude_characters="{*[\n")))
def test_plain_of_plain_text_is_the_text(text: str) -> None:
    assert plain(text) == text


_PIECES = st.sampled_from(
    ["**", "{", "}", "{link}", "{ui:a}", "[a](https://b.c)", "[", "](", "a", " ", "*", "{steps:a..b}", "\n"]
)


@given(st.lists(_PIECES, max_size=20).map("".join))
def test_nothing_is_lost(text: str) -> None:
    """Written back, the nodes are the text again."""

    def back(node: Inline) -> str:
        match node:
            case Plain(words):
                return words
            case Strong(children):
                return f"**{''.join(map(back, children))}**"
            case Link(words, url):
                return f"[{words}]({url})"
            case MainLinkRef():
                return "{link}"
            case Ui(term):
                return f"{{ui:{term}}}"
            case StepsRef(first, last):
                return f"{{steps:{first}..{last}}}"
            case _:
                raise AssertionError(node)

    nodes = parse(text)
    assert "".join(map(back, nodes)) == text
    assert not any(isinstance(a, Plain) and isinstance(b, Plain) for a, b in pairwise(nodes))


@pytest.mark.parametrize("piece", ["**a ", "{ui:", "{", "[a", "[a](https://x", "**a** ", "{ui:a} ", "｛ui "])
def test_long_texts_take_linear_time(piece: str) -> None:
    text = written("t: |\n  " + piece * (100_000 // len(piece)))
    start = time.process_time()
    parse(text)
    list(misspellings(text))
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Tap {iu:next}.", "{ui:next}"),
        ("See {step approve}.", "{step:approve}"),
        ("See {Step:approve}.", "{step:approve}"),
        ("See {screens:home}.", "{screen:home}"),
        ("Open {Link}.", "{link}"),
        ("{ui：next}を", "{ui:next}"),
        ("｛ui:next｝", "{ui:next}"),
        ("See {step}.", "{step:id}"),
        ("Tap {ui:next", "{ui:next}"),
    ],
)
def test_misspelt_references(text: str, meant: str) -> None:
    (problem,) = misspellings(Text(text))
    assert problem.severity == "warning"
    assert f'Did you mean "{meant}"?' in problem.help


@pytest.mark.parametrize(
    "text", ["{{ 7*7 }}", "{}", "{foo}", "{name}", "{foo:bar baz}", "{ui:next}", "{link}", "{{ui:next}}", "{1: 2}", "a {b} c"]
)
def test_other_braces_are_no_mistake(text: str) -> None:
    assert list(misspellings(Text(text))) == []


def test_place_of_a_misspelling() -> None:
    (problem,) = misspellings(written("t: Tap {iu:next} now"))
    assert problem.place is not None
    assert (problem.place.column, problem.place.width) == (8, 9)


def test_plain_names_what_is_referred_to(tmp_path: object) -> None:
    from pathlib import Path

    from guide_files import load

    index = Index(load(Path(str(tmp_path)), SOUND))
    text = "**Tap** {ui:add-method} on {screen:welcome}, {step:done}, {procedure:pc}, {link}, [x](https://y.z)"
    assert plain(text, index) == "Tap 追加 on Welcome, Done, On a PC, Wi-Fi page, x"
    assert plain("{ui:next} {steps:a..b}") == "next a–b"
