"""What earns trust beside a code, and whether a template of the user's has left it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.errors import Diagnostic
from generator.guide.inline import plain
from generator.guide.model import Contact, Guide, Text
from generator.markup.element import Element
from generator.markup.fill import any_contact, sheet_name
from generator.markup.words import words
from generator.theme.model import Theme

_SAID = ("head", "aside", "label", "text", "when", "caption")  # attributes whose words are printed
_SAFETY = '{{ trust.safety_items("small", "1mm") }}'
_IMPORT = '{% import "_trust.xml.j2" as trust with context %}'


def trust_gaps(document: Element, template: str, format: str, guide: Guide, theme: Theme) -> list[Diagnostic]:
    """One warning that names everything that readers are told to look for and that a template with a code leaves out.

    What the guide and the profile do not have is not asked for. `document` is the template, filled and parsed.
    """
    codes = {element.get("url") for element in document.walk() if element.name == "qr"}
    if not codes:
        return []
    gaps = [*_addresses(document, codes), *_lines(document, guide), *_names(document, format, guide, theme)]
    if not gaps:
        return []
    message = f"{template} shows a code, but leaves out: {'; '.join(what for what, _ in gaps)}"
    makers = list(dict.fromkeys(maker for _, maker in gaps))
    imported = f"{_IMPORT}, then " if any("trust." in maker for maker in makers) else ""
    way_out = f"Readers are told to distrust codes without it. Print it with {imported}{', '.join(makers)}."
    return [Diagnostic(message, None, way_out, "warning", "trust")]


def _addresses(document: Element, codes: set[str]) -> Iterator[tuple[str, str]]:
    """Addresses of codes that are not printed, each with the markup that would."""
    printed = {element.get("url") for element in document.walk() if element.name == "address"}
    for url in sorted(codes - printed):
        yield f"the address {url} that it leads to", '<address url="{{ guide.link.url }}"/>'


def _lines(document: Element, guide: Guide) -> Iterator[tuple[str, str]]:
    """The pages' own lines that are missing: by their words, or by their icon where a template has words of its own."""
    table, said = words(guide.lang), _said(document)
    icons = {element.get("icon") or element.get("name") for element in document.walk() if element.name in ("li", "icon")}
    for icon, keys, what, maker in (
        ("type", ("or_type",), "that the address can be typed", '{{ word("or_type") }}'),
        ("sticker", ("safety_sticker", "safety_sticker_short"), "what a sticker on it means", _SAFETY),
        ("nocode", ("safety_never",), "that nobody asks for passwords or codes", _SAFETY),
    ):
        told = any(_squeezed(plain(table[key])) in said for key in keys)
        if icon not in icons and not told:
            yield what, maker
        elif told and guide.also and not _is_told_too(document, keys, guide.also.lang):
            yield f"{what}, in {guide.also.lang}", maker


def _is_told_too(document: Element, keys: Sequence[str], lang: str) -> bool:
    """Whether one of the pages' own words is said in the sheet's second language, too."""
    said = _squeezed("".join(element.text for element in document.walk() if element.name == "also"))
    return any(_squeezed(plain(words(lang)[key])) in said for key in keys)


def _names(document: Element, format: str, guide: Guide, theme: Theme) -> Iterator[tuple[str, str]]:
    """Who prints it, who helps, and which sheet of which age it is, where that is known and not printed."""
    said, table = _said(document), words(guide.lang)
    publishers = _known((theme.organisation.name or guide.organisation, theme.organisation.owner or guide.owner))
    contact = _reach(theme.contact if any_contact(theme) else guide.contact) or [table["your_helpdesk"]]
    edition = [plain(table["edition"]).replace("{edition}", guide.edition)] if guide.edition else []
    for known, all_of_it, what, maker in (
        (publishers, True, "who prints it", "{{ trust.publisher() }}"),
        (contact, False, "who helps", "{{ trust.helpdesk() }}"),
        ([sheet_name(guide, format)], True, "the sheet's own name", "{{ trust.sheet_id() }}"),
        (edition, True, "the edition", "{{ trust.sheet_id() }}"),
        (_known((guide.reviewed,)), True, "the day of its review", "{{ trust.reviewed() }}"),
    ):
        there = [_squeezed(one) in said for one in known]
        if known and not (all(there) if all_of_it else any(there)):
            yield what, maker


def _known(texts: Iterable[Text | str]) -> list[str]:
    return [plain(text) for text in texts if text]


def _reach(contact: Contact) -> list[str]:
    return _known((contact.email, contact.phone, contact.url)) or _known((contact.name,))


def _said(document: Element) -> str:
    """All words that the document prints, without white space, which a template may set as it likes."""
    attributes = (element.get(name) for element in document.walk() for name in _SAID)
    return _squeezed("\n".join((document.text, *attributes)))


def _squeezed(text: str) -> str:
    return "".join(text.split())
