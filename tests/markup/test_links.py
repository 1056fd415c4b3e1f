"""A link in a text: on paper, its address stands behind its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import write_guide
from generator.guide import load_guide
from generator.guide.model import Text
from generator.guide.references import Index
from generator.markup.inline import to_markup


@pytest.mark.parametrize(
    ("lang", "text", "printed"),
    [
        ("en", "[terms](https://www.example.org/a-b/)", "terms (www.example.org/a-b)"),
        ("en", "[terms](https://www.example.org/?a=1&b=2)", "terms (www.example.org/?a=1&amp;b=2)"),
        ("ja", "[規約](https://www.example.org)", "規約（www.example.org）"),
        ("en", "[www.example.org/a](https://www.example.org/a/)", "www.example.org/a"),
        ("en", "[https://www.example.org](https://www.example.org)", "https://www.example.org"),
    ],
)
def test_the_address_is_printed_once(tmp_path: Path, lang: str, text: str, printed: str) -> None:
    write_guide(tmp_path, lang=lang)
    guide = load_guide(tmp_path / f"guide.{lang}.yaml")
    assert f">{printed}</a>" in to_markup(Text(text), Index(guide))
