"""Draws the stand-in screens of the built-in guide with headless Chromium: `make screens`.

Each screen is one HTML file in the guide's `screens/source/`. Its words come from the guide: the labels of its `terms`,
the `name` of the screen, the organisation and the host of the link. So a label in a picture and the same label in the
text are one. What was drawn from which words is written to `screens/source/drawn.json`, with the box of every word and
of every element of class "mark"; the tests compare that with the guide, and need no browser for it.
"""

from __future__ import annotations

import hashlib
import html
import json
import math
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from PIL import Image

from generator.guide import Guide, Screen, load_all
from generator.text import is_rtl
from generator.text.fonts import find_font_file, language_tags
from generator.theme import load_theme

GUIDE = Path(__file__).resolve().parents[1] / "assets" / "guides" / "mfa-authenticator"
SOURCE = GUIDE / "screens" / "source"
RECORD = SOURCE / "drawn.json"

# What is on no term and in no guide: plainly an example, and the same in every language.
EXAMPLES = {"number": "42", "address": "s.kyudai@example.ac.jp", "app": "Authenticator"}

# CSS pixels, and device pixels to each: a phone's screen is printed up to 75 mm wide, a PC's up to 110 mm, both at over 390 ppi.
SIZES = {"phone": (390, 760, 3), "pc": (1280, 900, 2)}
# CSS pixels to show below the lowest thing, so that a ring is not cut; and the least height, as a share of the width.
_BELOW = {"phone": (32, 1.1), "pc": (90, 0.58)}
COLOURS, APART = 64, 8  # in a picture's palette: the flat colours exactly, and steps between them for smooth letters
LONGEST_DOMAIN = 14  # letters that a phone's address bar holds

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_FLAGS = (
    *("--headless", "--dump-dom", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--virtual-time-budget=5000"),
    *("--disable-lcd-text", "--font-render-hinting=none", "--force-color-profile=srgb"),
    *("--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND"),  # a drawing needs no network
)

# Runs in the page once its fonts are there: every text and every mark with its box in CSS pixels.
_MEASURE = """
document.fonts.ready.then(() => {
  const box = (one) => { const r = one.getBoundingClientRect(); return [r.x, r.y, r.width, r.height]; };
  const texts = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement, range = document.createRange();
    if (!node.data.trim() || parent.closest("style, script") || !parent.getClientRects().length) continue;
    range.selectNodeContents(node);
    texts.push({ text: node.data.trim(), size: parseFloat(getComputedStyle(parent).fontSize), box: box(range) });
  }
  const out = document.createElement("pre");
  out.id = "measured";
  out.textContent = JSON.stringify({ texts, marks: [...document.querySelectorAll(".mark")].map(box),
    messages: [...document.querySelectorAll(".message > div")].map(box),
    fonts: [...document.fonts].filter((one) => one.status == "error").map((one) => one.family) });
  out.hidden = true;
  document.body.append(out);
});
"""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Word:
    """A text as it stands in a picture: its size and box (x, y, width, height) in CSS pixels."""

    text: str
    size: float
    box: Box


@dataclass(frozen=True, slots=True)
class Drawn:
    """One picture: digests of its filled page and of its file, and what stands where, in CSS pixels."""

    page: str
    file: str
    width: int
    height: int
    words: tuple[Word, ...]
    marks: tuple[Box, ...]
    bottom: float  # where the lowest word, mark or message ends

    @property
    def text_px(self) -> int:
        """The size of the smallest words, in pixels of the file."""
        scale = next(scale for width, _, scale in SIZES.values() if width == self.width)
        return round(min(word.size for word in self.words) * scale)

    @property
    def rings(self) -> list[Box]:
        """The marks as fractions of the picture."""
        return [
            (round(x / self.width, 4), round(y / self.height, 4), round(w / self.width, 4), round(h / self.height, 4))
            for x, y, w, h in self.marks
        ]


def key(guide: Guide, screen: Screen) -> str:
    """A picture's name in the record, and before `.png`."""
    return f"{screen.id}.{guide.lang}"


def fill(guide: Guide, screen: Screen) -> str:
    """A screen's page with the guide's words in it; without fonts, so that it is the same wherever they are installed."""
    host = urlsplit(guide.link.url).hostname or ""
    return (
        _environment()
        .get_template(f"{screen.id}.html")
        .render(
            lang=guide.lang,
            direction="rtl" if is_rtl(guide.lang) else "ltr",
            id=screen.id,
            name=screen.name,
            term={term: one.label for term, one in guide.terms.items()},
            organisation=guide.organisation,
            host=host,
            domain=_domain(host),
            **EXAMPLES,
        )
    )


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(SOURCE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def _domain(host: str) -> str:
    """The last labels of a host, as many as a phone's address bar holds."""
    while len(host) > LONGEST_DOMAIN and host.count(".") > 1:
        host = host.partition(".")[2]
    return host


def page_digest(guide: Guide, screen: Screen) -> str:
    """Of all that a picture is drawn from: it changes with any word, drawing or style in it."""
    return hashlib.sha256((fill(guide, screen) + (SOURCE / "screens.css").read_text("utf-8")).encode()).hexdigest()


def draw(browser: str, guide: Guide, screen: Screen) -> tuple[Drawn, bytes]:
    """Renders one screen: what stands where, and its PNG. Raises RuntimeError where the browser fails."""
    width, height, scale = SIZES[screen.device]
    with TemporaryDirectory(prefix="screens-") as folder:
        page, picture = Path(folder, "page.html"), Path(folder, "page.png")
        page.write_text(_with_fonts(fill(guide, screen), guide.lang), "utf-8")
        command = [browser, *_FLAGS, f"--user-data-dir={folder}/profile"]
        command += [f"--force-device-scale-factor={scale}", f"--window-size={width},{height}", f"--screenshot={picture}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")  # in a container, as root, Chromium starts in no other way
        done = subprocess.run([*command, page.as_uri()], capture_output=True, text=True, timeout=120, check=False)
        found = re.search(r'<pre id="measured"[^>]*>(.*?)</pre>', done.stdout, re.DOTALL)
        if done.returncode or not found or not picture.exists():
            raise RuntimeError(f"{browser} could not draw {key(guide, screen)}:\n{done.stderr}")
        data = shrink(Image.open(picture).convert("RGB"))
    measured = json.loads(html.unescape(found[1]))
    if measured["fonts"]:
        raise RuntimeError(f"{browser} could not load the fonts {', '.join(measured['fonts'])}")
    words = tuple(Word(one["text"], one["size"], _rounded(one["box"])) for one in measured["texts"])
    marks = tuple(_rounded(box) for box in measured["marks"])
    if any(x < 0 or y < 0 or x + across > width or y + high > height for x, y, across, high in marks):
        raise RuntimeError(f"a mark of {key(guide, screen)} reaches out of the picture")
    bottom = max(y + high for _, y, _, high in (*marks, *measured["messages"], *(word.box for word in words)))
    digest = hashlib.sha256(data).hexdigest()
    return Drawn(page_digest(guide, screen), digest, width, height, words, marks, round(bottom, 2)), data


def _with_fonts(page: str, lang: str) -> str:
    """The page with its folder, the fonts that the program sets this language in, and the script that measures it."""
    fonts = load_theme([]).fonts["text"]
    own = next((fonts[tag] for tag in language_tags(lang) if tag in fonts), fonts["default"])
    faces = "".join(
        f'@font-face {{ font-family: "{family}"; src: url("{find_font_file(reference).as_uri()}"); '
        "font-weight: 100 900; font-stretch: 62.5% 100%; }\n"
        for family, reference in {"Guide Latin": fonts["default"], "Guide Own": own}.items()
    )
    head = f'<meta charset="utf-8"><base href="{SOURCE.as_uri()}/"><style>{faces}</style>'
    return page.replace('<meta charset="utf-8">', head).replace("</body>", f"<script>{_MEASURE}</script></body>")


def _rounded(box: list[float]) -> Box:
    x, y, width, height = (round(value, 2) for value in box)
    return x, y, width, height


def shrink(image: Image.Image) -> bytes:
    """An RGB image as a palette PNG: its commonest colours stay as they are, the others become the nearest of them."""
    counted = cast(list[tuple[int, tuple[int, int, int]]], image.getcolors(image.width * image.height))
    kept: list[tuple[int, int, int]] = []
    for _, colour in sorted(counted, key=lambda one: (-one[0], one[1])):
        if all(max(abs(a - b) for a, b in zip(colour, other, strict=True)) > APART for other in kept):
            kept.append(colour)
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for colour in kept[:COLOURS] for value in colour])
    out = BytesIO()
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def shown_together(guide: Guide) -> Iterator[list[str]]:
    """The screens of each step: they stand side by side, and so are cropped at one height."""
    for procedure in guide.procedures:
        for step in procedure.steps:
            yield [*step.screens, *(screen for case in step.cases for screen in case.screens)]


