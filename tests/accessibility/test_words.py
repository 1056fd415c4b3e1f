"""What is read aloud is what the guide says: complete, once, in order, in every language. No validator looks at that."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from generator.guide import Guide, load_guide
from tests.accessibility.reading import Block, Reading, pattern, read, said, spoken_stations, spoken_steps
from tests.accessibility.web_files import FORMATS, GUIDES, web_files
from tests.building import ROOT, page_texts
from tests.layout import sample_guides

BUILT_IN = ROOT / "assets" / "guides" / "mfa-authenticator"
every_guide = pytest.mark.parametrize("name", ["en", "ja", *GUIDES])
every_format = pytest.mark.parametrize("format", FORMATS)


@cache
def guide_of(name: str) -> Guide:
    if name in ("en", "ja"):
        return load_guide(BUILT_IN / f"guide.{name}.yaml")
    with TemporaryDirectory() as folder:
        return sample_guides.sample(name, Path(folder))


def data_of(name: str, format: str) -> bytes:
    files = web_files("" if name in ("en", "ja") else name)
    (data,) = (data for file, data in files.items() if f".{format}." in file and f".{guide_of(name).lang}." in file)
    return data


@cache
def reading_of(name: str, format: str) -> Reading:
    return read(data_of(name, format))


def spoken(name: str, format: str) -> list[str]:
    """What the guide has to say on a page of that format, in order."""
    guide = guide_of(name)
    if format in ("handout", "booklet"):
        return list(spoken_steps(guide))
    return list(spoken_stations(guide, whole=format == "flyer" and name in ("en", "ja")))


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


@every_format
@every_guide
def test_all_that_the_guide_says_is_read_in_order(name: str, format: str) -> None:
    _, missing = split(reading_of(name, format).blocks, spoken(name, format))
    assert missing == []


@every_format
@every_guide
def test_nothing_is_read_twice_and_nothing_else_but_the_pages_own_words(name: str, format: str) -> None:
    left, _ = split(reading_of(name, format).blocks, spoken(name, format))
    assert strangers([block.text for block in left], own_words(guide_of(name))) == []


def strangers(texts: list[str], known: Iterable[str]) -> list[str]:
    """The texts that are not made of the known ones alone."""
    either = "|".join(sorted(known, key=len, reverse=True))
    return [text for text in texts if not re.fullmatch(rf"(({either})[\s·:：、—–]*)+", text)]


def own_words(guide: Guide) -> Iterator[str]:
    """What a page says besides the steps: its own words, and what the guide says of itself."""
    lang = guide.lang if (ROOT / "assets/words" / f"{guide.lang}.toml").is_file() else "en"
    table = tomllib.loads((ROOT / "assets/words" / f"{lang}.toml").read_text("utf-8"))
    titles = "|".join(re.escape(said(procedure.title or guide.title)) for procedure in guide.procedures)
    numbers = dict.fromkeys(("n", "first", "last", "page", "pages"), r"\d+")
    values = {"letter": "[A-Z]", "title": f"({titles})", "date": "[0-9-]+", "host": re.escape(guide.link.url.split("/")[2])}
    for text in table.values():
        parts = re.split(r"\{(\w+)\}", said(text.replace("**", "")))
        yield "".join(re.escape(p) if i % 2 == 0 else (numbers | values).get(p, r".{1,60}?") for i, p in enumerate(parts))
    yield from (titles, r"\d{1,2}", "[A-Zi]", re.escape(guide.link.url), f"{guide.id.split('-')[0].upper()}-[A-Z]-[A-Z]+")
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
            yield step.title or step.short or step.text  # the contents
    for step in guide.procedures[0].steps[:5] if not guide.phases else ():
        yield step.short or step.text  # signs tell it where there is room


@every_format
@every_guide
def test_no_words_hide_as_decoration(name: str, format: str) -> None:
    """What is for the eye alone repeats what is read, or says the page's number and which steps stand on it."""
    blocks, artifacts = reading_of(name, format)
    heard = (re.escape(block.text) for block in blocks)
    assert strangers(artifacts, [*own_words(guide_of(name)), *heard, r"\?", r"\d+–\d+"]) == []


@every_format
@every_guide
def test_every_letter_that_is_seen_is_read_or_is_decoration(name: str, format: str) -> None:
    """PDFium sees the pages as they are drawn: each letter of them is in the tree, or in an artifact."""
    blocks, artifacts = reading_of(name, format)
    drawn = Counter(re.sub(r"[\s\u00ad\ufffe\u0002-]", "", "".join(page_texts(data_of(name, format)))))
    lanes = [re.sub(r"^(\d+) .*", r"\1", block.text) if block.role == "Lbl" and _is_lane(block) else block.text for block in blocks]
    told = Counter(re.sub(r"[\s-]", "", "".join([*lanes, *artifacts])))
    assert drawn - told == Counter() and told - drawn == Counter()


def _is_lane(block: Block) -> bool:
    """Whether a label says its device too, which the eye sees by the lane."""
    return re.fullmatch(r"\d+ \S+", block.text) is not None
