"""`build`: the stages in their order. This module is the table of contents of the program."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generator import resources
from generator.errors import AssetError, Diagnostic, InvalidInput, StrictError, UsageError, did_you_mean
from generator.geometry import SIZES, Size, find_size
from generator.guide import Guide, Text, check, load_all, texts
from generator.layout import Composition, compose, paint
from generator.markup import Format, fill, find_format, list_formats, parse
from generator.output import file_name, publish
from generator.pdf import TaggedCanvas
from generator.pictures.shelf import Shelf
from generator.qr.policy import judge_guide, judge_profile, policy_of
from generator.text import FontBook, MissingGlyph
from generator.theme import Theme, load_theme
from generator.workers import make_all

Intent = Literal["office", "screen"]
INTENTS: tuple[Intent, ...] = ("office", "screen")
BUILT_IN = "guides/mfa-authenticator"
_FOR_PEOPLE = frozenset({"no-contact", "unreviewed-translation"})  # a help desk to name, a native speaker to ask
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class BuiltFile:
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


@dataclass(frozen=True, slots=True)
class BuildResult:
    """All files of a build, and what there is to say about the guide."""

    files: tuple[BuiltFile, ...]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make."""

    guide: Guide
    format: Format
    size: Size
    intent: Intent
    theme: Theme
    fonts: FontBook
    template_dir: Path | None
    single_pages: bool
    out: Path
    keep: Path | None
    pictures: Shelf

    @property
    def path(self) -> Path:
        """Where the file goes."""
        return self.out / file_name(self.guide.id, self.format.name, self.size.name.lower(), self.guide.lang, self.intent)


def build(
    guide: str | Path | None = None,
    *,
    formats: Sequence[str] = (),
    langs: Sequence[str] = (),
    size: str = "",
    intent: Intent = "office",
    themes: Sequence[str | Path] = (),
    template_dir: str | Path | None = None,
    out: str | Path = "output",
    strict: bool = False,
    single_pages: bool = False,
    keep: str | Path | None = None,
    progress: Progress | None = None,
    workers: int = 1,
) -> BuildResult:
    """Make all files of a guide: every format in every language, or those that are named.

    `guide` is a folder or a file; without it, the built-in guide. `size` is a page size ("A4", "JB5", "letter"), by default
    each format's own. `themes` are built-in names or TOML files, laid over each other. `single_pages` leaves booklets
    unimposed. `keep` is a folder for the filled markup, the placements and an uncompressed PDF. `progress` is told each
    file's name before it is made. `workers` is how many processes share the work; more than one is only safe in a program
    without threads. Nothing is written before every file has been made.

    Raises HandoutsError: UsageError, InvalidInput, AssetError, OutputError, or StrictError where `strict` and there are warnings.
    """
    jobs, diagnostics = plan(
        guide,
        formats=formats,
        langs=langs,
        size=size,
        intent=intent,
        themes=themes,
        template_dir=template_dir,
        out=out,
        single_pages=single_pages,
        keep=keep,
    )
    if strict and (refused := against_strict(diagnostics)):
        raise StrictError(refused)
    made = make_all(make, jobs, workers, lambda job: progress(job.path.name) if progress else None)
    diagnostics = list(dict.fromkeys([*diagnostics, *(found for one in made for found in one.diagnostics)]))
    if strict and (refused := against_strict(diagnostics)):
        raise StrictError(refused)
    return BuildResult(tuple(_publish(job, one) for job, one in zip(jobs, made, strict=True)), tuple(diagnostics))


def plan(
    guide: str | Path | None,
    *,
    formats: Sequence[str],
    langs: Sequence[str],
    size: str,
    intent: Intent,
    themes: Sequence[str | Path],
    template_dir: str | Path | None,
    out: str | Path,
    single_pages: bool,
    keep: str | Path | None,
) -> tuple[list[Job], list[Diagnostic]]:
    """The files to make, and the warnings about the guide. Everything that is asked for is looked up before anything is made."""
    templates = Path(template_dir) if template_dir else None
    chosen = [find_format(name, templates) for name in dict.fromkeys(formats)] or list(list_formats(templates).values())
    paper = _size(size)
    if intent not in INTENTS:
        raise UsageError(f'there is no intent "{intent}"', help=f"There are: {', '.join(INTENTS)}.")
    guides = load_guides(guide, langs)
    first = next(iter(guides.values()))
    theme = load_theme(themes, first.folder)
    fonts = FontBook(theme.fonts)
    where, kept = Path(out), Path(keep) if keep else None
    shelves = {lang: Shelf(one) for lang, one in guides.items()}
    jobs = [
        Job(one, format, paper or format.size, intent, theme, fonts, templates, single_pages, where, kept, shelves[lang])
        for format in chosen
        for lang, one in guides.items()
    ]
    findings = review(guides, theme, pictures=False)
    if errors := [found for found in findings if found.severity == "error"]:
        raise InvalidInput(errors)
    return jobs, findings


