"""Reading themes: the default theme, and what the user gives laid over it key by key."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator import resources
from generator.errors import AssetError, Diagnostic, InvalidInput, UsageError, did_you_mean
from generator.guide.model import Contact, Text
from generator.surface import Ink
from generator.theme.check import LEAST_CONTRASTS, check, contrast
from generator.theme.document import Document
from generator.theme.model import Organisation, Script, Theme, TypeStyle


def theme_names() -> list[tuple[str, str]]:
    """The built-in themes: (name, description)."""
    paths = resources.listing("assets", "themes/*.toml").values()
    return [(path.stem, _parse(path)["description"]) for path in paths]


def load_theme(names: Sequence[str | Path] = (), guide_folder: Path | None = None) -> Theme:
    """The default theme, then the guide's own `theme.toml`, then each of `names`: a built-in theme or a TOML file.

    Raises InvalidInput with every problem of every file, and UsageError for a name that is neither.
    """
    merged = _parse(resources.find("assets", "themes/default.toml"))
    schema = copy.deepcopy(merged)
    problems: list[Diagnostic] = []
    coloured: tuple[Document, dict[str, Any]] | None = None
    for path in _sources(names, guide_folder):
        document = Document(path, problems)
        table = document.read()
        known = len(problems)
        check(document, table, schema)
        if len(problems) == known:
            _place_texts(document, table)
            _overlay(merged, table)
            coloured = (document, table["palette"]) if "palette" in table else coloured
    if coloured and not problems:
        _check_contrast(*coloured, merged["palette"])
    if problems:
        raise InvalidInput(problems)
    return _theme(merged)


def _sources(names: Sequence[str | Path], guide_folder: Path | None) -> list[Path]:
    own = guide_folder / "theme.toml" if guide_folder else None
    found = [own] if own and own.is_file() else []
    known = [name for name, _ in theme_names()] if names else []
    for name in names:
        if str(name) in known:
            found.append(resources.find("assets", f"themes/{name}.toml"))
        elif Path(name).is_file():
            found.append(Path(name))
        elif str(name).endswith(".toml"):
            raise AssetError(f'the theme file "{name}" does not exist', help="Check its path, or leave --theme out.")
        else:
            message = f'there is no theme "{name}"'
            way_out = f"The themes are: {', '.join(known)}; or give a TOML file.{did_you_mean(str(name), known)}"
            raise UsageError(message, help=way_out)
    return found


def _parse(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _place_texts(document: Document, table: dict[str, Any]) -> None:
    """Let the organisation's texts know where they stand, and find its logo."""
    for area in ("organisation", "contact"):
        for name, value in table.get(area, {}).items():
            table[area][name] = Text(value, document.place((area, name)))
    logo = table.get("organisation", {}).get("logo")
    if logo:
        table["organisation"]["logo"] = document.beside(("organisation", "logo"), logo)


def _check_contrast(document: Document, chosen: dict[str, Any], palette: dict[str, Any]) -> None:
    """What is read must be readable on its ground; `chosen` is what the last document says of the palette."""
    for written, ground, least in LEAST_CONTRASTS:
        found = contrast(_ink(written, palette[written]).rgb, _ink(ground, palette[ground]).rgb)
        if found < least:
            message = f"{written} on {ground} has a contrast of {found:.1f}:1, and text needs {least:g}:1"
            culprit = next((name for name in (ground, written) if name in chosen), written)
            document.error(("palette", culprit), message, f"Choose a lighter {ground}, or a darker {written}.")
            return


def _overlay(base: dict[str, Any], over: dict[str, Any]) -> None:
    """Lay `over` on `base`, table by table: what is left out stays as it is."""
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict):
            _overlay(base[key], value)
        else:
            base[key] = value


def _ink(name: str, value: dict[str, Any]) -> Ink:
    red, green, blue = (int(value["screen"][i : i + 2], 16) / 255 for i in (1, 3, 5))
    cyan, magenta, yellow, black = (part / 100 for part in value["press"])
    grey = value.get("grey")
    return Ink(name, (red, green, blue), (cyan, magenta, yellow, black), None if grey is None else 1 - grey / 100)


def _theme(table: dict[str, Any]) -> Theme:
    line = dict(table["line"])
    organisation, contact = table["organisation"], table["contact"]
    return Theme(
        description=table["description"],
        palette={name: _ink(name, value) for name, value in table["palette"].items()},
        fonts=table["fonts"],
        type={group: {name: TypeStyle(**style) for name, style in styles.items()} for group, styles in table["type"].items()},
        script={lang: Script(**values) for lang, values in table["script"].items()},
        end=line.pop("end"),
        line=line,
        weight=table["weight"],
        radius=table["radius"],
        minimum=table["minimum"]["type"],
        organisation=Organisation(
            name=_text(organisation["name"]),
            owner=_text(organisation["owner"]),
            logo=Path(organisation["logo"]) if organisation["logo"] else None,
        ),
        contact=Contact(**{key: _text(value) for key, value in contact.items()}),
        allow_hosts=tuple(table["links"]["allow_hosts"]),
    )


def _text(value: str) -> Text:
    """The text with its place, where a file of the user's gave it."""
    return value if isinstance(value, Text) else Text(value)
