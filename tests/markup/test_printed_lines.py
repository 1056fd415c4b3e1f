"""Lines that a guide keeps apart are lines in print, in every format; where there is one line, they are joined."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import GUIDE, one, page_texts, write_guide
from generator.guide import Index, Text, load_guide
from generator.guide.inline import plain
from generator.markup.inline import to_markup

LINES = GUIDE.replace(
    '{id: go-on, title: Go on, text: "Tap {ui:next}.", short: Tap Next.}',
    """id: go-on
        title: Go on
        text: |
          Have with you:
          - the first thing
          - **the second** thing

          Then tap {ui:next}.
        short: "First line.\\nSecond line.\"""",
)


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("a\nb", "a<br/>b"),
        ("a \n\n  b", "a<br/>b"),
        ("**a\nb** c", "<strong>a<br/>b</strong> c"),
        ("{ui:next}\n- b", '<key original="">Next</key><br/>- b'),
        ("a\tb < c", "a&#9;b &lt; c"),
    ],
)
def test_line_ends_in_markup(tmp_path: Path, text: str, markup: str) -> None:
    index = Index(load_guide(write_guide(tmp_path)))
    assert to_markup(Text(text), index) == markup
    assert "\n" not in plain(text, index)


@pytest.mark.parametrize("format", ["flyer", "poster", "handout", "booklet"])
def test_lines_in_print(tmp_path: Path, format: str) -> None:
    write_guide(tmp_path / "guide", LINES)
    lines = [line.strip() for text in page_texts(one(tmp_path / "guide", tmp_path, format)) for line in text.splitlines()]
    wanted = (
        ["First line.", "Second line."]
        if format in ("flyer", "poster")
        else ["Have with you:", "- the first thing", "- the second thing", "Then tap Next ."]
    )
    start = next(number for number, line in enumerate(lines) if line.endswith(wanted[0]))
    lines[start] = wanted[0]  # on posters it is beside the title
    assert lines[start : start + len(wanted)] == wanted


def test_lines_in_two_languages_from_right_to_left(tmp_path: Path) -> None:
    write_guide(tmp_path / "guide", LINES)
    write_guide(tmp_path / "guide", LINES.replace("the first thing", "الشيء الأول"), "ar")
    lines = [
        line.strip() for text in page_texts(one(tmp_path / "guide", tmp_path, "handout", "en+ar")) for line in text.splitlines()
    ]
    assert "- the first thing" in lines
    assert lines.count("- the second thing") == 1
    assert any("الشيء الأول" in line and "second" not in line for line in lines)
