"""The command `handouts`."""

from generator.cli.main import main

__all__ = ["main"]
