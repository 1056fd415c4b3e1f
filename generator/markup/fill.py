"""`fill`: a guide and a format's template → layout markup (XML text).

Jinja2 in its sandbox, autoescape on, StrictUndefined. A guide's texts are rendered as markup where they are printed
(`{{ step.text }}`), so a template need not think of it, and step text can never become markup of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from generator import resources
from generator.errors import AssetError, InvalidInput, breadth, did_you_mean
from generator.geometry import Size, to_mm
from generator.guide.inline import MainLinkRef, ProcedureRef, StepRef, Ui, parse, plain, walk
from generator.guide.model import SIGN, Bilingual, Guide, Phase, Procedure, Screen, Step, Text
from generator.guide.references import Index, letter, shown_screens
from generator.markup.formats import Format, read_template
from generator.markup.inline import to_markup
from generator.markup.parse import AT
from generator.markup.words import Words, word_languages, words
from generator.theme.model import Theme

if TYPE_CHECKING:
    from jinja2 import Environment

_SAMPLE = 20  # characters: a label that is short enough to show what labels look like
_MOST_WHOLE = 26  # letters of a text that is short enough to stand on one line
_CODE_LETTERS = 9  # of the guide's name in a sheet's code, more or less
_START_TAG = re.compile(r"<[A-Za-z]\w*(?=[\s/>])")
BETWEEN = "\u2028"  # in an attribute, between what is said in the leading and in the second language: a line separator
# What an expression of a template raises, and Python where a template's loops are nested too deeply to be compiled.
_COMPUTING = (TypeError, ValueError, ArithmeticError, AttributeError, LookupError, AssertionError, RuntimeError, SyntaxError)
Record = Mapping[str, str]  # what a personalised copy adds; empty for an ordinary one


class PageSize(Struct, frozen=True):
    """The page as a template sees it: millimetres of the template's own design, which `scale` turns into real ones."""

    w: float
    h: float
    scale: float
    name: str


def fill(
    guide: Guide, format: Format, size: Size, theme: Theme, record: Record | None = None, template_dir: Path | None = None
) -> str:
    """The filled markup. Raises InvalidInput with the template's name and line for whatever goes wrong in it."""
    from jinja2 import TemplateError
    from jinja2.exceptions import SecurityError, TemplateSyntaxError

    from generator.markup.limits import TooMuch, limited

    context = _context(guide, format, size, theme, record or {})
    try:
        environment = _environment(guide, template_dir)
        with limited() if template_dir else nullcontext():
            return environment.get_template(format.path.name).render(context)
    except (MemoryError, TooMuch) as error:
        said = str(error) or "the template asks for more memory than a page can need"
        raise InvalidInput(
            f"{_template_place(error)}: {said}", help="Look for a loop or a repetition that goes on for too long."
        ) from error
    except TemplateSyntaxError as error:
        raise InvalidInput(f"{error.name}:{error.lineno}: {error.message}", help="See Jinja2's syntax.") from error
    except SecurityError as error:
        raise _invalid(error, "Templates run in a sandbox.") from error
    except TemplateError as error:
        raise _invalid(error, f"A template may use: {', '.join(sorted(context))}.") from error
    except AssetError as error:
        raise _invalid(error, error.problems[0].help) from error
    except RecursionError as error:
        raise InvalidInput(
            f"{_template_place(error)}: the template calls itself without end, or is nested too deeply",
            help="Let it come to an end.",
        ) from error
    except _COMPUTING as error:
        raise _invalid(error, "The template computes something that it cannot.") from error


def fill_own(name: str, values: Mapping[str, object], size: Size) -> str:
    """The filled markup of a template of the program's own that is about no guide, such as the proof report."""
    return _environment(None, None).get_template(name).render(values, design=partial(_design, size))


def _invalid(error: Exception, way_out: str) -> InvalidInput:
    return InvalidInput(f"{_template_place(error)}: {error}", help=way_out)


def _template_place(error: BaseException) -> str:
    """The template's file and line nearest to where the error arose."""
    place, frame = "template", error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename.endswith(".j2"):
            place = f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}"
        frame = frame.tb_next
    return place


