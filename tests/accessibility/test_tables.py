"""Tables in templates: columns that align for the eye, heads with their scope for those who listen."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from building import one, write_guide
from generator.errors import InvalidInput
from tests.accessibility.conftest import Judge

TABLE = """
<table gap="4mm" between="1mm">
  <tr><th w="30mm">Campus</th><th>Desk</th></tr>
  {% for place, desk in [("North", "Library, second floor"), ("South", "Main hall")] %}
  <tr><th scope="row">{{ place }}</th><td>{{ desk }}</td></tr>
  {% endfor %}
</table>
"""
CARD = """{#- handouts: size=A5; A card with a table -#}
<document title="{{ guide.title|plain }}" lang="{{ guide.lang }}" type="handout" scale="1">
  <pageTemplate id="p"><frame name="f" x="11mm" y="11mm" w="120mm" h="150mm"><h1 style="title">{{ guide.title }}</h1>
TABLE</frame></pageTemplate>
  <flow page="p"/>
</document>
"""


def built(folder: Path, table: str) -> bytes:
    """A card with that table, for the web."""
    templates = folder / "templates"
    templates.mkdir()
    (templates / "card.xml.j2").write_text(CARD.replace("TABLE", table))
    return one(write_guide(folder / "g"), folder / "out", "card", template_dir=templates, intent="screen")


def roles(element: Any) -> list[Any]:
    """An element as its role, its scope and what is in it."""
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    inner = [roles(kid) for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    scope = element.get("/A", {}).get("/Scope")
    return [str(element.S)[1:] + (f" {str(scope)[1:]}" if scope else ""), *inner]


def test_heads_have_their_scope(tmp_path: Path, judge: Judge) -> None:
    data = built(tmp_path, TABLE)
    with pikepdf.open(BytesIO(data)) as pdf:
        (_, (_, _, table)) = roles(pdf.Root.StructTreeRoot.K)  # Document, Sect, H1, Table
    line = ["TR", ["TH Row", ["P"]], ["TD", ["P"]]]
    assert table == ["Table", ["TR", ["TH Column", ["P"]], ["TH Column", ["P"]]], line, line]
    assert judge(data, "ua1") == []


def test_columns_align(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(built(tmp_path, TABLE)) as document:
        text = document[0].get_textpage()
        said = text.get_text_range()
        lefts = {
            word: text.get_charbox(said.index(word), loose=True)[0] for word in ("Campus", "North", "Desk", "Library", "Main")
        }
    assert lefts["Campus"] == pytest.approx(lefts["North"], abs=0.5)
    assert lefts["Desk"] == pytest.approx(lefts["Library"], abs=0.5) == pytest.approx(lefts["Main"], abs=0.5)
    assert lefts["Desk"] - lefts["Campus"] == pytest.approx(34 / 25.4 * 72, abs=0.5)


def test_a_line_with_another_number_of_cells_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"card\.xml\.j2:\d+: this line has 1 cell, the first one has 2"):
        built(tmp_path, TABLE.replace("<td>{{ desk }}</td>", ""))
