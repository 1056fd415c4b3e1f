"""The formats that there are: one template each, whose first line says what it makes."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from generator import resources
from generator.errors import InvalidInput, UsageError, did_you_mean, quoted
from generator.files import Unreadable, read_file
from generator.geometry import SIZES, Size, find_size

_MOST_BYTES = 1_000_000
_SUFFIX = ".xml.j2"
_HEAD = re.compile(r"\{#-?\s*handouts:\s*(?P<settings>[^;#]*);\s*(?P<description>.*?)\s*-?#\}", re.DOTALL)
_SETTINGS = {"size", "imposed", "pages", "distance", "languages"}


class Format(Struct, frozen=True):
    """One kind of printed matter: `size` is its default; an imposed one is folded from sheets of two pages a side.

    `pages` is how many it always has (0: as many as the guide needs), `distance` from how far its code is scanned, in metres,
    at the default size (0: not said). `languages` is how many it can be in at once.
    """

    name: str
    description: str
    size: Size
    imposed: bool
    path: Path
    pages: int = 0
    distance: float = 0.0
    languages: int = 2


def list_formats(template_dir: Path | None = None) -> dict[str, Format]:
    """All formats by name; the user's templates go before the program's. Shared macros start with an underscore."""
    found = resources.listing("templates", f"*{_SUFFIX}", template_dir)
    formats = [_read(path) for name, path in found.items() if not name.startswith("_")]
    order = {"flyer": 0, "poster": 1, "handout": 2, "booklet": 3}
    return {one.name: one for one in sorted(formats, key=lambda one: (order.get(one.name, 9), one.name))}


def find_format(name: str, template_dir: Path | None = None) -> Format:
    """The format of that name, in any case. Raises UsageError with the names that there are."""
    formats = list_formats(template_dir)
    found = formats.get(name) or next((one for known, one in formats.items() if known.lower() == name.lower()), None)
    if found is None:
        known = list(formats)
        raise UsageError(f'there is no format "{name}"', help=f"The formats are: {', '.join(known)}.{did_you_mean(name, known)}")
    return found


def named_size(name: str) -> Size:
    """The page size of that name. Raises UsageError with the names that there are."""
    found = find_size(name)
    if found is None:
        known = list(SIZES)
        raise UsageError(f'there is no page size "{name}"', help=f"The sizes are: {', '.join(known)}.{did_you_mean(name, known)}")
    return found


def _read(path: Path) -> Format:
    name = path.name.removesuffix(_SUFFIX)
    head = _HEAD.match(read_template(path))
    example = "{# handouts: size=A4; What it is #}"
    if head is None:
        raise InvalidInput(
            f"{path}:1: the template does not say what it makes", help=f"Its first line must be such as: {example}"
        )
    settings = dict(item.partition("=")[::2] for item in head["settings"].split())
    size = find_size(settings.get("size", "A4"))
    if unknown := set(settings) - _SETTINGS:
        raise InvalidInput(f"{path}:1: unknown setting: {', '.join(sorted(unknown))}", help=f"For example: {example}")
    if size is None:
        raise InvalidInput(f'{path}:1: unknown size "{settings["size"]}"', help=f"The sizes are: {', '.join(SIZES)}.")
    pages, distance = (_amount(settings, key, path) for key in ("pages", "distance"))
    imposed = settings.get("imposed") == "yes"
    languages = 1 if settings.get("languages") == "1" else 2
    return Format(name, " ".join(head["description"].split()), size, imposed, path, int(pages), distance, languages)


def read_template(path: Path) -> str:
    """The text of a template. Raises AssetError where it is refused, InvalidInput where it is too large or not UTF-8."""
    try:
        data = read_file(path, _MOST_BYTES, anywhere=True)  # its links have been judged as it was found
        text = data.decode("utf-8")
    except Unreadable as error:
        raise error.about_text(f"the template {quoted(str(path), 1000)}") from None
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path}: the template is not UTF-8 text", help="Save it as UTF-8.") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _amount(settings: dict[str, str], key: str, path: Path) -> float:
    """A number of the first line, 0 where it is left out."""
    form = r"[1-9]\d{0,2}" if key == "pages" else r"\d{1,2}(?:\.\d+)?"
    if not re.fullmatch(form, settings.get(key, "1")):
        raise InvalidInput(f'{path}:1: {key} cannot be "{settings[key]}"', help=f"It is a number, such as {key}=2.")
    return float(settings.get(key, 0))
