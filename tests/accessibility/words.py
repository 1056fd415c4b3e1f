"""What is read aloud is what the guide says: complete, once, in order, in every language. No validator looks at that."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO

import pikepdf

from generator.guide import Guide
from generator.markup.words import words
from tests.accessibility.reading import Block, pattern, read, said, spoken_stations, spoken_steps
from tests.building import page_texts
from tests.pdf.pdf_reading import Node, read_structure


def order_faults(data: bytes, guide: Guide, format: str) -> Iterator[str]:
    """All that the guide says is read, in its order."""
    for blocks, wanted, _ in _by_language(data, guide, format):
        yield from (f"not read where it should be: {text}" for text in split(blocks, wanted)[1])


def surplus_faults(data: bytes, guide: Guide, format: str) -> Iterator[str]:
    """Nothing is read twice, and nothing else but the pages' own words."""
    names = [words(one.lang)["language"] for one in _languages(guide)]  # each says which of two nobody has read
    for blocks, wanted, one in _by_language(data, guide, format):
        left, _ = split(blocks, wanted)
        yield from (f"read too: {text}" for text in strangers([block.text for block in left], [*own_words(one), *names]))


def hidden_faults(data: bytes, guide: Guide, format: str) -> Iterator[str]:
    """What is for the eye alone repeats what is read, or says the page's number and which steps stand on it."""
    blocks, artifacts = read(data)
    heard = (re.escape(block.text) for block in blocks)
    known = [*(word for one in _languages(guide) for word in own_words(one)), *heard, r"\?", r"\d+–\d+"]
    yield from (f"not read, for it is decoration: {text}" for text in strangers(artifacts, known))


def letter_faults(data: bytes, guide: Guide, format: str) -> Iterator[str]:
    """PDFium sees the pages as they are drawn: each letter of them is in the tree, or in an artifact."""
    blocks, artifacts = read(data)
    drawn = Counter(re.sub(r"[\s\u00ad\ufffe\u0002-]", "", "".join(page_texts(data))))
    told = Counter(re.sub(r"[\s-]", "", "".join([*map(_seen, blocks), *artifacts])))
    if drawn != told:
        yield f"seen and not told: {dict(drawn - told)}; told and not seen: {dict(told - drawn)}"


def _seen(block: Block) -> str:
    """What the eye sees: a label that says its device too is a number in that device's lane."""
    return block.text.split()[0] if block.role == "Lbl" and re.fullmatch(r"\d+ \D+", block.text) else block.text


def _languages(guide: Guide) -> list[Guide]:
    return [guide, guide.also] if guide.also else [guide]


def _by_language(data: bytes, guide: Guide, format: str) -> Iterator[tuple[list[Block], list[str], Guide]]:
    """For each language of a sheet: what is read in it, what should be, and the guide in it."""
    if guide.also is None:
        yield read(data).blocks, spoken(guide, format), guide
        return
    for one in _languages(guide):
        yield read(data, one.lang).blocks, spoken(one, format, numbered=one is guide), one


def beneath_faults(data: bytes, guide: Guide, format: str) -> Iterator[str]:
    """On a sheet in two languages, what is said in the second one stands right behind what it translates."""
    if guide.also is not None:
        with pikepdf.open(BytesIO(data)) as pdf:
            yield from _beneath(read_structure(pdf), guide.also.lang)


def _beneath(node: Node, second: str) -> Iterator[str]:
    before: Node | str | None = None
    for kid in node.kids:
        if isinstance(kid, Node) and str(kid.entries.get("/Lang", "")) == second:
            heard = before if isinstance(before, str) else before.text() if before else ""
            if not heard.strip() or (isinstance(before, Node) and before.role != kid.role):
                yield f"the translation of nothing: {kid.role} {kid.text()!r}"
        elif isinstance(kid, Node):
            yield from _beneath(kid, second)
        before = kid


def spoken(guide: Guide, format: str, *, numbered: bool = True) -> list[str]:
    """What the guide has to say on a page of that format, in order."""
    if format in ("handout", "booklet"):
        return list(spoken_steps(guide, numbered=numbered))
    whole = format == "flyer" and guide.id == "mfa-authenticator"
    return list(spoken_stations(guide, whole=whole, numbered=numbered))


def split(blocks: list[Block], expected: list[str]) -> tuple[list[Block], list[str]]:
    """What remains of the blocks where each of the expected texts is taken once, in order; and what was not found."""
    left, missing, at = list(blocks), [], 0
    for wanted in expected:
        found = next((i for i in range(at, len(left)) if re.fullmatch(wanted, left[i].text)), None)
        if found is None:
            missing.append(wanted)
        else:
            del left[found]
            at = found
    return left, missing


def strangers(texts: list[str], known: Iterable[str]) -> list[str]:
    """The texts that are not made of the known ones alone."""
    either = "|".join(sorted(known, key=len, reverse=True))
    return [text for text in texts if not re.fullmatch(rf"(({either})[\s·:：、—–]*)+", text)]


def own_words(guide: Guide) -> Iterator[str]:
    """What a page says besides the steps: its own words, and what the guide says of itself."""
    table = words(guide.lang)
    titles = "|".join(re.escape(said(procedure.title or guide.title)) for procedure in guide.procedures)
    numbers = dict.fromkeys(("n", "first", "last", "page", "pages"), r"\d+")
    values = {"letter": "[A-Z]", "title": f"({titles})", "date": "[0-9-]+", "host": re.escape(guide.link.url.split("/")[2])}
    for text in (table.counted(key, count) for key in table for count in (1, 100)):
        parts = re.split(r"\{(\w+)\}", said(text.replace("**", "")))
        yield "".join(re.escape(p) if i % 2 == 0 else (numbers | values).get(p, r".{1,60}?") for i, p in enumerate(parts))
    yield from (titles, r"\d{1,2}", "[A-Zi]", re.escape(guide.link.url), "[A-Z]+-([A-Z]+-)?[A-Z]-[A-Z]+(-[A-Z]+)?")
    yield from (pattern(text, guide) for text in _about(guide) if text)


def _about(guide: Guide) -> Iterator[str]:
    yield from (guide.title, guide.headline, guide.subtitle, guide.summary, guide.organisation, guide.owner)
    contact = guide.contact
    yield from (contact.name, contact.email, contact.phone, contact.url, contact.hours)
    for item in guide.have_ready:
        yield from (item.text, item.note)
    for screen in guide.screens.values():
        yield from (screen.name, screen.alt)  # captions, the legend's sample, and what stands where a picture is missing
    for term in guide.terms.values():
        yield term.label
    for procedure in guide.procedures:
        for step in procedure.steps:
            yield from (step.title or step.short or step.text, step.short)  # the contents, and signs
    for phase in guide.phases:
        yield phase.text  # signs tell it where there is room, and so are short texts
    for step in guide.procedures[0].steps[:5] if not guide.phases else ():
        yield step.short or step.text
