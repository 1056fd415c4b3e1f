"""How a translation stands to its source: what `check` says, stamps, and which language is the source."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import Diagnostic
from generator.guide import Guide
from generator.guide.check import check
from generator.guide.rewrite import Draft
from generator.guide.standing import longest, source_language, standing
from generator.guide.units import digest, units
from guide_files import SOUND, load, problems

ENGLISH = SOUND.replace("translation: {by: machine, reviewed: yes}\n", "").replace("{label: 追加, original: Add}", "Add")
GERMAN = """\
schema: 1
id: eduroam
title: Mit eduroam verbinden
link: {url: "https://example.org/wifi", label: WLAN-Seite}
contact: {email: help@example.org}
edition: "2"
reviewed: 2026-11-24
translation: {by: ein Mensch, reviewed: yes}
have_ready: [Ihr Telefon, {text: Ein Konto, note: keines für Gäste, icon: user}]
terms:
  next: {label: Weiter, original: Next}
  add-method: {label: Hinzufügen, original: Add}
screens:
  welcome:
    name: Willkommen
    file: screens/welcome.png
    alt: Die erste Seite.
procedures:
  - id: phone
    title: Auf dem Telefon
    steps:
      - id: open
        title: Öffnen
        text: Öffnen Sie {link}.
        screens: [welcome]
      - id: choose
        title: Welche?
        cases:
          - {id: new, when: Zum ersten Mal, sees: welcome, text: "Tippen Sie auf {ui:next}."}
          - {id: again, when: Sonst, text: "Tippen Sie auf {ui:add-method}."}
      - id: done
        title: Fertig
        text: Sehen Sie {screen:welcome} an.
  - id: pc
    title: Am PC
    devices: [pc, phone]
    steps:
      - {id: start, title: Anfang, text: "Tun Sie {steps:open..choose}, dann {step:done}, oder {procedure:phone}."}
      - {id: go, title: Los, device: phone, text: Gehen Sie.}
phases:
  - {title: Öffnen, text: Am Telefon., steps: open}
  - {steps: choose..done}
help:
  - {problem: Nichts geschieht, answer: Warten Sie.}
