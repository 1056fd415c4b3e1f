"""Two languages on one sheet, from end to end: `--lang ja+en`. How its structure is read stands in tests/accessibility."""

from __future__ import annotations

import ctypes
import json
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from generator import build, load_guide
from generator.errors import InvalidInput
from generator.guide.model import Bilingual
from generator.guide.pairs import load_pairs
from generator.jobs import load_guides, review_templates
from generator.preflight.codes import read_codes
from generator.theme import load_theme
from tests.building import GUIDE, handouts, text_of, write_guide

SIGNS = ("flyer", "poster", "handout")
JAPANESE = (
    GUIDE.replace("Join eduroam", "無線につなぐ")
    .replace("title: Go on", "title: 直して次へ")
    .replace("Tap {ui:next}.", "{ui:next} をタップ。")
)
JAPANESE = JAPANESE.replace("next: Next", "next: {label: 次へ, original: Next}").replace("Nothing happens", "何も起こらない")
CHINESE = GUIDE.replace("Join eduroam", "连接无线网").replace("title: Go on", "title: 直接下一步")
ARABIC = (
    GUIDE.replace("Join eduroam", "الاتصال بالشبكة")
    .replace("title: Go on", "title: تابع")
    .replace("Close the page.", "أغلق الصفحة.")
)


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    """A short guide in four languages."""
    folder = write_guide(tmp_path / "guide")
    for lang, text in (("ja", JAPANESE), ("zh-Hans", CHINESE), ("ar", ARABIC)):
        write_guide(folder, text, lang)
    return folder


def file_of(guide: Path, pair: str, format: str, **options: Any) -> bytes:
    """One sheet in two languages, proved."""
    return build(guide, langs=[pair], formats=[format], out=guide.parent / "out", **options).files[0].path.read_bytes()


@cache
def sizes(data: bytes) -> dict[str, set[float]]:
    """The sizes in points at which each character stands on the first page, and its fonts' names."""
    page = pypdfium2.PdfDocument(data)[0].get_textpage()
    found: dict[str, set[float]] = {}
    for index in range(page.count_chars()):
        if not (character := page.get_text_range(index, 1)).isspace():
            found.setdefault(character, set()).add(round(pdfium.FPDFText_GetFontSize(page, index), 2))
    return found


