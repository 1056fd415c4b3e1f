"""Every exit code by a real cause, and what stands on the disk then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from building import GUIDE, handouts, write_guide
from generator import making
from generator.cli import commands
from generator.markup import Element


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    return write_guide(tmp_path / "eduroam")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--format", "flier"], ['no format "flier"', "flyer, poster, handout, booklet", 'Did you mean "flyer"?']),
        (["--lang", "jp"], ['no language "jp"', "It has: en."]),
        (["--lang", "e"], ['no language "e"', 'Did you mean "en"?']),
        (["-s", "a4", "--size", "a5"], ["--size is given 2 times: a4, a5", "Give it once"]),
        (["-f", "flyer,"], ["a value of --format is empty"]),
        (["--size", "A77"], ['no page size "A77"', "Letter"]),
        (["--theme", "mno"], ['no theme "mno"', 'Did you mean "mono"?']),
        (["--for", "press"], ["'press' is not one of", "screen"]),
        (["--for", "screen", "--sheets"], ["is not imposed", "--for office"]),
        (["--ua", "2"], ["PDF/UA is for files that are put on the web", "--for screen"]),
        (["--for", "screen", "--ua", "3"], ["'3' is not one of", "2"]),
        (["--png", "9999"], ["9999", "20<=x<=600"]),
        (["--colour"], ["No such option"]),
        (["one-too-many"], ["unexpected extra argument"]),
    ],
    ids=lambda value: " ".join(value) if value and value[0].startswith("-") else None,
)
def test_2_for_what_does_not_exist(guide: Path, tmp_path: Path, arguments: list[str], words: list[str]) -> None:
    said = handouts("build", guide, *arguments, "-o", tmp_path / "out")
    assert (said.code, said.out) == (2, "")
    for word in words:
        assert word in said.err
    assert not (tmp_path / "out").exists()


def test_2_for_an_unknown_command() -> None:
    assert handouts("bild").code == 2


def test_4_for_a_theme_file_that_is_not_there(guide: Path, tmp_path: Path) -> None:
    said = handouts("build", guide, "--theme", "ours.toml", "-o", tmp_path / "out")
    assert (said.code, said.out) == (4, "")
    assert 'the theme file "ours.toml" does not exist' in said.err


def test_3_for_a_typing_error_in_the_guide(tmp_path: Path) -> None:
    guide = write_guide(tmp_path / "guide", GUIDE.replace("{ui:next}", "{ui:nxt}"))
    said = handouts("build", guide, "-o", tmp_path / "out")
    assert (said.code, said.out) == (3, "")
    assert said.err == (
        'error: unknown term "nxt"\n'
        f"  --> {guide}/guide.en.yaml:16:46\n"
        "   |\n"
        '16 |       - {id: go-on, title: Go on, text: "Tap {ui:nxt}.", short: Tap Next.}\n'
        "   |                                              ^^^^^^^^\n"
        'help: the terms are: next. Did you mean "next"?\n\n'
    )
    assert not (tmp_path / "out").exists()


def test_3_names_a_character_that_no_font_has(tmp_path: Path) -> None:
    guide = write_guide(tmp_path / "guide", GUIDE.replace("Close the page., short", "Close the 🜁 page., short"))
    said = handouts("build", guide, "-f", "handout", "-o", tmp_path / "out")
    assert said.code == 3
    assert 'no font has the character "🜁" (U+1F701, ALCHEMICAL SYMBOL FOR AIR)' in said.err
    line = (guide / "guide.en.yaml").read_text("utf-8").splitlines()[16]
    assert f"--> {guide}/guide.en.yaml:17:{line.index('🜁') + 1}\n" in said.err


def test_3_when_a_profile_has_such_a_character(guide: Path, tmp_path: Path) -> None:
    profile = tmp_path / "ours.toml"
    profile.write_text('[organisation]\nname = "🜁 University"\n', "utf-8")
    said = handouts("build", guide, "-f", "flyer", "-t", profile, "-o", tmp_path / "out")
    assert said.code == 3
    assert f"--> {profile}:2:1" in said.err


def test_3_says_what_does_not_fit_and_by_how_much(tmp_path: Path) -> None:
    guide = write_guide(tmp_path / "guide", GUIDE.replace("title: Join eduroam", f"title: {'Unabridged directions ' * 40}"))
    said = handouts("build", guide, "-f", "flyer", "--size", "A6", "-o", tmp_path / "out")
    assert said.code == 3
    assert "flyer A6 en" in said.err
    assert " mm too " in said.err
    assert "help: " in said.err
    assert not (tmp_path / "out").exists()


NO_FONT = GUIDE.replace("Close the page., short", "Close the 🜁 page., short")


def test_nothing_is_written_when_one_file_of_several_fails_and_all_are_wanted(guide: Path, tmp_path: Path) -> None:
    write_guide(guide, NO_FONT, lang="de")
    out = tmp_path / "out"
    out.mkdir()
    old = out / "eduroam.flyer.a4.en.pdf"
    old.write_bytes(b"what stood there before")
    assert handouts("build", guide, "--all-or-none", "-f", "flyer,handout", "-o", out).code == 3
    assert [path.name for path in out.iterdir()] == [old.name]
    assert old.read_bytes() == b"what stood there before"


def test_what_can_be_made_is_made_and_the_rest_is_reported_once(guide: Path, tmp_path: Path) -> None:
    write_guide(guide, NO_FONT, lang="de")
    out = tmp_path / "out"
    said = handouts("build", guide, "-f", "handout,booklet", "-o", out)
    made = ["eduroam.booklet.a5.en.pdf", "eduroam.handout.a4.en.pdf"]
    assert said.code == 3
    assert sorted(path.name for path in out.iterdir()) == made
    assert sorted(Path(line).name for line in said.out.splitlines()) == made
    assert said.err.count("error: ") == 1
    assert 'error: handout A4 de, booklet A5 de: no font has the character "🜁"' in said.err
    names = "eduroam.handout.a4.de.pdf, eduroam.booklet.a5.de.pdf"
    assert f"note: 2 of 4 files made; not made: {names}\n" in said.err


def test_the_worst_error_gives_the_exit_code(guide: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A defect in one file is an internal error, and takes no other file with it."""
    write_guide(guide, NO_FONT, lang="de")
    compose = making.compose

    def broken(document: Element, *arguments: Any) -> Any:
        if document.get("type") == "booklet":
            raise RuntimeError("a wheel came off")
        return compose(document, *arguments)

    monkeypatch.setattr(making, "compose", broken)
    said = handouts("build", guide, "-f", "handout,booklet", "-o", tmp_path / "out")
    assert said.code == 1
    assert "error: booklet A5 en, de: internal error: RuntimeError: a wheel came off" in said.err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["eduroam.handout.a4.en.pdf"]


