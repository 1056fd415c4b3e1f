"""One file of a build: fill → parse → compose → paint → finish, and its proof."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from msgspec.structs import astuple, replace

from generator.errors import AssetError, Diagnostic, InvalidInput, Place, ProofError
from generator.guide.model import Guide, Text
from generator.guide.references import texts
from generator.job import Job, Made
from generator.layout import Composition, compose, paint
from generator.markup.element import Element
from generator.markup.parse import parse
from generator.output import publish
from generator.pdf import TaggedCanvas
from generator.text import FontBook, MissingGlyph, is_rtl, lacking
from generator.theme import Theme


def make(job: Job) -> Made:
    """One file: fill → parse → compose → paint → finish."""
    markup, composition, about_template = lay_out(job)
    with _located(job):
        data = _finish(job, composition)
    if job.keep is not None:
        _keep(job, markup, composition)
    if _is_imposed(job):
        from generator.press.stitch import impose

        data = impose(data, job.size, right_to_left=is_rtl(job.guide.lang))
    if job.intent == "screen":
        from generator.press.pack import pack

        data = pack(data)
    found = (*about_template, *_named(composition.diagnostics, job), *_prove(job, data, composition))
    return Made(data, len(composition.pages), found)


def lay_out(job: Job) -> tuple[str, Composition, list[Diagnostic]]:
    """The filled markup, its pages, and what there is to say about a template of the user's. Raises InvalidInput, AssetError."""
    with _located(job):
        markup = job.filled().markup
        document = parse(markup)
        about_template = _about_template(job, document)
        composition = compose(document, job.size, job.theme, FontBook(job.theme.fonts), job.pictures.for_document())
        _refuse(composition.diagnostics)
    return markup, composition, about_template


@contextmanager
def _located(job: Job) -> Iterator[None]:
    """Errors of a stage say where in the guide they arose, or else in which file."""
    try:
        yield
    except MissingGlyph as missing:
        raise InvalidInput(_named(_placed(missing, job), job)) from missing
    except (InvalidInput, AssetError) as error:
        kind = AssetError if isinstance(error, AssetError) else InvalidInput
        raise kind(_named(error.problems, job)) from error


def _about_template(job: Job, document: Element) -> list[Diagnostic]:
    """What there is to say about a template of the user's; the program's own are tested for it. Raises InvalidInput."""
    if job.template_dir is None or not job.format.path.is_relative_to(job.template_dir):
        return []
    from generator.jobs import review_document

    found = review_document(document, job.format, job.guide, job.theme)
    if errors := [one for one in found if one.severity == "error"]:
        raise InvalidInput(errors)
    return found


def _prove(job: Job, data: bytes, composition: Composition) -> tuple[Diagnostic, ...]:
    """What an independent reading of the finished bytes finds. Raises ProofError where they are not fit to be handed out."""
    if not job.proved:
        return ()
    from generator.expected import reading_distance
    from generator.pictures.findings import LEAST_PPI
    from generator.preflight import Expectation, preflight
    from generator.qr.known import PASSING_ON

    codes = [placement.source for page in composition.pages for placement in page.placements if placement.element == "qr"]
    expected = Expectation(
        size=job.size,
        pages=len(composition.pages),
        imposed=_is_imposed(job),
        codes=tuple(dict.fromkeys(codes)),
        code_count=len(codes),
        intent=job.intent,
        lang=job.guide.lang,
        title=job.guide.title,
        passing_on=PASSING_ON,
        reading_distance=reading_distance(job.format, job.size),
        sharpness=LEAST_PPI,  # below it, and above, placing has judged each picture by its file
        other_addresses=tuple(sorted(set().union(*(_addresses(guide, job.theme) for guide in job.guides)))),
    )
    found = preflight(data, expected=expected).diagnostics(job.path.name)
    if errors := [one for one in found if one.severity == "error"]:
        raise ProofError([*job.pictures.codes(), *errors])
    return found


