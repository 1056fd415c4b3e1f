"""`build`: find out what to make, make it, publish it. The stages of one file are in `making.py`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from generator.errors import (
    AssetError,
    Diagnostic,
    HandoutsError,
    InternalError,
    InvalidInput,
    OutputError,
    ProofError,
    StrictError,
    internal_error,
)
from generator.output import publish_all
from generator.workers import Crew

if TYPE_CHECKING:
    from generator.job import Failed, Intent, Job, Made
    from generator.pdf import Part

Progress = Callable[[str], None]
# Of several errors, the first of these kinds gives the exit code.
_WORST_FIRST = (InternalError, ProofError, OutputError, AssetError, InvalidInput)


class BuiltFile(Struct, frozen=True):
    """One file that was made.

    `pages` counts the reader's pages, also where two of them are on one side of a sheet.
    """

    path: Path
    format: str
    size: str
    lang: str
    intent: Intent
    pages: int
    sha256: str
    diagnostics: tuple[Diagnostic, ...] = ()

    def codes(self) -> list[str]:
        """What the codes in the finished file say, read by an independent decoder."""
        from generator.preflight.codes import read_codes

        return [found.text for found in read_codes(self.path.read_bytes())]


class FailedFile(Struct, frozen=True):
    """One file that could not be made, and why; `path` is where it would be."""

    path: Path
    format: str
    size: str
    lang: str
    intent: Intent
    diagnostics: tuple[Diagnostic, ...]


class BuildResult(Struct, frozen=True):
    """All files of a build, and the warnings about the guide and about each file made."""

    files: tuple[BuiltFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    failed: tuple[FailedFile, ...] = ()


class IncompleteBuild(HandoutsError):
    """Some files could not be made; `result` has those that were made and published.

    The problems are those of the others, and `exit_code` is that of the worst.
    """

    def __init__(self, result: BuildResult, worst: HandoutsError) -> None:
        super().__init__(worst.problems)
        self.result, self.exit_code = result, worst.exit_code


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
    all_or_none: bool = False,
    single_pages: bool | None = None,
    keep: str | Path | None = None,
    proved: bool = True,
    progress: Progress | None = None,
    workers: int = 1,
) -> BuildResult:
    """Make all files of a guide: every format in every language, or those that are named.

    `guide` is a folder or a file; without it, the built-in guide. `size` is a page size ("A4",
    "JB5", "letter"), by default each format's own. `ua` is the part of PDF/UA that files for the
    screen keep to, by default 1. `themes` are built-in names or TOML files, laid over each other.
    `single_pages` says whether booklets are left unimposed: by default for the screen alone, which
    bears no others. `keep` is a folder for the filled markup, the placements, an uncompressed PDF
    and the outline of what is read aloud. `proved` reads every finished file again and refuses one
    that fails its preflight. `progress` is called with the name of each file, before it is made or
    when it comes from another process. `workers` is how many processes share the work; more than
    one is only safe in a program without threads.

    Files are published together, after all have been made. Where some cannot be made, the others
    are published and IncompleteBuild is raised; with `all_or_none` or `strict`, nothing is.

    Raises HandoutsError: UsageError, InvalidInput, AssetError, OutputError, ProofError,
    IncompleteBuild, or StrictError where `strict` and there are warnings. Where several files
    fail, the error is of the worst kind, with the problems of all.
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
    from generator.job import Failed, Made

    failed = [one for one in made if isinstance(one, Failed)]
    if failed and (strict or all_or_none or len(failed) == len(made)):
        raise _worst(failed)
    result = _result(jobs, made, diagnostics)
    if strict and (refused := against_strict(result.diagnostics)):
        raise StrictError(refused)
    publish_all(
        [(one.data, job.path) for job, one in zip(jobs, made, strict=True) if isinstance(one, Made)]
    )
    if failed:
        raise IncompleteBuild(result, _worst(failed))
    return result


def _result(jobs: Sequence[Job], made: Sequence[Made | Failed], diagnostics: Sequence[Diagnostic]) -> BuildResult:
    """What a build returns, once its files are published."""
    from generator.job import Made

    files: list[BuiltFile] = []
    failed: list[FailedFile] = []
    for job, one in zip(jobs, made, strict=True):
        named = (job.path, job.format.name, job.size.name, job.guide.languages, job.intent)
        if isinstance(one, Made):
            digest = hashlib.sha256(one.data).hexdigest()
            files.append(BuiltFile(*named, one.pages, digest, one.diagnostics))
        else:
            failed.append(FailedFile(*named, one.problems))
    found = dict.fromkeys([*diagnostics, *(problem for file in files for problem in file.diagnostics)])
    return BuildResult(tuple(files), tuple(found), tuple(failed))


def _worst(failed: Sequence[Failed]) -> HandoutsError:
    """The error of the worst kind, with the problems of all files."""
    problems = dict.fromkeys(problem for one in failed for problem in one.problems)
    return min((one.error for one in failed), key=_WORST_FIRST.index)(problems)


def _get_ready() -> None:
    """What draws takes a while to import: as long as it takes to read a guide, which another process does meanwhile."""
    import generator.making  # noqa: F401


def _filled(job: Job) -> Job:
    """The job as a fork gets it, which need not load what fills templates."""
    return job.filled()


def _language(job: Job) -> str:
    """Files in one language share the shapes of its words, and its pictures."""
    return job.guide.languages


def _make(job: Job) -> Made | Failed:
    """Make one file; what goes wrong with it, even a defect, does not stop the others."""
    from generator.job import Failed
    from generator.making import make

    try:
        return make(job)
    except HandoutsError as error:
        known = next((kind for kind in _WORST_FIRST if isinstance(error, kind)), InvalidInput)
        return Failed(known, error.problems)
    except Exception as error:
        problems = internal_error(error).problems
        return Failed(InternalError, tuple(replace(one, output=job.name) for one in problems))
