"""The layout markup's vocabulary: every element, what it may say, what it may hold, and its role in the structure tree.

Content has HTML's names, page geometry RML's, and the trade's own things the trade's. One table, used by the parser to
check and by the documentation; what each element becomes stands in `generator.layout.typeset`.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

# Kinds of attribute values. A range (`8mm..12mm`) is a length that `fit` may choose between.
LENGTH, RANGE, NUMBER, WORD, TEXT, FLAG = "length", "range", "number", "word", "text", "flag"


class Entry(Struct, frozen=True):
    """One element: `attributes` by kind (a tuple lists the words allowed), `holds` the kinds of children."""

    role: str
    attributes: Mapping[str, str | tuple[str, ...]]
    holds: frozenset[str]
    required: frozenset[str] = frozenset()


INLINE = frozenset(
    {"strong", "a", "span", "key", "see", "ref", "br", "icon", "pill", "letter", "mono", "scaled", "folio", "pages", "#text"}
    | {"lead", "also", "once"}  # of a sheet in two languages
)
BLOCK = frozenset(
    {
        *(
            "h1",
            "h2",
            "h3",
            "p",
            "choice",
            "ol",
            "ul",
            "row",
            "table",
            "panel",
            "qr",
            "phone",
            "card",
            "address",
            "line",
            "lanes",
            "stations",
        ),
        *(
            "screen",
            "picture",
            "rule",
            "spacer",
            "keepTogether",
            "nextPage",
            "nextFrame",
            "stamp",
            "stack",
            "tag",
            "disc",
            "logo",
            "route",
        ),
        *("legend", "contents"),
    }
)
_BOX = {"x": LENGTH, "y": LENGTH, "w": LENGTH, "h": LENGTH}
_NOTHING: frozenset[str] = frozenset()
_LABEL = frozenset({"#text", "lead", "also", "once"})
_WEIGHT = ("hair", "rule", "lane", "panel", "plate", "card")  # the theme's weights of lines
_TEXT: dict[str, str | tuple[str, ...]] = {
    "style": WORD,
    "ink": WORD,
    "align": ("start", "centre", "end"),
    "balance": FLAG,
    "before": RANGE,
    "after": RANGE,
    "beside": FLAG,  # the second language stands on the same line where both have room on it
    "column": RANGE,  # the second language stands in a column of its own, that wide, at the end of the line
}


def _entry(
    role: str, attributes: Mapping[str, str | tuple[str, ...]], holds: frozenset[str] = _NOTHING, required: str = ""
) -> Entry:
    return Entry(role, attributes, holds, frozenset(required.split()))


VOCABULARY: Mapping[str, Entry] = {
    # the document and its pages
    "document": _entry(
        "Document",
        {"title": TEXT, "lang": WORD, "type": WORD, "scale": NUMBER, "page-references": FLAG, "second": WORD},
        frozenset({"pageTemplate", "flow", "pad"}),
        "title lang type",
    ),
    "pageTemplate": _entry("", {"id": WORD}, frozenset({"plate", "frame", "mark"}), "id"),
    "plate": _entry("", {**_BOX, "radius": LENGTH, "ink": WORD}, _NOTHING, "x y w h"),
    "mark": _entry("", {**_BOX, "kind": ("shaft", "bit")}, _NOTHING, "x y w h kind"),
    "frame": _entry(
        "",
        {
            **_BOX,
            "name": WORD,
            "fit": FLAG,
            "spread": FLAG,
            "most": LENGTH,
            "text": TEXT,
            "valign": ("top", "middle", "bottom"),
            "flow": FLAG,
            "from": LENGTH,
            "to": LENGTH,
            "furniture": FLAG,
            "last": FLAG,
        },
        BLOCK,
        "x y w h",
    ),
    "flow": _entry(
        "Sect",
        {
            "page": WORD,
            "then": WORD,
            "fit": FLAG,
            "most-pages": NUMBER,
            "balance": FLAG,
            "sparse": FLAG,
            "even": FLAG,
            "joins": FLAG,
            "title": TEXT,
            "name": WORD,
            "text": TEXT,
        },
        BLOCK,
        "page",
    ),
    "pad": _entry("", {"multiple": NUMBER, "page": WORD}, _NOTHING, "multiple page"),
    "nextPage": _entry("", {}),
    "nextFrame": _entry("", {}),
    # text
    "h1": _entry("H1", {**_TEXT, "lines": NUMBER, "smallest": LENGTH, "largest": RANGE, "bookmark": WORD}, INLINE),
    "h2": _entry("H2", {**_TEXT, "lines": NUMBER, "smallest": LENGTH, "largest": RANGE, "bookmark": WORD}, INLINE),
    "h3": _entry("H3", {**_TEXT}, INLINE),
    "p": _entry("P", {**_TEXT, "drop": NUMBER, "furniture": FLAG}, INLINE),
    "ul": _entry("L", {"style": WORD, "gap": RANGE, "divider": FLAG, "column": RANGE}, frozenset({"li"})),
    "ol": _entry("L", {"style": WORD, "gap": RANGE, "divider": FLAG, "column": RANGE}, frozenset({"li"})),
    "li": _entry("LI", {"icon": WORD, "icon-size": LENGTH, "indent": LENGTH}, BLOCK | INLINE),
    "choice": _entry("", {"before": RANGE, "drop": NUMBER, "lines": NUMBER}, frozenset({"p"})),
    "strong": _entry("Strong", {}, INLINE),
    "a": _entry("Link", {"href": TEXT}, INLINE, "href"),
    "span": _entry("Span", {"lang": WORD}, INLINE, "lang"),
    "key": _entry("Span", {"original": TEXT}, frozenset({"#text"})),
    "see": _entry("Span", {}, _LABEL),
    "ref": _entry("Link", {"step": WORD, "last": WORD, "procedure": WORD, "title": TEXT}),
    "br": _entry("", {}),
    # two languages (the document's `second` is the ink of the second one): `fill` writes a text as
    # <lead>…</lead><also lang="en">…</also>; <once> is for the leading one alone
    "lead": _entry("", {}, INLINE),
    "also": _entry("Span", {"lang": WORD}, INLINE, "lang"),
    "once": _entry("", {}, INLINE),
    "icon": _entry("", {"name": WORD}, _NOTHING, "name"),
    "pill": _entry("Span", {}, frozenset({"#text"})),
    "letter": _entry("Span", {}, frozenset({"#text"})),
    "mono": _entry("Span", {}, frozenset({"#text"})),
    "scaled": _entry("Span", {"by": NUMBER, "weight": NUMBER}, INLINE, "by"),
    "folio": _entry("", {}),
    "pages": _entry("", {}),
    # arrangement
    "row": _entry(
        "Div", {"gap": RANGE, "valign": ("top", "middle", "bottom"), "equal": FLAG, "before": RANGE}, frozenset({"cell"})
    ),
    "table": _entry("Table", {"style": WORD, "gap": RANGE, "between": RANGE, "before": RANGE}, frozenset({"tr"})),
    "tr": _entry("TR", {}, frozenset({"th", "td"})),
    "th": _entry("TH", {"scope": ("column", "row"), "w": RANGE}, INLINE),
    "td": _entry("TD", {"w": RANGE}, INLINE),
    "cell": _entry("Div", {"w": RANGE, "fit": FLAG, "tuck": LENGTH, "valign": ("top", "middle", "bottom")}, BLOCK),
    "stack": _entry("Div", {"before": RANGE, "after": RANGE}, BLOCK),
    "keepTogether": _entry("Div", {}, BLOCK),
    "spacer": _entry("", {"h": RANGE}, _NOTHING, "h"),
    "rule": _entry("", {"weight": _WEIGHT, "ink": WORD, "before": RANGE, "after": RANGE}),
    # the trade's own
    "panel": _entry(
        "Div",
        {"head": TEXT, "aside": TEXT, "icon": WORD, "pad": RANGE, "before": RANGE, "stretch": FLAG, "weight": _WEIGHT},
        BLOCK,
    ),
    "card": _entry("Div", {"pad": RANGE, "h": RANGE, "tuck": LENGTH, "valign": ("top", "middle", "bottom")}, BLOCK),
    "address": _entry("P", {"url": TEXT, "style": WORD, "whole": FLAG, "bar": FLAG, "before": RANGE}, _NOTHING, "url"),
    "qr": _entry("Figure", {"url": TEXT, "side": RANGE, "alt": TEXT, "tile": FLAG}, _NOTHING, "url side alt"),
    "phone": _entry(
        "Div",
        {
            "bezel": LENGTH,
            "forehead": RANGE,
            "chin": RANGE,
            "radius": LENGTH,
            "h": RANGE,
            "button": FLAG,
            "label": TEXT,
            "icon": WORD,
        },
        BLOCK,
    ),
    "tag": _entry("P", {"icon": WORD, "style": WORD, "align": ("start", "end"), "before": RANGE}, _LABEL),
    "disc": _entry("P", {"size": LENGTH, "style": WORD, "ink": WORD}, frozenset({"#text"}), "size style"),
    "logo": _entry("Figure", {"h": LENGTH, "alt": TEXT, "before": RANGE}, _NOTHING, "h alt"),
    "stamp": _entry("Div", {"h": LENGTH}, BLOCK, "h"),
    "legend": _entry(
        "Div", {"kind": ("key", "screen", "ring", "round", "square", "fork"), "w": LENGTH}, frozenset({"#text"}), "kind"
    ),
    "contents": _entry("P", {"to": WORD, "style": WORD}, INLINE, "to"),
    "route": _entry("", {"steps": TEXT}, _NOTHING, "steps"),
    "screen": _entry(
        "Figure",
        {"id": WORD, "device": ("phone", "tablet", "pc"), "alt": TEXT, "file": TEXT, "caption": TEXT, "spare": FLAG},
        _NOTHING,
        "id device alt",
    ),
    "picture": _entry("Figure", {"name": WORD, "w": LENGTH, "alt": TEXT}, _NOTHING, "name w alt"),
    # the line and its steps
    "line": _entry(
        "L",
        {
            "name": WORD,
            "letter": TEXT,
            "disc": LENGTH,
            "text": LENGTH,
            "axis": LENGTH,
            "pictures": ("right", "below"),
            "picture": RANGE,
            "words": LENGTH,
            "gap": RANGE,
            "title": WORD,
            "end": FLAG,
        },
        frozenset({"step", "nextPage", "nextFrame"}),
    ),
    "lanes": _entry(
        "L",
        {
            "name": WORD,
            "letter": TEXT,
            "disc": LENGTH,
            "text": LENGTH,
            "axis": LENGTH,
            "gutter": LENGTH,
            "pictures": ("right", "below"),
            "picture": RANGE,
            "words": LENGTH,
            "gap": RANGE,
            "title": WORD,
            "end": FLAG,
        },
        frozenset({"lane", "step"}),
    ),
    "lane": _entry("", {"device": ("phone", "tablet", "pc"), "word": TEXT, "first": TEXT, "idle": TEXT}, _NOTHING, "device word"),
    "stations": _entry(
        "L",
        {
            "name": WORD,
            "axis": LENGTH,
            "text": LENGTH,
            "shaft": LENGTH,
            "disc": LENGTH,
            "gap": RANGE,
            "inline": FLAG,
            "column": RANGE,
            "end": FLAG,
        },
        frozenset({"step"}),
    ),
    "step": _entry(
        "LI",
        {"id": WORD, "n": TEXT, "device": ("phone", "tablet", "pc")},
        frozenset({"h2", "h3", "p", "case", "screen", "exit", "note", "wait", "stack"}),
        "n",
    ),
    "case": _entry("LI", {"label": TEXT, "when": TEXT}, frozenset({"p", "screen"}), "label when"),
    "exit": _entry("Note", {"letter": TEXT}, INLINE),
    "note": _entry("Note", {}, INLINE),
    "wait": _entry("P", {}, INLINE),
}
