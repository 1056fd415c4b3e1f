"""Everything there is to say about the pictures of a guide, before any of them is placed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from generator.errors import AssetError, Diagnostic, quoted
from generator.guide.model import Guide, Screen
from generator.guide.references import used_screens
from generator.pictures.gate import Opened, open_picture, size_of
from generator.pictures.kinds import SUFFIXES
from generator.pictures.marks import marks_outside
from generator.pictures.prepare import crop_box
from generator.pictures.secrets import codes, mail_addresses
from generator.spelling import on_disk

_SUFFIXES = frozenset(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)


def check_pictures(guides: Mapping[str, Guide], *, look_for_codes: bool = True) -> list[Diagnostic]:
    """Errors and warnings about the pictures of all languages of one guide, in the order of the guides.

    Refused files, marks and crops that show nothing, files that no screen uses, sizes that differ between languages, and
    what should not be given away. `look_for_codes` reads QR codes in the pictures, which takes some milliseconds each.
    A picture that is not there yet is `guide.check`'s to report.
    """
    problems: list[Diagnostic] = []
    opened = {lang: _open_all(guide, problems) for lang, guide in guides.items()}
    for lang, guide in guides.items():
        for screen in guide.screens.values():
            problems += mail_addresses(guide, screen)
            picture = opened[lang].get(screen.id)
            if picture is not None:
                problems += _about(screen, picture, look_for_codes)
    problems += _sizes(guides, opened)
    problems += _unused_files(guides)
    return sorted(problems, key=lambda problem: problem.severity)  # errors first; the sort is stable


def _open_all(guide: Guide, problems: list[Diagnostic]) -> dict[str, Opened]:
    """The pictures of the screens that are used, by screen; what is refused is told."""
    used = used_screens(guide)
    found: dict[str, Opened] = {}
    for screen in guide.screens.values():
        if screen.id not in used or not screen.file or not guide.holds(screen.file):
            continue
        try:
            found[screen.id] = open_picture(guide.folder, screen.file, screen.file.place)
        except AssetError as error:
            problems += error.problems
        else:
            problems += found[screen.id].warnings
    return found


def _about(screen: Screen, picture: Opened, look_for_codes: bool) -> Iterator[Diagnostic]:
    try:
        crop_box(picture, screen.crop)
    except AssetError as error:
        yield from error.problems
        return
    yield from marks_outside(screen.marks, screen.crop, screen.id)
    if look_for_codes:
        yield from codes(picture, screen)


def _sizes(guides: Mapping[str, Guide], opened: Mapping[str, Mapping[str, Opened]]) -> Iterator[Diagnostic]:
    """Screens whose picture has another size than in the language that the others follow: English, or the first."""
    leader = "en" if "en" in guides else next(iter(guides), "")
    for lang in guides:
        for screen, picture in opened[lang].items():
            first = opened[leader].get(screen)
            if first is not None and size_of(first) != size_of(picture):
                (width, height), (wide, high) = size_of(picture), size_of(first)
                message = f"the screen {quoted(screen)} has {width} × {height} pixels in {lang}, and {wide} × {high} in {leader}"
                way_out = "Take both on the same device, so that crop and marks fit and the pages look alike."
                yield Diagnostic(message, picture.place, way_out, "warning", "sizes-differ")


def _unused_files(guides: Mapping[str, Guide]) -> Iterator[Diagnostic]:
    """Pictures beside those that are used. With a language left out nothing is said: it may be the one that uses them."""
    for folder in dict.fromkeys(guide.folder for guide in guides.values()):
        here = [guide for guide in guides.values() if guide.folder == folder]
        if len(list(folder.glob("guide.*.yaml"))) > len(here):
            continue
        files = {PurePosixPath(screen.file).as_posix() for guide in here for screen in guide.screens.values() if screen.file}
        used = {on_disk(folder, file) for file in files}
        parents = {PurePosixPath("screens"), *(PurePosixPath(name).parent for name in used)}
        for parent in sorted(parents):
            yield from (_unused(name) for name in _pictures_in(folder, parent) if name not in used)


def _pictures_in(folder: Path, parent: PurePosixPath) -> list[str]:
    """The pictures of one folder within the guide's, by their names."""
    if parent.is_absolute() or ".." in parent.parts or not (folder / parent).resolve().is_relative_to(folder.resolve()):
        return []
    try:
        names = sorted(os.listdir(folder / parent))
    except (OSError, ValueError):
        return []
    return [(parent / name).as_posix() for name in names if PurePosixPath(name).suffix.lower() in _SUFFIXES and name[0] != "."]


def _unused(name: str) -> Diagnostic:
    way_out = "Delete it, or name it as a screen's file."
    return Diagnostic(f"no screen uses the picture {quoted(name)}", None, way_out, "warning", "unused-picture")
