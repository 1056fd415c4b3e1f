"""The rules about text: large enough, dark enough, whole, embedded, and on a place of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby, islice

from generator.errors import counted, printable
from generator.geometry import SAFE_MM, Rect, mm, to_mm
from generator.preflight.pages import Deadline, Raster, View
from generator.preflight.report import Expectation, Ledger
from generator.preflight.rules import LARGE_CONTRAST, LARGE_PT, OVERLAP, TEXT_CONTRAST, TEXT_PT, TEXT_PT_AIM, Severity
from generator.preflight.sampling import luminance
from generator.preflight.words import Character, Colour, Line, PageText

RULES = ("text-size", "text-contrast", "text-embedded", "text-mapped", "text-outside", "text-safe-area", "text-overlap")
_UNSEEN = 1.3  # contrast below which text is not seen at all
_SLACK = 0.05  # points
_BOLD = ("bold", "black", "heavy")
_MOST_OVERLAPS = 100  # told of one page; a page that has more is spoiled anyhow
_SHOWN = 40  # characters of a line in a message


def judge_text(view: View, text: PageText, trim: Rect, expectation: Expectation, ledger: Ledger) -> None:
    """All rules about the text of one page. `trim` is the page when it is cut, in the view's points.

    What stands wholly outside of the trim is a slug and is not printed matter.
    """
    bleeds = trim.width < view.width - 1 or trim.height < view.height - 1
    lines = [line for line in text.shown if not bleeds or _meets(line.box, trim)]
    if not lines:
        ledger.unmeasured(RULES, "the page has no text but what pictures may show", view.number)
        return
    _judge_size(view, lines, expectation, ledger)
    _judge_fonts(view, lines, ledger)
    _judge_places(view, lines, trim, ledger)
    _judge_overlaps(view, lines, ledger)


def judge_contrast(view: View, text: PageText, drawn: Raster, ledger: Ledger) -> list[Line]:
    """The contrast of each line with what lies beneath it; `drawn` is the page in colour.

    It takes the text off the page, so it comes last. Returns the lines that nobody can see.
    """
    shown = [line for line in text.shown if not _marks_alone(line)]
    unseen: list[Line] = []
    if not shown:
        return unseen
    _take_text_away(view)
    bare = view.raster(drawn.scale, colour=True)
    unknown = 0
    worst: tuple[float, Line, str] | None = None
    for line in shown:
        if _unchanged(drawn, bare, line.box):
            said = f"{_short(line)} cannot be seen"
            ledger.failed("text-contrast", said, view.number, line.box, advice="uncover the text, or remove it")
            unseen.append(line)
            continue
        ratio = _contrast_of(line, bare)
        if ratio is None:
            unknown += 1
            continue
        if ratio < _least(line):
            ledger.failed("text-contrast", f"{ratio:.1f}:1, {_short(line)}", view.number, line.box)
            unseen += [line] * (ratio < _UNSEEN)
        if worst is None or ratio < worst[0]:
            worst = ratio, line, _short(line)
    if unknown:
        ledger.unmeasured("text-contrast", f"{counted(unknown, 'line')} without a plain colour", view.number)
    if worst and worst[0] >= _least(worst[1]):
        ledger.passed("text-contrast", f"lowest {worst[0]:.1f}:1, {worst[2]}", view.number, worst[1].box)
    return unseen


def _marks_alone(line: Line) -> bool:
    """Whether it is nothing but combining marks: these lie on their letters, and say nothing alone."""
    return all(unicodedata.category(c).startswith("M") for c in line.text if not c.isspace())


def _judge_size(view: View, lines: list[Line], expectation: Expectation, ledger: Ledger) -> None:
    """The smallest text of the page."""
    least = expectation.smallest_text or TEXT_PT
    size, line = min(((min(one.size for one in line.characters), line) for line in lines), key=lambda pair: pair[0])
    good = size >= (expectation.smallest_text or TEXT_PT_AIM) - _SLACK
    severity: Severity = "error" if size < least - _SLACK else "warning"
    ledger.judge(good, "text-size", f"{size:.1f} pt, {_short(line)}", view.number, line.box, severity=severity)


def _judge_fonts(view: View, lines: list[Line], ledger: Ledger) -> None:
    characters = [one for line in lines for one in line.characters]
    missing = sorted({one.style.font or "unnamed" for one in characters if not one.style.embedded})
    count = len({one.style.font for one in characters})
    said = f"not embedded: {', '.join(missing)}" if missing else counted(count, "font")
    ledger.judge(not missing, "text-embedded", said, view.number)
    lost = [one for one in characters if not one.mapped]
    said = f"{len(lost)} of {len(characters)} characters have no meaning" if lost else counted(len(characters), "character")
    ledger.judge(not lost, "text-mapped", said, view.number, lost[0].box if lost else None)


def _judge_places(view: View, lines: list[Line], trim: Rect, ledger: Ledger) -> None:
    """Nothing cut off, nothing too near to the edge."""
    outside = [line for line in lines if not trim.contains(line.box, slack=0.5)]
    safe = trim.inset(mm(SAFE_MM))
    near = [line for line in lines if line not in outside and not safe.contains(line.box, slack=0.5)]
    for rule, bad in (("text-outside", outside), ("text-safe-area", near)):
        for line in bad:
            ledger.failed(rule, f"{_margin(line.box, trim):.1f} mm from the edge, {_short(line)}", view.number, line.box)
        if not bad:
            closest = min(_margin(line.box, trim) for line in lines)
            ledger.passed(rule, f"nearest {closest:.1f} mm", view.number)


def _judge_overlaps(view: View, lines: list[Line], ledger: Ledger) -> None:
    found = list(islice(_overlapping(lines, view.deadline), _MOST_OVERLAPS))
    for first, second in found:
        ledger.failed("text-overlap", f"{_short(first)} and {_short(second)}", view.number, second.box)
    if not found:
        ledger.passed("text-overlap", counted(len(lines), "line"), view.number)


def _overlapping(lines: list[Line], deadline: Deadline) -> Iterator[tuple[Line, Line]]:
    """Pairs of lines of which a character of one stands on a character of the other."""
    ordered = sorted(((line.box, line) for line in lines), key=lambda pair: pair[0].y)
    for index, (box, line) in enumerate(ordered):
        deadline.check()
        for other_box, other in ordered[index + 1 :]:
            if other_box.y >= box.top:
                break
            if _meets(box, other_box) and _collide(line, other, other_box, box):
                yield line, other


def _collide(line: Line, other: Line, other_box: Rect, box: Rect) -> bool:
    mine = [one for one in line.characters if _meets(one.box, other_box) and _solid(one)]
    theirs = [one for one in other.characters if _meets(one.box, box) and _solid(one)]
    return any(_on_each_other(a.box, b.box) for a in mine for b in theirs)


def _solid(one: Character) -> bool:
    """Marks stand on their letters by nature, each on a height of its own."""
    return unicodedata.category(one.text)[0] in "LNS"


def _on_each_other(a: Rect, b: Rect) -> bool:
    across = min(a.right, b.right) - max(a.x, b.x)
    along = min(a.top, b.top) - max(a.y, b.y)
    return across > OVERLAP * min(a.width, b.width) and along > OVERLAP * min(a.height, b.height)


def _meets(a: Rect, b: Rect) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.top and b.y < a.top


def _margin(box: Rect, page: Rect) -> float:
    """How far a box is from the nearest edge of the page, in mm; negative outside."""
    return to_mm(min(box.x - page.x, box.y - page.y, page.right - box.right, page.top - box.top))


def _take_text_away(view: View) -> None:
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    for target in view.page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        pdfium.FPDFPageObj_SetIsActive(target, False)


def _unchanged(before: Raster, after: Raster, box: Rect) -> bool:
    """Whether the page looks the same there with and without the text."""
    return _spans(box, before) == _spans(box, after)


def _contrast_of(line: Line, bare: Raster) -> float | None:
    """The lowest contrast of a character of the line; None where none has a plain colour."""
    flat, ratios = _flat(line.box, bare), []
    for style, group in groupby(line.characters, key=lambda one: one.style):
        if style.fill is not None:
            grounds = [_ground(one.box, bare) for one in group] if flat is None else [flat]
            ratios += [_ratio(luminance(_ink(style.fill, style.alpha, ground)), luminance(ground)) for ground in grounds]
    return min(ratios, default=None)


def _ink(fill: Colour, alpha: float, ground: Colour) -> Colour:
    """The fill, which is red, green, blue, as it is seen over a ground, which is blue, green, red."""
    blue, green, red = (round(alpha * ink + (1 - alpha) * under) for ink, under in zip(reversed(fill), ground, strict=True))
    return blue, green, red


def _spans(box: Rect, raster: Raster) -> list[bytes]:
    """The rows of pixels that a box covers."""
    left, right = (min(max(int(x * raster.scale), 0), raster.width) * 3 for x in (box.x, box.right + 1))
    rows = range(max(int(box.y * raster.scale), 0), min(int(box.top * raster.scale) + 1, raster.height))
    return [raster.pixels[row * raster.width * 3 + left : row * raster.width * 3 + right] for row in rows]


def _flat(box: Rect, bare: Raster) -> Colour | None:
    """A ground that has one colour; None for any other."""
    spans = _spans(box, bare)
    first = spans[0][:3] if spans else b""
    if len(first) < 3 or any(span != first * (len(span) // 3) for span in spans):
        return None
    return first[0], first[1], first[2]


def _ground(box: Rect, bare: Raster) -> Colour:
    """What lies beneath a character: the middle one of nine spots, so that an edge that it only touches does not count."""
    spots = [
        bare.at((box.x + box.width * across) * bare.scale, (box.y + box.height * along) * bare.scale)
        for across in (0.15, 0.5, 0.85)
        for along in (0.15, 0.5, 0.85)
    ]
    return sorted(spots, key=luminance)[4]


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _least(line: Line) -> float:
    """The contrast that a line needs; large text, or bold text from 14 pt, needs less."""
    size = min(one.size for one in line.characters)
    bold = any(word in line.characters[0].style.font.lower() for word in _BOLD)
    return LARGE_CONTRAST if size >= (LARGE_PT * 14 / 18 if bold else LARGE_PT) else TEXT_CONTRAST


def _short(line: Line) -> str:
    text = printable(line.text)
    return f'"{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"}"'
