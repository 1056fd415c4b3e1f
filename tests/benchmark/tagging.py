"""What the structure costs: the built-in guide's files for the web, tagged and untagged, in time and in bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any
from unittest.mock import patch

from generator import build
from generator.pdf.canvas import TaggedCanvas
from generator.pdf.structure import Element


class UntaggedCanvas(TaggedCanvas):
    """The same pages, links and outline, without marks and without a structure tree."""

    @contextmanager
    def element(self, role: str, *, reopen: Any = None, **rest: Any) -> Iterator[Element]:
        """Nothing but what links ask for: whether they stand in a Link."""
        element = reopen or Element(role)
        self._open.append(element)
        try:
            yield element
        finally:
            self._open.pop()

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """No mark, but no links either."""
        self._open.append(Element("Artifact", artifact=kind))
        try:
            yield
        finally:
            self._open.pop()

    def _mark(self, *, shape: bool = False) -> Any:
        return self._page

    def finish(self) -> bytes:
        """Without the entries that lead to a tree."""
        set_catalog = self._file.set_catalog
        names = ("StructTreeRoot", "MarkInfo")
        with (
            patch.object(self._tree, "write", lambda file: 0),
            patch.object(self._file, "set_catalog", lambda name, value: None if name in names else set_catalog(name, value)),
        ):
            return super().finish()


def compare(folder: Path, runs: int) -> tuple[float, dict[str, tuple[int, int]]]:
    """The share of processor time that tagging adds to a build of all files, and each file's size untagged and tagged."""
    times: dict[type, list[float]] = {UntaggedCanvas: [], TaggedCanvas: []}
    sizes: dict[str, list[int]] = {}
    for run in range(runs + 1):
        for canvas, taken in times.items():
            with patch("generator.making.TaggedCanvas", canvas):
                start = process_time()
                result = build(intent="screen", langs=("en", "ja"), out=folder / canvas.__name__, proved=False)
                taken += [process_time() - start] if run else []  # the first one only warms up
            if not run:
                for file in result.files:
                    sizes.setdefault(file.path.name, []).append(file.path.stat().st_size)
    bare, tagged = (median(taken) for taken in times.values())
    return tagged / bare - 1, {name: (first, second) for name, (first, second) in sizes.items()}


def report(folder: Path, runs: int) -> None:
    """Print both, and the limits that they are meant to keep."""
    share, sizes = compare(folder, runs)
    print(f"\ntagging, time            {share:+7.1%}   (limit +15 %)")
    for name, (bare, tagged) in sizes.items():
        print(f"… {name:46} {bare / 1000:6.0f} → {tagged / 1000:6.0f} kB  {tagged / bare - 1:+6.1%}   (limit +25 %)")
