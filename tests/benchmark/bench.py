"""One flyer as a whole process, beside Typst and WeasyPrint; then all eight files of the built-in guide, and
what their structure costs.

The three take turns, so that what else the machine does meets all of them alike. Nothing here passes or fails by a time.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter

import tagging
from content import ROOT

HERE = Path(__file__).parent
PROVED = [sys.executable, "-c", "from generator.cli import run; run()", "build"]
TWO = ["--lang", "en", "--lang", "ja"]  # eight files
HANDOUTS = [*PROVED, "--no-preflight"]  # the others prove nothing either


def commands(folder: Path) -> dict[str, list[str]]:
    """What is measured, by name: each a process that ends with the PDF on the disk."""
    return {
        "handouts": [*HANDOUTS, "--format", "flyer", "--lang", "en", "--out", str(folder / "handouts")],
        f"Typst {version('typst')}": [sys.executable, str(HERE / "with_typst.py"), str(folder / "typst.pdf")],
        f"WeasyPrint {version('weasyprint')}": [sys.executable, str(HERE / "with_weasyprint.py"), str(folder / "weasyprint.pdf")],
        "handouts, all eight": [*HANDOUTS, *TWO, "--out", str(folder / "handouts")],
        "… without screenshots": [*HANDOUTS, str(without_pictures(folder)), *TWO, "--out", str(folder / "handouts")],
        "… with their proof": [*PROVED, *TWO, "--out", str(folder / "handouts")],
    }


def without_pictures(folder: Path) -> Path:
    """The built-in guide without its screenshots, to see what these cost."""
    copy = folder / "mfa-authenticator"
    shutil.copytree(ROOT / "assets/guides/mfa-authenticator", copy, ignore=shutil.ignore_patterns("*.png"), dirs_exist_ok=True)
    return copy


def seconds(command: list[str]) -> float:
    """How long the process takes. Python may keep its bytecode, as it does for whoever uses these tools."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    taken = perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    return taken


def measure(folder: Path, runs: int) -> dict[str, list[float]]:
    """The times of each in turn, after one round that only warms the disk."""
    every = commands(folder)
    for command in every.values():
        seconds(command)
    times: dict[str, list[float]] = {name: [] for name in every}
    for _ in range(runs):
        for name, command in every.items():
            times[name].append(seconds(command))
    return times


def report(times: dict[str, list[float]]) -> None:
    """Medians with their range, and the ratios."""
    for name, taken in times.items():
        print(f"{name:24} {median(taken) * 1000:7.0f} ms   ({min(taken) * 1000:.0f}–{max(taken) * 1000:.0f})")
    ours, typst, weasyprint, all_eight, bare, proved = (median(taken) for taken in times.values())
    print(f"\none flyer / Typst        {ours / typst:7.2f}")
    print(f"one flyer / WeasyPrint   {ours / weasyprint:7.2f}")
    print(f"all eight / one flyer    {all_eight / ours:7.2f}")
    print(f"… without screenshots    {bare / ours:7.2f}")
    print(f"with / without them      {all_eight / bare:7.2f}")
    print(f"proof / no proof         {proved / all_eight:7.2f}")


def say_what_slows_weasyprint() -> None:
    """WeasyPrint wants HarfBuzz-Subset from the system, and takes seconds instead of one where it has to do without."""
    from weasyprint.text.ffi import harfbuzz_subset

    if harfbuzz_subset is None:
        print("WeasyPrint runs without HarfBuzz-Subset here, which is unfair to it; on Debian: apt install libharfbuzz-subset0\n")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="rounds that count (default: 15)")
    parser.add_argument("--keep", type=Path, help="keep the PDFs in this folder, to look at them")
    options = parser.parse_args()
    say_what_slows_weasyprint()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        report(measure(folder.resolve(), options.runs))
        tagging.report(folder.resolve(), options.runs)


if __name__ == "__main__":
    main()
