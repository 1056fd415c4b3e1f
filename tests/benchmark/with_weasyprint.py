"""The flyer made with WeasyPrint: a whole process that reads the guide, makes the code and writes the PDF."""

from __future__ import annotations

import sys
from base64 import b64encode
from html import escape
from pathlib import Path

from weasyprint import HTML

from content import INK, MODULE_MM, PAPER, SIGNAL, Span, Station, font_folders, load

CSS = f"""
@page {{ size: 210mm 297mm; margin: 0 }}
@font-face {{ font-family: Sans; src: url("{{sans}}"); font-weight: 100 900 }}
@font-face {{ font-family: Mono; src: url("{{mono}}"); font-weight: 100 800 }}
html {{ font: 11pt/15pt Sans; color: {INK} }}
body {{ margin: 0 }}
div {{ position: absolute; box-sizing: border-box }}
.ink {{ background: {INK}; color: {PAPER} }} .signal {{ background: {SIGNAL} }} .paper {{ background: {PAPER} }}
.mid {{ text-align: center }}
.key {{ background: {PAPER}; font-weight: 700; border: .3mm solid {INK}; border-bottom-width: .75mm }}
.key {{ border-radius: .28em; padding: 0 .34em }}
.door {{ background: {INK}; color: {PAPER}; font-weight: 700; border-radius: .6em; padding: 0 .5em }}
b {{ font-weight: 700 }}
"""


def at(x: float, y: float, width: float, body: str, style: str = "", kind: str = "") -> str:
    """A box at a place, in millimetres."""
    return f'<div class="{kind}" style="left:{x}mm;top:{y}mm;width:{width}mm;{style}">{body}</div>'


def slab(x: float, y: float, width: float, height: float, kind: str, radius: float = 0, style: str = "") -> str:
    """A filled rectangle."""
    return at(x, y, width, "", f"height:{height}mm;border-radius:{radius}mm;{style}", kind)


def inline(pieces: tuple[Span, ...]) -> str:
    """HTML of a line."""
    forms = {"text": "{}", "strong": "<b>{}</b>", "key": '<span class="key">{}</span>'}
    return "".join(forms[kind].format(escape(text)) for kind, text in pieces)


def station(place: Station, y: float) -> str:
    """A numbered disc on the shaft and its words."""
    digit = at(36.65, y - 3, 20, place.number, "font:800 12pt/6mm Sans", "mid")
    disc = slab(43.05, y - 3.6, 7.2, 7.2, "signal", 3.6) + digit
    if len(place.lines) > 1:
        doors = [
            at(59.65, y + shift, 140, f'<span class="door">{place.number}{letter}</span> {inline(line)}', "line-height:17.6pt")
            for letter, shift, line in zip("ab", (-7.2, 1.0), place.lines, strict=True)
        ]
        eye = slab(38.15, y - 9.25, 17, 18.5, "ink", 8.5) + slab(41.95, y - 5.45, 9.4, 10.9, "signal", 4.7)
        return eye + disc + "".join(doors)
    range_ = f' <span style="font:400 11pt Sans">{place.range}</span>' if place.range else ""
    title = at(59.65, y - 5.8, 130, escape(place.title) + range_, "font:800 15pt/18pt Sans")
    return disc + title + at(59.65, y + 0.7, 140, inline(place.lines[0]))


def source() -> str:
    """The whole HTML document."""
    flyer = load()
    guide, words = flyer.guide, flyer.words
    folders = font_folders()
    css = CSS.replace("{sans}", (folders["Noto Sans"] / "NotoSans[wdth,wght].ttf").as_uri())
    css = css.replace("{mono}", (folders["JetBrains Mono"] / "JetBrainsMono[wght].ttf").as_uri())
    side = 33 * MODULE_MM
    ready = "".join(f"&ensp;{escape(item['text'])}" for item in guide["have_ready"][:3])
    code = f'<img style="display:block;width:{side}mm" src="data:image/svg+xml;base64,{b64encode(flyer.code.encode()).decode()}">'
    body = [
        slab(8, 8, 194, 226, "signal", 6),
        at(16, 13.2, 150, f"<b>{escape(guide['organisation'])}</b><br>{escape(guide['owner'])}"),
        at(170, 13.6, 24, words["language"], "height:7mm;border-radius:3.5mm;font-weight:700;line-height:7mm", "ink mid"),
        at(14.7, 25.6, 170, escape(guide["headline"]), "font:800 57pt/54.5pt Sans;letter-spacing:-.022em"),
        at(16, 67.2, 180, escape(guide["title"]), "font:700 17pt/21pt Sans"),
        slab(73.3, 86.8, 120.7, 53.3, "paper", 4),
        slab(42.15, 150, 9, 76, "ink") + slab(27.15, 203.5, 15.5, 21.5, "ink"),
        slab(16, 78.6, 61.3, 75.9, "ink", 8) + slab(20, 86.8, 53.3, 53.3, "paper"),
        at(25.2, 92, side, code),
        at(36.65, 143, 20, words["scan"], f"font:800 18pt/8mm Sans;color:{PAPER}", "mid"),
        at(83.8, 90.7, 80, words["or_type"], "font:800 18pt/24pt Sans"),
        at(83.8, 102.4, 112, f"{flyer.scheme}<br><b>{flyer.host}<br>{flyer.path}</b>", "font:20.6pt/26pt Mono"),
        at(83.8, 131.1, 100, escape(words["one_line"])),
        at(83.8, 145.7, 116, f"<b>{words['have_ready']}</b>{ready}"),
        *(station(place, y) for place, y in zip(flyer.stations, (162, 178, 194, 207.4, 220.8), strict=True)),
        slab(8, 239, 194, 50, "paper", 4, f"border:.7mm solid {INK}"),
        slab(8, 239, 194, 9.2, "ink", 0, "border-radius:4mm 4mm 0 0"),
        at(22, 240.2, 118, words["safety_title"], f"font:800 14pt/19pt Sans;color:{PAPER}"),
        *(at(22, 251 + 7.2 * row, 175, inline(line)) for row, line in enumerate(flyer.safety)),
        slab(13, 275.8, 184, 0.3, "ink"),
        at(13, 276.8, 184, f"<b>{words['helpdesk']}</b><br>{words['edition'].format(edition=guide['edition'])}"),
    ]
    title = escape(guide["title"])
    return f'<html lang="en"><head><title>{title}</title><style>{css}</style></head><body>{"".join(body)}</body></html>'


def main(target: Path) -> None:
    """Write the flyer."""
    HTML(string=source()).write_pdf(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