def tagged(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """The elements of the structure."""
    yield from (one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and {"/S", "/P", "/K"} <= one.keys())


@pytest.mark.parametrize("format", SIGNS)
def test_a_sheet_with_both_and_one_code(format: str, guide: Path) -> None:
    (file,) = build(guide, langs=["ja+en"], formats=[format], out=guide.parent / "out").files
    assert (file.lang, file.path.name) == ("ja+en", f"eduroam.{format}.{file.size.lower()}.ja+en.pdf")
    assert {code.text for code in read_codes(file.path.read_bytes())} == {"https://example.org/wifi"}
    said = re.sub(r"\s", "", text_of(file.path.read_bytes()))
    assert said.count("https://example.org/wifi") == 1 and f"EDUROAM-{format[0].upper()}-JA-EN" in said
    for text in ("無線につなぐ", "Joineduroam", "または入力", "ortype", "次へ", "Next"):
        assert text in said
    for both in (("neveraskforyourpassword", "パスワードや番号を聞くことは"), ("sticker", "シール")):
        assert len({said.count(text) for text in both}) == 1 and both[0] in said


def test_each_key_is_labelled_in_the_language_of_its_text(guide: Path) -> None:
    said = text_of(file_of(guide, "ja+en", "handout"))
    assert re.search(r"次へ\s*をタップ", said) and re.search(r"Tap Next", said)


def test_a_single_language_does_not_know_of_its_neighbour(guide: Path) -> None:
    alone = build(guide, langs=["ja"], formats=["handout"], out=guide.parent / "one").files[0]
    beside = build(guide, langs=["ja+en", "ja"], formats=["handout"], out=guide.parent / "two").files[1]
    assert (alone.sha256, alone.lang) == (beside.sha256, beside.lang)


def test_the_second_language_is_smaller_and_never_below_the_minimum(guide: Path) -> None:
    for format in SIGNS:
        found = sizes(file_of(guide, "ja+en", format))
        assert max(found["無"]) > max(found["J"]), format  # how the title begins in both
        assert min(size for all_sizes in found.values() for size in all_sizes) >= load_theme().minimum - 0.01


@pytest.mark.parametrize(("pair", "way"), [("ar+en", "/LrTb"), ("en+ar", "/RlTb"), ("ja+en", None)])
def test_parts_say_their_language_and_the_way_they_run(pair: str, way: str | None, guide: Path) -> None:
    lead, second = pair.split("+")
    with pikepdf.open(BytesIO(file_of(guide, pair, "flyer", intent="screen"))) as pdf:
        marked = [one for one in tagged(pdf) if "/Lang" in one]
        assert str(pdf.Root.Lang) == lead
        assert len(marked) > 10 and {str(one.Lang) for one in marked} == {second}
        ways = {str(one.A.WritingMode) if "/A" in one else None for one in marked if str(one.S) == "/P"}
        assert ways == {way}


@pytest.mark.parametrize(("pair", "left"), [("en+ar", True), ("ar+en", False)])
def test_the_page_runs_as_the_leading_language_does(pair: str, left: bool, guide: Path) -> None:
    with pikepdf.open(BytesIO(file_of(guide, pair, "flyer", intent="screen"))) as pdf:
        (code,) = (one for one in tagged(pdf) if str(one.S) == "/Figure")
        width = float(pdf.pages[0].MediaBox[2])
        assert (float(code.A.BBox[2]) < width / 2) is left


def test_han_letters_are_those_of_their_language(guide: Path) -> None:
    """直 looks otherwise in Japanese than in Chinese: each stands there in a font of its own."""
    page = pypdfium2.PdfDocument(file_of(guide, "ja+zh-Hans", "handout"))[0].get_textpage()
    names = set()
    for index in range(page.count_chars()):
        if page.get_text_range(index, 1) == "直":
            target = pdfium.FPDFText_GetTextObject(page, index)
            names.add(_font_name(target))
    assert len(names) == 2, names


def _font_name(target: Any) -> str:
    font, name = pdfium.FPDFTextObj_GetFont(target), ctypes.create_string_buffer(200)
    pdfium.FPDFFont_GetBaseFontName(font, name, 200)
    return name.value.decode()


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("ja+en+ar", '"ja+en+ar" names 3 languages'),
        ("ja+ja", '"ja+ja" names one language twice'),
        ("ja+jq", 'no language "jq"'),
        ("ja+", 'no language ""'),
    ],
)
def test_other_pairs_are_refused_where_they_stand(wanted: str, words: str, guide: Path) -> None:
    for command in ("build", "check"):
        said = handouts(command, guide, "--lang", wanted)
        assert said.code == 2 and words in said.err and "--> --lang:1:" in said.err and "help: " in said.err
        caret = said.err.splitlines()[[line.startswith("1 | ") for line in said.err.splitlines()].index(True) + 1]
        assert caret.count("^") >= 1
        assert not list(guide.parent.glob("**/*.pdf"))


def test_a_booklet_is_left_out_and_told_once_or_refused_by_name(guide: Path) -> None:
    said = handouts(
        "build", guide, "--lang", "ja+en", "--lang", "en+ja", "--lang", "en", "--out", guide.parent / "out", "--no-preflight"
    )
    assert said.code == 0 and said.err.count("no booklet in two languages") == 1
    names = sorted(line.split("eduroam.")[1] for line in said.out.split())
    assert [name for name in names if name.startswith("booklet")] == ["booklet.a5.en.pdf"] and len(names) == 3 * 3 + 1
    named = handouts("build", guide, "--lang", "ja+en", "--format", "booklet", "--format", "flyer")
    assert named.code == 2 and "--lang ja --lang en" in named.err


