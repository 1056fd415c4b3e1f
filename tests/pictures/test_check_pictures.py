"""What is said about a guide's pictures before any is placed."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
import qrcode
from PIL import Image

from generator.errors import Diagnostic
from generator.guide import Guide, load_all
from generator.pictures.check import check_pictures
from generator.pictures.secrets import is_example
from picture_files import saved

GUIDE = """\
schema: 1
id: wifi
title: Wi-Fi
link: {{url: "https://example.org"}}
contact: {{email: help@kyudai.jp}}
screens:
  first:
    file: screens/first.png
    alt: {alt}
    {more}
procedures: [{{steps: [{{id: a, text: Go., screens: [first]}}]}}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "screens").mkdir()
    (tmp_path / "screens" / "first.png").write_bytes(saved(Image.new("RGB", (300, 600), "white")))
    return tmp_path


def guides(folder: Path, more: str = "", alt: str = "A page.", lang: str = "en") -> dict[str, Guide]:
    (folder / f"guide.{lang}.yaml").write_text(GUIDE.format(alt=json.dumps(alt), more=more))
    return load_all(folder)


def rules(problems: list[Diagnostic]) -> list[tuple[str, str]]:
    assert all(problem.help for problem in problems)
    return [(problem.rule, problem.severity) for problem in problems]


def test_nothing_to_say(folder: Path) -> None:
    assert check_pictures(guides(folder, "marks: [{ring: [0.1, 0.1, 0.5, 0.5]}]")) == []


def test_a_picture_that_is_not_there_yet_is_reported_elsewhere(folder: Path) -> None:
    (folder / "screens" / "first.png").unlink()
    assert check_pictures(guides(folder)) == []


def test_refused_files_come_first(folder: Path) -> None:
    (folder / "screens" / "first.png").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n")
    (folder / "screens" / "old.png").write_bytes(b"")
    problems = check_pictures(guides(folder))
    assert rules(problems) == [("file-refused", "error"), ("unused-picture", "warning")]
    assert problems[0].place is not None
    assert (problems[0].place.line, problems[0].place.column) == (8, 11)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are named on POSIX only")
def test_a_pipe_in_a_pictures_place(folder: Path) -> None:
    (folder / "screens" / "first.png").unlink()
    os.mkfifo(folder / "screens" / "first.png")
    assert rules(check_pictures(guides(folder))) == [("file-refused", "error")]


def test_a_link_that_leads_nowhere(folder: Path) -> None:
    (folder / "screens" / "first.png").unlink()
    (folder / "screens" / "first.png").symlink_to("gone.png")
    assert ("file-refused", "error") in rules(check_pictures(guides(folder)))


