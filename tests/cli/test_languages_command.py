"""`handouts languages`, `handouts translate` and `handouts check --stamp`, as commands and as processes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from building import GUIDE, ROOT, handouts, process, write_guide
from looking import some

GERMAN = (
    GUIDE.replace("title: Join eduroam", "title: Mit eduroam verbinden   # der Titel")
    .replace("next: Next", "next: {label: Weiter, original: Next}")
    .replace("label: Wi-Fi page", "label: WLAN-Seite")
    .replace("organisation:", "translation: {by: ein Mensch, reviewed: yes}\norganisation:")
)


@pytest.fixture
def guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A guide in English, and half in German; the working folder is beside it."""
    monkeypatch.chdir(tmp_path)
    folder = write_guide(tmp_path / "eduroam")
    return write_guide(folder, GERMAN, "de")


def test_the_table(guide: Path) -> None:
    said = handouts("languages", guide)
    assert said.code == 0
    assert (
        said.out
        == """\
LANGUAGE  NAME     TEXTS    CHANGED  TRANSLATED BY  REVIEWED  SCREENS  PAGE WORDS
en        English  16                (source)                 0 own    yes
de        Deutsch  3 of 16  ?        ein Mensch     yes       0 own    yes
"""
    )


def test_the_table_as_json(guide: Path) -> None:
    _, german = json.loads(handouts("languages", guide, "--json").out)
    assert german == {
        **{"lang": "de", "name": "Deutsch", "source": False, "texts": 16, "translated": 3, "changed": None},
        **{"by": "ein Mensch", "reviewed": True, "own_screens": 0, "fallback_screens": 0, "words": True},
    }


def test_the_built_in_guide_is_whole(tmp_path: Path) -> None:
    rows = json.loads(handouts("languages", "--json").out)
    assert [row["lang"] for row in rows if row["source"]] == ["en"]
    assert len(rows) > 1
    for row in rows:
        assert (row["translated"], row["changed"] or 0, row["words"]) == (row["texts"], 0, True), row["lang"]
        assert (row["reviewed"], row["by"]) == ((True, "") if row["source"] else (False, "machine"))


def test_screens_of_the_source_are_a_fallback(guide: Path) -> None:
    screens = "screens:\n  one: {name: One, file: one.png}\n  two: {name: Two, file: two.%s.png}\n"
    for lang, text in (("en", GUIDE), ("de", GERMAN)):
        write_guide(guide, text.replace("procedures:", screens % lang + "procedures:"), lang)
    for name in ("one.png", "two.en.png", "two.de.png"):
        (guide / name).touch()
    rows = json.loads(handouts("languages", guide, "--json").out)
    assert [(row["own_screens"], row["fallback_screens"]) for row in rows] == [(2, 0), (1, 1)]


def test_a_translation_goes_out_and_comes_back(guide: Path) -> None:
    said = handouts("translate", "export", "de", guide)
    assert (said.code, said.out, said.err) == (0, "eduroam.de.po\n", "")
    po = Path("eduroam.de.po")
    written = po.read_text("utf-8").replace('msgid "Open"\nmsgstr ""', 'msgid "Open"\nmsgstr "Öffnen"')
    po.write_text(written, "utf-8")
    said = handouts("translate", "import", "de", guide)
    assert said.code == 0
    assert said.out == f"{guide / 'guide.de.yaml'}: 4 of 16 texts translated, 1 changed\n"
    assert said.err.count("is not translated") == 12
    assert said.err.startswith("warning: organisation is not translated\n  --> eduroam.de.po:")
    german = (guide / "guide.de.yaml").read_text("utf-8")
    assert german.startswith(GERMAN.replace("title: Open,", "title: Öffnen,"))
    before = (guide / "guide.de.yaml").stat().st_mtime_ns
    assert handouts("translate", "import", "de", guide).out.endswith("4 of 16 texts translated, 0 changed\n")
    assert (guide / "guide.de.yaml").stat().st_mtime_ns == before, "what is the same is not written"


