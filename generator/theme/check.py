"""What a theme file may say: the default theme is the schema, and every problem is told with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generator.errors import did_you_mean, quoted
from generator.guide.inline import Foreign, Link, MainLinkRef, Plain, Strong, parse, walk
from generator.guide.source import character_problem, forbidden, too_much
from generator.guide.tongues import is_language, unknown_language
from generator.theme.document import Document, Keys
from generator.theme.hosts import pattern_fault
from generator.theme.model import TypeStyle

ENDS = ("bit", "check")
# A text or a graphic that carries meaning, its ground, and the least contrast between the two. WCAG 2.2 asks for 4.5 for text
# and 3 for graphics; ink is both, on paper and on the plate, and must outlast a copier and a dim corridor. What is drawn in
# "rule" is decoration: nothing is told by it.
LEAST_CONTRASTS = (
    ("ink", "paper", 9.0),
    ("ink", "signal", 9.0),
    ("ink", "mist", 4.5),
    ("slate", "paper", 4.5),
    ("slate", "mist", 4.5),
)

_STYLE_KEYS = TypeStyle.__struct_fields__
_STYLE_NEEDS = set(_STYLE_KEYS[: -len(TypeStyle.__struct_defaults__)])
_STYLE_RANGES = {"size": (1, 500), "leading": (1, 500), "keys": (0, 500), "weight": (1, 1000), "track": (-0.2, 1)}
_SCRIPT_RANGES = {"leading": (0.5, 3), "least": (0, 3), "headline": (0, 1000)}
_INK_KEYS = ("screen", "press", "grey")
_INK_EXAMPLE = 'For example {screen = "#FFC61A", press = [0, 22, 94, 0]}.'
_SEE_DEFAULT = "See assets/themes/default.toml."


def check(document: Document, table: dict[str, Any], schema: Mapping[str, Any]) -> None:
    """Note everything that is wrong with a theme's table."""
    special = {"fonts": _fonts, "type": _types, "script": _scripts, "palette": _palette}
    for key, value in table.items():
        if key not in schema:
            homes = [name for name, inside in schema.items() if isinstance(inside, dict) and key in inside]
            if homes:
                document.error((key,), f'"{key}" stands outside of its table', f"Write [{homes[0]}] on the line above it.")
            else:
                _unknown(document, (key,), schema, "in a theme")
        elif kind(schema[key]) != kind(value):
            document.error((key,), f'"{key}" must be {kind(schema[key])}, not {kind(value)}', _SEE_DEFAULT)
        elif key in special:
            special[key](document, value, schema[key])
        elif isinstance(value, dict):
            _table(document, key, value, schema[key])
        else:
            _text(document, (key,), value)


def kind(value: Any) -> str:
    """What a TOML value is, in the words of messages."""
    if isinstance(value, bool):
        return "yes or no"
    kinds = {dict: "a table", str: "a text", int: "a number", float: "a number", list: "a list"}
    return kinds.get(type(value), f"a {type(value).__name__}")


def contrast(first: tuple[float, float, float], second: tuple[float, float, float]) -> float:
    """The contrast of two RGB colours (0–1) by WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: tuple[float, float, float]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _unknown(document: Document, keys: Keys, known: Mapping[str, Any] | tuple[str, ...], where: str) -> None:
    way_out = f"The keys are: {', '.join(known)}.{did_you_mean(keys[-1], list(known))}"
    document.error(keys, f"unknown key {quoted(keys[-1])} {where}", way_out)


def _in(value: Any, low: float, high: float) -> bool:
    return kind(value) == "a number" and low <= value <= high


def _table(document: Document, key: str, table: dict[str, Any], schema: Mapping[str, Any]) -> None:
    for name, value in table.items():
        keys = (key, name)
        if name not in schema:
            _unknown(document, keys, schema, f"in [{key}]")
        elif kind(schema[name]) != kind(value):
            document.error(keys, f'"{name}" must be {kind(schema[name])}, not {kind(value)}', f"The default is {schema[name]!r}.")
        elif keys == ("organisation", "logo"):
            if value:
                document.beside(keys, value)
        elif keys == ("line", "end") and value not in ENDS:
            document.error(keys, f'the end of the line cannot be "{value}"', f"It is one of: {', '.join(ENDS)}.")
        elif keys == ("links", "allow_hosts"):
            _hosts(document, keys, value)
        elif kind(value) == "a number" and not 0 <= value <= 100:
            document.error(keys, f'"{name}" cannot be {value}', "It is a size from 0 to 100.")
        elif isinstance(value, str):
            _text(document, keys, value)


def _hosts(document: Document, keys: Keys, hosts: list[Any]) -> None:
    """Each entry is the name of a host, or `*.name` for all below it."""
    for host in hosts:
        if not isinstance(host, str):
            document.error(keys, f"an entry of allow_hosts must be a text, not {kind(host)}", 'For example "www.example.ac.jp".')
        elif fault := pattern_fault(host):
            message, way_out = fault
            document.item_error(keys, host, f"{quoted(host)} {message}", way_out)


def _text(document: Document, keys: Keys, value: str) -> None:
    """A profile's texts may be strong and hold links; what a guide defines, they cannot know."""
    document.problems += [character_problem(value[offset], document.place(keys)) for offset in forbidden(value)[:1]]
    if found := too_much(value):
        document.error(keys, *found[:2])
        return
    for node in walk(parse(value)):
        if isinstance(node, Foreign) and not is_language(node.lang):
            document.problems.append(unknown_language(node.lang, document.place(keys)))
        if not isinstance(node, Plain | Strong | Link | Foreign | MainLinkRef):
            message = f"{quoted(value)} refers to what only a guide has"
            document.error(keys, message, "A theme serves every guide: write the words themselves.")
            return


