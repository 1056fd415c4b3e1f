"""Reading gettext PO files as gettext itself does: in their charset, with comments and line ends in any place.

Babel, which writes ours, reads neither byte order marks, octal escapes, previous texts of obsolete entries nor comments
within an entry, and keeps only the last of two entries that are alike.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from msgspec import Struct, field

from generator.errors import Diagnostic, InvalidInput, Place, quoted

_BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_CHARSET = re.compile(rb"Content-Type:[^\n\"]*charset=([\w.:+-]+)", re.IGNORECASE)
_UNSAID = ("charset", "")  # what a template says where nobody has filled it in
_TEXT_ENCODINGS = re.compile(
    r"utf-8|ascii|iso8859-\d+|cp\d+|koi8-\w|gbk|gb\d+|big5\w*|euc_\w+|shift_jis\w*|johab|tis-620|mac-\w+"
)
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<keyword>msgctxt|msgid_plural|msgid|msgstr|domain)(?:[ \t]*\[[ \t]*(?P<number>\d{1,3})[ \t]*\])?(?=[ \t"\n]|$)
    |"(?P<text>(?:[^"\\\n]|\\[^\n])*+)"
    |[ \t\f\v\n]+""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", '"': '"', "\\": "\\", "'": "'", "?": "?"}
_SAVE = "Save it as UTF-8, and say so in its header: Content-Type: text/plain; charset=utf-8."
_OPEN = "Open the file in Poedit, or export it again."


class PoEntry(Struct):
    """One entry: `texts` holds its parts by keyword, those of plural forms as `msgstr[1]`; `place` is that of its msgid."""

    place: Place
    texts: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)

    @property
    def context(self) -> str:
        """The msgctxt, or ""."""
        return self.texts.get("msgctxt", "")

    @property
    def source(self) -> str:
        """The msgid."""
        return self.texts.get("msgid", "")

    @property
    def translation(self) -> str:
        """The msgstr, or the first of several plural forms."""
        return self.texts.get("msgstr", self.texts.get("msgstr[0]", ""))


def read_entries(data: bytes, name: str) -> list[PoEntry]:
    """The entries of a file in order, its header included, obsolete ones left out. Raises InvalidInput where it is not a PO
    file, or in an encoding that cannot be read.
    """
    text, charset = _decoded(data, name)
    return list(_Parser(text, charset, name).entries())


def header(entries: list[PoEntry]) -> dict[str, str]:
    """The fields of the header by their names in lower case."""
    said = next((entry.translation for entry in entries if not entry.source and not entry.context), "")
    return {key.strip().lower(): value.strip() for key, _, value in (line.partition(":") for line in said.split("\n"))}


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """The file's text, lines ended by line feeds alone, and its charset."""
    declared = _CHARSET.search(data)
    charset = next((known for bom, known in _BOMS.items() if data.startswith(bom)), "")
    if not charset:
        if b"\0" in data[:400]:
            raise _unreadable(f"{name} is UTF-16 without a byte order mark, or not a text file")
        charset = declared[1].decode("ascii").lower() if declared else ""
        charset = "utf-8" if charset in _UNSAID else charset
    try:
        known = codecs.lookup(charset).name
    except LookupError:
        known = ""
    if not known.startswith(("utf-16", "utf-32")) and not _TEXT_ENCODINGS.fullmatch(known):
        raise _unreadable(f"{name} cannot be read: its header says charset={charset}, which is not known")
    try:
        text = data.decode(known)
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        line = data.split(b"\n")[number - 1].decode("utf-8", "replace")
        message = f"byte 0x{data[error.start]:02X} is not {charset.upper()}"
        raise InvalidInput(Diagnostic(message, Place(name, number, 1, 1, line), _SAVE, rule="bad-po")) from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), known


def _unreadable(message: str) -> InvalidInput:
    return InvalidInput(Diagnostic(message, None, _SAVE, rule="bad-po"))