"""


def pair(folder: Path, english: str = ENGLISH, german: str = GERMAN) -> dict[str, Guide]:
    return {"en": load(folder, english), "de": load(folder, german, "de")}


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "screens").mkdir()
    (tmp_path / "screens" / "welcome.png").write_bytes(b"")
    return tmp_path


def told(guides: dict[str, Guide]) -> list[Diagnostic]:
    return check(guides)


def stamped(folder: Path) -> str:
    """The German guide with stamps for the English one."""
    guides = pair(folder)
    draft = Draft.of(guides["de"].path, "de")
    draft.stamp({path: digest(unit.text) for path, unit in units(guides["en"]).items()}, list(units(guides["en"])))
    return draft.text


def test_nothing_to_say_of_a_good_translation(folder: Path) -> None:
    assert told(pair(folder)) == []
    assert told(pair(folder, german=stamped(folder))) == []


@pytest.mark.parametrize(
    ("old", "new", "rule", "message", "line"),
    [
        ("        title: Welche?\n", "", "missing-text", 'the title of the step "choose" is missing in de', 3),
        ("    name: Willkommen\n", "", "missing-text", 'the name of the screen "welcome" is missing in de', 3),
        ("{label: Weiter, original: Next}", "Next", "untranslated-term", "1 term says in de the same as in en: next", 11),
        ("Warten Sie.", "Wait.", "untranslated-text", "1 text says in de the same as in en: help.1.answer", 44),
        (" auf {ui:next}", "", "reference-differs",
         'the text of the case "new" of the step "choose" has no {ui:next}, as it has in en', 29),
        ("Sehen Sie {screen", "Nach {link}, {screen", "reference-differs",
         'the text of the step "done" has {link}, which it has not in en', 33),
        ("Los,", '"[Los](https://example.com/x)",', "reference-differs",
         'the title of the step "go" has https://example.com/x, which it has not in en', 39),
        ("[Ihr Telefon, {", "[{", "entries-differ", "things to have ready: 1 in de, but 2 in en", 3),
    ],
)  # fmt: skip
def test_what_differs_is_told(folder: Path, old: str, new: str, rule: str, message: str, line: int) -> None:
    found = [problem for problem in told(pair(folder, german=changed(GERMAN, old, new))) if problem.rule == rule]
    assert [problem.message for problem in found] == [message]
    assert found[0].help
    assert found[0].place is not None
    assert (found[0].place.line, found[0].severity) == (line, "warning")


def test_a_text_that_changed_in_the_source_after_the_stamp(folder: Path) -> None:
    german = stamped(folder)
    english = changed(ENGLISH, "text: Open {link}.", "text: Open {link} first.")
    (found,) = told(pair(folder, english, german))
    assert found.message == 'the text of the step "open" has changed in en since it was translated'
    assert found.rule == "changed-in-source"
    assert found.place is not None
    assert found.place.source == "        text: Öffnen Sie {link}."
    assert "guide.en.yaml:26:15" in found.help
    assert "handouts check --stamp --lang de" in found.help


def test_without_a_stamp_no_change_is_known(folder: Path) -> None:
    assert told(pair(folder, changed(ENGLISH, "answer: Wait.", "answer: Go away."))) == []


def test_what_is_the_same_on_purpose_is_stamped(folder: Path) -> None:
    german = changed(stamped(folder), "{label: Weiter, original: Next}", "Next")
    assert told(pair(folder, german=german)) == []


def test_texts_without_words_need_no_translation(folder: Path) -> None:
    english = changed(ENGLISH, "answer: Wait.", 'answer: "{ui:next}, 1 – 2."')
    assert told(pair(folder, english, changed(GERMAN, "answer: Warten Sie.", 'answer: "{ui:next}, 1 – 2."'))) == []


def test_what_is_missing_as_a_whole_is_told_once(folder: Path) -> None:
    step = "      - {id: go, title: Los, device: phone, text: Gehen Sie.}\n"
    assert [problem.rule for problem in told(pair(folder, german=changed(GERMAN, step, "")))] == ["missing-step"]


def test_the_source_is_the_first_that_is_no_translation(folder: Path) -> None:
    guides = pair(folder)
    assert source_language(guides) == "en"
    translated = load(folder, ENGLISH + "translation: {by: someone}\n")
    original = load(folder, changed(GERMAN, "translation: {by: ein Mensch, reviewed: yes}\n", ""), "de")
    assert source_language({"en": translated, "de": original}) == "de"
    assert source_language({"en": translated, "de": guides["de"]}) == "en", "all are translations: the first"


def test_a_translation_is_counted(folder: Path) -> None:
    german = changed(changed(GERMAN, "Warten Sie.", "Wait."), "    name: Willkommen\n", "")
    guides = pair(folder, german=german)
    state = standing(guides["en"], guides["de"])
    assert (state.missing, state.untranslated) == (("screens.welcome.name",), ("help.1.answer",))
    assert state.translated == len(units(guides["en"])) - 2


def test_the_texts_that_grew_most(folder: Path) -> None:
    guides = pair(folder, german=changed(GERMAN, "Die erste Seite.", "Die allererste Seite von allen, die es gibt."))
    assert longest(guides["en"], guides["de"])[0] == "screens.welcome.alt (2.9 times)"


def test_stamps_are_written_at_the_end_and_change_nothing_else(folder: Path) -> None:
    text = stamped(folder)
    assert text.startswith(GERMAN)
    assert "\nstamps:\n  title: " in text
    guides = pair(folder, changed(ENGLISH, "answer: Wait.", "answer: Stay."), text + "\n# the end\n")
    draft = Draft.of(guides["de"].path, "de")
    stamps = {**guides["de"].stamps, "help.1.answer": digest("Stay.")}
    draft.stamp(stamps, list(units(guides["en"])))
    old, new = (text + "\n# the end\n").split("\n"), draft.text.split("\n")
    assert [(a, b) for a, b in zip(old, new, strict=True) if a != b] == [
        (f"  help.1.answer: {digest('Wait.')}", f"  help.1.answer: {digest('Stay.')}")
    ]


@pytest.mark.parametrize("stamps", ["stamps: 7\n", "stamps: [a]\n", "stamps: {title: [a]}\n"])
def test_stamps_that_are_none_are_refused(folder: Path, stamps: str) -> None:
    (problem,) = problems(folder, ENGLISH + stamps)
    assert problem.rule == "wrong-kind"
    assert problem.help
