"""A guide as the program sees it: frozen, validated, and every text knows where it was written.

What the fields mean stands in the README under "Guide files". Numbers of steps are never stored: they follow from order.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from msgspec import Struct, field

from generator.errors import Diagnostic, Place
from generator.spelling import on_disk

if TYPE_CHECKING:
    from generator.guide.inline import Inline
    from generator.guide.source import Written

Device = Literal["phone", "tablet", "pc"]
DEVICES: tuple[Device, ...] = ("phone", "tablet", "pc")
SIGN = "+"  # between the two languages of one sheet: ja+en


class Text(str):
    """A text from a guide file, with its place (quotes included); `written` says how it stands there."""

    __slots__ = ("_place", "nodes", "written")
    _place: Place | None
    written: Written | None
    nodes: tuple[Inline, ...] | None  # see generator.guide.inline.parse

    def __new__(cls, value: str = "", place: Place | None = None, written: Written | None = None) -> Self:
        """The same characters, with the place: the one given, or the one where it was written."""
        self = super().__new__(cls, value)
        self._place = place
        self.written = written
        self.nodes = None
        return self

    @property
    def place(self) -> Place | None:
        """Where it stands; worked out when asked for, since most texts never are."""
        if self._place is None and self.written is not None:
            self._place = self.written.place()
        return self._place

    def at(self, index: int, width: int = 1) -> Place | None:
        """The place of `self[index]`, `width` characters wide: exact, whatever quotes, escapes and folds do."""
        return self.place if self.written is None else self.written.at(self, index, width)

    def part(self, start: int, end: int) -> Text:
        """`self[start:end]` with its own place."""
        return Text(self[start:end], self.at(start, end - start))


class Bilingual(Text):
    """A text with what it is in the second language of a sheet, `also`: "" where it is the same or nobody translated it."""

    __slots__ = ("also",)
    also: Text

    @classmethod
    def of(cls, first: Text, also: Text) -> Bilingual:
        """The first text, its place and how it was written included, with the second."""
        self = cls(first, first._place, first.written)
        self.also = also
        return self


class Placed(Struct, frozen=True, kw_only=True):
    """What knows where it was written; two are equal where they say the same, wherever that stands."""

    place: Place | None = None

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._said() == other._said()

    def __hash__(self) -> int:
        return hash((type(self), self._said()))

    def _said(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__struct_fields__ if name != "place")


class MainLink(Struct, frozen=True, kw_only=True):
    """The address that the code leads to; `label` names the page."""

    url: Text
    label: Text = Text()


class Contact(Struct, frozen=True, kw_only=True):
    """Who helps; any of these may be empty."""

    name: Text = Text()
    email: Text = Text()
    phone: Text = Text()
    url: Text = Text()
    hours: Text = Text()


class Translation(Struct, frozen=True, kw_only=True):
    """Who made this language's text, and whether a native speaker has read it."""

    by: Text = Text()
    reviewed: bool = False


class Item(Struct, frozen=True, kw_only=True):
    """One thing to have ready: what, a remark, and an icon's name."""

    text: Text
    note: Text = Text()
    icon: Text = Text()


class Term(Struct, frozen=True, kw_only=True):
    """What the screen says in this language; `original` is the English label where it differs."""

    label: Text
    original: Text = Text()


class Ring(Placed, frozen=True):
    """A rectangle of a screen, as a mark around it: fractions of its width and height, from the top left."""

    x: float
    y: float
    width: float
    height: float


class Arrow(Placed, frozen=True):
    """A mark that points: from (x1, y1) to its tip at (x2, y2), fractions from the top left."""

    x1: float
    y1: float
    x2: float
    y2: float


class Number(Placed, frozen=True):
    """A mark that counts: a disc around (x, y), fractions from the top left, with the number in it."""

    x: float
    y: float
    number: int


class Blur(Placed, frozen=True):
    """A rectangle that is made unrecognisable, in fractions; what is secret is better covered by `redact`."""

    x: float
    y: float
    width: float
    height: float


Mark = Ring | Arrow | Number | Blur


class Screen(Struct, frozen=True, kw_only=True):
    """What the reader sees at one moment; `file` is relative to the guide's folder and may be missing.

    A `spare` one is the first to be left out where a sheet has no room for all. `speaks` is the language of a picture that is
    borrowed from the guide in that language.
    """

    id: Text
    name: Text = Text()
    file: Text = Text()
    alt: Text = Text()
    device: Device = "phone"
    crop: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    marks: tuple[Mark, ...] = ()
    redact: tuple[Ring, ...] = ()
    text_px: float = 0.0  # type size of the smallest words that matter, in the file's pixels; 0: nobody said
    spare: bool = False
    speaks: str = ""


class Case(Struct, frozen=True, kw_only=True):
    """One door of a branch: `when` is its condition, `sees` the id of the screen by which the reader recognises it."""

    id: Text
    when: Text
    text: Text
    sees: Text = Text()
    short: Text = Text()
    screens: tuple[Text, ...] = ()


class Step(Struct, frozen=True, kw_only=True):
    """One step; `wait` is what its device does while the other one is in use."""

    id: Text
    device: Device
    text: Text = Text()  # may be left out where there are cases
    title: Text = Text()
    short: Text = Text()
    note: Text = Text()
    wait: Text = Text()
    cases: tuple[Case, ...] = ()
    screens: tuple[Text, ...] = ()


class Procedure(Struct, frozen=True, kw_only=True):
    """One way through: its steps in order."""

    id: Text
    steps: tuple[Step, ...]
    title: Text = Text()
    devices: tuple[Device, ...] = ("phone",)


class Phase(Struct, frozen=True, kw_only=True):
    """A station of flyers and posters: the steps `first` to `last` (ids)."""

    first: Text
    last: Text
    title: Text = Text()
    text: Text = Text()


class Help(Struct, frozen=True, kw_only=True):
    """One trouble and its answer."""

    problem: Text
    answer: Text


class Guide(Struct, frozen=True, kw_only=True):
    """One guide in one language; for a sheet in two, its texts are `Bilingual` and `also` is the guide in the second one."""

    schema: int
    id: Text
    title: Text
    link: MainLink
    procedures: tuple[Procedure, ...]
    lang: str
    path: Path  # the file that it was read from; its folder holds the screens
    subtitle: Text = Text()
    headline: Text = Text()
    summary: Text = Text()
    organisation: Text = Text()
    owner: Text = Text()
    contact: Contact = Contact()
    edition: Text = Text()
    reviewed: Text = Text()
    translation: Translation | None = None
    have_ready: tuple[Item, ...] = ()
    terms: Mapping[str, Term] = field(default_factory=dict)
    screens: Mapping[str, Screen] = field(default_factory=dict)
    phases: tuple[Phase, ...] = ()
    help: tuple[Help, ...] = ()
    stamps: Mapping[str, Text] = field(default_factory=dict)  # of a translation: for each text what its source was, as a hash
    remarks: tuple[Diagnostic, ...] = ()  # warnings about how the file is written
    also: Guide | None = None

    @property
    def languages(self) -> str:
        """What files and messages call its language, or both of them: "ja", "ja+en"."""
        return f"{self.lang}{SIGN}{self.also.lang}" if self.also else self.lang

    @property
    def folder(self) -> Path:
        """Where `screens/` is."""
        return self.path.parent

    def holds(self, file: str) -> bool:
        """Whether something in its folder has that name, be it a link that leads nowhere; what it is, the gate judges."""
        try:
            return os.path.lexists(self.folder / on_disk(self.folder, file))
        except ValueError:  # a NUL in the name
            return True
