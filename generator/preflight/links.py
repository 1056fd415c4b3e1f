"""The rule about links: each leads to the address that is printed there, or to what a code says, and none lies over another."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator
from itertools import combinations, islice
from typing import Any

from msgspec import Struct

from generator.errors import counted
from generator.geometry import Rect
from generator.preflight.addresses import addresses, certain_addresses, host_of, is_address, spelt
from generator.preflight.pages import View
from generator.preflight.report import Expectation, Ledger
from generator.preflight.rivals import Readable, text_of
from generator.preflight.rules import Severity

_RULE = "file-links"
_MOST = 1000  # annotations of a page; more are none that people can tell apart
_COVERED = 0.25  # of the smaller one: links in neighbouring lines may touch each other
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SCHEME = re.compile(r"^https?://", re.IGNORECASE)


class Annotation(Struct, frozen=True):
    """What can be clicked on a page. `target` is where a link leads: an address, a page of the file ("#3"), or "" for none."""

    page_number: int
    box: Rect
    kind: int  # PDFium's number of the subtype
    target: str
    beneath: str  # the text that people see there


class LinkCheck:
    """Collects the annotations of a file page by page, and judges them when all codes and all printed addresses are known."""

    def __init__(self, ledger: Ledger, expectation: Expectation) -> None:
        self.ledger = ledger
        self.severity: Severity = "error" if expectation.intent == "screen" else "warning"
        self.known = {*(expectation.codes or ()), *expectation.other_addresses}
        self.links: list[Annotation] = []
        self.texts: list[str] = []
        self.failed = False

    def page(self, view: View, readable: Readable) -> None:
        """Take note of one page, of which people see what is `readable`; what covers what is judged at once."""
        self.texts.append(text_of(readable))
        found = list(islice(_annotations(view, readable), _MOST))
        for below, above in combinations(found, 2):
            if below.target != above.target or not below.target:
                self._judge_cover(below, above)
            view.deadline.check()
        self.links += [one for one in found if is_address(one.target) or one.target.lower().startswith("mailto:")]

    def end(self, codes: Iterable[str]) -> None:
        """Judge all links; `codes` is what the file's codes say."""
        text = "\n".join(self.texts)
        self.known |= set(codes)
        comparable = bool(self.known or addresses(text))
        for link in self.links:
            problem = self._problem(link, text)
            if problem and (comparable or link.target.lower().startswith("mailto:")):
                self._fail(f"the link leads to {link.target[:80]}, {problem}", link)
        if self.links and not comparable and not self.failed:
            self.ledger.unmeasured(_RULE, f"{counted(len(self.links), 'link')}; the file has no code and prints no address")
        elif not self.failed:
            self.ledger.passed(_RULE, counted(len(self.links), "link"))

    def _problem(self, link: Annotation, text: str) -> str:
        """Where else a link leads than it seems to, or nothing."""
        if not is_address(link.target):
            address = link.target.partition(":")[2].partition("?")[0].lower()
            others = [one for one in _MAIL.findall(link.beneath) if one.lower().strip(".") != address]
            return f"and {others[0]} is printed there" if others else ""
        own = spelt(link.target)
        printed = own.search(text) is not None
        others = [one for one in certain_addresses(link.beneath) if not _is_part(one, link.target, printed_whole=printed)]
        if others and not own.search(link.beneath):
            return f"and {others[0]} is printed there"
        if printed or any(spelt(code).fullmatch(link.target) for code in self.known if is_address(code)):
            return ""
        return "which is not printed, and no code says it"

    def _judge_cover(self, below: Annotation, above: Annotation) -> None:
        across = min(below.box.right, above.box.right) - max(below.box.x, above.box.x)
        along = min(below.box.top, above.box.top) - max(below.box.y, above.box.y)
        smaller = min(one.box.width * one.box.height for one in (below, above))
        if across > 0 and along > 0 and smaller and across * along > _COVERED * smaller:
            self._fail(f"{_shown(above)} lies over {_shown(below)}", above)

    def _fail(self, said: str, link: Annotation) -> None:
        self.failed = True
        self.ledger.failed(_RULE, said, link.page_number, link.box, severity=self.severity)


def _is_part(printed: str, target: str, *, printed_whole: bool = False) -> bool:
    """Whether an address as printed is the beginning of a target, or any part of one that is printed whole elsewhere."""
    bare, whole = (_SCHEME.sub("", one).lower() for one in (printed, target))
    if host_of(bare) == host_of(whole) and whole.startswith(bare):
        return True
    return printed_whole and bare in whole


def _shown(one: Annotation) -> str:
    return f"a link to {one.target[:80]}" if one.target else "an annotation"


def _annotations(view: View, readable: Readable) -> Iterator[Annotation]:
    """The annotations of a page that can be seen or clicked, in the order in which they lie over each other."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    marks = (pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_SQUIGGLY)
    left_out = (*marks, pdfium.FPDF_ANNOT_STRIKEOUT, pdfium.FPDF_ANNOT_POPUP)
    hidden = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
    for index in range(pdfium.FPDFPage_GetAnnotCount(view.page)):
        view.deadline.check()
        annotation = pdfium.FPDFPage_GetAnnot(view.page, index)
        if not annotation:
            continue
        try:
            kind, sides = pdfium.FPDFAnnot_GetSubtype(annotation), pdfium.FS_RECTF()
            if kind in left_out or pdfium.FPDFAnnot_GetFlags(annotation) & hidden:
                continue
            if pdfium.FPDFAnnot_GetRect(annotation, sides):
                box = view.seen(sides.left, sides.bottom, sides.right, sides.top)
                target = _target(pdfium, view, annotation) if kind == pdfium.FPDF_ANNOT_LINK else ""
                yield Annotation(view.number, box, kind, target, _beneath(box, readable))
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _target(pdfium: Any, view: View, annotation: Any) -> str:
    """Where a link leads: an address, or a page of the file; "" where it cannot be told."""
    link, document = pdfium.FPDFAnnot_GetLink(annotation), view.page.pdf
    action = pdfium.FPDFLink_GetAction(link) if link else None
    if action and pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_URI:
        length = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
        text = ctypes.create_string_buffer(max(length, 1))
        pdfium.FPDFAction_GetURIPath(document, action, text, length)
        return text.value.decode("utf-8", "replace")
    place = pdfium.FPDFLink_GetDest(document, link) if link else None
    return f"#{pdfium.FPDFDest_GetDestPageIndex(document, place) + 1}" if place else ""


def _beneath(box: Rect, readable: Readable) -> str:
    """What people read in a box: the letters whose middle lies in it."""
    letters: list[str] = []
    inside = False
    for letter, one in readable:
        if one is not None:
            x, y = one.box.x + one.box.width / 2, one.box.y + one.box.height / 2
            inside = box.x <= x <= box.right and box.y <= y <= box.top
        if inside:
            letters.append(letter)
    return "".join(letters).strip()