def test_strict_builds_have_nothing_against_it(tmp_path: Path) -> None:
    said = handouts("build", "--lang", "ja+en", "--strict", "--json", "--out", tmp_path)
    assert said.code == 0, said.err
    files = json.loads(said.out)
    assert [(file["format"], file["lang"]) for file in files] == [(format, "ja+en") for format in SIGNS]
    assert {Path(d["file"]).name for file in files for d in file["diagnostics"] if d["file"]} == {
        "guide.en.yaml",
        "guide.ja.yaml",
    }


def test_check_says_what_does_not_fit_on_a_sheet_with_both(guide: Path) -> None:
    write_guide(guide, GUIDE.replace("title: Join eduroam", f"title: {'Verwaltungs' * 6}"), "de")
    assert handouts("check", guide, "--lang", "de").code == 0
    said = handouts("check", guide, "--lang", "de+en")
    assert said.code == 3 and "handout A4 de+en: the content of the frame “title”" in said.err


def test_what_is_the_same_or_not_translated_is_said_once(guide: Path) -> None:
    pair = load_pairs(guide, ["ja+en"])["ja+en"]
    assert isinstance(pair.title, Bilingual) and pair.title.also == load_guide(guide, "en").title
    assert isinstance(pair.organisation, Bilingual) and pair.organisation.also == ""
    said = text_of(file_of(guide, "ja+en", "flyer"))
    assert said.count("Example University") == 1


def test_a_template_that_knows_nothing_of_pairs(guide: Path) -> None:
    templates = guide.parent / "templates"
    templates.mkdir()
    card = """{#- handouts: size=A6; A card -#}
<document title="{{ guide.title|plain }}" lang="{{ guide.lang }}" type="handout">
  <pageTemplate id="one"><frame x="9mm" y="9mm" w="85mm" h="120mm"><h1 style="title">{{ guide.title }}</h1>%s</frame>
  </pageTemplate>
  <flow page="one"/>
</document>
"""
    (templates / "card.xml.j2").write_text(card % "<p>{{ guide.procedures[0].steps[1].text }}</p>", "utf-8")
    said = text_of(file_of(guide, "ja+en", "card", template_dir=templates))
    assert [word for word in ("無線につなぐ", "Join eduroam", "をタップ", "Tap Next") if word not in said] == []
    (templates / "card.xml.j2").write_text(card % '<tag icon="phone" style="{{ guide.title }}">x</tag>', "utf-8")
    with pytest.raises(InvalidInput, match=r"card.xml.j2:3: ") as error:
        file_of(guide, "ja+en", "card", template_dir=templates)
    assert "|plain" in error.value.problems[0].help


def test_a_template_that_says_the_safety_lines_in_one_language_alone_is_told(guide: Path) -> None:
    templates = guide.parent / "templates"
    templates.mkdir()
    text = (Path(__file__).parents[1] / "templates" / "flyer.xml.j2").read_text("utf-8")
    items = re.search(r"\{\{ trust\.safety_items\(.*?\) \}\}", text)
    assert items
    plain = '<p style="safety">{{ word("safety_never")|plain }}</p>'
    (templates / "flyer.xml.j2").write_text(text.replace(items[0], items[0] + plain), "utf-8")
    sheets = load_guides(guide, ["ja+en"])
    assert review_templates(sheets, load_theme(), templates) == []
    (templates / "flyer.xml.j2").write_text(
        text.replace(items[0], plain + '<p style="safety">{{ word("safety_sticker")|plain }}</p>'), "utf-8"
    )
    (found,) = review_templates(sheets, load_theme(), templates)
    assert "what a sticker on it means, in en" in found.message and "nobody asks for passwords or codes, in en" in found.message
