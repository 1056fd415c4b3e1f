"""A guide's inline text as layout markup: everything that is not a reference or emphasis is escaped."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from generator.guide import inline
from generator.guide.model import Text
from generator.guide.references import Index


def to_markup(text: Text, index: Index) -> str:
    """XML for one text: `<strong> <a> <key> <see> <ref/>`; references are resolved later, by the format they stand in."""
    return "".join(_node(node, index) for node in inline.parse(text))


def _node(node: inline.Inline, index: Index) -> str:
    match node:
        case inline.Plain():
            return escape(node.text)
        case inline.Strong():
            return f"<strong>{''.join(_node(child, index) for child in node.children)}</strong>"
        case inline.Link():
            return f"<a href={quoteattr(node.url)}>{escape(node.text)}</a>"
        case inline.MainLinkRef():
            link = index.guide.link
            return f"<a href={quoteattr(link.url)}>{escape(link.label or link.url)}</a>"
        case inline.Ui():
            term = index.guide.terms[node.term]
            return f"<key original={quoteattr(term.original)}>{escape(term.label)}</key>"
        case inline.ScreenRef():
            return f"<see>{escape(index.guide.screens[node.screen].name or node.screen)}</see>"
        case inline.StepRef():
            return f"<ref step={quoteattr(node.step)} title={quoteattr(index.step_name(node.step))}/>"
        case inline.StepsRef():
            title = f"{index.step_name(node.first)} – {index.step_name(node.last)}"
            return f"<ref step={quoteattr(node.first)} last={quoteattr(node.last)} title={quoteattr(title)}/>"
        case inline.ProcedureRef():
            title = index.procedure(node.procedure).title
            return f"<ref procedure={quoteattr(node.procedure)} title={quoteattr(title)}/>"
