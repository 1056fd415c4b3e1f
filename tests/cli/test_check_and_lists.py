"""`handouts check`, `formats`, `themes` and `completion`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from building import GUIDE, handouts, process, write_guide

CONTACT = "contact: {email: help@example.org}\n"


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    return write_guide(tmp_path / "eduroam")


@pytest.fixture
def flawed(tmp_path: Path) -> Path:
    """A guide with one warning."""
    return write_guide(tmp_path / "flawed", GUIDE.replace(CONTACT, ""))


def test_a_guide_without_faults(guide: Path) -> None:
    for options in ([], ["--strict"]):
        said = handouts("check", guide, *options)
        assert (said.code, said.out, said.err) == (0, "eduroam (en): nothing to report\n", "")


def test_warnings_are_told_and_counted(flawed: Path) -> None:
    said = handouts("check", flawed)
    assert (said.code, said.out) == (0, "eduroam (en): 1 warning\n")
    assert said.err.startswith(f"warning: the guide names nobody who helps\n --> {flawed}/guide.en.yaml:3:8\n")
    assert handouts("check", flawed, "--strict").code == 0, "no edit of the guide can name a help desk"
    untitled = write_guide(flawed.parent / "untitled", GUIDE.replace("title: Done, ", ""))
    assert handouts("check", untitled, "--strict").code == 8


def test_errors_are_all_told(tmp_path: Path) -> None:
    guide = write_guide(tmp_path / "guide", GUIDE.replace("{ui:next}", "{ui:nxt}").replace("edition:", "editon:"))
    said = handouts("check", guide)
    assert said.code == 3
    assert said.err.count("error: ") == 2


def test_languages_are_compared(guide: Path) -> None:
    lines = GUIDE.splitlines(keepends=True)
    write_guide(guide, "".join(line for line in lines if "id: done" not in line), lang="de")
    said = handouts("check", guide)
    assert "eduroam (en, de): " in said.out
    assert "guide.de.yaml" in said.err


def test_json_tells_findings_whatever_they_are(guide: Path, flawed: Path, tmp_path: Path) -> None:
    assert json.loads(handouts("check", guide, "--json").out) == []
    (finding,) = json.loads(handouts("check", flawed, "--json").out)
    assert (finding["severity"], finding["file"], finding["line"]) == ("warning", f"{flawed}/guide.en.yaml", 3)
    broken = write_guide(tmp_path / "broken", GUIDE.replace("{ui:next}", "{ui:nxt}"))
    said = handouts("check", broken, "--json")
    (finding,) = json.loads(said.out)
    assert (said.code, said.err) == (3, "")
    assert finding == {
        "severity": "error",
        "rule": "unknown-term",
        "message": 'unknown term "nxt"',
        "help": 'the terms are: next. Did you mean "next"?',
        "file": f"{broken}/guide.en.yaml",
        "line": 16,
        "column": 46,
        "output": None,
    }


def test_an_email_address_of_a_profile_is_checked(guide: Path, tmp_path: Path) -> None:
    profile = tmp_path / "ours.toml"
    profile.write_text('[contact]\nemail = "help at example"\n')
    said = handouts("check", guide, "--theme", profile)
    assert said.code == 0
    assert f'warning: "help at example" is not an e-mail address\n --> {profile}:2' in said.err


def test_a_profile_is_checked_with_it(guide: Path, tmp_path: Path) -> None:
    profile = tmp_path / "ours.toml"
    profile.write_text("[organisation]\nnam = 'x'\n")
    said = handouts("check", guide, "--theme", profile)
    assert said.code == 3
    assert f"{profile}:2:1" in said.err


def test_formats() -> None:
    said = handouts("formats")
    assert said.out.splitlines()[0].split() == ["FORMAT", "SIZE", "SCANNED", "FROM", "WHAT", "IT", "IS"]
    assert [line.split()[0] for line in said.out.splitlines()[1:]] == ["flyer", "poster", "handout", "booklet"]
    listed = json.loads(handouts("formats", "--json").out)
    assert [(one["name"], one["size"], one["imposed"]) for one in listed] == [
        ("flyer", "A4", False),
        ("poster", "A3", False),
        ("handout", "A4", False),
        ("booklet", "A5", True),
    ]


def test_themes() -> None:
    assert [line.split()[0] for line in handouts("themes").out.splitlines()] == ["THEME", "default", "mono"]
    assert [one["name"] for one in json.loads(handouts("themes", "--json").out)] == ["default", "mono"]


def test_version_and_help() -> None:
    assert handouts("--version").out.startswith("handouts")
    said = handouts("--help")
    assert said.code == 0
    for command in ("build", "check", "completion", "formats", "themes"):
        assert f"  {command} " in said.out
    assert "..." not in said.out.partition("Commands:")[2], "every command is told in one whole line"


@pytest.mark.parametrize(
    ("shell", "word"), [("bash", "complete -"), ("zsh", "#compdef handouts"), ("fish", "complete --no-files")]
)
def test_completion_for_each_shell(shell: str, word: str) -> None:
    said = handouts("completion", shell)
    assert said.code == 0
    assert word in said.out
    assert "_HANDOUTS_COMPLETE" in said.out


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("handouts bu", ["build"]),
        ("handouts build --format f", ["flyer"]),
        ("handouts build --size jb", ["JB3", "JB4", "JB5", "JB6"]),
        ("handouts build --theme m", ["mono"]),
        ("handouts build --for ", ["office", "screen"]),
    ],
)
def test_what_the_shell_offers(words: str, offered: list[str]) -> None:
    count = str(len(words.split(" ")) - 1)
    said = process("completion", _HANDOUTS_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=count)
    assert [line.partition(",")[2] for line in said.out.splitlines()] == offered
