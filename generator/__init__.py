"""handouts: one guide in; flyer, poster, handout and booklet out.

    from generator import build, load_guide

    result = build("guides/eduroam", formats=["flyer"], langs=["en"], out="output")
    print(result.files[0].path, result.files[0].codes())

The names below are imported when they are first used, so that `import generator` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.errors import Diagnostic, HandoutsError, render
    from generator.guide import Guide, load_all, load_guide
    from generator.guide.check import check
    from generator.pipeline import BuildResult, BuiltFile, FailedFile, IncompleteBuild, build
    from generator.preview import write_pictures
    from generator.theme import load_theme

_HOMES = {
    "Diagnostic": "generator.errors",
    "HandoutsError": "generator.errors",
    "render": "generator.errors",
    "Guide": "generator.guide",
    "check": "generator.guide.check",
    "load_all": "generator.guide",
    "load_guide": "generator.guide",
    "BuildResult": "generator.pipeline",
    "BuiltFile": "generator.pipeline",
    "FailedFile": "generator.pipeline",
    "IncompleteBuild": "generator.pipeline",
    "build": "generator.pipeline",
    "write_pictures": "generator.preview",
    "load_theme": "generator.theme",
}

__all__ = [
    "BuildResult",
    "BuiltFile",
    "Diagnostic",
    "FailedFile",
    "Guide",
    "HandoutsError",
    "IncompleteBuild",
    "build",
    "check",
    "load_all",
    "load_guide",
    "load_theme",
    "render",
    "write_pictures",
]


def __getattr__(name: str) -> object:
    """Import a public name from its home."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
