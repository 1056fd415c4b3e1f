"""What looks like markup, is none here and prints with its signs: a warning at its place, and none where it is only text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.guide import Text
from generator.guide.check import check
from generator.guide.inline import Link, Strong, parse
from generator.guide.oddities import oddities
from guide_files import SOUND, edited, load


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("Press ** Next ** now.", ["** Next **"]),
        ("Press **Next ** now.", ["**Next **"]),
        ("See [note [1]](https://print.example.ac.jp/b).", ["[note [1]](https://print.example.ac.jp/b)"]),
        ("![queue](screens/queue.png)", ["![queue](screens/queue.png)"]),
        ("See [the page](print.html).", ["[the page](print.html)"]),
        ("Press **Next and wait.", ["**"]),
        ("Press Next** and wait.", ["**"]),
        ("**Press** this **now", ["**"]),
        ("**", ["**"]),
        ("2 ** 3", ["**"]),
        ("***both***", ["***both***"]),
        ("Press *Copy*, then *Green key*.", ["*Copy*", "*Green key*"]),
        ("(*コピー*) と *次へ*を", ["*コピー*", "*次へ*"]),
        ("<b>Next</b><br>", ["<b>", "</b>", "<br>"]),
        ('<a href="x">Next', ['<a href="x">']),
        ("a<BR />b </p>", ["<BR />", "</p>"]),
        ("a&nbsp;b &amp; c &#8217; &eacute;", ["&nbsp;", "&amp;", "&#8217;", "&eacute;"]),
        ("Press __Next__.", ["__Next__"]),
        ("Type `ssh`.", ["`ssh`"]),
        ("<https://www.example.org>", ["<https://www.example.org>"]),
        ("按 ** 下一步 ** 。", ["** 下一步 **"]),
        ("اضغط ** التالي **", ["** التالي **"]),
    ],
)
def test_odd(text: str, odd: list[str]) -> None:
    found = list(oddities(Text(text)))
    assert [one.message.partition('" is')[0][1:] for one in found] == odd
    assert all(one.help and one.severity == "warning" for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "AT&T, a < b, a<b and c>d, R&D; 2 * 3, a * b * c",
        "2**3, C:\\a**, /usr/**/x, **/*.py, *.png",
        "*.png and *.jpg, *a, 5*x*y, /*note*/, * Paper\n* Ink, *p# and *q*5#, *footnote",
        "Dial *21# or **21*5# or *#06#",
        "**bold** and [**bold**](https://www.example.org) and [words](https://www.example.org)",
        "f(a[1])(x) and [Ctrl][Alt] and [1] (see below)",
        "my__var__x and __init__.py and List<String> and <name>",
        "日本語**強調**です",
        "{{ 7*7 }} {link} [mots]{lang=fr}",
        "pass: ****, *****",
        "it`s 5 o`clock"[:7],
        "~ and ~~",
    ],
)
def test_only_text(text: str) -> None:
    assert list(oddities(Text(text))) == []


def test_bold_words_of_a_link() -> None:
    link = parse("[**the page**](https://www.example.org)")
    assert link == (Strong((Link("the page", "https://www.example.org"),)),)
    assert parse("**see [**it**](https://www.example.org)**")[0] == Strong(
        (parse("see ")[0], Link("it", "https://www.example.org"))
    )


def test_places_and_labels(tmp_path: Path) -> None:
    text = edited("answer: Wait.", 'answer: "Say \\"x\\", then ** wait **"').replace("next: Next", 'next: "**Next**"')
    found = [problem for problem in check({"en": load(tmp_path, text)}) if problem.rule == "unknown-markup"]
    assert [(one.place.line, one.place.column, one.place.width) for one in found if one.place] == [
        (11, 10, 2),
        (11, 16, 2),
        (47, 57, 10),
    ]


def test_a_translation_that_lost_its_emphasis(tmp_path: Path) -> None:
    strong = SOUND.replace("answer: Wait.", 'answer: "Wait **slowly**."').replace(
        "translation: {by: machine, reviewed: yes}\n", ""
    )
    guides = {"en": load(tmp_path, strong), "de": load(tmp_path, edited("answer: Wait.", 'answer: "** Langsam ** warten"'), "de")}
    found = {problem.rule: problem for problem in check(guides) if problem.place and "guide.de" in problem.place.file}
    assert "has no **…**, as it has in en" in found["reference-differs"].message
    assert "** Langsam **" in found["unknown-markup"].message


@given(st.text("*_`~[]()<>&; ab\n", max_size=400))
def test_never_fails_and_is_never_slow(text: str) -> None:
    list(oddities(Text(text)))
