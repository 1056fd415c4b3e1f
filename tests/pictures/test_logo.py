"""Logos: pixels as a picture, SVG as shapes; what cannot be drawn faithfully is refused."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from PIL import Image

from generator.errors import AssetError, Place
from generator.geometry import Rect
from generator.pictures.logo import Logo, load_logo
from generator.pictures.svg.drawing import Shape
from looking import some
from picture_files import pixels, saved

XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
POINTS = 0.75  # an SVG's pixel


def svg(body: str, attributes: str = 'viewBox="0 0 100 40"', before: str = "") -> str:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" {XLINK} {attributes}>{body}</svg>'


def logo(folder: Path, text: str | bytes) -> Logo:
    path = folder / "logo.svg"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_logo(path)


def shapes(folder: Path, body: str) -> tuple[Shape, ...]:
    return logo(folder, svg(body)).shapes


def bounds(shape: Shape) -> Rect:
    """The box around the points of a path, in the SVG's pixels, y up."""
    numbers = [numbers[i : i + 2] for _, numbers in shape.path.operations for i in range(0, len(numbers), 2)]
    xs, ys = [x / POINTS for x, _ in numbers], [y / POINTS for _, y in numbers]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def about(rect: Rect, *expected: float) -> bool:
    return [rect.x, rect.y, rect.width, rect.height] == pytest.approx(expected, abs=0.01)


def test_its_box(tmp_path: Path) -> None:
    found = logo(tmp_path, svg('<rect width="100" height="40" fill="#ff8000"/>'))
    assert (found.width, found.height, found.aspect) == (75, 30, 0.4)
    (shape,) = found.shapes
    assert about(bounds(shape), 0, 0, 100, 40)
    assert shape.fill == pytest.approx((1, 128 / 255, 0))
    assert shape.stroke is None
    assert found.picture(100) is None


@pytest.mark.parametrize(
    ("attributes", "width", "height"),
    [
        ('viewBox="0 0 100 40" width="500" height="500"', 75, 30),
        ('viewBox="50 50 100 40"', 75, 30),
        ('width="40mm" height="20mm"', 40 * 72 / 25.4, 20 * 72 / 25.4),
    ],
)
def test_nothing_is_stretched(tmp_path: Path, attributes: str, width: float, height: float) -> None:
    found = logo(tmp_path, svg('<rect x="50" y="50" width="5" height="5"/>', attributes))
    assert (found.width, found.height) == pytest.approx((width, height))
    box = bounds(found.shapes[0])
    assert (box.width, box.height) == pytest.approx((5, 5))


@pytest.mark.parametrize(
    ("body", "box"),
    [
        ('<rect x="10" y="10" width="20" height="10"/>', (10, 20, 20, 10)),
        ('<rect x="10" y="10" width="20" height="10" rx="3"/>', (10, 20, 20, 10)),
        ('<circle cx="20" cy="20" r="10"/>', (10, 10, 20, 20)),
        ('<ellipse cx="20" cy="20" rx="10" ry="5"/>', (10, 15, 20, 10)),
        ('<polygon points="0,0 10,0 10,10"/>', (0, 30, 10, 10)),
        ('<path d="M0 0h10v10z"/>', (0, 30, 10, 10)),
        ('<path d="m5 5 l10 0 a5 5 0 0 1 0 10 z"/>', (5, 25, 15, 10)),
        ('<g transform="translate(10 5)"><g transform="scale(2)"><rect width="5" height="5"/></g></g>', (10, 25, 10, 10)),
        ('<rect width="10" height="10" transform="rotate(90)"/>', (-10, 30, 10, 10)),
        ('<g transform="matrix(1 0 0 1 3 4)"><circle cx="1" cy="1" r="1"/></g>', (3, 34, 2, 2)),
    ],
)
def test_shapes_land_where_they_should(tmp_path: Path, body: str, box: tuple[float, ...]) -> None:
    (shape,) = shapes(tmp_path, body)
    assert about(bounds(shape), *box)
    assert shape.fill == (0, 0, 0)


