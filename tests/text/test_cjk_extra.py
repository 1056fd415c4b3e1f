"""The fonts for Chinese, Japanese and Korean are an extra: without it, a build that needs them says what to install."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from building import GUIDE, ROOT, Said, clean_environment, write_guide

WITHOUT_CJK = """
import sys
sys.modules["justmytype_intl_cjk"] = None  # as if it were not installed: no search finds it
from generator.cli import main
main(sys.argv[1:])
"""


def handouts_without_cjk(*arguments: str | Path) -> Said:
    command = [sys.executable, "-c", WITHOUT_CJK, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, timeout=300)
    return Said(done.returncode, done.stdout, done.stderr)


def test_the_package_is_an_extra_and_make_installs_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert not [name for name in project["dependencies"] if name.startswith("justmytype")]
    assert [name for name in project["optional-dependencies"]["cjk"] if name.startswith("justmytype-intl-cjk")]
    installs = [line for line in (ROOT / "Makefile").read_text("utf-8").splitlines() if line.startswith("\t$(INSTALL)")]
    assert installs
    assert all("[cjk" in line for line in installs)


@pytest.mark.parametrize("lang", ["ja", "ko", "zh-Hans", "zh-Hant"])
def test_a_cjk_build_says_what_to_install(tmp_path: Path, lang: str) -> None:
    guide = write_guide(tmp_path / "guide", lang=lang)
    said = handouts_without_cjk("build", guide, "--format", "flyer", "--out", tmp_path / "out")
    assert (said.code, said.out) == (4, "")
    assert "the font package justmytype-intl-cjk is not installed" in said.err
    assert "pip install 'campus-handouts[cjk]'" in said.err
    assert not (tmp_path / "out").exists()


def test_other_languages_are_built_as_ever(tmp_path: Path) -> None:
    said = handouts_without_cjk("build", "--lang", "en", "--out", tmp_path)
    assert said.code == 0, said.err
    assert len(list(tmp_path.iterdir())) == 4


def test_a_character_that_only_the_extra_has_is_named_with_its_place(tmp_path: Path) -> None:
    guide = write_guide(tmp_path / "guide", GUIDE.replace("title: Open,", "title: Open 学,"))
    said = handouts_without_cjk("build", guide, "--format", "handout", "--out", tmp_path / "out")
    assert said.code == 3
    assert 'no font has the character "学"' in said.err
    assert re.search(r"guide\.en\.yaml:15:32", said.err)
    assert "pip install 'campus-handouts[cjk]'" in said.err


def test_a_character_that_another_font_has_needs_no_extra(tmp_path: Path) -> None:
    theme = tmp_path / "thai.toml"
    theme.write_text('[fonts.text]\nth = "fontpkg_noto_sans_thai:files/NotoSansThai[wdth,wght].ttf"\n')
    guide = write_guide(tmp_path / "guide", GUIDE.replace("title: Open,", "title: Open ก,"))
    said = handouts_without_cjk("build", guide, "--format", "handout", "--theme", theme, "--out", tmp_path / "out")
    assert said.code == 0, said.err