def crops(guide: Guide, drawn: Mapping[str, Drawn]) -> dict[str, float]:
    """The height to show of each screen: to below the lowest word or mark of its step, in the guide's language."""
    heights = {}
    for names in shown_together(guide):
        group = [drawn[key(guide, guide.screens[name])] for name in names]
        for name in names:
            width, height, _ = SIZES[guide.screens[name].device]
            same = [one for one in group if one.width == width]
            room, least = _BELOW[guide.screens[name].device]
            lowest = max(*(one.bottom + room for one in same), width * least)
            heights[name] = min(1.0, math.ceil(lowest / height * 100) / 100)
    return heights


def read_record() -> dict[str, Drawn]:
    """What was drawn last."""
    record = json.loads(RECORD.read_text("utf-8"))
    return {
        name: Drawn(
            **{field: one[field] for field in ("page", "file", "width", "height", "bottom")},
            words=tuple(Word(text, size, _rounded(box)) for text, size, box in one["words"]),
            marks=tuple(_rounded(box) for box in one["marks"]),
        )
        for name, one in record.items()
    }


def write_record(drawn: Mapping[str, Drawn]) -> None:
    """One line for each picture, so that a difference shows which ones have changed."""
    lines = []
    for name, one in sorted(drawn.items()):
        entry = {**asdict(one), "words": [(word.text, word.size, word.box) for word in one.words]}
        lines.append(f"{json.dumps(name)}: {json.dumps(entry, ensure_ascii=False)}")
    RECORD.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def fields(guide: Guide, screen: Screen, drawn: Mapping[str, Drawn]) -> str:
    """What the guide has to say of a screen: its `file`, `crop`, `text_px` and `marks`."""
    height, one = crops(guide, drawn)[screen.id], drawn[key(guide, screen)]
    rings = ", ".join(f"{{ring: [{', '.join(f'{value:g}' for value in ring)}]}}" for ring in one.rings)
    lines = [f"file: screens/{key(guide, screen)}.png", f"crop: [0, 0, 1, {height:g}]"]
    lines += [f"text_px: {one.text_px}", f"marks: [{rings}]"]
    return "".join(f"    {line}\n" for line in lines)


