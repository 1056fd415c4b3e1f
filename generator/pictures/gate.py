"""The gate that every picture passes: where it lies, what it is, how large it is, and whether all of it can be decoded.

Nothing outside the guide's folder is opened, nothing that is not a regular file is read, and no program is started.
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath
from typing import NoReturn

from msgspec import Struct

from generator.errors import AssetError, Diagnostic, Place, did_you_mean, quoted
from generator.files import Unreadable, read_file
from generator.pictures.decode import Facts, Undecodable, examine
from generator.pictures.kinds import NAMES, SUFFIXES, Kind, kind_of, stranger
from generator.spelling import CAPITALS_COUNT, on_disk, other_case

MOST_BYTES = 25_000_000
_FORMATS = "PNG, JPEG, WebP, GIF or TIFF"


class Opened(Struct, frozen=True):
    """A picture that has passed: its bytes, what they are, and its size in pixels as it is seen (orientation applied).

    `warnings` is what there is to say about it. An SVG has no pixels: its size is (0, 0).
    """

    name: str
    place: Place | None
    data: bytes
    digest: str
    facts: Facts
    warnings: tuple[Diagnostic, ...] = ()

    @property
    def kind(self) -> Kind:
        """PNG, JPEG, WEBP, GIF, TIFF or SVG, by the bytes."""
        return self.facts.kind


def open_picture(folder: Path, name: str, place: Place | None = None, *, svg: bool = False) -> Opened:
    """Read and decode the picture `name` (a relative path with forward slashes) of a folder; `svg`: an SVG may pass too.

    `place` is where the guide or theme names it. Raises AssetError with the place, the reason and a way out.
    """
    data = _read(folder, name, place)
    kind = _kind(data, name, place, svg)
    try:
        facts = examine(data, kind)
    except Undecodable as error:
        _refuse(f"the picture {quoted(name)} {error}", place, error.help, error.rule)
    return Opened(name, place, data, facts.digest, facts, tuple(_remarks(name, place, facts)))


def size_of(opened: Opened) -> tuple[int, int]:
    """Width and height in pixels as the picture is seen: its orientation is applied. Nothing is decoded again."""
    return opened.facts.size


def _refuse(message: str, place: Place | None, way_out: str, rule: str = "file-refused") -> NoReturn:
    raise AssetError(Diagnostic(message, place, way_out, rule=rule))


def _read(folder: Path, name: str, place: Place | None) -> bytes:
    """The bytes of a regular file within the folder, at most as many as are allowed."""
    if not _is_inside(name):
        way_out = "Copy it there, and write its path from there, with / and without .."
        _refuse(f"the picture {quoted(name)} is not in the guide's folder", place, way_out)
    try:
        data = read_file(folder / on_disk(folder, name), MOST_BYTES, folder)
    except Unreadable as error:
        if error.rule == "file-missing":
            _missing(folder, name, place)
        way_out = "Save it smaller: a screenshot is seldom above 2 MB." if error.rule == "too-large" else error.help
        _refuse(f"the picture {quoted(name)} {error}", place, way_out, error.rule)
    if not data:
        _refuse(f"the picture {quoted(name)} is empty", place, "Save or copy the picture again.")
    return data


def _missing(folder: Path, name: str, place: Place | None) -> NoReturn:
    """What there is beside it may be what was meant; a folder outside is not looked into."""
    if other := other_case(folder, name):
        message = f"the picture {quoted(name)} is spelled {quoted(other)} on disk"
        _refuse(message, place, CAPITALS_COUNT, "file-missing")
    parent = PurePosixPath(name).parent
    near = ""
    try:
        if (folder / parent).resolve().is_relative_to(folder.resolve()):
            near = did_you_mean(name, [(parent / found).as_posix() for found in os.listdir(folder / parent)])
    except OSError:
        pass
    way_out = f"Put it there, or write the name of one that is.{near}"
    _refuse(f"there is no picture {quoted(name)}", place, way_out, "file-missing")


def _is_inside(name: str) -> bool:
    """Whether a path is relative and stays below its folder, on every system."""
    path = PurePosixPath(name)
    outside = path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name
    return bool(path.parts) and not outside and not re.match(r"[A-Za-z]:|[A-Za-z][A-Za-z0-9+.-]*://?", name)


def _kind(data: bytes, name: str, place: Place | None, svg: bool) -> Kind:
    """The kind that the bytes are, if it may pass here."""
    kind = kind_of(data)
    allowed = f"{_FORMATS}, or an SVG" if svg else _FORMATS
    if kind is None:
        what = stranger(data) or "no picture that is known here"
        _refuse(f"{quoted(name)} is {what}", place, f"Save the picture as {allowed}; a new name alone does not change it.")
    if kind == "SVG" and not svg:
        _refuse(f"{quoted(name)} is an SVG, and a screen is made of pixels", place, f"Save the picture as {_FORMATS}.")
    return kind


def _remarks(name: str, place: Place | None, facts: Facts) -> list[Diagnostic]:
    """What is not wrong, but worth a word."""
    found: list[tuple[str, str, str]] = []
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in SUFFIXES[facts.kind]:
        way_out = f"Rename it to end in {SUFFIXES[facts.kind][0]}."
        found.append((f"{quoted(name)} is a {NAMES[facts.kind]} by its content", way_out, "wrong-suffix"))
    if facts.animated:
        way_out = "Save the frame that you mean as a PNG."
        found.append((f"the picture {quoted(name)} has several frames; the first is printed", way_out, "animation"))
    if facts.bad_profile:
        way_out = "Look at the colours, or save it with the sRGB profile."
        found.append((f"the colour profile of {quoted(name)} is broken and is ignored", way_out, "bad-profile"))
    return [Diagnostic(message, place, way_out, "warning", rule) for message, way_out, rule in found]
