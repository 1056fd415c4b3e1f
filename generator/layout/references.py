"""References to steps and procedures, worded for the format that they stand in.

"step 3", "step 3 of A" from another procedure, "step 3 on page 4" where pages are told, or the step's title where the
format leaves the step out. Numbers are never typed by hand.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from generator.markup import Element
from generator.markup.words import words
from generator.text.fonts import language_tags

# Where they are not “”.
_QUOTES = {
    **dict.fromkeys(("ar", "es", "ru"), "«»"),
    **dict.fromkeys(("ja", "zh-Hant"), "「」"),
    "de": "„“",
    "fr": ("«\u202f", "\u202f»"),
    "ko": "‘’",
}


class References(Struct, frozen=True):
    """What the document holds: steps by id as (number, letter), procedures by id as (letter, title), pages by destination."""

    lang: str
    steps: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    procedures: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, int] = field(default_factory=dict)
    tell_pages: bool = False
    here: str = ""  # the letter of the procedure in which the reference stands

    def within(self, letter: str) -> References:
        """The same, seen from inside the procedure with this letter."""
        return replace(self, here=letter)

    def with_pages(self, pages: Mapping[str, int]) -> References:
        """The same, knowing the number of the page on which each step and procedure stands."""
        return replace(self, pages=pages)

    def resolve(self, reference: Element) -> tuple[str, str]:
        """(words, destination): the destination is empty where the document does not hold the target."""
        if procedure := reference.get("procedure"):
            return self._procedure(procedure, reference.get("title"))
        return self._step(reference.get("step"), reference.get("last"), reference.get("title"))

    def _step(self, first: str, last: str, title: str) -> tuple[str, str]:
        table = words(self.lang)
        if first not in self.steps or (last and last not in self.steps):
            return _quoted(title, self.lang), ""
        number, letter = self.steps[first]
        other = bool(letter) and letter != self.here
        key = ("ref_steps" if last else "ref_step") + ("_of" if other else "")
        text = _put(table[key], n=number, first=number, last=self.steps[last][0] if last else "", letter=letter)
        return self._on_page(text, step_destination(first)), f"#{step_destination(first)}"

    def _procedure(self, name: str, title: str) -> tuple[str, str]:
        if name not in self.procedures:
            return _quoted(title, self.lang), ""
        letter = self.procedures[name]
        table = words(self.lang)
        text = _put(table["ref_procedure_titled"], letter=letter, title=title) if letter else _quoted(title, self.lang)
        return self._on_page(text, procedure_destination(name)), f"#{procedure_destination(name)}"

    def _on_page(self, text: str, target: str) -> str:
        if not self.tell_pages or target not in self.pages:
            return text
        return _put(words(self.lang)["ref_on_page"], ref=text, page=str(self.pages[target]))


def step_destination(step: str) -> str:
    """The name of a step's destination: a step and a procedure may have one id."""
    return f"step-{step}"


def procedure_destination(procedure: str) -> str:
    """The name of a procedure's destination."""
    return f"procedure-{procedure}"


def flow_destination(flow: Element) -> str:
    """The name of a flow's destination, or "" where it has no name: its procedure's, or one of its own."""
    name = flow.get("name")
    is_procedure = any(line.get("name") == name for line in flow.elements("line", "lanes"))
    return procedure_destination(name) if is_procedure else name and f"section-{name}"


def collect(document: Element) -> References:
    """The steps and procedures that a document holds."""
    steps: dict[str, tuple[str, str]] = {}
    procedures: dict[str, str] = {}
    for line in document.walk():
        if line.name in ("line", "lanes"):
            letter = line.get("letter")
            procedures.setdefault(line.get("name"), letter)
            steps.update({step.get("id"): (step.get("n"), letter) for step in line.elements("step")})
    return References(document.get("lang"), steps, procedures, tell_pages=document.flag("page-references"))


def _put(pattern: str, **values: str) -> str:
    for name, value in values.items():
        pattern = pattern.replace("{" + name + "}", value)
    return pattern


def _quoted(title: str, lang: str) -> str:
    before, after = next((_QUOTES[tag] for tag in language_tags(lang) if tag in _QUOTES), "“”")
    return f"{before}{title}{after}"
