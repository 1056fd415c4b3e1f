"""Fonts: TrueType files found in installed packages, pinned at a weight, opened only when a glyph of them is needed."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path as FilePath
from typing import Any

import uharfbuzz  # type: ignore[import-untyped]

from generator import languages
from generator.errors import AssetError
from generator.geometry import Path
from generator.text.characters import is_control, needs_no_glyph

_WEIGHTS = {
    "Regular": 400,
    "Bold": 700,
    "Medium": 500,
    "SemiBold": 600,
    "ExtraBold": 800,
    "Black": 900,
    "Light": 300,
    "ExtraLight": 200,
    "Thin": 100,
}
_EXTRAS = {"justmytype_intl_cjk": "cjk"}  # packages that an extra of ours brings: they are heavy, and not all need them
_WRITTEN_AS = {**dict.fromkeys(("fa", "ur", "ps", "ckb", "sd", "ug"), "ar"), **dict.fromkeys(("hi", "mr"), "ne")}


class Font:
    """One TrueType file at one weight. Making it is free; its file is opened when the first attribute is read.

    `reference` is what `find_font_file` takes. Advances and extents are in em.
    """

    def __init__(self, reference: str, weight: int) -> None:
        self.reference = reference
        self.weight = weight
        self._glyphs: dict[int, int] = {}
        self._covered: set[str] = set()

    def __repr__(self) -> str:
        return f"Font({self.reference!r}, {self.weight})"

    @property
    def package(self) -> str:
        """The module that brings the file."""
        return self.reference.partition(":")[0]

    @cached_property
    def path(self) -> FilePath:
        """The file; `AssetError` names the package to install where it is missing."""
        return find_font_file(self.reference, self.weight)

    @cached_property
    def is_installed(self) -> bool:
        """Whether there is a file: fonts for other languages than a text's own may be missing."""
        try:
            return bool(self.path)
        except AssetError:
            return False

    @cached_property
    def face(self) -> Any:
        """HarfBuzz's face, shared by all weights of the file."""
        return _open_face(self.path)

    @cached_property
    def axes(self) -> dict[str, float]:
        """Where every axis of a variable font is pinned: the weight, clamped, and the defaults of all others."""
        return {
            axis.tag: max(axis.min_value, min(axis.max_value, self.weight)) if axis.tag == "wght" else axis.default_value
            for axis in self.face.axis_infos
        }

    @cached_property
    def hb(self) -> Any:
        """HarfBuzz's font at these axes, in font units."""
        font = uharfbuzz.Font(self.face)
        if self.axes:
            font.set_variations(self.axes)
        return font

    @cached_property
    def name(self) -> str:
        """A PostScript name that tells the weights of one file apart, such as `NotoSans-wght800`."""
        written = self.face.get_name(uharfbuzz.OTNameIdPredefined.POSTSCRIPT_NAME) or self.path.stem
        if not self.axes:
            return str(written)
        return "-".join([written.partition("-")[0], *(f"{tag}{value:g}" for tag, value in self.axes.items() if tag == "wght")])

    @cached_property
    def upem(self) -> int:
        """Font units to the em."""
        return int(self.face.upem)

    @cached_property
    def _extents(self) -> tuple[float, float]:
        extents = self.hb.get_font_extents("ltr")
        return extents.ascender / self.upem, -extents.descender / self.upem

    @property
    def ascent(self) -> float:
        """Above the baseline, in em."""
        return self._extents[0]

    @property
    def descent(self) -> float:
        """Below the baseline, in em, positive."""
        return self._extents[1]

    def glyph(self, codepoint: int) -> int:
        """The glyph that the character map names, or 0."""
        known = self._glyphs.get(codepoint)
        if known is None:
            known = self._glyphs[codepoint] = self.hb.get_nominal_glyph(codepoint) or 0
        return known

    def has(self, codepoint: int) -> bool:
        """Whether the font draws this code point."""
        return bool(self.glyph(codepoint))

    def advance(self, gid: int) -> float:
        """The width of a glyph, in em."""
        return float(self.hb.get_glyph_h_advance(gid)) / self.upem

    def outline(self, gid: int) -> Path:
        """The shape of a glyph, in em."""
        path, at = Path(), [0.0, 0.0]

        def move(x: float, y: float, _: None) -> None:
            at[:] = x, y
            path.move(x, y)

        def line(x: float, y: float, _: None) -> None:
            at[:] = x, y
            path.line(x, y)

        def quadratic(cx: float, cy: float, x: float, y: float, _: None) -> None:
            x1, y1 = at[0] + (cx - at[0]) * 2 / 3, at[1] + (cy - at[1]) * 2 / 3
            path.curve(x1, y1, x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3, x, y)
            at[:] = x, y

        pen = uharfbuzz.DrawFuncs()
        pen.set_move_to_func(move)
        pen.set_line_to_func(line)
        pen.set_quadratic_to_func(quadratic)
        pen.set_close_path_func(lambda _: path.close())
        self.hb.draw_glyph(gid, pen, None)
        return path.transformed(1 / self.upem, 0, 0)

    def covers(self, text: str) -> bool:
        """Whether the font draws every character of `text` that needs a glyph."""
        for character in set(text) - self._covered:
            if is_control(character) or not (self.has(ord(character)) or needs_no_glyph(character)):
                return False
            self._covered.add(character)
        return True


