"""SVG as paths: what a logo is made of. What cannot be drawn faithfully is refused by name.

`document` reads the XML, `style` applies CSS, `values` reads numbers, colours and transforms,
`outlines` turns elements into paths, and `drawing` puts them together.
"""
