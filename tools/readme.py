"""Fills in the parts of README.md that the program itself knows: `make readme`. A test holds that nothing has to change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from click.testing import CliRunner

from generator.cli.commands import cli
from generator.geometry import SIZES, to_mm
from generator.markup.vocabulary import BLOCK, INLINE, VOCABULARY, Entry

README = Path(__file__).resolve().parents[1] / "README.md"
WIDTH = 100  # of help texts, in columns


def filled(text: str) -> str:
    """The README with every `<!-- begin: … -->` part made anew."""
    return re.sub(
        r"(<!-- begin: ([\w ]+) -->\n).*?(<!-- end -->)",
        lambda found: found[1] + _part(found[2]) + found[3],
        text,
        flags=re.DOTALL,
    )


def _part(name: str) -> str:
    command, _, rest = name.partition(" ")
    parts: dict[str, Callable[[], str]] = {
        "formats": lambda: _said("formats"),
        "themes": lambda: _said("themes"),
        "help": lambda: _said(*rest.split(), "--help"),
        "sizes": _sizes,
        "vocabulary": _vocabulary,
    }
    return parts[command]()


def _said(*arguments: str) -> str:
    """What the command prints, as a block of code."""
    result = CliRunner().invoke(cli, arguments, prog_name="handouts", terminal_width=WIDTH, catch_exceptions=False)
    return f"```\n{result.output.rstrip()}\n```\n"


def _sizes() -> str:
    rows = [(name, f"{to_mm(size.width):.4g} × {to_mm(size.height):.4g} mm") for name, size in SIZES.items()]
    return _table(("Size", "Portrait"), rows)


def _vocabulary() -> str:
    rows = [(f"`{name}`", _attributes(entry), _holds(entry), entry.role or "–") for name, entry in VOCABULARY.items()]
    named = [f"*text* is characters, {_names(INLINE)}.", f"*blocks* are {_names(BLOCK)}."]
    return _table(("Element", "Attributes", "Holds", "In the PDF"), rows) + "\n" + "\n".join(named) + "\n"


def _attributes(entry: Entry) -> str:
    """`**w** length, fit yes/no`, those that are required first."""
    ordered = sorted(entry.attributes.items(), key=lambda item: item[0] not in entry.required)
    return ", ".join(f"{f'**{name}**' if name in entry.required else name} {_kind(kind)}" for name, kind in ordered) or "–"


def _kind(kind: str | tuple[str, ...]) -> str:
    if isinstance(kind, tuple):
        return "/".join(kind)
    return {"flag": "yes/no", "text": "*any*", "word": "*name*"}.get(kind, f"*{kind}*")


def _holds(entry: Entry) -> str:
    groups = [word for word, group in (("*blocks*", BLOCK), ("*text*", INLINE)) if group <= entry.holds]
    rest = set(entry.holds)
    for group in (BLOCK, INLINE):
        rest -= group if group <= entry.holds else set()
    return ", ".join([*groups, *("*characters*" if name == "#text" else f"`{name}`" for name in sorted(rest))]) or "–"


def _names(group: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(group) if name != "#text")


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


if __name__ == "__main__":
    README.write_text(filled(README.read_text("utf-8")), "utf-8")
