"""`check` says when nobody has tried a guide for a year; what a build makes does not depend on the day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from building import GUIDE, handouts, one, write_guide
from generator.cli.clock import today
from generator.guide import load_guide
from generator.guide.check import aged


@pytest.mark.parametrize(("day", "old"), [(date(2027, 11, 24), False), (date(2027, 11, 26), True), (date(2020, 1, 1), False)])
def test_older_than_a_year(tmp_path: Path, day: date, old: bool) -> None:
    guide = load_guide(write_guide(tmp_path))
    assert [found.place == guide.reviewed.place for found in aged(guide, day)] == [True] * old


def test_without_a_day_there_is_nothing_to_say(tmp_path: Path) -> None:
    guide = load_guide(write_guide(tmp_path, GUIDE.replace("reviewed: 2026-11-24\n", "")))
    assert aged(guide, date(2099, 1, 1)) == []


def test_check_warns_and_strict_lets_it_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = write_guide(tmp_path / "guide")
    assert handouts("check", guide).err == ""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1956528000")  # 2032-01-01
    said = handouts("check", guide, "--strict")
    assert said.code == 0
    assert "reviewed 1864 days ago" in said.err
    assert "guide.en.yaml:8:11" in said.err


def test_a_build_does_not_depend_on_the_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = write_guide(tmp_path / "guide")
    before = one(guide, tmp_path / "out", proved=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1956528000")
    assert one(guide, tmp_path / "out", proved=False) == before


@pytest.mark.parametrize("given", ["", "yesterday", "-5", "9" * 30, "²"])
def test_the_clock_where_nothing_sound_is_given(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    assert today().year >= 2024
