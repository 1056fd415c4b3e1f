"""What people type letter by letter, and so must find whole: paths, hosts, options, numbers with their units, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import icu  # type: ignore[import-untyped]

from generator.text.characters import kinds

FIGURES = r"\+?\(?\d[\d ()./\u00a0\u2011-]{5,22}\d"  # a telephone number or a date
_LEAST_FIGURES = 7  # digits; fewer may be two numbers of a sentence, such as "2026 (24"

_L = r"0-9A-Za-z_\u00c0-\u024f"  # what a word of Latin letters is made of: Japanese sets no spaces around one

# A path begins with a share, a drive, a home or a root; what follows it is up to the next space.
PATH = r"(?<![A-Za-z0-9\\/])(?:\\\\|[A-Za-z]:\\|(?:~|\.{1,2})?/(?=[\w.~-]))[!-~]*[A-Za-z0-9/\\]"
OPTION = rf"(?<![{_L}-])-(?:-[A-Za-z][{_L}-]*|[A-Za-z](?![{_L}]))(?:[= ](?![-|&<>])[!-~]{{1,20}})?"
_UNIT = (
    r"(?:[kKMGTP]i?B|[kMGT]?[Bb]it(?:/s)?|[kMGT]?bps|[MG]B/s|[kMGT]?Hz|km/h|m/s|[kcdmµμn]?m[²³]?|[kmµμ]?g|[mc]?[lL]|m?s|min|h|B|b"
    r"|[mk]?[VAW]|mAh|k?Wh|K|px|pt|dpi|dB|ppm|EUR|USD|GBP|JPY|CHF|[ap]m|AM|PM|[ap]\.m\.|Uhr)(?![A-Za-z])"
)
QUANTITY = rf"(?<![{_L}.,])\d[\d.,]{{0,15}}[ \u00a0]?{_UNIT}"

_WORD = re.compile(r"[!-~\u00c0-\u024f]+")
_ADDRESS = re.compile(r"://|[\w-]\.[\w-]|@|/")
_TYPED = re.compile(
    r"""://|\\|[\w-]@[\w-]|[^\W_]\.[^\W_]
    |^["'(\[]*(?:~|\.{1,2})?/[\w.~-]  # a path from the root or from home
    |[\w.-]/[\w.-]+/.  # one with several folders
    """,
    re.VERBOSE,
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|mailto:|tel:")
_PATH_BEGINS = re.compile(r"""["'(\[]*(?:(?:[A-Za-z]:)?\\+|(?:~|\.{1,2})/)""")  # one of "/" may be that of a web address
_ENDS_PART = "/.-_?&="
_ENDS_FOLDER = "\\/"

_FIGURES = re.compile(FIGURES)
_OPTION = re.compile(OPTION)
_NAMED = r"Windows|Android|Version|Office|Ubuntu|[a-z]+[A-Z][a-zA-Z]*"  # what has versions, also without a dot: iOS 17
_VERSION = re.compile(rf"(?<![{_L}])(?:(?:{_NAMED}) v?\d+(?:\.\d+)*|[A-Z][{_L}]* v?\d+(?:\.\d+)+)")
_MEASURED = re.compile(rf"(?<=\d ){_UNIT}|(?<=\d )(?:°[CF]?|[%‰€£$¥])|(?<=[€£$¥₩] )\d")
_RANGE = re.compile(r"(?<=\d[–—])(?=\d)|(?<=\d [–—] )(?=\d)|(?<=\d )(?=[–—] \d)")
_LETTER = r"[A-Za-z\u00c0-\u024f]"
_HYPHENED = re.compile(rf"(?<![{_L}]){_LETTER}-(?=[{_L}])|(?<=[{_L}]-){_LETTER}(?![{_L}])|(?<=Wi-)Fi(?![{_L}])")  # e-mail, Ctrl-C
_SHORT_PAIR = re.compile(  # km/h, TCP/IP
    rf"(?<![{_L}/])(?:[{_L}]{{1,2}}/(?=[{_L}]{{1,2}}(?![{_L}/]))|[A-Z]{{1,4}}/(?=[A-Z]{{1,4}}(?![{_L}/])))"
)
# A path in which the names of folders have spaces: C:\Program Files (x86)\App, and what follows up to the next space.
_SPACED_PATH = re.compile(
    r"""(?:(?<![A-Za-z0-9])[A-Za-z]:\\|\\\\)[^\s:]{0,200}(?:(?:\ [^\s\\:/"'%$]{1,40}){1,2}\\[^\s:\\][^\s:]{0,200})+""", re.VERBOSE
)
_BEGINS = re.compile(rf"{PATH}|{OPTION}")
_LEADS = re.compile(rf"(?<![{_L}])[A-Za-z]:(?=\\)|(?<![{_L}-])-+(?=[{_L}])|(?<![{_L}\\])\\\\|(?<![{_L}./~])[.~]*/(?=[{_L}])")


def addresses(text: str, start: int, end: int, *, link: bool) -> list[tuple[int, int]]:
    """The addresses, paths and names of files and hosts between two indices; in links, any word with a point or a slash."""
    form = _ADDRESS if link else _TYPED
    return [word.span() for word in _WORD.finditer(text, start, end) if form.search(word[0])]


def address_breaks(text: str, start: int, end: int) -> tuple[list[int], list[int]]:
    """Where a too long address or path may break: after its scheme and within its path; if that is not enough, in its host
    or in the names of its folders.
    """
    scheme = _SCHEME.match(text, start, end)
    begins = _PATH_BEGINS.match(text, start, end)
    if begins or (not scheme and "\\" in text[start:end]):
        first = begins.end() if begins else start
        return _after(text, first, end, _ENDS_FOLDER), _after(text, first, end, _ENDS_PART)
    host = scheme.end() if scheme else start
    path = next((index for index in range(host, end) if text[index] in "/?&="), end)
    after = _after(text, start, end, _ENDS_PART)
    outside = [index for index in after if index > path + 1 or index == host]  # the path's first slash never stands alone
    return outside, [index for index in after if host < index <= path + 1]


def _after(text: str, start: int, end: int, marks: str) -> list[int]:
    """The indices behind such marks that something comes before and after."""
    return [at for at in range(start + 2, end) if text[at - 1] in marks and text[at] not in marks]


def beginnings(text: str) -> Iterator[int]:
    """The indices of paths and options, before which a line may break, also where ICU does not let a slash or hyphen begin one:
    behind a space, or behind a Japanese or Chinese letter or mark.
    """
    if any(mark in text for mark in "\\/-"):
        for found in _BEGINS.finditer(text, 1):
            if text[found.start() - 1] == " " or kinds(text[found.start() - 1]) in "C)":
                yield found.start()


def leads(text: str) -> Iterator[int]:
    """The indices behind what a path or option begins with: no line ends there, however narrow it is."""
    if any(mark in text for mark in "\\/-"):
        yield from (index for found in _LEADS.finditer(text) for index in range(found.start() + 1, found.end() + 1))


def kept_whole(text: str, lang: str) -> Iterator[int]:
    """The indices at which what is typed would be torn, if a line broke there: between a number and its unit, after a hyphen
    of an option, at a space in a folder's name, within a telephone number or a date.
    """
    if "\\" in text and " " in text:
        for found in _SPACED_PATH.finditer(text):
            yield from (at for at in range(found.start() + 1, found.end()) if text[at - 1] == " ")
    if "-" in text:
        yield from _within(_OPTION, text)
        for found in _HYPHENED.finditer(text):
            yield found.end() if found[0].endswith("-") else found.start()
    if "/" in text:
        yield from (found.end() for found in _SHORT_PAIR.finditer(text))
    if not any(character.isdigit() for character in text):
        return
    for figures in _FIGURES.finditer(text):
        if sum(character.isdigit() for character in figures[0]) >= _LEAST_FIGURES:
            yield from range(figures.start() + 1, figures.end())
    yield from _within(_VERSION, text)
    for measured in _MEASURED.finditer(text):
        yield from range(measured.start(), measured.end())
    yield from (found.start() for found in _RANGE.finditer(text))
    if " " in text and (days := _days(lang)) is not None:
        yield from _within(days, text)


def _within(form: re.Pattern[str], text: str) -> Iterator[int]:
    for found in form.finditer(text):
        yield from range(found.start() + 1, found.end())


@lru_cache(maxsize=64)
def _days(lang: str) -> re.Pattern[str] | None:
    """A day with its month's name, such as "24 November"; None in languages that write months in figures."""
    symbols = icu.DateFormatSymbols(icu.Locale(lang))
    names = {name.rstrip(".") for name in [*symbols.getMonths(), *symbols.getShortMonths()]}
    months = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if not any(map(str.isdigit, name)))
    if not months:
        return None
    return re.compile(rf"(?<!\d)\d{{1,2}}(?:\.|º| de)? (?:{months})(?![{_L}])|(?<![{_L}])(?:{months})\.? \d{{1,2}}(?!\d)")
