"""Runs the command and turns whatever goes wrong into a message and an exit code. Only this folder prints."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import NoReturn

import click

from generator.cli.commands import cli
from generator.cli.messages import say_problems
from generator.errors import HandoutsError

_GARBAGE = 100_000  # objects: a process that lasts a second makes little garbage, and looking for it took a tenth of the time
_INTERRUPTED, _DEFECT, _WRITE_FAILED = 130, 1, 5


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run `handouts` with these arguments (by default the process's own) and exit."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a path or a text that the terminal cannot show is no defect
    gc.set_threshold(_GARBAGE)
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    try:
        result = cli.main(args=None if arguments is None else list(arguments), prog_name="handouts", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except HandoutsError as error:
        say_problems(error.problems)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted; nothing was left half-written", err=True)
        return _INTERRUPTED
    except SystemExit as ended:
        if ended.code == _DEFECT:  # click's own answer to a reader that went away, such as head; here it is no defect
            return 0
        raise
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader went away: no message into nowhere
        return 0
    except OSError as error:
        click.echo(f"error: {error}", err=True)
        return _WRITE_FAILED
    except Exception as error:
        if os.environ.get("HANDOUTS_DEBUG"):
            raise
        click.echo(f"error: a defect in handouts: {type(error).__name__}: {error}", err=True)
        click.echo("help: please report it with the guide; HANDOUTS_DEBUG=1 shows where it happened", err=True)
        return _DEFECT
