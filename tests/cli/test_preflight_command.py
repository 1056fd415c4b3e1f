from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result

from generator.cli.commands import cli
from generator.errors import AssetError, UsageError
from generator.preflight import rules
from tests.building import LINK, built_in
from tests.preflight.designs import Design


@pytest.fixture(scope="module")
def flyer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("flyer") / "flyer.pdf"
    path.write_bytes(built_in()["mfa-authenticator.flyer.a4.en.pdf"])
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["preflight", *(str(argument) for argument in arguments)])


def test_a_good_file_passes(flyer: Path) -> None:
    said = run(flyer, "--expect", LINK)
    assert said.exit_code == 0
    assert said.stdout.startswith(f"{flyer}: passed (0 errors, ")
    assert "not an ISO/IEC 15415 grade, not a phone test" in said.stdout
    assert "\x1b[" not in said.stdout


def test_another_address_than_expected_is_exit_7(flyer: Path) -> None:
    said = run(flyer, "--expect", "https://example.org/")
    assert said.exit_code == 7
    assert "code-payload" in said.stdout
    assert "help: make the code of the right address" in said.stdout


def test_one_bad_file_of_two_is_exit_7_and_both_are_told(flyer: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"no PDF")
    said = run(bad, flyer)
    assert said.exit_code == 7
    assert f"{bad}: failed" in said.stdout
    assert f"{flyer}: passed" in said.stdout


def test_json(flyer: Path) -> None:
    (report,) = json.loads(run(flyer, "--json", "--expect", LINK).stdout)
    assert report["path"] == str(flyer)
    assert report["ok"] is True
    assert {one["rule"] for one in report["findings"]} == {rule.id for rule in rules()}
    assert set(report["findings"][0]) == {"rule", "severity", "status", "page", "place_mm", "measured", "limit", "advice"}


def test_all_lists_what_passed(flyer: Path) -> None:
    assert "text-embedded" not in run(flyer).stdout
    assert "text-embedded" in run(flyer, "--all").stdout


def test_the_rules() -> None:
    said = run("--rules").stdout
    assert all(rule.id in said and rule.limit in said for rule in rules())
    assert [rule["id"] for rule in json.loads(run("--rules", "--json").stdout)] == [rule.id for rule in rules()]


def test_no_file_is_a_misuse() -> None:
    assert isinstance(run().exception, UsageError)


