"""The ring around the place to tap, in colour and for copiers."""

from __future__ import annotations

import pytest

from composing import fonts_of, theme_of
from generator.geometry import Rect
from generator.layout.marks import paint_ring
from generator.layout.references import References
from generator.layout.setting import Setting
from recording_surface import Recording


@pytest.mark.parametrize(("themes", "inks"), [((), ["paper", "ink", "signal"]), (("mono",), ["paper", "ink"])])
def test_a_ring_is_the_accents_band_and_a_solid_one_where_the_accent_is_paper(themes: tuple[str, ...], inks: list[str]) -> None:
    setting = Setting(
        theme=theme_of(*themes), fonts=fonts_of(*themes), lang="en", type="handout", scale=1.0, references=References("en")
    )
    surface = Recording()
    paint_ring(surface, Rect(100, 100, 40, 20), setting, 1.0)  # type: ignore[arg-type]
    assert [ink.name for ink in surface.stroke_inks] == inks
