"""Reading themes: the default theme, and what the user gives laid over it key by key."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator import resources
from generator.errors import AssetError, UsageError, did_you_mean
from generator.guide.model import Contact, Text
from generator.theme.model import Organisation, Script, Theme, TypeStyle, ink


def theme_names() -> list[tuple[str, str]]:
    """The built-in themes: (name, description)."""
    paths = resources.listing("assets", "themes/*.toml").values()
    return [(path.stem, _parse(path)["description"]) for path in paths]


def load_theme(names: Sequence[str | Path] = (), guide_folder: Path | None = None) -> Theme:
    """The default theme, then the guide's own `theme.toml`, then each of `names`: a built-in theme or a TOML file.

    Raises InvalidInput with every problem of every file, and UsageError for a name that is neither.
    """
    merged = _parse(resources.find("assets", "themes/default.toml"))
    if given := _sources(names, guide_folder):
        from generator.theme.given import lay_over

        lay_over(merged, given)
    return _theme(merged)


def _sources(names: Sequence[str | Path], guide_folder: Path | None) -> list[Path]:
    own = guide_folder / "theme.toml" if guide_folder else None
    found = [own] if own and os.path.lexists(own) else []  # a link that leads nowhere is reported, not passed over
    known = [name for name, _ in theme_names()] if names else []
    for name in names:
        if str(name) in known:
            found.append(resources.find("assets", f"themes/{name}.toml"))
        elif os.path.isfile(name):
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


def _theme(table: dict[str, Any]) -> Theme:
    line = dict(table["line"])
    organisation, contact = table["organisation"], table["contact"]
    return Theme(
        description=table["description"],
        palette={name: ink(name, value) for name, value in table["palette"].items()},
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