class FontBook:
    """The fonts of a theme: a role ("text", "mono") has a default and fonts of its own for some languages.

    `roles` maps a role to language tags and "default", these to a `module:path` (see `find_font_file`). Books with the same
    fonts are equal, so what has been shaped for one file need not be for the next.
    """

    def __init__(self, roles: Mapping[str, Mapping[str, str]]) -> None:
        self.roles = {role: dict(fonts) for role, fonts in roles.items()}
        self._content = tuple((role, *fonts.items()) for role, fonts in self.roles.items())
        self._hash = hash(self._content)
        self._stacks: dict[tuple[str, int, str], tuple[Font, ...]] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FontBook) and self._content == other._content

    def __hash__(self) -> int:
        return self._hash

    def stack(self, role: str, weight: int, lang: str) -> tuple[Font, ...]:
        """The fonts to try in turn: the language's own, the default, all others of the role, then the role "text"."""
        key = (role, weight, lang)
        if key not in self._stacks:
            references = dict.fromkeys(reference for name in (role, "text") for reference in self._ordered(name, lang))
            if not references:
                raise AssetError(f'there is no font for the role "{role}"', help='a theme has a font for "text"')
            self._stacks[key] = tuple(_font(reference, weight) for reference in references)
        return self._stacks[key]

    def _ordered(self, role: str, lang: str) -> Iterator[str]:
        fonts = self.roles.get(role, {})
        for tag in (*language_tags(lang), "default"):
            if tag in fonts:
                yield fonts[tag]
        yield from fonts.values()


@lru_cache(maxsize=256)
def _font(reference: str, weight: int) -> Font:
    return Font(reference, weight)


@lru_cache(maxsize=64)
def _open_face(path: FilePath) -> Any:
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))


def find_font_file(reference: str, weight: int = 400) -> FilePath:
    """The file that `module:path` names; the module is found, not imported. `AssetError` where there is none.

    `{weight}` in the path of a family of static files stands for the name of the weight, and finds the nearest.
    """
    module, _, inside = reference.partition(":")
    spec = importlib.util.find_spec(module)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    package = module.replace("_", "-")
    if not folders:
        raise AssetError(f"the font package {package} is not installed", help=f"install it: {how_to_install(module)}")
    for name in sorted(_WEIGHTS, key=lambda name: abs(_WEIGHTS[name] - weight)):
        path = FilePath(folders[0], inside.replace("{weight}", name))
        if path.is_file():
            return path
    raise AssetError(f"the font package {package} has no file {inside}", help=f"install it anew: pip install -U {package}")


def how_to_install(module: str) -> str:
    """The command that brings a font package."""
    extra = _EXTRAS.get(module)
    return f"pip install 'campus-handouts[{extra}]'" if extra else f"pip install {module.replace('_', '-')}"


def language_tags(lang: str) -> Iterator[str]:
    """A language tag, then shorter and shorter ones; Chinese also by its script, others by a language of the same script."""
    yield from languages.tags(lang)
    if (written_as := _WRITTEN_AS.get(lang.split("-")[0])) is not None:
        yield written_as
