"""Faults planted in a real handout: each is caught by the check that should catch it. What no validator sees is ours to see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, NamedTuple

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.accessibility.checks import faults
from tests.accessibility.conftest import Judge
from tests.accessibility.web_files import guide_of, web_file

Spoil = Callable[[Pdf], None]


class Fault(NamedTuple):
    """What is spoiled; which of our checks sees it, "" where none must; and the clause of PDF/UA-1 that veraPDF names, if any."""

    spoil: Spoil
    check: str
    clause: str = ""


def elements(pdf: Pdf, role: str) -> list[Any]:
    """The elements of that role, in reading order."""
    return [element for element in _walk(pdf.Root.StructTreeRoot.K) if str(element.S)[1:] == role]


def _walk(element: Any) -> Iterator[Any]:
    yield element
    for kid in element.K:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield from _walk(kid)


def step(pdf: Pdf, number: int) -> Any:
    """The LI of a step of the first procedure."""
    return next(one for one in elements(pdf, "L") if "/A" in one and one.A.get("/ListNumbering") == "/Decimal").K[number - 1]


def inside(element: Any, role: str) -> Any:
    """The first element of that role below another."""
    return next(one for one in _walk(element) if str(one.S)[1:] == role)


def with_role(old: str, new: str) -> Spoil:
    """Call the first element of one role another one."""

    def spoil(pdf: Pdf) -> None:
        elements(pdf, old)[0].S = Name(f"/{new}")

    return spoil


def without(element: Callable[[Pdf], Any], key: str) -> Spoil:
    """Take an entry out of something."""

    def spoil(pdf: Pdf) -> None:
        del element(pdf)[key]

    return spoil


def setting(element: Callable[[Pdf], Any], key: str, value: Any) -> Spoil:
    """Give something another value."""

    def spoil(pdf: Pdf) -> None:
        element(pdf)[key] = value

    return spoil


def _swap_steps(pdf: Pdf) -> None:
    items = inside(step(pdf, 1).P, "L").K
    items[3], items[4] = items[4], items[3]


def _rewrite(pdf: Pdf, old: str, new: str) -> None:
    """Change the first page's operators by a regular expression, once."""
    page = pdf.pages[0]
    changed, count = re.subn(old, new, page.Contents.read_bytes().decode("ascii"), count=1, flags=re.DOTALL)
    assert count == 1
    page.Contents.write(changed.encode("ascii"))