def test_strokes(tmp_path: Path) -> None:
    line, polyline = shapes(
        tmp_path,
        '<line x1="0" y1="0" x2="10" y2="0" stroke="#00f" stroke-width="4"/>'
        '<g transform="scale(2)" stroke="red" fill="none" stroke-linecap="round" stroke-linejoin="round">'
        '<polyline points="0,0 5,5 10,0"/></g>',
    )
    assert line.stroke and polyline.stroke
    assert (line.stroke.colour, line.fill, line.stroke.width, line.stroke.ends) == ((0, 0, 1), None, 3, "butt")
    assert (polyline.stroke.colour, polyline.fill) == ((1, 0, 0), None)
    assert polyline.stroke.width == pytest.approx(1.5)
    assert (polyline.stroke.ends, polyline.stroke.joins) == ("round", "round")


def test_styles(tmp_path: Path) -> None:
    """Attribute, class, style attribute: each goes before the one before; currentColor comes from around."""
    first, second, third, fourth = shapes(
        tmp_path,
        "<style>.a, .b {fill: #0000ff} /* more */ .b {fill: lime; isolation: auto}</style>"
        '<rect class="a" fill="red" width="1" height="1"/>'
        '<rect class="a b" width="1" height="1"/>'
        '<rect class="a" style="fill:rgb(255,0,0)" width="1" height="1"/>'
        '<g color="#00ff00" fill="currentColor"><rect width="1" height="1"/></g>',
    )
    assert [shape.fill for shape in (first, second, third, fourth)] == [(0, 0, 1), (0, 1, 0), (1, 0, 0), (0, 1, 0)]


def test_even_odd(tmp_path: Path) -> None:
    hole, solid = shapes(tmp_path, '<path fill-rule="evenodd" d="M0 0h9v9h-9zM3 3h3v3h-3z"/><path d="M0 0h9v9z"/>')
    assert (hole.even_odd, solid.even_odd) == (True, False)


def test_what_does_not_show_is_left_out(tmp_path: Path) -> None:
    body = (
        "<title>Logo</title><desc>x</desc><metadata><x xmlns='urn:x'/></metadata>"
        "<note xmlns='urn:editor'/><g display='none'><path d='M0 0h9v9z'/></g>"
        "<rect opacity='1' clip-path='none' width='5' height='5'/>"
    )
    assert len(shapes(tmp_path, body)) == 1
    assert len(logo(tmp_path, svg("<rect width='5' height='5'/>", before="<?xml version='1.0'?><!-- x -->\n")).shapes) == 1
    latin = svg("<title>\u00e9</title><rect width='5' height='5'/>", before="<?xml version='1.0' encoding='iso-8859-1'?>")
    assert len(logo(tmp_path, latin.encode("latin-1")).shapes) == 1
    assert len(logo(tmp_path, b"\xef\xbb\xbf" + svg("<rect width='5' height='5'/>").encode()).shapes) == 1


