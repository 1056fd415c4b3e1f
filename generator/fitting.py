"""Does every language fit on every format? Found by laying all pages out as a build does; nothing is drawn or written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from generator.errors import AssetError, Diagnostic, InvalidInput
from generator.guide import Guide
from generator.guide.standing import longest, source_language
from generator.job import Job
from generator.jobs import plan
from generator.making import lay_out
from generator.workers import Crew


def review_fit(
    guides: Mapping[str, Guide],
    langs: Sequence[str],
    folder: Path | None,
    themes: Sequence[str | Path] = (),
    template_dir: Path | None = None,
    workers: int = 1,
) -> list[Diagnostic]:
    """What overflows its frame, lacks a glyph or loses a screen: with the format, the language and the frame.

    `guides` are those of `folder` (or file), and without errors; `langs` are those of them to lay
    out, also two on one sheet (`ja+en`). Formats are tried at their own sizes. `workers` as for
    `build`.
    """
    source = guides[source_language(guides)]
    jobs, _ = plan(
        folder,
        formats=(),
        langs=langs,
        size="",
        intent="office",
        ua=None,
        themes=themes,
        template_dir=template_dir,
        out="",
        single_pages=None,
        keep=None,
        proved=False,
    )
    with Crew(partial(_fit, source), workers) as crew:
        found = crew.make_all(jobs, lambda job: None)
    return list(dict.fromkeys(problem for one in found for problem in one))


def _fit(source: Guide, job: Job) -> list[Diagnostic]:
    try:
        _, composition, _ = lay_out(job)
    except (InvalidInput, AssetError) as error:
        return [_explained(problem, source, job) for problem in error.problems]
    return [
        replace(found, output=job.name)
        for found in composition.diagnostics
        if found.rule != "spare-left-out"
    ]


def _explained(problem: Diagnostic, source: Guide, job: Job) -> Diagnostic:
    """An overflow with the texts that may be to blame: those that are much longer than in the source."""
    others = [guide for guide in job.guides if guide.lang != source.lang] if problem.rule == "overflow" else []
    grown = longest(source, others[0]) if others else []
    more = f" Longer than in {source.lang}: {', '.join(grown)}." if grown else ""
    return replace(problem, help=problem.help + more, rule=problem.rule or "does-not-fit")
