"""Hands finished files out: whole or not at all; on failure what stood there before still stands."""

from __future__ import annotations

import errno
import os
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
    """Write the file atomically; the folder is made where it is missing.

    Raises OutputError where the file cannot be written, or where something other than a plain file stands in its place.
    Nothing is left behind then, also after an interrupt, and an older file is untouched. Two runs at once never mix: the
    one that ends last wins.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _refuse_what_is_no_file(path)
        _replace(data, path)
    except OSError as error:
        reason = error.strerror or str(error)
        advice = _WAY_OUT.get(error.errno or 0, _ELSEWHERE)
        raise OutputError(f'cannot write "{path}": {reason}', help=f"{advice}. What stood there before still stands.") from error


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


def _replace(data: bytes, path: Path) -> None:
    """Write beside the target, flush to disk, then put it in place in one step.

    The folder itself is not flushed: a power cut may bring back the old file, which is as good a state as the new one.
    """
    draft = path.parent / f".handouts-{os.getpid()}-{os.urandom(6).hex()}.part"
    try:
        with open(draft, "xb") as file:  # "x": never into a file that somebody else made
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:  # an interrupt, too, must leave nothing behind
        draft.unlink(missing_ok=True)
        raise
