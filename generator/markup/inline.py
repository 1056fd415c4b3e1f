"""A guide's inline text as layout markup: everything that is not a reference or emphasis is escaped."""

from __future__ import annotations

import re

from generator.guide import inline
from generator.guide.model import Text
from generator.guide.references import Index

# Not xml.sax.saxutils: that imports an HTTP client. A parser would turn line ends in attributes into spaces.
_FULL_WIDTH = ("ja", "zh")  # languages whose brackets are as wide as their letters
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})

_LINE_ENDS = re.compile("(?: |&#9;)*&#10;(?: |&#9;|&#10;)*")  # those of one place, with the white space around them


def to_markup(text: Text, index: Index) -> str:
    """XML for one text: `<strong> <a> <span> <key> <see> <ref/> <br/>`; references are resolved later, by the format."""
    return "".join(_node(node, index) for node in inline.parse(text))


def _escaped(text: str) -> str:
    """A text as XML says it, between tags and in attributes."""
    return text.translate(_ESCAPES)


def _node(node: inline.Inline, index: Index) -> str:
    match node:
        case inline.Plain():
            return _LINE_ENDS.sub("<br/>", _escaped(node.text))
        case inline.Strong():
            return f"<strong>{''.join(_node(child, index) for child in node.children)}</strong>"
        case inline.Link():
            return f'<a href="{_escaped(node.url)}">{_escaped(node.text + _on_paper(node, index.guide.lang))}</a>'
        case inline.Foreign():
            return f'<span lang="{_escaped(node.lang)}">{_escaped(node.text)}</span>'
        case inline.MainLinkRef():
            link = index.guide.link
            return f'<a href="{_escaped(link.url)}">{_escaped(link.label or link.url)}</a>'
        case inline.Ui():
            term = index.guide.terms[node.term]
            return f'<key original="{_escaped(term.original)}">{_escaped(term.label)}</key>'
        case inline.ScreenRef():
            return f"<see>{_escaped(index.guide.screens[node.screen].name or node.screen)}</see>"
        case inline.StepRef():
            return f'<ref step="{_escaped(node.step)}" title="{_escaped(index.step_name(node.step))}"/>'
        case inline.StepsRef():
            title = f"{index.step_name(node.first)} – {index.step_name(node.last)}"
            return f'<ref step="{_escaped(node.first)}" last="{_escaped(node.last)}" title="{_escaped(title)}"/>'
        case inline.ProcedureRef():
            title = index.procedure(node.procedure).title
            return f'<ref procedure="{_escaped(node.procedure)}" title="{_escaped(title)}"/>'


def _on_paper(link: inline.Link, lang: str) -> str:
    """The address in brackets, for paper cannot be tapped; nothing where the words are the address already."""
    address = _bare(link.url)
    if _bare(link.text) == address:
        return ""
    return f"（{address}）" if lang.split("-")[0] in _FULL_WIDTH else f" ({address})"


def _bare(url: str) -> str:
    """An address as people type it: without https:// and a slash at its end."""
    return url.strip().removeprefix("https://").removesuffix("/")
