"""File names that look the same: a picture is found, or both spellings are told."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from PIL import Image

from building import GUIDE, handouts, write_guide
from generator.spelling import on_disk, other_case

SHOT = "Screenshot 2026-11-24 at 9.41.00\u202fAM.png"
MARKED = GUIDE.replace(
    "procedures:", "screens:\n  s: {name: S, alt: A, file: FILE, device: pc, text_px: 40}\nprocedures:"
).replace("short: Tap Next.}", "short: Tap Next., screens: [s]}")


def _guide(folder: Path, written: str, on_disk: str) -> Path:
    write_guide(folder, MARKED.replace("FILE", f'"{written}"'))
    (folder / on_disk).parent.mkdir(exist_ok=True)
    Image.new("RGB", (1200, 800), "white").save(folder / on_disk, "PNG")
    return folder


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("screens/Übersicht.png", unicodedata.normalize("NFD", "screens/Übersicht.png")),
        (unicodedata.normalize("NFD", "screens/Übersicht.png"), "screens/Übersicht.png"),
        (unicodedata.normalize("NFD", "screens/パスワード.png"), "screens/パスワード.png"),
        ("screens/" + SHOT.replace("\u202f", " "), "screens/" + SHOT),
        ("screens/" + SHOT, "screens/" + SHOT.replace("\u202f", " ")),
        ("screens/a\u00a0b.png", "screens/a b.png"),
        ("écrans/a.png", unicodedata.normalize("NFD", "écrans/a.png")),
    ],
)
def test_a_file_that_looks_the_same_is_used(tmp_path: Path, written: str, found: str) -> None:
    folder = _guide(tmp_path / "guide", written, found)
    assert on_disk(folder, written) == found
    said = handouts("check", folder)
    assert (said.code, said.err) == (0, "")
    assert "nothing to report" in said.out


@pytest.mark.parametrize(
    ("written", "found"), [("screens/upload.en.png", "screens/Upload.en.png"), ("Screens/x.png", "screens/x.png")]
)
def test_capitals_are_an_error_with_both_spellings(tmp_path: Path, written: str, found: str) -> None:
    folder = _guide(tmp_path / "guide", written, found)
    for command in ("check", "build"):
        said = handouts(command, folder, *(("--out", tmp_path) if command == "build" else ()))
        assert said.code == 4
        assert f'"{written}"' in said.err
        assert f'"{found}"' in said.err
        assert "no screen uses" not in said.err
        assert "no picture yet" not in said.err


def test_of_several_that_look_the_same_none_is_taken(tmp_path: Path) -> None:
    for name in ("a\u00a0b.png", "a\u202fb.png"):
        (tmp_path / name).touch()
    assert on_disk(tmp_path, "a b.png") == "a b.png"
    assert on_disk(tmp_path, "a\u202fb.png") == "a\u202fb.png"
    assert other_case(tmp_path, "a\u202fb.png") == ""


def test_a_disk_that_does_not_tell_capitals_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Upload.png").touch()
    monkeypatch.setattr("generator.spelling._exists", lambda path: path.name.lower() == "upload.png")
    assert other_case(tmp_path, "upload.png") == "Upload.png"
    assert other_case(tmp_path, "Upload.png") == ""


@pytest.mark.parametrize("name", ["../x.png", "/etc/passwd", "a\0b", "", "."])
def test_no_folder_outside_is_looked_into(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "X.png").touch()
    assert on_disk(tmp_path / "in", name) == name
    assert other_case(tmp_path / "in", name) == ""


def test_a_logo_is_found_too(tmp_path: Path) -> None:
    Image.new("RGB", (400, 100), "black").save(tmp_path / unicodedata.normalize("NFD", "löwe.png"))
    theme = tmp_path / "theme.toml"
    theme.write_text('[organisation]\nname = "Example"\nlogo = "löwe.png"\n', "utf-8")
    write_guide(tmp_path / "guide")
    assert handouts("check", tmp_path / "guide", "--theme", theme).err == ""
    theme.write_text('[organisation]\nname = "Example"\nlogo = "Löwe.png"\n', "utf-8")
    said = handouts("check", tmp_path / "guide", "--theme", theme)
    assert said.code == 3
    assert "is spelled" in said.err
