"""Fonts in the file: subsets of TrueType fonts, addressed by codes of our own (Type 0, Identity-H; ISO 32000-1, 9.7).

A code stands for a glyph *and* the text that it was set for, numbered as they first appear. So one glyph may say a space here and
a no-break space there, and a ligature says its letters, without further marks; a map from codes to glyphs keeps the
subset small, since the glyphs of a large font need not keep their numbers. Only clusters of more letters than characters, and
runs whose glyphs do not add up to their text, say it with ActualText. Marks above and below a letter (the dots of Arabic, vowels
of Thai) are drawn as shapes, and the letter says them too: off the baseline, they would tear words apart for those who read
text out of the file.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING
from unicodedata import bidirectional

import uharfbuzz  # type: ignore[import-untyped]  # ReportLab has imported it already
from msgspec.structs import replace

from generator.pdf.syntax import number, numbers, path_operators, utf16

if TYPE_CHECKING:
    from generator.pdf.reportlab_inside import PdfFile
    from generator.surface import Glyph, GlyphRun
    from generator.text.fonts import Font

# What a font in a PDF needs none of: shaping is done, names are ours, and codes lead to glyphs without a character map.
_UNUSED_TABLES = (
    "BASE DSIG GDEF GPOS GSUB HVAR JSTF LTSH MVAR OS/2 PCLT STAT VDMX VORG VVAR avar cmap gasp hdmx kern meta name post vhea vmtx"
)
# PDF/UA-1, 7.21.7: each code has a text, and that is none of these.
_UNSAYABLE = "\0\ufeff\ufffe"
_NO_TEXT = "\u200b"  # zero width space
_MAY_BE_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class FontShelf:
    """The fonts of one file: fonts with the same outlines are one, however often they were loaded."""

    def __init__(self) -> None:
        self._fonts: dict[object, EmbeddedFont] = {}

    def embedded(self, font: Font) -> EmbeddedFont:
        """The font's place in the file."""
        key = (font.path, tuple(sorted(font.axes.items())))
        if key not in self._fonts:
            self._fonts[key] = EmbeddedFont(f"F{len(self._fonts) + 1}", font)
        return self._fonts[key]

    def write(self, file: PdfFile) -> None:
        """Write all fonts, once everything is drawn."""
        for font in self._fonts.values():
            file.add_font(font.name, font.write(file))


