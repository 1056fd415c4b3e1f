"""Run the command on every file of a folder of somebody else's test data; see README.md here."""

from __future__ import annotations

import argparse
import os
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, STDOUT, Popen

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from cases import Case, cases_of  # noqa: E402

MOST_SECONDS = 20.0
MOST_BYTES = 1_500_000_000
REFUSED = {2, 3, 4}
JUDGED = {7, 8}


@dataclass(frozen=True)
class Ended:
    """How one command ended: its exit code (negative: a signal), time, memory and output."""

    code: int
    seconds: float
    bytes: int
    said: str


def run(arguments: list[str], folder: Path) -> Ended:
    """Run the command in a process of its own, in this folder."""
    command = [sys.executable, "-m", "generator", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
    start = time.monotonic()
    with (folder / "said.txt").open("w+b") as said:
        process = Popen(
            command, cwd=folder, env=environment, stdin=DEVNULL, stdout=said, stderr=STDOUT, start_new_session=True
        )
        status, usage = _wait(process.pid, start + MOST_SECONDS + 5)
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    process.returncode = os.waitstatus_to_exitcode(status)
    return Ended(process.returncode, time.monotonic() - start, usage.ru_maxrss * 1024, text)


def _wait(process: int, deadline: float) -> tuple[int, resource.struct_rusage]:
    """The status and the use of resources of a process, which is killed after the deadline."""
    while True:
        ended, status, usage = os.wait4(process, os.WNOHANG)
        if ended:
            return status, usage
        if time.monotonic() > deadline:
            os.killpg(process, signal.SIGKILL)
        time.sleep(0.01)


def judge(case: Case) -> tuple[str, str]:
    """`accepted`, `refused` or `wrong`, and in what way."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        case.write(folder)
        warned = False
        for number, command in enumerate(case.commands):
            ended = run(command, folder)
            if wrong := _wrong(ended):
                return "wrong", f"{command[0]}: {wrong}"
            warned |= "warning:" in ended.said
            if ended.code in REFUSED and number == 0:
                return ("refused", "") if "error:" in ended.said else ("wrong", "refused without a word")
            if ended.code and not (case.judged and ended.code in JUDGED):
                first = next((line for line in ended.said.splitlines() if "error:" in line), "")
                return "wrong", f"{command[0]}: exit {ended.code}: {first[:160]}"
        lost = "" if case.judged or (warned and case.told) else case.look(folder)
        return ("wrong", lost) if lost else ("accepted", "")


def _wrong(ended: Ended) -> str:
    """What no input may do to the command."""
    if ended.seconds > MOST_SECONDS:
        return f"{ended.seconds:.0f} s"
    if ended.bytes > MOST_BYTES:
        return f"{ended.bytes / 1e9:.1f} GB"
    if "Traceback" in ended.said or ended.code == 1 or ended.code < 0:
        last = (ended.said.strip().splitlines() or [""])[0]
        return f"exit {ended.code}: {last[:160]}"
    if any((c < " " and c not in "\n\t\r") or c == "\x7f" for c in ended.said):
        return "control characters in the output"
    return ""


def found_in(folder: Path, photos: bool, every: int) -> Iterator[Case]:
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else [folder]
    cases = (case for path in files for case in cases_of(path, photos))
    yield from (case for number, case in enumerate(cases) if number % every == 0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--as", dest="kind", choices=["photo"], help="what pictures are")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each N-th input")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="so many at a time")
    given = parser.parse_args()
    counts: Counter[str] = Counter()

    def one(case: Case) -> tuple[Case, str, str]:
        try:
            return case, *judge(case)
        except Exception as error:  # of the look at what was made: worth a look by a person
            return case, "wrong", f"not judged: {type(error).__name__}: {error}"

    with ThreadPoolExecutor(given.jobs) as pool:
        for case, verdict, why in pool.map(one, found_in(given.folder, given.kind == "photo", given.every)):
            counts[verdict] += 1
            if verdict == "wrong":
                print(f"  {case.name}: {why}", flush=True)
    kinds = ("refused", "accepted", "wrong")
    tried = sum(counts.values())
    print(f"{given.folder}: tried {tried}, " + ", ".join(f"{kind} {counts[kind]}" for kind in kinds))
    return 1 if counts["wrong"] or not tried else 0


if __name__ == "__main__":
    sys.exit(main())
