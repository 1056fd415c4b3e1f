"""What YAML cuts off a text, or makes something else of: reported where it is, with the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import Diagnostic
from generator.guide.check import check
from generator.guide.nodes import MOST_LETTERS
from guide_files import SOUND, edited, load, problems

HERE = "‸"  # where the finding is
PATH_HELP = "single quotes"


def remarks(folder: Path, text: str) -> list[Diagnostic]:
    return list(load(folder, text).remarks)


def _spot(marked: str) -> tuple[str, tuple[int, int]]:
    before = marked.partition(HERE)[0]
    return marked.replace(HERE, ""), (before.count("\n") + 1, len(before) - before.rfind("\n"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Join eduroam", "title: Join   ‸# reviewed by Ann"),
        ("text: Look at {screen:welcome}.", "text: Dial 0, then press ‸# to confirm {screen:welcome}."),
        ("title: Done", "title: Option ‸#2 in the list"),
        ("title: Done", "title: Option\n          number ‸#2 in the list"),
        ("title: Done", "title: Done\n        note: ‸#5 is the key"),
        ("title: Done", "title: Done\n        note: ‸#5 is the key\n          to press"),
        ("  next: Next", "  next: Next ‸# the blue one"),
        ("answer: Wait.}", "answer: Press ‸# key}\n    }"),
        ("have_ready: [Your phone,", "have_ready: [Your phone ‸# blue\n  ,"),
        ("file: screens/welcome.png", "file: screens/Screenshot ‸#1.png"),
        ('edition: "2"', "edition: Rev ‸#3"),
    ],
)
def test_a_comment_cuts_a_text(tmp_path: Path, old: str, new: str) -> None:
    text, spot = _spot(edited(old, new))
    [found] = remarks(tmp_path, text)
    assert found.place is not None
    assert (found.place.line, found.place.column, found.rule, found.severity) == (*spot, "comment", "warning")
    assert "#" in found.message
    assert "quotes" in found.help


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("schema: 1", "schema: 1  # the schema"),
        ("id: eduroam", "id: eduroam # its id"),
        ('edition: "2"', 'edition: "2" # since March'),
        ('edition: "2"', "edition: 2 # since March"),
        ("reviewed: 2026-11-24", "reviewed: 2026-11-24 # by Ann"),
        ("title: Join eduroam", 'title: "Join # eduroam"  # a comment'),
        ("title: Join eduroam", "title: >-  # a comment\n  Join # eduroam"),
        ("title: Join eduroam", "# a comment\ntitle: Join#eduroam\n# a comment"),
        ("procedures:\n", "procedures: # all\n"),
        ("      - id: open\n", "      - id: open # first\n"),
        ("        screens: [welcome]", "        screens: [welcome] # one"),
        ("file: screens/welcome.png", "file: screens/welcome.png # from the phone"),
    ],
)
def test_a_comment_that_cuts_nothing(tmp_path: Path, old: str, new: str) -> None:
    assert remarks(tmp_path, edited(old, new)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("answer: Wait.}", "answer: Press ‸# key}"),
        ("have_ready: [Your phone,", "have_ready: [Your phone ‸# blue,"),
        ("label: Wi-Fi page}", "label: Wi-Fi ‸# page}"),
        ("text: Go.}", "text: Go ‸#}"),
        ("title: Go, device", "title: Go ‸# now,\n         device"),
        ("text: Look at {screen:welcome}.", "text: Look at ‸# this\n          {screen:welcome}."),
        ("title: Done\n", "title: Done\n          ‸# now\n          and gone\n"),
    ],
)
def test_a_comment_breaks_the_syntax(tmp_path: Path, old: str, new: str) -> None:
    text, spot = _spot(edited(old, new))
    [found] = [problem for problem in problems(tmp_path, text) if problem.severity == "error"]
    assert found.place is not None
    assert (found.place.line, found.place.column, found.rule) == (*spot, "comment")
    assert "quotes" in found.help


@pytest.mark.parametrize(
    ("written", "escape"),
    [
        (r'"C:‸\temp\tools"', r"\t"),
        (r'"Open C:‸\new now"', r"\n"),
        (r'"Open \\srv‸\new now"', r"\n"),
        (r'"Open %TEMP%‸\new"', r"\n"),
        (r'"Open ..‸\new"', r"\n"),
        (r'"my‸\_file"', r"\_"),
        (r'"caf‸\xe9"', r"\xe9"),
    ],
)
def test_an_escape_that_no_text_needs(tmp_path: Path, written: str, escape: str) -> None:
    text, spot = _spot(edited("title: Done\n", f"title: Done\n        note: {written}\n"))
    first = remarks(tmp_path, text)[0]
    assert first.place is not None
    assert (first.place.line, first.place.column, first.place.width, first.rule) == (*spot, len(escape), "escape")
    assert escape in first.message
    assert PATH_HELP in first.help


@pytest.mark.parametrize("escape", ["0", "a", "b", "v", "f", "r", "e", "N", "L", "P", "x07", "u202e", "u0085"])
def test_an_escape_that_no_text_may_hold(tmp_path: Path, escape: str) -> None:
    text, spot = _spot(edited("title: Join eduroam", f'title: "Join ‸\\{escape}eduroam"'))
    [found] = problems(tmp_path, text)
    assert found.place is not None
    assert (found.place.line, found.place.column, found.place.width) == (*spot, len(escape) + 1)
    assert f"\\{escape}" in found.message
    assert "editors" not in found.help


@pytest.mark.parametrize(
    "written",
    [
        r'"a \"b\" c.\nNext"',
        r'"one\ntwo\nthree"',
        r'"caf\u00e9 \U0001f600"',
        r'"a\\b"',
        r'"soft\xADhyphen"',
        "'C:\\temp\\new'",
        '"a\\\n          b"',
    ],
)
def test_escapes_that_are_meant(tmp_path: Path, written: str) -> None:
    assert remarks(tmp_path, edited("title: Done\n", f"title: Done\n        note: {written}\n")) == []


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("answer: Wait.}", "answer: Press this‸, then that}", "then that"),
        ("text: Go.}", "text: Go‸, note}", "note"),
        (
            "  next: Next\n  add-method: {label: 追加, original: Add}",
            "  next: {label: Next‸, please}\n  add-method: Add",
            "please",
        ),
        (
            "terms:\n  next: Next\n  add-method: {label: 追加, original: Add}",
            "terms: {next: Next‸, please, add-method: Add}",
            "please",
        ),
    ],
)
def test_a_comma_ends_a_text_in_braces(tmp_path: Path, old: str, new: str, name: str) -> None:
    text, spot = _spot(edited(old, new))
    [found] = problems(tmp_path, text)
    assert found.place is not None
    assert (found.place.line, found.place.column, found.rule) == (*spot, "comma")
    assert f'"{name}"' in found.message
    assert "quotes" in found.help


def test_a_key_that_may_belong_to_the_text_before_it(tmp_path: Path) -> None:
    [found] = problems(tmp_path, edited("answer: Wait.}", "answer: Press this, then: that}"))
    assert (found.rule, "comma" in found.help, "quotes" in found.help) == ("unknown-key", True, True)


def test_a_missing_bracket_is_not_the_comments_fault(tmp_path: Path) -> None:
    [found] = problems(
        tmp_path, edited('{id: new, when: First time, sees: welcome, text: "Tap {ui:next}."}', "{id: new, when: First # or not")
    )
    assert found.rule == "open-bracket"


def test_many_escapes_take_bounded_work(tmp_path: Path) -> None:
    found = problems(tmp_path, edited("title: Join eduroam", 'title: "' + "\\t\\n\\b" * 50_000 + '"'))
    assert len(found) < 100


def test_lines_are_kept_where_a_text_may_have_several(tmp_path: Path) -> None:
    guide = load(
        tmp_path, edited("title: Done\n", "title: |\n          Done\n          now\n        note: |\n          a\n          b\n")
    )
    step = guide.procedures[0].steps[2]
    assert (step.title, step.note) == ("Done now", "a\nb")
    [found] = guide.remarks
    assert (found.rule, found.place and found.place.line) == ("lines-joined", 36)


@pytest.mark.parametrize("written", [">\n          a\n          b\n", "a\n          b\n", '"a\n          b"\n'])
def test_folded_lines_run_together_without_a_word(tmp_path: Path, written: str) -> None:
    guide = load(tmp_path, edited("title: Done\n", f"title: Done\n        note: {written}"))
    assert (guide.procedures[0].steps[2].note, guide.remarks) == ("a b", ())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("schema: 1\n", "", 'Add "schema: 1"'),
        (
            'link: {url: "https://example.org/wifi", label: Wi-Fi page}',
            "link: https://example.org/x",
            'url: "https://example.org/x"',
        ),
        ("contact: {email: help@example.org}", "contact: help@example.org", 'email: "help@example.org"'),
        ("contact: {email: help@example.org}", "contact: +81 3 1234 5678", 'phone: "+81 3 1234 5678"'),
        ("contact: {email: help@example.org}", "contact: The desk", 'name: "The desk"'),
    ],
)
def test_the_form_that_is_wanted(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert [words in problem.help for problem in problems(tmp_path, edited(old, new))] == [True]


def test_an_email_address_that_is_none(tmp_path: Path) -> None:
    [found] = remarks(tmp_path, edited("email: help@example.org", "email: help at example"))
    assert (found.rule, found.severity) == ("bad-email", "warning")


def test_remarks_are_among_what_check_says_and_beside_errors(tmp_path: Path) -> None:
    cut = SOUND.replace("title: Done", "title: Done # now")
    assert "comment" in {problem.rule for problem in check({"en": load(tmp_path, cut)})}
    wrong = cut.replace("answer: Wait.", 'answer: "{ui:none}"')
    assert {problem.rule for problem in problems(tmp_path, wrong)} == {"comment", "unknown-term"}


@pytest.mark.parametrize(
    "text", ["a: &x\n  &y b: c\n", "&y\n- &z\n  &q a: b\n", "&a &b c: d\n", "? &a\n: &b\n", "&", "a: !\n  !x b: c"]
)
def test_anchors_do_not_hang(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text)


def test_aliases_are_bounded_by_their_letters(tmp_path: Path) -> None:
    long = "word " * (MOST_LETTERS // 50)
    text = SOUND.replace("title: Join eduroam", f'title: &a "{long}"') + "  - {problem: *a, answer: *a}\n" * 10
    [found] = [problem for problem in problems(tmp_path, text) if problem.severity == "error"]
    assert (found.rule, found.place and found.place.line) == ("too-many", 52)


def test_many_duplicates_are_folded(tmp_path: Path) -> None:
    found = problems(tmp_path, SOUND + "edition: x\n" * 2000)
    assert len(found) < 250