class EmbeddedFont:
    """One font of the file. `name` is what content streams call it. Raises ValueError for a font without TrueType outlines."""

    def __init__(self, name: str, font: Font) -> None:
        if "glyf" not in font.face.table_tags:
            raise ValueError(f"{font.path} has no TrueType outlines")
        self.name = name
        self._font = font
        self._codes: dict[tuple[int, str], int] = {}
        self._shapes: dict[int, tuple[str, int]] = {}
        self._widths = [0]  # by code, in thousandths of the em; code 0 is never used

    def code(self, gid: int, text: str) -> int:
        """The code that shows glyph `gid` and says `text`."""
        code = self._codes.get((gid, text))
        if code is None:
            code = self._codes[gid, text] = len(self._widths)
            self._widths.append(round(self._font.hb.get_glyph_h_advance(gid) * 1000 / self._font.upem))
        return code

    def operators(self, run: GlyphRun) -> tuple[str, list[Glyph]]:
        """The text object that sets a run, font, size and colour being set before; and its glyphs that are drawn as shapes."""
        writer, said = _TextObject(run.x, run.y, run.size), [glyph.text for glyph in run.glyphs]
        shapes: list[Glyph] = []
        if "" not in said and "".join(said) == run.text and not _MAY_BE_RTL.search(run.text):  # each says what it stands for
            writer.show(self._coded(zip(run.glyphs, said, strict=True)))
            return writer.finish(), shapes
        whole = not _adds_up(said, run.text)
        if whole:
            writer.begin_actual(run.text)
        for text, letters, marks in self._clusters(run):
            shapes += marks
            marked = not whole and len(letters) > len(text)
            if marked:
                writer.begin_actual(text)
            writer.show(self._coded(self._spelled(text, letters)))
            if marked:
                writer.end_actual()
        if whole:
            writer.end_actual()
        return writer.finish(), shapes

    def _coded(self, letters: Iterable[tuple[Glyph, str]]) -> Iterator[tuple[int, float, float, int]]:
        """Code, place and width of letters that say something."""
        for glyph, said in letters:
            code = self.code(glyph.gid, said)
            yield code, glyph.x, glyph.y, self._widths[code]

    def shape(self, gid: int, file: PdfFile) -> tuple[str, int]:
        """The name and the number of the object that draws a glyph, one unit to the em."""
        if gid not in self._shapes:
            box = self._font.hb.get_glyph_extents(gid)
            corners = (box.x_bearing, box.y_bearing + box.height, box.x_bearing + box.width, box.y_bearing)
            edges = numbers(tuple(corner / self._font.upem for corner in corners))
            data = f"{path_operators(self._font.outline(gid))}\nf".encode("ascii")
            form = file.add_stream(data, f"/Type /XObject /Subtype /Form /BBox [{edges}] ")
            self._shapes[gid] = f"{self.name}G{gid}", form
        return self._shapes[gid]

    def _spelled(self, text: str, letters: list[Glyph]) -> Iterator[tuple[Glyph, str]]:
        """The letters of a cluster with what each says: together, what the cluster says, in its order whatever theirs is.

        From right to left, each says one character, and blanks say those for which there are no letters: programs that read
        text out of files turn round whatever stands within one code.
        """
        if text and bidirectional(text[0]) in ("R", "AL"):
            blank = replace(letters[0], gid=self._font.glyph(ord(" ")))
            letters = [blank] * (len(text) - len(letters)) + letters
            text = text[::-1]
        last = len(letters) - 1
        yield from ((glyph, text[index:] if index == last else text[index : index + 1]) for index, glyph in enumerate(letters))

    def _clusters(self, run: GlyphRun) -> Iterator[tuple[str, list[Glyph], list[Glyph]]]:
        """What each cluster says, its letters, and its marks: glyphs that take no width beside others that do."""
        for cluster in _clusters(run.glyphs):
            if len(cluster) == 1:
                yield cluster[0].text, cluster, []
                continue
            letters = [glyph for glyph in cluster if self._font.advance(glyph.gid)] or cluster
            yield cluster[0].text, letters, [glyph for glyph in cluster if glyph not in letters]

    def write(self, file: PdfFile) -> int:
        """Write the subset and all that describes it; the number of the font's object."""
        data, glyphs = self._subset()
        tag = "".join(chr(ord("A") + byte % 26) for byte in sha256(data).digest()[:6])
        base = f"/{tag}+{''.join(c for c in self._font.name if c.isascii() and (c.isalnum() or c == '-'))}"
        glyph_map = b"".join(struct.pack(">H", glyphs[gid]) for gid in [0, *(gid for gid, _ in self._codes)])
        program = file.add_stream(data, f"/Length1 {len(data)} ")
        descendant = file.add(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont {base} /CIDToGIDMap {file.add_stream(glyph_map)} 0 R "
            f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            f"/FontDescriptor {file.add(self._descriptor(base, program, data))} 0 R "
            f"/W [1 [{' '.join(map(str, self._widths[1:]))}]] >>"
        )
        return file.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont {base} /Encoding /Identity-H /DescendantFonts [{descendant} 0 R] "
            f"/ToUnicode {file.add_stream(self._character_map().encode('ascii'))} 0 R >>"
        )

    def _subset(self) -> tuple[bytes, dict[int, int]]:
        """The font program with the glyphs in use, axes pinned, and the new numbers of the glyphs by their old ones."""
        wanted = uharfbuzz.SubsetInput()
        wanted.glyph_set.update(gid for gid, _ in self._codes)
        flags = uharfbuzz.SubsetFlags
        wanted.flags = flags.NO_HINTING | flags.NO_LAYOUT_CLOSURE | flags.NOTDEF_OUTLINE
        wanted.drop_table_tag_set.update(int.from_bytes(tag.ljust(4).encode("ascii"), "big") for tag in _UNUSED_TABLES.split())
        face = self._font.face
        wanted.pin_all_axes_to_default(face)
        for axis, value in self._font.axes.items():
            wanted.pin_axis_location(face, axis, value)
        plan = uharfbuzz.SubsetPlan(face, wanted)
        data = bytes(plan.execute().blob.data)
        return data, dict(plan.old_to_new_glyph_mapping)

    def _descriptor(self, base: str, program: int, data: bytes) -> str:
        """The font's descriptor; its box is that of the subset."""
        per_mille = 1000 / self._font.upem
        head = bytes(uharfbuzz.Face(data).reference_table("head").data)
        box = " ".join(str(round(edge * per_mille)) for edge in struct.unpack_from(">4h", head, 36))
        cap = self._font.hb.get_metric_position_with_fallback(uharfbuzz.OTMetricsTag.CAP_HEIGHT) * per_mille
        return (
            f"<< /Type /FontDescriptor /FontName {base} /Flags 4 /ItalicAngle 0 /StemV 80 /CapHeight {round(cap)} "
            f"/Ascent {round(self._font.ascent * 1000)} /Descent {round(-self._font.descent * 1000)} "
            f"/FontBBox [{box}] /FontFile2 {program} 0 R >>"
        )

    def _character_map(self) -> str:
        """The ToUnicode map: what each code says."""
        rows = [f"<{code:04X}> <{utf16(text.strip(_UNSAYABLE) or _NO_TEXT)}>" for (_, text), code in self._codes.items()]
        blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
        lines = [f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks]
        return _CMAP_HEAD + "".join(lines) + _CMAP_TAIL


