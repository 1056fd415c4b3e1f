"""A guide and its translation → a gettext PO file, for Poedit, Weblate and the like."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from generator.guide import Guide
from generator.guide.inline import ProcedureRef, ScreenRef, StepRef, StepsRef, Ui, as_written, parse, walk
from generator.guide.references import Index
from generator.guide.standing import Standing, standing
from generator.guide.units import Unit, units

_WIDTH = 100
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


def export_po(source: Guide, guide: Guide | None, lang: str) -> bytes:
    """The texts of `source` as a PO file for `lang`, with what `guide` (None: there is none yet) says of them.

    An entry's context is its path by ids. It is fuzzy where the source has changed since it was translated. The same guides
    give the same bytes.
    """
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    when = datetime.fromisoformat(source.reviewed).replace(tzinfo=UTC) if source.reviewed else _UNDATED
    catalog = Catalog(
        locale=lang.replace("-", "_"),
        header_comment=f"# {source.title}\n# From {source.lang} into {lang}; back with: handouts translate import {lang}\n#",
        project=source.id,
        version=source.edition or "1",
        last_translator=guide.translation.by if guide and guide.translation else "",
        language_team=lang,
        msgid_bugs_address=source.contact.email,
        creation_date=when,
        revision_date=when,
        fuzzy=False,
    )
    state = standing(source, guide) if guide else Standing(units(source), {}, (), (), ())
    index = Index(source)
    for path, unit in state.source.items():
        catalog.add(
            str(unit.text),
            "" if path not in state.found or path in state.untranslated else str(state.found[path].text),
            context=path,
            locations=[(source.path.name, unit.text.place.line)] if unit.text.place else [],
            auto_comments=[_first_upper(unit.what), *_explained(unit, index)],
            flags={"fuzzy"} if path in state.changed else set(),
        )
    buffer = BytesIO()
    write_po(buffer, catalog, width=_WIDTH)
    return buffer.getvalue()


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _explained(unit: Unit, index: Index) -> list[str]:
    """What each reference in a text prints: a translator leaves it as it is, and puts it where it belongs."""
    printed: dict[str, str] = {}
    for node in walk(parse(unit.text)):
        match node:
            case Ui(term):
                printed[as_written(node)] = f"the key “{index.label(term)}”"
            case ScreenRef(screen):
                printed[as_written(node)] = f"the name of the screen “{index.screen_name(screen)}”"
            case StepRef(step):
                printed[as_written(node)] = f"a reference such as “step 3”, to “{index.step_name(step)}”"
            case StepsRef():
                printed[as_written(node)] = "a reference such as “steps 1–3”"
            case ProcedureRef(procedure):
                printed[as_written(node)] = f"a reference to “{index.procedure_name(procedure)}”"
            case _ if as_written(node) == "{link}":
                printed["{link}"] = f"the address, “{index.guide.link.label or index.guide.link.url}”"
    return [f"Leave {written} as it is: it prints {what}." for written, what in printed.items()]
