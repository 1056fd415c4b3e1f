"""Forms within forms: a small file can draw one a billion times, and the readers that are asked here cannot be interrupted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from generator.preflight.rules import MAX_DRAWN

if TYPE_CHECKING:
    import pikepdf

_DRAWN = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
_DEEP = 40  # levels; a reader's own limit is lower


def draws_too_much(document: pikepdf.Pdf) -> bool:
    """Whether a page draws more forms than a reader bears, those within forms counted as often as they are drawn."""
    known: dict[tuple[int, int], int] = {}
    for page in document.pages:
        forms = _forms(page.obj)
        nested = any(_forms(form) for form in forms.values())
        if nested and sum(_drawn(form, known, 0) for form in forms.values()) > MAX_DRAWN:
            return True
    return False


def _forms(holder: Any) -> dict[bytes, Any]:
    """The forms among the resources of a page or a form, by name."""
    import pikepdf

    resources = holder.get("/Resources")
    held = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(held, pikepdf.Dictionary):
        return {}
    return {
        name[1:].encode("utf-8", "surrogateescape"): one
        for name, one in held.items()
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"
    }


def _drawn(form: Any, known: dict[tuple[int, int], int], depth: int) -> int:
    """How many forms are drawn when this one is, itself counted; a form within itself counts once, as readers leave it then."""
    key = form.objgen
    if key in known:
        return known[key]
    known[key] = 1
    inner = _forms(form)
    if inner and depth < _DEEP:
        for name in _DRAWN.findall(form.read_bytes()):
            if name in inner and known[key] <= MAX_DRAWN:
                known[key] += _drawn(inner[name], known, depth + 1)
    return known[key]
