"""Guide files → sound guides. Only regular files within the guide's folder are opened; all faults of all files are told."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Collection
from pathlib import Path

from msgspec.structs import replace

from generator.errors import AssetError, Diagnostic, HandoutsError, InvalidInput, Place, did_you_mean, printable
from generator.files import Unreadable, read_file
from generator.guide.borrowed import lacks_pictures, with_pictures
from generator.guide.check import capped, faults
from generator.guide.model import SIGN, Guide
from generator.guide.nodes import read_nodes
from generator.guide.reader import Report
from generator.guide.schema import read_guide
from generator.guide.source import MOST_BYTES, decode, too_large

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_NAMING = "Name the files guide.<language>.yaml, such as guide.en.yaml or guide.zh-Hans.yaml."
_ASSET_RULES = frozenset({"file-missing", "file-refused"})


def load_guide(path: str | Path, lang: str | None = None) -> Guide:
    """The guide in one file, or in one language (default: the only one) of a folder.

    The language is `lang`, or stands in the file's name. Raises `InvalidInput` with everything that is wrong, or
    `AssetError` where a file is missing or refused.
    """
    path = Path(path)
    if _is_folder(path):
        files = _files(path)
        if lang is None and len(files) > 1:
            raise InvalidInput(f"{shown(path)} has several languages: {', '.join(files)}", help="Say which one.")
        lang = lang or next(iter(files))
        if lang not in files:
            way_out = f"The languages are: {', '.join(files)}.{did_you_mean(lang, list(files))}"
            raise AssetError(Diagnostic(f'{shown(path)} has no language "{lang}"', help=way_out, rule="file-missing"))
        return _with_pictures(_load({lang: files[lang]}), files)[lang]
    lang = lang or _language(path)
    return _load({lang: path})[lang]


def load_all(path: str | Path, langs: Collection[str] = ()) -> dict[str, Guide]:
    """The guides of a folder, by language in alphabetical order (English first), or the one of a file.

    With `langs`, only those of them that there are: the others are not even read. Raises `InvalidInput` with everything that
    is wrong in all files, or `AssetError` where a file is missing or refused.
    """
    path = Path(path)
    files = _files(path) if _is_folder(path) else {_language(path): path}
    return _with_pictures(_load({lang: file for lang, file in files.items() if lang in langs} or files), files)


def spelled_as_file(path: Path, lang: str) -> str:
    """A language as its guide file spells it: `DE` is `de`, `zh-hans` is `zh-Hans`; two are `DE+en`."""
    names = _files(path) if _is_folder(path) else [_language(path)]
    known = {name.lower(): name for name in names}
    return SIGN.join(known.get(part.lower(), part) for part in lang.split(SIGN))


def is_guide_folder(path: Path) -> bool:
    """Whether a folder holds a guide file, sound or not."""
    try:
        return any(map(_is_guide_file, os.listdir(path)))
    except OSError:
        return False


def _is_guide_file(name: str) -> bool:
    return name.startswith("guide.") and name.endswith(".yaml")


def _is_folder(path: Path) -> bool:
    """Whether a guide's path is a folder. Raises AssetError where the system does not let us look."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except PermissionError as error:
        message = f"cannot read {shown(path)}: {error.strerror}"
        raise AssetError(Diagnostic(message, rule="file-refused")) from None
    except (OSError, ValueError):
        return False


def shown(path: Path) -> str:
    """A path as messages show it: without line ends and other characters that do not print."""
    return printable(str(path))


def _files(folder: Path) -> dict[str, Path]:
    """The guide files of a folder by language."""
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise AssetError(Diagnostic(f"cannot list {shown(folder)}: {error.strerror}", rule="file-refused")) from None
    named = list(filter(_is_guide_file, names))
    if not named:
        near = next((name for name in names if name.endswith((".yaml", ".yml"))), "")
        seen = f" There is {shown(Path(near))}." if near else ""
        raise InvalidInput(Diagnostic(f"there is no guide in {shown(folder)}", help=_NAMING + seen, rule="no-guide"))
    files = {_language(folder / name): folder / name for name in named}
    return dict(sorted(files.items(), key=lambda entry: (entry[0] != "en", entry[0])))