def test_a_proof_report_never_replaces_the_file_that_it_is_about(flyer: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.pdf"
    mine.write_bytes(flyer.read_bytes())
    said = run(mine, "--proof", tmp_path / "." / "mine.pdf")
    assert isinstance(said.exception, UsageError)
    assert mine.read_bytes() == flyer.read_bytes()


@pytest.mark.parametrize(("name", "words"), [("none.pdf", "does not exist"), ("folder", "is a folder")])
def test_a_file_that_is_not_there_is_exit_4(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "folder").mkdir()
    said = run(tmp_path / name)
    assert isinstance(said.exception, AssetError)
    assert words in str(said.exception)


def test_a_file_that_is_no_pdf_gets_a_short_answer(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"no PDF")
    said = run(bad)
    assert said.exit_code == 7
    assert "not measured " not in said.stdout.split("\n", 1)[1]
    assert len(said.stdout.splitlines()) < 6


def test_an_expected_address_is_written_whole(flyer: Path) -> None:
    said = run(flyer, "--expect", LINK.removeprefix("https://"))
    assert isinstance(said.exception, UsageError)
    assert LINK in said.exception.problems[0].help


def status(said: Result) -> dict[str, str]:
    (report,) = json.loads(said.stdout)
    return {one["rule"]: one["status"] for one in report["findings"]}


UNKNOWN = ("file-pages", "file-size", "code-distance")


def test_a_file_of_another_name_is_not_judged_as_a_format(flyer: Path) -> None:
    assert {status(run(flyer, "--json"))[rule] for rule in UNKNOWN} == {"not measured"}


def test_a_file_with_the_name_that_build_gave_it_is_judged_as_that_format(tmp_path: Path) -> None:
    name = "mfa-authenticator.flyer.a4.en.pdf"
    (tmp_path / name).write_bytes(built_in()[name])
    assert {status(run(tmp_path / name, "--json"))[rule] for rule in (*UNKNOWN, "page-margin", "file-lang")} == {"passed"}
    assert "judged by its name: flyer, A4, en, for office" in run(tmp_path / name).stdout


@pytest.mark.parametrize("name", ["mfa.flyer.a5.en.pdf", "mfa.flyer.a4.ja.pdf", "mfa.poster.a3.en.pdf"])
def test_a_file_that_is_not_what_its_name_says_fails(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(built_in()["mfa-authenticator.flyer.a4.en.pdf"])
    assert run(tmp_path / name).exit_code == 7
    assert run(tmp_path / name, "--format", "flyer", "--size", "a4").exit_code == 0, "what is said goes before the name"


@pytest.mark.parametrize("single_pages", [None, True])
def test_a_booklet_may_be_imposed_or_not(tmp_path: Path, single_pages: bool | None) -> None:
    name = "mfa-authenticator.booklet.a5.en.pdf"
    (tmp_path / name).write_bytes(built_in("office", single_pages)[name])
    assert status(run(tmp_path / name, "--json"))["file-size"] == "passed"


def test_what_is_expected_can_be_said(flyer: Path) -> None:
    good = run(flyer, "--json", "-f", "flyer", "--size", "A4", "--for", "office")
    assert {status(good)[rule] for rule in (*UNKNOWN, "page-margin")} == {"passed"}
    said = run(flyer, "--json", "-s", "a4", "--page-count", "1", "--distance", "0.4")
    assert {status(said)[rule] for rule in UNKNOWN} == {"passed"}
    for words, rule in (("--size a5", "file-size"), ("--page-count 2", "file-pages"), ("--distance 2", "code-distance")):
        assert status(run(flyer, "--json", *words.split()))[rule] == "failed"
    assert isinstance(run(flyer, "--size", "a99").exception, UsageError)
    assert isinstance(run(flyer, "--format", "flier").exception, UsageError)


def test_rules_that_were_not_measured_for_one_reason_are_one_line(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.write_bytes(Design(text=False, code=False).pdf())
    (line,) = [line for line in run(path).stdout.splitlines() if "no code was found" in line]
    assert re.match(r" *not measured +code-payload and \d+ more +no code was found", line)
    assert status(run(path, "--json"))["code-contrast"] == "not measured"


def test_the_command_knows_short_links(tmp_path: Path) -> None:
    path = tmp_path / "short.pdf"
    path.write_bytes(Design(payload="https://w.wiki/abc").pdf())
    assert "a host that passes readers on to another" in run(path).stdout


def test_ua_asks_for_accessibility(flyer: Path, tmp_path: Path) -> None:
    name = "mfa-authenticator.flyer.a4.en.screen.pdf"
    web, newer = tmp_path / "web.pdf", tmp_path / "newer.pdf"
    web.write_bytes(built_in("screen")[name])
    newer.write_bytes(built_in("screen", ua=2)[name])
    assert status(run(web, "--json"))["file-accessible"] == "not measured"
    assert status(run(web, "--ua", "--json"))["file-accessible"] == "passed"
    assert status(run(newer, "--ua", "--json"))["file-accessible"] == "not measured"
    said = run(flyer, "--ua")
    assert said.exit_code == 7
    assert "PDF/UA Identification" in said.stdout and "make it anew with --for screen" in said.stdout


def test_ua_without_its_package_says_how_to_get_it(flyer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.preflight.accessible.find_spec", lambda name: None)
    refused = run(flyer, "--ua").exception
    assert isinstance(refused, UsageError)
    assert "pip install 'campus-handouts[ua]'" in refused.problems[0].help


def unreadable(kind: str, folder: Path) -> Path:
    path = folder / ("a" * 300 if kind == "a name too long" else "odd.pdf")
    if kind == "a folder":
        path.mkdir()
    elif kind == "forbidden":
        if os.geteuid() == 0:
            pytest.skip("root may read every file")
        path.write_bytes(b"%PDF-")
        path.chmod(0)
    elif kind == "a pipe":
        os.mkfifo(path)
    elif kind == "gigabytes":
        with path.open("wb") as file:
            file.truncate(3_000_000_000)
    return path


@pytest.mark.parametrize("kind", ["missing", "a folder", "forbidden", "a name too long", "a pipe", "gigabytes"])
def test_a_file_that_cannot_be_read_takes_no_other_with_it(kind: str, flyer: Path, tmp_path: Path) -> None:
    path = unreadable(kind, tmp_path)
    said = run(path, flyer)
    assert said.exit_code == 4
    assert f"{flyer}: passed" in said.stdout
    assert said.stderr.count("error: ") == 1
    assert path.name[:20] in said.stderr
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"no PDF")
    assert run(path, bad).exit_code == 7
    first, second = json.loads(run(path, flyer, "--json").stdout)
    assert (first["ok"], second["ok"]) == (False, True)
    assert first["diagnostics"] and second["diagnostics"] == []
    assert first.keys() == second.keys()


def test_what_a_system_refuses_is_reported(flyer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, flags: int) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("generator.files.os.open", refuse)
    said = run(flyer, flyer)
    assert said.exit_code == 4
    assert said.stderr.count("cannot be read: Permission denied") == 2


def test_nothing_in_a_file_steers_the_terminal(flyer: Path, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m\u202eb.pdf"
    with pikepdf.open(flyer) as document:
        document.docinfo["/Title"] = "t\x1b[2J\u202e"
        document.Root.Lang = pikepdf.String("e\x1b[2Jn")
        document.save(path)
    said = CliRunner().invoke(cli, ["preflight", "--all", str(path)], color=True)
    assert r"a\x1b[31m\u202eb.pdf: passed" in said.stdout
    assert r"t\x1b[2J\u202e" in said.stdout
    assert "\x1b" not in said.stdout and "\u202e" not in said.stdout
