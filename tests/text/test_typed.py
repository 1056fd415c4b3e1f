"""What people type is not torn at a line's end: paths, options, numbers with units, dates, hosts; in every language."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faces import ARABIC, BOOK, THAI, drawn, para, wrapped
from generator.text import FontBook
from generator.text.breaks import line_breaks
from generator.text.typed import kept_whole

WORLD = FontBook({"text": {**BOOK.roles["text"], "ar": ARABIC, "th": THAI}})
SENTENCES = {
    "en": "Now open the Explorer, look for {} and then close it again.",
    "de": "Öffnen Sie nun den Explorer, suchen Sie {} und schließen Sie ihn.",
    "ja": "エクスプローラーを開き、{}を探して、閉じてください。",
    "ar": "افتح المتصفح ثم ابحث عن {} ثم أغلقه مرة أخرى.",
    "th": "เปิดเบราว์เซอร์แล้วค้นหา {} แล้วปิดอีกครั้ง",
}
TYPED = [
    r"\\files01.example.ac.jp\print\drivers",
    r"\\nas\home-dirs\s1234567",
    r"C:\Users\s-kyudai\vpn-client.ini",
    r"D:\setup\x.exe",
    r"C:\Program Files\App",
    r"C:\Program Files (x86)\Common Files\x.ini",
    r"\\srv\Shared Data\a",
    "/etc/ssl/certs",
    "/usr/local/share/ca-certificates/campus.crt",
    "~/.config/app-x/conf.d",
    "./configure-all.sh",
    "../my-scripts/run",
    "src/main-window/app.py",
    "vpn-gw-01.example.ac.jp",
    "help-desk@cii.example.ac.jp",
    "https://vpn-gw.example.ac.jp/a-b",
    "setup-tool-2.1.exe",
    "back-up.tar.gz",
    "-c 4",
    "--no-wait",
    "--max-depth 3",
    "--lang=de-AT",
    "5 GHz",
    "2.4 GHz",
    "16 GB",
    "80 °C",
    "100 Mbit/s",
    "80 %",
    "€ 5",
    "5 €",
    "+81 92-802-2222",
    "(03) 1234 5678",
    "+49 (30) 123 45 67",
    "iOS 17.4",
    "iPadOS 17",
    "Windows 11",
    "v2.1.0-rc1",
    "2026-11-24",
    "24/11/2026",
    "24.11.2026",
    "9:00–17:00",
    "Ctrl+Alt+Del",
    "Ctrl-C",
    "Wi-Fi",
    "e-mail",
    "km/h",
]
MONTHS = [("en", "24 November"), ("en", "November 24"), ("de", "24. November"), ("es", "24 de noviembre"), ("id", "24 November")]


@pytest.mark.parametrize("lang", SENTENCES)
@pytest.mark.parametrize("typed", TYPED)
def test_what_is_typed_stays_whole_where_it_fits_a_line(typed: str, lang: str) -> None:
    alone = para(typed, lang=lang, book=WORLD).natural_width()
    paragraph = para(SENTENCES[lang].format(typed), lang=lang, book=WORLD)
    seen = 0
    for room in range(0, 200, 7):
        paragraph.wrap(alone + 1 + room)
        lines = [line.text for line in paragraph.lines]
        kept = [line for line in lines if typed in line]
        bare = alone + 1 + room >= para(typed + "を、。", book=WORLD).natural_width()
        assert kept or not bare, lines
        seen += len(kept)
    assert seen


@pytest.mark.parametrize("text", [r"C:\Temp and D:\new", r"C:\Temp or \\srv\new", "the \\ key and a\\b", r"say C:\ now"])
def test_the_spaces_between_two_paths_are_ordinary_ones(text: str) -> None:
    spaces = {at + 1 for at, letter in enumerate(text) if letter == " "}
    assert spaces and not spaces & set(kept_whole(text, "en"))


@pytest.mark.parametrize(("lang", "typed"), MONTHS)
def test_a_day_stays_with_its_month(lang: str, typed: str) -> None:
    alone = para(typed, lang=lang).natural_width()
    for room in range(1, 120, 5):
        lines = wrapped(f"This is open from {typed} on, and until then not", alone + room, lang=lang)
        assert any(typed in line for line in lines), lines


@pytest.mark.parametrize("width", range(30, 200, 6))
@pytest.mark.parametrize("path", [path for path in TYPED if "\\" in path])
def test_a_path_breaks_behind_a_backslash_that_has_something_before_it(path: str, width: int) -> None:
    lines = wrapped(f"Type {path} there.", width)
    assert "".join(lines).replace(" ", "") == f"Type{path}there.".replace(" ", "")
    for line in lines:
        assert not line.endswith("\\\\") and line.split(" ")[-1] != "\\", lines
        assert not line.startswith("\\") or line.startswith("\\\\"), lines


@pytest.mark.parametrize("typed", ["5 GHz", "-c 4", "iOS 17.4", "24 November", "--max 3"])
def test_in_a_line_that_is_too_narrow_the_ordinary_breaks_come_back(typed: str) -> None:
    widest = max(para(word).natural_width() for word in typed.split())
    paragraph = para(f"x {typed} x")
    assert paragraph.min_width() == pytest.approx(widest, abs=0.01)
    paragraph.wrap(widest + 0.5)
    words = [line.text for line in paragraph.lines]
    assert " ".join(words) == f"x {typed} x"


@pytest.mark.parametrize(
    "typed",
    [
        r"\\files01.example.ac.jp\print",
        r"C:\Program Files\App\x.ini",
        "/etc/ssl/certs",
        "~/.config",
        "-c 4",
        "--no-wait",
        "tool -c 4 --no-wait /etc/x",
        "5 GHz",
        "(03) 1234 5678",
        "Ctrl+Alt+Del",
        "v2.1.0-rc1",
        "iOS 17.4",
        "100 Mbit/s",
    ],
)
def test_among_arabic_what_is_typed_keeps_its_order(typed: str) -> None:
    surface = drawn(para(f"اكتب {typed}، ثم تابع.", lang="ar", book=WORLD), 600)
    placed = [(run.x + glyph.x, glyph.text) for run in surface.runs for glyph in run.glyphs]
    seen = "".join(text for _, text in sorted(placed))
    assert typed.replace(" ", "") in seen.replace(" ", "")


@pytest.mark.parametrize(
    "text",
    [
        "We met in 2026 (24 people), then 25 more came on board.",
        "and/or neither",
        "state-of-the-art mother-in-law",
        "3 steps or 4 parts",
    ],
)
def test_ordinary_text_breaks_where_it_always_did(text: str) -> None:
    prepared = para(text)._measure.prepared
    assert list(prepared.breaks) == [index for index in line_breaks(text, "en") if index]


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(st.sampled_from(list("ab1 -./\\:~@+()–€%°CGHz,国、ア\u0301")), max_size=40),
    width=st.integers(8, 200),
    lang=st.sampled_from(["en", "ja", "de"]),
)
def test_no_character_is_lost_whatever_is_typed(text: str, width: int, lang: str) -> None:
    lines = wrapped(text, width, lang=lang)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