def _language(path: Path) -> str:
    """The language that a file's name says."""
    parts = path.name.split(".")
    if len(parts) >= 3 and parts[-1] in ("yaml", "yml") and LANGUAGE.fullmatch(parts[-2]):
        return parts[-2]
    if not os.path.lexists(path):
        raise AssetError(_missing(path))
    raise InvalidInput(Diagnostic(f"the name of {shown(path)} says no language", help=_NAMING, rule="no-language"))


def _load(files: dict[str, Path]) -> dict[str, Guide]:
    guides: dict[str, Guide] = {}
    problems: list[Diagnostic] = []
    for lang, path in files.items():
        guide, wrong = _load_one(path, lang)
        problems += wrong
        if guide is not None:
            guides[lang] = guide
    if problems:
        raise _error(problems)
    return guides


def _with_pictures(guides: dict[str, Guide], files: dict[str, Path]) -> dict[str, Guide]:
    """The guides with the source's pictures where a translation names none; only then is a source read that nobody asked for."""
    if not any(map(lacks_pictures, guides.values())):
        return guides
    every = (guides[lang] if lang in guides else _load({lang: file})[lang] for lang, file in files.items())
    source = next((guide for guide in every if guide.translation is None), None)
    if source is None:
        return guides
    return {lang: with_pictures(guide, source) if lacks_pictures(guide) else guide for lang, guide in guides.items()}


def _error(problems: list[Diagnostic]) -> HandoutsError:
    """`AssetError` where nothing but files is to blame."""
    only_assets = all(problem.rule in _ASSET_RULES for problem in problems if problem.severity == "error")
    return AssetError(problems) if only_assets else InvalidInput(problems)


def guide_of(data: bytes, path: Path, lang: str) -> Guide:
    """The guide that these bytes would be at that path. Raises `InvalidInput` with everything that is wrong."""
    guide, problems = _guide_of(lambda: data, path, lang)
    if guide is None or problems:
        raise InvalidInput(problems)
    return guide


def _load_one(path: Path, lang: str) -> tuple[Guide | None, list[Diagnostic]]:
    """One file's guide, as far as it could be read, and its errors in the order of the lines, with the warnings among them."""
    return _guide_of(lambda: read_bytes(path), path, lang)


def _guide_of(read: Callable[[], bytes], path: Path, lang: str) -> tuple[Guide | None, list[Diagnostic]]:
    report = Report()
    guide: Guide | None = None
    try:
        source = decode(shown(path), read(), report.problems)
        root = read_nodes(source, report.problems)
        if root is not None:
            guide = read_guide(root, report, lang, path)
        elif not report.problems:
            report.error("the file is empty", Place(source.file, 1), "Begin with schema: 1.", "empty")
    except HandoutsError as error:
        report.problems += error.problems
    if guide is not None and not report.torn:
        report.problems += faults(guide)
    if guide is not None and not report.problems:
        return replace(guide, remarks=tuple(capped(report.remarks))), []
    return guide, [*capped(report.problems), *capped(report.remarks)]


def read_bytes(path: Path) -> bytes:
    """The bytes of a guide's or translator's file that lies in its folder.

    Raises AssetError where it is missing or refused, InvalidInput where it is too large.
    """
    try:
        return read_file(path, MOST_BYTES)
    except Unreadable as error:
        if error.rule == "file-missing":
            raise AssetError(_missing(path)) from None
        if error.rule == "too-large":
            raise InvalidInput(too_large(shown(path))) from None
        raise AssetError(error.about(shown(path))) from None


def _missing(path: Path) -> Diagnostic:
    """The path does not exist; what there is beside it may be what was meant."""
    try:
        near = did_you_mean(path.name, [shown(Path(name)) for name in os.listdir(path.parent)])
    except (OSError, ValueError):
        near = ""
    return Diagnostic(f"{shown(path)} does not exist", help=f"A guide is a folder or a file.{near}", rule="file-missing")
