"""The XMP packet: title, language, dates, and the part of PDF/UA that the file keeps to."""

from __future__ import annotations

from datetime import datetime

_CONTROLS = {chr(code): None for code in range(32) if code not in (9, 10, 13)}
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"} | _CONTROLS)
_SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "dc": "http://purl.org/dc/elements/1.1/",
        "xmp": "http://ns.adobe.com/xap/1.0/",
        "pdf": "http://ns.adobe.com/pdf/1.3/",
        "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    }.items()
)


def xmp_packet(*, title: str, lang: str, author: str, subject: str, producer: str, created: datetime, ua: int) -> bytes:
    """XMP for a file in one language; `ua` is the part of PDF/UA that it claims. What is empty is left out."""
    date = created.strftime("%Y-%m-%dT%H:%M:%SZ")
    properties = [
        _alternative("dc:title", title),
        f"<dc:language><rdf:Bag><rdf:li>{_escape(lang)}</rdf:li></rdf:Bag></dc:language>",
        "<dc:format>application/pdf</dc:format>",
        f"<xmp:CreatorTool>handouts</xmp:CreatorTool><xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>",
        f"<pdf:Producer>{_escape(producer)}</pdf:Producer>",
    ]
    if author:
        properties.append(f"<dc:creator><rdf:Seq><rdf:li>{_escape(author)}</rdf:li></rdf:Seq></dc:creator>")
    if subject:
        properties.append(_alternative("dc:description", subject))
    if ua:
        properties.append(f"<pdfuaid:part>{ua}</pdfuaid:part>")
    if ua == 2:
        properties.append("<pdfuaid:rev>2024</pdfuaid:rev>")
    body = "\n".join(properties)
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" {_SPACES}>
{body}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()


def _alternative(name: str, text: str) -> str:
    """A property whose text may have several languages, in the default one."""
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{_escape(text)}</rdf:li></rdf:Alt></{name}>'


def _escape(text: str) -> str:
    """Text for XML, without the control characters that XML has no spelling for."""
    return text.translate(_ESCAPES)
