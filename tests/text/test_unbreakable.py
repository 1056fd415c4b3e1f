"""Keys, addresses, links, soft hyphens: what breaks only in its own way."""

from __future__ import annotations

import pytest

from faces import INK, drawn, para, wrapped
from generator.geometry import mm
from generator.text import Box, Key, Word
from recording import Recording

URL = "https://mysignins.microsoft.com/security-info?from=flyer"


def box_of(surface: Recording, index: int) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of a filled path."""
    points = [args[i : i + 2] for _, args in surface.fills[index][0].operations for i in range(0, len(args), 2)]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def test_a_key_is_a_chip() -> None:
    paragraph = para("Tap ", Key("Next"), ".")
    surface = drawn(paragraph, 200)
    assert paragraph.text == surface.root.text == "Tap Next."
    assert [run.font.name for run in surface.runs] == ["NotoSans-wght400", "NotoSans-wght700", "NotoSans-wght400"]
    assert len({run.y for run in surface.runs}) == 1
    baseline, label = surface.runs[0].y, para(Word("Next", strong=True)).natural_width()
    left, bottom, right, top = box_of(surface, 1)
    assert surface.fills[1][1] is INK and all(artifact for *_, artifact in surface.fills)
    assert top == pytest.approx(baseline + 9.68 + mm(0.3))
    assert bottom == pytest.approx(baseline - 1.92 - mm(0.75))
    assert right - left == pytest.approx(label + 2 * 3.4 + 2 * mm(0.3))
    assert surface.runs[1].x == pytest.approx(left + mm(0.3) + 3.4)
    assert surface.runs[2].x == pytest.approx(right + 0.6)
    assert [(part.role, part.text) for part in surface.root.content if hasattr(part, "role")] == [("Span", "Next")]


def test_a_japanese_key_is_higher() -> None:
    surface = drawn(para(Key("次へ"), lang="ja"), 200)
    _, bottom, _, top = box_of(surface, 1)
    assert top - surface.runs[0].y == pytest.approx(10.16 + mm(0.3))
    assert surface.runs[0].y - bottom == pytest.approx(1.44 + mm(0.75))


def test_lines_with_keys_have_a_leading_of_their_own() -> None:
    assert para("Tap ", Key("Next"), leading=15, key_leading=17).wrap(200) == 17
    assert para("Tap Next", leading=15, key_leading=17).wrap(200) == 15


@pytest.mark.parametrize("width", range(45, 200, 5))
def test_keys_never_break_and_keep_their_punctuation(width: int) -> None:
    paragraph = para("「", Key("次へ"), "」、（", Key("追加する"), "）。それから", Key("完了"), "。終わり", lang="ja")
    paragraph.wrap(width)
    lines = [line.text for line in paragraph.lines]
    for whole in ("「次へ」、", "（追加する）。", "完了。"):
        assert any(whole in line for line in lines) or width < 85, lines
    for line in lines:
        assert line[0] not in "」、）。"


def test_a_key_that_is_wider_than_the_line_is_a_block_on_lines_of_its_own() -> None:
    paragraph = para("Tap ", Key("I want to set up a different method"), ". Go on.", leading=15, key_leading=17.6)
    height = paragraph.wrap(130)
    assert [line.text for line in paragraph.lines] == ["Tap", "I want to set up a different method.", "Go on."]
    assert all(line.width <= 130 for line in paragraph.lines)
    surface = drawn(paragraph)
    assert len(surface.fills) == 2 and box_of(surface, 1)[2] <= 130
    labels = [run for run in surface.runs if run.font.name.endswith("700")]
    assert len(labels) == 2 and labels[0].y - labels[1].y == pytest.approx(12)
    assert height == pytest.approx(3 * 17.6 + 12 + 2 * 0.5)
    assert surface.root.text == "Tap I want to set up a different method. Go on."
    assert para("Tap ", Key("Next")).wrap(200) == para("Tap ", Key("Next")).wrap(300)


def test_an_address_that_fits_a_line_is_kept_whole() -> None:
    width = para(URL).natural_width() + 1
    assert wrapped("Now open " + URL + " there", width) == ["Now open", URL, "there"]


def test_a_longer_address_breaks_in_its_path_and_not_in_its_host() -> None:
    lines = wrapped(URL, para("https://mysignins.microsoft.com/").natural_width() + 1)
    assert "".join(lines) == URL
    assert any("mysignins.microsoft.com/" in line for line in lines)
    assert all(line[-1] in "/-?=" for line in lines[:-1])


def test_a_host_breaks_only_when_nothing_else_fits() -> None:
    lines = wrapped(URL, 75)
    assert lines[:3] == ["https://", "mysignins.", "microsoft.com/"]


def test_in_a_link_an_address_needs_no_scheme_and_words_break_as_words() -> None:
    address = Word("help@cii.kyushu-u.ac.jp", href="mailto:x")
    assert wrapped(address, para("help@cii.kyushu-u.ac.jp").natural_width()) == ["help@cii.kyushu-u.ac.jp"]
    paragraph = para("At ", address)
    paragraph.wrap(paragraph.natural_width() - 1)
    assert [line.text for line in paragraph.lines] == ["At", "help@cii.kyushu-u.ac.jp"]
    assert wrapped(Word("セキュリティ情報", href="x"), 50, lang="ja") == ["セキュリ", "ティ情報"]


def test_a_word_that_is_wider_than_the_line_breaks_at_last() -> None:
    lines = wrapped("Donaudampfschifffahrtsgesellschaft", 60)
    assert len(lines) > 2 and "".join(lines) == "Donaudampfschifffahrtsgesellschaft"
    assert wrapped("e\u0301" * 30, 12)[0] in ("e\u0301", "e\u0301" * 2)


def test_a_soft_hyphen_is_seen_only_where_a_line_breaks() -> None:
    text = "Sicherheits\u00adschlüssel"
    paragraph = para(text)
    assert paragraph.natural_width() == pytest.approx(para("Sicherheitsschlüssel").natural_width(), abs=0.3)
    assert drawn(paragraph, 200).text == "Sicherheitsschlüssel"
    surface = drawn(paragraph, 70)
    assert [line.text for line in paragraph.lines] == ["Sicherheits", "schlüssel"]
    assert surface.text == "Sicherheits\u00adschlüssel"
    hyphen = surface.runs[1]
    assert hyphen.text == "\u00ad" and hyphen.glyphs[0].gid == hyphen.font.glyph(0x2010)
    assert paragraph.lines[0].width == pytest.approx(para("Sicherheits‐").natural_width())


def test_no_break_spaces_do_not_break() -> None:
    assert wrapped("Step\u00a03 of\u00a07", 40) == ["Step\u00a03", "of\u00a07"]


def test_a_link_over_lines_is_one_element_with_a_rectangle_for_each() -> None:
    paragraph = para("See ", Word("the security page ", href="#a"), Word("of yours", strong=True, href="#a"), ".")
    surface = drawn(paragraph, 70)
    assert len(paragraph.lines) == 3
    links = [part for part in surface.root.content if getattr(part, "role", "") == "Link"]
    assert len(links) == 1
    assert links[0].text == "the security page of yours"
    assert {id(element) for *_, element in surface.links} == {id(links[0])}
    assert len(surface.links) == links[0].opened == len(paragraph.lines)
    for rect, target, description, _ in surface.links:
        assert (target, description) == ("#a", "the security page of yours")
        assert rect.x >= 0 and rect.right <= 70.001 + 2.6


def test_a_split_link_is_one_element_and_a_second_drawing_another() -> None:
    paragraph = para(Word("one two three four five six seven eight", href="#a", description="d"))
    paragraph.wrap(40)
    head, tail = paragraph.split(45) or pytest.fail("no split")
    surface = Recording()
    head.draw(surface, 0, 0)
    tail.draw(surface, 0, 0)
    assert len(surface.root.content) == 1
    again = Recording()
    paragraph.draw(again, 0, 0)
    assert len(again.root.content) == 1 and again.root.content[0] is not surface.root.content[0]


def test_the_narrowest_key_is_as_wide_as_its_widest_word() -> None:
    key = Key("Add an account of another organisation")
    paragraph = para("Tap ", key, ".")
    narrowest = paragraph.min_width()
    widest_word = para(Word("organisation", strong=True)).natural_width()
    assert widest_word < narrowest < widest_word + 20 < para(key).natural_width()
    paragraph.wrap(narrowest)
    assert paragraph.width <= narrowest + 1e-6
    assert para("Tap ", Key("Next"), ".").min_width() == pytest.approx(para(Key("Next"), ".").natural_width())


def test_a_paths_first_slash_never_stands_alone() -> None:
    url = "https://vpn.example.org/zugangsberechtigungsverwaltung"
    lines = wrapped(Word(url, href=url), para("/zugangsberechtigungsverwaltung").natural_width() + 1)
    assert "/" not in [line.strip() for line in lines] and "".join(lines) == url


@pytest.mark.parametrize("width", range(32, 140, 4))
def test_an_icon_stands_with_the_first_letters_of_its_name_however_narrow_the_line(width: int) -> None:
    icon = Box(10, 8, 2, lambda surface, x, baseline: None, text="□", glue=True)
    paragraph = para("画面の", icon, Word("アカウントのセットアップ", strong=True), "で、次へ進みます。", lang="ja")
    paragraph.wrap(width)
    (line,) = (line.text for line in paragraph.lines if "□" in line.text)
    assert "□アカ" in line, [line.text for line in paragraph.lines]


@pytest.mark.parametrize(
    ("text", "lang"), [("请告知编号 MFA-AUTH-H-ZH-HANS", "zh-Hans"), ("Quote MFA-AUTH-H-ZH-HANS please.", "en")]
)
@pytest.mark.parametrize("width", [115, 125, 135])
def test_the_code_of_a_sheet_does_not_break_at_its_hyphens(text: str, lang: str, width: int) -> None:
    lines = wrapped(text, width, lang=lang)
    assert any("MFA-AUTH-H-ZH-HANS" in line for line in lines) and len(lines) > 1, lines
    assert drawn(para(text, lang=lang), width).root.text == text
    assert wrapped("well-to-do", 30, lang="en") == ["well-", "to-do"]
