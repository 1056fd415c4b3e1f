"""Reads a PDF as an independent reader would: what is marked, what each element says, what is painted. On pikepdf alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pikepdf

PAINTING = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "Tj", "TJ", "'", '"', "BI", "INLINE IMAGE"}


@dataclass
class PageContent:
    """What stands on a page: text by MCID, text in artifacts, painting operators outside any mark, all operators in order."""

    said: dict[int, str] = field(default_factory=dict)
    tags: dict[int, str] = field(default_factory=dict)
    artifacts: list[str] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    operators: list[str] = field(default_factory=list)
    origins: list[tuple[float, float]] = field(default_factory=list)  # of every glyph shown


def read_page(page: pikepdf.Page) -> PageContent:
    content = PageContent()
    fonts = {name: (_character_map(font), _widths(font)) for name, font in page.Resources.Font.items()}
    marks: list[Any] = []  # an MCID, "artifact", or ("actual", text)
    depth, font, size, line, pen = 0, "", 0.0, (0.0, 0.0), 0.0
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        content.operators.append(name)
        if name in PAINTING and not marks:
            content.unmarked.append(name)
        if name in ("q", "Q"):
            depth += 1 if name == "q" else -1
            assert depth >= 0
        elif name == "BDC":
            marks.append(_mark(operands, content))
        elif name == "EMC":
            mark = marks.pop()
            if isinstance(mark, tuple):
                _say(content, marks, mark[1])
        elif name == "Tf":
            font, size = str(operands[0]), float(operands[1])
        elif name == "BT":
            line, pen = (0.0, 0.0), 0.0
        elif name == "Td":
            line = (line[0] + float(operands[0]), line[1] + float(operands[1]))
            pen = line[0]
        elif name == "TJ":
            texts, widths = fonts[font]
            for part in operands[0]:
                if not isinstance(part, pikepdf.String):
                    pen -= float(part) * size / 1000
                    continue
                raw = bytes(part)
                for code in (int.from_bytes(raw[i : i + 2], "big") for i in range(0, len(raw), 2)):
                    content.origins.append((pen, line[1]))
                    pen += widths[code] * size / 1000
                    _say(content, marks, texts[code])
    assert not marks and depth == 0
    return content


def _mark(operands: Any, content: PageContent) -> Any:
    tag, properties = str(operands[0]), operands[1]
    if tag == "/Artifact":
        content.artifacts.append("")
        return "artifact"
    if "/MCID" in properties:
        mcid = int(properties["/MCID"])
        assert mcid not in content.said, "an MCID is used twice"
        content.said[mcid], content.tags[mcid] = "", tag
        return mcid
    return ("actual", str(properties["/ActualText"]))


def _say(content: PageContent, marks: list[Any], text: str) -> None:
    if not any(isinstance(mark, tuple) for mark in marks):
        if marks[-1] == "artifact":
            content.artifacts[-1] += text
        else:
            content.said[marks[-1]] += text


def _character_map(font: pikepdf.Object) -> dict[int, str]:
    rows = re.findall(r"^<(\w{4})> <(\w+)>$", font.ToUnicode.read_bytes().decode(), re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in rows}


def _widths(font: pikepdf.Object) -> dict[int, float]:
    first, widths = font.DescendantFonts[0].W
    return {int(first) + i: float(width) for i, width in enumerate(widths)}


@dataclass
class Node:
    """An element as the file has it; `kids` are nodes, texts of marked content, and "link" for an annotation."""

    role: str
    kids: list[Node | str]
    entries: pikepdf.Object

    def outline(self) -> Any:
        """Role and kids as plain tuples, to compare."""
        return (self.role, *(kid.outline() if isinstance(kid, Node) else kid for kid in self.kids))

    def text(self) -> str:
        """All that it says, in reading order."""
        return "".join(kid.text() if isinstance(kid, Node) else kid if kid != "link" else "" for kid in self.kids)

    def find(self, role: str) -> list[Node]:
        """The elements of that role, in reading order."""
        below = [found for kid in self.kids if isinstance(kid, Node) for found in kid.find(role)]
        return [self, *below] if self.role == role else below


def read_structure(pdf: pikepdf.Pdf) -> Node:
    """The tree, having checked that it and the parent tree agree both ways and that all marked content is in it."""
    contents = [read_page(page) for page in pdf.pages]
    index = {page.objgen: i for i, page in enumerate(pdf.pages)}
    root = pdf.Root.StructTreeRoot
    nums = list(root.ParentTree.Nums)
    owners = {int(key): value for key, value in zip(nums[::2], nums[1::2], strict=True)}
    assert int(root.ParentTreeNextKey) > max(owners)
    seen: set[tuple[int, int]] = set()

    def read(element: pikepdf.Object, parent: pikepdf.Object) -> Node:
        assert element.P.objgen == parent.objgen
        kids: list[Node | str] = []
        for kid in element.K:
            if isinstance(kid, int):
                kids.append(content(element, element.Pg, kid))
            elif kid.get("/Type") == "/MCR":
                kids.append(content(element, kid.Pg, kid.MCID))
            elif kid.get("/Type") == "/OBJR":
                assert owners[int(kid.Obj.StructParent)].objgen == element.objgen
                assert kid.Obj.objgen in [annotation.objgen for annotation in kid.Pg.Annots]
                kids.append("link")
            else:
                kids.append(read(kid, element))
        return Node(str(element.S)[1:], kids, element)

    def content(element: pikepdf.Object, page: pikepdf.Object, mcid: int) -> str:
        assert owners[int(page.StructParents)][mcid].objgen == element.objgen
        number = index[page.objgen]
        seen.add((number, mcid))
        return contents[number].said[mcid]

    tree = read(root.K, root)
    assert seen == {(number, mcid) for number, page in enumerate(contents) for mcid in page.said}
    return tree
