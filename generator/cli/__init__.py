"""The command `handouts`."""

from generator.cli.main import main, run

__all__ = ["main", "run"]
