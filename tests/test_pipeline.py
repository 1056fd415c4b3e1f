"""`build` from end to end: what a caller gets, and what the finished files hold, read by independent readers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import generator
from building import GUIDE, LINK, ROOT, built_in, one, page_sizes, page_texts, text_of, write_guide
from generator import HandoutsError, build, load_guide, load_theme
from generator.errors import InvalidInput, StrictError, UsageError
from generator.guide import Guide
from generator.preflight.codes import read_codes
from looking import some

FORMATS = ("flyer", "poster", "handout", "booklet")
BUILT_IN = ROOT / "assets/guides/mfa-authenticator"


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    return write_guide(tmp_path / "eduroam")


# The library


def test_every_public_name_is_there_and_described() -> None:
    for name in generator.__all__:
        assert getattr(generator, name).__doc__, name
    with pytest.raises(AttributeError, match="no attribute 'bild'"):
        generator.bild  # noqa: B018


def test_what_a_caller_gets(guide: Path, tmp_path: Path) -> None:
    told: list[str] = []
    result = build(str(guide), formats=["booklet", "flyer"], out=str(tmp_path / "out"), progress=told.append)
    booklet, flyer = result.files
    assert result.diagnostics == ()
    assert told == [booklet.path.name, flyer.path.name]
    assert (flyer.format, flyer.size, flyer.lang, flyer.intent, flyer.pages) == ("flyer", "A4", "en", "office", 1)
    assert flyer.path == tmp_path / "out/eduroam.flyer.a4.en.pdf"
    assert flyer.sha256 == hashlib.sha256(flyer.path.read_bytes()).hexdigest()
    assert flyer.codes() == ["https://example.org/wifi"]
    assert booklet.pages % 4 == 0


def test_a_guide_alone(guide: Path) -> None:
    assert isinstance(load_guide(guide), Guide)
    assert load_guide(guide).procedures[0].steps[1].title == "Go on"


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"formats": ["flier"]}, UsageError),
        ({"intent": "press"}, UsageError),
        ({"size": "A77"}, UsageError),
        ({"langs": ["xx"]}, UsageError),
        ({"strict": True}, StrictError),
    ],
)
def test_errors_are_raised_with_their_diagnostics(tmp_path: Path, options: dict[str, Any], error: type[HandoutsError]) -> None:
    guide = write_guide(tmp_path / "guide", GUIDE.replace("title: Done, ", ""))
    with pytest.raises(error) as caught:
        build(guide, out=tmp_path / "out", **options)
    assert caught.value.problems[0].message
    assert not (tmp_path / "out").exists()


def test_a_file_is_the_same_made_alone_or_among_others(tmp_path: Path) -> None:
    for name in ("mfa-authenticator.flyer.a4.ja.pdf", "mfa-authenticator.booklet.a5.en.pdf"):
        _, format, _, lang, _ = name.split(".")
        assert one(BUILT_IN, tmp_path, format, lang) == built_in()[name]


# Step text is text


NASTY = [
    "AT&T",
    "a < b > c",
    "</p>",
    "<b>bold</b>",
    "{{ 7*7 }}",
    "{% raw %}",
    "{# no #}",
    "&amp;",
    "&#65;",
    "]]>",
    "{}",
    "*",
    "'\"",
    "\\n",
]


@pytest.mark.parametrize("format", FORMATS)
def test_step_text_never_becomes_markup(tmp_path: Path, format: str) -> None:
    """It prints as written, in every format that has room for it."""
    said = " ".join(NASTY[:7]), " ".join(NASTY[7:])
    quoted = [words.replace("'", "''") for words in said]
    text = GUIDE.replace('text: "Open {link}.", short: Open the page.', f"text: '{quoted[0]}', short: '{quoted[0]}'")
    text = text.replace('text: "Tap {ui:next}.", short: Tap Next.', f"text: '{quoted[1]}', short: '{quoted[1]}'")
    printed = text_of(one(write_guide(tmp_path / "guide", text), tmp_path / "out", format))
    for words in said if format in ("handout", "booklet") else ():
        assert words in printed
    assert "49" not in printed


def test_titles_and_names_are_text_too(tmp_path: Path) -> None:
    words = "R&D <b>{{ 1+1 }}</b> {% raw %}"
    text = GUIDE.replace("Join eduroam", f'"{words}"').replace("Example University", f'"{words} University"')
    data = one(write_guide(tmp_path / "guide", text.replace("label: Wi-Fi page", f'label: "{words} page"')), tmp_path / "out")
    assert words in text_of(data)
    assert f"{words} University" in text_of(data)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert str(pdf.docinfo.Title) == words


# Text as written


def test_japanese_extracts_as_written() -> None:
    guide = load_guide(BUILT_IN, "ja")
    handout = squeezed(text_of(built_in()["mfa-authenticator.handout.a4.ja.pdf"]))
    flyer = squeezed(text_of(built_in()["mfa-authenticator.flyer.a4.ja.pdf"]))
    assert squeezed(guide.headline) in flyer
    assert squeezed(guide.title) in flyer
    found = 0
    for procedure in guide.procedures:
        assert squeezed(procedure.title) in handout
        for step in procedure.steps:
            for part in plain_parts(step.text):
                assert squeezed(part) in handout, part
                found += 1
    assert found > 20
    for term in ("次へ", "サインイン方法の追加"):
        assert term in handout


def squeezed(text: str) -> str:
    """Without white space: where a line ends, a reader may see one."""
    return re.sub(r"\s", "", text)


def plain_parts(text: str) -> list[str]:
    """What stands between the references of an inline text."""
    return [part for part in re.split(r"\{[^}]*\}|\*\*|\[[^\]]*\]\([^)]*\)", text) if len(part) > 3]


def test_nothing_is_lost_in_extraction() -> None:
    """No replacement character and nothing of the private use area, where glyphs without a character end up."""
    for name, data in some((built_in() | built_in("screen")).items()):
        odd = {c for text in page_texts(data) for c in text if c == "\ufffd" or 0xE000 <= ord(c) < 0xF900}
        assert not odd, name


# The codes


@pytest.mark.parametrize("dpi", [100, 150, 300])
@pytest.mark.parametrize("intent", ["office", "screen"])
def test_every_code_leads_to_the_printed_address(intent: str, dpi: int) -> None:
    for name, data in some(built_in(intent).items()):
        codes = read_codes(data, dpi)
        assert {code.text for code in codes} == {LINK}, name
        assert len(codes) == {"flyer": 1, "poster": 1}.get(name.split(".")[1], len(codes)), name
        assert LINK in squeezed(text_of(data)), "the address is printed in full"


@pytest.mark.parametrize("format", FORMATS)
def test_a_long_address_is_coded_and_printed_too(tmp_path: Path, format: str) -> None:
    url = "https://wireless.example.ac.jp/start?device=phone&campus=west"
    guide = write_guide(tmp_path / "guide", GUIDE.replace("https://example.org/wifi", url))
    data = one(guide, tmp_path / "out", format)
    assert {code.text for code in read_codes(data)} == {url}
    assert url in squeezed(text_of(data))


# The intents


def test_links_and_structure_are_in_the_screen_file(guide: Path, tmp_path: Path) -> None:
    for format in FORMATS:
        with pikepdf.open(BytesIO(one(guide, tmp_path, format, intent="screen"))) as pdf:
            uris = {
                str(link.A.URI) for page in pdf.pages for link in page.get("/Annots", []) if "/A" in link and "/URI" in link.A
            }
            assert uris == {"https://example.org/wifi"}
            assert pdf.Root.Lang == "en"
            assert pdf.Root.MarkInfo.Marked
            assert "/StructTreeRoot" in pdf.Root
            assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()
            assert pdf.Root.ViewerPreferences.DisplayDocTitle


@pytest.mark.parametrize("single_pages", [None, True])
def test_the_office_file_has_no_links(single_pages: bool | None) -> None:
    for name, data in some(built_in("office", single_pages).items()):
        with pikepdf.open(BytesIO(data)) as pdf:
            assert not [page for page in pdf.pages if "/Annots" in page], name


def test_blacks_and_greys_are_k_in_the_office_file_and_rgb_on_screen() -> None:
    theme = load_theme([], BUILT_IN)
    greys = {rounded(ink.rgb) for ink in theme.palette.values() if ink.office_grey is not None}
    signal = rounded(theme.ink("signal").rgb)
    for name, data in some(built_in().items()):
        used = colours(data)
        assert not {colour for colour in used if colour in greys}, name
        assert not {colour for colour in used if len(colour) == 3 and len(set(colour)) == 1}, f"an RGB grey in {name}"
        assert (0.0,) in used
        assert signal in used
    for name, data in some(built_in("screen").items()):
        assert rounded(theme.ink("ink").rgb) in colours(data), name


def rounded(colour: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(round(part, 3) for part in colour)


def colours(data: bytes) -> set[tuple[float, ...]]:
    """Every colour that is set, within forms too: one number for grey, three for RGB, four for CMYK."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return {
            rounded(tuple(float(number) for number in operands))
            for content in contents(pdf)
            for operands, operator in pikepdf.parse_content_stream(content)
            if str(operator) in ("g", "G", "rg", "RG", "k", "K")
        }


