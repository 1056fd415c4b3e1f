"""`build`: the stages in their order. This module is the table of contents of the program."""
from __future__ import annotations
from pathlib import Path
def draft(guide, format, size, theme, intent="office"):
    from generator.markup import fill, parse
    from generator.layout import compose, paint
    from generator.pdf import TaggedCanvas
    from generator.text import FontBook
    markup = fill(guide, format, size, theme)
    document = parse(markup)
    fonts = FontBook(theme.fonts)
    composition = compose(document, size, theme, fonts)
    surface = TaggedCanvas(title=document.get("title"), lang=guide.lang, intent=intent)
    paint(composition.pages, composition.root, surface)
    return surface.finish()
