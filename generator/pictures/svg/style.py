"""CSS for SVG: style sheets, style attributes and presentation attributes, one value each.

tinycss2 parses and cssselect2 matches; the order of cascading is CSS's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

import cssselect2  # type: ignore[import-untyped]
import tinycss2  # type: ignore[import-untyped]
from msgspec import Struct

from generator.pictures.svg.document import Document, name_of
from generator.pictures.svg.refusal import TooMuch, Unsupported

Style = Mapping[str, str]

_MOST_MATCHES = 300_000  # rules × elements that are compared
_MOST_SHEETS = 100_000  # characters of all style sheets
_MOST_STYLE = 10_000  # characters of a style attribute
_DEEPEST = 10  # brackets within each other
_MOST_COMBINED = 3  # parts of a selector such as `g .a path`
_HARMLESS_RULES = frozenset(("charset", "font-face", "namespace"))

_INHERITED = {  # with what they are at first
    "fill": "#000",
    "fill-opacity": "1",
    "fill-rule": "nonzero",
    "clip-rule": "nonzero",
    "stroke": "none",
    "stroke-width": "1",
    "stroke-opacity": "1",
    "stroke-linecap": "butt",
    "stroke-linejoin": "miter",
    "stroke-miterlimit": "4",
    "stroke-dasharray": "none",
    "stroke-dashoffset": "0",
    "color": "#000",
    "visibility": "visible",
    "paint-order": "normal",
    "marker-start": "none",
    "marker-mid": "none",
    "marker-end": "none",
}
_OWN = {
    "display": "inline",
    "opacity": "1",
    "overflow": "",
    "transform": "none",
    "transform-origin": "0 0",
    "clip-path": "none",
}
INITIAL = {**_INHERITED, **_OWN}
_PLAIN: dict[str, tuple[str, ...]] = {  # properties that may only say that nothing happens
    "animation": ("none",),
    "animation-name": ("none",),
    "backdrop-filter": ("none",),
    "background": ("none", "transparent"),
    "background-color": ("transparent",),
    "background-image": ("none",),
    "border": ("none", "0"),
    "box-shadow": ("none",),
    "clip": ("auto",),
    "filter": ("none",),
    "mask": ("none",),
    "mask-image": ("none",),
    "mix-blend-mode": ("normal",),
    "offset-path": ("none",),
    "outline": ("none", "0"),
    "padding": ("0", "0px"),
    "rotate": ("none", "0", "0deg"),
    "scale": ("none", "1"),
    "transform-box": ("view-box",),
    "translate": ("none", "0", "0px"),
    "vector-effect": ("none",),
    "zoom": ("1", "100%", "normal"),
}
_ATTRIBUTES = frozenset((*INITIAL, "filter", "mask", "mix-blend-mode", "transform-box", "vector-effect"))
_GEOMETRY = frozenset(("x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "d"))
_SIZED = frozenset(("rect", "circle", "ellipse", "path", "use"))
_GLOBAL = frozenset(("inherit", "initial", "unset", "revert", "revert-layer"))


class Declared(Struct, frozen=True):
    """What is said of an element: its values, and which of them CSS says and not an attribute."""

    values: dict[str, str]
    css: frozenset[str]


class Cascade:
    """All rules of a document, and what they say of each element. Raises Unsupported."""

    def __init__(self, document: Document) -> None:
        self.rules = list(_rules(document.root))
        self.matched: dict[Element, list[Any]] = {}
        if self.rules:
            self._match(document)

    def _match(self, document: Document) -> None:
        if len(self.rules) * len(document.lines) > _MOST_MATCHES:
            raise TooMuch(f"has {len(self.rules):,} style rules, which are too many for its size")
        matcher = cssselect2.Matcher()
        for selector, declarations in self.rules:
            matcher.add_selector(selector, declarations)
        wrapped = cssselect2.ElementWrapper.from_xml_root(document.root)
        for wrapper in wrapped.iter_subtree():
            self.matched[wrapper.etree_element] = matcher.match(wrapper)

    def declared(self, element: Element) -> Declared:
        """The values that win: attributes, rules by weight, the style attribute; then !important."""
        values = {
            key: value.strip()
            for key, value in element.attrib.items()
            if key in _ATTRIBUTES
        }
        rules = [one for *_, matched in self.matched.get(element, ()) for one in matched]
        style = _bounded(element.attrib.get("style", ""), _MOST_STYLE)
        own = _declarations(tinycss2.parse_blocks_contents(style))
        css: dict[str, str] = {}
        for important in (False, True):
            for declarations in (rules, own):
                css |= {key: value for key, value, weighty in declarations if weighty == important}
        _expand_marker(css)
        _judge(name_of(element), css, values)
        return Declared(values | css, frozenset(css))


def computed(parent: Style, declared: Declared) -> dict[str, str]:
    """All of INITIAL's properties, inherited and given."""
    style = {**_OWN, **{key: parent[key] for key in _INHERITED}}
    for key, value in declared.values.items():
        word = value.lower()
        if key not in INITIAL or not value:
            continue
        if word in _GLOBAL:
            takes_on = word == "inherit" or (word != "initial" and key in _INHERITED)
            value = parent[key] if takes_on else INITIAL[key]
        style[key] = value
    if style["color"].lower() == "currentcolor":
        style["color"] = parent["color"]
    return style


