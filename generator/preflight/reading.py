"""The bytes of a file that is to be proved: of a regular file, and never more than can be judged."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NoReturn

from generator.errors import AssetError, Diagnostic, quoted
from generator.preflight.rules import MAX_BYTES

_WAY_OUT = "Name a PDF file that you may read."


def read_file(path: Path) -> bytes:
    """The bytes of a PDF file. Raises AssetError where it cannot be read, is no regular file, or is larger than `MAX_BYTES`."""
    try:
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)  # a pipe must not block
        with open(os.open(path, flags), "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                _refuse(path, "is a folder" if stat.S_ISDIR(found.st_mode) else "is not a regular file")
            if found.st_size > MAX_BYTES:
                words = f"has {found.st_size / 1_000_000:.0f} MB, and {MAX_BYTES // 1_000_000} are the most"
                _refuse(path, words, "Make it smaller, or split it.", "too-large")
            return file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        _refuse(path, "does not exist", rule="file-missing")
    except IsADirectoryError:
        _refuse(path, "is a folder")
    except (OSError, ValueError) as error:
        _refuse(path, f"cannot be read: {getattr(error, 'strerror', None) or error}")


def _refuse(path: Path, words: str, way_out: str = _WAY_OUT, rule: str = "file-refused") -> NoReturn:
    raise AssetError(Diagnostic(f"{quoted(str(path), 120)} {words}", help=way_out, rule=rule))
