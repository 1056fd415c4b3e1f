"""The corpora script tells what is taken, refused and handled wrongly."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import run
from cases import Case, cases_of

SCRIPT = Path(run.__file__)


def test_a_folder_of_all_sorts(tmp_path: Path) -> None:
    Image.new("RGB", (400, 300), "navy").save(tmp_path / "navy.png")
    (tmp_path / "cut.png").write_bytes((tmp_path / "navy.png").read_bytes()[:60])
    (tmp_path / "odd.yaml").write_text("a: [")
    (tmp_path / "lines.txt").write_text("# a comment\nPlain words\n")
    (tmp_path / "other.bin").write_bytes(b"not looked at")
    done = subprocess.run([sys.executable, SCRIPT, tmp_path], capture_output=True, text=True, check=False)
    assert done.stdout == f"{tmp_path}: tried 4, refused 2, accepted 2, wrong 0\n", done.stderr
    assert done.returncode == 0


def test_nothing_to_try_is_a_failure(tmp_path: Path) -> None:
    assert subprocess.run([sys.executable, SCRIPT, tmp_path], capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize(
    ("ended", "wrong"),
    [
        (run.Ended(0, 1.0, 10**8, "fine\n"), ""),
        (run.Ended(3, 1.0, 10**8, "error: no\n"), ""),
        (run.Ended(1, 1.0, 10**8, "error: internal error: KeyError\n"), "exit 1: error: internal error: KeyError"),
        (run.Ended(0, 30.0, 10**8, ""), "30 s"),
        (run.Ended(0, 1.0, 2 * 10**9, ""), "2.0 GB"),
        (run.Ended(-9, 1.0, 10**8, ""), "exit -9: "),
        (run.Ended(3, 1.0, 10**8, "error: \x1b[2J\n"), "control characters in the output"),
    ],
)
def test_what_no_input_may_do(ended: run.Ended, wrong: str) -> None:
    assert run._wrong(ended) == wrong


def test_another_picture_and_lost_text_are_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The looks at what was made, where the page was made of another guide than the case's."""
    Image.new("RGB", (400, 300), "navy").save(tmp_path / "navy.png")
    (tmp_path / "text.txt").write_text("Plain words")
    Image.new("RGB", (400, 300), "gold").save(tmp_path / "gold.png")
    (picture,), (text,) = cases_of(tmp_path / "navy.png", False), cases_of(tmp_path / "text.txt", False)
    (other,) = cases_of(tmp_path / "gold.png", False)
    swapped = Case(picture.name, other.files, picture.commands, picture.look)
    assert run.judge(swapped)[0] == "wrong"
    assert "another picture" in run.judge(swapped)[1]
    assert run.judge(Case(text.name, other.files, text.commands, text.look)) == (
        "wrong",
        "text is lost: ['Plain', 'words']",
    )
