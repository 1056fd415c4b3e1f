"""The structure tree: what each part of a page is, for those who have the page read to them (ISO 32000-1, 14.7).

An element holds, in reading order, other elements, marked content (page index and number on that page) and annotations. The
parent tree leads back: a key for each page, to the elements of its marked content; a key for each annotation, to its element.

PDF 2.0 has a namespace for the roles that it keeps (ISO 32000-2, 14.8.6); the others are those of PDF 1.7 still.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct, field

from generator.geometry import Rect
from generator.pdf.syntax import array, number, text_string

if TYPE_CHECKING:
    from generator.pdf.reportlab_inside import PdfFile

_HOLD_ELEMENTS = "Document Part Art Sect Div TOC TOCI Index L LI Table THead TBody TFoot TR"
_HOLD_CONTENT = (
    "BlockQuote Caption NonStruct Private H H1 H2 H3 H4 H5 H6 P Lbl LBody TH TD Span Quote Note Reference BibEntry Code Link "
    "Annot Ruby RB RT RP Warichu WT WP Figure Formula Form"
)
GROUPING = frozenset(_HOLD_ELEMENTS.split())
ROLES = GROUPING | frozenset(_HOLD_CONTENT.split())
_PDF_2 = "http://iso.org/pdf2/ssn"
_ONLY_1_7 = "Art TOC TOCI Index BlockQuote Private Quote Reference BibEntry Code"
_GONE = frozenset(_ONLY_1_7.split())  # in PDF 2.0
_OWNERS = {"ListNumbering": "List", "Scope": "Table", "ColSpan": "Table", "RowSpan": "Table", "Headers": "Table"}
_OWNERS |= dict.fromkeys(("BBox", "Placement", "WritingMode", "TextAlign", "Width", "Height"), "Layout")


class Content(NamedTuple):
    """Marked content: the page that it stands on, and its number there."""

    page_index: int
    mcid: int


class Annotation(NamedTuple):
    """An annotation: the page that it stands on, and its object's number."""

    page_index: int
    object_number: int


class Element(Struct, eq=False):
    """A node of the tree. `artifact` is the kind of decoration that it stands in: such an element is in no tree."""

    role: str
    parent: Element | None = None
    artifact: str = ""
    strings: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    kids: list[Element | Content | Annotation] = field(default_factory=list)

    def written_role(self, *, pdf_2: bool = False) -> str:
        """The role in the file: a link that leads nowhere, as on paper, is a Span; PDF/UA-2 knows no Note but footnotes."""
        if self.role == "Link" and not any(isinstance(kid, Annotation) for kid in self.kids):
            return "Span"
        return "Aside" if pdf_2 and self.role == "Note" else self.role


class StructureTree:
    """The tree of one document, growing while pages are drawn; `pdf_2` writes it for PDF 2.0."""

    def __init__(self, *, pdf_2: bool = False) -> None:
        self.root = Element("Document")
        self.pdf_2 = pdf_2
        self.numbers: dict[Element, int] = {}  # of the objects, once they are written
        self._owners: list[list[Element] | Element] = []  # by key in the parent tree

    def add(self, role: str, parent: Element, strings: Mapping[str, str], attributes: Mapping[str, Any]) -> Element:
        """A new element below `parent`. Raises ValueError for a role or an attribute that PDF 1.7 does not know."""
        if role not in ROLES:
            raise ValueError(f"no standard structure role: {role}")
        renamed = {"BBox" if name == "bbox" else name: value for name, value in attributes.items()}
        if unknown := renamed.keys() - _OWNERS.keys():
            raise ValueError(f"no standard attribute of {role}: {', '.join(sorted(unknown))}")
        kept = {name: value for name, value in strings.items() if value}
        element = Element(role, parent, parent.artifact, kept, renamed)
        if not element.artifact:
            parent.kids.append(element)
        return element

    def begin_page(self) -> int:
        """The parent tree's key of a new page."""
        self._owners.append([])
        return len(self._owners) - 1

    def add_content(self, element: Element, page_index: int, key: int) -> int:
        """Number for marked content of `element` on the page with that key."""
        owners = self._owners[key]
        assert isinstance(owners, list)
        owners.append(element)
        mcid = len(owners) - 1
        element.kids.append(Content(page_index, mcid))
        return mcid

    def add_annotation(self, element: Element, page_index: int, object_number: int) -> int:
        """The parent tree's key of an annotation that belongs to `element`."""
        self._owners.append(element)
        element.kids.append(Annotation(page_index, object_number))
        return len(self._owners) - 1

    def write(self, file: PdfFile) -> int:
        """Write all elements that hold something; the number of the tree's root object."""
        _prune(self.root)
        tree = file.reserve()
        numbers = self.numbers = {element: file.reserve() for element in _walk(self.root)}
        space = file.add(f"<< /Type /Namespace /NS {text_string(_PDF_2)} >>") if self.pdf_2 else 0
        notes = {} if self.pdf_2 else _identified(numbers)
        for element, object_number in numbers.items():
            parent = tree if element.parent is None else numbers[element.parent]
            head = f"/S /{element.written_role(pdf_2=self.pdf_2)} /P {parent} 0 R"
            if space and element.role not in _GONE:
                head += f" /NS {space} 0 R"
            if element in notes:
                head += f" /ID ({notes[element]})"
            file.put(object_number, _dictionary(element, head, numbers, file.pages))
        parts = [f"<< /Type /StructTreeRoot /K {numbers[self.root]} 0 R /ParentTreeNextKey {len(self._owners)}"]
        parts.append(f"/ParentTree {file.add(_parent_tree(self._owners, numbers))} 0 R")
        parts += [f"/Namespaces [{space} 0 R]"] if space else []
        if notes:
            parts.append(f"/IDTree << /Kids [{file.add(_id_leaf(notes, numbers))} 0 R] >>")
        file.put(tree, " ".join(parts) + " >>")
        return tree

    def written(self, element: Element) -> int:
        """The object of an element in the written tree, or of the next one above it that holds something."""
        while element not in self.numbers:
            element = element.parent or self.root
        return self.numbers[element]