def test_4_for_a_name_that_no_system_takes(tmp_path: Path) -> None:
    for command in ("check", "build"):
        said = handouts(command, "a" * 300)
        assert (said.code, said.out) == (4, "")
        assert "does not exist" in said.err


def test_5_and_no_file_where_one_of_a_set_cannot_be_written(guide: Path, tmp_path: Path) -> None:
    (tmp_path / "out/eduroam.handout.a4.en.pdf").mkdir(parents=True)
    said = handouts("build", guide, "-f", "flyer,handout", "-o", tmp_path / "out")
    assert (said.code, said.out) == (5, "")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["eduroam.handout.a4.en.pdf"]


def test_4_for_a_guide_that_is_not_there(guide: Path, tmp_path: Path) -> None:
    said = handouts("build", tmp_path / "eduroan", "-o", tmp_path / "out")
    assert said.code == 4
    assert f"{tmp_path}/eduroan does not exist" in said.err
    assert 'Did you mean "eduroam"?' in said.err


def test_4_for_a_font_that_is_not_installed(guide: Path, tmp_path: Path) -> None:
    profile = tmp_path / "ours.toml"
    profile.write_text('[fonts.text]\ndefault = "no_such_package:font.ttf"\n')
    said = handouts("build", guide, "-f", "flyer", "-t", profile, "-o", tmp_path / "out")
    assert said.code == 4
    assert "no-such-package is not installed" in said.err


def test_4_for_a_template_folder_that_is_not_there(guide: Path, tmp_path: Path) -> None:
    assert handouts("build", guide, "--template-dir", tmp_path / "none", "-o", tmp_path / "out").code == 4


def test_5_where_a_file_stands_in_the_folders_place(guide: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    said = handouts("build", guide, "-f", "flyer", "-o", tmp_path / "out")
    assert said.code == 5
    assert "choose another place" in said.err
    assert (tmp_path / "out").read_text() == "mine"


def test_5_for_a_symbolic_link_whose_target_stays_as_it_was(guide: Path, tmp_path: Path) -> None:
    out, target = tmp_path / "out", tmp_path / "precious.pdf"
    out.mkdir()
    target.write_text("precious")
    link = out / "eduroam.flyer.a4.en.pdf"
    link.symlink_to(target)
    said = handouts("build", guide, "-f", "flyer", "-o", out)
    assert said.code == 5
    assert "symbolic link" in said.err
    assert link.is_symlink()
    assert target.read_text() == "precious"


def test_8_for_warnings_when_it_is_strict_and_nothing_is_written(tmp_path: Path) -> None:
    guide = write_guide(tmp_path / "guide", GUIDE.replace("title: Done, ", ""))
    said = handouts("build", guide, "-f", "flyer", "--strict", "-o", tmp_path / "out")
    assert said.code == 8
    assert said.err.startswith("warning: the step")
    assert not (tmp_path / "out").exists()


def test_8_for_a_screen_without_a_picture(tmp_path: Path) -> None:
    screen = "screens:\n  home: {name: Home, file: screens/home.png, alt: The first page.}\nprocedures:"
    text = GUIDE.replace("procedures:", screen).replace("text: Close the page., short", "screens: [home], text: Close., short")
    guide = write_guide(tmp_path / "guide", text)
    assert handouts("build", guide, "-f", "handout", "-o", tmp_path / "out").code == 0
    said = handouts("build", guide, "-f", "handout", "--strict", "-o", tmp_path / "strict")
    assert said.code == 8
    assert "screens/home.png" in said.err


def test_0_for_a_strict_build_without_warnings(guide: Path, tmp_path: Path) -> None:
    assert handouts("build", guide, "-f", "flyer", "--strict", "-o", tmp_path / "out").code == 0


def test_1_for_a_defect_without_a_traceback(guide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object) -> None:
        raise RuntimeError("a wheel came off")

    monkeypatch.setattr(commands, "say_json", broken)
    said = handouts("formats", "--json")
    assert said.code == 1
    assert "internal error: RuntimeError: a wheel came off" in said.err
    assert "Traceback" not in said.err
    monkeypatch.setenv("HANDOUTS_DEBUG", "1")
    with pytest.raises(RuntimeError, match="a wheel came off"):
        handouts("formats", "--json")


def test_130_when_it_is_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "say_json", interrupted)
    said = handouts("formats", "--json")
    assert said.code == 130
    assert "interrupted; nothing was left half-written" in said.err