def _palette(document: Document, table: dict[str, Any], schema: Mapping[str, Any]) -> None:
    for name, value in table.items():
        keys = ("palette", name)
        if name not in schema:
            way_out = f"The palette is: {', '.join(schema)}.{did_you_mean(name, list(schema))}"
            document.error(keys, f"unknown colour {quoted(name)}", way_out)
        elif not isinstance(value, dict) or not set(value) <= set(_INK_KEYS):
            document.error(keys, f'"{name}" must be a table of {", ".join(_INK_KEYS)}', _INK_EXAMPLE)
        else:
            _ink(document, keys, value)


def _ink(document: Document, keys: Keys, value: dict[str, Any]) -> None:
    screen = value.get("screen", "#000000")
    if not (isinstance(screen, str) and re.fullmatch(r"#[0-9A-Fa-f]{6}", screen)):
        document.error(keys, f"{quoted(str(screen))} is not a colour", 'Write it as "#RRGGBB".')
    press = value.get("press", [0, 0, 0, 0])
    if not (isinstance(press, list) and len(press) == 4 and all(_in(part, 0, 100) for part in press)):
        document.error(keys, "press must be four percentages: cyan, magenta, yellow, black", "For example [0, 22, 94, 0].")
    if not _in(value.get("grey", 0), 0, 100):
        document.error(keys, "grey must be a percentage of black", "For example 100.")


def _fonts(document: Document, table: dict[str, Any], schema: Mapping[str, Any]) -> None:
    for role, entries in table.items():
        if role not in schema:
            _unknown(document, ("fonts", role), schema, "in [fonts]")
        elif not isinstance(entries, dict):
            document.error(("fonts", role), f'"{role}" must be a table', _SEE_DEFAULT)
        else:
            for lang, value in entries.items():
                if not (isinstance(value, str) and re.fullmatch(r"[^:]+:.+", value)):
                    document.error(("fonts", role, lang), f'"{lang}" must be "package:file inside it"', _SEE_DEFAULT)


def _scripts(document: Document, table: dict[str, Any], schema: Mapping[str, Any]) -> None:
    for lang, entries in table.items():
        if not isinstance(entries, dict):
            document.error(("script", lang), f'"{lang}" must be a table', _SEE_DEFAULT)
            continue
        for name, value in entries.items():
            keys = ("script", lang, name)
            if name not in _SCRIPT_RANGES:
                _unknown(document, keys, tuple(_SCRIPT_RANGES), f"in [script.{lang}]")
            elif not _in(value, *_SCRIPT_RANGES[name]):
                low, high = _SCRIPT_RANGES[name]
                document.error(keys, f'"{name}" cannot be {value!r}', f"It is a number from {low:g} to {high:g}.")


def _types(document: Document, table: dict[str, Any], schema: Mapping[str, Any]) -> None:
    for format, styles in table.items():
        if not isinstance(styles, dict):
            document.error(("type", format), f'"{format}" must be a table', _SEE_DEFAULT)
            continue
        known = schema.get(format, {})
        for name, style in styles.items():
            _style(document, ("type", format, name), style, set(known.get(name, ())))


def _style(document: Document, keys: Keys, style: Any, given: set[str]) -> None:
    """One type style; `given` is what the default theme already says of it."""
    way_out = f"A style has: {', '.join(_STYLE_KEYS)}; for example {{size = 11, leading = 15}}."
    if not isinstance(style, dict):
        document.error(keys, f'"{keys[-1]}" is not a type style', way_out)
        return
    for name, value in style.items():
        if name not in _STYLE_KEYS:
            document.error(keys, f'a type style has no "{name}"', way_out + did_you_mean(name, _STYLE_KEYS))
        elif name == "font" and value not in ("text", "mono"):
            document.error(keys, f"there is no font {value!r}", 'It is "text" or "mono".')
        elif name != "font" and not _in(value, *_STYLE_RANGES[name]):
            low, high = _STYLE_RANGES[name]
            document.error(keys, f'the {name} of "{keys[-1]}" cannot be {value!r}', f"It is a number from {low:g} to {high:g}.")
    for name in sorted(_STYLE_NEEDS - set(style) - given):
        document.error(keys, f'the style "{keys[-1]}" has no {name}', way_out)
