"""`handouts build`: what each option does, what is said, and what is left behind."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from PIL import Image

from building import GUIDE, LINK, ROOT, built_in, handouts, page_sizes, text_of, write_guide
from generator.jobs import plan
from looking import some

EIGHT = [
    f"mfa-authenticator.{format}.{lang}.pdf"
    for format in ("flyer.a4", "poster.a3", "handout.a4", "booklet.a5")
    for lang in ("en", "ja")
]


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    return write_guide(tmp_path / "eduroam")


def names(folder: Path) -> list[str]:
    """What stands in a folder, however deep; nothing where there is none."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_without_arguments_the_built_in_guide_in_all_formats_and_languages() -> None:
    nothing: dict[str, Any] = {"intent": "office", "ua": None, "themes": (), "template_dir": None, "single_pages": None}
    jobs, _ = plan(None, formats=(), langs=(), size="", out="out", keep=None, proved=True, **nothing)
    every = {path.name.split(".")[1] for path in (ROOT / "assets" / "guides" / "mfa-authenticator").glob("guide.*.yaml")}
    formats = ("flyer.a4", "poster.a3", "handout.a4", "booklet.a5")
    assert len(every) == 12
    assert {job.path.name for job in jobs} == {f"mfa-authenticator.{name}.{lang}.pdf" for name in formats for lang in every}


def test_every_format_in_the_languages_that_are_named(tmp_path: Path) -> None:
    said = handouts("build", "--lang", "en", "--lang", "ja", "--out", tmp_path)
    assert said.code == 0
    assert said.out.split() == [str(tmp_path / name) for name in EIGHT]
    assert names(tmp_path) == sorted(EIGHT)
    assert all((tmp_path / name).read_bytes() == data for name, data in built_in().items())


def test_a_sound_guide_in_a_pipe_says_its_paths_and_nothing_else(guide: Path, tmp_path: Path) -> None:
    said = handouts("build", guide, "-o", tmp_path / "out")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        str(tmp_path / "out" / f"eduroam.{name}.en.pdf") for name in ("flyer.a4", "poster.a3", "handout.a4", "booklet.a5")
    ]


def test_warnings_are_told(tmp_path: Path) -> None:
    guide = write_guide(tmp_path / "guide", GUIDE.replace("contact: {email: help@example.org}\n", ""))
    said = handouts("build", guide, "-f", "flyer", "-o", tmp_path / "out")
    assert (said.code, said.err.count("warning:")) == (0, 1)
    assert "the guide names nobody who helps" in said.err


def test_what_only_a_build_can_find_is_told_too(tmp_path: Path) -> None:
    """What a user's template leaves out that earns trust; `check` reads templates only where it is told to."""
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "card.xml.j2").write_text(
        "{#- handouts: size=A5; A card -#}\n"
        '<document title="{{ guide.title|plain }}" lang="{{ guide.lang }}" type="card" scale="1">'
        '<pageTemplate id="p"><frame name="f" x="11mm" y="11mm" w="100mm" h="100mm">'
        '<qr url="{{ guide.link.url }}" side="40mm" alt="code"/></frame></pageTemplate><flow page="p"/></document>'
    )
    guide = write_guide(tmp_path / "guide")
    said = handouts("build", guide, "-f", "card", "--template-dir", templates, "-o", tmp_path / "out", "--no-preflight")
    assert said.code == 0
    assert "card.xml.j2" in said.err


def test_a_language_without_page_words_is_told_and_never_called_english(tmp_path: Path) -> None:
    guide = write_guide(tmp_path / "guide", lang="fr")
    said = handouts("build", guide, "-f", "flyer", "-o", tmp_path / "out")
    assert (said.code, said.err.count("warning:")) == (0, 1)
    assert """in "fr", the pages' own words""" in said.err
    text = text_of((tmp_path / "out" / "eduroam.flyer.a4.fr.pdf").read_bytes())
    assert "FR" in text.split()
    assert "English" not in text
    assert handouts("check", guide).err.count("warning:") == 1
    assert handouts("check", guide, "--strict").code == 8


def test_a_mono_booklet_of_a_short_address_keeps_its_quiet_zone(tmp_path: Path) -> None:
    short = write_guide(tmp_path / "guide", GUIDE.replace("https://example.org/wifi", "https://www.example.ac.jp/wifi"))
    assert handouts("build", short, "-f", "booklet", "-t", "mono", "-o", tmp_path / "out").code == 0


