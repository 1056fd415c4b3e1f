"""What the flyer of the built-in guide says, read from the same files that the program reads: for the drivers of other tools.

A page of theirs shows the same texts at about the same places, in the same fonts, with the same code; icons are left out,
which is in their favour.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "assets" / "guides" / "mfa-authenticator" / "guide.en.yaml"

SIGNAL, INK, PAPER = "#FFC61A", "#12202E", "#FFFFFF"
MODULE_MM = 1.3
VERSION = 4  # what the address needs; level Q still fits

# (kind, text), where the kind is "text", "strong" or "key".
Span = tuple[str, str]


@dataclass(frozen=True)
class Station:
    """One station of the line; a branch has two doors instead of a title."""

    number: str
    title: str
    range: str
    lines: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True)
class Flyer:
    """All texts of the page, and the code as an SVG picture of one path."""

    guide: dict[str, Any]
    words: dict[str, str]
    stations: tuple[Station, ...]
    code: str
    scheme: str
    host: str
    path: str

    @property
    def safety(self) -> list[tuple[Span, ...]]:
        """The three lines of the safety panel."""
        lines = (self.words[key] for key in ("safety_sticker", "safety_address", "safety_never"))
        return [spans(line.replace("{host}", self.host), {}) for line in lines]


def font_folders() -> dict[str, Path]:
    """The folders of Noto Sans and JetBrains Mono, by family."""
    packages = {"Noto Sans": "fontpkg_noto_sans", "JetBrains Mono": "fontpkg_jetbrains_mono"}
    return {family: Path(find_spec(name).origin).parent / "files" for family, name in packages.items()}


def load() -> Flyer:
    """The flyer in English."""
    import yaml

    guide = yaml.load(GUIDE.read_text("utf8"), Loader=yaml.CSafeLoader)
    words = tomllib.loads((ROOT / "assets" / "words" / "en.toml").read_text("utf8"))
    scheme, _, rest = guide["link"]["url"].partition("//")
    host, _, path = rest.partition("/")
    return Flyer(guide, words, _stations(guide), code_svg(guide["link"]["url"]), scheme + "//", host, "/" + path)


def code_svg(payload: str) -> str:
    """The code as one path of merged runs; the viewBox counts modules and has no quiet zone."""
    from qrcode.constants import ERROR_CORRECT_Q
    from qrcode.main import QRCode

    code = QRCode(version=VERSION, error_correction=ERROR_CORRECT_Q, border=0)
    code.add_data(payload)
    rows = ["".join(" #"[dark] for dark in row) for row in code.get_matrix()]
    runs = [(run.start(), y, len(run[0])) for y, row in enumerate(rows) for run in re.finditer("#+", row)]
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in runs)
    side = len(rows)
    size = f'viewBox="0 0 {side} {side}" width="{side}" height="{side}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><path d="{path}"/></svg>'


def spans(text: str, terms: dict[str, str]) -> tuple[Span, ...]:
    """Inline text in pieces: words, strong words and keys."""
    found: list[Span] = []
    for strong, term, plain in re.findall(r"\*\*(.+?)\*\*|\{ui:([a-z-]+)\}|((?:(?!\*\*|\{ui:).)+)", text):
        found.append(("strong", strong) if strong else ("key", terms[term]) if term else ("text", plain))
    return tuple(found)


def _stations(guide: dict[str, Any]) -> tuple[Station, ...]:
    steps = guide["procedures"][0]["steps"]
    ids = [step["id"] for step in steps]
    stations = []
    for phase in guide["phases"]:
        first, _, last = phase["steps"].partition("..")
        start, end = ids.index(first) + 1, ids.index(last or first) + 1
        cases = steps[start - 1].get("cases", [])
        lines = (
            [(("strong", case["when"]), ("text", " "), *spans(case["short"], guide["terms"])) for case in cases]
            if cases
            else [spans(phase["text"], guide["terms"])]
        )
        stations.append(Station(str(start), phase.get("title", ""), f"{start}–{end}" if end > start else "", tuple(lines)))
    return tuple(stations)
