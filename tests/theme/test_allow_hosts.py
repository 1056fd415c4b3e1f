"""`allow_hosts`: the hosts that a theme or profile lets its guides link to."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import Diagnostic, InvalidInput
from generator.theme import load_theme
from generator.theme.hosts import covers, owned, pattern_fault


def profile(folder: Path, hosts: str, name: str = "ours.toml") -> Path:
    path = folder / name
    path.write_text(f"[links]\nallow_hosts = {hosts}\n", "utf-8")
    return path


def problems(path: Path) -> tuple[Diagnostic, ...]:
    with pytest.raises(InvalidInput) as caught:
        load_theme([path])
    return caught.value.problems


def test_the_default_theme_allows_none_by_name() -> None:
    assert load_theme().allow_hosts == ()
    assert load_theme(["mono"]).allow_hosts == ()


def test_a_file_may_hold_this_one_key(tmp_path: Path) -> None:
    path = profile(tmp_path, '["www.kyushu-u.ac.jp", "*.example.org"]')
    assert load_theme([path]).allow_hosts == ("www.kyushu-u.ac.jp", "*.example.org")
    assert load_theme([path, "mono"]).allow_hosts == ("www.kyushu-u.ac.jp", "*.example.org")


@pytest.mark.parametrize("host", ["*.mine.github.io", "mine.github.io", "*.kyushu-u.ac.jp", "*.city.fukuoka.jp", "*.github.com"])
def test_names_that_one_owner_has(host: str) -> None:
    assert pattern_fault(host) is None


def test_the_key_outside_of_its_table_is_told_where_it_belongs(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text('allow_hosts = ["www.kyushu-u.ac.jp"]\n', "utf-8")
    (problem,) = problems(path)
    assert problem.help == "Write [links] on the line above it."


def test_a_later_list_replaces_an_earlier_one(tmp_path: Path) -> None:
    first, second = profile(tmp_path, '["a.example.org"]', "one.toml"), profile(tmp_path, '["b.example.org"]', "two.toml")
    assert load_theme([first, second]).allow_hosts == ("b.example.org",)
    guide = tmp_path / "guide"
    guide.mkdir()
    profile(guide, '["c.example.org"]', "theme.toml")
    assert load_theme([], guide).allow_hosts == ("c.example.org",)
    assert load_theme([first], guide).allow_hosts == ("a.example.org",), "who prints has the last word"


@pytest.mark.parametrize(
    ("host", "message"),
    [
        ("https://www.example.org", "is an address"),
        ("www.example.org/page", "is an address"),
        ("WWW.example.org", "is not the name of a host"),
        ("example", "is not the name of a host"),
        ("*", "is not the name of a host"),
        ("*.", "is not the name of a host"),
        ("*.org", "covers names that anybody can have"),
        *((f"*.{name}", "covers names that anybody can have") for name in ("github.io", "fukuoka.jp", "windows.net", "co.uk")),
        ("w*.example.org", "is not the name of a host"),
        ("*.*.example.org", "is not the name of a host"),
        ("www.example.org.", "is not the name of a host"),
        ("www.example.org:443", "is not the name of a host"),
        ("192.0.2.1", "is not the name of a host"),
        ("日本.example.org", "is not the name of a host"),
        ("xn--exmple-cua.org", "is written in code"),
        ("*.ac.jp", "covers names that anybody can have"),
        ("*.co.uk", "covers names that anybody can have"),
        ("", "is not the name of a host"),
    ],
)
def test_what_is_no_host_is_told_at_its_place(tmp_path: Path, host: str, message: str) -> None:
    (found,) = problems(profile(tmp_path, f'[\n  "fine.example.org",\n  "{host}",\n]'))
    assert message in found.message
    assert found.help
    assert found.place is not None
    assert (found.place.line, found.place.column, found.place.width) == (4, 4, max(1, len(host)))


def test_other_kinds_are_refused(tmp_path: Path) -> None:
    assert "must be a list" in problems(profile(tmp_path, '"www.example.org"'))[0].message
    assert "must be a text" in problems(profile(tmp_path, "[1]"))[0].message


def test_a_misspelt_key_is_helped(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text('[links]\nallowed_hosts = ["example.org"]\n')
    assert 'Did you mean "allow_hosts"?' in problems(path)[0].help


def test_what_one_owner_has() -> None:
    assert owned("www.law.kyushu-u.ac.jp") == "kyushu-u.ac.jp"
    assert owned("mysignins.microsoft.com") == "microsoft.com"
    assert owned("www.ox.ac.uk") == "ox.ac.uk"
    assert owned("www.tu.de") == "tu.de"
    assert owned("ac.jp") == "ac.jp"


@given(st.text(), st.text())
def test_any_text_is_judged(pattern: str, host: str) -> None:
    pattern_fault(pattern)
    owned(host)
    assert not covers(pattern, host) or host == pattern or host.endswith(pattern[1:])
