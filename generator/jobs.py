"""What a build is asked to make: the jobs, one a file, and what there is to say before any of them is begun."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator import resources
from generator.errors import Diagnostic, InvalidInput, UsageError, did_you_mean
from generator.guide import Guide
from generator.guide.check import check
from generator.guide.load import load_all, spelled_as_file
from generator.guide.model import SIGN
from generator.guide.schema import email_findings
from generator.job import INTENTS, PARTS, Intent, Job
from generator.markup import (
    Element,
    Format,
    fill,
    find_format,
    list_formats,
    named_size,
    parse,
    spoken_as,
    trust_gaps,
    word_languages,
)
from generator.pictures.shelf import Shelf
from generator.qr.policy import judge, judge_guide, judge_profile, known_addresses, policy_of
from generator.theme import Theme, load_theme

if TYPE_CHECKING:
    from generator.pdf import Part

BUILT_IN = "guides/mfa-authenticator"
# What strict builds let pass: a help desk to name, people to try the guide or read its translation,
# and what the guide itself says may be left out.
_LET_PASS = frozenset({"no-contact", "unreviewed-translation", "old-review", "spare-left-out", "one-language-format"})


def plan(
    guide: str | Path | None,
    *,
    formats: Sequence[str],
    langs: Sequence[str],
    size: str,
    intent: Intent,
    ua: Part | None,
    themes: Sequence[str | Path],
    template_dir: str | Path | None,
    out: str | Path,
    single_pages: bool | None,
    keep: str | Path | None,
    proved: bool,
) -> tuple[list[Job], list[Diagnostic]]:
    """The files to make, and the warnings about the guide. Everything that is asked for is looked up before anything is made."""
    templates = Path(template_dir) if template_dir else None
    chosen = [find_format(name, templates) for name in dict.fromkeys(formats)] or list(list_formats(templates).values())
    paper = named_size(size) if size else None
    if intent not in INTENTS:
        raise UsageError(f'there is no intent "{intent}"', help=f"There are: {', '.join(INTENTS)}.")
    part = _part(ua, intent)
    single = _single_pages(single_pages, intent)
    sheets = load_guides(guide, langs)
    left_out = _in_one_language(chosen, sheets, named=bool(formats))
    theme = load_theme(themes, next(iter(sheets.values())).folder)
    if not langs:
        sheets, lacking = with_fonts(sheets, theme)
        left_out += lacking
    where, kept = Path(out), Path(keep) if keep else None
    shelves = {lang: Shelf(one) for lang, one in sheets.items()}
    jobs = [
        Job(
            one,
            format,
            paper or format.size,
            intent,
            part,
            theme,
            templates,
            single,
            where,
            kept,
            proved,
            shelves[lang],
        )
        for format in chosen
        for lang, one in sheets.items()
        if holds(format, one)
    ]
    findings = review(by_language(sheets), theme, pictures=False)
    if errors := [found for found in findings if found.severity == "error"]:
        raise InvalidInput(errors)
    return jobs, findings + left_out


def load_guides(guide: str | Path | None, langs: Iterable[str] = ()) -> dict[str, Guide]:
    """The guide by what is asked for: a language, or two of them (`ja+en`); all its languages where nothing is.

    Raises UsageError for a language that it does not have.
    """
    path = _path(guide)
    wanted = spelled(guide, langs)
    if not any(SIGN in one for one in wanted):
        guides = load_all(path, wanted)
        for lang in wanted:
            if lang not in guides:
                known = list(guides)
                way_out = f"It has: {', '.join(known)}.{did_you_mean(lang, known)}"
                raise UsageError(f'the guide has no language "{lang}"', help=way_out)
        return {lang: guides[lang] for lang in wanted} or guides
    from generator.guide.pairs import load_pairs

    return load_pairs(path, wanted)


def spelled(guide: str | Path | None, langs: Iterable[str]) -> list[str]:
    """The languages, each once, as the guide's files spell them: `DE` is `de`."""
    return list(dict.fromkeys(spelled_as_file(_path(guide), lang) for lang in langs))


def _path(guide: str | Path | None) -> Path:
    return Path(guide) if guide is not None else resources.find("assets", BUILT_IN)


def with_fonts(
    sheets: Mapping[str, Guide], theme: Theme
) -> tuple[dict[str, Guide], list[Diagnostic]]:
    """The languages whose fonts are installed, and a warning about the others.

    Where that is none, all of them: then the error names the package to install.
    """
    if len(sheets) < 2:
        return dict(sheets), []
    from generator.text import FontBook, how_to_install

    book = FontBook(theme.fonts)
    fonts = {lang: book.stack("text", 400, guide.lang)[0] for lang, guide in sheets.items()}
    lacking = [lang for lang, font in fonts.items() if not font.is_installed]
    if not lacking or len(lacking) == len(sheets):
        return dict(sheets), []
    ways = dict.fromkeys(how_to_install(fonts[lang].package) for lang in lacking)
    message = f"no files are made in {', '.join(lacking)}: fonts are not installed"
    found = Diagnostic(message, None, f"Install them: {'; '.join(ways)}", "warning", "font-missing")
    return {lang: guide for lang, guide in sheets.items() if fonts[lang].is_installed}, [found]


