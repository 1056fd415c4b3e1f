"""Files for the web, of the built-in guide and of others of every shape, by what they keep to."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from generator import build
from tests.building import built_in
from tests.layout import sample_guides

FORMATS = {"flyer": "a4", "poster": "a3", "handout": "a4", "booklet": "a5"}
BUILT_IN = tuple(f"mfa-authenticator.{name}.{size}.{lang}.screen.pdf" for name, size in FORMATS.items() for lang in ("en", "ja"))
# In German; without pictures; branches; several procedures, lanes first; notes, and lanes over pages.
GUIDES = ("vpn-de", "wifi", "three-cases", "three-procedures", "lanes-first", "notes", "long-lanes")


@cache
def web_files(guide: str = "", ua: int = 1) -> dict[str, bytes]:
    """All files of a guide, the built-in one or a sample, by name; they are made once and shared."""
    if not guide:
        return built_in("screen", ua=ua)
    with TemporaryDirectory() as folder:
        sample_guides.sample(guide, Path(folder))
        source = sample_guides.WRITTEN.get(guide, Path(folder))
        result = build(source, intent="screen", ua=ua, out=Path(folder) / "out", proved=False)  # type: ignore[arg-type]
        return {file.path.name: file.path.read_bytes() for file in result.files}
