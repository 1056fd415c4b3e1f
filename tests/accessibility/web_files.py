"""Files for the web, of the built-in guide and of others of every shape, by what they keep to."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from generator import build
from generator.guide import Guide, load_guide
from generator.guide.pairs import load_pairs
from tests.building import ROOT, built_in, contents, shared
from tests.layout import sample_guides

BUILT_IN_GUIDE = ROOT / "assets" / "guides" / "mfa-authenticator"
FORMATS = {"flyer": "a4", "poster": "a3", "handout": "a4", "booklet": "a5"}
BUILT_IN = tuple(f"mfa-authenticator.{name}.{size}.{lang}.screen.pdf" for name, size in FORMATS.items() for lang in ("en", "ja"))
# Two languages on one sheet, of which there is no booklet.
PAIRS = ("ja+en", "en+ja")
ARABIC = "wifi-ar"
WRITTEN = {**sample_guides.WRITTEN, ARABIC: sample_guides.FILES / ARABIC / "guide.ar.yaml"}
# In German, with soft hyphens; without pictures; several procedures; notes; lanes over pages.
GUIDES = ("vpn-de", "wifi", "three-procedures", "notes", "long-lanes")


@cache
def web_files(guide: str = "", ua: int = 1) -> dict[str, bytes]:
    """All files of a guide, the built-in one or a sample, by name; they are made once and shared."""
    if not guide:
        return built_in("screen", ua=ua)

    def make() -> dict[str, bytes]:
        with TemporaryDirectory() as folder:
            if guide not in WRITTEN:
                sample_guides.sample(guide, Path(folder))
            source = WRITTEN.get(guide, Path(folder))
            return contents(build(source, intent="screen", ua=ua, out=Path(folder) / "out", proved=False))  # type: ignore[arg-type]

    return shared(f"{guide} {ua}", make)


@cache
def pair_files(ua: int = 1) -> dict[str, bytes]:
    """The built-in guide in two languages, by name; each file has passed its proof."""

    def make() -> dict[str, bytes]:
        with TemporaryDirectory() as folder:
            return contents(build(langs=PAIRS, intent="screen", ua=ua, out=folder))  # type: ignore[arg-type]

    return shared(f"pairs {ua}", make)


def pair_file(pair: str, format: str, ua: int = 1) -> bytes:
    """One of them."""
    return pair_files(ua)[f"mfa-authenticator.{format}.{FORMATS[format]}.{pair}.screen.pdf"]


@cache
def guide_of(name: str) -> Guide:
    """The sample guide of that name, or the built-in one in that language or those two."""
    if "+" in name:
        return load_pairs(BUILT_IN_GUIDE, [name])[name]
    if name in ("en", "ja"):
        return load_guide(BUILT_IN_GUIDE / f"guide.{name}.yaml")
    if name in WRITTEN:
        return load_guide(WRITTEN[name])
    with TemporaryDirectory() as folder:
        return sample_guides.sample(name, Path(folder))


def web_file(name: str, format: str, ua: int = 1) -> bytes:
    """The file of that guide, or that language of the built-in one, in that format."""
    files = web_files("" if name in ("en", "ja") else name, ua)
    (data,) = (data for file, data in files.items() if f".{format}." in file and f".{guide_of(name).lang}." in file)
    return data
