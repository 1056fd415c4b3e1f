"""A guide as a PO file and back: what translators see, and that nothing but the texts changes."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.errors import AssetError, HandoutsError, InvalidInput
from generator.guide import load_guide
from generator.guide.model import Guide
from generator.guide.source import forbidden
from generator.guide.standing import standing
from generator.guide.units import units
from generator.translate import Imported, export_po, import_po, stamp
from guide.guide_files import SOUND, write

# As people write: comments, every style of text, an order of its own, no final line end.
JAPANESE = """\
# 和訳
schema: 1
id: eduroam
title: 'eduroam に参加'   # 題
link: {label: "Wi-Fi のページ", url: "https://example.org/wifi"}
contact: {email: help@example.org}
edition: "2"
reviewed: 2026-11-24
translation: {by: 'A. N. Other', reviewed: yes}
have_ready: [スマホ, {text: アカウント, note: ゲスト用ではない, icon: user}]
terms: {next: 次へ, add-method: {label: 追加, original: Add}}
screens:
  welcome:
    file: screens/welcome.png   # まだ英語
    name: ようこそ
    alt: >-
      最初の
      ページ

procedures:
  - id: phone
    title: スマホで
    steps:
      - id: open
        title: 開く
        text: |
          {link}を開く。
        screens: [welcome]

      # 分岐
      - id: choose
        title: どちら
        cases:
          - {id: new, when: はじめて, sees: welcome, text: "{ui:next} をタップ。"}
          - {id: again, when: そのほか, text: "{ui:add-method} をタップ。"}
      - id: done
        title: 完了
        text: "{screen:welcome} を見る。"
  - id: pc
    title: PC で
    devices: [pc, phone]
    steps:
      - {id: start, title: 始める, text: "{steps:open..choose}、{step:done}、または {procedure:phone}。"}
      - {id: go, title: 進む, device: phone, text: 進む。}
phases:
  - {title: 開く, text: スマホで。, steps: open}
  - {steps: choose..done}
help:
  - {problem: 何も起きない, answer: 待つ。}  # 終わり"""

ENGLISH = SOUND.replace("translation: {by: machine, reviewed: yes}\n", "").replace("{label: 追加, original: Add}", "Add method")
GO = "      - {id: go, title: 進む, device: phone, text: 進む。}\n"
DONE = '      - id: done\n        title: 完了\n        text: "{screen:welcome} を見る。"\n'
AGAIN = '          - {id: again, when: そのほか, text: "{ui:add-method} をタップ。"}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "screens").mkdir()
    (tmp_path / "screens" / "welcome.png").write_bytes(b"")
    return tmp_path


def source(folder: Path, old: str = "", new: str = "") -> Guide:
    assert not old or ENGLISH.count(old) == 1
    return load_guide(write(folder, ENGLISH.replace(old, new) if old else ENGLISH))


def japanese(folder: Path, text: str = JAPANESE) -> Guide:
    return load_guide(write(folder, text, "ja"))


def catalog(data: bytes) -> Catalog:
    return read_po(BytesIO(data))


def entries(data: bytes) -> dict[str, Message]:
    return {message.context: message for message in catalog(data) if message.context}


def with_texts(data: bytes, texts: dict[str, str]) -> bytes:
    """The PO file as a translator saves it, with these translations."""
    book = catalog(data)
    for message in book:
        if message.context in texts:
            message.string = texts[message.context]
            message.flags.discard("fuzzy")
    buffer = BytesIO()
    write_po(buffer, book)
    return buffer.getvalue()


def imported(folder: Path, data: bytes, guide: Guide | None, lang: str = "ja") -> Imported:
    po = folder / "texts.po"
    po.write_bytes(data)
    return import_po(po, load_guide(folder / "guide.en.yaml"), guide, lang)


def lines_without_stamps(text: str) -> list[str]:
    return text.split("# What the source said")[0].rstrip().split("\n")


def rules(made: Imported) -> list[str]:
    return [found.rule for found in made.findings]


def test_translators_see_the_source_where_it_stands_and_what_references_print(folder: Path) -> None:
    data = export_po(source(folder), japanese(folder), "ja").decode()
    assert (
        """
#. The text of the case "new" of the step "choose"
#. Leave {ui:next} as it is: it prints the key “Next”.
#: guide.en.yaml:31
#, python-brace-format
msgctxt "procedures.phone.steps.choose.cases.new.text"
msgid "Tap {ui:next}."
msgstr "{ui:next} をタップ。"
"""
        in data
    )
    assert '"Language: ja\\n"' in data
    assert '"Last-Translator: A. N. Other\\n"' in data
    assert export_po(source(folder), japanese(folder), "ja").decode() == data


