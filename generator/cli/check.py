"""`handouts check`: what is wrong with a guide, or could be better."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli import options as known
from generator.cli.languages import chosen, stamp_translations
from generator.cli.messages import as_data, say_json, say_problems
from generator.errors import counted, grouped

if TYPE_CHECKING:
    from generator.errors import Diagnostic
    from generator.guide import Guide


@click.command(
    short_help="Say what is wrong with GUIDE, or could be better.",
    epilog=known.examples(
        "check guides/eduroam",
        "check guides/eduroam --theme our-university.toml --strict",
        "check guides/eduroam --template-dir my-templates",
        "check --lang ja+en                        does a sheet with both fit, too?",
        "check guides/eduroam --stamp --lang ja    the Japanese texts are up to date",
    ),
)
@known.GUIDE
@known.THEME
@click.option(
    "--template-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="D",
    help="Templates of yours: look at them too, filled with GUIDE.",
)
@click.option(
    "--lang",
    "-l",
    "langs",
    multiple=True,
    metavar="L",
    callback=known.each,
    help="Only this language and the source, or two on one sheet: ja+en; may be repeated, or a list.",
)
@click.option("--stamp", is_flag=True, help="Note that the translations are up to date with the source as it is now.")
@click.option("--strict", is_flag=True, help="Exit 8 where there are warnings.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@known.QUIET
def check(
    guide: Path | None,
    langs: tuple[str, ...],
    stamp: bool,
    strict: bool,
    as_json: bool,
    quiet: bool,
    **options: Any,
) -> int:
    """Check GUIDE: texts, translations, links, screenshots, and whether all of it fits."""
    with known.errors_as_json(as_json):
        guide = known.guide_or_default(guide, quiet=quiet or as_json)
        if stamp:
            stamp_translations(guide, langs)
        guides, findings = _findings(guide, langs, **options)
    if as_json:
        say_json([as_data(found) for found in findings])
    else:
        say_problems(found for found in findings if not quiet or found.severity == "error")
        if not quiet:
            click.echo(f"{next(iter(guides.values())).id} ({', '.join(guides)}): {_verdict(findings)}")
    return _exit_code(findings, strict=strict)


def _verdict(findings: list[Diagnostic]) -> str:
    """How many errors and warnings there are; the same one in several languages and files counts once."""
    of = [group[0].severity for group in grouped(findings)]
    counts = [counted(of.count(word), word) for word in ("error", "warning") if word in of]
    return ", ".join(counts) or "nothing to report"


def _findings(
    guide: Path | None, langs: tuple[str, ...], themes: tuple[str, ...], template_dir: Path | None
) -> tuple[dict[str, Guide], list[Diagnostic]]:
    """The languages that are asked for, with their source, and what there is to say about them."""
    from generator.cli.clock import today
    from generator.fitting import review_fit
    from generator.guide.check import aged
    from generator.guide.model import SIGN
    from generator.jobs import by_language, load_guides, review, review_templates, spelled, with_fonts
    from generator.theme import load_theme
    from generator.workers import processors

    wanted = spelled(guide, langs)
    pairs = tuple(lang for lang in wanted if SIGN in lang)
    sheets = load_guides(guide, pairs) if pairs else {}
    alone = tuple(lang for lang in wanted if lang not in pairs)
    guides = chosen(load_guides(guide), (*alone, *by_language(sheets)))
    theme = load_theme(themes, next(iter(guides.values())).folder)
    findings = [*review(guides, theme), *(found for one in guides.values() for found in aged(one, today()))]
    findings += review_templates({**guides, **sheets}, theme, template_dir) if template_dir else []
    if not any(found.severity == "error" for found in findings):
        printed, lacking = with_fonts(guides, theme) if not langs else (guides, [])
        findings += lacking
        sheets_to_try = (*printed, *pairs)
        findings += review_fit(guides, sheets_to_try, guide, themes, template_dir, processors())
    return guides, sorted(dict.fromkeys(findings), key=lambda found: found.severity != "error")


def _exit_code(findings: list[Diagnostic], *, strict: bool) -> int:
    """3 for what is wrong with the guide or its templates, 4 where only pictures are, 8 for warnings if `strict`."""
    from generator.errors import AssetError, InvalidInput, StrictError
    from generator.jobs import against_strict

    errors = [found for found in findings if found.severity == "error"]
    of_guide = ("link-", "mark-", "template", "overflow", "missing-glyph", "does-not-fit")
    if any(found.rule.startswith(of_guide) for found in errors):
        return InvalidInput.exit_code
    if errors:
        return AssetError.exit_code
    return StrictError.exit_code if strict and against_strict(findings) else 0
