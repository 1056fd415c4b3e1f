"""What the command says: problems in colour on a terminal, tables, JSON."""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import click

from generator.errors import STEERING, Diagnostic, UsageError, breadth, counted, grouped, harmless, quoted, render

_COLOURS = {"error": "red", "warning": "yellow"}


_MOST_ALIKE = 20  # messages of one rule that are printed in full


def colour() -> bool | None:
    """False where colours are not wanted (https://no-color.org); None lets the terminal decide."""
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None


def say_problems(problems: Iterable[Diagnostic]) -> None:
    """Print problems to standard error, an empty line after each; many of one kind are folded."""
    printed: Counter[tuple[str, str]] = Counter()
    for problem, *same in grouped(problems):
        kind = problem.severity, problem.rule
        printed[kind] += 1
        if printed[kind] <= _MOST_ALIKE:
            _say_problem(render(problem, *same))
    for (severity, rule), count in printed.items():
        if count > _MOST_ALIKE:
            more = counted(count - _MOST_ALIKE, f"more {severity}")
            _say_problem(f"{severity}: {more} of this kind{f' ({rule})' if rule else ''}\nhelp: --json lists all")


def _say_problem(text: str) -> None:
    head, _, rest = text.partition("\n")
    word, _, message = head.partition(":")
    click.secho(f"{word}:", fg=_COLOURS.get(word), bold=True, err=True, nl=False, color=colour())
    click.echo(f"{message}\n{rest}\n" if rest else f"{message}\n", err=True)


def say_note(text: str) -> None:
    """Print what a user should know and need not act on, to standard error."""
    click.echo(f"note: {text}", err=True)


def table(rows: Sequence[Sequence[str]], heads: Sequence[str]) -> str:
    """Rows in columns, under their heads."""
    rows = [[harmless(cell) for cell in row] for row in rows]
    widths = [max(breadth(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    padded = [[cell + " " * (width - breadth(cell)) for cell, width in zip(row, widths, strict=True)] for row in [heads, *rows]]
    return "\n".join("  ".join(row).rstrip() for row in padded)


def as_data(problem: Diagnostic) -> dict[str, Any]:
    """A diagnostic for `--json`."""
    place = problem.place
    return {
        "severity": problem.severity,
        "rule": problem.rule,
        "message": problem.text,
        "help": problem.help,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "output": problem.output or None,
    }


def say_json(data: Any) -> None:
    """Print data as JSON to standard output: as it reads, or in ASCII where the terminal has no other letters."""
    ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    written = json.dumps(data, ensure_ascii=ascii_only, indent=2)
    click.echo("\n".join(STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", line) for line in written.split("\n")))


def whole_addresses(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """What codes should say, as given on the command line. Raises UsageError for an address without its scheme."""
    for value in values:
        if re.match(r"[a-z][a-z0-9+.-]*:", value, re.IGNORECASE) is None and "." in value:
            raise UsageError(f"{quoted(value)} is not all that a code says", help=f"write it with its beginning: https://{value}")
    return values
