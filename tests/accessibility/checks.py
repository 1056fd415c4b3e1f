"""Our own checks of a file for the web, beside veraPDF's: each says what is wrong, in words; nothing wrong is no words.

They take the file's bytes and the guide, so that the same checks judge sound files and spoiled ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise

import pikepdf

from generator.guide import Guide
from tests.accessibility import words
from tests.pdf.pdf_reading import Node, read_structure

_HEADINGS = re.compile(r"H(\d)")
_ALLOWED = {"L": {"LI", "Caption"}, "LI": {"Lbl", "LBody"}, "Table": {"TR", "THead", "TBody", "TFoot", "Caption"}}
_ONLY_IN = {"LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"}, "Caption": {"Figure", "Table", "L"}, "TD": {"TR"}, "TH": {"TR"}}
_PLAIN = frozenset({"Document", "Sect", "Div"})  # hold elements, and no words of their own


def document_faults(data: bytes, guide: Guide) -> Iterator[str]:
    """What the file says of itself."""
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_metadata() as xmp:
        root, part = pdf.Root, xmp.get("pdfuaid:part")
        version = "2.0" if part == "2" else "1.7"
        wanted = {
            "version": (pdf.pdf_version, version),
            "language": (str(root.get("/Lang", "")), guide.lang),
            "title": (xmp.get("dc:title"), str(guide.title)),
            "title in the information": (str(pdf.docinfo.get("/Title", "")), str(guide.title)),
            "language in the metadata": (xmp.get("dc:language"), {guide.lang}),
            "PDF/UA": (part, part if part in ("1", "2") else "1 or 2"),
            "revision": (xmp.get("pdfuaid:rev"), "2024" if part == "2" else None),
            "dates": (xmp.get("xmp:ModifyDate"), xmp.get("xmp:CreateDate") or "a date"),
            "title shown": (bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)), True),
            "marked": (bool(root.get("/MarkInfo", {}).get("/Marked", False)), True),
            "page labels": ("/PageLabels" in root, True),
            "tab order": ({str(page.get("/Tabs", "")) for page in pdf.pages}, {"/S"}),
            "trim boxes": (all("/TrimBox" in page for page in pdf.pages), True),
        }
    yield from (f"{what}: {found} instead of {right}" for what, (found, right) in wanted.items() if found != right)


def outline_faults(data: bytes, guide: Guide, format: str) -> Iterator[str]:
    """The bookmarks: procedures, and below them their steps, in order."""
    if format not in ("handout", "booklet"):
        return
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:
        found = {entry.title: [child.title for child in entry.children] for entry in outline.root}
    for procedure in guide.procedures:
        entries = found.get(str(procedure.title or guide.title), [])
        numbers = [entry.split()[0] for entry in entries]
        if numbers != [str(number) for number in range(1, len(procedure.steps) + 1)]:
            yield f"bookmarks of {procedure.id}: {numbers}"
        for step, entry in zip(procedure.steps, entries, strict=False):
            if (
                step.title
                and not entry.endswith("…")
                and str(step.title).replace("\u00ad", "") not in entry.replace("\u00ad", "")
            ):
                yield f"bookmark of {step.id}: {entry}"


def tree_faults(data: bytes, guide: Guide) -> Iterator[str]:
    """The structure tree: what holds what, headings, lists, pictures, links."""
    with pikepdf.open(BytesIO(data)) as pdf:
        tree = read_structure(pdf)
        yield from _nesting(tree, "")
        levels = [int(match[1]) for role in _roles(tree) if (match := _HEADINGS.fullmatch(role))]
        if not levels or levels[0] != 1 or any(after > before + 1 for before, after in pairwise(levels)):
            yield f"levels of headings: {levels}"
        if [kid.role if isinstance(kid, Node) else kid for kid in tree.kids] != ["Sect"] * len(tree.kids):
            yield "the document holds something else than sections"
        for figure in tree.find("Figure"):
            yield from _figure_faults(figure, guide)
        for link in tree.find("Link"):
            yield from _link_faults(link)


def _roles(node: Node) -> Iterator[str]:
    yield node.role
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from _roles(kid)


def _nesting(node: Node, parent: str) -> Iterator[str]:
    if parent not in _ONLY_IN.get(node.role, {parent}):
        yield f"{node.role} within {parent}"
    inner = [kid.role for kid in node.kids if isinstance(kid, Node)]
    if not set(inner) <= _ALLOWED.get(node.role, set(inner)):
        yield f"{node.role} holds {inner}"
    if node.role == "LI" and inner not in (["LBody"], ["Lbl", "LBody"]):
        yield f"an item of a list is {inner}"
    if node.role in _PLAIN and any(isinstance(kid, str) for kid in node.kids):
        yield f"words straight in {node.role}"
    if not node.kids:
        yield f"{node.role} is empty"
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from _nesting(kid, node.role)


def _figure_faults(figure: Node, guide: Guide) -> Iterator[str]:
    alt = str(figure.entries.get("/Alt", ""))
    pictures = {str(screen.alt or screen.name or screen.id).replace("\u00ad", "") for screen in guide.screens.values()}
    if alt.replace("\u00ad", "") not in pictures and str(guide.link.url) not in alt:
        yield f"what is said of a picture is no screen's text and no code's address: {alt!r}"
    if "/A" not in figure.entries or "/BBox" not in figure.entries.A:
        yield f"the picture {alt!r} does not say where it is"


def _link_faults(link: Node) -> Iterator[str]:
    annotations = [kid.Obj for kid in link.entries.K if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"]
    if not annotations:
        yield f"the link {link.text()!r} leads nowhere"
    if any(not str(one.get("/Contents", "")).strip() for one in annotations):
        yield f"the link {link.text()!r} does not say where it leads"


def step_faults(data: bytes, guide: Guide, format: str) -> Iterator[str]:
    """Handouts and booklets: a list for each procedure, the cases within, pictures behind the words, notes as notes."""
    if format not in ("handout", "booklet"):
        return
    with pikepdf.open(BytesIO(data)) as pdf:
        lists = [one for one in read_structure(pdf).find("L") if _numbering(one) == "/Decimal"]
        if [len(one.kids) for one in lists] != [len(procedure.steps) for procedure in guide.procedures]:
            yield f"lists of steps: {[len(one.kids) for one in lists]}"
        for one, procedure in zip(lists, guide.procedures, strict=False):
            for item, step in zip(one.kids, procedure.steps, strict=False):
                assert isinstance(item, Node)
                body = item.kids[-1]
                assert isinstance(body, Node)
                inner = [kid.role for kid in body.kids if isinstance(kid, Node)]
                if "Figure" in inner[: 1 if step.title or step.text else 0]:
                    yield f"{step.id}: the picture comes before the words"
                cases = [kid for kid in body.kids if isinstance(kid, Node) and kid.role == "L"]
                if [len(branch.kids) for branch in cases] != ([len(step.cases)] if step.cases else []):
                    yield f"{step.id}: its cases are no list within it"
                if step.title and not _HEADINGS.fullmatch(inner[0]):
                    yield f"{step.id}: its title is no heading"
                if sum(role in ("Note", "Aside") for role in inner) != bool(step.note):
                    yield f"{step.id}: its note is none"


def _numbering(node: Node) -> str:
    return str(node.entries.A.get("/ListNumbering", "")) if "/A" in node.entries else ""


def reference_faults(data: bytes, guide: Guide, format: str) -> Iterator[str]:
    """Each step to which a text refers is the target of a link, and each target is there."""
    if format not in ("handout", "booklet"):
        return
    texts = [text for p in guide.procedures for s in p.steps for text in (s.text, s.note, s.wait, *(c.text for c in s.cases))]
    texts += [entry.answer for entry in guide.help]
    wanted = {f"step-{name}" for text in texts for name in re.findall(r"\{steps?:([^}.]+)", text)}
    wanted |= {f"procedure-{name}" for text in texts for name in re.findall(r"\{procedure:([^}]+)\}", text)}
    with pikepdf.open(BytesIO(data)) as pdf:
        links = [one for page in pdf.pages for one in page.get("/Annots", []) if one.A.S == "/GoTo"]
        linked = {str(one.A.D) for one in links}
        places = {str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]} if "/Names" in pdf.Root else set()
    if missing := wanted - linked:
        yield f"no link leads to {sorted(missing)}"
    if missing := linked - places:
        yield f"there is no place called {sorted(missing)}"


def artifact_faults(data: bytes) -> Iterator[str]:
    """Decoration is of a kind that the format knows, and what repeats on pages says whether it is a header or a footer."""
    with pikepdf.open(BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages, start=1):
            for operands, _ in pikepdf.parse_content_stream(page, "BDC BMC"):
                if str(operands[0]) == "/Artifact":
                    kind = {key: str(value) for key, value in operands[1].items()} if len(operands) > 1 else {}
                    if kind not in (
                        {"/Type": "/Layout"},
                        {"/Type": "/Pagination", "/Subtype": "/Header"},
                        {"/Type": "/Pagination", "/Subtype": "/Footer"},
                    ):
                        yield f"page {number}: an artifact that is {kind}"


Check = Callable[[bytes, Guide, str], Iterator[str]]
CHECKS: dict[str, Check] = {
    "document": lambda data, guide, format: document_faults(data, guide),
    "outline": outline_faults,
    "tree": lambda data, guide, format: tree_faults(data, guide),
    "steps": step_faults,
    "references": reference_faults,
    "artifacts": lambda data, guide, format: artifact_faults(data),
    "order": words.order_faults,
    "beneath": words.beneath_faults,
    "surplus": words.surplus_faults,
    "hidden": words.hidden_faults,
    "letters": words.letter_faults,
}


def faults(data: bytes, guide: Guide, format: str) -> dict[str, list[str]]:
    """What every check finds, without those that find nothing; a check that cannot even read the file has found that."""
    found = {}
    for name, check in CHECKS.items():
        try:
            found[name] = list(check(data, guide, format))
        except (AssertionError, AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
            found[name] = [f"{type(error).__name__}: {error}"]
    return {name: said for name, said in found.items() if said}
