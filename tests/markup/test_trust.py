"""A template that shows a code must also print what earns trust."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from building import GUIDE, ROOT, handouts, write_guide
from generator.errors import Diagnostic, InvalidInput
from generator.guide import load_all
from generator.jobs import review_templates
from generator.markup import fill, list_formats, parse, trust_gaps
from generator.pipeline import build
from generator.theme import load_theme
from looking import some

CARD = """{# handouts: size=A4; A card #}
<document title="Card" lang="en" type="flyer">
  <pageTemplate id="card">
    <frame x="10mm" y="10mm" w="180mm" h="270mm">
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
    for guide in some(load_all(ROOT / "assets/guides/mfa-authenticator").values()):
        document = parse(fill(guide, format, format.size, load_theme()))
        assert trust_gaps(document, format.path.name, name, guide, load_theme()) == []


PIECES = {  # what earns trust, each with what prints it
    "the address https://example.org/wifi that it leads to": '<address url="{{ guide.link.url }}"/>',
    "that the address can be typed": '<p>{{ word("or_type") }}</p>',
    "what a sticker on it means": '<p>{{ word("safety_sticker") }}</p>',
    "that nobody asks for passwords or codes": '<p>{{ word("safety_never") }}</p>',
    "who prints it": "<p>{{ trust.publisher() }}</p>",
    "who helps": "<p>{{ trust.helpdesk() }}</p>",
    "the sheet's own name": "<p>{{ sheet }}</p>",
    "the edition": '<p>{{ word("edition", edition=guide.edition) }}</p>',
    "the day of its review": "<p>{{ guide.reviewed }}</p>",
}
IMPORT = '{% import "_trust.xml.j2" as trust with context %}'


@dataclass(frozen=True)
class Folder:
    """A guide, and a folder of templates with one card."""

    guide: Path
    templates: Path

    def says(self, content: str) -> None:
        (self.templates / "card.xml.j2").write_text((CARD % content).replace("#}", "#}" + IMPORT, 1), "utf-8")

    def findings(self) -> list[Diagnostic]:
        """What a build says; a check must say the same."""
        out = self.guide.parent / "out"
        built = build(self.guide, formats=["card"], template_dir=self.templates, out=out, proved=False).diagnostics
        assert review_templates(load_all(self.guide), load_theme(), self.templates) == list(built)
        return list(built)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "templates").mkdir()
    return Folder(write_guide(tmp_path / "guide", GUIDE), tmp_path / "templates")


def test_a_users_template_is_warned_once_of_all_that_it_leaves_out(folder: Folder) -> None:
    folder.says("")
    (found,) = folder.findings()
    assert found.rule == "trust"
    assert found.message == f"card.xml.j2 shows a code, but leaves out: {'; '.join(PIECES)}"
    folder.says("".join(PIECES.values()))
    assert folder.findings() == []


@pytest.mark.parametrize("missing", PIECES)
def test_each_piece_is_missed_alone(folder: Folder, missing: str) -> None:
    folder.says("".join(markup for piece, markup in PIECES.items() if piece != missing))
    (found,) = folder.findings()
    assert found.message == f"card.xml.j2 shows a code, but leaves out: {missing}"


def test_what_the_warning_says_to_print_is_enough(folder: Folder) -> None:
    folder.says("")
    advice = folder.findings()[0].help
    macros = re.findall(r"<address[^>]*/>|\{\{.*?\}\}", advice)
    assert IMPORT in advice
    folder.says("".join(one if one.startswith("<") or "safety" in one else f"<p>{one}</p>" for one in macros))
    assert folder.findings() == []


def test_what_a_guide_does_not_have_is_not_asked_for(folder: Folder) -> None:
    bare = "\n".join(line for line in GUIDE.splitlines() if not line.startswith(("organisation", "edition", "reviewed")))
    write_guide(folder.guide, bare)
    folder.says("")
    (found,) = [one for one in folder.findings() if one.rule == "trust"]
    assert not {"who prints it", "the edition", "the day of its review"} & set(found.message.split("; "))


def test_a_template_without_a_code_needs_none_of_it(folder: Folder) -> None:
    (folder.templates / "card.xml.j2").write_text(re.sub("<qr.*/>", "<p>Read the handout</p>", CARD) % "", "utf-8")
    assert folder.findings() == []


@pytest.mark.parametrize(
    ("markup", "rule"),
    [
        ('<qr url="https://bit.ly/x" side="30mm" alt="Another"/>', "link-shortener"),
        ('<p><a href="https://elsewhere.example.com/">more</a></p>', "link-host"),
        ('<address url="http://example.org/wifi"/>', "link-insecure"),
    ],
)
def test_addresses_of_a_template_pass_the_policy_too(folder: Folder, markup: str, rule: str) -> None:
    folder.says("".join(PIECES.values()) + markup)
    found = review_templates(load_all(folder.guide), load_theme(), folder.templates)
    assert rule in {one.rule for one in found}
    assert all(one.message.startswith("card.xml.j2:") for one in found if one.rule == rule)
    if rule != "link-host":  # of a link in a text, only a warning
        with pytest.raises(InvalidInput, match=r"card\.xml\.j2:6: "):
            build(folder.guide, formats=["card"], template_dir=folder.templates, out=folder.guide.parent / "out")


def test_check_reads_templates(folder: Folder) -> None:
    folder.says("")
    said = handouts("check", folder.guide, "--template-dir", folder.templates)
    assert said.code == 0
    assert "card.xml.j2 shows a code, but leaves out: the address" in said.err
    folder.says("{{ guide.nothing }}")
    broken = handouts("check", folder.guide, "--template-dir", folder.templates)
    assert broken.code == 3
    assert "card.xml.j2:6: " in broken.err
