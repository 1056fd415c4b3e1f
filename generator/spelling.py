"""File names that look the same and are not: Macs decompose accents, and put a narrow no-break space into screenshots' names."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path, PurePosixPath

CAPITALS_COUNT = "Write the name as it is on disk: on many systems capitals count."


def on_disk(folder: Path, name: str) -> str:
    """How a file that `name` (relative, with /) looks like is spelled in its folder: the name itself where there is none.

    What may differ is how accents are composed, and which space is between words.
    """
    return name if _exists(folder / name) else _spelled(folder, name, _looks) or name


def other_case(folder: Path, name: str) -> str:
    """How a file is spelled in its folder that differs from `name` in capitals alone; "" where there is none.

    A disk that does not tell capitals apart finds such a file under both names, and others do not.
    """
    if _exists(folder / name) and not _exists(folder / name.swapcase()):
        return ""
    if _spelled(folder, name, _looks, listed=True):
        return ""
    return _spelled(folder, name, lambda part: _looks(part).casefold(), listed=True)


def _exists(path: Path) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:  # a NUL in the name
        return False


def _looks(part: str) -> str:
    """The same for names that look the same."""
    composed = unicodedata.normalize("NFC", part)
    return "".join(" " if unicodedata.category(character) == "Zs" else character for character in composed)


def _spelled(folder: Path, name: str, key: Callable[[str], str], *, listed: bool = False) -> str:
    """The name whose parts the folder has with the same key; "" where a part has none, or several. `listed`: exactly so."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        return ""
    found: list[str] = []
    for part in path.parts:
        here = folder.joinpath(*found)
        if not listed and _exists(here / part):
            found.append(part)
            continue
        alike = _alike(here, part, key)
        if not alike:
            return ""
        found.append(alike)
    return "/".join(found)


def _alike(folder: Path, part: str, key: Callable[[str], str]) -> str:
    """The one name in a folder that has the same key, or the very same name."""
    try:
        names = os.listdir(folder)
    except (OSError, ValueError):
        return ""
    if part in names:
        return part
    alike = [name for name in names if key(name) == key(part)]
    return alike[0] if len(alike) == 1 else ""