def test_every_text_has_its_path(folder: Path) -> None:
    assert list(entries(export_po(source(folder), None, "fr")))[:9] == [
        *("title", "link.label", "have_ready.1.text", "have_ready.2.text", "have_ready.2.note"),
        *("terms.next", "terms.add-method", "screens.welcome.name", "screens.welcome.alt"),
    ]
    assert {"phases.open.title", "help.1.answer", "procedures.pc.steps.go.text"} < set(units(source(folder)))


def test_what_was_exported_comes_back_without_a_change(folder: Path) -> None:
    en, ja = source(folder), japanese(folder)
    made = imported(folder, export_po(en, ja, "ja"), ja)
    assert (made.changed, made.taken, made.total) == (0, len(units(en)), len(units(en)))
    assert lines_without_stamps(made.data.decode()) == JAPANESE.split("\n")
    stamped = japanese(folder, made.data.decode())
    again = imported(folder, export_po(en, stamped, "ja"), stamped)
    assert again.data == made.data, "with its stamps, not a byte"
    assert rules(again) == []


def test_texts_change_where_they_stand_and_keep_their_style(folder: Path) -> None:
    en, ja = source(folder), japanese(folder)
    texts = {
        "title": "It's new",
        "link.label": "the “page”",
        "have_ready.1.text": "a, b",
        "have_ready.2.note": "note: this",
        "screens.welcome.alt": "first page",
        "procedures.phone.steps.open.text": "Open {link}.",
        "procedures.phone.steps.choose.title": "# which",
        "procedures.phone.steps.done.title": "Tap {ui:next}, now",
        "procedures.pc.steps.go.title": "Tap {ui:next}, now",
        "terms.next": "Suivant",
    }
    made = imported(folder, with_texts(export_po(en, ja, "ja"), texts), ja)
    written = made.data.decode()
    for line in (
        "title: 'It''s new'   # 題",
        'link: {label: "the “page”", url: "https://example.org/wifi"}',
        'have_ready: ["a, b", {text: アカウント, note: "note: this", icon: user}]',
        "    alt: >-\n      first page\n\nprocedures:",
        "        text: |\n          Open {link}.\n        screens: [welcome]\n\n      # 分岐",
        '        title: "# which"',
        "        title: Tap {ui:next}, now",
        '      - {id: go, title: "Tap {ui:next}, now", device: phone, text: 進む。}',
        "terms: {next: Suivant, add-method: {label: 追加, original: Add}}",
    ):
        assert f"\n{line}" in written
    assert made.changed == len(texts)
    found = units(japanese(folder, written))
    assert {path: found[path].text for path in texts} == texts


def test_a_new_language_is_the_source_with_other_texts(folder: Path) -> None:
    en = source(folder)
    texts = {"title": "Rejoindre eduroam", "terms.next": "Suivant", "help.1.answer": "Attendre."}
    made = imported(folder, with_texts(export_po(en, None, "fr"), texts), None, "fr")
    assert made.path == folder / "guide.fr.yaml"
    wanted = ENGLISH.replace("2026-11-24\n", "2026-11-24\ntranslation: {by: unknown, reviewed: no}\n")
    wanted = wanted.replace("title: Join eduroam", "title: Rejoindre eduroam").replace("answer: Wait.", "answer: Attendre.")
    wanted = wanted.replace("  next: Next", "  next: {label: Suivant, original: Next}")
    assert lines_without_stamps(made.data.decode()) == wanted.rstrip().split("\n")
    french = load_guide(write(folder, made.data, "fr"))
    assert set(french.stamps) == set(texts)
    assert standing(en, french).translated == 3


def test_fuzzy_is_what_the_source_changed_since(folder: Path) -> None:
    draft, _ = stamp(source(folder), japanese(folder))
    ja = japanese(folder, draft.text)
    en = source(folder, "text: Open {link}.", "text: Open {link} now.")
    data = export_po(en, ja, "ja")
    assert [path for path, entry in entries(data).items() if entry.fuzzy] == ["procedures.phone.steps.open.text"]
    made = imported(folder, data, ja)
    assert rules(made) == ["fuzzy"]
    assert made.data == ja.path.read_bytes(), "a fuzzy text is left as it is, with its stamp"
    fixed = imported(folder, with_texts(data, {"procedures.phone.steps.open.text": "今 {link}を開く。"}), ja)
    assert rules(fixed) == []
    assert standing(en, japanese(folder, fixed.data.decode())).changed == ()


