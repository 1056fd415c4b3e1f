"""PO files as gettext reads them: encodings, escapes, comments and line ends anywhere; files of other programs are refused."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from hypothesis import given
from hypothesis import strategies as st

from building import handouts, write_guide
from generator.errors import InvalidInput
from generator.translate.pofile import PoEntry, header, read_entries

HEADER = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n"Content-Type: text/plain; charset={}\\n"\n\n'
UTF8 = HEADER.format("UTF-8")
ENTRY = 'msgctxt "title"\nmsgid "Join eduroam"\nmsgstr "Größe für Ümlaute"\n'


def read(text: str | bytes) -> list[PoEntry]:
    return read_entries(text if isinstance(text, bytes) else text.encode(), "x.po")


def only(text: str | bytes) -> PoEntry:
    (entry,) = (entry for entry in read(text) if entry.context)
    return entry


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("UTF-8", "utf-8"),
        ("utf8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("UTF-8", "utf-16"),
        ("UTF-16", "utf-16"),
        ("UTF-8", "utf-32"),
        ("ISO-8859-1", "latin-1"),
        ("iso-8859-15", "iso8859-15"),
        ("windows-1252", "cp1252"),
        ("CHARSET", "utf-8"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_is_read_in_its_charset(charset: str, codec: str, end: str) -> None:
    entry = only((HEADER.format(charset) + ENTRY).replace("\n", end).encode(codec))
    assert entry.translation == "Größe für Ümlaute"
    assert entry.place.line == 7


@pytest.mark.parametrize(
    ("charset", "codec"), [("Shift_JIS", "shift_jis"), ("EUC-JP", "euc_jp"), ("Big5", "big5"), ("GBK", "gbk")]
)
def test_letters_whose_second_byte_is_a_backslash_are_letters(charset: str, codec: str) -> None:
    said = {"shift_jis": "ソフト表示\n", "euc_jp": "ソフト表示\n", "big5": "功能許可\n", "gbk": "设置\n"}[codec]
    written = HEADER.format(charset) + f'msgctxt "title"\nmsgid "x"\nmsgstr "{said.strip()}\\n"\n'
    assert only(written.encode(codec)).translation == said


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (HEADER.format("klingon").encode(), "charset=klingon, which is not known"),
        (HEADER.format("zip").encode(), "charset=zip, which is not known"),
        (HEADER.format("unicode_escape").encode(), "which is not known"),
        ((UTF8 + ENTRY).encode("latin-1"), "byte 0xF6 is not UTF-8"),
        ((UTF8 + ENTRY).encode("utf-16-le"), "UTF-16 without a byte order mark"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text file"),
        (b"GIF89a", "not a line of a gettext PO file"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as caught:
        read(data)
    assert caught.value.problems[0].help


@pytest.mark.parametrize(
    "written",
    [
        'msgctxt "title"\nmsgid "a"\nmsgstr "b"',
        'msgctxt "title"\nmsgid "a"\nmsgstr "b"   \n\n\n',
        'msgctxt "title"\n\nmsgid "a"\n\nmsgstr "b"\n',
        'msgctxt "title"\n# a comment\nmsgid "a"\n# another\nmsgstr "b"\n',
        'msgctxt "title"\nmsgid ""\n"a"\nmsgstr ""\n# within\n"b"\n',
        'msgctxt "ti" "tle" msgid "a" msgstr "b"\n',
        'msgctxt\t"title"\nmsgid"a"\nmsgstr\n"b"\n',
        '#| msgctxt "old"\n#| msgid "older"\nmsgctxt "title"\nmsgid "a"\nmsgstr "b"\n',
        '#~| msgid "older"\n#~ msgctxt "title"\n#~ msgid "old"\n#~ msgstr "alt"\n\nmsgctxt "title"\nmsgid "a"\nmsgstr "b"\n',
        'msgctxt "title"\nmsgid "a"\nmsgstr "b"\n#~| msgctxt "title"\n#~| msgid "older"\n#~ msgid "old"\n#~ msgstr "alt"\n',
        '#, c-format, no-wrap\n#=fuzzy-not\nmsgctxt "title"\nmsgid "a"\nmsgstr "b"\n',
        'msgid "x"\nmsgstr "y"\nmsgctxt "title"\nmsgid "a"\nmsgstr "b"\nmsgid "z"\nmsgstr "w"\n',
        'domain "x"\nmsgctxt "title"\nmsgid "a"\nmsgstr "b"\n',
        'msgctxt "title"\nmsgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "c"\n',
        'msgctxt "\\164itle"\nmsgid "\\x61"\nmsgstr "\\142"\n',
    ],
)
def test_forms_that_gettext_reads(written: str) -> None:
    entry = only(UTF8 + written)
    assert (entry.context, entry.source, entry.translation, "fuzzy" in entry.flags) == ("title", "a", "b", False)


@pytest.mark.parametrize(
    "written",
    [
        "#, fuzzy\n{}",
        "#,fuzzy,c-format\n{}",
        "#, c-format\n#, fuzzy\n# word\n\n{}",
        'msgctxt "title"\n#, fuzzy\nmsgid "a"\nmsgstr "b"',
    ],
)
def test_fuzzy_is_found_wherever_its_comment_is(written: str) -> None:
    entries = read(UTF8 + written.format(ENTRY) + '\nmsgctxt "other"\nmsgid "a"\nmsgstr "b"\n')
    assert ["fuzzy" in entry.flags for entry in entries] == [False, True, False]


@pytest.mark.parametrize(
    ("escaped", "said"),
    [
        (r"\303\251t\303\251", "été"),
        (r"\xc3\xa9", "é"),
        (r"a\tb\\n\"", 'a\tb\\n"'),
        (r"\101\102\n", "AB\n"),
        (r"C:\\temp\\new", r"C:\temp\new"),
    ],
)
def test_escapes(escaped: str, said: str) -> None:
    assert only(f'{UTF8}msgctxt "x"\nmsgid "y"\nmsgstr "{escaped}"').translation == said


@pytest.mark.parametrize(
    ("written", "line", "words"),
    [
        ('msgctxt "x"\nmsgid "y"\nmsgstr "z\n', 8, "not a line"),
        ('msgctxt "x"\nmsgid "y"\nmsgstr "\\q"\n', 8, "is not an escape"),
        ('msgctxt "x"\nmsgid "y"\nmsgstr "\\xff"\n', 8, "are not UTF-8"),
        ('msgctxt "x"\nmsgid "y"\n\nmsgid "z"\nmsgstr "w"', 7, "has no msgstr"),
        ('msgctxt "x"\n', 6, "has no msgid"),
        ('msgstr "x"\n', 6, "a second msgstr"),
        ('msgctxt "x"\nmsgid "y"\nmsgstr "z"\nmsgstr "z"\n', 9, "a second msgstr"),
        ('msgfoo "x"\n', 6, "not a line"),
    ],
)
def test_faults_have_their_line(written: str, line: int, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as caught:
        read(UTF8.rstrip() + "\n" + written)
    place = caught.value.problems[0].place
    assert place is not None
    assert place.line == line - 1


@given(st.dictionaries(st.text(min_size=1, max_size=9), st.tuples(st.text(min_size=1), st.text()), max_size=6))
def test_what_babel_writes_is_read(texts: dict[str, tuple[str, str]]) -> None:
    texts = {key: value for key, value in texts.items() if not any(c in "".join((key, *value)) for c in "\r\x85\u2028\u2029\0")}
    catalog = Catalog(locale="de")
    for context, (source, translation) in texts.items():
        catalog.add(source, translation, context=context)
    buffer = BytesIO()
    write_po(buffer, catalog)
    entries = read(buffer.getvalue())
    assert {entry.context: (entry.source, entry.translation) for entry in entries if entry.context} == texts
    assert header(entries)["language"] == "de"


def imported(folder: Path, po: str | bytes, name: str = "guide.de.yaml") -> tuple[int, str, bool]:
    """Exit code, what was said, and whether a guide was written."""
    (folder / "x.po").write_bytes(po if isinstance(po, bytes) else po.encode())
    said = handouts("translate", "import", "de", folder, "--file", folder / "x.po")
    return said.code, said.err, (folder / name).exists()


@pytest.mark.parametrize(
    ("po", "words"),
    [
        (UTF8 + 'msgid "Cancel"\nmsgstr "Abbrechen"\n', "none of the 0 entries with a msgctxt"),
        (UTF8 + 'msgctxt "menu"\nmsgid "Cancel"\nmsgstr "Abbrechen"\n', "none of the 1 entries"),
        (UTF8, "none of the 0 entries"),
        ("", "none of the 0 entries"),
    ],
)
def test_a_foreign_file_writes_no_guide(tmp_path: Path, po: str, words: str) -> None:
    code, said, written = imported(write_guide(tmp_path), po)
    assert (code, written) == (3, False)
    assert words in said


def test_a_second_entry_for_a_context_is_a_warning_with_its_place(tmp_path: Path) -> None:
    code, said, written = imported(write_guide(tmp_path), UTF8 + ENTRY + "\n" + ENTRY.replace("Größe", "Zweite"))
    assert (code, written) == (0, True)
    assert "title has an entry already, in line 7: this one is not taken" in said and "x.po:11:1" in said
    assert "Größe" in (tmp_path / "guide.de.yaml").read_text("utf-8")


def test_entries_without_a_context_and_with_plurals_are_warnings(tmp_path: Path) -> None:
    plural = 'msgctxt "headline"\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n'
    _, said, written = imported(write_guide(tmp_path), UTF8 + ENTRY + 'msgid "Cancel"\nmsgstr "Nein"\n' + plural)
    assert written
    assert "an entry has no msgctxt: not taken" in said
    assert "headline has plural forms" in said


def test_a_text_before_any_entry_is_a_fault() -> None:
    for written, words in (('msgstr "x"\n', "msgstr without a msgid"), ('"x"\n', "a text outside of an entry")):
        with pytest.raises(InvalidInput, match=words):
            read(written)


def test_a_file_with_a_byte_order_mark_is_imported(tmp_path: Path) -> None:
    code, _, written = imported(write_guide(tmp_path), "\ufeff# A comment\n" + UTF8 + ENTRY)
    assert (code, written) == (0, True)
