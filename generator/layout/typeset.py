"""`typeset`: elements → blocks. One function for each element of the vocabulary that stands in a frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from msgspec.structs import replace

from generator.errors import InvalidInput
from generator.layout import panels
from generator.layout.block import Block, Cell, Control, Row, Spacer, Stack, Together
from generator.layout.code import AddressLines, QrCode
from generator.layout.furniture import Contents, Legend, Logo, Picture, Route
from generator.layout.inline import spans
from generator.layout.lanes import Lanes
from generator.layout.line import EndMark
from generator.layout.looks import look_of
from generator.layout.said import Said, said
from generator.layout.screens import ScreenFrame
from generator.layout.setting import Setting
from generator.layout.stations import Stations
from generator.layout.steps import StepBlock
from generator.layout.tags import FURNITURE, Tag
from generator.layout.textblock import Choice, Headline, TextBlock
from generator.markup import Element
from generator.markup.vocabulary import INLINE
from generator.text import Paragraph
from generator.text.style import Align

_LEAST_SECOND = 0.7  # of its size: how small a headline's second language may become


def typeset(element: Element, setting: Setting, parent: Tag) -> list[Block]:
    """The blocks of an element's children, hung below `parent` in the structure."""
    blocks: list[Block] = []
    for child in element.elements():
        if child.number("drop") and child.number("drop") <= setting.drop:
            continue
        build = _BUILDERS.get(child.name)
        if build is None:
            raise InvalidInput(f"{child.place}: <{child.name}> cannot stand here")
        built = build(child, setting, parent)
        blocks += built if isinstance(built, list) else [built]
    return blocks


def stack(element: Element, setting: Setting, parent: Tag) -> Stack:
    """An element's children below each other."""
    return Stack(
        typeset(element, setting, parent), before=setting.length(element, "before"), after=setting.length(element, "after")
    )


def text(
    element: Element, setting: Setting, parent: Tag, role: str, style_name: str, *, balance: bool = False, column: float = 0.0
) -> TextBlock | Said:
    """One paragraph of an element's inline content, in each language of the sheet."""
    if element.name in ("th", "td"):  # one cell, whatever it says in how many languages
        role, parent = "P", Tag(role, parent, **_scope(element))

    def make(within: Setting, tag: Tag) -> TextBlock:
        style = within.style(
            element.get("style", style_name), ink=element.get("ink", "ink"), align=_align(element), place=element.place
        )
        style = replace(style, balance=balance or element.flag("balance"), headline=role in ("H1", "H2"))
        if element.name == "th":
            style = replace(style, weight=style.bold)
        return TextBlock(Paragraph(spans(element, style, within), style, within.fonts), tag)

    column = column or setting.length(element, "column")
    block = said(element, setting, role, FURNITURE if element.flag("furniture") else parent, make, column=column)
    block.before, block.after = setting.length(element, "before"), setting.length(element, "after")
    return block


def _scope(element: Element) -> dict[str, str]:
    """What a table's head is the head of; nothing for all else."""
    return {"Scope": element.get("scope", "column").capitalize()} if element.name == "th" else {}


def _align(element: Element) -> Align:
    """The alignment that the markup names; the vocabulary allows no other word."""
    return cast(Align, element.get("align", "start"))


def _heading(role: str, style_name: str) -> Callable[[Element, Setting, Tag], Block]:
    def build(element: Element, setting: Setting, parent: Tag) -> Block:
        if "lines" not in element.attributes:
            block = text(element, setting, parent, role, style_name)
            block.keep_with_next = True
            return block
        ink = element.get("ink", "ink")
        smallest = setting.length(element, "smallest", "20pt")
        largest = setting.length(element, "largest", "999pt")

        def make(within: Setting, tag: Tag) -> Headline:
            style = within.style(element.get("style", style_name), ink=ink, align=_align(element), place=element.place)
            least = min(smallest, max(style.size * _LEAST_SECOND, within.theme.minimum)) if within.lead else smallest
            size = min(style.size, largest)
            style = replace(style, size=size, leading=style.leading * size / style.size, headline=True)
            return Headline(element, style, within, tag, int(element.number("lines", 2)), least)

        return said(element, setting, role, parent, make)

    return build


def _choice(element: Element, setting: Setting, parent: Tag) -> Block:
    options = [text(child, setting, parent, "P", "body") for child in element.elements("p")]
    most = 1 if setting.drop else int(element.number("lines", 1))
    return Choice(options, most, before=setting.length(element, "before"))


def _list(element: Element, setting: Setting, parent: Tag) -> Block:
    numbering = "Decimal" if element.name == "ol" else "None"
    tag = Tag("L", parent, ListNumbering=numbering)
    items: list[Block] = []
    for child in element.elements("li"):
        body = Tag("LBody", Tag("LI", tag))
        if any(
            (isinstance(part, str) and part.strip()) or (isinstance(part, Element) and part.name in INLINE)
            for part in child.children
        ):
            column = setting.length(element, "column")
            content = Stack([text(child, setting, body, "P", element.get("style", "body"), balance=True, column=column)])
        else:
            content = stack(child, setting, body)
        item = panels.ListItem(child, content, setting)
        item.before = item.after = setting.length(element, "gap", "2mm")
        items.append(item)
    return Stack(items)