def _expand_marker(css: dict[str, str]) -> None:
    """`marker` says the three of its kind at once."""
    if "marker" in css:
        css.update(dict.fromkeys(("marker-start", "marker-mid", "marker-end"), css.pop("marker")))


def _judge(name: str, css: Style, attributes: Style) -> None:
    """Refuse properties that would change the picture and are not drawn here."""
    if "all" in css:
        raise Unsupported("uses all, which cannot be drawn here")
    for key, value in {**attributes, **css}.items():
        if key in _PLAIN and value.lower() not in (*_PLAIN[key], *_GLOBAL):
            raise Unsupported(f"uses {key}, which cannot be drawn here")
        if key in css and key in _GEOMETRY and name in _SIZED:
            raise Unsupported(f"sets {key} in CSS", f"Write it as an attribute: {key}=\"…\".")
        if key in INITIAL and re.search(r"var\(|calc\(|env\(", value, re.IGNORECASE):
            raise Unsupported(f"computes {key} in CSS ({value[:30]})", "Write the value itself.")


def _rules(root: Element) -> Iterator[tuple[Any, list[tuple[str, str, bool]]]]:
    """Selector and declarations of each rule of the style sheets within the document."""
    read = 0
    for element in root.iter():
        if name_of(element) != "style" or element.get("type", "text/css").lower() not in ("", "text/css"):
            continue
        if element.get("media", "all").strip().lower() not in ("", "all"):
            raise Unsupported("has a style sheet for some media alone")
        text = _bounded("".join(element.itertext()), _MOST_SHEETS - read)
        read += len(text)
        for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
            if rule.type == "at-rule" and rule.lower_at_keyword not in _HARMLESS_RULES:
                words = f"has a style rule that is not understood (@{rule.at_keyword[:30]})"
                raise Unsupported(words, "Write style rules as .name {fill: #rrggbb}.")
            if rule.type == "qualified-rule":
                content = tinycss2.parse_blocks_contents(rule.content)
                declarations = list(_declarations(content))
                yield from ((selector, declarations) for selector in _selectors(rule))


def _bounded(text: str, most: int) -> str:
    """CSS that is parsed in good time: tinycss2 goes down into brackets by recursion."""
    depth = 0
    for bracket in re.findall(r"[][(){}]", text):
        depth += 1 if bracket in "([{" else -1
        if depth > _DEEPEST:
            raise Unsupported("has CSS with too many brackets within each other")
    if len(text) > most:
        raise TooMuch(f"has more than {most:,} characters of CSS", "Write fewer rules.")
    return text


def _selectors(rule: Any) -> list[Any]:
    written = tinycss2.serialize(rule.prelude).strip()
    parts = max(len(re.split(r"[\s>+~]+", one.strip())) for one in written.split(","))
    try:
        if re.search("[:~]", written) or parts > _MOST_COMBINED:
            raise ValueError
        found: list[Any] = cssselect2.compile_selector_list(rule.prelude)
    except (cssselect2.SelectorError, ValueError):
        words = f"has a style rule that is not understood ({written[:40]})"
        raise Unsupported(words, "Write style rules as .name {fill: #rrggbb}.") from None
    return found


def _declarations(content: Any) -> list[tuple[str, str, bool]]:
    """Name, value and whether it is important; what CSS ignores is left out."""
    found = []
    for node in content:
        if node.type == "qualified-rule" or node.type == "at-rule":
            raise Unsupported("has nested style rules", "Write each rule for itself.")
        if node.type == "declaration":
            kept = [part for part in node.value if part.type != "comment"]
            value = tinycss2.serialize(kept).strip()
            found.append((node.lower_name, value, node.important))
    return found
