"""What passes the gate, and what does not: each refusal with the real file."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from generator.errors import AssetError, Diagnostic, Place
from generator.pictures.decode import MOST_PIXELS
from generator.pictures.gate import MOST_BYTES, open_picture, size_of
from generator.pictures.logo import load_logo
from picture_files import chunk, differ_by, gradient, opened, pixels, raw_png, refused, saved, whole

PLACE = Place("guide.en.yaml", 7, 11)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A guide's folder with a screen, and a secret beside the folder."""
    guide = tmp_path / "guide"
    (guide / "screens").mkdir(parents=True)
    (guide / "screens" / "welcome.png").write_bytes(saved(gradient()))
    (tmp_path / "secret.png").write_bytes(saved(gradient()))
    return guide


def in_time(folder: Path, name: str) -> Diagnostic:
    """The refusal, which must come at once: whoever reads a pipe waits for ever."""
    found: list[Diagnostic] = []
    thread = threading.Thread(target=lambda: found.append(refused(folder, name)), daemon=True)
    thread.start()
    thread.join(timeout=3)
    assert found, "the gate waits"
    return found[0]


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("GIF", "gif"), ("TIFF", "tif")])
def test_the_kinds_that_pass(folder: Path, kind: str, suffix: str) -> None:
    one = opened(folder, saved(gradient(), kind), f"a.{suffix}")
    assert (one.kind, size_of(one), one.warnings) == (kind, (40, 30), ())


def test_the_place_is_told(folder: Path) -> None:
    with pytest.raises(AssetError) as caught:
        open_picture(folder, "screens/wellcome.png", PLACE)
    (problem,) = caught.value.problems
    assert (caught.value.exit_code, problem.place, problem.rule) == (4, PLACE, "file-missing")
    assert 'Did you mean "screens/welcome.png"?' in problem.help


@pytest.mark.parametrize(
    "name",
    [
        "../secret.png",
        "screens/../../secret.png",
        "/etc/passwd",
        "..\\secret.png",
        "C:\\secret.png",
        "c:secret.png",
        "\\\\host\\share\\a.png",
        "https://example.org/a.png",
        "file:///etc/passwd",
        "a\0.png",
        "",
        ".",
    ],
)
def test_names_that_leave_the_folder(folder: Path, name: str) -> None:
    assert "not in the guide's folder" in refused(folder, name).message


def test_an_absolute_path_into_the_folder_is_refused_too(folder: Path) -> None:
    assert "not in the guide's folder" in refused(folder, str(folder / "screens" / "welcome.png")).message


def test_links_that_leave_the_folder(folder: Path) -> None:
    (folder / "file.png").symlink_to("../secret.png")
    (folder / "outside").symlink_to("..")
    (folder / "loop.png").symlink_to("loop.png")
    (folder / "nowhere.png").symlink_to("not-there.png")
    assert "a link that leaves its folder" in refused(folder, "file.png").message
    assert "a link that leaves its folder" in refused(folder, "outside/secret.png").message
    assert "cannot be read" in refused(folder, "loop.png").message
    assert "a link that leads nowhere" in refused(folder, "nowhere.png").message


def test_what_lies_outside_is_not_offered(folder: Path) -> None:
    (folder / "outside").symlink_to("..")
    assert "Did you mean" not in refused(folder, "outside/secret.pn").help


def test_links_within_the_folder_pass(folder: Path) -> None:
    (folder / "again.png").symlink_to("screens/welcome.png")
    assert size_of(open_picture(folder, "again.png")) == (40, 30)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are named on POSIX only")
def test_pipes(folder: Path) -> None:
    os.mkfifo(folder / "a.png")
    assert in_time(folder, "a.png").message == 'the picture "a.png" is not a regular file but a pipe'
    (folder / "b.png").symlink_to("a.png")
    assert "a pipe" in in_time(folder, "b.png").message


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="sockets have no file there")
def test_sockets(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)  # a socket's path has few bytes
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("a.png")
        assert "a socket" in in_time(folder, "a.png").message


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="it has no device files")
def test_devices(folder: Path) -> None:
    (folder / "a.png").symlink_to("/dev/zero")
    assert "leaves its folder" in in_time(folder, "a.png").message
    with pytest.raises(AssetError, match="a device"):
        open_picture(Path("/dev"), "zero")