def test_formats_and_languages_are_chosen_and_named_once(tmp_path: Path) -> None:
    said = handouts("build", "-f", "handout", "-f", "flyer", "-f", "flyer", "-l", "ja", "-o", tmp_path)
    assert said.code == 0
    assert names(tmp_path) == ["mfa-authenticator.flyer.a4.ja.pdf", "mfa-authenticator.handout.a4.ja.pdf"]


@pytest.mark.parametrize(("size", "name", "millimetres"), [("LETTER", "letter", (216, 279)), ("jb5", "jb5", (182, 257))])
def test_size(guide: Path, tmp_path: Path, size: str, name: str, millimetres: tuple[int, int]) -> None:
    assert handouts("build", guide, "-f", "flyer", "--size", size, "-o", tmp_path / "out").code == 0
    assert names(tmp_path / "out") == [f"eduroam.flyer.{name}.en.pdf"]
    assert page_sizes((tmp_path / "out" / f"eduroam.flyer.{name}.en.pdf").read_bytes()) == [millimetres]


def test_the_screen_file_has_a_name_of_its_own(guide: Path, tmp_path: Path) -> None:
    for intent in ("office", "screen"):
        assert handouts("build", guide, "-f", "flyer", "--for", intent, "-o", tmp_path / "out").code == 0
    assert names(tmp_path / "out") == ["eduroam.flyer.a4.en.pdf", "eduroam.flyer.a4.en.screen.pdf"]


def test_a_file_as_guide_is_one_language(tmp_path: Path) -> None:
    guide = write_guide(tmp_path / "guide")
    write_guide(guide, lang="de")
    assert handouts("build", guide / "guide.de.yaml", "-f", "flyer", "-o", tmp_path / "out").code == 0
    assert names(tmp_path / "out") == ["eduroam.flyer.a4.de.pdf"]


def test_pages(guide: Path, tmp_path: Path) -> None:
    """The same booklet as sheets to fold, and as single pages."""
    sizes = []
    for options in ([], ["--pages"]):
        assert handouts("build", guide, "-f", "booklet", *options, "-o", tmp_path / "out").code == 0
        sizes.append(page_sizes((tmp_path / "out/eduroam.booklet.a5.en.pdf").read_bytes()))
    sheets, pages = sizes
    assert set(sheets) == {(297, 210)}
    assert set(pages) == {(148, 210)}
    assert len(pages) == 2 * len(sheets)
    assert len(pages) % 4 == 0


