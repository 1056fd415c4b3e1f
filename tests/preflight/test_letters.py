"""Whatever letters a guide has, its files keep them, and pass their own proof: one that fails would be a file lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import unicodedata
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from building import one, page_texts, text_of, write_guide
from generator import build, load_guide
from generator.errors import InvalidInput
from generator.guide.source import forbidden
from generator.job import Intent
from generator.preflight import preflight
from generator.text import FontBook
from generator.theme import load_theme

RARE = "𠮷 𠮟 𨋢"  # letters of names, of the list of everyday kanji, of lifts in Hong Kong
GUIDE = """\
schema: 1
id: letters
title: {title}
link: {{url: "{url}", label: Start page}}
contact: {{name: Help desk}}
procedures:
  - id: way
    title: Way
    steps:
      - {{id: a, title: Who, text: {text}, short: {text}}}
"""


URL = "https://www.example.org/start"


def made(text: str, lang: str, format: str, title: str = "Print", url: str = URL) -> bytes:
    """A file, with its proof, of a guide that says this text."""
    with tempfile.TemporaryDirectory() as folder:
        quoted = {"text": json.dumps(text, ensure_ascii=False), "title": json.dumps(title, ensure_ascii=False)}
        return one(write_guide(Path(folder), GUIDE.format(url=url, **quoted), lang), Path(folder, "out"), format, lang)


def by_poppler(pdf: bytes) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize("format", ["flyer", "poster", "handout", "booklet"])
def test_letters_beyond_the_first_plane_are_letters(format: str) -> None:
    pdf = made(f"Name: {RARE}", "en", format, "Print 𠮷")
    for text in (text_of(pdf), by_poppler(pdf)):
        assert "Print 𠮷" in text
        assert all(letter in text for letter in RARE)


@pytest.mark.parametrize("format", ["flyer", "booklet"])
def test_variation_selectors_are_kept(format: str) -> None:
    pdf = made("葛󠄀城市の辻󠄀さん", "ja", format)
    for text in (text_of(pdf), by_poppler(pdf)):
        assert "葛󠄀城市の辻󠄀さん" in text


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ar", "\U00010efd\U00010efe"),  # from right to left, where PDFium turns the halves round
        ("ne", "\U00011b00"),  # newer than the tables of this Python
        ("ko", "x¤\u00ad"),  # an ActualText on an imposed sheet
        ("ko", "한\u302f"),
        ("ar", "\u0675 \u0678"),
        ("ar", "\ufedf\ufee0\ufefb \ufdf2"),  # presentation forms
        ("en", "\ufb01nd \ufb03ce \u0133"),
        ("en", "e" + "\u0301" * 24),
        ("en", unicodedata.normalize("NFD", "Ångström für Việt")),
        ("en", "a\u200bb\u200cc\u200dd\u2060e\u200ef\u200fg\ufeffh"),
        ("ar", "\u2067العربية\u2069 abc \u2066def\u2069"),
        ("th", "น้ำ ก็"),
    ],
)
def test_odd_letters_pass(lang: str, text: str) -> None:
    assert made(text, lang, "booklet")
    assert made(text, lang, "flyer")


@pytest.mark.parametrize("text", ["<D842>", "<DFB7>", "<E000>", "<FFFF>", "<DFB7D842>"])
def test_a_code_without_a_meaning_still_fails(text: str) -> None:
    with pikepdf.open(BytesIO(made("Name: 𠮷", "en", "flyer"))) as document:
        changed = 0
        for item in document.objects:
            if isinstance(item, pikepdf.Stream) and b"begincmap" in (data := item.read_bytes()):
                changed += data.upper().count(b"<D842DFB7>")
                item.write(data.upper().replace(b"<D842DFB7>", text.encode()) if b"D842DFB7" in data.upper() else data)
        target = BytesIO()
        document.save(target)
    assert changed
    assert "text-mapped" in {finding.rule.id for finding in preflight(target.getvalue()).errors}


def test_a_lost_letter_is_reported_where_it_is(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"U\+FFFD") as caught:
        load_guide(write_guide(tmp_path, GUIDE.format(url=URL, title='"Pr\N{REPLACEMENT CHARACTER}nt"', text='"\\uFFFD \\t"')))
    errors = [problem for problem in caught.value.problems if problem.severity == "error"]
    assert [problem.place and problem.place.line for problem in errors] == [3, 10, 10]


@cache
def letters(lang: str) -> tuple[str, ...]:
    """What the fonts of a language can show and a guide may hold, but for what its markup and its quotes mean."""
    fonts = [font for font in FontBook(load_theme().fonts).stack("text", 400, lang)[:2] if font.is_installed]
    codes = sorted({code for font in fonts for code in font.face.unicodes if code >= 0x20})
    found = (chr(code) for code in codes)
    return tuple(
        one for one in found if not forbidden(one) and one not in "*[]{}" and unicodedata.category(one) not in ("Co", "Cc")
    )


@pytest.mark.parametrize("lang", ["en", "ar", "ja"])
@settings(max_examples=6)
@given(data=st.data())
def test_any_text_with_a_font_passes(lang: str, data: st.DataObject) -> None:
    word = st.text(st.sampled_from(letters(lang)), min_size=1, max_size=12)
    words = data.draw(st.lists(word, min_size=1, max_size=30))
    try:
        made("a" + " ".join(words), lang, "flyer")
    except InvalidInput as error:  # no single font has a letter and the mark on it, which is reported at its place
        assume(any(problem.rule != "missing-glyph" for problem in error.problems))
        raise


@pytest.mark.parametrize("format", ["flyer", "poster", "handout", "booklet"])
@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("url", ["https://portal.example.org/", "https://portal.example.org/?x=1"])
def test_the_address_of_a_root_passes(lang: str, format: str, url: str) -> None:
    pdf = made("{link}", lang, format, url=url)
    if format != "handout":  # its address is in one line; no other has a slash alone in its line
        assert not any(line.strip() == "/" for page in page_texts(pdf) for line in page.splitlines())


@pytest.mark.parametrize("format", ["flyer", "poster", "handout", "booklet"])
@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "a" + "\u0301\u0302\u0308" * 12 + "b"),
        ("en", "Ep\u0323\u0324\u0325\u0323"),
        ("th", "\u0e01" + "\u0e48" * 12),
        ("en", "Daten\u00adschutz\u00adgrund\u00adverord\u00adnung"),
        ("en", "See other.example.com/path or https://plain.example.org"),
    ],
)
def test_a_headline_of_odd_letters_passes(format: str, lang: str, text: str) -> None:
    pdf = made(text, lang, format, title=text)
    assert "".join(letter for letter in text if letter.isascii()) or text_of(pdf)
    assert unicodedata.normalize("NFC", text[:3]) in unicodedata.normalize("NFC", text_of(pdf))


@pytest.mark.parametrize("intent", ["office", "screen"])
@pytest.mark.parametrize(
    "title", ["Join Wi\u00adFi now", "\u00ad日本\u00ad語", "\u3000日本語\u00a0"]
)
def test_a_title_with_soft_hyphens_or_spaces_around_it_is_the_title_of_the_file(
    title: str, intent: Intent, tmp_path: Path
) -> None:
    quoted = json.dumps(title, ensure_ascii=False)
    guide = write_guide(tmp_path / "guide", GUIDE.format(url=URL, title=quoted, text="Print."))
    result = build(guide, formats=["flyer"], intent=intent, out=tmp_path / "out")
    rules = [found.rule for file in result.files for found in file.diagnostics]
    assert len(result.files) == 1 and "file-title" not in rules


def test_rows_and_towers_of_marks_pass() -> None:
    """As in texts that are made to break programs: above, below and through a letter, and more than a line is wide."""
    towers = "".join(letter + "\u0336\u0319\u0330\u0322\u033c\u033b\u0331\u0318\u0361\u035c" * 2 for letter in "invoke")
    rows = "\u0e14" + "\u0e49\u0e49\u0e47\u0e47\u0e47" * 19
    for format in ("flyer", "handout", "booklet"):
        assert by_poppler(made(f"{towers} {rows} x", "en", format)).count("x") >= 1


@pytest.mark.parametrize("lang", ["ar", "fa"])
def test_an_email_address_among_arabic_is_no_other_address(lang: str, tmp_path: Path) -> None:
    """PDFium turns round its parts, so that its host looked like one of another site."""
    text = json.dumps("- اسم المستخدم: abc123@example.edu مع الجزء\n- النطاق: example.edu", ensure_ascii=False)
    filled = GUIDE.format(title="الاتصال", text=text, url="https://wifi.example.edu/eduroam")
    result = build(write_guide(tmp_path / "guide", filled, lang), formats=["handout"], out=tmp_path / "out")
    assert [found.text for found in result.diagnostics if found.rule.startswith("code-")] == []
    assert len(result.files) == 1
