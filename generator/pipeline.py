"""`build`: the stages in their order. This module is the table of contents of the program."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from msgspec.structs import astuple, replace

from generator.errors import AssetError, Diagnostic, InvalidInput, Place, ProofError, StrictError
from generator.guide import Guide, Text, texts
from generator.jobs import Intent, Job, against_strict, plan, review_document
from generator.layout import Composition, compose, paint
from generator.markup import Element, fill, parse
from generator.output import publish
from generator.pdf import Part, TaggedCanvas
from generator.qr.policy import known_addresses
from generator.text import MissingGlyph, is_rtl
from generator.theme import Theme
from generator.workers import make_all

Progress = Callable[[str], None]


class BuiltFile(Struct, frozen=True):
    """One file that was made; `pages` counts the reader's pages, also where two of them stand on one side of a sheet."""

    path: Path
    format: str
    size: str
    lang: str
    intent: Intent
    pages: int
    sha256: str

    def codes(self) -> list[str]:
        """What the codes in the finished file say, read by an independent decoder."""
        from generator.preflight.codes import read_codes

        return [found.text for found in read_codes(self.path.read_bytes())]


class BuildResult(Struct, frozen=True):
    """All files of a build, and what there is to say about the guide."""

    files: tuple[BuiltFile, ...]
    diagnostics: tuple[Diagnostic, ...]


def build(
    guide: str | Path | None = None,
    *,
    formats: Sequence[str] = (),
    langs: Sequence[str] = (),
    size: str = "",
    intent: Intent = "office",
    ua: Part | None = None,
    themes: Sequence[str | Path] = (),
    template_dir: str | Path | None = None,
    out: str | Path = "output",
    strict: bool = False,
    single_pages: bool | None = None,
    keep: str | Path | None = None,
    proved: bool = True,
    progress: Progress | None = None,
    workers: int = 1,
) -> BuildResult:
    """Make all files of a guide: every format in every language, or those that are named.

    `guide` is a folder or a file; without it, the built-in guide. `size` is a page size ("A4", "JB5", "letter"), by default
    each format's own. `ua` is the part of PDF/UA that files for the screen keep to, by default 1. `themes` are built-in names
    or TOML files, laid over each other. `single_pages` says whether booklets are left unimposed: by default for the
    screen alone, which bears no others. `keep` is a folder for the filled markup, the placements, an uncompressed PDF and the
    outline of what is read aloud. `proved` reads every finished file anew and refuses one that fails its proof. `progress`
    is told the name of each file, before it is made or when it comes from another process. `workers` is how many processes
    share the work; more than one is only safe in a program without threads. Nothing is written before every file has been made.

    Raises HandoutsError: UsageError, InvalidInput, AssetError, OutputError, ProofError, or StrictError where `strict` and
    there are warnings.
    """
    jobs, diagnostics = plan(
        guide,
        formats=formats,
        langs=langs,
        size=size,
        intent=intent,
        ua=ua,
        themes=themes,
        template_dir=template_dir,
        out=out,
        single_pages=single_pages,
        keep=keep,
        proved=proved,
    )
    if strict and (refused := against_strict(diagnostics)):
        raise StrictError(refused)
    made = make_all(make, jobs, workers, lambda job: progress(job.path.name) if progress else None)
    diagnostics = list(dict.fromkeys([*diagnostics, *(found for one in made for found in one.diagnostics)]))
    if strict and (refused := against_strict(diagnostics)):
        raise StrictError(refused)
    return BuildResult(tuple(_publish(job, one) for job, one in zip(jobs, made, strict=True)), tuple(diagnostics))


class Made(Struct, frozen=True):
    """A finished file that is not published yet; `pages` as a reader counts them."""

    data: bytes
    pages: int
    diagnostics: tuple[Diagnostic, ...]


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
        markup = fill(job.guide, job.format, job.size, job.theme, template_dir=job.template_dir)
        document = parse(markup)
        about_template = _about_template(job, document)
        composition = compose(document, job.size, job.theme, job.fonts, job.pictures.for_document())
        _refuse(composition.diagnostics)
    return markup, composition, about_template


@contextmanager
def _located(job: Job) -> Iterator[None]:
    """Errors of a stage say where in the guide they arose, or else in which file."""
    try:
        yield
    except MissingGlyph as missing:
        raise InvalidInput(_placed(missing, job)) from missing
    except InvalidInput as error:
        raise InvalidInput(_named(error.problems, job)) from error


def _about_template(job: Job, document: Element) -> list[Diagnostic]:
    """What there is to say about a template of the user's; the program's own are tested for it. Raises InvalidInput."""
    if job.template_dir is None or not job.format.path.is_relative_to(job.template_dir):
        return []
    found = review_document(document, job.format, job.guide, job.theme)
    if errors := [one for one in found if one.severity == "error"]:
        raise InvalidInput(errors)
    return found


def _prove(job: Job, data: bytes, composition: Composition) -> tuple[Diagnostic, ...]:
    """What an independent reading of the finished bytes finds. Raises ProofError where they are not fit to be handed out."""
    if not job.proved:
        return ()
    from generator.expected import reading_distance
    from generator.preflight import Expectation, preflight
    from generator.preflight.addresses import addresses
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
        other_addresses=tuple(sorted(known_addresses(job.guide, job.theme).union(*map(addresses, texts(job.guide))))),
    )
    found = preflight(data, expected=expected).diagnostics(job.path.name)
    if errors := [one for one in found if one.severity == "error"]:
        raise ProofError([*job.pictures.codes(), *errors])
    return found


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


def _placed(missing: MissingGlyph, job: Job) -> Diagnostic:
    """The missing character with its place in the guide or the profile."""
    problem = missing.problems[0]
    for text in _printed(job.guide, job.theme):
        if missing.character in text:
            return Diagnostic(problem.message, text.at(text.index(missing.character)), problem.help, rule="missing-glyph")
    return problem


def _printed(guide: Guide, theme: Theme) -> Iterator[Text]:
    """Every text that a page may show."""
    yield from texts(guide)
    for term in guide.terms.values():
        yield from (term.label, term.original)
    for screen in guide.screens.values():
        yield from (screen.name, screen.alt)
    yield from (guide.link.label, guide.link.url, guide.organisation, guide.owner, guide.edition)
    yield from (theme.organisation.name, theme.organisation.owner)
    for contact in (guide.contact, theme.contact):
        yield from (contact.name, contact.email, contact.phone, contact.url, contact.hours)


def _named(problems: Iterable[Diagnostic], job: Job) -> list[Diagnostic]:
    """The problems of one file, saying which file, and where the guide has the words that they are about."""
    file = f"{job.format.name} {job.size.name} {job.guide.lang}"
    return [
        one if one.place else replace(one, message=f"{file}: {one.message}", place=_place_of(one.about, job)) for one in problems
    ]


def _place_of(words: str, job: Job) -> Place | None:
    """Where the guide has the longest word of a text, which is the one that is wider than its line."""
    word = max(words.split(), key=len, default="")
    found = (text.at(text.index(word), len(word)) for text in _printed(job.guide, job.theme) if word in text)
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


def _publish(job: Job, made: Made) -> BuiltFile:
    publish(made.data, job.path)
    digest = hashlib.sha256(made.data).hexdigest()
    return BuiltFile(job.path, job.format.name, job.size.name, job.guide.lang, job.intent, made.pages, digest)
