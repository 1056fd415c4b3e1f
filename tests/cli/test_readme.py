"""The README tells the truth: its commands run, its examples build, its tables and help texts are the program's own."""

from __future__ import annotations

import contextlib
import glob
import importlib.util
import io
import re
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

from building import ROOT, handouts
from generator import errors
from generator.cli.commands import cli
from generator.guide import schema
from generator.markup.vocabulary import VOCABULARY
from looking import some

README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = re.findall(r"^    (handouts .*?)(?: {3}.*)?$", README, re.MULTILINE)  # what follows in a help text says what it does
EXAMPLES = dict(re.findall(r"<!-- example: (\S+) -->\n```\w+\n(.*?)```", README, re.DOTALL))
SMALLEST_PICTURE, LARGEST_PICTURE = 5_000, 120_000


def tool(name: str) -> ModuleType:
    """A script of tools/ as a module."""
    spec = importlib.util.spec_from_file_location(f"tools_{name}", ROOT / "tools" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the README's example files, to work in."""
    for name, text in EXAMPLES.items():
        if "." in name:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_help_texts_tables_and_lists_are_the_programs_own() -> None:
    assert tool("readme").filled(README) == README, "run: make readme"


@pytest.mark.parametrize("command", sorted(set(COMMANDS)))
def test_command(folder: Path, command: str) -> None:
    """Each runs; those that make everything make the English flyer here, since all else has tests of its own."""
    everything = " build" in command and " --format " not in command and " -f " not in command and "--help" not in command
    if " preflight " in command or " verify " in command:
        make_finished_files(folder, "guides/eduroam" if "example.ac.jp" in command else None)
    if " translate import " in command or " --stamp " in command:
        begin_translation()
    words = [found for word in command.split()[1:] for found in (sorted(glob.glob(word)) or [word])]
    built_in = words[0] in ("build", "check") and "guides/eduroam" not in words and "--lang" not in words and "-l" not in words
    said = handouts(*words, *(["-f", "flyer"] if everything else []), *(["-l", "en"] if built_in else []))
    assert said.code == 0, said.err
    assert said.out


def begin_translation() -> None:
    """The example guide has a Japanese file, and there is a PO file for it."""
    for verb in ("export", "import"):
        assert handouts("translate", verb, "ja", "guides/eduroam").code == 0


def make_finished_files(folder: Path, guide: str | None) -> None:
    """A flyer of the guide under all the names that the README's commands give, and a picture of it."""
    said = handouts("build", *([guide] if guide else []), "-f", "flyer", "-l", "en", "--png", "150", "--json")
    (folder / "built.json").write_text(said.out, "utf-8")
    flyer, picture = next(folder.glob("output/*.pdf")), next(folder.glob("output/*.png"))
    for name in ("poster.pdf", "flyer-from-a-word-processor.pdf", "sign.pdf"):
        (folder / name).write_bytes(flyer.read_bytes())
    handouts("build", *([guide] if guide else []), "-f", "flyer", "-l", "en", "--for", "screen", "-o", "web")
    for name in ("handout.pdf", "handout.screen.pdf"):
        (folder / name).write_bytes(next(folder.glob("web/*.pdf")).read_bytes())
    (folder / "photos").mkdir()
    for name in ("wall.jpg", "photos/wall.jpg"):
        Image.open(picture).save(folder / name)


def test_every_command_is_there() -> None:
    assert {command.split()[1] for command in COMMANDS} >= set(cli.commands)  # type: ignore[attr-defined]


def test_the_example_guide_is_sound_and_fits_every_format_on_small_paper(folder: Path) -> None:
    assert handouts("check", "guides/eduroam", "--strict").code == 0
    for size in ("A5", "JB5", "letter"):
        said = handouts("build", "guides/eduroam", "--strict", "--size", size)
        assert (said.code, said.err) == (0, ""), size
    assert handouts("build", "guides/eduroam", "--theme", "our-university.toml", "--strict", "-f", "flyer").code == 0


def test_the_message_is_what_the_program_says(folder: Path) -> None:
    path = folder / "guides/eduroam/guide.en.yaml"
    path.write_text(path.read_text("utf-8").replace('text: "Tap {ui:join}', 'text: "Tap {ui:jion}'), "utf-8")
    said = handouts("check", "guides/eduroam").err.rstrip()
    assert "\n".join(f"    {line}".rstrip() for line in said.splitlines()) in README


def test_the_library_example_runs(folder: Path) -> None:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(EXAMPLES["library"], "README.md", "exec"), {})
    title, file = said.getvalue().splitlines()
    assert title == "Join the campus Wi-Fi 4"
    assert file.startswith("output/eduroam.flyer.letter.en.pdf 1 ")
    assert file.endswith(" ['https://www.example.ac.jp/wifi']")


def test_every_key_of_a_guide_is_told() -> None:
    told = README.partition("## Guide files")[2].partition("## Languages")[0]
    tables = (
        schema._GUIDE,
        schema._STEP,
        schema._CASE,
        schema._SCREEN,
        schema._PHASE,
        schema._HELP,
        schema._CONTACT,
        schema._TERM,
    )
    for key in some({key for table in tables for key in table}):
        assert re.search(rf"\b{key}\b", told), key


def test_every_exit_code_is_told() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    owned = {error.exit_code for error in vars(errors).values() if isinstance(error, type) and hasattr(error, "exit_code")}
    assert told == owned | {0, 130}


def test_every_element_is_told_and_every_folder_that_is_told_is_there() -> None:
    for name in VOCABULARY:
        assert f"| `{name}` |" in README
    folders = re.findall(r"`((?:generator/)?\w+/)`", README.partition("## How the code is organised")[2])
    assert len(folders) > 12
    for folder in folders:
        assert (ROOT / folder).is_dir(), folder


def test_pictures_and_links_are_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert len(pictures) == 3
    for name in pictures:
        path = ROOT / name
        assert SMALLEST_PICTURE < path.stat().st_size < LARGEST_PICTURE
        with Image.open(path) as picture:
            assert picture.mode == "P"
    for name in re.findall(r"(?<!!)\[[^\]]+\]\((?!https?:)([^)]+)\)", README):
        assert (ROOT / name).exists()


def test_make_has_every_target_that_the_readme_names() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in some(re.findall(r"\bmake (bench|check|test|pictures|readme)\b", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_changelog_tells_this_version() -> None:
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert version
    assert f"## [{version[1]}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")