def test_folders_and_empty_files(folder: Path) -> None:
    (folder / "a.png").mkdir()
    (folder / "b.png").write_bytes(b"")
    assert "is a folder" in refused(folder, "a.png").message
    assert "is empty" in refused(folder, "b.png").message


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(folder: Path) -> None:
    (folder / "screens" / "welcome.png").chmod(0)
    assert "cannot be read" in refused(folder, "screens/welcome.png").message


def test_large_files_are_not_read(folder: Path) -> None:
    with open(folder / "a.png", "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        file.truncate(MOST_BYTES + 1)
    assert "larger than 25 MB" in refused(folder).message


def test_too_many_pixels_are_not_decoded(folder: Path) -> None:
    """17 KB that would be 144 megapixels; and one row more than is allowed."""
    rows = zlib.compressobj(9)
    data = b"".join([rows.compress(bytes(1501)) for _ in range(12_000)]) + rows.flush()
    head = struct.pack(">IIBBBBB", 12_000, 12_000, 1, 0, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    assert len(bomb) < 30_000
    (folder / "a.png").write_bytes(bomb)
    problem = refused(folder)
    assert ("far too many megapixels" in problem.message, problem.rule) == (True, "too-large")
    head = struct.pack(">IIBBBBB", 10_000, MOST_PIXELS // 10_000 + 1, 1, 0, 0, 0, 0)
    (folder / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b""))
    assert "has 40 megapixels, and 40 is the most" in refused(folder).message


def test_bombs_in_what_is_not_pixels(folder: Path) -> None:
    """Megabytes of text or profile that come from a kilobyte are left out: the pixels are none the worse."""
    bomb = zlib.compress(bytes(100_000_000), 9)
    for kind, head in ((b"zTXt", b"Comment\0\0"), (b"iTXt", b"Comment\0\1\0\0\0"), (b"iCCP", b"icc\0\0")):
        one = opened(folder, raw_png(1, 1, 8, 0, b"\0\x7f", chunk(kind, head + bomb)))
        assert [found.rule for found in one.warnings] == (["bad-profile"] if kind == b"iCCP" else [])
        assert pixels(whole(one)).getpixel((0, 0)) == 0x7F


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "TIFF"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.999])
def test_truncated_files(folder: Path, kind: str, share: float) -> None:
    data = saved(Image.effect_noise((120, 90), 60).convert("RGB"), kind)
    (folder / "a.png").write_bytes(data[: int(len(data) * share)])
    assert refused(folder).rule == "picture-broken"


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_the_last_byte_is_missed(folder: Path, kind: str) -> None:
    (folder / "a.png").write_bytes(saved(gradient(), kind)[:-1])
    assert "is cut off" in refused(folder).message


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "TIFF"])
def test_damaged_files_never_break_the_program(folder: Path, kind: str) -> None:
    data = saved(gradient(), kind)
    for at in range(0, len(data), max(1, len(data) // 40)):
        damaged = bytearray(data)
        damaged[at] ^= 0xFF
        (folder / "a.png").write_bytes(damaged)
        try:
            whole(open_picture(folder, "a.png"))
        except AssetError as error:
            assert error.problems[0].help


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "a PostScript (EPS) file"),
        (b"\xc5\xd0\xd3\xc6" + bytes(40), "a PostScript (EPS) file"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG"),
        (b"<?xml version='1.0'?>\n<!-- made by x -->\n<!DOCTYPE svg>\n<svg/>", "an SVG"),
        (b"\0\0\0\x18ftypheic" + bytes(20), "a HEIC picture"),
        (b"\0\0\0\x1cftypavif" + bytes(20), "an AVIF picture"),
        (saved(gradient(), "BMP"), "a BMP picture"),
        (saved(gradient(), "PPM"), "no picture that is known"),
        (b"<html></html>", "no picture that is known"),
        (b"PK\3\4" + bytes(30), "a ZIP archive"),
        (b"\x7fELF" + bytes(60), "no picture that is known"),
    ],
)
def test_other_things_that_are_named_png(folder: Path, data: bytes, what: str) -> None:
    (folder / "a.png").write_bytes(data)
    problem = refused(folder)
    assert what in problem.message
    assert "PNG, JPEG, WebP" in problem.help


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.png"), ("PNG", "a.jpg"), ("WEBP", "a.PNG"), ("GIF", "a")])
def test_another_kind_of_picture_than_its_name_says(folder: Path, kind: str, name: str) -> None:
    one = opened(folder, saved(gradient(), kind), name)
    assert one.kind == kind
    assert [(found.rule, found.severity) for found in one.warnings] == [("wrong-suffix", "warning")]


