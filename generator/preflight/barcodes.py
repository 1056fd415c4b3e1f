"""The rules about codes: whether they are there, lead where they say, and bear more than a good decoder on a good day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from generator.geometry import Rect, to_mm
from generator.preflight.addresses import (
    addresses,
    certain_addresses,
    holds_secret,
    is_address,
    is_among,
    link_problem,
    printed_as,
    shown,
)
from generator.preflight.decoding import Code, decoded, find_codes, find_unreadable
from generator.preflight.pages import Raster, View
from generator.preflight.report import Expectation, Ledger
from generator.preflight.rivals import Readable, rivals, text_of
from generator.preflight.rules import (
    ASPECT,
    CONTRAST,
    CONTRAST_AIM,
    DISTANCE_SHARE,
    MAX_PIXELS,
    MODULE_MM,
    MODULE_MM_PER_METRE,
    QUIET_MODULES,
    STRESS_RATIO,
    UNUSED,
)
from generator.preflight.sampling import Grid, Sample, binary, contrast, grid_of, is_inverted, quiet_zone, refined, sample
from generator.preflight.stress import Margin, Subject, margins
from generator.preflight.symbol import Matrix, Reading, read_symbol

_FINE = 12.0  # pixels a module where a code is measured
_AROUND = 7.0  # modules
_LEAST_SCALE = 0.5  # pixels per point: on a page that is drawn smaller, no code of a usual size can be found
_REDACT = "redact the codes inside screenshots: see handouts check"
_TOUCHED = 0.05  # of the function patterns: more damage than this fails
_STRESS = ("stress-pixels", "stress-contrast", "stress-noise", "stress-occlusion")
_MEASURED = (
    *("code-module", "code-quiet-zone", "code-polarity", "code-contrast", "code-aspect", "code-patterns", "code-correction"),
    *("code-distance", *_STRESS),
)


class CodeCheck:
    """Judges the codes of a file, page by page; a code that comes again, at the same size and as clean, is stressed once."""

    def __init__(self, ledger: Ledger, expectation: Expectation) -> None:
        self.ledger, self.expectation = ledger, expectation
        self.found: list[Code] = []
        self.by_page: dict[int, list[Code]] = {}
        self.stressed: dict[tuple[Any, ...], list[Margin]] = {}
        self.printed_addresses: list[str] = []
        self.unreadable: list[tuple[int, Rect]] = []  # page numbers and places
        self.too_large = False

    def search(self, views: Sequence[View]) -> None:
        """Find the codes of all pages, before any of them is judged."""
        wanted = self.expectation.code_count
        self.too_large = any(view.width * view.height * _LEAST_SCALE**2 > MAX_PIXELS for view in views)
        self.by_page = find_codes(views, 1 if wanted is None else wanted)
        if not any(self.by_page.values()) and wanted != 0:
            self.unreadable = find_unreadable(views)

    def page(self, view: View) -> None:
        """Judge the codes of one page by themselves."""
        for code in self.by_page[view.number]:
            self.found.append(code)
            self._payload(code, view.number)
            self._measure(code, view)

    def compare(self, page_number: int, readable: Readable) -> None:
        """Compare the codes of one page with what it prints: `readable` is what people see of it, no more."""
        text = text_of(readable)
        self.printed_addresses += certain_addresses(text)
        for code in self.by_page[page_number]:
            self._address(code, page_number, text)
            self._rivals(code, page_number, readable)

    def end(self) -> None:
        """Judge what can only be said of the whole file."""
        count, wanted, codes = len(self.found), self.expectation.code_count, self.expectation.codes
        missing = [code for code in codes or () if not is_among(code, [found.text for found in self.found])]
        if wanted is not None or codes or (self.expectation.coded and not count and not self.unreadable):
            good = count == wanted if wanted is not None else count > 0
            said = f"{count} found" + (
                f", {wanted} expected" if wanted is not None else "" if count else ", at least one expected"
            )
            said += "".join(f"; none says {shown(code)}" for code in missing)
            many = f"take out the codes that are too many; {_REDACT}" if wanted is not None and count > wanted else ""
            self.ledger.judge(good and not missing, "code-count", said, advice=many)
        else:
            self._count_unexpected()
        if not self.found:
            self.ledger.unmeasured(("code-payload", "code-address", "code-rival", "code-link", *_MEASURED), "no code was found")

    def _count_unexpected(self) -> None:
        """Where nobody said how many codes there are: an address without a code may be a letter, or a code that is spoiled."""
        count = len(self.found)
        if not count and self.too_large:
            self.ledger.unmeasured("code-count", "none found; the page is too large to look for codes in")
        elif self.unreadable:
            for page_number, place in self.unreadable:
                self.ledger.failed("code-count", "a code stands here, and cannot be read", page_number, place)
        elif count and self.expectation.coded:
            self.ledger.passed("code-count", f"{count} found; at least one is expected")
        elif not count and self.printed_addresses and self.expectation.codes is None:
            said = f"no code can be read, though the page prints an address: {self.printed_addresses[0]}"
            self.ledger.failed(
                "code-count", said, severity="warning", advice="where there is a code, see what covers or spoils it"
            )
        else:
            self.ledger.unmeasured("code-count", f"{count} found; it is not known how many there should be")

    def _payload(self, code: Code, page_number: int) -> None:
        """What the code says, and whether it is an address that people can trust their eyes with."""
        expected = self.expectation.codes
        if holds_secret(code.text) and code.text not in (expected or ()):
            said = f"{shown(code.text)}, the key of somebody's account"
            self.ledger.failed("code-payload", said, page_number, code.box, advice=_REDACT)
        elif expected is None:
            self.ledger.unmeasured("code-payload", f"{code.text}; nothing is known of what it should say", page_number, code.box)
        else:
            self.ledger.judge(is_among(code.text, expected), "code-payload", code.text, page_number, code.box)
        if is_address(code.text):
            problem = link_problem(code.text, self.expectation.passing_on)
            said = f"{code.text}: {problem}" if problem else code.text
            self.ledger.judge(not problem, "code-link", said, page_number, code.box)
        else:
            self.ledger.unmeasured("code-link", "the code holds no address", page_number, code.box)

    def _address(self, code: Code, page_number: int, text: str) -> None:
        """Whether the page prints the address that the code leads to."""
        printed = printed_as(code.text, text)
        if printed is None:
            why = "no address is printed on the page" if is_address(code.text) else "the code holds no address"
            self.ledger.unmeasured("code-address", why, page_number, code.box)
        else:
            said = code.text if printed else f"the code says {code.text}; printed: {', '.join(addresses(text)[:3])}"
            self.ledger.judge(printed, "code-address", said, page_number, code.box)

    def _rivals(self, code: Code, page_number: int, readable: Readable) -> None:
        """Whether another address on the page stands out as much as the code's own."""
        others = {one.text for one in self.found} | {*(self.expectation.codes or ()), *self.expectation.other_addresses}
        found = rivals(code.text, code.box, sorted(others - {code.text}), readable) if is_address(code.text) else None
        if found is None:
            self.ledger.unmeasured("code-rival", "the code's address is not printed on the page", page_number, code.box)
        elif not found:
            self.ledger.passed("code-rival", "none", page_number, code.box)
        for one in found or ():
            said = f"{one.address} is printed, and the code says {code.text}"
            self.ledger.failed("code-rival", said, page_number, one.box, severity="error" if one.certain else "warning")

    def _measure(self, code: Code, view: View) -> None:
        """Sample the code on a fine picture, and judge what it shows."""
        view.deadline.check()
        area = view.within(code.box.inset(-_AROUND * code.module))
        raster = view.raster(_FINE / code.module, area, colour=True)
        near = min(decoded(raster), key=lambda one: abs(one.box.x - code.box.x) + abs(one.box.y - code.box.y), default=code)
        if near.content != code.content:
            near = code
        corners = [((x - raster.left) * raster.scale, (y - raster.top) * raster.scale) for x, y in near.corners]
        grid = refined(raster, grid_of(corners, code.side))
        taken = sample(raster, grid)
        inverted = is_inverted(taken.luma)
        reading = read_symbol(binary(taken.luma, inverted=inverted))
        facts: dict[str, Any] = {"page": view.number, "text": self._kept(code), "version": (code.side - 17) // 4}
        shape = _Shape(code, view, raster, grid, taken, inverted)
        self._judge_shape(shape, facts)
        self._judge_symbol(shape, reading, facts)
        self.ledger.codes.append(facts)

    def _kept(self, code: Code) -> str:
        """What the report keeps of the code: a secret only where it was expected."""
        return code.text if code.text in (self.expectation.codes or ()) else shown(code.text)

    def _judge_shape(self, shape: _Shape, facts: dict[str, Any]) -> None:
        """What needs the grid alone."""
        judge, at = self.ledger.judge, (shape.view.number, shape.code.box)
        width, height = (to_mm(side / shape.raster.scale) for side in shape.grid.widths)
        module = min(width, height)
        facts |= {"module_mm": round(module, 3), "place_mm": [round(to_mm(v), 1) for v in _sides(shape.code.box)]}
        judge(module >= MODULE_MM - 0.003, "code-module", f"{module:.2f} mm", *at)
        square = abs(width / height - 1) <= ASPECT and shape.grid.skew <= ASPECT
        slant = "" if shape.grid.skew <= ASPECT else ", slanted"
        judge(square, "code-aspect", f"{width:.2f} × {height:.2f} mm a module{slant}", *at)
        judge(not shape.inverted, "code-polarity", "light on dark" if shape.inverted else "dark on light", *at)
        distance = self.expectation.reading_distance
        reach = f"readable up to about {module / MODULE_MM_PER_METRE:.2f} m"
        if distance is None:
            self.ledger.unmeasured("code-distance", f"{reach}; no reading distance was given", *at)
        else:
            share = module / (MODULE_MM_PER_METRE * distance) if distance else 1.0
            severity = "error" if share < DISTANCE_SHARE else "warning"
            judge(share >= 1, "code-distance", f"{reach}; {distance:.2g} m is asked for", *at, severity=severity)

    def _judge_symbol(self, shape: _Shape, reading: Reading | None, facts: dict[str, Any]) -> None:
        """What needs the modules' content."""
        ledger, at = self.ledger, (shape.view.number, shape.code.box)
        if reading is None:
            rules = ("code-contrast", "code-quiet-zone", "code-patterns", *_STRESS)
            ledger.failed("code-correction", "the format information cannot be read at the modules' centres", *at)
            ledger.unmeasured(rules, "the modules could not be told apart", *at)
            return
        matrix = reading.expected or binary(shape.taken.luma, inverted=shape.inverted)
        self._judge_light(shape, matrix, facts)
        damaged = len(reading.damaged)
        ledger.judge(
            not damaged,
            "code-patterns",
            f"{damaged} of {reading.functions} modules damaged",
            *at,
            severity="error" if damaged > _TOUCHED * reading.functions else "warning",
        )
        errors = ", ".join("too many" if block.errors is None else str(block.errors) for block in reading.blocks)
        facts |= {"level": reading.level, "unused_correction": round(reading.unused, 3)}
        said = f"{reading.unused:.2f} (wrong codewords a block: {errors})"
        ledger.judge(reading.unused >= UNUSED, "code-correction", said, *at)
        if reading.expected is None:
            ledger.unmeasured(_STRESS, "the undamaged code is not known, so there is nothing to compare with", *at)
        else:
            self._stress(shape, reading, facts)

    def _judge_light(self, shape: _Shape, matrix: Matrix, facts: dict[str, Any]) -> None:
        at = (shape.view.number, shape.code.box)
        flipped = tuple(tuple(not dark for dark in row) for row in matrix) if shape.inverted else matrix
        light, dark = contrast(shape.taken.luma, flipped)
        bright, dim = contrast(shape.taken.linear, flipped)
        weaker = min(light - dark, bright - dim)
        said = f"luma {light - dark:.2f}, linear Y {bright - dim:.2f}"
        facts |= {"contrast_luma": round(light - dark, 3), "contrast_linear": round(bright - dim, 3)}
        good = weaker >= CONTRAST_AIM
        self.ledger.judge(good, "code-contrast", said, *at, severity="error" if weaker < CONTRAST else "warning")
        paper, ink = (dark, light) if shape.inverted else (light, dark)
        quiet = quiet_zone(shape.raster, shape.grid, paper, ink)
        facts["quiet_modules"] = quiet
        least = f"{quiet:g} modules" if quiet < 6 else "6 modules or more"
        self.ledger.judge(quiet >= QUIET_MODULES, "code-quiet-zone", least, *at)

    def _stress(self, shape: _Shape, reading: Reading, facts: dict[str, Any]) -> None:
        view, code = shape.view, shape.code
        assert reading.expected is not None
        width, height = (side / shape.raster.scale for side in shape.grid.widths)
        module = (width + height) / 2
        looks = (shape.inverted, reading.unused, facts["contrast_luma"], facts["quiet_modules"])
        alike = (code.content, round(to_mm(module), 2), *looks)
        if alike not in self.stressed:
            subject = Subject(view, code.box, module)
            self.stressed[alike] = list(margins(subject, reading.expected, code.content))
        for margin in self.stressed[alike]:
            said = f"ratio {margin.ratio:.2f} ({margin.subject:.3g} {margin.unit}; twin {margin.twin:.3g})"
            self.ledger.judge(margin.ratio >= STRESS_RATIO, margin.rule, said, view.number, code.box)
            facts[margin.rule.replace("-", "_")] = round(margin.ratio, 3)


class _Shape(Struct, frozen=True):
    """A code with all that was sampled of it."""

    code: Code
    view: View
    raster: Raster
    grid: Grid
    taken: Sample
    inverted: bool


def _sides(box: Rect) -> Sequence[float]:
    return box.x, box.y, box.width, box.height


def _decoder_version() -> str:
    """The decoder's version, for the label."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("zxing-cpp")
    except PackageNotFoundError:
        return "?"


def label(found: Sequence[Code]) -> str:
    """What the stress figures are, and what they are not; nothing where no code was found."""
    stated = f"simulated, with zxing-cpp {_decoder_version()}; not an ISO/IEC 15415 grade, not a phone test"
    return stated if found else ""