def test_a_text_that_changed_after_the_export_stays_known_as_changed(folder: Path) -> None:
    data = export_po(source(folder), japanese(folder), "ja")
    en = source(folder, "answer: Wait.", "answer: Wait a minute.")
    made = imported(folder, data, japanese(folder))
    assert rules(made) == ["changed-in-source"]
    assert standing(en, japanese(folder, made.data.decode())).changed == ("help.1.answer",)


def test_untranslated_unknown_and_absent_entries_are_told_with_their_lines(folder: Path) -> None:
    data = with_texts(export_po(source(folder), None, "ja"), {"title": "題"}).decode()
    data = data.replace('msgctxt "help.1.answer"', 'msgctxt "help.9.answer"')
    made = imported(folder, data.encode(), None)
    assert made.taken == 1
    told = {found.rule: found for found in made.findings}
    assert set(told) == {"untranslated", "unknown-text", "absent-text"}
    place = told["untranslated"].place
    assert place is not None
    assert place.source.startswith("msgid ")
    assert rules(made).count("untranslated") == 21, "twenty, and a word on the rest"


@pytest.mark.parametrize(
    ("gone", "path"),
    [
        (GO, "procedures.pc.steps.go.text"),
        (DONE, "procedures.phone.steps.done.title"),
        (AGAIN, "procedures.phone.steps.choose.cases.again.when"),
        ("        title: どちら\n", "procedures.phone.steps.choose.title"),
        ("    name: ようこそ\n", "screens.welcome.name"),
        (", note: ゲスト用ではない", "have_ready.2.note"),
        (", add-method: {label: 追加, original: Add}", "terms.add-method"),
        ("  - {title: 開く, text: スマホで。, steps: open}\n", "phases.open.text"),
        ("help:\n  - {problem: 何も起きない, answer: 待つ。}  # 終わり", "help.1.problem"),
    ],
)  # fmt: skip
def test_what_the_translation_lacks_is_put_in_with_its_texts(folder: Path, gone: str, path: str) -> None:
    assert JAPANESE.count(gone) == 1
    en, whole = source(folder), japanese(folder)
    data = export_po(en, whole, "ja")
    text = JAPANESE.replace(gone, "")
    if "done" in path:  # a step that others refer to
        text = text.replace("{step:done}、", "").replace("choose..done", "choose").replace("{screen:welcome} を", "")
    if "again" in path or "add-method" in path:
        text = text.replace("{ui:add-method}", "追加")
    lacking = japanese(folder, text)
    assert path not in units(lacking)
    made = imported(folder, data, lacking)
    found = japanese(folder, made.data.decode())
    assert units(found)[path].text == units(whole)[path].text
    kept = [line for line in text.split("\n") if line not in made.data.decode().split("\n")]
    changed = {"have_ready", "terms", "          - {id", "      - {id", "  - {steps"}
    assert all(any(line.startswith(start) for start in changed) for line in kept), kept
    assert [p.id for p in found.procedures] == [p.id for p in en.procedures]
    assert [s.id for p in found.procedures for s in p.steps] == [s.id for p in en.procedures for s in p.steps]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('msgstr "{ui:next} をタップ。"', 'msgstr "{ui:nxt} をタップ。"', 'unknown term "nxt"'),
        ('msgstr "進む。"', 'msgstr "進\u202e"', "forbidden character U+202E RIGHT-TO-LEFT OVERRIDE"),
        ('msgstr "進む。"', "msgstr 進む", "this is not a line of a gettext PO file"),
        ('"Language: ja', '"Language: de', 'is for "de", not for "ja"'),
        ("charset=utf-8", "charset=klingon", "cannot be read"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(folder: Path, old: str, new: str, message: str) -> None:
    data = export_po(source(folder), japanese(folder), "ja").decode()
    assert old in data
    with pytest.raises(InvalidInput) as caught:
        imported(folder, data.replace(old, new).encode(), japanese(folder))
    problem = caught.value.problems[0]
    assert message in problem.message
    assert problem.help
    if problem.place is not None:
        assert re.search(r"texts\.po:\d+", str(problem.place))


def test_white_space_around_a_text_is_left_out_and_a_region_in_the_header_is_no_other_language(folder: Path) -> None:
    data = export_po(source(folder), japanese(folder), "ja").decode()
    data = data.replace('msgstr "進む。"', 'msgstr " 進む。\\n"').replace("Language: ja\\n", "Language: ja_JP\\n")
    assert imported(folder, data.encode(), japanese(folder)).changed == 0


def test_a_fuzzy_text_may_refer_to_what_is_not_there(folder: Path) -> None:
    data = export_po(source(folder), japanese(folder), "ja").decode()
    path = "procedures.phone.steps.choose.cases.new.text"
    old = f'#, python-brace-format\nmsgctxt "{path}"\nmsgid "Tap {{ui:next}}."\nmsgstr "{{ui:next}}'
    assert old in data
    made = imported(folder, data.replace(old, old.replace("#, ", "#, fuzzy, ")[:-9] + "{ui:nxt}").encode(), japanese(folder))
    assert rules(made) == ["fuzzy"]


def test_a_new_step_brings_the_screens_and_terms_that_it_needs(folder: Path) -> None:
    """Also those whose own texts nobody has translated yet."""
    step = "      - {id: new, title: New, text: 'Tap {ui:extra}.', screens: [other]}\n"
    new = ENGLISH.replace("  next: Next\n", "  next: Next\n  extra: Extra\n").replace(
        "procedures:\n", "  other: {name: Other}\nprocedures:\n"
    )
    en = load_guide(write(folder, new.replace("  - id: pc\n", f"{step}  - id: pc\n")))
    ja = japanese(folder)
    data = with_texts(export_po(en, ja, "ja"), {"procedures.phone.steps.new.title": "新しい"})
    found = japanese(folder, imported(folder, data, ja).data.decode())
    assert [found.terms["extra"].label, found.screens["other"].name] == ["Extra", "Other"]
    assert [(step.id, step.title) for step in found.procedures[0].steps][-1] == ("new", "新しい")


def test_a_missing_file_says_how_to_make_one(folder: Path) -> None:
    with pytest.raises(AssetError) as caught:
        import_po(folder / "none.po", source(folder), None, "ja")
    assert caught.value.problems[0].help == "Make one with: handouts translate export ja"


def test_aliases_are_refused_rather_than_changed_twice(folder: Path) -> None:
    ja = japanese(
        folder, JAPANESE.replace("title: スマホで\n", "title: &same スマホで\n").replace("title: PC で", "title: *same")
    )
    data = with_texts(export_po(source(folder), ja, "ja"), {"procedures.pc.title": "PC", "procedures.phone.title": "電話"})
    with pytest.raises(InvalidInput, match="cannot be written into"):
        imported(folder, data, ja)


def test_line_ends_and_the_byte_order_mark_stay(folder: Path) -> None:
    path = write(folder, b"\xef\xbb\xbf" + JAPANESE.replace("\n", "\r\n").encode(), "ja")
    en, ja = source(folder), load_guide(path)
    made = imported(folder, with_texts(export_po(en, ja, "ja"), {"title": "新しい"}), ja)
    assert made.data.startswith(b"\xef\xbb\xbf# ")
    assert made.data.count(b"\r\n") == made.data.count(b"\n")


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp")) | st.sampled_from("{}[]#:&*!|>'\"%@`-, \\"),
    min_size=1,
).filter(lambda text: text == text.strip() and text and not forbidden(text))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_texts_go_there_and_back(folder: Path, data: st.DataObject) -> None:
    """YAML → PO → YAML → PO: each text arrives as it was written, and everything else stays."""
    en = source(folder)
    ja = japanese(folder)
    paths = data.draw(st.lists(st.sampled_from(sorted(units(en))), min_size=1, max_size=6, unique=True))
    texts = {path: data.draw(WORDS) for path in paths}
    po = with_texts(export_po(en, ja, "ja"), texts)
    try:
        made = imported(folder, po, ja)
    except HandoutsError as error:
        assert all(problem.rule.startswith(("unknown-", "bad-range")) for problem in error.problems), error
        return
    back = japanese(folder, made.data.decode())
    assert {path: units(back)[path].text for path in texts} == texts
    assert {path: unit.text for path, unit in units(back).items() if path not in texts} == {
        path: unit.text for path, unit in units(ja).items() if path not in texts
    }
    assert {path: entry.string for path, entry in entries(export_po(en, back, "ja")).items()} == {
        path: entry.string for path, entry in entries(po).items()
    }
    comments = re.findall(r"#.*", JAPANESE)
    assert [comment for comment in comments if comment not in made.data.decode()] == []
    again = imported(folder, export_po(en, back, "ja"), back)
    assert again.data == made.data
