"""Reads the files that users give: regular ones, of bounded size, whose links stay in their folder."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from generator.errors import AssetError, Diagnostic, HandoutsError, InvalidInput

_SPECIAL = {stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}
# Without waiting: a pipe put in a file's place neither blocks nor is read.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class Unreadable(Exception):
    """Why a file is not read; the message goes on after its name, `help` is the way out.

    `rule` is file-missing, file-refused or too-large.
    """

    def __init__(self, words: str, help: str, rule: str = "file-refused") -> None:
        super().__init__(words)
        self.help, self.rule = help, rule

    def about(self, name: str) -> Diagnostic:
        """The error as a message begins with `name`, such as `the theme "ours.toml"`."""
        return Diagnostic(f"{name} {self}", help=self.help, rule=self.rule)

    def about_text(self, name: str) -> HandoutsError:
        """The error to raise for a file that is to be text: one of such a size is not."""
        kind = InvalidInput if self.rule == "too-large" else AssetError
        return kind(self.about(name))


def read_file(path: Path, most: int, inside: Path | None = None, *, anywhere: bool = False) -> bytes:
    """The bytes of a file, at most `most` of them; a larger one is not read at all.

    A symbolic link may lead anywhere within the folder `inside`, by default the one that it is in;
    with `anywhere`, for a file that the user named to be read, out of it too. Raises Unreadable.
    """
    try:
        real = path.resolve(strict=True)
        if not anywhere and not real.is_relative_to((inside or path.parent).resolve()):
            raise Unreadable("is a link that leaves its folder", "Put a copy of the file in its place.")
        _judge(real.stat(), most)
        with open(os.open(real, _FLAGS), "rb") as file:
            _judge(os.fstat(file.fileno()), most)
            data = file.read(most + 1)
    except (FileNotFoundError, NotADirectoryError):
        if os.path.islink(path):
            raise Unreadable("is a link that leads nowhere", "Put a copy of the file in its place.") from None
        raise Unreadable("does not exist", "Check its name.", "file-missing") from None
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: a link that leads to itself, before Python 3.13
        reason = getattr(error, "strerror", None) or error
        raise Unreadable(f"cannot be read: {reason}", "Put a copy of the file in its place, and let it be readable.") from None
    if len(data) > most:
        raise _too_large(most)
    return data


def _judge(found: os.stat_result, most: int) -> None:
    """Only a regular file is read, and none that is too large."""
    if stat.S_ISDIR(found.st_mode):
        raise Unreadable("is a folder", "Name a file in it.")
    if not stat.S_ISREG(found.st_mode):
        what = _SPECIAL.get(stat.S_IFMT(found.st_mode), "something else")
        raise Unreadable(f"is not a regular file but {what}", "Put a file in its place.")
    if found.st_size > most:
        raise _too_large(most)


def _too_large(most: int) -> Unreadable:
    size = f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most // 1000} kB"
    return Unreadable(f"is larger than {size}", "Make it smaller.", "too-large")