def by_language(sheets: Mapping[str, Guide]) -> dict[str, Guide]:
    """The guide in each language that stands on some sheet, alone or beside another one."""
    return {one.lang: one for guide in sheets.values() for one in (guide, guide.also) if one}


def holds(format: Format, guide: Guide) -> bool:
    """Whether a format can be in the one language or the two of a sheet."""
    return guide.also is None or format.languages > 1


def _in_one_language(formats: Sequence[Format], sheets: Mapping[str, Guide], *, named: bool) -> list[Diagnostic]:
    """A warning about formats that cannot be in two languages and are left out. Raises UsageError where they were named."""
    pairs = [name for name, guide in sheets.items() if guide.also]
    narrow = [format.name for format in formats if format.languages < 2]
    if not pairs or not narrow:
        return []
    what = f"there is no {' or '.join(narrow)} in two languages"
    alone = " ".join(f"--lang {name}" for name in pairs[0].split(SIGN))
    way_out = f"Make one for each: --format {narrow[0]} {alone}"
    if named:
        raise UsageError(f"{what}, such as {pairs[0]}", help=way_out)
    return [Diagnostic(f"{what}, so {pairs[0]} comes without", None, way_out, "warning", "one-language-format")]


def review(guides: Mapping[str, Guide], theme: Theme, *, pictures: bool = True) -> list[Diagnostic]:
    """Everything that there is to say about a guide with its theme: texts, translations, links, and all its pictures.

    A build looks only at the pictures that it places; `pictures` looks at every one, also for secrets.
    """
    findings = check(dict(guides))
    for guide in guides.values():
        policy = policy_of(theme.allow_hosts, guide)
        findings += [*judge_guide(guide, policy), *judge_profile(theme, policy)]
    findings += email_findings(theme.contact.email)
    findings = list(dict.fromkeys([*findings, *_without_words(guides)]))
    if pictures:
        from generator.pictures.check import check_pictures

        findings += check_pictures(guides)
    return findings


def review_templates(guides: Mapping[str, Guide], theme: Theme, template_dir: Path) -> list[Diagnostic]:
    """What there is to say about the templates of a user's folder, each filled with every language of the guide."""
    found: list[Diagnostic] = []
    for format in list_formats(template_dir).values():
        for guide in guides.values() if format.path.is_relative_to(template_dir) else ():
            if not holds(format, guide):
                continue
            try:
                document = parse(fill(guide, format, format.size, theme, template_dir=template_dir))
            except InvalidInput as error:
                found += [replace(problem, rule=problem.rule or "template") for problem in error.problems]
            else:
                found += review_document(document, format, guide, theme)
    return list(dict.fromkeys(found))


def review_document(document: Element, format: Format, guide: Guide, theme: Theme) -> list[Diagnostic]:
    """What there is to say about a filled template: addresses of its own, by the policy, and what earns trust and is left out."""
    policy, known = policy_of(theme.allow_hosts, guide), known_addresses(guide, theme)
    known |= known_addresses(guide.also, theme) if guide.also else frozenset()
    found: list[Diagnostic] = []
    for element in document.walk():
        url = element.get("href" if element.name == "a" else "url")
        if url and url not in known:
            for one in judge(url, policy, use="link" if element.name == "a" else "code"):
                found.append(replace(one, message=f"{element.place}: {one.message}"))
    return found + trust_gaps(document, format.path.name, format.name, guide, theme)


def _without_words(guides: Iterable[str]) -> list[Diagnostic]:
    """What to say of languages that the pages do not speak themselves."""
    way_out = f"The pages speak: {', '.join(word_languages())}. The guide's own texts are printed as they are written."
    return [
        Diagnostic(
            f'in "{lang}", the pages\' own words ("or type", "Page 1 of 2") are English', None, way_out, "warning", "page-words"
        )
        for lang in guides
        if spoken_as(lang) is None
    ]


def against_strict(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The warnings that `strict` refuses: all but those that only a person outside can settle, or that the guide asks for."""
    return [found for found in diagnostics if found.rule not in _LET_PASS]


def _single_pages(wanted: bool | None, intent: Intent) -> bool:
    """Whether booklets stay single pages. On sheets, what is read on a screen would be out of order, without structure."""
    if wanted is False and intent == "screen":
        message = (
            "a booklet for the screen is not imposed: on folded sheets its pages are out of order, and nobody can listen to it"
        )
        raise UsageError(message, help="Leave --sheets out; for a booklet to print, ask for --for office.")
    return intent == "screen" if wanted is None else wanted


def _part(ua: Part | None, intent: Intent) -> Part:
    """The part of PDF/UA to keep to. Only what is put on the web claims one: readers do not reach what is printed."""
    if ua is None:
        return 1
    if ua not in PARTS:
        raise UsageError(f"there is no PDF/UA-{ua}", help=f"There are: {', '.join(map(str, PARTS))}.")
    if intent != "screen":
        raise UsageError("PDF/UA is for files that are put on the web", help="Ask for --for screen too, or leave --ua out.")
    return ua
