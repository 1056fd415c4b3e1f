"""An installed wheel works in an empty folder. Slow, since a wheel is built: `pytest -m slow`, as .ci/run does."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from building import ROOT, built_in, clean_environment

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run("-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT)
    (path,) = folder.glob("*.whl")
    return path


def run(*arguments: str | Path, cwd: Path | None = None, path: Path | None = None) -> str:
    """What this interpreter prints; it knows the package only from `path`."""
    environment = clean_environment(PYTHONPATH=str(path or ""))
    done = subprocess.run([sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_carries_templates_and_assets_and_nothing_of_the_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    for name in ("templates/flyer.xml.j2", "assets/guides/mfa-authenticator/guide.ja.yaml", "assets/themes/default.toml"):
        assert f"generator/_data/{name}" in names
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"generator"}
    assert [name for name in names if name.endswith(".dist-info/licenses/LICENSE")]


def test_it_builds_the_same_files_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    site, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    run("-m", "pip", "install", "--quiet", "--no-deps", "--target", site, wheel)
    home = run("-c", "import generator; print(generator.__file__)", cwd=empty, path=site)
    assert Path(home.strip()).is_relative_to(site)
    assert run("-m", "generator", "--version", cwd=empty, path=site).startswith("handouts 0.")
    said = run(
        "-m",
        "generator",
        "build",
        "--format",
        "flyer",
        "--format",
        "booklet",
        "--lang",
        "en",
        "--lang",
        "ja",
        cwd=empty,
        path=site,
    )
    names = [Path(line).name for line in said.splitlines()]
    assert sorted(path.name for path in (empty / "output").iterdir()) == sorted(names)
    assert all((empty / "output" / name).read_bytes() == built_in()[name] for name in names)