RECT = 'width="5" height="5"'


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<text>University</text>", "has <text>"),
        ('<use xlink:href="#a"/>', "has <use> of something that is not there"),
        ('<g id="a"><use href="#a"/></g>', "has <use> of something that is not there"),
        ('<use xlink:href="other.svg#a"/>', "refers to something else"),
        ('<image href="../secret.png"/>', "has <image>"),
        ("<script>alert(1)</script>", "has <script>"),
        ("<foreignObject/>", "has <foreignObject>"),
        (f'<rect {RECT} fill="url(#g)"/>', "gradient, pattern or reference for its fill"),
        (f'<rect {RECT} style="fill:url(https://example.org/x)"/>', "gradient, pattern or reference"),
        (f'<rect {RECT} mask="url(#m)"/>', "uses mask"),
        (f'<rect {RECT} style="clip-path: url(#m)"/>', "uses clip-path"),
        (f'<g opacity=".5"><rect {RECT}/></g>', "uses opacity"),
        (f'<style>.a{{opacity:.5}}</style><rect class="a" {RECT}/>', "uses opacity"),
        (f'<rect {RECT} fill-opacity="0.2"/>', "uses fill-opacity"),
        (f'<rect {RECT} fill="#ff000080"/>', "translucent colour"),
        (f'<rect {RECT} fill="rgba(0,0,0,0.5)"/>', "translucent colour"),
        (f'<rect {RECT} fill="blurple"/>', "colour that is not understood"),
        (f'<rect {RECT} stroke="red" stroke-dasharray="2 1" stroke-dashoffset="1"/>', "uses stroke-dashoffset"),
        (f'<rect {RECT} onclick="alert(1)"/>', "has a script"),
        ('<style>@import "https://example.org/x.css";</style>', "style rule that is not understood"),
        ("<style>rect:hover {fill: red}</style>", "style rule that is not understood"),
        ("<style>@media print {rect {fill: red}}</style>", "style rule that is not understood"),
        ('<path d="M0 0 L nan 5"/>', "path that is not understood"),
        ('<rect width="1e400" height="5"/>', "far out"),
        ('<rect width="five" height="5"/>', "length that is not understood"),
        ('<path d="M10. 10.L50 50 0 50z"/>', "path that is not understood"),
        ('<rect width="5" height="5" transform="translate(20,)"/>', "transform that is not understood"),
        ('<rect width="5" height="5" transform="rotate(30deg)"/>', "transform that is not understood"),
        ('<rect width="5" height="5" style="transform:rotate(30)"/>', "transform that is not understood"),
        ('<rect width="5" height="5" style="transform-box:fill-box"/>', "uses transform-box"),
        ('<rect width="5" height="5" style="all:unset"/>', "uses all"),
        ('<rect width="5" height="5" style="fill:var(--a)"/>', "computes fill in CSS"),
        ('<circle r="5" style="r:9px"/>', "sets r in CSS"),
        ('<rect width="5" height="5" visibility="maybe"/>', "visibility that is not understood"),
        ('<rect width="-5" height="5"/>', "negative size"),
        ('<rect width="3em" height="5"/>', "length that is not understood"),
        ('<g transform="scale(2 1)"><rect width="5" height="5" stroke="red"/></g>', "stretched by a transform"),
        ('<path d="M0 0h9v9z" marker-end="url(#m)"/>', "uses markers"),
        ('<rect width="5" height="5"><animate attributeName="x"/></rect>', "has <animate> in a shape"),
        ('<switch><g systemLanguage="de"/></switch>', "depends on the reader's language"),
        ('<clipPath id="c"><rect/><path d=""/><circle r="5"/><rect width="5" height="5"/></clipPath>'
         f'<rect {RECT} clip-path="url(#c)"/>', "clipPath of several shapes"),
        (f'<svg clip-path="url(#c)"><rect {RECT}/></svg>', "has a clip-path"),
        ("", "draws nothing"),
        ("<g>" * 60 + "</g>" * 60, "nested deeper"),
        ("<g/>" * 20_001, "more than 20,000 elements"),
        ("<!-- " + "x" * 1_000_000 + " -->", "larger than 1 MB"),
    ],
)
def test_what_is_outside_the_subset(tmp_path: Path, body: str, words: str) -> None:
    with pytest.raises(AssetError, match=words) as caught:
        shapes(tmp_path, body)
    assert caught.value.problems[0].help


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (svg("", before='<!DOCTYPE svg SYSTEM "../secret.dtd">'), "DOCTYPE"),
        (svg("&a;", before='<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "DOCTYPE"),
        (svg("", before='<?xml-stylesheet href="x.css"?>'), "style sheet in another file"),
        (svg("", 'width="100%" height="100%"'), "no size of its own"),
        (svg("", ""), "no size"),
        (svg("", 'viewBox="0 0 0 10"'), "no size"),
        (svg("", 'viewBox="a b c d"'), "numbers that are not understood"),
        (svg("<g>"), "not valid XML"),
        (svg("é").encode("latin-1"), "not valid XML"),
        (svg("", before='<?xml version="1.0" encoding="utf-8"?>').encode("utf-16"), "no picture that is known"),
    ],
)
def test_documents_that_are_refused(tmp_path: Path, text: str | bytes, words: str) -> None:
    with pytest.raises(AssetError, match=words):
        logo(tmp_path, text)


