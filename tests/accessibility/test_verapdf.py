"""Every file for the web keeps to PDF/UA-1, or to PDF/UA-2 where that is asked for: the real veraPDF says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.accessibility.conftest import Judge
from tests.accessibility.verapdf import PROFILES, Engine
from tests.accessibility.web_files import ARABIC, BUILT_IN, FORMATS, GUIDES, pair_files, web_files
from tests.pdf.pdf_samples import every_role

parts = pytest.mark.parametrize("part", [1, 2])


@parts
@pytest.mark.parametrize("guide", ["", *GUIDES, ARABIC])
def test_every_file_passes(guide: str, part: int, judge: Judge) -> None:
    files = web_files(guide, part)
    assert sorted(files) == sorted(BUILT_IN) if not guide else len(files) == len(FORMATS)
    found = {name: judge(data, f"ua{part}") for name, data in files.items()}
    assert {name: failures for name, failures in found.items() if failures} == {}


@parts
def test_files_in_two_languages_pass(part: int, judge: Judge) -> None:
    found = {name: judge(data, f"ua{part}") for name, data in pair_files(part).items()}
    assert len(found) == 6
    assert {name: failures for name, failures in found.items() if failures} == {}


@parts
def test_every_role_passes(part: int, judge: Judge) -> None:
    assert judge(every_role(ua=part), f"ua{part}") == []  # type: ignore[arg-type]


@parts
def test_each_file_claims_its_own_part(part: int, judge: Judge) -> None:
    wrong = judge(every_role(ua=3 - part), f"ua{part}")  # type: ignore[arg-type]
    assert any(failure.rule.startswith("5-") for failure in wrong)


def test_an_engine_that_knows_fewer_rules_proves_nothing(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sound.pdf"
    path.write_bytes(every_role())
    verdict = engine.validate(path, "ua1")
    assert (verdict.rules, verdict.failures) == (106, []) and verdict.checks > 1000
    monkeypatch.setitem(PROFILES, "ua1", (PROFILES["ua1"][0], 107))
    with pytest.raises(RuntimeError, match="106 rules of ua1, not 107"):
        engine.validate(path, "ua1")
