"""A translation whose screens name no file shows the pictures of its source."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.guide import Guide, Ring, load_all, load_guide

OWN = "  page: {name: Page, file: screens/page.png, alt: A., crop: [0, 0, 1, 0.5], marks: [{ring: [0.1, 0.1, 0.2, 0.2]}]}"
GUIDE = f"""\
schema: 1
id: wifi
title: Wi-Fi
link: {{url: "https://example.org", label: Wi-Fi}}
screens:
{OWN}
procedures:
  - title: Go
    steps: [{{id: go, title: Go, text: Go., screens: [page]}}]
"""
BARE = "  page: {name: Seite, alt: Eine Seite.}"
TRANSLATED = "translation: {by: machine, reviewed: no}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "guide.en.yaml").write_text(GUIDE, "utf-8")
    (tmp_path / "guide.de.yaml").write_text(GUIDE.replace(OWN, BARE) + TRANSLATED, "utf-8")
    return tmp_path


def check_borrowed(guide: Guide) -> None:
    screen = guide.screens["page"]
    assert (screen.file, screen.crop, screen.speaks) == ("screens/page.png", (0, 0, 1, 0.5), "en")
    assert screen.marks == (Ring(0.1, 0.1, 0.2, 0.2),)
    assert (screen.name, screen.alt) == ("Seite", "Eine Seite.")


def test_pictures_are_borrowed_also_where_the_source_is_not_asked_for(folder: Path) -> None:
    for guides in (load_all(folder), load_all(folder, ["de"])):
        check_borrowed(guides["de"])
    check_borrowed(load_guide(folder, "de"))
    assert list(load_all(folder, ["de"])) == ["de"]


def test_a_picture_of_its_own_is_kept(folder: Path) -> None:
    own = GUIDE.replace("screens/page.png", "screens/page.de.png").replace("0.5", "0.7") + TRANSLATED
    (folder / "guide.de.yaml").write_text(own, "utf-8")
    screen = load_guide(folder, "de").screens["page"]
    assert (screen.file, screen.crop[3], screen.speaks) == ("screens/page.de.png", 0.7, "")


def test_what_is_no_translation_borrows_nothing(folder: Path) -> None:
    (folder / "guide.de.yaml").write_text(GUIDE.replace(OWN, BARE), "utf-8")
    assert load_all(folder)["de"].screens["page"].file == ""


def test_one_file_alone_borrows_nothing(folder: Path) -> None:
    assert load_guide(folder / "guide.de.yaml").screens["page"].file == ""


def test_a_screen_that_the_source_lacks_stays_without(folder: Path) -> None:
    (folder / "guide.en.yaml").write_text(GUIDE.replace("  page:", "  other:").replace("[page]", "[other]"), "utf-8")
    assert load_guide(folder, "de").screens["page"].file == ""
