"""Publishes finished files: all of them, each whole, or none; on failure existing files are unchanged."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import OutputError

# Windows opens a device for these, whatever follows the first dot.
_DEVICE_NAMES = {"con", "prn", "aux", "nul"} | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}

_ELSEWHERE = "choose another place to write to"
_WAY_OUT = {
    errno.ENOSPC: f"free some space on this disk, or {_ELSEWHERE}",
    errno.EDQUOT: f"your quota on this disk is used up: free some space, or {_ELSEWHERE}",
    errno.EFBIG: f"this disk does not take files of that size: {_ELSEWHERE}",
    errno.EACCES: f"{_ELSEWHERE}, one that is yours; if the file is open in another program, close it there",
    errno.EPERM: f"{_ELSEWHERE}, one that is yours",
    errno.EROFS: f"this disk is read-only: {_ELSEWHERE}",
    errno.ENAMETOOLONG: "shorten the guide's id, or choose a folder with a shorter path",
    errno.ENOTDIR: f"a file stands where a folder is needed: move it away, or {_ELSEWHERE}",
    errno.EEXIST: f"a file stands where a folder is needed: move it away, or {_ELSEWHERE}",
}


def file_name(guide_id: str, format: str, size: str, lang: str, intent: str = "office") -> str:
    """The name of a built file, such as `mfa-authenticator.flyer.a4.en.pdf`; any intent but office is named.

    A guide whose id is a device on Windows (`con`) gets an underscore, which no id can contain.
    """
    stem = f"{guide_id}_" if guide_id in _DEVICE_NAMES else guide_id
    parts = [stem, format, size.lower(), lang]
    if intent != "office":
        parts.append(intent)
    return ".".join([*parts, "pdf"])


def publish(data: bytes, path: Path) -> None:
    """Write one file as `publish_all` does."""
    publish_all([(data, path)])


def publish_all(files: Sequence[tuple[bytes, Path]]) -> None:
    """Write all files or none of them; missing folders are made.

    Every file is first written in full beside its target, then each takes its place in one step.
    Where one cannot, those before it give way to what they replaced. Raises OutputError where a
    file cannot be written, or where a target is not a plain file. No draft remains then, also
    after an interrupt, and older files are unchanged. Two runs at once never mix within a file:
    the one that ends last wins.
    """
    drafts: list[_Draft] = []
    try:
        for data, path in files:
            with _reported(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                _refuse_what_is_no_file(path)
                drafts.append(_Draft(path))
                drafts[-1].write(data)
        for draft in drafts:
            with _reported(draft.path):
                draft.put_in_place()
    except BaseException:  # an interrupt, too, must leave nothing behind
        for draft in reversed(drafts):
            draft.take_back()
        raise
    for draft in drafts:
        draft.forget_old()


@contextmanager
def _reported(path: Path) -> Iterator[None]:
    """Turn the system's error into one that says which file, and what to do."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        advice = _WAY_OUT.get(error.errno or 0, _ELSEWHERE)
        raise OutputError(
            f'cannot write "{path}": {reason}', help=f"{advice}. Existing files were not changed."
        ) from error


def _refuse_what_is_no_file(path: Path) -> None:
    """A link could lead out of the folder, and a folder or a device would be destroyed or fed."""
    if path.is_symlink():
        raise OutputError(
            f'"{path}" is a symbolic link, and the file it leads to is not for this program to replace',
            help=f"remove the link, or {_ELSEWHERE}",
        )
    if path.is_dir():
        raise OutputError(f'"{path}" is a folder, so no file can be written there', help=f"move it away, or {_ELSEWHERE}")
    if path.exists() and not path.is_file():
        raise OutputError(f'"{path}" is a device or a pipe, not a file', help=f"remove it, or {_ELSEWHERE}")


class _Draft:
    """A new file beside its target, and a second name for the old one until all files are in place.

    The folder itself is not flushed: a power cut may bring back the old file, which is as good a
    state as the new one.
    """

    def __init__(self, path: Path) -> None:
        stem = f".handouts-{os.getpid()}-{os.urandom(6).hex()}"
        self.path, self._new, self._old = path, path.parent / f"{stem}.part", path.parent / f"{stem}.old"
        self._fresh = False  # it replaces nothing

    def write(self, data: bytes) -> None:
        with open(self._new, "xb") as file:  # "x": never into a file that somebody else made
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def put_in_place(self) -> None:
        if self.path.exists():
            _keep(self.path, self._old)
        else:
            self._fresh = True
        os.replace(self._new, self.path)

    def take_back(self) -> None:
        """Undo what was done; what cannot be undone must not hide the error that led here."""
        with suppress(OSError):
            placed = not self._new.exists()
            if placed and self._old.exists():
                os.replace(self._old, self.path)
            elif placed and self._fresh:
                self.path.unlink(missing_ok=True)
            self._new.unlink(missing_ok=True)
            self._old.unlink(missing_ok=True)

    def forget_old(self) -> None:
        with suppress(OSError):
            self._old.unlink(missing_ok=True)


def _keep(path: Path, copy: Path) -> None:
    """Give a file a second name, or make a copy where the disk has no hard links."""
    try:
        os.link(path, copy)
    except OSError:
        shutil.copy2(path, copy)
