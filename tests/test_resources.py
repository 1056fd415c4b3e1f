from __future__ import annotations

from pathlib import Path

import pytest

from generator import resources
from generator.errors import AssetError
from generator.resources import find, listing


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout that is no more than its folders."""
    root = tmp_path / "checkout"
    (root / "generator").mkdir(parents=True)
    (root / "templates").mkdir()
    (root / "assets" / "guides" / "mfa").mkdir(parents=True)
    (root / "pyproject.toml").touch()
    (root / "templates" / "flyer.xml.j2").write_text("checkout")
    (root / "templates" / "poster.xml.j2").write_text("checkout")
    (root / "assets" / "guides" / "mfa" / "guide.en.yaml").touch()
    monkeypatch.setattr(resources, "_PACKAGE", root / "generator")
    return root


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package as a wheel lays it down, in a folder that has templates of another program's beside it."""
    package = tmp_path / "site-packages" / "generator"
    (package / "_data" / "templates").mkdir(parents=True)
    (package / "_data" / "templates" / "flyer.xml.j2").write_text("installed")
    (package.parent / "templates").mkdir()
    (package.parent / "templates" / "flyer.xml.j2").write_text("another program's")
    monkeypatch.setattr(resources, "_PACKAGE", package)
    return package


def test_a_file_and_a_folder_of_the_checkout(checkout: Path) -> None:
    assert find("templates", "flyer.xml.j2").read_text() == "checkout"
    assert find("assets", "guides/mfa") == checkout / "assets" / "guides" / "mfa"


def test_the_installed_package(installed: Path) -> None:
    assert find("templates", "flyer.xml.j2").read_text() == "installed"
    assert list(listing("templates", "*.xml.j2")) == ["flyer.xml.j2"]


def test_the_users_folder_goes_before_and_the_rest_stays(checkout: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "flyer.xml.j2").write_text("mine")
    (mine / "badge.xml.j2").write_text("mine")
    assert find("templates", "flyer.xml.j2", mine).read_text() == "mine"
    assert find("templates", "poster.xml.j2", mine).read_text() == "checkout"
    found = listing("templates", "*.xml.j2", mine)
    assert {name: path.read_text() for name, path in found.items()} == {
        "badge.xml.j2": "mine",
        "flyer.xml.j2": "mine",
        "poster.xml.j2": "checkout",
    }
    assert list(found) == sorted(found)


@pytest.mark.parametrize(
    "name",
    ["", "..", "../pyproject.toml", "guides/../../x", "/etc/passwd", "C:/windows", "a\\..\\b", "\\\\host\\share", "a\0b"],
)
def test_a_name_that_leaves_the_folder(checkout: Path, name: str) -> None:
    with pytest.raises(AssetError, match="leads out of the folder"):
        find("assets", name)


def test_a_link_that_leaves_the_folder(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.j2").touch()
    (checkout / "templates" / "sly.xml.j2").symlink_to(tmp_path / "secret.j2")
    (checkout / "templates" / "near.xml.j2").symlink_to("flyer.xml.j2")
    with pytest.raises(AssetError, match="symbolic link"):
        find("templates", "sly.xml.j2")
    assert find("templates", "near.xml.j2").read_text() == "checkout"
    assert list(listing("templates", "*.xml.j2")) == ["flyer.xml.j2", "near.xml.j2", "poster.xml.j2"]


def test_what_is_not_there_says_what_is(checkout: Path) -> None:
    with pytest.raises(AssetError, match=r'there is no "flier\.xml\.j2" in templates/') as caught:
        find("templates", "flier.xml.j2")
    assert "flyer.xml.j2, poster.xml.j2" in caught.value.problems[0].help
    assert 'Did you mean "flyer.xml.j2"?' in caught.value.problems[0].help
    with pytest.raises(AssetError) as caught:
        find("assets", "guides/mfo")
    assert 'Did you mean "guides/mfa"?' in caught.value.problems[0].help


def test_a_users_folder_that_is_not_there(checkout: Path, tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="there is no folder"):
        find("templates", "flyer.xml.j2", tmp_path / "nowhere")
