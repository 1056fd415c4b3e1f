from __future__ import annotations

import errno
import os
import resource
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import OutputError
from generator.output import file_name, publish, publish_all

OLD, NEW = b"old", b"new" * 5000


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A folder with an older file in it."""
    path = tmp_path / "guide.pdf"
    path.write_bytes(OLD)
    return path


def only(path: Path) -> bytes:
    """The content of the file, which must be all that its folder holds."""
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    return path.read_bytes()


def test_the_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "guide.pdf"
    publish(NEW, path)
    assert only(path) == NEW


def test_an_older_file_is_replaced(target: Path) -> None:
    publish(NEW, target)
    assert only(target) == NEW


def test_others_may_read_it_as_the_system_says(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        publish(NEW, tmp_path / "guide.pdf")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "guide.pdf").stat().st_mode) == 0o644


def test_a_symbolic_link_is_refused_and_what_it_leads_to_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.pdf"
    other.write_bytes(OLD)
    link = tmp_path / "out" / "guide.pdf"
    link.parent.mkdir()
    link.symlink_to(other)
    with pytest.raises(OutputError, match="symbolic link") as caught:
        publish(NEW, link)
    assert "remove the link" in caught.value.problems[0].help
    assert link.is_symlink()
    assert other.read_bytes() == OLD


def test_a_link_that_leads_nowhere_is_refused_too(tmp_path: Path) -> None:
    link = tmp_path / "guide.pdf"
    link.symlink_to(tmp_path / "missing.pdf")
    with pytest.raises(OutputError, match="symbolic link"):
        publish(NEW, link)
    assert not (tmp_path / "missing.pdf").exists()


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    path = tmp_path / "guide.pdf"
    path.mkdir()
    (path / "kept").touch()
    with pytest.raises(OutputError, match="is a folder"):
        publish(NEW, path)
    assert (path / "kept").exists()


def test_a_pipe_in_the_way_does_not_hang(tmp_path: Path) -> None:
    path = tmp_path / "guide.pdf"
    os.mkfifo(path)
    with pytest.raises(OutputError, match="device or a pipe"):
        publish(NEW, path)


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "output").write_bytes(OLD)
    for path in (tmp_path / "output" / "guide.pdf", tmp_path / "output" / "deep" / "guide.pdf"):
        with pytest.raises(OutputError) as caught:
            publish(NEW, path)
        assert "a file stands where a folder is needed" in caught.value.problems[0].help
    assert (tmp_path / "output").read_bytes() == OLD


def test_a_name_too_long(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        publish(NEW, tmp_path / ("日" * 86 + ".pdf"))
    assert "shorten" in caught.value.problems[0].help
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_midway(target: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(NEW) // 2, hard))
    try:
        with pytest.raises(OutputError):
            publish(NEW, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert only(target) == OLD


@pytest.mark.parametrize(
    ("number", "advice"),
    [(errno.ENOSPC, "free some space"), (errno.EDQUOT, "quota"), (errno.EIO, "choose another place")],
)
def test_a_fault_while_flushing(target: Path, monkeypatch: pytest.MonkeyPatch, number: int, advice: str) -> None:
    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError) as caught:
        publish(NEW, target)
    assert str(target) in str(caught.value)
    assert advice in caught.value.problems[0].help
    assert only(target) == OLD


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.EPERM])
def test_a_folder_that_may_not_be_written_to(target: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("builtins.open", fail)
    with pytest.raises(OutputError, match=os.strerror(number)) as caught:
        publish(NEW, target)
    monkeypatch.undo()
    assert "another place" in caught.value.problems[0].help
    assert only(target) == OLD


@pytest.mark.parametrize("moment", ["fsync", "replace"])
def test_an_interrupt_leaves_nothing_behind(target: Path, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, moment, interrupt)
    with pytest.raises(KeyboardInterrupt):
        publish(NEW, target)
    assert only(target) == OLD


def test_runs_at_once_never_mix(target: Path) -> None:
    contents = [bytes([letter]) * 200_000 for letter in b"abcdefgh"]
    runs = [threading.Thread(target=publish, args=(content, target)) for content in contents]
    for run in runs:
        run.start()
    while any(run.is_alive() for run in runs):
        seen = target.read_bytes()
        assert seen == OLD or seen in contents
    assert only(target) in contents


def test_names_as_the_readme_says() -> None:
    assert file_name("mfa-authenticator", "flyer", "A4", "en") == "mfa-authenticator.flyer.a4.en.pdf"
    assert file_name("mfa-authenticator", "booklet", "JB5", "ja", "press") == "mfa-authenticator.booklet.jb5.ja.press.pdf"
    assert file_name("eduroam", "handout", "Half-Letter", "en", "screen") == "eduroam.handout.half-letter.en.screen.pdf"


@given(st.from_regex(r"[a-z0-9-]+", fullmatch=True) | st.sampled_from(["con", "nul", "aux", "prn", "com1", "lpt9"]))
def test_no_name_is_a_device_on_windows(guide_id: str) -> None:
    devices = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
    assert file_name(guide_id, "flyer", "A4", "en").split(".")[0] not in devices


@given(st.lists(st.from_regex(r"[a-z0-9-]+", fullmatch=True), unique=True, max_size=5))
def test_different_guides_get_different_files(ids: list[str]) -> None:
    assert len({file_name(guide_id, "flyer", "A4", "en") for guide_id in [*ids, "con", "con-"]}) == len({*ids, "con", "con-"})


def test_a_set_replaces_all_files_or_none(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.pdf", "b.pdf", "c.pdf")]
    paths[0].write_bytes(OLD)
    paths[2].mkdir()
    with pytest.raises(OutputError, match=r"c\.pdf"):
        publish_all([(NEW, path) for path in paths])
    assert paths[0].read_bytes() == OLD
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.pdf", "c.pdf"]


@pytest.mark.parametrize("failure", [OSError(errno.EIO, "broken"), KeyboardInterrupt()])
@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("fails_at", [0, 1, 2])
def test_what_is_in_place_already_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int, links: bool, failure: BaseException
) -> None:
    """Also on a disk without hard links, such as FAT."""
    paths = [tmp_path / name for name in ("a.pdf", "b.pdf", "c.pdf")]
    paths[0].write_bytes(OLD)
    paths[2].write_bytes(OLD)
    replace, calls = os.replace, iter(range(9))

    def stumble(source: Path, target: Path) -> None:
        if next(calls) == fails_at:
            raise failure
        replace(source, target)

    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "not supported")

    monkeypatch.setattr(os, "replace", stumble)
    if not links:
        monkeypatch.setattr(os, "link", no_links)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        publish_all([(NEW, path) for path in paths])
    assert {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()} == {"a.pdf": OLD, "c.pdf": OLD}


def test_a_set_is_written(tmp_path: Path) -> None:
    paths = [tmp_path / "x" / "a.pdf", tmp_path / "b.pdf"]
    paths[1].write_bytes(OLD)
    publish_all([(NEW, path) for path in paths])
    assert [path.read_bytes() for path in paths] == [NEW, NEW]
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["b.pdf", "x"]


def test_a_disk_that_fills_up_in_the_middle_of_a_set(tmp_path: Path) -> None:
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    first.write_bytes(OLD)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(NEW), hard))
    try:
        with pytest.raises(OutputError, match=r"b\.pdf"):
            publish_all([(NEW, first), (NEW * 2, second)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert only(first) == OLD
