"""Messages: the same finding is printed once, and many of one kind are folded."""

from __future__ import annotations

from pathlib import Path

from building import GUIDE, handouts, write_guide
from generator.errors import Diagnostic, Place, grouped, render


def finding(file: str, line: int, output: str, measured: str = "") -> Diagnostic:
    place = Place(file, line, 3, source="  s1: {name: One}")
    return Diagnostic("too small", place, "Crop it.", "warning", "small", output=output, measured=measured)


def test_one_finding_in_several_files_and_languages_is_one_message() -> None:
    found = [
        finding("wifi/guide.en.yaml", 7, "handout A4 en"),
        finding("wifi/guide.ja.yaml", 9, "handout A4 ja"),
        finding("wifi/guide.en.yaml", 7, "booklet A5 en"),
    ]
    (group,) = grouped(found)
    assert render(*group) == (
        "warning: handout A4 en, ja, booklet A5 en: too small\n"
        " --> wifi/guide.en.yaml:7:3\n"
        "  |\n"
        "7 |   s1: {name: One}\n"
        "  |   ^\n"
        "also: guide.ja.yaml:9:3\n"
        "help: Crop it."
    )


def test_figures_are_listed_with_their_files() -> None:
    found = [
        finding("guide.en.yaml", 7, "handout A4 en", "0.8 mm"),
        finding("guide.en.yaml", 7, "booklet A5 en", "0.9 mm"),
        finding("guide.en.yaml", 7, "booklet A5 ja", "0.9 mm"),
    ]
    (group,) = grouped(found)
    assert render(*group).splitlines()[0] == (
        "warning: too small: 0.8 mm (handout A4 en), 0.9 mm (booklet A5 en, ja)"
    )
    assert found[0].text == "handout A4 en: too small: 0.8 mm"


def test_two_places_in_a_file_are_two_findings() -> None:
    """And each of them is one with its counterpart in another language."""
    found = [finding(file, line, "") for file in ("guide.en.yaml", "guide.ja.yaml") for line in (7, 8)]
    groups = grouped([*found, *found])
    assert [[one.place.line for one in group if one.place] for group in groups] == [[7, 7], [8, 8]]
    assert grouped([]) == []


def test_findings_that_only_look_alike_stay_apart() -> None:
    placed = finding("guide.en.yaml", 7, "handout A4 en")
    placeless = Diagnostic(placed.message, None, placed.help, placed.severity, placed.rule)
    about = [Diagnostic("no room", about=words) for words in ("one text", "another")]
    assert [len(group) for group in grouped([placeless, placed, *about])] == [1, 1, 1, 1]


def test_a_finding_without_a_figure_among_others_keeps_its_file() -> None:
    found = [finding("g.en.yaml", 7, f"{kind} A4 en", figure) for kind, figure in [("a", "3 mm"), ("b", ""), ("c", "4 mm")]]
    assert render(*found).splitlines()[0] == "warning: too small: 3 mm (a A4 en), (b A4 en), 4 mm (c A4 en)"


def test_several_hundred_messages_of_a_kind_are_folded(tmp_path: Path) -> None:
    keys = "".join(f"key{number}: x\n" for number in range(150))
    said = handouts("check", write_guide(tmp_path / "guide", GUIDE + keys))
    assert said.code == 3
    assert said.err.count("error: ") == 21
    assert "error: 130 more errors of this kind (unknown-key)\nhelp: --json lists all\n" in said.err