def _addresses(guide: Guide, theme: Theme) -> set[str]:
    """The addresses that one language of a guide and the profile may print."""
    from generator.preflight.addresses import addresses
    from generator.qr.policy import known_addresses

    return set(known_addresses(guide, theme)).union(*map(addresses, texts(guide)))


def _is_imposed(job: Job) -> bool:
    return job.format.imposed and not job.single_pages


def _refuse(diagnostics: Sequence[Diagnostic]) -> None:
    """Stop where placing found an error: a picture that would print as mush."""
    if errors := [found for found in diagnostics if found.severity == "error"]:
        raise AssetError(errors)


def _finish(job: Job, composition: Composition, *, compress: bool = True) -> bytes:
    guide = job.guide
    surface = TaggedCanvas(
        title=guide.title,
        lang=guide.lang,
        author=job.theme.organisation.name or guide.organisation,
        subject=guide.summary,
        intent=job.intent,
        ua=job.ua,
        created=guide.reviewed or "2000-01-01",
        compress=compress,
    )
    paint(composition.pages, composition.root, surface)
    return surface.finish()


def _placed(missing: MissingGlyph, job: Job) -> list[Diagnostic]:
    """A problem for each text of the guide or the profile with characters that no font has, at the first of them."""
    stack = FontBook(job.theme.fonts).stack("text", 400, job.guide.lang)
    found: dict[Diagnostic, None] = {}
    for text in _printed(job.guides, job.theme):
        if characters := lacking(" ".join(text.split()), stack):
            problem = MissingGlyph(characters, text, missing.installs).problems[0]
            found[replace(problem, place=text.at(text.index(characters[0])))] = None
    return list(found) or list(missing.problems)


def _printed(guides: Sequence[Guide], theme: Theme) -> Iterator[Text]:
    """Every text that a page may show, in each of its languages."""
    for guide in guides:
        yield from texts(guide)
        for term in guide.terms.values():
            yield from (term.label, term.original)
        for screen in guide.screens.values():
            yield from (screen.name, screen.alt)
        yield from (guide.link.label, guide.link.url, guide.organisation, guide.owner, guide.edition)
    yield from (theme.organisation.name, theme.organisation.owner)
    for contact in (*(guide.contact for guide in guides), theme.contact):
        yield from (contact.name, contact.email, contact.phone, contact.url, contact.hours)


def _named(problems: Iterable[Diagnostic], job: Job) -> list[Diagnostic]:
    """The problems of one file, with its name, and where the guide has the words that they are about."""
    return [
        replace(one, output=job.name, place=one.place or _place_of(one.about, job)) for one in problems
    ]


def _place_of(words: str, job: Job) -> Place | None:
    """Where the guide has the longest word of a text, which is the one that is wider than its line."""
    word = max(words.split(), key=len, default="")
    found = (text.at(text.index(word), len(word)) for text in _printed(job.guides, job.theme) if word in text)
    return next(found, None) if word else None


def _keep(job: Job, markup: str, composition: Composition) -> None:
    """What a template's author wants to see: the markup, where everything landed, a PDF to read, and what is read aloud of it."""
    from generator.preflight.outline import read_outline

    assert job.keep is not None
    name = job.path.stem
    placements = [
        {
            "page": placement.page_index + 1,
            "element": placement.element,
            "source": placement.source,
            "rect": [round(v, 3) for v in astuple(page.on_paper(placement.rect))],
        }
        for page in composition.pages
        for placement in page.placements
    ]
    publish(markup.encode(), job.keep / f"{name}.markup.xml")
    publish(json.dumps(placements, ensure_ascii=False, indent=1).encode(), job.keep / f"{name}.placements.json")
    readable = _finish(job, composition, compress=False)
    publish(readable, job.keep / f"{name}.uncompressed.pdf")
    publish(read_outline(readable).encode(), job.keep / f"{name}.outline.txt")