def _environment(guide: Guide | None, template_dir: Path | None) -> Environment:
    from jinja2 import FunctionLoader, StrictUndefined
    from markupsafe import Markup

    from generator.markup.compiled import CompiledTemplates
    from generator.markup.limits import Sandbox

    index = Index(guide) if guide else None
    other = Index(guide.also) if guide and guide.also else None

    def finalize(value: Any) -> Any:
        if index is None or not isinstance(value, Text):
            return value
        lead = to_markup(value, index)
        if other is None or not isinstance(value, Bilingual):
            return Markup(lead)
        if not value.also:
            return Markup(f"<once>{lead}</once>")
        return Markup(f'<lead>{lead}</lead><also lang="{other.guide.lang}">{to_markup(value.also, other)}</also>')

    def both(text: str) -> str:
        return plain(text, index) + (BETWEEN + plain(text.also, other) if isinstance(text, Bilingual) and text.also else "")

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        path = resources.find("templates", name, template_dir)
        return _with_places(read_template(path), name), str(path), lambda: True

    options: dict[str, Any] = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    environment = Sandbox(
        loader=FunctionLoader(load),
        bytecode_cache=CompiledTemplates(options),
        undefined=StrictUndefined,
        finalize=finalize,
        **options,
    )
    environment.filters["plain"] = partial(plain, index=index)
    environment.filters["both"] = both
    environment.filters["breadth"] = breadth
    environment.filters["whole"] = _whole
    environment.filters["line"] = _line
    return environment


def _whole(text: Text) -> Text:
    """A short text that no line breaks; a long one as it is."""
    return _in_each(text, lambda said: Text(said.replace(" ", "\u00a0")) if breadth(said) <= _MOST_WHOLE else said)


def _line(text: Text) -> Text:
    """A text whose lines are printed as one, where it stands in place of a title."""
    return _in_each(text, lambda said: Text(" ".join(said.split("\n"))) if "\n" in said else said)


def _in_each(text: Text, change: Callable[[Text], Text]) -> Text:
    """A text changed, and so what it is in a second language."""
    changed = change(text)
    return Bilingual.of(changed, change(text.also)) if isinstance(text, Bilingual) else changed


def _with_places(source: str, name: str) -> str:
    """The template with `at="name:line"` in every start tag, so that later stages can say where an element was written."""

    def placed(line: str, number: int) -> str:
        at = f' {AT}="{name}:{number}"'
        return _START_TAG.sub(lambda tag: tag[0] + at, line)

    return "\n".join(placed(line, number) for number, line in enumerate(source.split("\n"), 1))


def _context(guide: Guide, format: Format, size: Size, theme: Theme, record: Record) -> dict[str, Any]:
    table = words(guide.lang)
    other = words(guide.also.lang) if guide.also else None
    index = Index(guide)

    def word(key: str, **values: object) -> Text:
        text = _word(table, key, values)
        if other is None:
            return text
        also = _word(
            other, key, {name: value.also or value if isinstance(value, Bilingual) else value for name, value in values.items()}
        )
        return Bilingual.of(text, also) if also != text else text

    def number(step: Step) -> str:
        return str(index.steps[step.id].number)

    def phase_steps(phase: Phase) -> tuple[Step, ...]:
        return index.between(phase.first, phase.last)

    return {
        "guide": guide,
        "also": guide.also.lang if guide.also else "",
        "theme": theme,
        "record": record,
        "word": word,
        "number": number,
        "phase_steps": phase_steps,
        "has_pc": any("pc" in procedure.devices for procedure in guide.procedures),
        "has_branch": any(step.cases for procedure in guide.procedures for step in procedure.steps),
        "page_of": partial(_page_of, table["page_of"]),
        "sample": lambda texts: next((text for text in texts if 1 < len(text) <= _SAMPLE), ""),
        "keys_in": _keys_in,
        "mentions_link": _mentions_link,
        "other_language": partial(_other_language, lang=guide.lang),
        "leads_to": partial(_leads_to, index=index),
        "ends_elsewhere": partial(_ends_elsewhere, index=index),
        "sheet": sheet_name(guide, format.name),
        "letter": lambda procedure: index.letter(procedure.id),
        "case_letter": lambda position: letter(position).lower(),
        "every_screen": _shows_every_screen(guide),
        "design": partial(_design, size),
        "host": guide.link.url.split("/")[2],
        "contact": theme.contact if any_contact(theme) else guide.contact,
        "organisation": theme.organisation.name or guide.organisation,
        "owner": theme.organisation.owner or guide.owner,
    }


