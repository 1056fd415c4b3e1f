"""Words of another language within a text: told to screen readers, and checked."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from building import GUIDE, handouts, one, text_of, write_guide
from generator.guide.inline import Foreign, Link, Plain, Strong, parse, plain
from generator.guide.tongues import is_language
from generator.preflight.outline import read_outline


def nodes(text: str) -> list[Any]:
    return [(type(node), *(getattr(node, key) for key in node.__struct_fields__ if key != "place")) for node in parse(text)]


def test_they_are_marked_as_in_pandoc() -> None:
    assert nodes("Say [bonjour]{lang=fr}.") == [(Plain, "Say "), (Foreign, "bonjour", "fr"), (Plain, ".")]
    assert nodes("[a](https://b.example) [c]{lang=de-CH}")[::2] == [(Link, "a", "https://b.example"), (Foreign, "c", "de-CH")]
    (strong,) = parse("**[bonjour]{lang=fr}**")
    assert isinstance(strong, Strong) and isinstance(strong.children[0], Foreign)
    assert nodes("[bonjour] {lang=fr} [x]") == [(Plain, "[bonjour] {lang=fr} [x]")]
    assert plain("Say [bonjour]{lang=fr}.") == "Say bonjour."


@pytest.mark.parametrize("tag", ["fr", "zh-Hans", "pt-BR", "zh-Hant-TW", "es-419", "ain"])
def test_tags_of_languages(tag: str) -> None:
    assert is_language(tag)


@pytest.mark.parametrize("tag", ["", "jp", "french", "FR", "fr_CA", "zh-hans", "fr-", "x y", '"fr"'])
def test_other_tags_are_an_error_with_their_place(tag: str, tmp_path: Path) -> None:
    assert not is_language(tag)
    guide = write_guide(tmp_path / "g", GUIDE.replace("answer: Wait.", f"answer: 'Say [bonjour]{{lang={tag}}}.'"))
    said = handouts("check", guide)
    assert said.code == 3
    line = GUIDE.splitlines().index("  - {problem: Nothing happens, answer: Wait.}") + 1
    assert f"unknown language “{tag}”" in said.err or f'unknown language "{tag}"' in said.err
    assert f"guide.en.yaml:{line}:" in said.err
    assert ('Did you mean "ja"?' in said.err) is (tag == "jp")


def spans(element: Any, lang: str) -> list[Any]:
    """All structure elements below that are in that language."""
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    held = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    found = [element] if str(element.get("/Lang", "")) == lang else []
    return found + [one for kid in held for one in spans(kid, lang)]


@pytest.mark.parametrize("format", ["handout", "booklet"])
def test_the_structure_says_their_language(format: str, tmp_path: Path, judge: Callable[[bytes, str], list[Any]]) -> None:
    text = GUIDE.replace("Close the page., short", "'Say **[bonjour à tous]{lang=fr}** and [مرحبا]{lang=ar}.', short")
    data = one(write_guide(tmp_path / "g", text), tmp_path / "out", format, intent="screen")
    with pikepdf.open(BytesIO(data)) as pdf:
        for lang in ("fr", "ar"):
            (span,) = spans(pdf.Root.StructTreeRoot, lang)
            assert span.S == "/Span"
    assert "مرحبا" in read_outline(data)
    assert "Say bonjour à tous and" in text_of(data)
    assert judge(data, "ua1") == []


def test_a_list_item_may_hold_nothing_else(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "card.xml.j2").write_text(
        '{#- handouts: size=A5; A card -#}\n<document title="A" lang="{{ guide.lang }}" type="handout" scale="1">'
        '<pageTemplate id="p"><frame name="f" x="11mm" y="11mm" w="120mm" h="150mm"><h1 style="title">A</h1>'
        '<ul><li>{{ guide.help[0].answer }}</li></ul></frame></pageTemplate><flow page="p"/></document>'
    )
    guide = write_guide(tmp_path / "g", GUIDE.replace("answer: Wait.", "answer: '[bonjour]{lang=fr}'"))
    assert "bonjour" in text_of(one(guide, tmp_path / "out", "card", template_dir=templates))
