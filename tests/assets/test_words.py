"""The pages' own words: every catalogue has every word, with the same gaps to fill, and is compiled from what translators see."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message

from building import ROOT, clean_environment
from generator.markup.words import words
from looking import some

WORDS = ROOT / "assets" / "words"
CATALOGUES = sorted(WORDS.glob("*.po"))


def load_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("tools_words", ROOT / "tools" / "words.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = load_tool()
of_every_language = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)


def entries(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.context]


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_there_are_catalogues() -> None:
    assert CATALOGUES
    assert [path.name for path in WORDS.glob("*.toml")] == ["en.toml"], "only the source; languages are catalogues"


def test_the_template_says_what_the_english_words_say() -> None:
    assert (WORDS / "handouts.pot").read_bytes() == tool.as_po(tool.template()), "run: make words"


@of_every_language
def test_a_catalogue_is_up_to_date_and_compiled(path: Path) -> None:
    catalog = tool.read(path)
    assert path.read_bytes() == tool.as_po(tool.updated(tool.template(), catalog)), "run: make words"
    assert path.with_suffix(".mo").read_bytes() == tool.as_mo(catalog), "run: make words"


@of_every_language
def test_every_word_is_translated_and_none_is_fuzzy(path: Path) -> None:
    for message in some(entries(tool.read(path))):
        assert all(forms(message.string)), message.context
        assert not message.fuzzy, message.context


@of_every_language
def test_placeholders_are_those_of_the_english_words(path: Path) -> None:
    for message in some(entries(tool.read(path))):
        wanted = set(re.findall(r"\{\w+\}", forms(message.id)[-1]))
        for text in forms(message.string):  # "one step" may say its number in a word
            gaps = set(re.findall(r"\{\w+\}", text))
            assert gaps == wanted or (len(forms(message.string)) > 1 and gaps < wanted), message.context


@of_every_language
def test_words_are_clean_text(path: Path) -> None:
    for message in some(entries(tool.read(path))):
        for text in forms(message.string):
            assert text == text.strip(), message.context
            assert text.count("**") % 2 == 0, message.context
            assert "\n" not in text and "  " not in text, message.context


def test_a_number_chooses_its_form() -> None:
    assert [words("en").counted("steps", n) for n in (1, 2)] == ["{n} step", "{n} steps"]
    assert words("ja").counted("steps", 1) == words("ja").counted("steps", 9) == words("ja")["steps"]


def test_a_language_without_words_speaks_english_under_its_own_name() -> None:
    assert (words("xx")["language"], words("xx")["or_type"]) == ("XX", "or type")
    assert words("ja-JP")["or_type"] == words("ja")["or_type"] != "or type"
    assert words("zh-TW")["or_type"] == words("zh-Hant-HK")["or_type"] == words("zh-Hant")["or_type"] != "or type"
    assert words("zh-CN")["or_type"] == words("zh")["or_type"] == words("zh-Hans")["or_type"] != words("zh-Hant")["or_type"]
    assert words("fa")["or_type"] == "or type", "Persian is written as Arabic is, and is none"


def test_a_word_whose_english_changed_is_fuzzy_and_one_that_is_gone_goes() -> None:
    old = Catalog(locale="de")
    old.add("or write", "oder schreiben", context="or_type")
    old.add("Scan", "Scannen", context="scan", user_comments=["kurz"])
    old.add("Fax", "Fax", context="fax")
    new = tool.updated(tool.template(), old)
    found = {message.context: message for message in entries(new)}
    assert (found["or_type"].string, found["or_type"].fuzzy, found["or_type"].previous_id) == (
        "oder schreiben",
        True,
        ["or write"],
    )
    assert (found["scan"].string, found["scan"].fuzzy, found["scan"].user_comments) == ("Scannen", False, ["kurz"])
    assert "fax" not in found
    assert not found["page"].string
    assert b"schreiben" not in tool.as_mo(new)
    assert b"Scannen" in tool.as_mo(new)


def test_translators_see_the_english_words_their_key_and_what_they_are() -> None:
    assert """\
#. The plate: code, address, what to have ready
#. below “Scan”: the other way is to type the address that follows
#: templates/_steps.xml.j2 templates/booklet.xml.j2 templates/flyer.xml.j2 templates/handout.xml.j2
#: templates/poster.xml.j2
msgctxt "or_type"
msgid "or type"
""" in (WORDS / "handouts.pot").read_text("utf-8")


def test_a_build_does_not_load_babel(tmp_path: Path) -> None:
    build = f"generator.build(formats=['flyer'], langs=['ja'], out={str(tmp_path)!r})"
    script = f"import sys, generator; {build}; assert not any(name.startswith('babel') for name in sys.modules)"
    subprocess.run([sys.executable, "-c", script], env=clean_environment(), check=True, timeout=120)
