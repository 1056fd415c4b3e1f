"""Bytes → text, and every character of a value knows where it was written, in all of YAML's styles."""

from __future__ import annotations

import unicodedata

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import Diagnostic, InvalidInput, Place
from generator.guide.model import Text
from generator.guide.nodes import MapNode, read_nodes
from generator.guide.source import MOST_BYTES, Source, decode, is_invisible, too_much


def value(text: str) -> Text:
    """The value of the first key."""
    node = read_nodes(Source.of("g.yaml", text), [])
    assert isinstance(node, MapNode)
    found = next(iter(node.entries.values()))
    assert isinstance(found, Text)
    return found


def spot(text: Text, index: int) -> tuple[int, int]:
    place = text.at(index)
    assert place is not None
    return place.line, place.column


@pytest.mark.parametrize(
    ("text", "character", "line", "column"),
    [
        ("a: say X", "X", 1, 8),
        ("日: 本 X", "X", 1, 6),
        ("a: 'say X'", "X", 1, 9),
        ("a: 'it''s X'", "X", 1, 11),
        ('a: "say X"', "X", 1, 9),
        (r'a: "say \"X\""', "X", 1, 11),
        (r'a: "\u65e5\tX"', "X", 1, 13),
        (r'a: "say \x58"', "X", 1, 9),
        ("a: one\n  two X", "X", 2, 7),
        ('a: "one\n\n  two \\\n  X"', "X", 4, 3),
        ("a: |\n  one\n  two X\n", "X", 3, 7),
        ("a: >-\n\n  one\n  two X\n", "X", 4, 7),
        ("a: &n X", "X", 1, 7),
    ],
)
def test_place_of_a_character(text: str, character: str, line: int, column: int) -> None:
    found = value(text)
    assert spot(found, found.index(character)) == (line, column)


def test_place_of_a_text() -> None:
    assert value('a: "one"').place == Place("g.yaml", 1, 4, 5, 'a: "one"')
    assert value("a: |\n  one\n  two\n").place == Place("g.yaml", 2, 3, 3, "  one")


def test_a_part_has_its_own_place() -> None:
    assert value("a: open..done").part(6, 10).place == Place("g.yaml", 1, 10, 4, "a: open..done")


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1), st.sampled_from(["'", '"', "|", ">", None])
)
def test_every_visible_character_is_found_where_it_stands(words: str, style: str | None) -> None:
    dumped = yaml.dump({"a": words}, default_style=style, allow_unicode=True, width=20).replace("\r", "")
    source = Source.of("g.yaml", dumped)
    node = read_nodes(source, [])
    assert isinstance(node, MapNode)
    text = next(iter(node.entries.values()))
    assert isinstance(text, Text)
    for index, character in enumerate(text):
        place = text.at(index)
        assert place is not None
        written = source.lines[place.line - 1][place.column - 1 :]
        assert character.isspace() or written.startswith((character, "\\"))


def test_byte_order_mark_and_line_ends() -> None:
    assert decode("g", b"\xef\xbb\xbfa\r\nb\rc\n", []).lines == ("a", "b", "c", "")


@pytest.mark.parametrize(
    ("data", "words", "line", "column"),
    [
        ("a: b".encode("utf-16"), "UTF-16", 1, 1),
        ("a: ok\nb: 次へ".encode("cp932"), "0x8E is not UTF-8", 2, 4),
        (b"a: \xed\xa0\x80", "0xED is not UTF-8", 1, 4),
        (b"a" * (MOST_BYTES + 1), "larger than 1 MB", 1, 1),
        (b"ok\n" + bytes(200), "is this a text file", 2, 1),
    ],
)
def test_refused(data: bytes, words: str, line: int, column: int) -> None:
    with pytest.raises(InvalidInput, match=words) as caught:
        decode("g.yaml", data, [])
    place = caught.value.problems[0].place
    assert place is not None
    assert (place.line, place.column) == (line, column)


def test_forbidden_characters_are_all_told() -> None:
    problems: list[Diagnostic] = []
    source = decode("g", "a\x00\nb\u202e".encode(), problems)
    assert [problem.place and (problem.place.line, problem.place.column) for problem in problems] == [(1, 2), (2, 2)]
    assert source.text == "a\ufffd\nb\ufffd"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("x" * 20_001, 20_000),
        ("ab" + "\u0301" * 101, 2),
        ("ก" + "\u0e49" * 101, 1),
        ("a" + "\u200d\u0301" * 51, 1),
        ("a" + "\u200b" * 101, 1),
    ],
)
def test_a_text_that_cannot_be_set_says_where(text: str, where: int) -> None:
    found = too_much(text)
    assert found is not None
    assert found[2] == where


@pytest.mark.parametrize(
    "text",
    [
        "x" * 20_000,
        "Việt Nam, ấ ẫ",
        "ကြွှုံ့",
        "བསྒྲུབས",
        "בְּרֵאשִׁ֖ית",
        "👩\u200d👩\u200d👧",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "क्षि",
    ],
)
def test_what_languages_write_is_not_too_much(text: str) -> None:
    assert too_much(unicodedata.normalize("NFD", text)) is None


@pytest.mark.parametrize("text", ["\u200b", " \u200b\u2060 ", "\u3164", "\ufeff\u00ad", "\u200e\ufe0f"])
def test_a_text_of_invisible_characters_says_nothing(text: str) -> None:
    assert is_invisible(text)
    assert not is_invisible(f"{text}a")
    assert not is_invisible("  ")