def _row(element: Element, setting: Setting, parent: Tag) -> Block:
    cells = []
    for child in element.elements("cell"):
        width = setting.length(child, "w") if "w" in child.attributes else None
        valign = child.get("valign", element.get("valign", "top"))
        content = stack(child, setting, parent)
        if child.flag("fit"):
            width = content.natural_width()
        cells.append(Cell(content, width, valign, setting.length(child, "tuck")))
    return Row(
        cells, setting.length(element, "gap", "4mm"), before=setting.length(element, "before"), equal=element.flag("equal")
    )


def _table(element: Element, setting: Setting, parent: Tag) -> Block:
    """Lines of cells, in the columns that the first line's widths make; heads are strong."""
    tag, gap, style = Tag("Table", parent), setting.length(element, "gap", "4mm"), element.get("style", "body")
    written = list(element.elements("tr"))
    heads = written[0].elements() if written else ()
    widths = [setting.length(cell, "w") if "w" in cell.attributes else None for cell in heads]
    lines: list[Block] = []
    for line in written:
        row = Tag("TR", tag)
        cells = [text(cell, setting, row, cell.name.upper(), style) for cell in line.elements()]
        if len(cells) != len(widths):
            count = f"{len(cells)} cell{'s' if len(cells) != 1 else ''}"
            raise InvalidInput(f"{line.place}: this line has {count}, the first one has {len(widths)}")
        lines.append(Row([Cell(cell, width, "top") for cell, width in zip(cells, widths, strict=True)], gap))
        lines[-1].before = setting.length(element, "between", "1mm")
    return Stack(lines, before=setting.length(element, "before"))


def _line(element: Element, setting: Setting, parent: Tag) -> list[Block]:
    """The steps of a line one by one, so that they can flow from frame to frame, and the mark at its end."""
    tag = Tag("L", parent, ListNumbering="Decimal")
    look = look_of(element, setting)
    within = setting.at(references=setting.references.within(element.get("letter")))
    blocks: list[Block] = []
    for child in element.elements():
        if child.name == "step":
            blocks.append(StepBlock(child, look, within, tag, typeset))
        else:
            blocks.append(Control(page=child.name == "nextPage"))
    if element.flag("end") and blocks:
        blocks[-1].keep_with_next = True
        blocks.append(EndMark(look.axis, setting))
    for block in blocks:
        block.line = element.get("name")
    return blocks


def _qr(element: Element, setting: Setting, parent: Tag) -> Block:
    return QrCode(element, setting, Tag("Figure", parent, alt=element.get("alt")))


def _boxed(make: Callable[[Element, Stack, Setting, Tag], Block]) -> Callable[[Element, Setting, Tag], Block]:
    def build(element: Element, setting: Setting, parent: Tag) -> Block:
        tag = Tag("Div", parent)
        return make(element, stack(element, setting, tag), setting, tag)

    return build


def _spacer(element: Element, setting: Setting, parent: Tag) -> Block:
    return Spacer(setting.length(element, "h"))


_BUILDERS: dict[str, Callable[[Element, Setting, Tag], Block | list[Block]]] = {
    "h1": _heading("H1", "headline"),
    "h2": _heading("H2", "title"),
    "h3": _heading("H3", "step"),
    "p": lambda element, setting, parent: text(element, setting, parent, "P", "body"),
    "choice": _choice,
    "ul": _list,
    "ol": _list,
    "row": _row,
    "table": _table,
    "stack": lambda element, setting, parent: stack(element, setting, parent),
    "keepTogether": lambda element, setting, parent: Together(typeset(element, setting, parent)),
    "spacer": _spacer,
    "rule": lambda element, setting, parent: panels.Rule(element, setting),
    "panel": _boxed(panels.Panel),
    "card": _boxed(lambda element, body, setting, tag: panels.Card(element, body, setting)),
    "phone": _boxed(panels.Phone),
    "stamp": _boxed(lambda element, body, setting, tag: panels.Stamp(element, body, setting)),
    "tag": lambda element, setting, parent: panels.DeviceTag(element, setting, Tag("P", parent)),
    "disc": lambda element, setting, parent: panels.Disc(element, setting, Tag("P", parent)),
    "qr": _qr,
    "address": lambda element, setting, parent: AddressLines(element, setting, Tag("P", parent)),
    "screen": lambda element, setting, parent: ScreenFrame(element, setting, Tag("Figure", parent, alt=element.get("alt"))),
    "line": _line,
    "lanes": lambda element, setting, parent: Lanes(element, setting, Tag("Div", parent)),
    "stations": lambda element, setting, parent: Stations(element, setting, Tag("L", parent, ListNumbering="Decimal")),
    "nextPage": lambda element, setting, parent: Control(page=True),
    "nextFrame": lambda element, setting, parent: Control(page=False),
    "legend": lambda element, setting, parent: Legend(element, setting, parent),
    "contents": lambda element, setting, parent: Contents(element, setting, parent),
    "route": lambda element, setting, parent: Route(element, setting),
    "picture": lambda element, setting, parent: Picture(element, setting, Tag("Figure", parent, alt=element.get("alt"))),
    "logo": lambda element, setting, parent: Logo(element, setting, Tag("Figure", parent, alt=element.get("alt"))),
}
