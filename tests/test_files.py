"""Which files of users are read: regular ones, of bounded size, whose links stay in their folder; no word of others is shown."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import cli
from generator.errors import HandoutsError
from generator.files import Unreadable, read_file
from generator.theme import load_theme

SECRET = "root:x:0:0:secret"
GUIDE = """\
schema: 1
id: wifi
title: Wi-Fi
link: {url: "https://example.org", label: Page}
contact: {email: help@example.org}
screens: {one: {file: screens/one.png, alt: A page., name: One}}
procedures: [{steps: [{id: a, text: Go., screens: [one]}]}]
"""
CARD = '{# handouts: size=A6; A card #}\n<document title="x" lang="en" type="flyer"/>'
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
THEME = '[organisation]\nlogo = "logo.svg"\n'
FILES = {"guide.en.yaml": GUIDE, "theme.toml": THEME, "logo.svg": LOGO, "templates/card.xml.j2": CARD, "screens/one.png": "x"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    guide = tmp_path / "guide"
    for name, text in FILES.items():
        (guide / name).parent.mkdir(parents=True, exist_ok=True)
        (guide / name).write_text(text)
    from PIL import Image

    Image.new("RGB", (600, 900), "white").save(guide / "screens" / "one.png")
    (tmp_path / "secret").write_text(SECRET)
    return guide


def run(folder: Path, name: str) -> tuple[int, str]:
    """A command that reads the file: its exit code, and all that it says."""
    arguments = ["build", str(folder), "--out", str(folder.parent / "out"), "-f", "handout"]
    if name.startswith("templates"):
        arguments[-1:] = ["card", "--template-dir", str(folder / "templates")]
    return outcome(arguments)


def outcome(arguments: list[str]) -> tuple[int, str]:
    result = CliRunner().invoke(cli, arguments, standalone_mode=False)
    if isinstance(result.exception, HandoutsError):
        said = "\n".join(f"{one.message} {one.help} {one.place and one.place.source}" for one in result.exception.problems)
        return result.exception.exit_code, result.output + said
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    code = result.return_value if isinstance(result.return_value, int) else result.exit_code
    return code, result.output + result.stderr


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("target", ["../secret", "relative", "/etc/passwd"])
def test_a_link_out_of_its_folder_is_not_read(folder: Path, name: str, target: str) -> None:
    if target == "relative":
        target = os.path.relpath(folder.parent / "secret", (folder / name).parent)
    (folder / name).unlink()
    (folder / name).symlink_to(target)
    code, said = run(folder, name)
    assert SECRET not in said and "root:" not in said
    assert code in ((2,) if name.startswith("templates") else (3, 4))


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("screens")])
def test_a_link_within_its_folder_is_read(folder: Path, name: str) -> None:
    real = (folder / name).with_name("real")
    shutil.move(folder / name, real)
    (folder / name).symlink_to("real")
    assert run(folder, name)[0] in (0, 7)


@pytest.mark.parametrize("name", FILES)
def test_files_of_gigabytes_are_not_read(folder: Path, name: str) -> None:
    os.truncate(folder / name, 3_000_000_000)  # a hole: it takes no room on the disk
    code, said = run(folder, name)
    assert code == (4 if name.startswith("screens") or name == "logo.svg" else 3)
    assert "is larger than" in said


@pytest.mark.parametrize(("command", "name"), [("preflight", "a.pdf"), ("verify", "a.jpg")])
def test_files_on_the_command_line_are_not_read_either(tmp_path: Path, command: str, name: str) -> None:
    (tmp_path / name).touch()
    os.truncate(tmp_path / name, 3_000_000_000)
    code, said = outcome([command, str(tmp_path / name)])
    assert code == 4 and "is larger than" in said


def test_a_theme_that_is_named_is_not_read_over_a_link_either(folder: Path) -> None:
    (folder / "other.toml").symlink_to(folder.parent / "secret")
    code, said = outcome(["build", str(folder), "-t", str(folder / "other.toml"), "--out", str(folder.parent / "out")])
    assert code == 4 and "is a link that leaves its folder" in said and SECRET not in said


def test_a_theme_whose_link_leads_nowhere_is_not_passed_over(folder: Path) -> None:
    (folder / "theme.toml").unlink()
    (folder / "theme.toml").symlink_to("nothing.toml")
    with pytest.raises(HandoutsError, match="leads nowhere"):
        load_theme((), folder)


def test_the_limit_is_exact(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100)
    assert read_file(tmp_path / "a", 100) == b"x" * 100
    with pytest.raises(Unreadable, match="larger"):
        read_file(tmp_path / "a", 99)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are named on POSIX only")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a")
    with pytest.raises(Unreadable, match="a pipe"):
        read_file(tmp_path / "a", 100)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are named on POSIX only")
@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("templates")])
def test_a_pipe_in_the_place_of_a_file(folder: Path, name: str) -> None:
    (folder / name).unlink()
    os.mkfifo(folder / name)
    assert run(folder, name)[0] in (3, 4)
