"""`build`: what there is to make is found out, made and handed out. The stages of one file are in `making.py`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from generator.errors import Diagnostic, StrictError
from generator.output import publish
from generator.workers import Crew

if TYPE_CHECKING:
    from generator.job import Intent, Job, Made
    from generator.pdf import Part

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
    with Crew(_make, workers, _get_ready, _filled, _language) as crew:
        from generator.jobs import against_strict, plan  # a part of what is done while the fork gets ready

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
        made = crew.make_all(jobs, lambda job: progress(job.path.name) if progress else None)
    diagnostics = list(dict.fromkeys([*diagnostics, *(found for one in made for found in one.diagnostics)]))
    if strict and (refused := against_strict(diagnostics)):
        raise StrictError(refused)
    return BuildResult(tuple(_publish(job, one) for job, one in zip(jobs, made, strict=True)), tuple(diagnostics))


def _get_ready() -> None:
    """What draws takes a while to import: as long as it takes to read a guide, which another process does meanwhile."""
    import generator.making  # noqa: F401


def _filled(job: Job) -> Job:
    """The job as a fork gets it, which need not load what fills templates."""
    return job.filled()


def _language(job: Job) -> str:
    """Files in one language share the shapes of its words, and its pictures."""
    return job.guide.languages


def _make(job: Job) -> Made:
    from generator.making import make

    return make(job)


def _publish(job: Job, made: Made) -> BuiltFile:
    publish(made.data, job.path)
    digest = hashlib.sha256(made.data).hexdigest()
    return BuiltFile(job.path, job.format.name, job.size.name, job.guide.languages, job.intent, made.pages, digest)
