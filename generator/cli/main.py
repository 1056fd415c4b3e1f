"""Runs the command and turns whatever goes wrong into a message and an exit code. Only this folder prints."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from io import StringIO, TextIOWrapper
from typing import NoReturn

import click

from generator.cli.commands import cli
from generator.cli.messages import colour, say_problems
from generator.errors import HandoutsError, harmless, internal_error

Say = Callable[[], None]
_GARBAGE = 1_000_000  # objects: what a build leaves behind is little, and looking for it took a tenth of the time
_INTERRUPTED, _DEFECT, _WRITE_FAILED = 130, 1, 5


def run() -> None:
    """What the installed command calls: `main`, and then the process ends without taking itself apart, which took a tenth of a
    flyer's time. Nothing is left to be done by then: files are whole, forks have ended.
    """
    try:
        main()
    except SystemExit as ended:
        if not isinstance(ended.code, int):
            raise
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:
            raise ended from None  # Python says what happened to its output
        os._exit(ended.code)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run `handouts` with these arguments (by default the process's own) and exit."""
    _open_standard_streams()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a path or a text that the terminal cannot show is no defect
    gc.set_threshold(_GARBAGE)
    code, say = _run(arguments)
    try:
        say()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())  # the reader went away: no message into nowhere
    sys.exit(code)


def _open_standard_streams() -> None:
    """Give a stream that the caller has closed (`>&-`) somewhere to go.

    Otherwise the next file that is opened takes its number, and receives what is printed.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, which is this one
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def _run(arguments: Sequence[str] | None) -> tuple[int, Say]:
    """The exit code, and what says why."""
    try:
        given = None if arguments is None else list(arguments)
        result = cli.main(args=given, prog_name="handouts", standalone_mode=False, color=colour())
        return result if isinstance(result, int) else 0, _nothing
    except HandoutsError as error:
        return error.exit_code, partial(say_problems, error.problems)
    except click.ClickException as error:
        return error.exit_code, partial(_say, _shown(error))
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED, partial(_say, "interrupted; nothing was left half-written")
    except SystemExit as ended:
        if ended.code == _DEFECT:  # click's own answer to a reader that went away, such as head; here it is no defect
            return 0, _nothing
        raise
    except OSError as error:
        return _WRITE_FAILED, partial(_say, f"error: {harmless(str(error))}")
    except Exception as error:
        return _DEFECT, partial(say_problems, internal_error(error).problems)


def _shown(error: click.ClickException) -> str:
    """What click says of its error; an argument that it quotes may be the name of a file."""
    shown = StringIO()
    error.show(shown)
    return "\n".join(map(harmless, shown.getvalue().rstrip("\n").split("\n")))


def _say(words: str) -> None:
    click.echo(words, err=True)


def _nothing() -> None:
    pass