def test_remarks_of_the_gate(folder: Path) -> None:
    frames = [Image.new("RGB", (300, 600), colour) for colour in ("red", "blue")]
    (folder / "screens" / "first.png").write_bytes(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert rules(check_pictures(guides(folder))) == [("wrong-suffix", "warning"), ("animation", "warning")]


def test_files_that_no_screen_uses(folder: Path) -> None:
    for name in ("old.png", "notes.txt", ".hidden.png"):
        (folder / "screens" / name).write_bytes(b"x")
    (folder / "screens" / "source").mkdir()
    (found,) = check_pictures(guides(folder))
    assert (found.message, found.rule) == ('no screen uses the picture "screens/old.png"', "unused-picture")


def test_a_language_that_was_left_out_may_use_them(folder: Path) -> None:
    (folder / "screens" / "old.png").write_bytes(b"x")
    both = {**guides(folder), **guides(folder, lang="ja")}
    assert rules(check_pictures({"en": both["en"]})) == []
    assert rules(check_pictures(both)) == [("unused-picture", "warning")]


def test_sizes_that_differ_between_languages(folder: Path) -> None:
    guides(folder)
    both = guides(folder, lang="ja")
    assert check_pictures(both) == []
    (folder / "screens" / "first.ja.png").write_bytes(saved(Image.new("RGB", (300, 500))))
    text = (folder / "guide.ja.yaml").read_text()
    (folder / "guide.ja.yaml").write_text(text.replace("first.png", "first.ja.png"))
    (found,) = check_pictures(load_all(folder))
    assert found.message == 'the screen "first" has 300 × 500 pixels in ja, and 300 × 600 in en'
    assert found.place is not None
    assert found.place.file.endswith("guide.ja.yaml")


def test_marks_outside_the_crop(folder: Path) -> None:
    (found,) = check_pictures(guides(folder, "crop: [0, 0, 1, 0.5]\n    marks: [{number: [0.5, 0.6, 1]}, {ring: [0, 0, 1, 1]}]"))
    assert found.message == 'the number of the screen "first" is outside the part that is shown'
    assert found.place is not None
    assert (found.place.line, found.place.column) == (11, 22)


def test_an_empty_crop(folder: Path) -> None:
    assert rules(check_pictures(guides(folder, "crop: [0, 0, 0.001, 1]"))) == [("crop-empty", "error")]


@pytest.mark.parametrize(
    ("alt", "found"),
    [
        ("Signed in as s1234567@s.kyudai.jp.", "s1234567@s.kyudai.jp"),
        ("a.b+c@mail.example-university.ac.jp", "a.b+c@mail.example-university.ac.jp"),
        ("Signed in as s.kyudai@example.ac.jp.", ""),
        ("taro@example.com and hanako@sub.example.org", ""),
        ("taro@host.test", ""),
        ("Write to help@kyudai.jp.", ""),
        ("@ 12:00", ""),
    ],
)
def test_addresses_in_words(folder: Path, alt: str, found: str) -> None:
    problems = check_pictures(guides(folder, alt=alt))
    assert [problem.rule for problem in problems] == ["email-in-alt"] * bool(found)
    for problem in problems:
        assert found in problem.message
        assert "redact:" in problem.help
        assert problem.place is not None
        assert problem.place.source[problem.place.column - 1 :].startswith(found)


@pytest.mark.parametrize(
    "host", ["example.com", "www.example.org", "EXAMPLE.net", "example.ac.jp", "a.example", "x.test", "localhost"]
)
def test_domains_for_examples(host: str) -> None:
    assert is_example(host)


@pytest.mark.parametrize("host", ["kyushu-u.ac.jp", "myexample.com", "example.attacker.com", "example-university.ac.jp"])
def test_other_domains(host: str) -> None:
    assert not is_example(host)


def with_code(folder: Path, text: str) -> None:
    """A screen with a code at (60, 300) of 300 × 600."""
    code = qrcode.QRCode(border=0, box_size=4)
    code.add_data(text)
    picture = Image.new("RGB", (300, 600), "white")
    picture.paste(code.make_image().get_image().convert("RGB"), (60, 300))
    (folder / "screens" / "first.png").write_bytes(saved(picture))


SECRET = "otpauth://totp/Kyudai:taro?secret=JBSWY3DPEHPK3PXP"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (SECRET, "the key of an account (otpauth:…)"),
        ("phonefactor://activate_account?code=123456789", "the key of an account (phonefactor:…)"),
        ("https://login.kyushu-u.ac.jp/x", 'the address of "login.kyushu-u.ac.jp"'),
        ("HTTP://KYUSHU-U.AC.JP", 'the address of "kyushu-u.ac.jp"'),
    ],
)
def test_codes_that_work(folder: Path, text: str, what: str) -> None:
    with_code(folder, text)
    (found,) = check_pictures(guides(folder))
    assert found.message == f'the screen "first" shows a QR code that can be scanned: {what}'
    assert (found.rule, found.severity) == ("code-in-picture", "error")
    assert "JBSWY3DPEHPK3PXP" not in found.message + found.help


@pytest.mark.parametrize(
    ("text", "what"),
    [("https://example.org/x", 'the address of "example.org"'), ("this is an example", "a text"), ("WIFI:S:x;;", "a text")],
)
def test_an_example_that_decodes_competes_with_the_page_s_own_code(folder: Path, text: str, what: str) -> None:
    """The proof of a file refuses every code but its own, so that `check` tells of them before."""
    with_code(folder, text)
    (found,) = check_pictures(guides(folder))
    assert found.message.endswith(f"can be scanned: {what}")


@pytest.mark.parametrize("crop", ["[0, 0, 1, 1]", "[0.1, 0.4, 0.9, 0.6]"])
def test_the_line_that_is_offered_covers_the_code(folder: Path, crop: str) -> None:
    with_code(folder, SECRET)
    (found,) = check_pictures(guides(folder, f"crop: {crop}"))
    line = re.search(r"redact: \[\[([\d., ]+)\]\]", found.help)
    assert line is not None
    x, y, width, height = (float(number) for number in line[1].split(","))
    assert x * 300 <= 60
    assert y * 600 <= 300
    assert (x + width) * 300 >= 60 + 4 * 33
    assert (y + height) * 600 >= 300 + 4 * 33
    assert (width * 300, height * 600) <= (180, 180), "but not much more"
    assert check_pictures(guides(folder, f"crop: {crop}\n    {line[0]}")) == []


def test_codes_that_are_not_printed(folder: Path) -> None:
    with_code(folder, SECRET)
    assert check_pictures(guides(folder, "crop: [0, 0, 1, 0.5]")) == []
    assert check_pictures(guides(folder, "marks: [{blur: [0.1, 0.4, 0.9, 0.6]}]")) == []
    assert check_pictures(guides(folder), look_for_codes=False) == []
