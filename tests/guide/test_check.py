"""Warnings, and what differs between languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import Diagnostic
from generator.guide.check import MOST_PROBLEMS, check
from generator.guide.references import Index, letter, texts, used_screens, used_terms
from guide_files import SOUND, edited, load, problems


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the one picture that the sound guide names."""
    (tmp_path / "screens").mkdir()
    (tmp_path / "screens" / "welcome.png").write_bytes(b"")
    return tmp_path


def warnings(folder: Path, text: str) -> list[Diagnostic]:
    return check({"en": load(folder, text)})


def test_nothing_to_say_of_a_good_guide(folder: Path) -> None:
    assert warnings(folder, SOUND) == []


@pytest.mark.parametrize(
    ("old", "new", "rule", "line", "column"),
    [
        ("contact: {email: help@example.org}\n", "", "no-contact", 3, 8),
        ("  next: Next\n", "  next: Next\n  spare: Spare\n", "unused-term", 12, 3),
        ("  welcome:\n", "  spare: {alt: x}\n  welcome:\n", "unused-screen", 14, 3),
        ("    alt: The first page.\n", "", "no-alt", 14, 3),
        ("screens/welcome.png", "screens/other.png", "screen-without-picture", 16, 11),
        ("    name: Welcome\n", "", "screen-without-name", 31, 47),
        ("reviewed: yes", "reviewed: no", "unreviewed-translation", 8, 19),
        ('          - {id: again, when: Otherwise, text: "Tap {ui:add-method}."}\n', "", "single-case", 32, 18),
        ("        title: Done\n", "", "step-without-title", 34, 13),
        ("answer: Wait.", 'answer: "See {setp:open}."', "misspelt-reference", 47, 45),
    ],
)
def test_warning(folder: Path, old: str, new: str, rule: str, line: int, column: int) -> None:
    found = {problem.rule: problem for problem in warnings(folder, edited(old, new))}
    assert rule in found
    place = found[rule].place
    assert place is not None
    assert (place.line, place.column, found[rule].severity) == (line, column, "warning")
    assert found[rule].help


def test_more_phases_than_there_is_room_for(folder: Path) -> None:
    many = "".join(f"      - {{id: s{number}, title: T, text: Go.}}\n" for number in range(6))
    text = edited("      - {id: go,", many + "      - {id: go,")
    text += "phases:\n" + "".join(f"  - {{steps: s{number}}}\n" for number in range(6))
    found = warnings(
        folder, text.replace("phases:\n  - {title: Open, text: On the phone., steps: open}\n  - {steps: choose..done}\n", "")
    )
    assert [problem.rule for problem in found] == ["many-phases"]


def test_a_flood_of_problems_is_cut(folder: Path) -> None:
    found = problems(folder, edited("text: Go.}", f'text: "{"{ui:x} " * 2500}"}}'))
    assert len(found) == MOST_PROBLEMS + 1
    assert "more than 200 errors" in found[-1].message
    found = tuple(warnings(folder, edited("text: Go.}", f'text: "{"{iu:x} " * 2500}"}}')))
    assert (len(found), found[-1].severity) == (MOST_PROBLEMS + 1, "warning")


def differences(folder: Path, old: str, new: str) -> list[tuple[str, str]]:
    guides = {"en": load(folder, SOUND), "ja": load(folder, edited(old, new), "ja")}
    return [
        (problem.rule, problem.message)
        for problem in check(guides)
        if not problem.rule.startswith(("unused", "no-", "untranslated"))
    ]


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        ("id: eduroam", "id: other", ["ids-differ"]),
        ("https://example.org/wifi", "https://example.org/other", ["link-differs"]),
        ("  next: Next\n", "  next: Next\n  more: More\n", ["extra-term"]),
        ('edition: "2"', 'edition: "1"', ["stale-translation"]),
        ("reviewed: 2026-11-24", "reviewed: 2026-11-23", ["stale-translation"]),
        ("{id: again,", "{id: later,", ["missing-case", "extra-case"]),
        ("  next: Next\n  add-method: {label: 追加, original: Add}", "  add-method: 追加\n  next: Next", ["reordered-term"]),
        ("      - {id: go, title: Go, device: phone, text: Go.}\n", "", ["missing-step"]),
        ("  - {steps: choose..done}\n", "", ["missing-phase"]),
        ("choose..done", "choose", ["missing-phase", "extra-phase"]),
    ],
)
def test_languages_that_differ(folder: Path, old: str, new: str, rules: list[str]) -> None:
    assert [rule for rule, _ in differences(folder, old, new)] == rules


def test_languages_that_agree(folder: Path) -> None:
    assert differences(folder, "title: Join eduroam", "title: eduroamに参加") == []


def test_a_missing_step_says_where_it_stands_in_the_other_language(folder: Path) -> None:
    guides = {
        "en": load(folder, SOUND),
        "ja": load(folder, edited("      - {id: go, title: Go, device: phone, text: Go.}\n", ""), "ja"),
    }
    (problem,) = (problem for problem in check(guides) if not problem.rule.startswith("untranslated"))
    assert problem.message == 'the step "go" is missing in ja'
    assert "guide.en.yaml:42:14" in problem.help
    assert problem.place is not None
    assert problem.place.file.endswith("guide.ja.yaml")


def test_index(folder: Path) -> None:
    index = Index(load(folder, SOUND))
    spot = index.spot("go")
    assert (spot.procedure_index, spot.letter, spot.number, spot.step.device) == (1, "B", 2, "phone")
    assert index.letter("phone") == "A"
    assert index.procedure("pc").title == "On a PC"
    assert [step.id for step in index.between("open", "done")] == ["open", "choose", "done"]
    assert index.between("open", "go") == ()
    assert index.between("done", "open") == ()


def test_letters() -> None:
    assert [letter(index) for index in (0, 1, 25, 26, 27, 52, 702)] == ["A", "B", "Z", "AA", "AB", "BA", "AAA"]


def test_what_is_used(folder: Path) -> None:
    guide = load(folder, SOUND)
    assert used_terms(guide) == {"next", "add-method"}
    assert used_screens(guide) == {"welcome"}
    assert all(text.place is not None for text in texts(guide))
    assert {"Join eduroam", "Your phone", "First time", "Nothing happens", "On the phone."} <= set(texts(guide))
