"""Nothing that a file says can steer the terminal, forge a line of a message or hide what one says."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import GUIDE, handouts, write_guide
from generator.errors import Diagnostic, Place, render
from test_bounds import CARD

CLEAR = "\x1b[2J\x1b[31m"
UNSAFE = {
    "escape": "\x1b[2J",
    "bell": "\x07",
    "C1": "\x9b31m",
    "override": "\u202e",
    "isolate": "\u2066",
    "line": "\u2028",
    "carriage": "\r",
}


def is_safe(text: str) -> bool:
    """Whether a text has line ends and characters that show, or take no room, but none that steer."""
    return not any(
        (unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") and c not in "\n\t")
        or c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
        for c in text
    )


@given(st.text(), st.text(), st.text(), st.text())
def test_a_rendered_message_steers_nothing(message: str, file: str, source: str, way_out: str) -> None:
    said = render(Diagnostic(message, Place(file, 1, 1, 1, source), way_out))
    assert is_safe(said)
    forms = (r"error: .*", r" --> .*:1:1", r"  \|", r"1 \| .*", r"  \| .*", r"help: .*")
    assert all(any(re.fullmatch(form, line, re.DOTALL) for form in forms) for line in said.split("\n")), said


@pytest.mark.parametrize("unsafe", UNSAFE.values(), ids=UNSAFE.keys())
def test_guides(tmp_path: Path, unsafe: str) -> None:
    escaped = "".join(f"\\u{ord(c):04x}" for c in unsafe)
    for old, new in (
        ("terms:", f'terms:\n  "{escaped}t": Join'),
        ("id: go-on", f'id: "{escaped}"'),
        ("{ui:next}", f"{{ui:{escaped}}}"),
        ("title: Join", f'"{escaped}": x\ntitle: Join'),
        ("Open {link}.", f"Open {{step:{escaped}}}."),
    ):
        write_guide(tmp_path, GUIDE.replace(old, new, 1))
        for said in (handouts("check", tmp_path), handouts("check", tmp_path, "--json")):
            assert said.code == 3, said
            assert is_safe(said.out + said.err), (old, said.err)


@pytest.mark.parametrize("unsafe", UNSAFE.values(), ids=UNSAFE.keys())
def test_themes_templates_and_po_files(tmp_path: Path, unsafe: str) -> None:
    escaped = "".join(f"\\u{ord(c):04x}" for c in unsafe)
    guide = write_guide(tmp_path / "guide")
    theme = tmp_path / "x.toml"
    templates = tmp_path / "templates"
    templates.mkdir()
    po = tmp_path / "x.po"
    for toml in (
        f'"{escaped}" = 1',
        f'[palette]\n"{escaped}" = 1',
        f'[organisation]\nname = "{escaped}"',
        f'[line]\nend = "{escaped}"',
        unsafe,
    ):
        theme.write_text(toml, "utf-8")
        said = handouts("check", guide, "--theme", theme)
        assert said.code == 3 or unsafe == UNSAFE["isolate"]
        assert is_safe(said.err), toml
    for line in (
        f'<p style="{{{{ "{escaped}" }}}}">x</p>',
        f"<p>{{{{ guide['{escaped}'] }}}}</p>",
        f"<p>{unsafe}{{% x %}}</p>",
        f'<p style="{unsafe}">x</p>',
    ):
        (templates / "card.xml.j2").write_text(CARD % line, "utf-8")
        said = handouts("build", guide, "-f", "card", "--template-dir", templates, "-o", tmp_path / "out")
        assert said.code == 3
        assert is_safe(said.err), line
    for entry in (
        f'msgctxt "x{unsafe}"\nmsgid "a"\nmsgstr "b"',
        f'msgctxt "title"\nmsgid "a"\nmsgstr "b{unsafe}"',
        f"msgid {unsafe}",
    ):
        po.write_text(f'msgid ""\nmsgstr "Language: de{unsafe}\\n"\n\n{entry}', "utf-8")
        said = handouts("translate", "import", "de", guide, "--file", po)
        assert said.code == 3 or unicodedata.category(unsafe[0]) != "Cc"
        assert is_safe(said.err), entry


@pytest.mark.parametrize(
    "arguments",
    [("build", CLEAR), ("check", "--theme", CLEAR), ("preflight", CLEAR), ("--" + CLEAR,), (CLEAR,), ("formats", CLEAR)],
)
def test_names_on_the_command_line(arguments: tuple[str, ...]) -> None:
    said = handouts(*arguments)
    assert said.code and is_safe(said.err + said.out), said


def test_json_says_what_the_file_says(tmp_path: Path) -> None:
    write_guide(tmp_path, GUIDE.replace("Open {link}.", "Open {step:\\u202e}."))
    said = handouts("check", tmp_path, "--json")
    assert is_safe(said.out)
    assert any("\u202e" in finding["message"] or "U+202E" in finding["message"] for finding in json.loads(said.out))
