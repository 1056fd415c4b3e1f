"""The English label beside a translated one: for readers whose phone speaks English, where there is room."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from building import GUIDE, one, text_of, write_guide
from generator.layout.references import References
from generator.markup import parse
from test_leaving_out import handout, names

GERMAN = GUIDE.replace("next: Next", "next: {label: Weiter, original: Next}").replace("short: Tap Next.", 'short: "{ui:next}."')


@pytest.mark.parametrize("format", ["handout", "booklet"])
def test_steps_say_both(tmp_path: Path, format: str) -> None:
    text = text_of(one(write_guide(tmp_path, GERMAN, "de"), tmp_path / "out", format, "de"))
    assert "Tap Weiter (Next)." in text


@pytest.mark.parametrize("format", ["flyer", "poster"])
def test_signs_say_the_label_alone(tmp_path: Path, format: str) -> None:
    text = text_of(one(write_guide(tmp_path, GERMAN, "de"), tmp_path / "out", format, "de"))
    assert "Weiter" in text
    assert "(Next)" not in text


def test_help_and_labels_that_are_the_same_say_one(tmp_path: Path) -> None:
    guide = GUIDE.replace("answer: Wait.", 'answer: "Tap {ui:next}."')
    assert "(" not in text_of(one(write_guide(tmp_path, guide), tmp_path / "out", "handout")).replace("(Wi-Fi", "")


def test_no_screen_is_left_out_for_it(tmp_path: Path) -> None:
    """A crowded sheet shows the same screens, whether its labels are translated or not."""
    shown = []
    for original in ("", "A label with words that fill more than a line"):
        folder = tmp_path / f"{len(original)}"
        folder.mkdir()
        shown.append(names(handout(folder, 9, ["first", "second"], terms=terms(original))))
    assert shown[0] == shown[1]
    assert len(shown[0]) < 18


def terms(original: str) -> dict[str, object]:
    label = "Add an account of another organisation"
    return {"next": "Next", "add": {"label": label, "original": original} if original else label}


@pytest.mark.parametrize(
    ("lang", "quoted"),
    [
        *(("en", "“Open”"), ("de", "„Open“"), ("de-AT", "„Open“"), ("es", "«Open»"), ("ar", "«Open»"), ("ja", "「Open」")),
        *(("zh-Hans", "“Open”"), ("zh-Hant", "「Open」"), ("zh-TW", "「Open」"), ("ko", "‘Open’"), ("vi", "“Open”")),
    ],
)
def test_titles_have_the_quotes_of_their_language(lang: str, quoted: str) -> None:
    document = parse(
        f'<document title="A" lang="{lang}" type="flyer"><pageTemplate id="a"><frame x="9mm" y="9mm" w="9mm" h="9mm">'
        '<p style="body"><ref step="open" title="Open"/></p></frame></pageTemplate><flow page="a"/></document>'
    )
    (reference,) = (element for element in document.walk() if element.name == "ref")
    assert References(lang).resolve(reference) == (quoted, "")


@pytest.mark.parametrize("format", ["handout", "booklet"])
def test_a_picture_in_another_language_says_so(tmp_path: Path, format: str) -> None:
    (tmp_path / "screens").mkdir()
    for lang in ("de", "en"):
        Image.new("RGB", (1170, 2000), (230, 230, 255)).save(tmp_path / "screens" / f"page.{lang}.png")
    said = []
    for lang in ("en", "de"):
        shown = GERMAN.replace(
            "procedures:", f"screens:\n  page: {{name: Seite, file: screens/page.{lang}.png, alt: A.}}\nprocedures:"
        )
        guide = write_guide(tmp_path, shown.replace("title: Go on,", "title: Go on, screens: [page],"), "de")
        said.append("Sprache im Bild: English" in text_of(one(guide, tmp_path / "out", format, "de")))
    assert said == [True, False]
