"""One file to make, with everything that decides what will be in it; and the file as it is made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from generator.errors import Diagnostic, HandoutsError
from generator.geometry import Size
from generator.guide.model import Guide
from generator.markup.fill import fill
from generator.markup.formats import Format
from generator.output import file_name
from generator.pictures.shelf import Shelf
from generator.theme.model import Theme

if TYPE_CHECKING:
    from generator.pdf import Part

Intent = Literal["office", "screen"]
INTENTS: tuple[Intent, ...] = ("office", "screen")
PARTS: tuple[Part, ...] = (1, 2)


class Job(Struct, frozen=True):
    """One file to make."""

    guide: Guide
    format: Format
    size: Size
    intent: Intent
    ua: Part
    theme: Theme
    template_dir: Path | None
    single_pages: bool
    out: Path
    keep: Path | None
    proved: bool
    pictures: Shelf
    markup: str = ""  # the filled template

    @property
    def guides(self) -> tuple[Guide, ...]:
        """The guide in each language of the sheet."""
        return (self.guide, self.guide.also) if self.guide.also else (self.guide,)

    @property
    def name(self) -> str:
        """What messages call the file, such as `flyer A4 en`."""
        return f"{self.format.name} {self.size.name} {self.guide.languages}"

    @property
    def path(self) -> Path:
        """Where the file goes."""
        return self.out / file_name(self.guide.id, self.format.name, self.size.name.lower(), self.guide.languages, self.intent)

    def filled(self) -> Job:
        """The job with its markup. Raises InvalidInput for what goes wrong in the template."""
        if self.markup:
            return self
        return replace(self, markup=fill(self.guide, self.format, self.size, self.theme, template_dir=self.template_dir))


class Made(Struct, frozen=True):
    """A finished file that is not published yet; `pages` as a reader counts them."""

    data: bytes
    pages: int
    diagnostics: tuple[Diagnostic, ...]


class Failed(Struct, frozen=True):
    """A file that could not be made, and why."""

    error: type[HandoutsError]
    problems: tuple[Diagnostic, ...]
