"""The rules about the file itself: its pages, its names, and nothing that acts by itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from io import BytesIO
from math import isfinite
from typing import TYPE_CHECKING, Any

from generator.errors import counted
from generator.geometry import Size, to_mm
from generator.preflight.addresses import link_problem
from generator.preflight.nesting import draws_too_much
from generator.preflight.pages import Deadline
from generator.preflight.placed import StreamCheck
from generator.preflight.report import Expectation, Ledger, in_one_line
from generator.preflight.rules import MAX_DRAWN, MAX_SIDE, Severity

if TYPE_CHECKING:
    import pikepdf

_TOLERANCE = 0.5  # mm
_BLEED_MM = 3.0
_SHEET_PAGES = 4  # of a folded sheet
_DEEP = 30  # levels of dictionaries within each other
_OUTWARD = frozenset(  # actions that leave the file; nobody expects them of printed matter
    (
        "/Launch",
        "/GoToR",
        "/GoToE",
        "/SubmitForm",
        "/ImportData",
        "/ResetForm",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
    )
)
_UNLOCK = "ask its maker for a file that may be printed"
_SAFE_LINK = re.compile(r"mailto:[!-~]+|tel:[+0-9().-]+")
_SUSPECT = re.compile(rb"/(?:S|JS|JavaScript|EF|EmbeddedFiles?|AF|FileAttachment|AA)\b")


def judge_file(pdf: bytes, expectation: Expectation, deadline: Deadline, ledger: Ledger) -> list[float]:
    """All rules that need no page drawn. Returns how many points a unit of each page has.

    Raises pikepdf.PdfError where the file cannot be opened, TimeUp.
    """
    import pikepdf

    with pikepdf.open(BytesIO(pdf), suppress_warnings=True) as document:
        _judge_encryption(document, ledger)
        for judge in (_judge_pages, _judge_boxes, _judge_names):
            with ledger.damage():
                judge(document, expectation, ledger)
        with ledger.damage():
            _judge_objects(document, expectation, deadline, ledger)
        with ledger.damage():
            if not ledger.said("file-bounds") and draws_too_much(document):
                ledger.failed("file-bounds", f"forms within forms, drawn more than {MAX_DRAWN} times")
        units: list[float] = []
        with ledger.damage():
            units += [unit_of(page) for page in document.pages]
        warnings = document.get_warnings()
        said = f"{counted(len(warnings), 'warning')}: {in_one_line(str(warnings[0]))}" if warnings else "no warning"
        ledger.judge(not warnings, "file-damage", said)
    return units


def _judge_encryption(document: pikepdf.Pdf, ledger: Ledger) -> None:
    """A file that opens without a password may still forbid what it is for; readers obey that."""
    allowed = document.allow
    if not document.is_encrypted:
        ledger.passed("file-encryption", "not encrypted")
    elif not allowed.print_lowres:
        ledger.failed("file-encryption", "encrypted; its owner forbids printing", severity="error", advice=_UNLOCK)
    elif not allowed.print_highres:
        ledger.failed("file-encryption", "encrypted; its owner allows printing in a low resolution only", advice=_UNLOCK)
    else:
        ledger.failed("file-encryption", "encrypted")


def _judge_pages(document: pikepdf.Pdf, expectation: Expectation, ledger: Ledger) -> None:
    """Number and size of the pages. On imposed sheets each side carries two, and a sheet four."""
    count, sizes = len(document.pages), [_size(page) for page in document.pages]
    pages, size, imposed = expectation.pages, expectation.size, expectation.imposed
    if imposed is None:
        imposed = size is not None and all(_holds_two(found, size) for found in sizes)
    if pages is None:
        ledger.unmeasured("file-pages", f"{count}; it is not known how many there should be")
    else:
        wanted = -(-pages // _SHEET_PAGES) * 2 if imposed else pages
        ledger.judge(count == wanted, "file-pages", f"{count}, {wanted} expected")
    shown = ", ".join(dict.fromkeys(f"{to_mm(s.width):.1f} × {to_mm(s.height):.1f} mm" for s in sizes))
    if size is None:
        ledger.unmeasured("file-size", f"{shown}; it is not known which size it should have")
        return
    good = all(_holds_two(found, size) if imposed else _same(found, size) for found in sizes)
    name = size.name or f"{to_mm(size.width):.1f} × {to_mm(size.height):.1f} mm"
    ledger.judge(good and count > 0, "file-size", f"{shown}; {name}{', two on each side' if imposed else ''} expected")


def _size(page: pikepdf.Page) -> Size:
    """The trimmed page as it is seen."""
    left, bottom, right, top = _edges(page.trimbox)
    turned = int(page.obj.get("/Rotate", 0)) % 180 != 0
    unit = unit_of(page)
    width, height = (right - left) * unit, (top - bottom) * unit
    return Size(height, width) if turned else Size(width, height)


def unit_of(page: pikepdf.Page) -> float:
    """How many points a unit of a page's coordinates has; like readers, 1 where it is not a positive number."""
    try:
        unit = float(page.obj.get("/UserUnit", 1))
    except (TypeError, ValueError):
        return 1.0
    return unit if isfinite(unit) and unit > 0 else 1.0