@pytest.mark.parametrize("name", ["a.JPG", "a.jpeg", "a.Jpe"])
def test_spellings_of_a_suffix(folder: Path, name: str) -> None:
    assert opened(folder, saved(gradient(), "JPEG"), name).warnings == ()


@pytest.mark.parametrize(("kind", "suffix"), [("GIF", "gif"), ("WEBP", "webp"), ("PNG", "png"), ("TIFF", "tif")])
def test_animations_show_their_first_frame(folder: Path, kind: str, suffix: str) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue", "lime")]
    how = {"lossless": True} if kind == "WEBP" else {}
    one = opened(folder, saved(frames[0], kind, save_all=True, append_images=frames[1:], **how), f"a.{suffix}")
    assert [(found.rule, found.severity) for found in one.warnings] == [("animation", "warning")]
    assert pixels(whole(one)).convert("RGB").getpixel((10, 10)) == (255, 0, 0)


def test_pixels_without_a_known_white(folder: Path) -> None:
    for mode, value in (("F", 0.5), ("I", 70_000)):
        (folder / "a.tif").write_bytes(saved(Image.new(mode, (4, 4), value), "TIFF"))
        assert "their white is not known" in refused(folder, "a.tif").message


def test_a_broken_profile_is_told(folder: Path) -> None:
    one = opened(folder, saved(gradient(), icc_profile=b"no profile"))
    assert [found.rule for found in one.warnings] == ["bad-profile"]
    assert differ_by(pixels(whole(one)), gradient()) == 0


_WATCHED = ("open", "os.listdir", "os.scandir", "socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork", "os.system")
_watching: list[tuple[str, object]] | None = None


@pytest.fixture
def watch() -> Iterator[list[tuple[str, object]]]:
    """What the interpreter opens and starts; hooks stay for good, so there is one that sleeps."""
    global _watching

    def hook(event: str, details: tuple[object, ...]) -> None:
        if _watching is not None and event.startswith(_WATCHED):
            _watching.append((event, details[0] if details else None))

    sys.addaudithook(hook)
    _watching = []
    yield _watching
    _watching = None


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'


def test_nothing_else_is_opened_or_started(folder: Path, watch: list[tuple[str, object]]) -> None:
    files = {"PNG": saved(gradient()), "JPEG": saved(gradient(), "JPEG"), "WEBP": saved(gradient(), "WEBP")}
    files |= {"GIF": saved(gradient(), "GIF"), "TIFF": saved(gradient(), "TIFF"), "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n", "SVG": SVG}
    for kind, data in files.items():
        (folder / f"{kind}.png").write_bytes(data)
    (folder / "link.png").symlink_to("../secret.png")
    for _ in range(2):  # the first round imports what it needs, and is not judged
        watch.clear()
        for name in sorted(os.listdir(folder)):
            with contextlib.suppress(AssetError):
                whole(open_picture(folder, name))
        load_logo(folder / "SVG.png")
    opened_paths = {Path(os.fsdecode(path)) for event, path in watch if event == "open" and isinstance(path, str | bytes)}
    assert {path.parent for path in opened_paths} == {folder}
    assert "link.png" not in {path.name for path in opened_paths}
    assert {event for event, _ in watch} <= {"open", "os.listdir"}


def test_the_watch_sees_programs_and_sockets(watch: list[tuple[str, object]]) -> None:
    subprocess.run([sys.executable, "-c", ""], check=True)
    socket.socket().close()
    assert {event for event, _ in watch} >= {"subprocess.Popen", "socket.__new__"}
