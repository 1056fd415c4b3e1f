"""Themes and profiles: what is laid over what, and every kind of broken file with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import InvalidInput, UsageError, render
from generator.theme import load_theme, theme_names
from generator.theme.check import contrast
from looking import some

HERE = "‸"  # marks the spot where the caret must stand

# name, the file, words of the message and the help
BROKEN = [
    ("unknown table", "‸colours = 3", ['unknown key "colours"', "palette"]),
    ("misspelt table", "[‸organization]\nname = 'x'", ['unknown key "organization"', 'Did you mean "organisation"?']),
    ("misspelt key", "[contact]\n‸emial = 'x'", ['unknown key "emial" in [contact]', 'Did you mean "email"?']),
    ("text for a table", "‸organisation = 'University'", ['"organisation" must be a table, not a text']),
    ("number for a text", "[organisation]\n‸name = 3", ['"name" must be a text, not a number']),
    ("text for a number", "[line]\n‸main = 'thick'", ['"main" must be a number, not a text']),
    ("yes or no for a number", "[weight]\n‸plate = true", ['"plate" must be a number, not yes or no']),
    ("negative weight", "[weight]\n‸hair = -1", ['"hair" cannot be -1', "0 to 100"]),
    ("nan", "[radius]\n‸plate = nan", ['"plate" cannot be nan']),
    ("unknown end", "[line]\n‸end = 'arrow'", ['cannot be "arrow"', "bit, check"]),
    ("unknown colour", "[palette]\n‸signall = {screen = '#FFFFFF'}", ['unknown colour "signall"', 'Did you mean "signal"?']),
    ("colour by name", "[palette]\n‸signal = {screen = 'yellow'}", ['"yellow" is not a colour', '"#RRGGBB"']),
    ("colour as text", "[palette]\n‸signal = '#FFC61A'", ["must be a table of screen, press, grey"]),
    ("three inks", "[palette]\n‸signal = {press = [0, 22, 94]}", ["four percentages"]),
    ("too much ink", "[palette]\n‸signal = {press = [0, 22, 940, 0]}", ["four percentages"]),
    ("grey as text", "[palette]\n‸ink = {grey = 'dark'}", ["a percentage of black"]),
    ("plate too dark", "[palette]\n‸signal = {screen = '#00674F'}", ["ink on signal", "9:1", "lighter signal"]),
    ("slate too light", "[palette]\n‸slate = {screen = '#8A97A3'}\n", ["slate on paper has a contrast of 3.0:1", "4.5:1"]),
    ("mist too dark", "[palette]\n‸mist = {screen = '#5A6673'}\n", ["ink on mist has a contrast of 2.8:1", "lighter mist"]),
    ("ink too light", "[palette]\n‸ink = {screen = '#999999'}\n", ["ink on paper has a contrast of 2.8:1", "darker ink"]),
    ("style without leading", "[type.leaflet]\n‸body = {size = 11}", ['"body" has no leading', "{size = 11, leading = 15}"]),
    ("unknown key of a style", "[type.flyer]\n‸body = {sise = 11}", ['no "sise"', 'Did you mean "size"?']),
    ("style as number", "[type.flyer]\n‸body = 11", ['"body" is not a type style']),
    ("size out of range", "[type.flyer]\n‸body = {size = 0}", ['the size of "body" cannot be 0', "1 to 500"]),
    ("unknown font of a style", "[type.flyer]\n‸body = {font = 'serif'}", ["no font 'serif'", '"text" or "mono"']),
    ("unknown role of fonts", "[fonts.‸display]\ndefault = 'a:b'", ['unknown key "display" in [fonts]']),
    ("font without package", "[fonts.text]\n‸default = 'Noto.ttf'", ["package:file inside it"]),
    ("unknown key of a script", "[script.ja]\n‸width = 2", ['unknown key "width"', "leading, least, headline"]),
    ("leading of nothing", "[script.ja]\n‸leading = 0", ['"leading" cannot be 0']),
    ("logo that is not there", "[organisation]\n‸logo = 'logo.svg'", ['no file "logo.svg"', "into the theme's folder"]),
    ("logo of another folder", "[organisation]\n‸logo = '../../logo.svg'", ["no file"]),
    ("reference to a guide", "[contact]\n‸name = 'Tap {ui:next}'", ["only a guide has", "write the words themselves"]),
    ("invisible character", '[contact]\n‸name = "a\\u202eb"', ["U+202E RIGHT-TO-LEFT OVERRIDE"]),
    ("no TOML", "[contact‸\nname = 'x'", ["not valid TOML"]),
    ("text without quotes", "[contact]\nname = ‸Help desk", ["not valid TOML", "Texts need quotes"]),
    ("key twice", "[contact]\nname = 'x'\nname = 'y'‸\nurl = 'z'", ["not valid TOML", "overwrite"]),
    ("open quotes", "[contact]\nname = 'x‸\n", ["not valid TOML"]),
]


@pytest.mark.parametrize(("text", "words"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_fault(tmp_path: Path, text: str, words: list[str]) -> None:
    before = text.partition(HERE)[0]
    path = write(tmp_path, text.replace(HERE, ""))
    with pytest.raises(InvalidInput) as caught:
        load_theme([path])
    (problem,) = caught.value.problems
    assert problem.place
    assert (problem.place.file, problem.place.line, problem.place.column) == (
        str(path),
        before.count("\n") + 1,
        len(before) - before.rfind("\n"),
    )
    for word in words:
        assert word in problem.message + " | " + problem.help


def write(folder: Path, text: str) -> Path:
    path = folder / "ours.toml"
    path.write_text(text, "utf-8")
    return path


def test_message_as_designed(tmp_path: Path) -> None:
    path = write(tmp_path, "[contact]\nemial = 'help@example.org'\n")
    with pytest.raises(InvalidInput) as caught:
        load_theme([path])
    assert render(caught.value.problems[0]) == "\n".join(
        [
            'error: unknown key "emial" in [contact]',
            f" --> {path}:2:1",
            "  |",
            "2 | emial = 'help@example.org'",
            "  | ^^^^^",
            'help: The keys are: name, email, phone, url, hours. Did you mean "email"?',
        ]
    )


def test_all_faults_of_all_files_at_once(tmp_path: Path) -> None:
    first = write(tmp_path, "[contact]\nemial = 'x'\n[line]\nend = 'y'\n")
    second = tmp_path / "second.toml"
    second.write_text("[palette]\nsignal = 3\n")
    with pytest.raises(InvalidInput) as caught:
        load_theme([first, second])
    assert [problem.place and (Path(problem.place.file).name, problem.place.line) for problem in caught.value.problems] == [
        ("ours.toml", 2),
        ("ours.toml", 4),
        ("second.toml", 2),
    ]


def test_a_theme_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_bytes(b"description = 'x'\n# \xff\xfe\n")
    with pytest.raises(InvalidInput, match="not UTF-8") as caught:
        load_theme([path])
    assert caught.value.problems[0].place
    assert caught.value.problems[0].place.line == 2


def test_a_theme_that_does_not_exist() -> None:
    with pytest.raises(UsageError, match='no theme "defualt"') as caught:
        load_theme(["defualt"])
    assert 'Did you mean "default"?' in caught.value.problems[0].help


def test_the_built_in_themes_are_sound() -> None:
    for name, description in some(theme_names()):
        assert load_theme([name]).description == description


def test_what_a_profile_leaves_out_stays_as_it_is(tmp_path: Path) -> None:
    plain = load_theme()
    ours = load_theme([write(tmp_path, "[palette]\nsignal = {screen = '#8FD3FF'}\n[type.flyer]\nbody = {size = 12}\n")])
    assert ours.ink("signal").rgb == pytest.approx((0x8F / 255, 0xD3 / 255, 1))
    assert ours.ink("signal").cmyk == plain.ink("signal").cmyk
    assert ours.ink("ink") == plain.ink("ink")
    assert (ours.type["flyer"]["body"].size, ours.type["flyer"]["body"].leading) == (12, plain.type["flyer"]["body"].leading)
    assert ours.type["poster"] == plain.type["poster"]


def test_the_last_theme_wins_and_the_guides_own_comes_first(tmp_path: Path) -> None:
    folder = tmp_path / "guide"
    folder.mkdir()
    (folder / "theme.toml").write_text("[line]\nend = 'bit'\n[organisation]\nowner = 'The guide'\n")
    path = write(tmp_path, "[organisation]\nowner = 'The profile'\n")
    assert load_theme([], folder).organisation.owner == "The guide"
    theme = load_theme(["mono", path], folder)
    assert (theme.end, theme.organisation.owner, theme.ink("signal").rgb) == ("bit", "The profile", (1, 1, 1))
    assert load_theme([path, "mono"], folder).organisation.owner == "The profile"


def test_a_logo_is_found_beside_its_profile(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert load_theme([write(tmp_path, "[organisation]\nlogo = 'logo.svg'\n")]).organisation.logo == tmp_path / "logo.svg"


def test_texts_know_where_they_stand(tmp_path: Path) -> None:
    path = write(tmp_path, "[organisation]\nowner = 'x'\nname = 'Ours'\n")
    place = load_theme([path]).organisation.name.at(2)
    assert place
    assert (place.file, place.line) == (str(path), 3)


def test_contrast_as_wcag_defines_it() -> None:
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert contrast((1, 1, 1), (1, 1, 1)) == 1
    assert contrast((0x76 / 255,) * 3, (1, 1, 1)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", ["default", "mono"])
def test_the_built_in_themes_have_the_contrast_that_the_page_design_promises(name: str) -> None:
    theme = load_theme([name])
    for ground in ("signal", "paper", "mist"):
        assert contrast(theme.ink("ink").rgb, theme.ink(ground).rgb) >= 9
    assert contrast(theme.ink("slate").rgb, theme.ink("paper").rgb) >= 7
