"""The flyer made with Typst: a whole process that reads the guide, makes the code and writes the PDF."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typst

from content import INK, MODULE_MM, PAPER, SIGNAL, Span, Station, font_folders, load

HEAD = f"""
#set page(width: 210mm, height: 297mm, margin: 0pt)
#set text(font: "Noto Sans", size: 11pt, fill: rgb("{INK}"), top-edge: 1.069em, bottom-edge: -0.293em)
#set par(leading: 0pt, spacing: 0pt)
#let ink = rgb("{INK}")
#let signal = rgb("{SIGNAL}")
#let paper = rgb("{PAPER}")
#let at(x, y, w, body) = place(top + left, dx: x * 1mm, dy: y * 1mm, block(width: w * 1mm, body))
#let slab(x, y, w, h, fill, r: 0) = at(x, y, w, rect(width: w * 1mm, height: h * 1mm, radius: r * 1mm, fill: fill))
#let disc(x, y, r, fill) = at(x - r, y - r, 2 * r, circle(radius: r * 1mm, fill: fill))
#let mid(x, y, body) = at(x - 10, y - 5, 20, block(height: 10mm, width: 20mm, align(center + horizon, body)))
#let key(body) = box(
  fill: paper, radius: 0.28em, inset: (x: 0.34em), outset: (top: -0.1em, bottom: -0.1em),
  stroke: (rest: 0.3mm + ink, bottom: 0.75mm + ink), text(weight: 700, body))
#let door(body) = box(fill: ink, radius: 0.6em, inset: (x: 0.5em), outset: (y: -0.1em), text(weight: 700, fill: paper, body))
"""


def quoted(text: str) -> str:
    """A Typst string."""
    return json.dumps(text, ensure_ascii=False)


def inline(pieces: tuple[Span, ...]) -> str:
    """Typst markup of a line."""
    forms = {"text": "#{}", "strong": "#text(weight: 700, {})", "key": "#key({})"}
    return "".join(forms[kind].format(quoted(text)) for kind, text in pieces)


def station(place: Station, y: float) -> str:
    """A numbered disc on the shaft and its words."""
    number = f"#disc(46.65, {y}, 3.6, signal)#mid(46.65, {y}, text(weight: 800, size: 12pt, {quoted(place.number)}))"
    if len(place.lines) > 1:
        doors = [
            f"#at(59.65, {y + shift}, 140, [#door({quoted(place.number + letter)}) {inline(line)}])"
            for letter, shift, line in zip("ab", (-7.2, 1.0), place.lines, strict=True)
        ]
        eye = f"#slab(38.15, {y - 9.25}, 17, 18.5, ink, r: 8.5)#slab(41.95, {y - 5.45}, 9.4, 10.9, signal, r: 4.7)"
        return eye + number + "".join(doors)
    range_ = f" #text(weight: 400, size: 11pt, {quoted(place.range)})" if place.range else ""
    title = f"#at(59.65, {y - 5.8}, 130, text(weight: 800, size: 15pt)[#{quoted(place.title)}{range_}])"
    return f"{number}{title}#at(59.65, {y + 0.7}, 140, [{inline(place.lines[0])}])"


def source() -> str:
    """The whole Typst document."""
    flyer = load()
    guide, words = flyer.guide, flyer.words
    side = 33 * MODULE_MM
    ready = "   ".join(item["text"] for item in guide["have_ready"][:3])
    body = [
        f"#set document(title: {quoted(guide['title'])})",
        '#set text(lang: "en")',
        "#slab(8, 8, 194, 226, signal, r: 6)",
        f"#at(16, 13.2, 150, [#text(weight: 700, {quoted(guide['organisation'])}) \\ #{quoted(guide['owner'])}])",
        f"#slab(170, 13.6, 24, 7, ink, r: 3.5)#mid(182, 17.1, text(weight: 700, fill: paper, {quoted(words['language'])}))",
        "#at(14.7, 21.5, 170, par(leading: -23.1pt, "
        f"text(weight: 800, size: 57pt, tracking: -0.022em, {quoted(guide['headline'])})))",
        f"#at(16, 67.2, 180, text(weight: 700, size: 17pt, {quoted(guide['title'])}))",
        "#slab(73.3, 86.8, 120.7, 53.3, paper, r: 4)",
        "#slab(42.15, 150, 9, 76, ink)#slab(27.15, 203.5, 15.5, 21.5, ink)",
        "#slab(16, 78.6, 61.3, 75.9, ink, r: 8)#slab(20, 86.8, 53.3, 53.3, paper)",
        f'#at(25.2, 92, {side}, image(bytes({quoted(flyer.code)}), format: "svg", width: {side}mm))',
        f"#mid(46.65, 147, text(weight: 800, size: 18pt, fill: paper, {quoted(words['scan'])}))",
        f"#at(83.8, 90.7, 80, text(weight: 800, size: 18pt, {quoted(words['or_type'])}))",
        f'#at(83.8, 102, 112, par(leading: -2pt, text(font: "JetBrains Mono", size: 20.6pt)[#{quoted(flyer.scheme)} \\ '
        f"#text(weight: 700)[#{quoted(flyer.host)} \\ #{quoted(flyer.path)}]]))",
        f"#at(83.8, 131.1, 100, {quoted(words['one_line'])})",
        f"#at(83.8, 145.7, 116, [#text(weight: 700, {quoted(words['have_ready'])})#{quoted('   ' + ready)}])",
        *(station(place, y) for place, y in zip(flyer.stations, (162, 178, 194, 207.4, 220.8), strict=True)),
        "#at(8, 239, 194, rect(width: 194mm, height: 50mm, radius: 4mm, stroke: 0.7mm + ink))",
        "#at(8, 239, 194, rect(width: 194mm, height: 9.2mm, radius: (top: 4mm), fill: ink))",
        f"#at(22, 240.2, 118, text(weight: 800, size: 14pt, fill: paper, {quoted(words['safety_title'])}))",
        *(f"#at(22, {251 + 7.2 * row}, 175, [{inline(line)}])" for row, line in enumerate(flyer.safety)),
        "#at(13, 275.8, 184, line(length: 184mm, stroke: 0.3mm + ink))",
        f"#at(13, 276.8, 184, [#text(weight: 700, {quoted(words['helpdesk'])}) \\ "
        f"#{quoted(words['edition'].format(edition=guide['edition']))}])",
    ]
    return HEAD + "\n".join(body)


def main(target: Path) -> None:
    """Write the flyer."""
    pdf = typst.compile(source().encode(), font_paths=list(font_folders().values()), ignore_system_fonts=True)
    target.write_bytes(pdf)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