def _identified(elements: Iterable[Element]) -> dict[Element, str]:
    """The notes with their identifiers, which PDF/UA-1 asks for."""
    return {element: f"note{i}" for i, element in enumerate((e for e in elements if e.role == "Note"), start=1)}


def _id_leaf(notes: Mapping[Element, str], numbers: Mapping[Element, int]) -> str:
    """The name tree's only leaf, from identifiers to elements."""
    ids = sorted((name, numbers[element]) for element, name in notes.items())
    names = " ".join(f"({name}) {object_number} 0 R" for name, object_number in ids)
    return f"<< /Limits [({ids[0][0]}) ({ids[-1][0]})] /Names [{names}] >>"


def _prune(element: Element) -> bool:
    """Drop elements that hold nothing, from the leaves up; whether this one holds anything."""
    element.kids = [kid for kid in element.kids if not isinstance(kid, Element) or _prune(kid)]
    return bool(element.kids)


def _walk(element: Element) -> Iterator[Element]:
    """The element and all below it, in reading order."""
    yield element
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _walk(kid)


def _dictionary(element: Element, head: str, numbers: Mapping[Element, int], pages: list[int]) -> str:
    """An element's dictionary, which begins with `head`. Content on the page of its first content is written as a bare number."""
    home = next((kid.page_index for kid in element.kids if isinstance(kid, Content)), None)
    kids = []
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(f"{numbers[kid]} 0 R")
        elif isinstance(kid, Annotation):
            kids.append(f"<< /Type /OBJR /Pg {pages[kid.page_index]} 0 R /Obj {kid.object_number} 0 R >>")
        elif kid.page_index == home:
            kids.append(str(kid.mcid))
        else:
            kids.append(f"<< /Type /MCR /Pg {pages[kid.page_index]} 0 R /MCID {kid.mcid} >>")
    parts = [f"<< {head}"]  # the type goes without saying
    parts += [f"/Pg {pages[home]} 0 R"] if home is not None else []
    parts += [f"/{name} {text_string(value)}" for name, value in element.strings.items()]
    parts += [f"/A {_attributes(element.attributes)}"] if element.attributes else []
    return " ".join([*parts, f"/K [{' '.join(kids)}] >>"])


def _attributes(attributes: Mapping[str, Any]) -> str:
    """Attribute dictionaries, one for each owner."""
    owners: dict[str, list[str]] = {}
    for name, value in attributes.items():
        owners.setdefault(_OWNERS[name], []).append(f"/{name} {_value(value)}")
    written = [f"<< /O /{owner} {' '.join(entries)} >>" for owner, entries in owners.items()]
    return written[0] if len(written) == 1 else f"[{' '.join(written)}]"


def _value(value: object) -> str:
    """An attribute's value: a rectangle, a number, or a name."""
    if isinstance(value, Rect):
        return array(value)
    return number(value) if isinstance(value, int | float) else f"/{value}"


def _parent_tree(owners: list[list[Element] | Element], numbers: Mapping[Element, int]) -> str:
    """The number tree from keys to elements."""
    entries = []
    for key, owner in enumerate(owners):
        if isinstance(owner, Element):
            entries.append(f"{key} {numbers[owner]} 0 R")
        else:
            entries.append(f"{key} [{' '.join(f'{numbers[element]} 0 R' for element in owner)}]")
    return "<< /Nums [" + "\n".join(entries) + "] >>"
