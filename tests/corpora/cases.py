"""What a file of a corpus is turned into: commands to run, and a look at what they made."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pypdfium2
import yaml
from PIL import Image, ImageChops, ImageOps, ImageStat

PICTURES = {
    *("png", "jpg", "jpeg", "jpe", "jfif", "gif", "webp", "bmp", "tif", "tiff", "tga", "ico"),
    *("avif", "heic", "jp2", "j2k", "mpo", "psd", "ppm", "pgm", "pbm"),
}
MOST_PIXEL_DIFFERENCE = 16  # of 255, on average over small copies of both pictures

_GUIDE = """\
schema: 1
id: corpus
title: Try it
link: {{url: {link}, label: the page}}
contact: {{name: Help desk}}
{screens}procedures:
  - id: way
    title: Way
    devices: [pc]
    steps:
      - {{id: open, title: Open, text: "Open {{link}}.", screens: [{screen}]}}
      - {{id: say, title: Say, text: {text}}}
"""
_LINK = "https://www.example.ac.jp/start"

Look = Callable[[Path], str]  # in the case's folder: what is wrong with the files made, or ""


@dataclass(frozen=True)
class Case:
    """One input: files to write, commands to run on them in turn, and a look at what was made.

    `judged` says that exit 7 or 8 is a verdict on the input, not a failure to handle it. Each
    command is run only where the one before it took the input.
    """

    name: str
    files: dict[str, bytes | Path]
    commands: list[list[str]]
    look: Look = field(default=lambda folder: "")
    judged: bool = False
    told: bool = False  # what is missing is right where there was a warning

    def write(self, folder: Path) -> None:
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, Path):
                shutil.copyfile(content, path)
            else:
                path.write_bytes(content)


def cases_of(path: Path, photos: bool) -> Iterator[Case]:
    """The cases of one file of a corpus; none for files of other kinds."""
    kind = path.suffix[1:].lower()
    if kind in PICTURES:
        yield _photo(path) if photos else _screenshot(path)
    elif kind == "svg":
        yield _logo(path)
    elif kind == "pdf":
        yield Case(path.name, {path.name: path}, [["preflight", "--", path.name]], judged=True)
    elif kind in ("po", "pot"):
        import_it = ["translate", "import", "de", ".", "-f", path.name]
        yield Case(path.name, {"guide.en.yaml": _guide(), path.name: path}, [import_it])
    elif kind in ("yaml", "yml"):
        yield from _guides(path)
    elif kind == "txt" and not photos:
        yield from _texts(path)
    elif kind == "json":
        yield from _links(path)


def _guide(text: str = "Say it.", link: str = _LINK, screen: str = "") -> bytes:
    screens = f"screens:\n  one: {{name: One, alt: One, device: pc, file: {json.dumps(screen)}}}\n"
    filled = _GUIDE.format(
        link=json.dumps(link), text=json.dumps(text), screens=screens if screen else "", screen="one" if screen else ""
    )
    return filled.encode("utf-8", "surrogatepass")


def _build(*options: str) -> list[list[str]]:
    return [["check", "."], ["build", ".", "-f", "handout", "-o", "out", *options]]


def _screenshot(path: Path) -> Case:
    name = f"screen{path.suffix}"

    def look(folder: Path) -> str:
        return _other_picture(path, folder / "out/corpus.handout.a4.en.pdf")

    files: dict[str, bytes | Path] = {"guide.en.yaml": _guide(screen=name), name: path}
    return Case(path.name, files, _build(), look)


def _photo(path: Path) -> Case:
    beside = path.with_suffix(".txt")
    said = beside.read_text("utf-8", "replace") if beside.exists() else "nothing"
    return Case(path.name, {path.name: path}, [["verify", path.name, "--expect", said]], judged=True)


def _logo(path: Path) -> Case:
    theme = b'[organisation]\nname = "Example"\nlogo = "logo.svg"\n'
    files: dict[str, bytes | Path] = {"guide.en.yaml": _guide(), "theme.toml": theme, "logo.svg": path}
    check, build = _build("-t", "theme.toml")
    return Case(path.name, files, [[*check, "-t", "theme.toml"], build])


def _guides(path: Path) -> Iterator[Case]:
    """A guide file; or the documents of a file of yaml-test-suite, where signs stand for white space."""
    data = path.read_bytes()
    try:
        documents = yaml.load(data, yaml.BaseLoader)
    except yaml.YAMLError:
        documents = None
    is_suite = isinstance(documents, list) and all(isinstance(one, dict) and "yaml" in one for one in documents)
    texts = [_unsigned(one["yaml"]).encode() for one in documents] if is_suite else [data]
    for number, text in enumerate(texts):
        yield Case(f"{path.name}#{number}", {"guide.en.yaml": text}, [["check", "."]])


def _unsigned(text: str) -> str:
    text = text.replace("␣", " ").replace("↵", "").replace("∎\n", "").replace("←", "\r").replace("⇔", "\ufeff")
    return re.sub("—*»", "\t", text)


def _texts(path: Path) -> Iterator[Case]:
    for number, line in enumerate(path.read_text("utf-8", "surrogateescape").split("\n"), 1):
        if line and not line.startswith("#"):
            text = line.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            yield Case(f"{path.name}:{number}", {"guide.en.yaml": _guide(text)}, _build(), _text_is_there(text), told=True)


def _links(path: Path) -> Iterator[Case]:
    for number, one in enumerate(json.loads(path.read_text("utf-8"))):
        if isinstance(one, dict) and "input" in one:
            yield Case(f"{path.name}[{number}]", {"guide.en.yaml": _guide(link=one["input"])}, _build())


def _text_is_there(text: str) -> Look:
    """Whether every letter and digit of a text can be extracted; signs may be markup, with a warning."""

    def look(folder: Path) -> str:
        document = pypdfium2.PdfDocument(folder / "out/corpus.handout.a4.en.pdf")
        printed = _letters("".join(page.get_textpage().get_text_range() for page in document))
        lost = [word for word in map(_letters, text.split()) if not _is_in(word, printed)]
        return f"text is lost: {lost[:3]}" if lost else ""

    return look


def _is_in(word: str, printed: str) -> bool:
    """Whether a word is on the page; readers differ in the order of one that runs in both directions."""
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in word):
        return Counter(word) <= Counter(printed)
    return word in printed


def _letters(text: str) -> str:
    kept = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] in "LN")
    return "".join(kept)


def _other_picture(source: Path, pdf: Path) -> str:
    """Whether the picture on the pages is another one than Pillow decodes, seen small."""
    document = pypdfium2.PdfDocument(pdf)
    kind = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    found = [picture for page in document for picture in page.get_objects(filter=[kind], max_depth=5)]
    if not found:
        return ""  # left out with a warning, which the run has seen
    drawn = max(found, key=lambda one: one.get_px_size()[0] * one.get_px_size()[1])
    try:
        with Image.open(BytesIO(source.read_bytes())) as opened:
            if opened.mode.startswith(("I", "F")):
                return ""  # Pillow's conversion cuts such values off at 255
            expected = _small(ImageOps.exif_transpose(opened).convert("RGBA"))
    except (OSError, SyntaxError):  # damaged where it does not matter, and Pillow is strict
        return ""
    difference = ImageStat.Stat(ImageChops.difference(expected, _small(drawn.get_bitmap().to_pil()))).mean
    return f"another picture: {max(difference):.0f} of 255" if max(difference) > MOST_PIXEL_DIFFERENCE else ""


def _small(picture: Image.Image) -> Image.Image:
    white = Image.new("RGBA", picture.size, "white")
    white.alpha_composite(picture.convert("RGBA"))
    return white.convert("RGB").resize((8, 8), Image.Resampling.BOX)
