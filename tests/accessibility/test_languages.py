"""The built-in guide in the ten languages in which no other test reads it: every format, proved, judged and read back."""

from __future__ import annotations

import pytest

from generator.guide import load_all
from tests.accessibility.checks import faults
from tests.accessibility.conftest import Judge
from tests.accessibility.web_files import FORMATS
from tests.building import ROOT, built_in, page_texts

GUIDES = load_all(ROOT / "assets" / "guides" / "mfa-authenticator")
QUICK = ("ar", "th", "zh-Hans")  # one of each kind of script that has rules of its own; .ci/run reads the others too
LANGUAGES = [pytest.param(lang, marks=() if lang in QUICK else pytest.mark.slow) for lang in GUIDES if lang not in ("en", "ja")]
# These follow the glyphs as they are drawn, which from right to left is not the order of the letters; see tests/test_arabic.py.
IN_DRAWING_ORDER = {"order", "surplus", "hidden", "letters"}


def test_there_are_twelve() -> None:
    assert len(GUIDES) == 12


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_format_is_sound(lang: str, judge: Judge) -> None:
    """One build serves all: what does not fit, has no glyph or fails its proof stops it."""
    files = built_in("screen", langs=(lang,))
    assert sorted(files) == sorted(f"mfa-authenticator.{name}.{size}.{lang}.screen.pdf" for name, size in FORMATS.items())
    for format, size in FORMATS.items():
        data = files[f"mfa-authenticator.{format}.{size}.{lang}.screen.pdf"]
        assert judge(data, "ua1") == [], format
        unknown = IN_DRAWING_ORDER if lang == "ar" else set()
        assert {kind: found for kind, found in faults(data, GUIDES[lang], format).items() if kind not in unknown} == {}, format
        assert all(page_texts(data)), "no page is blank"
