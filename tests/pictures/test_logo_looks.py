"""A logo looks as a browser shows it: each feature of SVG is drawn once by Chromium and once in a PDF, all on one page."""

# ruff: noqa: E501 - an SVG is read best on one line

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from generator.geometry import Rect, Size
from generator.layout.logo import paint_shapes
from generator.pdf import TaggedCanvas
from generator.pictures.svg.drawing import Drawing, read_svg

BOX = 'viewBox="0 0 120 90"'
COLUMNS, CELL, GAP = 8, (240, 180), 20  # pixels
RED = 'fill="#c00"'
LINE = 'fill="none" stroke="#000" stroke-width="10"'

# One for each feature: what is within an svg element of 120 × 90.
BODIES = {
    "rgb out of range": '<path d="M10 10h100v70z" fill="rgb(0,300,0)"/>',
    "rgb percentages": '<path d="M10 10h100v70z" fill="rgb(10%,200%,50%)"/>',
    "rgb with spaces": '<path d="M10 10h100v70z" fill="rgb(10 120 250 / 1)"/>',
    "rgba": '<path d="M10 10h100v70z" fill="rgba(0,90,200,1)"/><path d="M0 0h99v99z" fill="rgba(0,0,0,0)"/>',
    "hsl": '<path d="M10 10h100v70z" fill="hsl(200, 80%, 40%)"/><rect width="9" height="9" fill="hsl(480deg 100% 25%)"/>',
    "short hex with alpha": '<path d="M10 10h100v70z" fill="#0a6f"/><rect width="50" height="50" fill="#11223300"/>',
    "names in any case": '<path d="M10 10h100v70z" fill="RebeccaPurple"/>',
    "the later rule wins": "<style>.a{fill:#c00}.b{fill:#080}</style>"
    '<rect class="b a" x="5" y="5" width="90" height="70"/>',
    "specificity": "<style>#i{fill:#080}.a{fill:#c00}rect{fill:blue}</style>"
    '<rect id="i" class="a" width="50" height="50"/><rect class="a" x="60" width="50" height="50"/><rect y="60" width="99" height="20"/>',
    "important": "<style>.a{fill:#080 !important}</style>"
    '<rect class="a" style="fill:red" fill="blue" width="90" height="70"/>',
    "descendants": "<style>g > rect{fill:#080} g g rect{fill:#c00} *{stroke:navy;stroke-width:4}</style>"
    '<g><rect x="5" y="5" width="40" height="40"/><g><g><path d="M60 10h30v30z"/></g></g></g><rect x="50" y="50" width="30" height="30"/>',
    "attribute selectors": '<style>rect[width="50"]{fill:#080}</style><rect width="50" height="50"/><rect x="60" width="40" height="40"/>',
    "sheet over attribute, style over sheet": "<style>rect{fill:#080}</style>"
    '<rect fill="red" width="50" height="50"/><rect x="60" style="fill:#06c" width="50" height="50"/>',
    "comments in CSS": '<style>/* a */.a/* b */{/* c */fill:/* d */#080/* e */;}</style><rect class="a" width="50" height="50"/>'
    '<rect x="60" width="30" height="30" style="/* x */fill:#080"/>',
    "two sheets": '<style type="TEXT/CSS">.a{fill:blue}</style><rect class="a" width="50" height="50"/><style>.a{fill:red}</style>',
    "sibling selectors": '<style>rect + rect{fill:red}</style><rect width="50" height="50"/><rect x="60" width="50" height="50"/>',
    "CSS that is broken elsewhere": '<style>.a{fill:red;*zoom:1} <!-- .b{fill:blue</style><rect class="a" width="50" height="50"/><rect class="b" x="60" width="50" height="50"/>'.replace("<!--", "/* */"),
    "CSS in CDATA": "<style><![CDATA[ .a{fill:#080} ]]></style><rect class='a' width='50' height='50'/>",
    "broken declarations": '<rect style="fill:#080;;stroke;:x;" width="90" height="50"/>',
    "current colour of the child": '<g fill="currentColor"><g color="#c00"><rect x="10" y="10" width="60" height="60"/></g></g><rect x="80" width="20" height="20" fill="CurrentColor"/>',
    "inherit": f'<g {RED}><g fill="blue"><rect fill="inherit" width="40" height="40"/></g><rect x="50" style="fill:inherit" width="40" height="40"/></g>',
    "initial and unset": f'<g {RED} stroke="blue" stroke-width="8"><rect x="10" y="10" style="fill:initial" width="40" height="40"/><rect x="60" y="10" style="stroke:unset;fill:unset" width="40" height="40"/></g>',
    "unfilled polyline": '<polyline points="10,10 90,10 50,80" fill-rule="evenodd"/>',
    "polyline with a stroke": '<polyline points="10,10 90,10 50,80" fill="#fc0" stroke="#000" stroke-width="6"/>',
    "polygon with glued numbers": '<polygon points="10-5 60.5.5,100 80-0,70"/>',
    "odd points": '<polygon points="10,10 60,10 60,80 10"/>',
    "relative after z": '<path d="M10 80L60 80 60 20zl70 0-40-70z" fill="#06c"/>',
    "z and m": '<path d="m10 10h20v20h-20zm40 0h20v20h-20z m0 40 20 0 0 20z"/>',
    "repeated moves": '<path d="M10 10 50 10 50 50m20 0 20 0 0 20"/>',
    "h, v and their repetition": '<path d="M10 10h20 30v20 30h-10-20V40z"/>',
    "smooth curves": f'<path {LINE} d="M10 50c0-50 40-50 40 0s40 50 40 0S110 10 110 80"/>',
    "smooth after a line": f'<path {LINE} d="M10 50L30 20S90 20 90 70s10-20 20-60"/>',
    "quadratic": f'<path {LINE} d="M10 50Q30 0 50 50T90 50t20-20"/><path d="M10 80t20-10 20 10" stroke="red" fill="none"/>',
    "smooth quadratic after a cubic": f'<path {LINE} d="M10 50C10 0 40 0 50 50T100 50"/>',
    "arcs": '<path d="M20 20a30 20 30 0 1 60 30A15 40-20 1 0 30 60z"/>',
    "glued flags": '<path d="M20 40a25 25 0 0150 0 25 25 0 01-50 0zM80 10a9 9 0 1118 0 9 9 0 11-18 0"/>',
    "too small radii": '<path d="M20 45a5 3 0 0 1 80 0z"/><path d="M20 60a5 5 45 1 0 40 20z" fill="red"/>',
    "no radius": f'<path {LINE} d="M20 45A0 5 0 0 1 80 20L90 80"/>',
    "numbers": '<path d="M1e1 1.0E1l+.9e2-0l-.5.5e2.5 1.5-40 10z"/>',
    "miter limit": f'<path d="M20 80L60 10 45 80" {LINE}/>',
    "a higher miter limit": f'<path d="M20 80L60 40 45 80" {LINE} stroke-miterlimit="10"/>',
    "bevel joins": f'<path d="M20 80L60 20 100 80" {LINE} stroke-linejoin="bevel"/>',
    "round joins": f'<path d="M20 80L60 20 100 80" {LINE} stroke-linejoin="round"/>',
    "square caps": f'<path d="M20 70L20 20 80 20" {LINE} stroke-linecap="square"/>',
    "round caps": f'<path d="M20 70L20 20 80 20M60 60z" {LINE} stroke-linecap="round"/>',
    "square dots": f'<path d="M60 60h0M30 30z" {LINE} stroke-linecap="square" transform="rotate(9)"/><path d="M90 9z" {LINE}/>',
    "butt caps": f'<path d="M20 70L20 20 80 20" {LINE}/>',
    "dashes": f'<path d="M10 20h100" {LINE} stroke-dasharray="15 5"/><path d="M10 40h100" {LINE} stroke-dasharray="9"/>'
    f'<path d="M10 60h100" {LINE} stroke-dasharray="12,3 6"/><path d="M10 80h100" {LINE} stroke-dasharray="0 0"/>',
    "dashes of shapes": '<rect x="10" y="10" width="40" height="50" rx="9" fill="none" stroke="#000" stroke-width="4" stroke-dasharray="11 5"/>'
    '<circle cx="85" cy="40" r="25" fill="none" stroke="#000" stroke-width="4" stroke-dasharray="20 9"/>',
    "rx alone": '<rect x="10" y="10" width="80" height="60" rx="20"/>',
    "rx and ry": '<rect x="10" y="10" width="80" height="60" rx="30" ry="10"/>',
    "rx clamped": '<rect x="10" y="10" width="80" height="60" rx="200" fill="#808"/>',
    "ry clamped": '<rect x="10" y="10" width="80" height="60" rx="10" ry="99"/>',
    "ellipse": '<ellipse cx="60" cy="45" rx="50" ry="20"/>',
    "percentages": '<rect x="10%" y="10%" width="50%" height="50%"/><circle cx="80%" cy="80%" r="10%" fill="red"/>',
    "units": '<rect x="1mm" y="1mm" width="20mm" height=".5in"/><circle cx="70pt" cy="1cm" r="1pc" fill="red"/><path d="M0 80h99" stroke="#000" stroke-width="2mm"/>',
    "zero sizes": '<rect width="0" height="50" stroke="red" stroke-width="9"/><circle r="0" cx="50" cy="50" stroke="red" stroke-width="9"/><rect width="9" height="9"/>',
    "a line is not filled": '<path d="M10 10L90 80"/><line x1="0" y1="0" x2="99" y2="50"/><rect width="9" height="9"/>',
    "even-odd": '<path fill-rule="evenodd" d="M10 10h80v70h-80zM30 30h40v30h-40z"/>',
    "nonzero": '<path d="M10 10h80v70h-80zM30 30v30h40v-30z"/><path d="M95 10h20v70h-20zM100 20h10v30h-10z"/>',
    "rotate": '<rect x="40" y="10" width="40" height="20" transform="rotate(30)"/>',
    "rotate around": '<rect x="40" y="30" width="40" height="20" transform="rotate(30, 60 40)"/>',
    "skew": '<rect x="20" y="10" width="40" height="20" transform="skewX(30)"/><rect x="20" y="40" width="40" height="20" transform="skewY(20)"/>',
    "several transforms": '<rect width="20" height="20" transform="translate(50,20),scale(2 1)rotate(45)  matrix(1 0 .3 1 -5 5)"/>',
    "nested transforms": '<g transform="translate(60 10)"><g transform="scale(.5)"><g transform="rotate(20)"><rect width="90" height="60"/></g></g></g>',
    "mirrored": '<g transform="scale(-1 1) translate(-120)"><path d="M10 10h60v60z" stroke="red" stroke-width="5"/></g>',
    "transform in CSS": '<rect width="30" height="20" style="transform:translate(40px,10px) rotate(.1turn)"/>',
    "transform-origin": '<rect x="40" y="25" width="40" height="40" transform="rotate(45)" transform-origin="60 45" fill="#f80"/>',
    "transform-origin in words": '<rect x="40" y="25" width="40" height="40" style="transform:rotate(30deg);transform-origin:center"/>',
    "transform-origin in percent": '<rect x="40" y="25" width="20" height="20" transform="scale(2)" transform-origin="25% top"/>',
    "strokes in a scaled group": f'<g transform="scale(3)"><path {LINE} d="M5 5L30 20" style="stroke-width:3"/></g>',
    "no display": f'<g display="none"><rect width="99" height="99"/><text>x</text></g><rect {RED} width="30" height="30" style="display:inline"/>',
    "visibility": f'<g visibility="hidden"><rect width="99" height="99"/><rect visibility="visible" {RED} width="30" height="30"/></g>',
    "opacity 0": f'<rect {RED} width="99" height="99" opacity="0"/><rect width="30" height="30" fill-opacity="0" stroke="#000" stroke-width="9"/>',
    "full opacity": f'<g opacity="1.0"><rect {RED} width="99" height="60" style="opacity:100%;fill-opacity:1"/></g>',
    "paint-order": '<path d="M20 20h60v50z" fill="#fc0" stroke="#000" stroke-width="14" paint-order="stroke"/>',
    "outside of the box": '<rect x="-60" y="-20" width="70" height="50"/><circle cx="120" cy="90" r="40" fill="#c00"/><path d="M60 -50V150" stroke="#000"/>',
    "nested svg": f'<svg x="20" y="10" width="40" height="60" viewBox="0 0 10 10"><rect x="-9" y="-9" width="99" height="9"/><circle cx="5" cy="5" r="5" {RED}/></svg>',
    "nested svg clips": '<svg x="20" y="10" width="40" height="40"><circle cx="40" cy="20" r="20"/></svg>',
    "nested svg that overflows": '<svg x="20" y="10" width="40" height="40" overflow="visible"><circle cx="40" cy="20" r="20"/></svg>',
    "nested svg, stretched": f'<svg width="100%" height="50%" viewBox="0 0 10 10" preserveAspectRatio="none"><circle cx="5" cy="5" r="5" {RED}/></svg>',
    "nested svg, sliced": f'<svg x="10" y="10" width="90" height="40" viewBox="0 0 10 10" preserveAspectRatio="xMidYMin slice"><circle cx="5" cy="5" r="5" {RED}/></svg>',
    "nested svg, at the end": f'<svg x="10" y="10" width="90" height="40" viewBox="0 0 10 10" preserveAspectRatio="xMaxYMax meet"><rect width="10" height="10" {RED}/></svg>',
    "percentages in a nested svg": '<svg x="10" y="10" width="90" height="60" viewBox="0 0 200 100"><rect width="50%" height="50%"/></svg>',
    "use": f'<defs><g id="a"><rect width="20" height="20"/></g></defs><use href="#a" x="10" y="10" {RED}/><use href="#a" transform="translate(60 30) scale(2)"/>',
    "use with xlink": '<path id="a" d="M0 0h20v20z"/><use xlink:href="#a" x="50" y="20" fill="blue"/>',
    "use keeps what is said": f'<defs><rect id="a" {RED} width="30" height="30"/></defs><use href="#a" fill="blue" x="20"/>',
    "symbol": '<symbol id="s" viewBox="0 0 10 10"><circle cx="5" cy="5" r="7"/></symbol><use href="#s" x="10" y="10" width="50" height="60"/><use href="#s" x="70" y="10" width="20" height="20"/>',
    "symbol with a corner": '<symbol id="s" x="3" y="3" width="40" height="40" viewBox="0 0 10 10"><circle cx="5" cy="5" r="5"/></symbol><use href="#s" x="10" y="10"/>',
    "clone of an svg": '<defs><svg id="s" width="40" height="40" viewBox="0 0 10 10"><rect width="20" height="5"/></svg></defs><use href="#s"/><use href="#s" x="20" y="45" width="90" height="40"/>',
    "symbol of no size": '<symbol id="s"><circle cx="5" cy="5" r="25"/></symbol><use href="#s" x="10" y="10"/>',
    "clip-path": '<defs><clipPath id="c"><circle cx="50" cy="40" r="30"/></clipPath></defs><g clip-path="url(#c)"><rect width="60" height="90"/></g>',
    "clip-path with transforms": '<clipPath id="c" transform="scale(2)"><rect x="5" y="5" width="20" height="9" transform="rotate(20)"/></clipPath>'
    '<rect width="120" height="90" clip-path="url(#c)" transform="translate(20 10)"/>',
    "clip-path by even-odd": '<clipPath id="c"><path clip-rule="evenodd" d="M10 10h80v70h-80zM30 30h40v30h-40z"/></clipPath><rect width="99" height="99" style="clip-path:url(#c)"/>',
    "clips within clips": '<clipPath id="c"><rect x="10" y="10" width="60" height="60"/></clipPath><clipPath id="d"><circle cx="70" cy="40" r="30"/></clipPath>'
    '<g clip-path="url(#c)"><rect width="99" height="99" clip-path="url(#d)"/></g>',
    "an empty clip": '<clipPath id="c"/><rect width="99" height="99" clip-path="url(#c)"/><rect width="9" height="9"/>',
    "clip-path of a clone": '<defs><rect id="r" x="10" y="10" width="50" height="50"/></defs><clipPath id="c"><use href="#r" x="10"/></clipPath><circle cx="50" cy="50" r="35" clip-path="url(#c)"/>',
    "switch": '<switch><foreignObject requiredExtensions="http://ns.example.org/" width="99" height="99"/><g><rect width="50" height="50"/></g><rect width="99" height="99"/></switch>',
    "link": f'<a href="https://example.org/"><rect {RED} width="50" height="50"/></a>',
    "unused definitions": '<defs><linearGradient id="g"/><filter id="f"/><mask id="m"/><pattern id="p"/><marker id="k"/><text>x</text></defs><rect width="50" height="50"/>',
    "notes of editors": '<metadata><x xmlns="urn:x"/></metadata><note xmlns="urn:editor"><rect width="99" height="99"/></note><title>T</title><rect width="50" height="50"/>',
    "d is none": '<path d="none"/><path d=""/><path/><rect width="50" height="50"/>',
}
ENTITY = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [<!ENTITY r "#c00">]>'
NS = 'xmlns="http://www.w3.org/2000/svg"'
WHOLE = {
    "a public DOCTYPE": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    f'<svg {NS} {BOX}><rect width="50" height="50"/></svg>',
    "an entity": f'{ENTITY}<svg {NS} {BOX}><rect width="50" height="50" fill="&r;"/></svg>',
    "a prefix": f'<s:svg xmlns:s="http://www.w3.org/2000/svg" {BOX}><s:rect width="50" height="50"/></s:svg>',
    "a viewBox elsewhere": f'<svg {NS} viewBox="-50 -20 120 90"><rect x="-60" width="50" height="50"/><circle r="9" fill="red"/></svg>',
    "width and height": f'<svg {NS} width="120" height="90"><rect x="60" y="50" width="500" height="50"/><rect width="50%" height="20%"/></svg>',
    "units of the page": f'<svg {NS} width="40mm" height="30mm"><rect x="1cm" y="50" width="50" height="50"/></svg>',
    "stretched as it says": f'<svg {NS} {BOX} width="240" height="90" preserveAspectRatio="none"><circle cx="60" cy="45" r="45"/></svg>',
    "sliced as it says": f'<svg {NS} {BOX} width="240" height="90" preserveAspectRatio="xMinYMin slice"><circle cx="60" cy="45" r="45"/></svg>',
    "commas in the viewBox": f'<svg {NS} viewBox=" 0,0 , 120 90"><rect width="50" height="50"/></svg>',
    "style of the root": f'<svg {NS} {BOX} fill="#c00" style="enable-background:new 0 0 9 9;stroke:navy"><rect x="9" y="9" width="50" height="50"/></svg>',
}
DOCUMENTS = {name: f'<svg {NS} xmlns:xlink="http://www.w3.org/1999/xlink" {BOX}>{body}</svg>' for name, body in BODIES.items()} | WHOLE
ROWS = -(-len(DOCUMENTS) // COLUMNS)
PAGE = COLUMNS * (CELL[0] + GAP) + GAP, ROWS * (CELL[1] + GAP) + GAP


def data_of(name: str) -> bytes:
    return DOCUMENTS[name].encode()


def corner(name: str) -> tuple[int, int]:
    """The upper left corner of a logo's cell, in pixels."""
    row, column = divmod(list(DOCUMENTS).index(name), COLUMNS)
    return GAP + column * (CELL[0] + GAP), GAP + row * (CELL[1] + GAP)


def box_of(name: str, drawing: Drawing) -> tuple[int, int, int, int]:
    """Where a logo is, as wide as its cell or as high."""
    x, y = corner(name)
    scale = min(CELL[0] / drawing.width, CELL[1] / drawing.height)
    return x, y, round(drawing.width * scale), round(drawing.height * scale)


def on_our_page(drawings: dict[str, Drawing]) -> Image.Image:
    """All logos in one PDF, as PDFium shows it: a point is a pixel."""
    canvas = TaggedCanvas(title="Logos", lang="en", intent="screen", created="2026-11-24")
    canvas.begin_page(Size(*PAGE))
    for name, drawing in drawings.items():
        x, y, width, height = box_of(name, drawing)
        with canvas.artifact():
            paint_shapes(canvas, drawing.shapes, Rect(x, PAGE[1] - y - height, width, height), width / drawing.width)
    canvas.end_page()
    document = pypdfium2.PdfDocument(canvas.finish())
    try:
        picture: Image.Image = document[0].render(scale=1).to_pil().convert("RGB")
        return picture
    finally:
        document.close()


def on_a_browsers_page(drawings: dict[str, Drawing], chromium: str, folder: Path) -> Image.Image:
    """All logos as pictures in one HTML file."""
    images = []
    for index, (name, drawing) in enumerate(drawings.items()):
        x, y, width, height = box_of(name, drawing)
        (folder / f"{index}.svg").write_bytes(data_of(name))
        images.append(f'<img src="{index}.svg" style="position:absolute;left:{x}px;top:{y}px;width:{width}px;height:{height}px">')
    (folder / "page.html").write_text(f"<!DOCTYPE html><body style='margin:0;background:#fff'>{''.join(images)}</body>")
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-color-profile=srgb"]
    command += [f"--window-size={PAGE[0]},{PAGE[1]}", f"--screenshot={folder / 'page.png'}", f"--user-data-dir={folder / 'user'}"]
    subprocess.run([*command, (folder / "page.html").as_uri()], check=True, capture_output=True, timeout=120)
    with Image.open(folder / "page.png") as picture:
        return picture.convert("RGB")


def differing(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels that differ clearly; edges may be smoothed in another way."""
    soft = (picture.filter(ImageFilter.BoxBlur(1)) for picture in (one, other))
    difference = ImageChops.difference(*soft).convert("RGB")
    most = ImageChops.lighter(ImageChops.lighter(*difference.split()[:2]), difference.split()[2])
    return sum(most.histogram()[70:]) / (one.width * one.height)


def test_every_feature_looks_as_in_a_browser(tmp_path: Path, need_tool: Callable[[str], str]) -> None:
    drawings = {name: read_svg(data_of(name)) for name in DOCUMENTS}
    ours = on_our_page(drawings)
    theirs = on_a_browsers_page(drawings, need_tool("chromium"), tmp_path)
    assert ours.size == theirs.size == PAGE
    found = {}
    for name in DOCUMENTS:
        x, y = corner(name)
        cell = (x - GAP // 2, y - GAP // 2, x + CELL[0] + GAP // 2, y + CELL[1] + GAP // 2)
        found[name] = differing(ours.crop(cell), theirs.crop(cell))
        assert theirs.crop(cell).getextrema() != ((255, 255),) * 3, f"{name}: Chromium draws nothing"
    assert {name: share for name, share in found.items() if share > 0.001} == {}


def test_the_comparison_sees_a_small_difference() -> None:
    plain = Image.new("RGB", CELL, "white")
    spotted = plain.copy()
    spotted.paste("red", (50, 50, 62, 62))
    assert differing(plain, plain) == 0 and differing(plain, spotted) > 0.001