def test_a_new_language_as_processes(guide: Path, tmp_path: Path) -> None:
    po = tmp_path / "fr.po"
    said = process("translate", "export", "fr", guide, "--file", po, cwd=tmp_path)
    assert (said.code, said.out) == (0, f"{po}\n")
    po.write_text(
        po.read_text("utf-8").replace('"Join eduroam"\nmsgstr ""', '"Join eduroam"\nmsgstr "Rejoindre eduroam"'), "utf-8"
    )
    said = process("translate", "import", "fr", guide / "guide.en.yaml", "-f", po, cwd=tmp_path)
    assert said.code == 0
    assert "1 of 16 texts translated, 1 changed" in said.out
    said = process("build", guide, "--lang", "fr", "--format", "flyer", "--out", tmp_path / "out", cwd=tmp_path)
    assert said.code == 0, said.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("export", "en"), 2, '"en" is the language that the others follow'),
        (("export", "Deutsch"), 2, '"Deutsch" is no language'),
        (("import", "de", "--file", "none.po"), 4, "there is no none.po"),
        (("import", "de", "--file", "bad.po"), 3, "this is not a line of a gettext PO file"),
        (("export", "de", "--file", "eduroam"), 5, '"eduroam" is a folder'),
    ],
)
def test_what_cannot_be_done_says_why_and_changes_nothing(
    guide: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    Path("bad.po").write_text("hello", "utf-8")
    command, lang, *options = arguments
    said = handouts("translate", command, lang, guide, *options)
    assert (said.code, said.out) == (code, "")
    assert message in said.err
    assert "help: " in said.err
    assert (guide / "guide.de.yaml").read_text("utf-8") == GERMAN


def test_check_stamps_and_then_finds_what_changed(guide: Path) -> None:
    assert "13 texts say in de the same as in en" in handouts("check", guide).err
    said = handouts("check", guide, "--stamp")
    assert said.code == 0
    assert f"{guide / 'guide.de.yaml'}: stamped; 13 of them say the same in en: organisation, " in said.err
    assert "the same as in en" not in said.err
    write_guide(guide, GUIDE.replace("Nothing happens", "Nothing at all happens"))
    said = handouts("check", guide, "--strict")
    assert said.code == 8
    assert "warning: the problem of help entry 1 has changed in en since it was translated" in said.err
    (row,) = [row for row in json.loads(handouts("languages", guide, "--json").out) if row["lang"] == "de"]
    assert (row["translated"], row["changed"]) == (16, 1)


def test_only_the_named_language_is_stamped_and_checked(guide: Path) -> None:
    write_guide(guide, GERMAN, "fr")
    said = handouts("check", guide, "--stamp", "--lang", "fr")
    assert said.out.startswith("eduroam (en, fr): ")
    assert "stamps:" in (guide / "guide.fr.yaml").read_text("utf-8")
    assert (guide / "guide.de.yaml").read_text("utf-8") == GERMAN
    said = handouts("check", guide, "--lang", "fx")
    assert said.code == 2
    assert 'Did you mean "fr"?' in said.err


def test_check_measures_whether_every_language_fits(guide: Path) -> None:
    long = " ".join(["Donaudampfschifffahrtsgesellschaft"] * 30)
    write_guide(guide, GERMAN.replace("verbinden   # der Titel", long), "de")
    said = handouts("check", guide)
    assert said.code == 3
    assert "error: flyer A4 de: the content of the frame “" in said.err
    assert " mm too high" in said.err
    assert "Longer than in en: title (" in said.err
    assert " en: the content" not in said.err
    built = handouts("build", guide, "--lang", "de", "--format", "flyer", "--out", "out")
    assert built.code == 3, "a build refuses the same"
    assert said.err.partition("\n")[0] == built.err.partition("\n")[0]


def test_the_installed_guide_is_not_changed(guide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.resources.is_installed", lambda path: True)
    said = handouts("check", guide, "--stamp")
    assert said.code == 2
    assert "belongs to the installed program" in said.err
    assert (guide / "guide.de.yaml").read_text("utf-8") == GERMAN


def test_the_built_in_guide_comes_back_as_it_went(tmp_path: Path) -> None:
    """All of the built-in guide's languages: exported and imported, byte for byte the same file."""
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in (ROOT / "assets" / "guides" / "mfa-authenticator").glob("guide.*.yaml"):
        (copy / path.name).write_bytes(path.read_bytes())
    for row in some(json.loads(handouts("languages", copy, "--json").out)):
        if row["source"]:
            continue
        po, file = tmp_path / f"{row['lang']}.po", copy / f"guide.{row['lang']}.yaml"
        before = file.read_bytes()
        assert handouts("translate", "export", row["lang"], copy, "--file", po).code == 0
        said = handouts("translate", "import", row["lang"], copy, "--file", po)
        assert (said.code, said.err) == (0, "")
        assert said.out.endswith(f"{row['texts']} of {row['texts']} texts translated, 0 changed\n")
        assert file.read_bytes() == before