def contents(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """The pages, and the forms that stand on them."""
    for page in pdf.pages:
        yield page
        for item in page.Resources.get("/XObject", pikepdf.Dictionary()).values():
            if item.get("/Subtype") == "/Form":
                yield item


# Booklets


@pytest.mark.parametrize(
    ("size", "page", "sheet"),
    [
        ("A5", (148, 210), (297, 210)),
        ("half-letter", (140, 216), (279, 216)),
        ("JB5", (182, 257), (364, 257)),
        ("A6", (105, 148), (210, 148)),
    ],
)
def test_booklets_are_imposed_on_the_sheet_of_twice_their_size(
    guide: Path, tmp_path: Path, size: str, page: tuple[int, int], sheet: tuple[int, int]
) -> None:
    imposed = one(guide, tmp_path, "booklet", size=size)
    single = one(guide, tmp_path, "booklet", size=size, single_pages=True)
    assert set(page_sizes(imposed)) == {sheet}
    assert set(page_sizes(single)) == {page}
    last, first = page_texts(single)[-1], page_texts(single)[0]
    outside = squeezed(page_texts(imposed)[0])
    assert squeezed(first) in outside
    assert squeezed(last) in outside


def test_the_printer_is_told_to_turn_on_the_short_edge(guide: Path, tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(one(guide, tmp_path, "booklet"))) as pdf:
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"


def test_what_is_broken_is_told_with_the_file_that_it_was_for(tmp_path: Path) -> None:
    guide = write_guide(tmp_path / "guide", GUIDE.replace("Join eduroam", "Unabridged directions " * 40))
    with pytest.raises(InvalidInput, match=r"flyer A6 en: .* mm too "):
        build(guide, formats=["flyer"], size="A6", out=tmp_path / "out")


def test_a_word_that_is_too_wide_is_shown_where_it_was_written(tmp_path: Path) -> None:
    word = "0123456789" * 30
    guide = write_guide(tmp_path / "guide", GUIDE.replace("Open {link}", f"Open {word}"))
    with pytest.raises(InvalidInput, match="too wide") as caught:
        build(guide, formats=["handout"], out=tmp_path / "out")
    place = caught.value.problems[0].place
    assert place is not None and word in place.source and place.source[place.column - 1 :].startswith(word)
