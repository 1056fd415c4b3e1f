"""The stations of a flyer or poster: the line is the shaft of a key whose bow is the phone."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from generator.geometry import Path, Rect
from generator.layout import artwork
from generator.layout.block import Block, Excess, Stack
from generator.layout.inline import Label, label, pill, spans
from generator.layout.page import LINE, Page
from generator.layout.said import Said, said
from generator.layout.setting import Setting
from generator.layout.tags import Tag
from generator.layout.textblock import TextBlock
from generator.markup import Element
from generator.markup.fill import BETWEEN
from generator.surface import Surface
from generator.text import Paragraph, Span, Word

_EM_SPACE = "\u2002"


class Station(Block):
    """One group of steps: a number on the shaft, and beside it a title with its line of text, or the cases of a branch."""

    def __init__(self, element: Element, setting: Setting, parent: Tag, *, inline: bool, column: float) -> None:
        self.setting, self.inline = setting, inline
        item = Tag("LI", parent)
        self.number_tag = Tag("Lbl", item)
        body = Tag("LBody", item)
        self.id, self.number = element.get("id"), element.get("n")
        self.title = next(
            (_text(child, "phase", child.name.upper(), setting, body, column) for child in element.elements("h2", "h3")), None
        )
        branch = Tag("L", body, ListNumbering="None")  # the labels stand within the cases' text
        self.cases = [_case(case, setting, branch, column) for case in element.elements("case")]
        self.body = [_text(child, "body", "P", setting, body, column) for child in _kept(element, setting)]
        self.beside, self.lost = False, ""
        if self.cases:
            self.content = Stack([*([self.title] if self.title else []), *self.cases])
        else:
            self.content = Stack([block for block in (self.title, *self.body) if block])

    def wrap(self, width: float) -> float:
        self.width = width
        self.beside = False
        if self.inline and self.title and not self.cases:
            self._choose(width)
        if self.beside and self.title:
            self.title.wrap(width)
            self.body[0].wrap(width - self.shift + 1)
            self.height = max(self.title.height, self._drop() + self.body[0].height)
        else:
            self.height = self.content.wrap(width)
        return self.height

    def _choose(self, width: float) -> None:
        """Beside the title stands the first of the texts that has room there; where none has, the first stands below it, or
        where space is scarce, the title stands alone.
        """
        assert self.title is not None
        self.shift = self.title.paragraph.natural_width() + self.setting.mm(4)
        fitting = [body for body in self.body if self.shift + body.paragraph.natural_width() <= width]
        below = [] if fitting or self.setting.drop else self.body[:1]
        self.lost = self.body[0].paragraph.text if self.body and not fitting and not below else ""
        self.body, self.beside = fitting[:1], bool(fitting)
        self.content = Stack([self.title, *below])

    def _drop(self) -> float:
        """How far below the title's top the text beside it begins, so that their first lines share a baseline."""
        assert self.title is not None
        return self.title.paragraph.first_baseline - self.body[0].paragraph.first_baseline

    def place(self, page: Page, x: float, top: float) -> None:
        if self.lost:
            page.left_out.append(self.lost)
        if self.beside and self.title:
            self.title.place(page, x, top)
            self.body[0].place(page, x + self.shift, top - self._drop())
        else:
            self.content.place(page, x, top)

    def overflow(self) -> Excess:
        return self.content.overflow()


def _kept(element: Element, setting: Setting) -> list[Element]:
    """The paragraphs that are not dropped where space is scarce."""
    return [p for p in element.elements("p") if not p.number("drop") or p.number("drop") > setting.drop]


def _text(child: Element, style_name: str, role: str, setting: Setting, body: Tag, column: float) -> TextBlock | Said:
    def make(within: Setting, tag: Tag) -> TextBlock:
        style = within.style(child.get("style", style_name), place=child.place)
        return TextBlock(Paragraph(spans(child, style, within), style, within.fonts), tag)

    return said(child, setting, role, body, make, column=column)


def _case(case: Element, setting: Setting, branch: Tag, column: float) -> TextBlock | Said:
    """A case on one line: its label in a pill, its condition, and what to do."""
    when = case.get("when").split(BETWEEN)

    def make(within: Setting, tag: Tag) -> TextBlock:
        style = within.style("body")
        words: list[Span] = [] if within.lead else [pill(case.get("label"), style, within)]
        words.append(Word(when[-1 if within.lead else 0], strong=True))
        for child in _kept(case, within):
            words += [Word(_EM_SPACE), *spans(child, style, within)]
        style = replace(style, key_leading=None, leading=style.key_leading or style.leading)
        return TextBlock(Paragraph(words, style, within.fonts), tag)

    block = said(case, setting, "P", Tag("LBody", Tag("LI", branch)), make, column=column)
    block.before = block.after = setting.mm(1.2)
    return block