def _word(table: Words, key: str, values: Mapping[str, object]) -> Text:
    """One of the pages' own words, its placeholders filled in. Raises ValueError for one that there is not."""
    if key not in table:
        raise ValueError(f'the pages have no word "{key}".{did_you_mean(key, list(table))}')
    n = values.get("n")
    text = table.counted(key, n) if isinstance(n, int) else table[key]
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return Text(text)


def _page_of(words: str) -> str:
    """`Page {page} of {pages}` as markup; the numbers are filled in when all pages are there."""
    from markupsafe import Markup, escape

    return Markup(escape(words)).replace("{page}", Markup("<folio/>")).replace("{pages}", Markup("<pages/>"))


def _leads_to(text: Text, index: Index) -> str:
    """The letter of the procedure to which a text refers, or "": a note that has one is an exit of the line."""
    found = [node for node in walk(parse(text)) if isinstance(node, ProcedureRef)]
    return index.letter(found[0].procedure) if found else ""


def _keys_in(text: Text) -> Text:
    """Only the keys that a text says to tap, for where there is no room for more."""
    return _in_each(
        text, lambda said: Text(" ".join(f"{{ui:{node.term}}}" for node in walk(parse(said)) if isinstance(node, Ui)))
    )


def _other_language(screen: Screen, lang: str) -> str:
    """The language that a screen's picture speaks, by its own name, where that is not the guide's: a borrowed one, or one whose
    file's name says it.
    """
    *_, tag, _ = ["", "", *screen.file.split(".")]
    tag = screen.speaks or tag
    return words(tag)["language"] if tag != lang and tag in word_languages() else ""


def _shows_every_screen(guide: Guide) -> bool:
    """Whether there are screens, and all of them have their pictures."""
    screens = [guide.screens[screen] for screen in shown_screens(guide)]
    return bool(screens) and all(screen.file and guide.holds(screen.file) for screen in screens)


def _mentions_link(step: Step) -> bool:
    """Whether a step sends the reader to the guide's own address."""
    return any(isinstance(node, MainLinkRef) for node in walk(parse(step.text)))


def _ends_elsewhere(procedure: Procedure, index: Index) -> bool:
    """Whether a procedure's last step sends the reader on to another procedure: then its line has no end mark."""
    here = index.procedures[procedure.id]
    targets = [node.step for node in walk(parse(procedure.steps[-1].text)) if isinstance(node, StepRef)]
    return any(index.steps[target].procedure_index != here for target in targets)


def sheet_name(guide: Guide, format: str) -> str:
    """What a reader quotes: the guide's name, its words shortened to share nine letters, the format and the language."""
    names = guide.id.split("-")
    each = max(1, _CODE_LETTERS // len(names))
    return "-".join([*(name[:each] for name in names), format[:1], *guide.languages.split(SIGN)]).upper()


def any_contact(theme: Theme) -> bool:
    """Whether the profile says how to reach the help desk."""
    contact = theme.contact
    return any((contact.name, contact.email, contact.phone, contact.url, contact.hours))


def _design(size: Size, width: float, height: float, squeeze: float = 1.0, least: float = 0.0) -> PageSize:
    """The page in the millimetres of a design made for `width` × `height`, which may be `squeeze` times as low as that.

    All lengths and type sizes are scaled by the same factor, so the design keeps its look on any sheet; only the page's
    own width and height differ, where the sheet's proportions do. A design is not scaled down below `least`: on a smaller
    sheet the page is narrower than the design was made for, and the template must do with it.
    """
    scale = max(least, min(to_mm(size.width) / width, to_mm(size.height) / (height * squeeze)))
    return PageSize(round(to_mm(size.width) / scale, 3), round(to_mm(size.height) / scale, 3), scale, size.name)