class _TextObject:
    """Operators between BT and ET. What the font's rounded widths leave over is made up for between the glyphs."""

    def __init__(self, x: float, y: float, size: float) -> None:
        self._origin = (x, y)
        self._em = size / 1000
        self._parts = ["BT"]
        self._line: tuple[float, float] = (0.0, 0.0)  # where the line began, to which Td is relative
        self._pen = 0.0
        self._codes: list[str] = []

    def show(self, glyphs: Iterable[tuple[int, float, float, int]]) -> None:
        """Glyphs: code, (x, y) from the run's origin, width in thousandths of the em."""
        (left, foot), em, codes, pen = self._origin, self._em, self._codes, self._pen
        for code, x, y, width in glyphs:
            x, y = round(left + x, 3), round(foot + y, 3)
            if (len(self._parts) == 1 and not codes) or y != self._line[1]:
                self._flush()
                self._parts.append(f"{number(x - self._line[0])} {number(y - self._line[1])} Td")
                self._line, pen = (x, y), x
            gap = round((pen - x) / em)
            if gap:
                codes.append(f">{gap}<")
            codes.append(f"{code:04X}")
            pen += (width - gap) * em
        self._pen = pen

    def begin_actual(self, text: str) -> None:
        """What is shown from here on says `text`."""
        self._flush()
        self._parts.append(f"/Span <</ActualText <FEFF{utf16(text)}>>> BDC")

    def end_actual(self) -> None:
        """From here on glyphs say what they are."""
        self._flush()
        self._parts.append("EMC")

    def finish(self) -> str:
        """The whole text object."""
        self._flush()
        return "\n".join([*self._parts, "ET"])

    def _flush(self) -> None:
        if self._codes:
            self._parts.append(f"[<{''.join(self._codes)}>] TJ".replace("<>", ""))
            self._codes.clear()


def _clusters(glyphs: tuple[Glyph, ...]) -> Iterator[list[Glyph]]:
    """Glyphs that stand for one text together: the first carries it, those without text follow."""
    cluster: list[Glyph] = []
    for glyph in glyphs:
        if glyph.text and cluster:
            yield cluster
            cluster = []
        cluster.append(glyph)
    if cluster:
        yield cluster


def _adds_up(said: list[str], text: str) -> bool:
    """Whether the glyphs say the run's text; from right to left they say it in another order."""
    together = "".join(said)
    return together == text or sorted(together) == sorted(text)