class Stations(Block):
    """All stations with the shaft, the eye of a branch, and the end of the line."""

    def __init__(self, element: Element, setting: Setting, tag: Tag) -> None:
        self.setting, self.elastic = setting, 1.0
        self.axis = setting.length(element, "axis")
        self.text = setting.length(element, "text")
        self.shaft = setting.length(element, "shaft", "9mm")
        self.disc = setting.length(element, "disc", "7.2mm")
        self.gap = setting.length(element, "gap", "2mm")
        self.ends = element.get("end", "yes") == "yes"
        self.end = setting.theme.end
        inline, column = element.flag("inline"), setting.length(element, "column")
        self.stations = [Station(step, setting, tag, inline=inline, column=column) for step in element.elements("step")]
        size = self.disc * 0.59
        number = replace(setting.style("number"), size=size, leading=size)
        tag.attributes["ListNumbering"] = "Decimal" if self.stations[0].number.isdecimal() else "UpperAlpha"
        self.labels: Sequence[Label] = [label(station.number, number, setting) for station in self.stations]

    def wrap(self, width: float) -> float:
        self.width = width
        for station in self.stations:
            station.wrap(width - self.text)
        self.slots = [max(station.height, self.disc * 1.15) for station in self.stations]
        self.spread = 0.0
        self.height = self._lead + sum(self.slots) + self.gap * len(self.slots) + self._foot
        return self.height

    def _eye(self, station: Station) -> float:
        """The height of the eye around the number of a branch."""
        return max(self.shaft * 2.05, min(station.height, self.shaft * 2.4))

    @property
    def _lead(self) -> float:
        """The room above the first station: where it is a branch, a piece of shaft shows above its eye."""
        first = self.stations[0]
        return max(0.0, (self._eye(first) - self.slots[0]) / 2 + self.shaft * 0.3 - self.gap) if first.cases else 0.0

    @property
    def _tail(self) -> float:
        """From the middle of the last station down to where the shaft ends: below the eye of a branch."""
        last, check = self.stations[-1], self.end == "check"
        if last.cases:
            return self._eye(last) / 2 + (self.shaft * 0.9 if check else self._bit * 0.9)
        return self.shaft * 1.25 if check else self.disc * 0.6

    @property
    def _bit(self) -> float:
        """The height of the key's bit."""
        return self.shaft * 2.39

    @property
    def _foot(self) -> float:
        """The room that the end of the line takes below the last station."""
        if not self.ends:
            return self.gap
        plain = self.shaft * (0.3 if self.end == "bit" else 1.35)
        if not self.stations[-1].cases:
            return plain
        return max(plain, self._tail + self.shaft * (0.3 if self.end == "bit" else 0.7) - self.slots[-1] / 2)

    def grow(self, extra: float) -> None:
        """Spread the stations over the height."""
        self.height += extra
        self.spread = extra / (len(self.stations) + 0.5)

    def place(self, page: Page, x: float, top: float) -> None:
        axis = x + self.axis
        phones = page.found("phone")
        start = phones[-1].rect.y + self.setting.mm(2) if phones else top
        y = top - self._lead - self.gap - self.spread * 0.6
        middles: list[float] = []
        for station, height in zip(self.stations, self.slots, strict=True):
            station.place(page, x + self.text, y - (height - station.height) / 2)
            middles.append(y - height / 2)
            box = Rect(x, y - height, self.width, height)
            page.mark(box, "step", station.id, axis=axis, y=middles[-1], station=True)
            y -= height + self.gap + self.spread
        page.draw(None, lambda s: self._paint(s, axis, start, middles, top - self.height), LINE)
        for station, words, middle in zip(self.stations, self.labels, middles, strict=True):
            self._place_number(page, station, words, axis, middle)

    def _place_number(self, page: Page, station: Station, words: Label, axis: float, middle: float) -> None:
        radius, signal = self.disc / 2, self.setting.ink("signal")
        if not station.cases:
            page.draw(None, lambda s: s.fill(Path().circle(axis, middle, radius), signal))
        page.draw(station.number_tag, lambda s: words.draw(s, axis, middle))

    def _paint(self, surface: Surface, axis: float, start: float, middles: list[float], foot: float) -> None:
        """The shaft from the phone down, an eye for each branch, and the end."""
        ink = self.setting.ink("ink")
        last = middles[-1] - self._tail if self.ends else foot
        half = self.shaft / 2
        surface.fill(Path().rect(Rect(axis - half, last, self.shaft, start - last)), ink)
        for station, middle in zip(self.stations, middles, strict=True):
            if station.cases:
                self._paint_eye(surface, axis, middle, station)
        if self.ends and self.end == "bit":
            height = min(self._bit, start - last - self.disc)
            bit_top = last + self.disc * 0.02 + height
            surface.fill(artwork.key_bit(axis, bit_top, self.shaft, self.shaft * 1.67, height, left=True), ink)
            surface.fill(artwork.shaft_tip(axis, last, self.shaft), ink)
        elif self.ends:
            artwork.check_disc(surface, axis, last, self.shaft * 1.35, ink, self.setting.ink("signal"))

    def _paint_eye(self, surface: Surface, axis: float, middle: float, station: Station) -> None:
        """The shaft opens around the number, and two or three leads run to the labels of the cases."""
        ink, signal = self.setting.ink("ink"), self.setting.ink("signal")
        width, track = self.shaft * 1.89, self.shaft * 0.42
        height = self._eye(station)
        eye = Rect(axis - width / 2, middle - height / 2, width, height)
        surface.fill(Path().rounded(eye, width / 2), ink)
        surface.fill(Path().rounded(eye.inset(track), width / 2 - track), signal)
        y = (
            middle
            + station.height / 2
            - sum(b.height + b.after for b in station.content.blocks[: len(station.content.blocks) - len(station.cases)])
        )
        spread = height * 0.11
        for index, case in enumerate(station.cases):
            target = y - case.paragraph.lines[0].height / 2
            y -= case.height + (station.content.gaps[-1] if station.content.gaps else 0.0)
            offset = spread * (len(station.cases) - 1 - 2 * index)
            x0, x1 = axis + width / 2 - track / 2, axis + self.text - self.axis
            points = [
                (x0, middle + offset),
                (x0 + self.shaft * 0.42, middle + offset),
                (x1 - self.shaft * 0.16, target),
                (x1 + self.shaft * 0.1, target),
            ]
            surface.stroke(Path().polygon(points, close=False), ink, self.shaft * 0.167)

    def overflow(self) -> Excess:
        return max(station.overflow() for station in self.stations)
