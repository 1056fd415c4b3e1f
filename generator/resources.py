"""Finds templates and assets: in the user's folder first, then in the checkout, then in the installed package."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Literal

from generator.errors import AssetError, did_you_mean

Kind = Literal["templates", "assets"]
_KINDS: tuple[Kind, ...] = ("templates", "assets")

_PACKAGE = Path(__file__).resolve().parent


def find(kind: Kind, name: str, extra: Path | None = None) -> Path:
    """The file or folder of that name (`flyer.xml.j2`, `guides/mfa-authenticator`; always with forward slashes).

    `extra` is a folder of the user's that goes before the program's own. Raises AssetError where no folder has the name,
    and where it leads out of the folder: by `..`, as an absolute path or over a symbolic link.
    """
    if _leaves(name):
        raise AssetError(f'"{name}" leads out of the folder {kind}/', help="name what is inside it, without .. or a leading /")
    for root in _roots(kind, extra):
        path = root / name
        if os.path.exists(path):
            if not _is_inside(path, root):
                raise AssetError(f'"{path}" is a symbolic link out of its folder', help="put a copy of the file in its place")
            return path
    known = list(listing(kind, str(PurePosixPath(name).parent / "*"), extra))
    hint = f"there are: {', '.join(known) or 'none'}.{did_you_mean(name, known)}"
    raise AssetError(f'there is no "{name}" in {kind}/', help=hint)


def listing(kind: Kind, pattern: str, extra: Path | None = None) -> dict[str, Path]:
    """What there is, by name and in order of the names: `listing("templates", "*.xml.j2")`.

    The user's own goes before the program's; links that lead out of their folder are left out.
    """
    found: dict[str, Path] = {}
    for root in _roots(kind, extra):
        for path in root.glob(pattern):
            if _is_inside(path, root):
                found.setdefault(path.relative_to(root).as_posix(), path)
    return dict(sorted(found.items()))


def is_own(path: Path) -> bool:
    """Whether a file is one of the program's own, and not of a folder of the user's."""
    return any(path.is_relative_to(root) for kind in _KINDS for root in _roots(kind, None))


def is_installed(path: Path) -> bool:
    """Whether a file came with an installed package, which no user's work should change."""
    return path.resolve().is_relative_to(_PACKAGE / "_data")


def _roots(kind: Kind, extra: Path | None) -> Iterator[Path]:
    """The folders to look in, in order."""
    if extra is not None:
        if not os.path.isdir(extra):  # also for a name that no file can have
            raise AssetError(f'there is no folder "{extra}"', help=f"name a folder that holds {kind}")
        yield extra
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / kind).is_dir():
        yield checkout / kind
    yield _PACKAGE / "_data" / kind


def _leaves(name: str) -> bool:
    """Whether the name is absolute or climbs, on any system: a Windows drive or backslash is refused everywhere."""
    windows = PureWindowsPath(name)
    return not name or bool(windows.anchor) or "\\" in name or "\0" in name or ".." in windows.parts


def _is_inside(path: Path, root: Path) -> bool:
    return path.resolve().is_relative_to(root.resolve())
