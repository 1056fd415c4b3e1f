"""`handouts verify`: what it says, and how it ends."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from building import GUIDE, LINK, write_guide
from generator.cli.commands import cli
from walls import save, sticker, wall

EVIL = "https://evil.example.net/\x1b[2J"


def run(*arguments: str | Path, colour: bool = False, stdin: str | None = None) -> Result:
    return CliRunner().invoke(
        cli,
        ["verify", *(str(argument) for argument in arguments)],
        color=colour,
        input=stdin,
        standalone_mode=False,
        catch_exceptions=True,
    )


def photo(folder: Path, name: str, *texts: str) -> Path:
    """A photo with these codes beside each other."""
    picture = wall((500 * max(1, len(texts)), 500))
    for i, text in enumerate(texts):
        picture.paste(sticker(text, 360), (500 * i + 60, 60))
    return save(picture, folder / name)


def test_ours(tmp_path: Path) -> None:
    path = photo(tmp_path, "wall.png", LINK)
    said = run(path)
    assert (said.return_value, said.stderr) == (0, "")
    assert said.stdout == f"{path}: ours, centre: {LINK}\n"


def test_a_foreign_code(tmp_path: Path) -> None:
    path = photo(tmp_path, "wall.png", LINK, EVIL)
    said = run(path)
    assert said.return_value == 7
    assert f"{path}: ours, left: {LINK}\n" in said.stdout
    assert f"{path}: FOREIGN, right: it leads to https[:]//evil[.]example[.]net/\\x1b[2J\n" in said.stdout
    assert "1m" not in said.stdout, "no colour in a pipe"
    assert "shows a code that is not ours" in said.stderr
    assert "take the sheet down" in said.stderr
    assert "\x1b[31m" in run(path, colour=True).stdout, "red on a terminal"


def test_no_code_is_a_warning_and_no_success(tmp_path: Path) -> None:
    said = run(photo(tmp_path, "wall.png"))
    assert said.return_value == 8
    assert said.stdout == ""
    assert "warning: no code could be read" in said.stderr


def test_what_is_expected(tmp_path: Path) -> None:
    path = photo(tmp_path, "wall.png", "https://example.org/a", "https://example.org/b")
    assert run(path, "--expect", "https://example.org/a").return_value == 7
    assert run(path, "-e", "https://example.org/a", "-e", "https://example.org/b").return_value == 0


def test_a_builds_codes(tmp_path: Path) -> None:
    path = photo(tmp_path, "wall.png", "https://example.org/a")
    built = json.dumps([{"path": "x.pdf", "codes": ["https://example.org/a"]}, {"codes": ["https://example.org/b"]}])
    (tmp_path / "built.json").write_text(built)
    assert run(path, "--build", tmp_path / "built.json").return_value == 0
    assert run(path, "--build", "-", stdin=built).return_value == 0
    assert run(photo(tmp_path, "other.png", LINK), "--build", tmp_path / "built.json").return_value == 7


@pytest.mark.parametrize("text", ["", "{}", "[1]", "[]", '[{"codes": [1]}]', '[{"codes": null}]', "\x00", "[" * 100_000])
def test_a_build_that_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "built.json").write_text(text)
    said = run(photo(tmp_path, "wall.png"), "--build", tmp_path / "built.json")
    assert getattr(said.exception, "exit_code", None) == 3
    said = run(photo(tmp_path, "wall.png"), "--build", tmp_path / "none.json")
    assert getattr(said.exception, "exit_code", None) == 4


def test_one_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "bad.jpg").write_bytes(b"no photo")
    good, foreign, empty = (photo(tmp_path, *content) for content in (("a.png", LINK), ("b.png", EVIL), ("c.png",)))
    assert run(tmp_path / "bad.jpg", good).return_value == 4
    assert run(good, tmp_path / "bad.jpg", empty).return_value == 4
    assert run(empty, good).return_value == 8
    said = run(tmp_path / "bad.jpg", foreign, empty, good)
    assert said.return_value == 7
    assert "is no photo" in said.stderr
    assert f"{good}: ours" in said.stdout


def test_json(tmp_path: Path) -> None:
    (tmp_path / "bad.jpg").write_bytes(b"no photo")
    path = photo(tmp_path, "wall.png", EVIL + "\u202e")
    said = run(path, tmp_path / "bad.jpg", "--json")
    assert said.return_value == 7
    assert said.stdout.isascii() and "\x1b" not in said.stdout, "a foreign text does not steer the terminal"
    assert said.stderr == ""
    first, second = json.loads(said.stdout)
    assert (first["path"], first["width"], first["height"]) == (str(path), 500, 500)
    (code,) = first["codes"]
    assert (code["text"], code["ours"], code["where"]) == (EVIL + "\u202e", False, "centre")
    assert len(code["corners"]) == 4
    assert [found["rule"] for found in first["diagnostics"]] == ["foreign-code"]
    assert second["codes"] == [] and second["diagnostics"][0]["severity"] == "error"


OWN = "https://example.org/wifi"
OTHER = "https://vpn.example.org/"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own that the command runs in."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_the_guide_of_this_folder_is_ours(here: Path, tmp_path: Path) -> None:
    write_guide(here)
    write_guide(here, GUIDE.replace(OWN, "https://example.org/ja"), "ja")
    said = run(photo(tmp_path, "wall.png", OWN, "https://example.org/ja"))
    assert said.return_value == 0
    assert said.stdout.count("ours, ") == 2
    assert said.stderr == "ours: the guide in this folder: https://example.org/wifi, https://example.org/ja\n"
    assert run(photo(tmp_path, "other.png", LINK)).return_value == 7
    assert run(photo(tmp_path, "wall.png", OWN), "--json").stderr == ""
    assert run(photo(tmp_path, "wall.png", OWN), "-e", LINK).return_value == 7


def test_the_guides_below_this_folder_are_ours(here: Path, tmp_path: Path) -> None:
    write_guide(here / "wifi")
    write_guide(here / "guides" / "vpn", GUIDE.replace(OWN, OTHER))
    said = run(photo(tmp_path, "wall.png", OWN, OTHER))
    assert said.return_value == 0
    assert f'"guides/vpn": {OTHER}' in said.stderr and f'"wifi": {OWN}' in said.stderr
    write_guide(here / "broken", "schema: 1\n")
    said = run(photo(tmp_path, "wall.png", OWN))
    assert said.return_value == 0
    assert "broken" in said.stderr and "handouts check" in said.stderr


def test_a_guide_of_this_folder_that_cannot_be_read_is_an_error(here: Path, tmp_path: Path) -> None:
    write_guide(here, "schema: 1\n")
    assert getattr(run(photo(tmp_path, "wall.png", OWN)).exception, "exit_code", None) == 3


@pytest.mark.parametrize(
    ("code", "expected", "ours"),
    [
        ("https://example.org/", "https://example.org", True),
        ("https://EXAMPLE.org", "https://example.org/", True),
        ("HTTPS://EXAMPLE.ORG/A", "https://example.org/A", True),
        ("https://example.org/a", "https://example.org/A", False),
        ("https://example.org/a/", "https://example.org/a", False),
        ("https://example.org.evil.example/", "https://example.org", False),
        ("https://example.org?x=1", "https://example.org/?x=1", True),
    ],
)
def test_the_same_address_is_ours(code: str, expected: str, ours: bool, tmp_path: Path) -> None:
    assert run(photo(tmp_path, "wall.png", code), "-e", expected).return_value == (0 if ours else 7)


@pytest.mark.parametrize("kind", ["missing", "folder", "a name too long", "a pipe"])
def test_a_photo_that_cannot_be_read_takes_no_other_with_it(kind: str, tmp_path: Path) -> None:
    good, path = photo(tmp_path, "wall.png", LINK), tmp_path / ("a" * 300 if kind == "a name too long" else "odd.png")
    if kind == "folder":
        path.mkdir()
    elif kind == "a pipe":
        os.mkfifo(path)
    said = run(path, good)
    assert said.return_value == 4
    assert f"{good}: ours" in said.stdout
    assert said.stderr.count("error: ") == 1