def _hide(pdf: Pdf, element: Any) -> None:
    """Turn an element's words into decoration, as a careless tool would, and leave the rest sound."""
    for mcid in [kid for kid in element.K if isinstance(kid, int)]:
        _rewrite(pdf, rf"/\w+ <</MCID {mcid}>> BDC", "/Artifact <</Type /Layout>> BDC")
        owners = dict(zip(*[iter(pdf.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
        owners[int(pdf.pages[0].StructParents)][mcid] = None
    element.P.K = Array([kid for kid in element.P.K if isinstance(kid, int) or kid.objgen != element.objgen])


def _unmark(pdf: Pdf) -> None:
    """Leave a decoration without any mark."""
    _rewrite(pdf, r"/Artifact <</Type /Layout>> BDC(.*?)EMC", r"\1")


def _say_twice(pdf: Pdf) -> None:
    paragraph = inside(step(pdf, 3), "P")
    again = pdf.make_indirect(Dictionary(S=Name.P, P=paragraph.P, Pg=paragraph.Pg, K=Array([*paragraph.K])))
    paragraph.P.K.append(again)


def _flatten_branch(pdf: Pdf) -> None:
    """The cases become plain parts of the step's text."""
    body = inside(step(pdf, 2), "LBody")
    branch = inside(body, "L")
    kids = []
    for item in branch.K:
        for part in item.K:
            part.S, part.P = Name.Div, body
            kids.append(part)
    body.K = Array([*[kid for kid in body.K if kid.objgen != branch.objgen], *kids])


def _picture_first(pdf: Pdf) -> None:
    body = inside(step(pdf, 3), "LBody")
    body.K = Array(sorted(body.K, key=lambda kid: kid.S != "/Figure"))


def _branch_swapped(pdf: Pdf) -> None:
    branch = inside(inside(step(pdf, 2), "LBody"), "L")
    branch.K = Array(reversed(list(branch.K)))


def _metadata(old: bytes, new: bytes) -> Spoil:
    def spoil(pdf: Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        assert old in packet
        pdf.Root.Metadata.write(packet.replace(old, new))

    return spoil


def _without_destination(pdf: Pdf) -> None:
    names = list(pdf.Root.Names.Dests.Names)
    at = [str(name) for name in names[::2]].index("step-pair") * 2
    pdf.Root.Names.Dests.Names = Array(names[:at] + names[at + 2 :])


def _first_link(pdf: Pdf) -> Any:
    return pdf.pages[0].Annots[0]


def _font(pdf: Pdf) -> Any:
    return next(iter(pdf.pages[0].Resources.Font.values()))


FAULTS = {
    # what holds what
    "list without body": Fault(with_role("LBody", "P"), "tree", "7.2"),
    "number that is no label": Fault(with_role("Lbl", "P"), "tree", "7.2"),
    "item outside of a list": Fault(with_role("L", "Div"), "tree", "7.2"),
    "cases that are no list": Fault(_flatten_branch, "steps"),
    "note that is a paragraph": Fault(with_role("Note", "Div"), "steps"),
    "skipped heading level": Fault(with_role("H2", "H4"), "tree", "7.4.2"),
    "title that is no heading": Fault(with_role("H2", "P"), "steps"),
    "role that nobody knows": Fault(with_role("Figure", "Picture"), "", "7.1"),
    "no structure": Fault(without(lambda pdf: pdf.Root, "/StructTreeRoot"), "tree", "7.1"),
    # what is read
    "picture without words": Fault(without(lambda pdf: elements(pdf, "Figure")[2], "/Alt"), "tree", "7.3"),
    "picture with a file's name": Fault(
        setting(lambda pdf: elements(pdf, "Figure")[2], "/Alt", String("more-information.en.png")), "tree"
    ),
    "code that does not say where it leads": Fault(
        setting(lambda pdf: elements(pdf, "Figure")[0], "/Alt", String("QR code")), "tree"
    ),
    "steps in another order": Fault(_swap_steps, "order"),
    "cases in another order": Fault(_branch_swapped, "order"),
    "picture before its words": Fault(_picture_first, "steps"),
    "heading as decoration": Fault(lambda pdf: _hide(pdf, inside(step(pdf, 3), "H2")), "order"),
    "paragraph as decoration": Fault(lambda pdf: _hide(pdf, inside(step(pdf, 2), "P")), "hidden"),
    "key as decoration": Fault(lambda pdf: _hide(pdf, inside(step(pdf, 3), "Span")), "order"),
    "paragraph that is read twice": Fault(_say_twice, "tree"),
    "other words than are seen": Fault(
        setting(lambda pdf: inside(step(pdf, 3), "P"), "/ActualText", String("Tap Cancel.")), "order"
    ),
    "decoration without a mark": Fault(_unmark, "surplus", "7.1"),
    "decoration of no kind": Fault(lambda pdf: _rewrite(pdf, "<</Type /Layout>>", "<</Type /Nothing>>"), "artifacts"),
    "letters without meaning": Fault(without(_font, "/ToUnicode"), "order", "7.21"),
    "font that is not embedded": Fault(
        without(lambda pdf: _font(pdf).DescendantFonts[0].FontDescriptor, "/FontFile2"), "", "7.21"
    ),
    # links
    "link without words": Fault(without(_first_link, "/Contents"), "tree", "7.18"),
    "link outside of the structure": Fault(without(_first_link, "/StructParent"), "tree", "7.18"),
    "link to nowhere": Fault(_without_destination, "references"),
    "no bookmarks": Fault(without(lambda pdf: pdf.Root, "/Outlines"), "outline"),
    "tab order of its own": Fault(without(lambda pdf: pdf.pages[0].obj, "/Tabs"), "document", "7.18"),
    # what the file says of itself
    "no language": Fault(without(lambda pdf: pdf.Root, "/Lang"), "document", "7.2"),
    "another language": Fault(setting(lambda pdf: pdf.Root, "/Lang", String("fi")), "document"),
    "title not shown": Fault(without(lambda pdf: pdf.Root.ViewerPreferences, "/DisplayDocTitle"), "document", "7.1"),
    "another title": Fault(_metadata(b"Set up multi-factor", b"Untitled"), "document"),
    "no claim": Fault(_metadata(b"<pdfuaid:part>1</pdfuaid:part>", b""), "document", "5"),
    "not marked": Fault(without(lambda pdf: pdf.Root, "/MarkInfo"), "document", "6.2"),
    "no page labels": Fault(without(lambda pdf: pdf.Root, "/PageLabels"), "document"),
}


def spoiled(fault: Fault) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(web_file("en", "handout"))) as pdf:
        fault.spoil(pdf)
        pdf.save(out)
    return out.getvalue()


def test_the_file_is_sound_before_it_is_spoiled(judge: Judge) -> None:
    data = spoiled(Fault(lambda pdf: None, ""))
    assert (faults(data, guide_of("en"), "handout"), judge(data, "ua1")) == ({}, [])


@pytest.mark.parametrize("name", FAULTS)
def test_it_is_caught(name: str) -> None:
    fault = FAULTS[name]
    found = faults(spoiled(fault), guide_of("en"), "handout")
    assert found or not fault.check
    assert fault.check in ("", *found), found


@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if fault.clause])
def test_verapdf_catches_it_too(name: str, judge: Judge) -> None:
    fault = FAULTS[name]
    rules = {failure.rule for failure in judge(spoiled(fault), "ua1")}
    assert any(rule.startswith(fault.clause) for rule in rules), rules


def test_what_no_validator_sees_is_most_of_what_can_go_wrong(judge: Judge) -> None:
    silent = [name for name, fault in FAULTS.items() if not fault.clause]
    assert len(silent) >= 12
    assert {name: judge(spoiled(FAULTS[name]), "ua1") for name in silent} == {name: [] for name in silent}
