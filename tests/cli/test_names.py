"""A named file that is not there, or cannot be read, has the exit code 4, also where no file can have the name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from building import handouts, write_guide
from generator.errors import AssetError

LONG = "a" * 300


@pytest.mark.parametrize("name", [LONG, "/".join(["b" * 200] * 40), "nothing/here"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("check", "GUIDE", "-t", "{}.toml"), 4),
        (("check", "GUIDE", "-t", "{}"), 2),
        (("build", "GUIDE", "--template-dir", "{}"), 4),
        (("translate", "import", "de", "GUIDE", "-f", "{}.po"), 4),
        (("translate", "export", "de", "GUIDE", "-f", "{}/x.po"), 5),
        (("check", "{}"), 4),
        (("build", "{}"), 4),
        (("languages", "{}"), 4),
        (("preflight", "{}.pdf"), 4),
    ],
)
def test_a_name_that_no_file_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    guide = write_guide(tmp_path / "guide")
    if name == "nothing/here" and "export" in arguments:
        code = 0  # the folder is made
    said = handouts(*(str(guide) if argument == "GUIDE" else argument.format(name) for argument in arguments))
    assert said.code == code, said.err
    assert "Errno" not in said.err and "Traceback" not in said.err
    assert code == 0 or "help:" in said.err or "preflight" in arguments


@pytest.mark.parametrize("what", ["x.toml", "card.xml.j2"])
def test_a_theme_or_template_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    guide = write_guide(tmp_path / "guide")
    file = tmp_path / what
    file.write_text("")
    opened = os.open

    def refused(path: str | Path, *rest: Any) -> int:
        if Path(path) == file:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *rest)

    monkeypatch.setattr("generator.files.os.open", refused)
    arguments = ("check", guide, "--theme", file) if what == "x.toml" else ("formats", "--template-dir", tmp_path)
    said = handouts(*arguments)
    assert said.code == AssetError.exit_code
    assert f'"{file}" cannot be read: Permission denied' in said.err


@pytest.mark.parametrize(("data", "words"), [(b"\xff\xfe{", "is not UTF-8"), (b"x" * 2_000_000, "is larger than 1 MB")])
def test_a_template_that_is_no_text(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "card.xml.j2").write_bytes(data)
    said = handouts("formats", "--template-dir", tmp_path)
    assert said.code == 3
    assert words in said.err
