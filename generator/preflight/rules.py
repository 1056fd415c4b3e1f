"""The rules of the proof, in one table: what each looks at, its limit, and what to do where it fails.

The limits come from makers' manuals and from what was measured with decoders; where they are from is said beside them.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning", "info"]

MAX_BYTES, MAX_PAGES, MAX_SECONDS = 100_000_000, 100, 60.0
MAX_MEMORY = 4_000_000_000  # bytes of a process that reads a foreign file
MAX_SIDE = 14_400.0  # points of a page: what readers of PDF 1.x bear (ISO 32000-1, annex C)
MAX_PIXELS = 12_000_000  # of a page as it is drawn
MAX_UNPACKED, MAX_PICTURE = 200_000_000, 200_000_000  # bytes of a stream, pixels of a picture in the file
MAX_DRAWN = 100_000  # forms that a page draws, those within forms too
MODULE_MM = 0.40  # GS1: X-dimension 0.396 to 0.990 mm
QUIET_MODULES = 4.0  # ISO/IEC 18004
CONTRAST, CONTRAST_AIM = 0.55, 0.70  # a WCAG ratio misleads here: black on a strong blue has 4.6:1, and 0.18 of luma
ASPECT = 0.03  # by how much the sides may differ
UNUSED = 0.37  # of the error correction, in the weakest block
MODULE_MM_PER_METRE = 2.65  # a 65° camera of 1920 pixels, four of them a module
DISTANCE_SHARE = 0.75  # of that: at three pixels a module, two of three readings fail
STRESS_RATIO = 0.5
TEXT_PT, TEXT_PT_AIM = 6.0, 8.0
TEXT_CONTRAST, LARGE_CONTRAST, LARGE_PT = 4.5, 3.0, 18.0  # WCAG 2.2, 1.4.3
OVERLAP = 0.2  # of a character's box, both ways: lines set tight touch each other's boxes, not each other's ink
PICTURE_PPI, PICTURE_PPI_AIM = 120.0, 200.0


class Rule(Struct, frozen=True):
    """One rule; `severity` is what its failure counts as, unless the finding says otherwise."""

    id: str
    severity: Severity
    about: str
    limit: str
    advice: str


_TWIN = f"ratio ≥ {STRESS_RATIO} to an ideal twin"
_RULES = (
    Rule("file-opens", "error", "opens in two independent readers", "both", "make the file again, without a password"),
    Rule(
        "file-bounds",
        "error",
        "is small enough to be judged whole",
        f"{MAX_BYTES // 1_000_000} MB, {MAX_PAGES} pages, {MAX_SECONDS:.0f} s",
        "split the file, or simplify what is drawn",
    ),
    Rule("file-encryption", "warning", "is not encrypted", "no encryption", "save it without restrictions"),
    Rule("file-damage", "warning", "is read without repairs", "no warning", "make the file again: it is damaged"),
    Rule("file-pages", "error", "number of pages", "as the format has", "build the format again"),
    Rule("file-size", "error", "size of the pages", "as the format has, to 0.5 mm", "choose the right page size"),
    Rule(
        "file-boxes",
        "error",
        "page boxes",
        f"each within the next larger one; side ≤ {MAX_SIDE:.0f} pt; press: bleed 3 mm",
        "set trim, bleed and media box",
    ),
    Rule("file-title", "warning", "title", "given", "give the document a title"),
    Rule("file-lang", "warning", "language", "given, as the text is", "give the document's language: screen readers need it"),
    Rule("file-tags", "warning", "structure tags", "present, for the screen", "export a tagged PDF"),
    Rule(
        "file-accessible",
        "error",
        "accessibility",
        "PDF/UA-1",
        "make it anew with --for screen; for other programs, export it as PDF/UA",
    ),
    Rule("file-javascript", "error", "JavaScript", "none", "take the scripts out"),
    Rule("file-attachments", "error", "attached files", "none", "take the attachments out"),
    Rule(
        "file-actions",
        "error",
        "actions",
        "plain https links only; nothing starts by itself",
        "take out forms and what starts by itself; keep only links of the form https://host/path",
    ),
    Rule(
        "file-links",
        "error",
        "where links lead",
        "to the address that is printed there, or to a code's; none over another",
        "let each link lead to the address that people see",
    ),
    Rule("code-count", "error", "number of codes that can be read", "as expected", "see what covers or spoils the code"),
    Rule("code-payload", "error", "what the code says", "one of the expected addresses", "make the code of the right address"),
    Rule(
        "code-address",
        "error",
        "the printed address is what the code says",
        "equal, with or without https://",
        "print the address that the code leads to: people are told to compare the two",
    ),
    Rule(
        "code-rival",
        "error",
        "other addresses as prominent as the code's",
        "none as large and as near to it, or larger",
        "print only the address that the code leads to at that size: people are told to compare the two",
    ),
    Rule(
        "code-link",
        "warning",
        "the code's address is plain",
        "https, a host with its domain, nothing hidden",
        "lead to an https address that people can read",
    ),
    Rule("code-module", "error", "size of a module", f"≥ {MODULE_MM:.2f} mm", "print the code larger, or shorten the address"),
    Rule("code-quiet-zone", "error", "quiet zone", f"≥ {QUIET_MODULES:.0f} modules", "leave the code more white on each side"),
    Rule("code-polarity", "error", "polarity", "dark on light", "print the code dark on light: phones do not read the reverse"),
    Rule(
        "code-contrast",
        "error",
        "symbol contrast, light minus dark",
        f"≥ {CONTRAST:.2f} on luma and on linear Y, aim {CONTRAST_AIM:.2f}",
        "print the code black on white",
    ),
    Rule("code-aspect", "error", "sides of the code", f"square, to {ASPECT:.0%}", "do not stretch the code"),
    Rule("code-patterns", "error", "function patterns", "none damaged; fails beyond 5 %", "uncover the code's corners and lines"),
    Rule(
        "code-correction",
        "error",
        "unused error correction of the weakest block",
        f"≥ {UNUSED:.2f}",
        "take away what covers the code, a logo too",
    ),
    Rule(
        "code-distance",
        "error",
        "size for the reading distance",
        f"module ≥ {MODULE_MM_PER_METRE} mm a metre; fails below {DISTANCE_SHARE:.0%} of it",
        "print the code larger, or hang it where people come nearer",
    ),
    Rule("stress-pixels", "error", "simulated: fewest pixels a module", _TWIN, "give the code sharp edges"),
    Rule("stress-contrast", "error", "simulated: least contrast", _TWIN, "print it black on white"),
    Rule("stress-noise", "error", "simulated: most noise", _TWIN, "print it black on white, undamaged"),
    Rule("stress-occlusion", "error", "simulated: largest stain", _TWIN, "take away what covers the code"),
    Rule("text-size", "error", "smallest text", f"≥ {TEXT_PT:.0f} pt, aim {TEXT_PT_AIM:.0f} pt", "set the text larger"),
    Rule(
        "text-contrast",
        "error",
        "contrast of text with what lies beneath",
        f"≥ {TEXT_CONTRAST}:1; from {LARGE_PT:.0f} pt {LARGE_CONTRAST:.0f}:1",
        "choose a darker text or a lighter ground",
    ),
    Rule("text-embedded", "error", "fonts", "all embedded", "embed the fonts: elsewhere others take their place"),
    Rule("text-mapped", "error", "characters that can be copied and read aloud", "all", "embed the fonts with a Unicode map"),
    Rule("text-outside", "error", "text within the page", "all of it", "move the text into the page"),
    Rule("text-safe-area", "error", "text away from the trim", "5 mm", "move it inwards: printers and knives are not exact"),
    Rule("text-overlap", "error", "lines of text over each other", "none", "give the lines room"),
    Rule("page-margin", "error", "white margin, for office printers", "5 mm", "move everything 5 mm away from the edge"),
    Rule(
        "picture-resolution",
        "error",
        "resolution of pictures as placed",
        f"≥ {PICTURE_PPI:.0f} ppi, aim {PICTURE_PPI_AIM:.0f}",
        "take a larger picture, or place it smaller",
    ),
    Rule("picture-colour", "error", "colour space of pictures", "screen: no CMYK; press: no RGB", "convert the pictures"),
    Rule("picture-exif", "error", "EXIF data in pictures", "none", "remove it: it may hold a name, a place and a preview"),
)

RULES = {rule.id: rule for rule in _RULES}


def rules() -> tuple[Rule, ...]:
    """Every rule, in the order in which reports list them."""
    return _RULES