def test_a_bomb_of_entities_is_refused_at_once(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 20))
    with pytest.raises(AssetError, match="DOCTYPE"):
        logo(tmp_path, svg("&e19;", before=f'<!DOCTYPE svg [<!ENTITY e0 "x">{entities}]>'))


def test_clones_of_clones_are_bounded(tmp_path: Path) -> None:
    clones = "".join(f'<g id="a{n + 1}">{f"""<use href="#a{n}"/>""" * 10}</g>' for n in range(9))
    with pytest.raises(AssetError, match="clones more than 20,000 elements"):
        logo(tmp_path, svg(f'<defs><path id="a0" d="M0 0h9v9z"/>{clones}</defs><use href="#a9"/>'))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<path d='M0 0" + "l1 1-1 1" * 100_001 + "'/>", "more than 200,000 lines and curves"),
        ("<defs><path id='p' d='M0 0" + "l1 1" * 50_000 + "'/></defs>" + "<use href='#p'/>" * 900, "more than 200,000"),
        ("<style>" + "*{fill:red}" * 50 + "</style>" + "<rect/>" * 9_000, "50 style rules"),
        ("<style>" + ".a{fill:red}" * 10_000 + "</style>", "characters of CSS"),
        ("<style>.a{fill:" + "(" * 90_000 + "</style>", "brackets within each other"),
        (f"<rect {RECT} style='fill:{'rgb(' * 2_000}'/>", "brackets within each other"),
        (f"<rect {RECT} fill='{'[' * 90_000}'/>", "colour that is not understood"),
        (f"<polygon points='{' ' * 400_000}x'/>", "numbers that are not understood"),
        (f"<polygon points='{'1' * 400_000}x'/>", "numbers that are not understood"),
        (f"<rect {RECT} transform='rotate({'1' * 400_000}x)'/>", "transform that is not understood"),
        ("<style>rect ~ rect {fill: red}</style>", "style rule that is not understood"),
        (f'<clipPath id="c"><rect clip-path="url(#c)" {RECT}/></clipPath><rect clip-path="url(#c)" {RECT}/>', "are clipped"),
        (f'<clipPath id="c"><use id="u" href="#u"/></clipPath><rect clip-path="url(#c)" {RECT}/>', "else than shapes"),
        ('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>', "not there"),
    ],
)
def test_what_would_take_too_long_is_refused(tmp_path: Path, body: str, words: str) -> None:
    with pytest.raises(AssetError, match=words):
        shapes(tmp_path, body)


def test_the_place_is_told(tmp_path: Path) -> None:
    """A missing file where the theme names it; what cannot be drawn where the file has it, all of it."""
    (tmp_path / "logo.svg").write_text(svg('\n<g>\n  <text/><image/></g>\n<rect width="1" height="1" fill="url(#a)"/>'))
    place = Place("theme.toml", 3)
    with pytest.raises(AssetError) as caught:
        load_logo(tmp_path / "lgo.svg", place)
    assert caught.value.problems[0].place == place
    with pytest.raises(AssetError) as caught:
        load_logo(tmp_path / "logo.svg", place)
    found = [(one.place.line, one.place.column) for one in caught.value.problems if one.place]
    assert found == [(3, 3), (3, 3), (4, 1)]


def test_pixels(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(saved(Image.new("RGBA", (200, 50), (0, 0, 0, 0))))
    found = load_logo(tmp_path / "logo.png")
    assert (found.aspect, found.shapes) == (0.25, ())
    picture = found.picture(24, background=(1, 0.8, 0))
    assert picture is not None
    assert (picture.width_px, picture.height_px) == (100, 25)
    assert pixels(picture).getpixel((50, 12)) == (255, 204, 0)


def test_numbers_are_finite(tmp_path: Path) -> None:
    odd = '<path d="M0 0A0 0 0 0 1 5 5"/><circle cx="5" cy="5" r="0"/><rect width="3" height="0"/>'
    for shape in some(shapes(tmp_path, odd + '<rect width="1" height="1"/>')):
        assert all(math.isfinite(number) for _, numbers in shape.path.operations for number in numbers)
