"""Reading themes: the default theme is the schema, and what the user gives is laid over it key by key."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from generator import resources
from generator.errors import Diagnostic, InvalidInput, Place, UsageError, did_you_mean
from generator.guide.model import Contact, Text
from generator.surface import Ink
from generator.theme.model import Organisation, Script, Theme, TypeStyle

_STYLE_KEYS = {field.name for field in fields(TypeStyle)}
_INK_KEYS = {"screen", "press", "grey"}
_OPEN = {"fonts", "type", "script"}  # tables to which a user may add entries of their own
_ENDS = ("bit", "check")


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
    for path in _sources(names, guide_folder):
        document = _Document(path, problems)
        table = document.read()
        document.check(table, schema)
        _overlay(merged, table)
        logo = table.get("organisation", {}).get("logo")
        if isinstance(logo, str) and logo:
            merged["organisation"]["logo"] = document.beside(logo)
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
        else:
            message = f'there is no theme "{name}"'
            way_out = f"the themes are: {', '.join(known)}; or give a TOML file.{did_you_mean(str(name), known)}"
            raise UsageError(message, help=way_out)
    return found


def _parse(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


class _Document:
    """One TOML file and where its keys stand."""

    def __init__(self, path: Path, problems: list[Diagnostic]) -> None:
        self.path, self.problems, self.lines = path, problems, []

    def read(self) -> dict[str, Any]:
        try:
            text = self.path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise InvalidInput(f"{self.path}: cannot be read as UTF-8 text ({error})", help="Save the theme as UTF-8.") from error
        self.lines = text.splitlines()
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise InvalidInput(f"not valid TOML: {error}", place=self._syntax_place(str(error)), help="Strings need quotes.") from error

    def _syntax_place(self, message: str) -> Place:
        match = re.search(r"line (\d+), column (\d+)", message)
        line, column = (int(match[1]), int(match[2])) if match else (len(self.lines) or 1, 1)
        return Place(str(self.path), line, column, 1, self.lines[line - 1] if line <= len(self.lines) else "")

    def place(self, keys: tuple[str, ...]) -> Place:
        """Where the last of `keys` is written: under its table's header, in an inline table, or with dots."""
        last, start = re.escape(keys[-1]), 0
        header = re.compile(r"\s*\[" + r"\s*\.\s*".join(f'"?{re.escape(k)}"?' for k in keys[:-1]) + r"\s*\]")
        for number, line in enumerate(self.lines):
            if len(keys) > 1 and header.match(line):
                start = number
                break
        for number in [*range(start, len(self.lines)), *range(start)]:
            match = re.search(rf'(?<![\w-])"?({last})"?\s*(?:\.|=|\])', self.lines[number])
            if match:
                return Place(str(self.path), number + 1, match.start(1) + 1, len(match[1]), self.lines[number])
        return Place(str(self.path), 1, 1, 1, self.lines[0] if self.lines else "")

    def error(self, keys: tuple[str, ...], message: str, way_out: str) -> None:
        self.problems.append(Diagnostic(message, self.place(keys), way_out, rule="theme"))

    def beside(self, name: str) -> str:
        """A file beside the theme's own; it must exist and may not leave the folder."""
        target = (self.path.parent / name).resolve()
        if not target.is_relative_to(self.path.parent.resolve()) or not target.is_file():
            self.error(("organisation", "logo"), f'there is no file "{name}" beside the theme', "Put the logo into the theme's folder.")
        return str(target)

    def check(self, table: dict[str, Any], schema: dict[str, Any]) -> None:
        for key, value in table.items():
            if key not in schema:
                known = ", ".join(schema)
                self.error((key,), f'unknown key "{key}" in a theme', f"the keys are: {known}.{did_you_mean(key, list(schema))}")
            elif isinstance(schema[key], dict) != isinstance(value, dict):
                self.error((key,), f'"{key}" must be {_kind(schema[key])}, not {_kind(value)}', "See assets/themes/default.toml.")
            elif key in _OPEN:
                self._check_open(key, value)
            elif key == "palette":
                self._check_palette(value, schema[key])
            elif isinstance(value, dict):
                self._check_table((key,), value, schema[key])

    def _check_table(self, keys: tuple[str, ...], table: dict[str, Any], schema: dict[str, Any]) -> None:
        for name, value in table.items():
            place = (*keys, name)
            if name not in schema:
                way_out = f"the keys are: {', '.join(schema)}.{did_you_mean(name, list(schema))}"
                self.error(place, f'unknown key "{name}" in [{".".join(keys)}]', way_out)
            elif _kind(schema[name]) != _kind(value):
                self.error(place, f'"{name}" must be {_kind(schema[name])}, not {_kind(value)}', f"The default is {schema[name]!r}.")
            elif place == ("line", "end") and value not in _ENDS:
                self.error(place, f'the end of the line cannot be "{value}"', f"It is one of: {', '.join(_ENDS)}.")
            elif _kind(value) == "a number" and not 0 <= value <= 1000:
                self.error(place, f'"{name}" cannot be {value}', "It is a length from 0 to 1000.")

    def _check_palette(self, table: dict[str, Any], schema: dict[str, Any]) -> None:
        for name, value in table.items():
            keys = ("palette", name)
            if name not in schema:
                self.error(keys, f'unknown colour "{name}"', f"the palette is: {', '.join(schema)}.{did_you_mean(name, list(schema))}")
            elif not isinstance(value, dict) or not set(value) <= _INK_KEYS:
                self.error(keys, f'"{name}" must hold screen, press and grey', 'For example {screen = "#FFC61A", press = [0, 22, 94, 0]}.')
            else:
                self._check_ink(keys, value)

    def _check_ink(self, keys: tuple[str, ...], value: dict[str, Any]) -> None:
        if "screen" in value and not (isinstance(value["screen"], str) and re.fullmatch(r"#[0-9A-Fa-f]{6}", value["screen"])):
            self.error(keys, f'"{value["screen"]}" is not a colour', 'Write it as "#RRGGBB".')
        press = value.get("press", [0, 0, 0, 0])
        if not (isinstance(press, list) and len(press) == 4 and all(_kind(v) == "a number" and 0 <= v <= 100 for v in press)):
            self.error(keys, "press must be four percentages: cyan, magenta, yellow, black", "For example [0, 22, 94, 0].")
        if "grey" in value and not (_kind(value["grey"]) == "a number" and 0 <= value["grey"] <= 100):
            self.error(keys, "grey must be a percentage of black", "For example 100.")

    def _check_open(self, key: str, table: dict[str, Any]) -> None:
        for group, entries in table.items():
            if not isinstance(entries, dict):
                self.error((key, group), f'"{group}" must be a table', "See assets/themes/default.toml.")
                continue
            for name, value in entries.items():
                self._check_entry((key, group, name), value)

    def _check_entry(self, keys: tuple[str, ...], value: Any) -> None:
        area, _, name = keys
        if area == "fonts" and not (isinstance(value, str) and ":" in value):
            self.error(keys, f'"{name}" must be "package:file inside it"', "See assets/themes/default.toml.")
        if area == "script" and (name not in ("leading", "headline") or _kind(value) != "a number"):
            self.error(keys, f'unknown key "{name}"', "A script has leading (a factor) and headline (a weight).")
        if area == "type":
            known = isinstance(value, dict) and set(value) <= _STYLE_KEYS
            sound = known and all((_kind(v) == "a number") == (k != "font") for k, v in value.items())
            if not sound or any(k in value and not 1 <= value[k] <= 500 for k in ("size", "leading")):
                way_out = f"a style has: {', '.join(sorted(_STYLE_KEYS))}; size and leading are points from 1 to 500."
                self.error(keys, f'"{name}" is not a type style', way_out)


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "yes or no"
    kinds = {dict: "a table", str: "a text", int: "a number", float: "a number", list: "a list"}
    return kinds.get(type(value), type(value).__name__)


def _overlay(base: dict[str, Any], over: dict[str, Any]) -> None:
    """Lay `over` on `base`: tables key by key. A colour that is given anew is taken whole but for its missing parts."""
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
            name=Text(organisation["name"]),
            owner=Text(organisation["owner"]),
            logo=Path(organisation["logo"]) if organisation["logo"] else None,
        ),
        contact=Contact(**{key: Text(value) for key, value in contact.items()}),
    )
