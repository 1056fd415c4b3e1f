"""The built-in guide: sound in every language, complete as the university's page, and short enough for paper."""

from __future__ import annotations

from pathlib import Path
from unicodedata import category, east_asian_width

import pytest

from generator.guide import Guide, load_all
from generator.guide.check import check
from generator.guide.inline import plain
from generator.guide.references import Index
from looking import some

FOLDER = Path(__file__).parents[2] / "assets" / "guides" / "mfa-authenticator"
LANGUAGES = ("en", "ar", "de", "es", "id", "ja", "ko", "ne", "th", "vi", "zh-Hans", "zh-Hant")


@pytest.fixture(scope="module")
def guides() -> dict[str, Guide]:
    return load_all(FOLDER)


MOST = {"en": 55, "ja": 60}  # of a text that stands on one line of a sign; others may say a little more


def width(text: str) -> float:
    """How much room a text takes: a Latin letter 1, a full-width one 2, a mark above or below a letter none."""
    return sum(2 if east_asian_width(character) in "WF" else category(character) != "Mn" for character in text)


def test_languages(guides: dict[str, Guide]) -> None:
    assert tuple(guides) == LANGUAGES


def test_checker_finds_only_what_is_known(guides: dict[str, Guide]) -> None:
    """No contact is given, since none may be invented; pictures and a native reader are for others to add."""
    known = {"no-contact", "screen-without-picture", "unreviewed-translation"}
    assert {problem.rule for problem in check(guides)} <= known


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_way_is_the_page_s_way(guides: dict[str, Guide], lang: str) -> None:
    phone, qr = guides[lang].procedures
    assert (phone.id, len(phone.steps), phone.devices) == ("phone", 9, ("phone",))
    assert (qr.id, len(qr.steps), qr.devices) == ("qr", 8, ("pc", "phone"))
    assert [len(step.cases) for step in phone.steps] == [0, 2, 0, 0, 0, 0, 0, 0, 0]
    assert [step.device for step in qr.steps] == ["pc", "pc", "pc", "phone", "phone", "phone", "pc", "pc"]
    assert "{procedure:qr}" in phone.steps[4].note
    assert "{steps:open..install}" in qr.steps[0].text
    assert f"{{step:{phone.steps[6].id}}}" in qr.steps[7].text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_screen_is_shown_once_in_the_order_of_the_page(guides: dict[str, Guide], lang: str) -> None:
    guide = guides[lang]
    steps = [step for procedure in guide.procedures for step in procedure.steps]
    shown = [screen for step in steps for screens in (*(case.screens for case in step.cases), step.screens) for screen in screens]
    assert shown == list(guide.screens)
    assert len(shown) == 21
    assert all(screen.alt and screen.file == f"screens/{name}.{lang}.png" for name, screen in guide.screens.items())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_are_short(guides: dict[str, Guide], lang: str) -> None:
    guide = guides[lang]
    index = Index(guide)
    for procedure in some(guide.procedures):
        for step in procedure.steps:
            assert step.title and width(plain(step.title, index)) <= 24, step.id
            assert step.short and width(plain(step.short, index)) <= MOST.get(lang, 64), step.id
            assert width(plain(step.text, index)) <= 150, step.id
    for phase in some(guide.phases):
        assert width(plain(phase.title, index)) <= 16
        assert width(plain(phase.text, index)) <= MOST.get(lang, 64)


def test_phases_cover_the_first_procedure(guides: dict[str, Guide]) -> None:
    guide = guides["en"]
    order = [step.id for step in guide.procedures[0].steps]
    covered = [step for phase in guide.phases for step in order[order.index(phase.first) : order.index(phase.last) + 1]]
    assert covered == order


def test_japanese_terms_name_the_english_label(guides: dict[str, Guide]) -> None:
    english, japanese = guides["en"].terms, guides["ja"].terms
    for name, term in some(japanese.items()):
        assert term.original == ("" if term.label == english[name].label else english[name].label), name