def load_guides(guide: str | Path | None, langs: Iterable[str] = ()) -> dict[str, Guide]:
    """The guide's languages: all, or those that are named. Raises UsageError for one that it does not have."""
    path = Path(guide) if guide is not None else resources.find("assets", BUILT_IN)
    wanted = list(dict.fromkeys(langs))
    guides = load_all(path, wanted)
    for lang in wanted:
        if lang not in guides:
            known = list(guides)
            way_out = f"It has: {', '.join(known)}.{did_you_mean(lang, known)}"
            raise UsageError(f'the guide has no language "{lang}"', help=way_out)
    return {lang: guides[lang] for lang in wanted} or guides


def review(guides: Mapping[str, Guide], theme: Theme, *, pictures: bool = True) -> list[Diagnostic]:
    """Everything that there is to say about a guide with its theme: texts, translations, links, and all its pictures.

    A build looks only at the pictures that it places; `pictures` looks at every one, also for secrets.
    """
    findings = check(dict(guides))
    for guide in guides.values():
        policy = policy_of(theme.allow_hosts, guide)
        findings += [*judge_guide(guide, policy), *judge_profile(theme, policy)]
    findings = list(dict.fromkeys(findings))
    if pictures:
        from generator.pictures.check import check_pictures

        findings += check_pictures(guides)
    return findings


def against_strict(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The warnings that `strict` refuses: all but those that no edit of the guide can settle, only a person outside."""
    return [found for found in diagnostics if found.rule not in _FOR_PEOPLE]


def _size(name: str) -> Size | None:
    found = find_size(name) if name else None
    if name and found is None:
        known = list(SIZES)
        raise UsageError(f'there is no page size "{name}"', help=f"The sizes are: {', '.join(known)}.{did_you_mean(name, known)}")
    return found


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file that is not published yet; `pages` as a reader counts them."""

    data: bytes
    pages: int
    diagnostics: tuple[Diagnostic, ...]


def make(job: Job) -> Made:
    """One file: fill → parse → compose → paint → finish."""
    guide = job.guide
    try:
        markup = fill(guide, job.format, job.size, job.theme, template_dir=job.template_dir)
        composition = compose(parse(markup), job.size, job.theme, job.fonts, job.pictures.for_document())
        _refuse(composition.diagnostics)
        data = _finish(job, composition)
    except MissingGlyph as missing:
        raise InvalidInput(_placed(missing, job)) from missing
    except InvalidInput as error:
        raise InvalidInput(_named(error.problems, job)) from error
    if job.keep is not None:
        _keep(job, markup, composition)
    if job.format.imposed and job.intent == "office" and not job.single_pages:
        from generator.press.stitch import impose

        data = impose(data, job.size)
    return Made(data, len(composition.pages), tuple(composition.diagnostics))


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
    """The problems of one file, saying which file."""
    about = f"{job.format.name} {job.size.name} {job.guide.lang}"
    return [
        problem if problem.place else Diagnostic(f"{about}: {problem.message}", None, problem.help, rule=problem.rule)
        for problem in problems
    ]


def _keep(job: Job, markup: str, composition: Composition) -> None:
    """What a template's author wants to see: the filled markup, where everything landed, and a PDF to read."""
    assert job.keep is not None
    name = job.path.stem
    placements = [
        {
            "page": placement.page_index + 1,
            "element": placement.element,
            "source": placement.source,
            "rect": [round(v, 3) for v in (placement.rect.x, placement.rect.y, placement.rect.width, placement.rect.height)],
        }
        for page in composition.pages
        for placement in page.placements
    ]
    publish(markup.encode(), job.keep / f"{name}.markup.xml")
    publish(json.dumps(placements, ensure_ascii=False, indent=1).encode(), job.keep / f"{name}.placements.json")
    publish(_finish(job, composition, compress=False), job.keep / f"{name}.uncompressed.pdf")


def _publish(job: Job, made: Made) -> BuiltFile:
    publish(made.data, job.path)
    digest = hashlib.sha256(made.data).hexdigest()
    return BuiltFile(job.path, job.format.name, job.size.name, job.guide.lang, job.intent, made.pages, digest)