def told(text: str, name: str, lines: str) -> str:
    """A guide's file that says of the screen `name` what `fields` wrote, where it said it before."""
    before = re.compile(rf"(\n  {re.escape(name)}:\n(?:    .*\n)*?)(?:    (?:file|crop|text_px|marks):.*\n)+")
    if not before.search(text):
        raise RuntimeError(f"the guide says nothing of the file of {name}")
    return before.sub(lambda found: found[1] + lines, text, count=1)


def _picture(guide: Guide, screen: Screen) -> Path:
    return GUIDE / "screens" / f"{key(guide, screen)}.png"


def _stands(before: Drawn | None, guide: Guide, screen: Screen) -> bool:
    """Whether a picture is there, as it was drawn from the words that the guide has now."""
    if before is None or before.page != page_digest(guide, screen) or not _picture(guide, screen).is_file():
        return False
    return hashlib.sha256(_picture(guide, screen).read_bytes()).hexdigest() == before.file


def find_browser(names: Iterable[str] = _BROWSERS) -> str | None:
    """The path of a Chromium, or nothing."""
    return next((path for name in names if (path := shutil.which(name))), None)


def main() -> int:
    """Draws the screens whose words or drawing have changed, in all languages, and tells the guides what they look like."""
    browser = find_browser()
    if browser is None:
        print("error: there is no Chromium here\nhelp: on Debian and Ubuntu: apt install chromium", file=sys.stderr)
        return 4
    guides = load_all(GUIDE)
    all_screens = [(guide, screen) for guide in guides.values() for screen in guide.screens.values()]
    before = read_record()
    jobs = [job for job in all_screens if not _stands(before.get(key(*job)), *job)]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = list(pool.map(lambda job: draw(browser, *job), jobs))
    drawn = {key(*job): before[key(*job)] for job in all_screens if job not in jobs}
    for job, (one, data) in zip(jobs, results, strict=True):
        drawn[key(*job)] = one
        _picture(*job).write_bytes(data)
    write_record(drawn)
    for guide in guides.values():
        text = guide.path.read_text("utf-8")
        for screen in guide.screens.values():
            text = told(text, screen.id, fields(guide, screen, drawn))
        guide.path.write_text(text, "utf-8")
    sizes = [_picture(*job).stat().st_size for job in all_screens]
    print(f"{len(jobs)} pictures drawn of {len(sizes)}, the largest of {max(sizes) / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
