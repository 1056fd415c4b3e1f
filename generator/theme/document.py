"""One theme file: its table, and where in the file its keys stand."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from generator.errors import Diagnostic, InvalidInput, Place, quoted
from generator.files import Unreadable, read_file
from generator.spelling import CAPITALS_COUNT, on_disk, other_case

MOST_BYTES = 200_000  # the default theme has a twentieth of it
_MANY_DIGITS = re.compile(r"[\d_]{4301,}")
_MOST_PROBLEMS = 100  # of all theme files: finding the place of each takes time by the length of the file
_MOST_DOTS = 200  # in a line: the TOML parser needs memory by the square of a key's parts
_SAVE_AS_UTF8 = "Save it as UTF-8."
_WIDE_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
Keys = tuple[str, ...]  # ("palette", "signal"): the tables, then the key


class Document:
    """A TOML file; what is wrong with it is collected in `problems`."""

    def __init__(self, path: Path, problems: list[Diagnostic]) -> None:
        self.path, self.problems = path, problems
        self.lines: list[str] = []

    def read(self) -> dict[str, Any]:
        """The file's table. Raises AssetError where it is refused, InvalidInput where it is not UTF-8 text or not TOML, or
        larger than a theme can be.
        """
        text = self._text()
        self.lines = text.splitlines()
        for number, line in enumerate(self.lines, 1):
            if line.count(".") > _MOST_DOTS:
                place = Place(str(self.path), number, 1, 1, line)
                raise InvalidInput(f"the line has more than {_MOST_DOTS} dots", place=place, help="Is this a theme?")
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            message, _, spot = str(error).partition(" (at ")
            way_out = "Texts need quotes, tables [ ]."
            raise InvalidInput(f"not valid TOML: {message}", place=self._spot(spot), help=way_out) from error
        except RecursionError as error:
            way_out = "No value of a theme is deeper than a table in a table."
            message = "lists or tables are nested too deeply"
            raise InvalidInput(message, place=self._deepest(), help=way_out) from error
        except ValueError as error:  # Python converts no number of more than 4,300 digits
            place = self._spot("")
            if digits := _MANY_DIGITS.search(text):
                place = self._at(text.count("\n", 0, digits.start()) + 1, digits[0])
            raise InvalidInput("a number has thousands of digits", place=place, help="Shorten it.") from error

    def _text(self) -> str:
        try:
            data = read_file(self.path, MOST_BYTES)
        except Unreadable as error:
            raise error.about_text(f"the theme {quoted(str(self.path), 1000)}") from None
        if encoding := _WIDE_BOMS.get(data[:2]):
            raise InvalidInput(f"the theme is {encoding}, not UTF-8", place=Place(str(self.path), 1), help=_SAVE_AS_UTF8)
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            place = Place(str(self.path), error.object.count(b"\n", 0, error.start) + 1)
            raise InvalidInput("the theme is not UTF-8 text", place=place, help=_SAVE_AS_UTF8) from error

    def _deepest(self) -> Place:
        """The line with the most opening brackets."""
        opened = [line.count("[") + line.count("{") for line in self.lines]
        number = opened.index(max(opened)) + 1
        return self._at(number, "[" if "[" in self._line(number) else "{")

    def _at(self, number: int, words: str) -> Place:
        """The place of some words in a line."""
        line = self._line(number)
        return Place(str(self.path), number, line.find(words) + 1 or 1, len(words), line)

    def _spot(self, words: str) -> Place:
        """The place that the TOML parser names, or the end of the file."""
        found = re.search(r"line (\d+), column (\d+)", words)
        if found:
            line, column = int(found[1]), int(found[2])
        else:
            line = max(1, len(self.lines))
            column = len(self.lines[-1]) + 1 if self.lines else 1
        return Place(str(self.path), line, column, 1, self._line(line))

    def _line(self, number: int) -> str:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def place(self, keys: Keys) -> Place:
        """Where the last of `keys` is written: under its table's header, in an inline table, or with dots."""
        start = self._header(keys[:-1])
        word = re.compile(rf'(?<![\w-])["\']?({re.escape(keys[-1])})["\']?\s*(?:\.|=|\])')
        for index in [*range(start, len(self.lines)), *range(start)]:
            found = word.search(self.lines[index])
            if found:
                return Place(str(self.path), index + 1, found.start(1) + 1, len(found[1]), self.lines[index])
        return Place(str(self.path), 1, 1, 1, self._line(1))

    def _header(self, tables: Keys) -> int:
        """The index of the line with a table's header, or 0."""
        name = r"\s*\.\s*".join(rf'["\']?{re.escape(table)}["\']?' for table in tables)
        header = re.compile(rf"\s*\[\s*{name}\s*\]")
        return next((index for index, line in enumerate(self.lines) if tables and header.match(line)), 0)

    def error(self, keys: Keys, message: str, way_out: str) -> None:
        """Note what is wrong with a key. Raises InvalidInput when there is so much that it cannot be meant as a theme."""
        if len(self.problems) >= _MOST_PROBLEMS:
            raise InvalidInput([*self.problems, Diagnostic(f"{self.path} has more problems than these", help="Is it a theme?")])
        self.problems.append(Diagnostic(message, self.place(keys), way_out, rule="theme"))

    def item_error(self, keys: Keys, item: str, message: str, way_out: str) -> None:
        """Note what is wrong with a text in the list of a key."""
        key = self.place(keys)
        written = re.compile(rf'(["\']){re.escape(item)}\1')
        for number in range(key.line, len(self.lines) + 1):
            found = written.search(self._line(number), key.column if number == key.line else 0)
            if found:
                key = Place(key.file, number, found.start() + 2, max(1, len(item)), self._line(number))
                break
        self.problems.append(Diagnostic(message, key, way_out, rule="theme"))

    def beside(self, keys: Keys, name: str) -> str:
        """The path of a file beside the theme's own; one that does not exist or leaves the folder is an error."""
        folder = self.path.parent.resolve()
        target = (folder / on_disk(folder, name)).resolve() if "\0" not in name else folder
        if other := other_case(folder, name):
            self.error(keys, f"the file {quoted(name)} is spelled {quoted(other)} on disk", CAPITALS_COUNT)
        elif not target.is_relative_to(folder) or not target.is_file():
            self.error(keys, f'there is no file "{name}" beside the theme', "Put it into the theme's folder.")
        return str(target)