class _Parser:
    """Puts entries together from comments, keywords and strings."""

    def __init__(self, text: str, charset: str, name: str) -> None:
        self.text, self.charset, self.name = text, charset, name
        self.lines = text.split("\n")
        self.line = 1
        self.entry: PoEntry | None = None
        self.part = ""  # the keyword that strings belong to
        self.strings: list[str] = []  # of that part
        self.flags: set[str] = set()  # of the entry that comes next

    def entries(self) -> Iterator[PoEntry]:
        """All of them, in order."""
        at = 0
        while at < len(self.text):
            token = _TOKEN.match(self.text, at)
            if token is None:
                raise self._error("this is not a line of a gettext PO file")
            if token["keyword"] in ("msgctxt", "msgid") and self._is_begun(token["keyword"]):
                yield self._finished()
            self._take(token)
            self.line += token[0].count("\n")
            at = token.end()
        if self.entry is not None:
            yield self._finished()

    def _is_begun(self, keyword: str) -> bool:
        """Whether the entry that is open has that part already, or all of its parts."""
        return self.entry is not None and (keyword in self.entry.texts or "msgid" in self.entry.texts)

    def _take(self, token: re.Match[str]) -> None:
        if (comment := token["comment"]) is not None:
            self._comment(comment)
        elif (keyword := token["keyword"]) is not None:
            self._keyword(keyword, token["number"])
        elif (written := token["text"]) is not None:
            if not self.part:
                raise self._error("a text outside of an entry")
            self.strings.append(self._unescaped(written))

    def _comment(self, comment: str) -> None:
        if comment.startswith(("#,", "#=")):
            flags = {flag.strip() for flag in comment[2:].split(",")}
            is_within = self.entry is not None and not any(part.startswith("msgstr") for part in self.entry.texts)
            (self.entry.flags if self.entry is not None and is_within else self.flags).update(flags)

    def _keyword(self, keyword: str, number: str | None) -> None:
        self._close_part()
        self.part = keyword if number is None else f"{keyword}[{int(number)}]"
        if keyword == "domain":
            return
        if self.entry is None:
            if keyword not in ("msgctxt", "msgid"):
                raise self._error(f"{keyword} without a msgid before it")
            self.entry, self.flags = PoEntry(self._place(), flags=self.flags), set()
        if self.part in self.entry.texts:
            raise self._error(f"a second {self.part} in one entry")
        if keyword == "msgid":
            self.entry.place = self._place()
        self.entry.texts[self.part] = ""

    def _close_part(self) -> None:
        """Put the strings of the part together: at once, as joining them one by one takes time by the square."""
        if self.entry is not None and self.part in self.entry.texts:
            self.entry.texts[self.part] = "".join(self.strings)
        self.strings = []

    def _finished(self) -> PoEntry:
        assert self.entry is not None
        self._close_part()
        entry, self.entry, self.part = self.entry, None, ""
        if "msgid" not in entry.texts or not any(part.startswith("msgstr") for part in entry.texts):
            missing = "msgstr" if "msgid" in entry.texts else "msgid"
            message = f"this entry of the gettext PO file has no {missing}"
            raise InvalidInput(Diagnostic(message, entry.place, _OPEN, rule="bad-po"))
        return entry

    def _unescaped(self, written: str) -> str:
        """A string's text. Octal and hexadecimal escapes are bytes of the file's charset."""
        if "\\" not in written:
            return written
        if not re.search(r"\\[0-7x]", written):
            return _ESCAPE.sub(lambda found: self._character(found[1]), written)
        parts, at = b"", 0
        for found in _ESCAPE.finditer(written):
            parts += written[at : found.start()].encode(self.charset)
            code, at = found[1], found.end()
            number = int(code[1:], 16) if code[:1] == "x" and len(code) > 1 else int(code, 8) if code.isdigit() else -1
            parts += bytes([number & 0xFF]) if number >= 0 else self._character(code).encode(self.charset)
        try:
            return (parts + written[at:].encode(self.charset)).decode(self.charset)
        except UnicodeDecodeError:
            raise self._error(f"the escapes of this line are not {self.charset.upper()}") from None

    def _character(self, code: str) -> str:
        if code not in _ESCAPED:
            raise self._error(f"{quoted(chr(92) + code)} is not an escape that gettext knows")
        return _ESCAPED[code]

    def _place(self) -> Place:
        line = self.lines[self.line - 1]
        return Place(self.name, self.line, 1, max(1, len(line)), line)

    def _error(self, message: str) -> InvalidInput:
        return InvalidInput(Diagnostic(message, self._place(), _OPEN, rule="bad-po"))
