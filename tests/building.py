"""Runs the program for the tests, as a command, as a process or as a library, and reads what it made."""

from __future__ import annotations

import fcntl
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pypdfium2
from click.testing import CliRunner

from generator import BuildResult, build
from generator.cli import main

ROOT = Path(__file__).parents[1]
SHARED = "HANDOUTS_TESTS_SHARED"  # the variable that names the folder of a run, for files that several tests read
LINK = "https://mysignins.microsoft.com/security-info"

# A guide that is sound, short and gives no warnings.
GUIDE = """\
schema: 1
id: eduroam
title: Join eduroam
link: {url: "https://example.org/wifi", label: Wi-Fi page}
organisation: Example University
contact: {email: help@example.org}
edition: "2"
reviewed: 2026-11-24
terms:
  next: Next
procedures:
  - id: phone
    title: On your phone
    steps:
      - {id: open, title: Open, text: "Open {link}.", short: Open the page.}
      - {id: go-on, title: Go on, text: "Tap {ui:next}.", short: Tap Next.}
      - {id: done, title: Done, text: Close the page., short: Close the page.}
help:
  - {problem: Nothing happens, answer: Wait.}
"""


@dataclass(frozen=True)
class Said:
    """How a run ended, and what it said."""

    code: int
    out: str
    err: str


def handouts(*arguments: str | Path) -> Said:
    """Run the command within this process."""
    code: Any = 0
    with CliRunner().isolation() as streams:
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code
        out, err = (stream.getvalue().decode() for stream in streams[:2])
    return Said(int(code or 0), out, err)


def process(*arguments: str | Path, cwd: Path = ROOT, **environment: str) -> Said:
    """Run `python -m generator` as a process of its own."""
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, env=clean_environment(**environment), capture_output=True, text=True, timeout=300)
    return Said(done.returncode, done.stdout, done.stderr)


def clean_environment(**changes: str) -> dict[str, str]:
    """The environment for a process that finds the package, wherever it starts."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **changes}


def write_guide(folder: Path, text: str = GUIDE, lang: str = "en") -> Path:
    """A guide's folder with this text as the file of one language."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"guide.{lang}.yaml").write_text(text, "utf-8")
    return folder


@cache
def built_in(
    intent: str = "office", single_pages: bool | None = None, ua: int | None = None, langs: tuple[str, ...] = ("en", "ja")
) -> dict[str, bytes]:
    """All files of the built-in guide by name, or with `single_pages` its booklets; they are made once and shared."""
    ua = ua or (1 if intent == "screen" else None)
    formats = () if single_pages is None else ("booklet",)

    def make() -> dict[str, bytes]:
        with TemporaryDirectory() as folder:
            options: dict[str, Any] = {
                "intent": intent,
                "ua": ua,
                "formats": formats,
                "langs": langs,
            }
            return contents(build(out=folder, proved=False, single_pages=single_pages, **options))

    return shared(f"built-in {intent} {single_pages} {ua} {langs}", make)


def contents(result: BuildResult) -> dict[str, bytes]:
    """The files of a build, by name."""
    return {file.path.name: file.path.read_bytes() for file in result.files}


def shared(name: str, make: Callable[[], dict[str, bytes]]) -> dict[str, bytes]:
    """What `make` makes: the process that comes first makes it, and the others of the same run read it."""
    folder = Path(os.environ[SHARED])
    kept = folder / f"{name}.pickle"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(make()))
    found: dict[str, bytes] = pickle.loads(kept.read_bytes())
    return found


def one(guide: Path, out: Path, format: str = "flyer", lang: str = "en", **options: Any) -> bytes:
    """One file of a guide."""
    return build(guide, formats=[format], langs=[lang], out=out, **options).files[0].path.read_bytes()


def page_texts(pdf: bytes) -> list[str]:
    """What a reader extracts from each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def text_of(pdf: bytes) -> str:
    """All text of a file, every stretch of white space as one space."""
    return re.sub(r"\s+", " ", " ".join(page_texts(pdf)))


def page_sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page in whole millimetres."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [(round(width / 72 * 25.4), round(height / 72 * 25.4)) for width, height in map(_size, document)]
    finally:
        document.close()


def _size(page: Any) -> Sequence[float]:
    size: Sequence[float] = page.get_size()
    return size
