"""A template that shows a code must also print what earns trust."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import GUIDE, ROOT, write_guide
from generator.guide import load_all
from generator.markup import fill, list_formats, parse, trust_gaps
from generator.pipeline import build
from generator.theme import load_theme

CARD = """{# handouts: size=A6; A card #}
<document title="Card" lang="en" type="flyer">
  <pageTemplate id="card">
    <frame x="10mm" y="10mm" w="80mm" h="120mm">
      <qr url="{{ guide.link.url }}" side="40mm" alt="The code"/>
      %s
    </frame>
  </pageTemplate>
  <flow page="card"/>
</document>
"""


@pytest.mark.parametrize("name", list(list_formats()))
def test_the_programs_own_templates_leave_nothing_out(name: str) -> None:
    format = list_formats()[name]
    for guide in load_all(ROOT / "assets/guides/mfa-authenticator").values():
        document = parse(fill(guide, format, format.size, load_theme()))
        assert trust_gaps(document, format.path.name) == []


def test_a_users_template_is_warned_of_what_it_leaves_out(tmp_path: Path) -> None:
    guide = write_guide(tmp_path / "guide", GUIDE)
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "card.xml.j2").write_text(CARD % "", "utf-8")
    found = build(guide, formats=["card"], template_dir=templates, out=tmp_path / "out", proved=False).diagnostics
    assert [problem.rule for problem in found] == ["trust"] * 3
    assert "card.xml.j2 does not print the address https://example.org/wifi" in found[0].message
    (templates / "card.xml.j2").write_text(CARD % '<address url="{{ guide.link.url }}"/>', "utf-8")
    found = build(guide, formats=["card"], template_dir=templates, out=tmp_path / "out", proved=False).diagnostics
    assert len(found) == 2