def _same(found: Size, wanted: Size) -> bool:
    return abs(to_mm(found.width - wanted.width)) <= _TOLERANCE and abs(to_mm(found.height - wanted.height)) <= _TOLERANCE


def _holds_two(found: Size, wanted: Size) -> bool:
    """Whether two pages stand side by side on the sheet; its usual size may be larger by a millimetre or two (JIS, ISO)."""
    slack = 2.0
    across, along = to_mm(found.width - 2 * wanted.width), to_mm(found.height - wanted.height)
    return -_TOLERANCE <= across <= slack and -_TOLERANCE <= along <= slack


def _judge_boxes(document: pikepdf.Pdf, expectation: Expectation, ledger: Ledger) -> None:
    """Trim within bleed within media; a press needs a bleed."""
    good = True
    for number, page in enumerate(document.pages, start=1):
        boxes = {"media": _edges(page.mediabox), "bleed": _edges(page.bleedbox), "trim": _edges(page.trimbox)}
        problem = _box_problem(boxes, unit_of(page), expectation.intent)
        if problem:
            good = False
            ledger.failed("file-boxes", problem, number)
    if good:
        ledger.passed("file-boxes", counted(len(document.pages), "page"))


def _edges(box: Any) -> tuple[float, ...]:
    left, bottom, right, top = (float(edge) for edge in box)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _box_problem(boxes: dict[str, tuple[float, ...]], unit: float, intent: str) -> str:
    """What is wrong with the boxes of a page, or nothing."""
    for inner, outer in (("bleed", "media"), ("trim", "bleed")):
        a, b = boxes[inner], boxes[outer]
        if a[0] < b[0] - 0.01 or a[1] < b[1] - 0.01 or a[2] > b[2] + 0.01 or a[3] > b[3] + 0.01:
            return f"the {inner} box lies outside of the {outer} box"
    trim, bleed = boxes["trim"], boxes["bleed"]
    if trim[2] - trim[0] < 1 or trim[3] - trim[1] < 1:
        return "the page has no extent"
    media = boxes["media"]
    longest = max(media[2] - media[0], media[3] - media[1])
    if longest > MAX_SIDE:
        return f"a side of {longest:.0f} points"
    least = unit * min(trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
    if intent == "press" and to_mm(least) < _BLEED_MM - 0.05:
        return f"bleed of {to_mm(least):.1f} mm"
    return ""


def _as_named(title: str) -> str:
    """A title as a file may bear it: its soft hyphens belong to the lines of a page."""
    return title.replace("\u00ad", "").strip()


def _judge_names(document: pikepdf.Pdf, expectation: Expectation, ledger: Ledger) -> None:
    """Title, language and structure; on the web they are a must."""
    severity: Severity = "error" if expectation.intent == "screen" else "warning"
    title = _as_named(str(document.docinfo.get("/Title", "")))
    lang = str(document.Root.get("/Lang", "")).strip()
    known = not expectation.title or title == _as_named(expectation.title)
    ledger.judge(bool(title) and known, "file-title", title or "none", severity=severity)
    wanted = expectation.lang
    right = bool(lang) and (not wanted or lang.split("-")[0].lower() == wanted.split("-")[0].lower())
    said = (lang or "none") + (f", {wanted} expected" if wanted and not right else "")
    ledger.judge(right, "file-lang", said, severity="error" if lang and not right else severity)
    marks: Any = document.Root.get("/MarkInfo", None)
    tagged = marks is not None and bool(marks.get("/Marked", False)) and "/StructTreeRoot" in document.Root
    if tagged:
        ledger.passed("file-tags", "tagged")
    elif expectation.intent in ("office", "press"):
        ledger.unmeasured("file-tags", "not tagged; nothing on paper needs it")
    else:
        ledger.failed("file-tags", "not tagged", severity=severity)


def _judge_objects(document: pikepdf.Pdf, expectation: Expectation, deadline: Deadline, ledger: Ledger) -> None:
    """What acts, what is attached, and what pictures carry, in every object, whether anything leads to it or not."""
    import pikepdf

    streams, scripts, attached, actions, links = StreamCheck(), 0, 0, _by_itself(document), 0
    for item in document.objects:
        deadline.check()
        if isinstance(item, pikepdf.Stream):
            streams.stream(item)
        elif not isinstance(item, pikepdf.Dictionary | pikepdf.Array) or not _SUSPECT.search(item.unparse(resolved=True)):
            continue
        for held in _dictionaries(item):
            kind = str(held.get("/S", ""))
            scripts += "/JS" in held or "/JavaScript" in held or kind == "/JavaScript"
            attached += "/EF" in held or "/EmbeddedFiles" in held or held.get("/Type") == "/EmbeddedFile"
            attached += held.get("/Subtype") == "/FileAttachment"
            actions += ["an action that an event starts"] * _reacts(held)
            if kind == "/URI" or "/URI" in held:
                links += 1
                actions += _bad_link(held, expectation.passing_on)
            elif kind in _OUTWARD:
                actions.append(kind[1:])
    ledger.judge(not scripts, "file-javascript", counted(scripts, "script") if scripts else "none")
    ledger.judge(not attached, "file-attachments", counted(attached, "attachment") if attached else "none")
    severity: Severity = "warning" if expectation.intent == "office" else "error"  # on paper, nothing acts
    said = ", ".join(dict.fromkeys(actions)) or counted(links, "link")
    ledger.judge(not actions, "file-actions", said, severity=severity)
    streams.judge(expectation.intent, ledger)


def _by_itself(document: pikepdf.Pdf) -> list[str]:
    """What starts when the file is opened; only to go to a page of it is harmless."""
    import pikepdf

    found, first = [], document.Root.get("/OpenAction")
    if isinstance(first, pikepdf.Dictionary) and (first.get("/S") != "/GoTo" or "/Next" in first):
        found.append(f"{str(first.get('/S', '/unknown'))[1:]} when it is opened")
    form = document.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        found.append("an XFA form")
    return found


def _reacts(held: pikepdf.Dictionary) -> bool:
    """Whether it has actions for events. A font or picture may be called AA too, but is no action."""
    import pikepdf

    events: Any = held.get("/AA")
    if not isinstance(events, pikepdf.Dictionary):
        return False
    return any(isinstance(action, pikepdf.Dictionary) and "/S" in action for _, action in events.items())


def _bad_link(action: pikepdf.Dictionary, passing_on: Collection[str]) -> list[str]:
    target = str(action.get("/URI", ""))
    if _SAFE_LINK.fullmatch(target):
        return []
    problem = link_problem(target, passing_on) if target.isascii() else "letters beyond ASCII"
    return [f"link to {target[:80]!r}: {problem}"] if problem else []


def _dictionaries(item: Any, depth: int = 0) -> Iterator[pikepdf.Dictionary]:
    """An object's dictionaries, those within it too; what it only refers to is an object of its own."""
    import pikepdf

    if isinstance(item, pikepdf.Stream):
        item = item.stream_dict
    if isinstance(item, pikepdf.Dictionary):
        yield item
        held = list(item.values())
    elif isinstance(item, pikepdf.Array):
        held = list(item)
    else:
        return
    for value in held if depth < _DEEP else ():
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _dictionaries(value, depth + 1)