def test_json(tmp_path: Path) -> None:
    said = handouts("build", "--json", "-f", "flyer", "-f", "booklet", "-l", "en", "-l", "ja", "-o", tmp_path)
    files = json.loads(said.out)
    assert (said.code, said.err) == (0, "")
    assert [(file["format"], file["size"], file["lang"], file["intent"]) for file in files] == [
        *(("flyer", "A4", lang, "office") for lang in ("en", "ja")),
        *(("booklet", "A5", lang, "office") for lang in ("en", "ja")),
    ]
    for file in files:
        data = Path(file["path"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
        assert file["pages"] == len(page_sizes(data)) * (2 if file["format"] == "booklet" else 1)
        assert set(file["codes"]) == {LINK}
        assert {problem["file"].split(".")[-2] for problem in file["diagnostics"]} <= {file["lang"]}
        assert all(problem["line"] > 0 and problem["severity"] == "warning" for problem in file["diagnostics"])


def test_keep(guide: Path, tmp_path: Path) -> None:
    assert handouts("build", guide, "-f", "booklet", "--keep", tmp_path / "kept", "-o", tmp_path / "out").code == 0
    stem = "eduroam.booklet.a5.en"
    kinds = ("markup.xml", "outline.txt", "placements.json", "uncompressed.pdf")
    assert names(tmp_path / "kept") == [f"{stem}.{kind}" for kind in kinds]
    outline = (tmp_path / "kept" / f"{stem}.outline.txt").read_text("utf-8")
    assert "        LBody\n          H3 Go on\n          P Tap Next.\n" in outline
    assert ElementTree.parse(tmp_path / "kept" / f"{stem}.markup.xml").getroot().tag == "document"
    placements = json.loads((tmp_path / "kept" / f"{stem}.placements.json").read_text("utf-8"))
    assert {"page", "element", "source", "rect"} <= set(placements[0])
    assert {placement["page"] for placement in placements} >= {1, 2, 4}
    assert {"plate", "qr"} <= {placement["element"] for placement in placements}
    with pikepdf.open(tmp_path / "kept" / f"{stem}.uncompressed.pdf") as pdf:
        assert all("/Filter" not in page.Contents for page in pdf.pages)


def test_png(guide: Path, tmp_path: Path) -> None:
    assert handouts("build", guide, "-f", "flyer", "-f", "booklet", "--png", "50", "-o", tmp_path).code == 0
    with Image.open(tmp_path / "eduroam.flyer.a4.en.1.png") as picture:
        assert picture.size == (414, 585)
    assert not (tmp_path / "eduroam.flyer.a4.en.sheet.png").exists(), "one page needs no contact sheet"
    assert (tmp_path / "eduroam.booklet.a5.en.sheet.png").exists()


def test_a_profile_changes_who_prints_and_in_which_colour(tmp_path: Path) -> None:
    guide = write_guide(tmp_path / "guide", GUIDE.replace("help@example.org", "old@example.org"))
    profile = tmp_path / "our-university.toml"
    profile.write_text(
        '[organisation]\nname = "Miskatonic University"\nowner = "The Library"\n'
        '[contact]\nname = "Help desk"\nphone = "+81 92 555 0100"\n'
        '[palette]\nsignal = {screen = "#8FD3FF", press = [40, 5, 0, 0]}\n'
    )
    assert handouts("build", guide, "-f", "flyer", "--theme", profile, "-o", tmp_path / "out").code == 0
    data = (tmp_path / "out/eduroam.flyer.a4.en.pdf").read_bytes()
    text = text_of(data)
    for words in ("Miskatonic University", "The Library", "Help desk", "+81 92 555 0100"):
        assert words in text
    for words in ("Example University", "old@example.org"):
        assert words not in text
    plain = tmp_path / "plain"
    assert handouts("build", guide, "-f", "flyer", "-o", plain).code == 0
    blue, yellow = "0.561 0.827 1 rg", "1 0.776 0.102 rg"
    for file, has, has_not in ((data, blue, yellow), ((plain / "eduroam.flyer.a4.en.pdf").read_bytes(), yellow, blue)):
        fills = fill_colours(file)
        assert has in fills
        assert has_not not in fills


def fill_colours(pdf: bytes) -> set[str]:
    """Every colour that is set for filling, as the file says it, to three places."""
    from io import BytesIO

    with pikepdf.open(BytesIO(pdf)) as document:
        return {
            " ".join([*(f"{float(number):.3g}" for number in operands), str(operator)])
            for page in document.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) in ("rg", "g", "k")
        }


def test_themes_are_laid_over_each_other(guide: Path, tmp_path: Path) -> None:
    profile = tmp_path / "ours.toml"
    profile.write_text('[organisation]\nowner = "Department of Signs"\n')
    assert handouts("build", guide, "-f", "flyer", "-t", "mono", "-t", profile, "-o", tmp_path / "out").code == 0
    data = (tmp_path / "out/eduroam.flyer.a4.en.pdf").read_bytes()
    assert "Department of Signs" in text_of(data)
    assert not {colour for colour in fill_colours(data) if colour.endswith("rg")}, "the mono theme prints with black alone"


TEMPLATE = """\
{# handouts: size=A6; A card #}
<document title="{{ guide.title|plain }}" lang="{{ guide.lang }}" type="flyer">
  <pageTemplate id="sheet">
    <frame x="8mm" y="8mm" w="80mm" h="120mm">
      <h1 style="sub">{{ guide.title }}</h1>
      <qr url="{{ guide.link.url }}" side="40mm" alt="{{ word("code_alt", url=guide.link.url)|plain }}"/>
    </frame>
  </pageTemplate>
  <flow page="sheet"/>
</document>
"""


def test_template_dir_adds_a_format_and_replaces_another(guide: Path, tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "card.xml.j2").write_text(TEMPLATE)
    (templates / "flyer.xml.j2").write_text(
        TEMPLATE.replace("A card", "Our flyer").replace("{{ guide.title }}</h1>", "Ours</h1>")
    )
    listed = handouts("formats", "--template-dir", templates).out
    assert "Our flyer" in listed
    assert "A card" in listed
    out = tmp_path / "out"
    said = handouts("build", guide, "-f", "card", "-f", "flyer", "-f", "handout", "--template-dir", templates, "-o", out)
    assert said.code == 0, said.err
    assert page_sizes((out / "eduroam.card.a6.en.pdf").read_bytes()) == [(105, 148)]
    assert text_of((out / "eduroam.flyer.a6.en.pdf").read_bytes()).strip() == "Ours"
    assert "Close the page." in text_of((out / "eduroam.handout.a4.en.pdf").read_bytes()), "the others are the program's own"


def test_help_has_examples_and_names_every_option() -> None:
    from generator.cli.commands import cli

    for name, command in some(cli.commands.items()):  # type: ignore[attr-defined]
        said = handouts(name, "--help")
        assert said.code == 0
        assert f"handouts {name}" in said.out.split("Examples:")[1]
        for parameter in command.params:
            assert all(option in said.out for option in parameter.opts if option.startswith("--"))
            assert parameter.param_type_name == "argument" or getattr(parameter, "help", "")
        assert handouts(name, "-h").out == said.out


@pytest.mark.parametrize("option", [("-f", "Flyer,HANDOUT", "-l", "EN"), ("-f", "flyer", "-f", "handout", "-l", "en,en")])
def test_names_in_any_case_and_in_lists(guide: Path, tmp_path: Path, option: tuple[str, ...]) -> None:
    assert handouts("build", guide, *option, "-o", tmp_path / "out").code == 0
    assert names(tmp_path / "out") == ["eduroam.flyer.a4.en.pdf", "eduroam.handout.a4.en.pdf"]


def test_languages_in_any_case(guide: Path, tmp_path: Path) -> None:
    write_guide(guide, lang="zh-Hans")
    assert handouts("build", guide, "-f", "flyer", "-l", "ZH-hans+En,zh-hans", "-o", tmp_path / "out").code == 0
    assert names(tmp_path / "out") == ["eduroam.flyer.a4.zh-Hans+en.pdf", "eduroam.flyer.a4.zh-Hans.pdf"]
    assert handouts("check", guide, "-l", "ZH-HANS").out.startswith("eduroam (en, zh-Hans): ")


def test_quiet_prints_errors_alone(tmp_path: Path) -> None:
    guide = write_guide(tmp_path / "guide", GUIDE.replace("contact: {email: help@example.org}\n", ""))
    said = handouts("build", guide, "-q", "-f", "flyer", "-o", tmp_path / "out")
    assert (said.code, said.out, said.err) == (0, "", "")
    assert names(tmp_path / "out") == ["eduroam.flyer.a4.en.pdf"]
    assert handouts("check", guide, "-q") == handouts("check", guide, "--quiet")
    assert handouts("check", guide, "-q").err == ""
    broken = write_guide(tmp_path / "broken", GUIDE.replace("{ui:next}", "{ui:nxt}"))
    assert handouts("build", broken, "-q").err.startswith("error: unknown term")


def test_version() -> None:
    assert handouts("-V").out == handouts("--version").out
    assert handouts("-V").out.startswith("handouts ")


def test_the_guide_of_the_working_folder(guide: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(guide)
    said = handouts("build", "-f", "flyer")
    assert (said.code, said.out) == (0, "output/eduroam.flyer.a4.en.pdf\n")
    assert said.err == f"note: no guide named: using the guide in {guide}\n"
    assert handouts("check").out == "eduroam (en): nothing to report\n"
    assert "eduroam.de.po" in handouts("translate", "export", "de").out
    assert handouts("languages").out.splitlines()[1].startswith("en")
    monkeypatch.chdir(tmp_path)
    assert "note: no guide named: using the built-in guide\n" in handouts("languages").err


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize(
    ("change", "options", "code", "rule"),
    [
        (("{ui:next}", "{ui:nxt}"), [], 3, "unknown-term"),
        (("title: Done, ", ""), ["--strict"], 8, "step-without-title"),
        (("", ""), ["--theme", "none.toml"], 4, ""),
        (("", ""), ["-l", "xx"], 2, ""),
    ],
)
def test_json_also_where_it_fails(
    tmp_path: Path, command: str, change: tuple[str, str], options: list[str], code: int, rule: str
) -> None:
    guide = write_guide(tmp_path / "guide", GUIDE.replace(*change) if change[0] else GUIDE)
    said = handouts(command, guide, "--json", *options)
    assert (said.code, said.err) == (code, "")
    (finding,) = json.loads(said.out)
    assert (finding["rule"], bool(finding["message"])) == (rule, True)


def test_json_of_a_set_that_is_not_complete(guide: Path, tmp_path: Path) -> None:
    write_guide(guide, GUIDE.replace("Close the page., short", "Close the 🜁 page., short"), lang="de")
    said = handouts("build", guide, "--json", "-f", "handout", "-o", tmp_path / "out")
    made, failed = json.loads(said.out)
    assert (said.code, said.err) == (3, "")
    assert (made["lang"], made["pages"], len(made["sha256"])) == ("en", 1, 64)
    assert (failed["lang"], failed["pages"], failed["sha256"], failed["codes"]) == ("de", None, None, [])
    (finding,) = (one for one in failed["diagnostics"] if one["severity"] == "error")
    assert (finding["severity"], finding["rule"], finding["line"]) == ("error", "missing-glyph", 17)
    assert finding["output"] == "handout A4 de"


def test_json_has_the_warnings_about_the_theme_and_about_files_that_fail(
    guide: Path, tmp_path: Path
) -> None:
    """Each file has all that concerns it: its language and the theme, not the other languages."""
    (guide / "theme.toml").write_text('[contact]\nemail = "help at example"\n')
    german = GUIDE.replace("Close the page., short", "Close the 🜁 page., short")
    write_guide(guide, german.replace("title: Join eduroam", "title: 'Join <b>eduroam'"), lang="de")
    said = handouts("build", guide, "--json", "-f", "flyer,handout", "-o", tmp_path / "out")
    found = {
        (file["lang"], file["format"]): {(one["rule"], Path(one["file"]).name) for one in file["diagnostics"]}
        for file in json.loads(said.out)
    }
    assert said.code == 3
    of_theme, of_german = ("bad-email", "theme.toml"), "guide.de.yaml"
    assert len(found) == 4 and all(of_theme in findings for findings in found.values())
    for format in ("flyer", "handout"):
        assert [name for _, name in found["en", format]] == ["theme.toml"]
        assert any(name == of_german for _, name in found["de", format])
    errors = {("missing-glyph", of_german)}
    assert errors < found["de", "handout"] - {of_theme}


def test_json_has_the_warnings_of_a_theme_whose_name_looks_like_a_language(guide: Path, tmp_path: Path) -> None:
    write_guide(guide, GUIDE.replace("next: Next", "next: Weiter"), lang="de")
    profile = tmp_path / "ours.de.toml"
    profile.write_text('[contact]\nemail = "help at example"\n')
    said = handouts("build", guide, "--json", "-f", "flyer", "-t", profile, "-o", tmp_path / "out")
    rules = {file["lang"]: [one["rule"] for one in file["diagnostics"]] for file in json.loads(said.out)}
    assert {lang: "bad-email" in found for lang, found in rules.items()} == {"en": True, "de": True}


def test_languages_without_fonts_are_left_out_and_named(guide: Path, tmp_path: Path) -> None:
    """As after `pip install` without the extra for Chinese, Japanese and Korean."""
    write_guide(guide, lang="ja")
    profile = tmp_path / "ours.toml"
    profile.write_text('[fonts.text]\nja = "no_such_package:font.ttf"\n')
    options = ("-f", "flyer", "-t", profile, "-o", tmp_path / "out")
    said = handouts("build", guide, *options)
    assert said.code == 0
    assert "warning: no files are made in ja: fonts are not installed\n" in said.err
    assert "help: Install them: pip install no-such-package" in said.err
    assert names(tmp_path / "out") == ["eduroam.flyer.a4.en.pdf"]
    assert "no files are made in ja" in handouts("check", guide, "-t", profile).err
    assert handouts("build", guide, *options, "--strict").code == 8
    named = handouts("build", guide, *options, "-l", "ja")
    assert named.code == 4
    assert "flyer A4 ja: the font package no-such-package is not installed" in named.err
