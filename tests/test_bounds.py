"""No input makes the program need more than seconds and some hundred megabytes: what is too large is refused in clear words."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from building import GUIDE, ROOT, clean_environment

MOST_SECONDS, MOST_KILOBYTES = 20, 1_500_000
CARD = """\
{# handouts: size=A6; A card #}
<document title="x" lang="en" type="flyer"><pageTemplate id="sheet">
<frame name="middle" x="8mm" y="8mm" w="80mm" h="120mm">
%s
</frame></pageTemplate><flow page="sheet"/></document>
"""
TEXTS = {
    "a word of 900,000 letters": ("Close the page.", "x" * 900_000),
    "40,000 combining marks": ("Close the page.", "e" + "\u0301" * 40_000),
    "marks just below the longest text": ("Close the page.", "e" + "\u0301" * 19_000),
    "forty long words": ("Close the page.", "x" * 19_000),
    "an alternative text of 100 kB": ("procedures:", "screens: {s: {name: N, alt: " + "a" * 100_000 + "}}\nprocedures:"),
    "an alternative text that could be an address": (
        "procedures:",
        "screens: {s: {name: N, alt: " + "a" * 19_000 + "}}\nprocedures:",
    ),
}
THEMES = {
    "20,000 dotted keys": "a" + ".a" * 20_000 + " = 1",
    "20,000 dotted keys in quotes": '"a"' + '."a"' * 20_000 + " = 1",
    "a header of 20,000 tables": "[a" + ".a" * 20_000 + "]",
    "many lines of dotted keys": "\n".join(f"a{n}" + ".a" * 190 + " = 1" for n in range(450)),
    "15,000 unknown keys": "\n".join(f"k{n} = 1" for n in range(15_000)),
    "deep lists": "a = " + "[" * 100_000,
    "deep tables": "a = " + "{a = " * 3000 + "1" + "}" * 3000,
    "a number of 5,000 digits": "a = " + "9" * 5000,
    "a megabyte": "#" * 1_000_000,
}
TEMPLATES = {
    "a text repeated": "<p>{{ 'a' * 10**9 }}</p>",
    "a list repeated": "<p>{{ ([1] * 10**9)|length }}</p>",
    "a number padded": '<p>{{ "%1000000000d" % 1 }}</p>',
    "a number padded by format": '<p>{{ "{:1000000000}".format(1) }}</p>',
    "a text centred": "<p>{{ guide.title.center(10**9) }}</p>",
    "a text centred by a filter": "<p>{{ guide.title|center(10**9) }}</p>",
    "a batch padded": "<p>{{ [1]|batch(10**9, 1)|list|length }}</p>",
    "a long range": "{% for n in range(10**9) %}{% endfor %}",
    "loops in loops": "{% for n in range(99999) %}{% for n in range(99999) %}{% endfor %}{% endfor %}",
    "a text doubled": "{% set ns = namespace(x='a') %}{% for n in range(40) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
    "a number squared": "{% set ns = namespace(x=9) %}{% for n in range(60) %}{% set ns.x = ns.x * ns.x %}{% endfor %}",
    "a power of a power": "<p>{{ 10 ** (10 ** 9) }}</p>",
    "endless words": "<p>{{ lipsum(n=10**6) }}</p>",
    "macros in macros": "{% macro a() %}xxxxxxxxxx{% endmacro %}"
    + "".join(
        f"{{% macro {b}() %}}{f'{{{{ {a}() }}}}' * 10}{{% endmacro %}}" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "<p>{{ i() }}</p>",
    "1,500 nested elements": "<stack>" * 1500 + "<p>x</p>" + "</stack>" * 1500,
    "1,500 nested words": "<p>" + "<strong>" * 1500 + "x" + "</strong>" * 1500 + "</p>",
    "a lone surrogate": '<p>{{ "\\ud800" }}</p>',
    "a lone surrogate in an attribute": '<picture name="{{ "\\udfff" }}" w="20mm" alt="x"/>',
    "30 nested loops": "{% for n in [1] %}" * 30 + "{% endfor %}" * 30,
    "5,000 brackets": "<p>{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}</p>",
    "a word of a megabyte": "<p>{{ 'a' * 900000 }}</p>",
}


def bounded(folder: Path, *arguments: str | Path) -> tuple[int, str]:
    """How the command ended, and what it said; it is killed where it takes more processor time than it may."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))

    said = folder / "said"
    with said.open("wb") as output:
        command = [sys.executable, "-m", "generator", *map(str, arguments)]
        process = subprocess.Popen(command, cwd=ROOT, env=clean_environment(), stdout=output, stderr=output, preexec_fn=limit)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if sys.platform == "linux":  # elsewhere it counts bytes
        assert used.ru_maxrss < MOST_KILOBYTES
    return process.returncode, said.read_text()


@pytest.mark.parametrize(("old", "new"), TEXTS.values(), ids=TEXTS.keys())
def test_texts_of_any_length_are_judged_in_bounded_time_and_memory(tmp_path: Path, old: str, new: str) -> None:
    (tmp_path / "guide.en.yaml").write_text(GUIDE.replace(old, new))
    code, said = bounded(tmp_path, "check", tmp_path)
    assert code == (0 if "that could be" in os.environ["PYTEST_CURRENT_TEST"] else 3), said[-2000:]
    assert "guide.en.yaml:" in said


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_themes_of_any_kind_are_refused_in_bounded_time_and_memory(tmp_path: Path, theme: str) -> None:
    (tmp_path / "guide.en.yaml").write_text(GUIDE)
    (tmp_path / "theme.toml").write_text(theme)
    code, said = bounded(tmp_path, "check", tmp_path)
    assert (code, "theme.toml" in said) == (3, True), said[-2000:]
    assert len(said) < 100_000


@pytest.mark.parametrize("line", TEMPLATES.values(), ids=TEMPLATES.keys())
def test_templates_of_any_kind_are_refused_in_bounded_time_and_memory(tmp_path: Path, line: str) -> None:
    (tmp_path / "guide.en.yaml").write_text(GUIDE)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "card.xml.j2").write_text(CARD % line)
    options = ("-f", "card", "--template-dir", tmp_path / "templates", "--out", tmp_path / "out")
    code, said = bounded(tmp_path, "build", tmp_path, *options)
    assert code == 3, said[-2000:]
    assert ("card.xml.j2" in said or "template" in said) and "help:" in said
    assert "Traceback" not in said
