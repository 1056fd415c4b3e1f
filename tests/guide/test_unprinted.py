"""Texts that no format prints, screens without pictures, and names of files that say a country."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import GUIDE, handouts, one, text_of, write_guide
from generator.errors import Diagnostic
from generator.guide import load_guide
from generator.guide.check import check
from guide_files import SOUND, edited, load


def found(folder: Path, text: str, rule: str, lang: str = "en") -> list[Diagnostic]:
    return [problem for problem in check({lang: load(folder, text, lang)}) if problem.rule == rule]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("        text: Look at {screen:welcome}.", "        wait: Wait.\n        text: Look at {screen:welcome}.", (36, 15)),
        ("title: Go, device: phone", "title: Go, device: phone, wait: Wait.", (42, 50)),
        ("title: Start,", "title: Start, wait: Wait.,", (41, 41)),
        ("  - {steps: choose..done}", "  - {steps: choose, title: Which, text: One.}", (45, 28)),
        ("contact: {email: help@example.org}", "contact: {hours: 9-17}", (5, 18)),
    ],
)
def test_printed_nowhere(tmp_path: Path, old: str, new: str, place: tuple[int, int]) -> None:
    told = found(tmp_path, edited(old, new), "not-printed")
    assert told[0].place is not None
    assert (told[0].place.line, told[0].place.column) == place
    assert told[0].help


def test_a_wait_that_is_printed(tmp_path: Path) -> None:
    text = edited("title: Start,", "title: Start, wait: Wait.,").replace(
        "text: Go.}\n", "text: Go.}\n      - {id: end, title: End, text: End.}\n"
    )
    assert found(tmp_path, text, "not-printed") == []
    assert found(tmp_path, SOUND, "not-printed") == []


def test_a_screen_without_a_file(tmp_path: Path) -> None:
    text = edited("    file: screens/welcome.png\n", "")
    [told] = found(tmp_path, text, "screen-without-file")
    assert (told.place and told.place.line, told.severity) == (14, "warning")
    assert found(tmp_path, text.replace("        screens: [welcome]\n", ""), "screen-without-file") == []


def test_strict_refuses_a_screen_without_a_file(tmp_path: Path) -> None:
    screen = "screens:\n  s: {name: S, alt: A, device: phone}\nprocedures:"
    text = GUIDE.replace("procedures:", screen).replace("short: Tap Next.}", "short: Tap Next., screens: [s]}")
    guide = write_guide(tmp_path / "guide", text)
    for command in (("check", guide, "--strict"), ("build", guide, "--strict", "-f", "flyer", "-o", tmp_path / "out")):
        said = handouts(*command)
        assert said.code == 8
        assert 'the screen "s" has no file' in said.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        *(
            ("jp", "ja"),
            ("cn", "zh"),
            ("kr", "ko"),
            ("vn", "vi"),
            ("cz", "cs"),
            ("dk", "da"),
            ("se", "sv"),
            ("gr", "el"),
            ("ua", "uk"),
        ),
        *(("np", "ne"), ("us", "en"), ("cn-Hans", "zh-Hans")),
    ],
)
def test_a_country_in_a_files_name(tmp_path: Path, code: str, meant: str) -> None:
    [told] = found(tmp_path, SOUND, "country-code", code)
    assert f"guide.{meant}.yaml" in told.help
    assert told.place is not None


@pytest.mark.parametrize("code", ["en", "ja", "zh-Hans", "ne", "uk", "my", "br", "fil", "sq", "ca", "ar"])
def test_languages_are_no_countries(tmp_path: Path, code: str) -> None:
    assert found(tmp_path, SOUND, "country-code", code) == []


def test_the_waits_that_are_warned_of_are_those_that_no_page_shows(tmp_path: Path) -> None:
    waits = ["wait: Rest one,", "wait: Rest two,", "wait: Rest three,", "wait: Rest four,"]
    devices = ["phone", "pc", "phone", "phone"]
    steps = "".join(
        f"      - {{id: s{number}, title: S, device: {device}, {wait} text: Go.}}\n"
        for number, (device, wait) in enumerate(zip(devices, waits, strict=True))
    )
    text = GUIDE[: GUIDE.index("    steps:\n")] + f"    devices: [phone, pc]\n    steps:\n{steps}"
    folder = write_guide(tmp_path / "guide", text)
    first = text[: text.index("- {id: s0")].count("\n") + 1
    told = {
        problem.place.line - first
        for problem in check({"en": load_guide(folder)})
        if problem.rule == "not-printed" and problem.place
    }
    printed = text_of(one(folder, tmp_path, "handout"))
    shown = {number for number, wait in enumerate(waits) if wait[6:-1] in printed}
    assert shown
    assert told
    assert (shown | told, shown & told) == ({0, 1, 2, 3}, set())
