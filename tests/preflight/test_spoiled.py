"""Each way of spoiling a flyer is caught by the rule that names it, and a sound one by none."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf
import pytest
from reportlab.lib.colors import Color, black, white
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

import designs
from designs import AMBER, BLUE, HEIGHT, LINK, Design, changed, covered, picture, says, sound
from generator.geometry import SIZES
from generator.preflight import Expectation, Report, preflight, rules

A4 = SIZES["A4"]
FLYER = Expectation(size=A4, pages=1, codes=(LINK,), code_count=1, lang="en", reading_distance=0.4)
OFFICE = Expectation(size=A4, pages=1, intent="office", lang="en")


@pytest.fixture(autouse=True)
def where_pictures_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(designs, "PICTURES", tmp_path)


def failed(report: Report, severity: str = "error") -> set[str]:
    return {one.rule.id for one in report.findings if one.status == "failed" and one.severity == severity}


def pasted_code(canvas: Canvas) -> None:
    """Another code on a white sticker beside the first one."""
    canvas.translate(70 * mm, -80 * mm)
    Design(payload="https://evil.example/mfa", module=1.0)._draw_code(canvas)


def pasted_over(canvas: Canvas) -> None:
    """Another code, sticker and all, over the first one."""
    Design(payload="https://evil.example/mfa")._draw_code(canvas)


def at_the_edge(canvas: Canvas) -> None:
    """The code two modules from the edge of the page."""
    canvas.translate(-57.6 * mm, 0)
    Design()._draw_code(canvas)


def faded(canvas: Canvas) -> None:
    """White that grows more opaque from left to right, over the code."""
    for step in range(20):
        canvas.setFillColor(Color(1, 1, 1, alpha=step / 24))
        canvas.rect((59 + step * 2.1) * mm, 118 * mm, 2.1 * mm, 44 * mm, stroke=0, fill=1)


SPOILED: dict[str, tuple[Callable[[], bytes], str]] = {
    "inverted": (partial(sound, ink=white, paper=black), "code-polarity"),
    "amber on white": (partial(sound, ink=AMBER), "code-contrast"),
    "black on strong blue": (partial(sound, paper=BLUE), "code-contrast"),
    "grey on grey": (partial(sound, ink=Color(0.45, 0.45, 0.45), paper=Color(0.75, 0.75, 0.75)), "code-contrast"),
    "fading to one side": (partial(sound, extra=faded), "code-contrast"),
    "quiet zone cut": (partial(sound, quiet=2.0, around=black), "code-quiet-zone"),
    "text in the quiet zone": (partial(sound, extra=says(60, 117, "Scan me", 10)), "code-quiet-zone"),
    "quiet zone beyond the page": (partial(sound, code=False, extra=at_the_edge), "code-quiet-zone"),
    "logo in the middle": (partial(sound, extra=covered(72.1, 132.1, 10.6, 10.6)), "code-correction"),
    "alignment pattern covered": (partial(sound, extra=covered(84, 124.8, 6, 6)), "code-patterns"),
    "stretched": (partial(sound, stretch=1.2), "code-aspect"),
    "slanted": (partial(sound, slant=10), "code-aspect"),
    "shrunk": (partial(sound, module=0.36), "code-module"),
    "too small for its distance": (partial(sound, module=0.7), "code-distance"),
    "second code beside": (partial(sound, extra=pasted_code), "code-payload"),
    "one code more": (partial(sound, extra=pasted_code), "code-count"),
    "second code pasted over": (partial(sound, extra=pasted_over), "code-payload"),
    "printed address is another": (partial(sound, printed="example.ac.jp/mfa/begin"), "code-address"),
    "printed address goes on": (partial(sound, printed="example.ac.jp/mfa/start/now"), "code-address"),
    "another address as large": (partial(sound, extra=says(20, 240, "https://evil.example/mfa", 14)), "code-rival"),
    "another address beside the code": (partial(sound, extra=says(60, 110, "evil.example/mfa/start", 14)), "code-rival"),
    "another address, far larger": (partial(sound, extra=says(20, 20, "evil.example/mfa", 24)), "code-rival"),
    "code spoiled": (partial(sound, extra=covered(68, 128, 18, 18)), "code-count"),
    "code covered": (partial(sound, extra=covered(60, 120, 40, 25)), "code-count"),
    "font not embedded": (partial(sound, extra=says(20, 40, "Helpdesk", 12, "Helvetica")), "text-embedded"),
    "text cut off by the edge": (partial(sound, extra=says(195, 40, "Helpdesk in the library", 12)), "text-outside"),
    "text too near to the edge": (partial(sound, extra=says(20, 2, "Edition 2", 10)), "text-safe-area"),
    "lines over each other": (
        partial(sound, extra=lambda c: [says(20, 40 + i, line, 12)(c) for i, line in enumerate(("Nobody can", "read these"))]),
        "text-overlap",
    ),
    "tiny text": (partial(sound, extra=says(20, 40, "Conditions apply", 4)), "text-size"),
    "pale text": (partial(sound, extra=says(20, 40, "Helpdesk", 12, ink=Color(0.75, 0.75, 0.75))), "text-contrast"),
    "text on a dark field": (
        partial(sound, extra=lambda c: [covered(15, 35, 80, 20, Color(0.1, 0.1, 0.3))(c), says(20, 40, "Helpdesk", 12)(c)]),
        "text-contrast",
    ),
    "text under something": (
        partial(sound, extra=lambda c: [says(20, 40, "Helpdesk", 12)(c), covered(15, 35, 80, 20, BLUE)(c)]),
        "text-contrast",
    ),
    "coarse picture": (partial(sound, extra=picture(100, 60)), "picture-resolution"),
    "EXIF in a picture": (partial(sound, extra=picture(600, 60, exif=True)), "picture-exif"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_each_spoiled_design_is_caught_by_its_rule(name: str) -> None:
    make, rule = SPOILED[name]
    report = preflight(make(), expected=FLYER)
    assert rule in failed(report), [one.as_data() for one in report.findings if one.status == "failed"]
    assert not report.ok


@pytest.mark.parametrize("changes", [{}, {"angle": 90.0}, {"angle": 17.0}, {"payload": LINK, "module": 1.1}, {"around": BLUE}])
def test_a_sound_design_fails_nowhere(changes: dict[str, object]) -> None:
    report = preflight(sound(**changes), expected=FLYER)
    assert [one.as_data() for one in report.findings if one.status == "failed"] == []
    assert report.ok


def test_a_code_that_is_a_little_small_for_its_distance_is_a_warning() -> None:
    report = preflight(sound(module=0.9), expected=FLYER)
    assert report.ok
    assert "code-distance" in failed(report, "warning")


def test_yellow_around_a_code_is_light_enough() -> None:
    assert preflight(sound(quiet=4.0, around=AMBER), expected=FLYER).ok


def embed(document: pikepdf.Pdf) -> None:
    document.attachments["notes.txt"] = pikepdf.AttachedFileSpec(document, b"notes")


def script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('hello')")


def named_script(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary({"/S": pikepdf.Name("/Java#53cript"), "/JS": document.make_stream(b"app.alert(1)")})
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["a", document.make_indirect(action)]))


def action_on_a_page(document: pikepdf.Pdf, action: pikepdf.Dictionary) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[10, 10, 90, 90], Border=[0, 0, 0], A=action
    )
    document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(note)])


def launch(document: pikepdf.Pdf) -> None:
    action_on_a_page(document, pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"))


def link_to(target: str) -> Callable[[pikepdf.Pdf], None]:
    return lambda document: action_on_a_page(document, pikepdf.Dictionary(S=pikepdf.Name.URI, URI=target))


def untitled(document: pikepdf.Pdf) -> None:
    del document.docinfo["/Title"]


def without(*keys: str) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        for key in keys:
            del document.Root[key]

    return change


def wrong_boxes(document: pikepdf.Pdf) -> None:
    document.pages[0].trimbox = [-20, 0, 700, 842]


def second_page(document: pikepdf.Pdf) -> None:
    document.add_blank_page(page_size=(400, 400))


FILES: dict[str, tuple[Callable[[pikepdf.Pdf], None], str]] = {
    "JavaScript": (script, "file-javascript"),
    "a script with an escaped name": (named_script, "file-javascript"),
    "attachment": (embed, "file-attachments"),
    "launch action": (launch, "file-actions"),
    "link without TLS": (link_to("http://example.ac.jp/"), "file-actions"),
    "link that runs something": (link_to("javascript:alert(1)"), "file-actions"),
    "link with a space": (link_to("https://example.ac.jp/ evil"), "file-actions"),
    "no title": (untitled, "file-title"),
    "no language": (without("/Lang"), "file-lang"),
    "no tags": (without("/StructTreeRoot"), "file-tags"),
    "boxes that contradict": (wrong_boxes, "file-boxes"),
    "one page more": (second_page, "file-pages"),
    "a page of another size": (second_page, "file-size"),
}


@pytest.mark.parametrize("name", FILES)
def test_each_spoiled_file_is_caught_by_its_rule(name: str) -> None:
    change, rule = FILES[name]
    on_the_web = Expectation(size=A4, pages=1, codes=(LINK,), intent="screen", lang="en")
    assert rule in failed(preflight(changed(sound(), change), expected=on_the_web))


def test_links_that_are_safe() -> None:
    for target in ("https://example.ac.jp/a?b=c#d", "mailto:help@example.ac.jp"):
        assert "file-actions" not in failed(preflight(changed(sound(), link_to(target))))


def test_another_language_than_the_text_has() -> None:
    assert "file-lang" in failed(preflight(sound(), expected=Expectation(lang="ja")))


def test_names_are_only_warned_about_where_nobody_said_what_the_file_is_for() -> None:
    report = preflight(changed(sound(), without("/Lang", "/StructTreeRoot")))
    assert report.ok
    assert {"file-lang", "file-tags"} <= failed(report, "warning")


@pytest.mark.parametrize(
    ("intent", "mode", "good"),
    [("screen", "CMYK", False), ("screen", "RGB", True), ("press", "RGB", False), ("press", "CMYK", True)],
)
def test_pictures_have_the_colours_of_the_intent(intent: str, mode: str, good: bool) -> None:
    report = preflight(sound(extra=picture(600, 60, mode=mode)), expected=Expectation(intent=intent))
    assert ("picture-colour" not in failed(report)) is good


def test_office_printers_have_a_margin() -> None:
    pdf = sound(extra=covered(0, 100, 4, 20, BLUE))
    assert "page-margin" in failed(preflight(pdf, expected=OFFICE))
    assert "page-margin" not in failed(preflight(sound(), expected=OFFICE))
    assert "page-margin" not in failed(preflight(pdf, expected=Expectation(intent="screen")))


def test_a_press_needs_a_bleed() -> None:
    assert "file-boxes" in failed(preflight(sound(), expected=Expectation(intent="press")))


def test_damage_is_told_by_its_rule() -> None:
    pdf = sound()
    assert "file-opens" in failed(preflight(pdf[: len(pdf) // 3]))
    assert "file-opens" in failed(preflight(b"no PDF"))
    assert "file-opens" in failed(preflight(b""))
    without_table = pdf[: pdf.rindex(b"startxref")] + b"startxref\n12\n%%EOF\n"
    assert "file-damage" in failed(preflight(without_table), "warning")


def test_a_file_with_a_password() -> None:
    locked = changed(sound(), lambda _: None, encryption=pikepdf.Encryption(owner="o", user="u"))
    report = preflight(locked)
    assert {"file-opens", "file-encryption"} <= failed(report)
    assert {one.status for one in report.findings if one.rule.id.startswith(("code", "text"))} == {"not measured"}
    restricted = changed(sound(), lambda _: None, encryption=pikepdf.Encryption(owner="o", user=""))
    assert "file-encryption" in failed(preflight(restricted), "warning")


def many_pages() -> bytes:
    target = BytesIO()
    canvas = Canvas(target, pagesize=(200, HEIGHT))
    for _ in range(101):
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def test_a_file_is_judged_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "file-bounds" in failed(preflight(many_pages()))
    out_of_time = preflight(sound(), seconds=0.0)
    assert failed(out_of_time) == {"file-bounds"}
    assert out_of_time.not_measured
    monkeypatch.setattr("generator.preflight.proof.MAX_BYTES", 100)
    assert failed(preflight(sound())) == {"file-bounds"}


def test_a_huge_page_is_drawn_small() -> None:
    target = BytesIO()
    canvas = Canvas(target, pagesize=(14400, 14400))
    canvas.rect(0, 0, 5000, 5000)
    canvas.save()
    assert preflight(target.getvalue(), seconds=20).ok


def test_a_page_that_never_ends_is_left() -> None:
    def many_strokes(document: pikepdf.Pdf) -> None:
        curve = b"q /P gs 0 0 m 900 900 10 800 590 20 c S Q\n" * 400_000
        document.pages[0].contents_add(document.make_stream(curve))

    report = preflight(changed(sound(), many_strokes), seconds=1.0)
    assert "file-bounds" in failed(report)


def bomb(document: pikepdf.Pdf) -> None:
    packed = zlib.compress(zlib.compress(bytes(250_000_000), 9), 9)
    filters = [pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode]
    document.pages[0].obj.Contents = pikepdf.Stream(document, packed, Filter=pikepdf.Array(filters))


def huge_picture(document: pikepdf.Pdf) -> None:
    size = {"Width": 60000, "Height": 60000, "BitsPerComponent": 8, "ColorSpace": pikepdf.Name.DeviceGray}
    document.Root.Unused = pikepdf.Stream(document, b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, **size)


def nested(document: pikepdf.Pdf, levels: int, times: int) -> None:
    """Forms that draw the next one several times."""
    form = document.make_stream(b"0 0 10 10 re f")
    for _ in range(levels):
        form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 500, 500]
        outer = document.make_stream(b"/X Do " * times)
        outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
        form = outer
    form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 500, 500]
    document.pages[0].Resources.XObject = pikepdf.Dictionary(X=form)
    document.pages[0].contents_add(document.make_stream(b"q /X Do Q"))


def test_forms_within_forms_are_counted_before_they_are_drawn() -> None:
    report = preflight(changed(sound(), lambda document: nested(document, 25, 3)), seconds=10)
    assert failed(report) == {"file-bounds"}
    assert "forms within forms" in report.errors[0].measured
    assert "file-bounds" not in failed(preflight(changed(sound(), lambda document: nested(document, 4, 3))))


def test_a_page_full_of_overlaps_is_left_in_time() -> None:
    heap = sound(extra=lambda canvas: [says(20 + i % 9, 40, "One upon another", 9)(canvas) for i in range(400)])
    report = preflight(heap)
    assert sum(one.rule.id == "text-overlap" for one in report.errors) == 100


@pytest.mark.parametrize("change", [bomb, huge_picture])
def test_what_would_burst_is_not_opened(change: Callable[[pikepdf.Pdf], None]) -> None:
    report = preflight(changed(sound(), change, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False))
    assert failed(report) == {"file-bounds"}
    assert "object" in report.errors[0].measured


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_never_raises(seed: int) -> None:
    random = Random(seed)
    pdf = changed(sound(), lambda _: None, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    spots = [match.end() for match in re.finditer(rb"/(?:MediaBox|Rotate|Lang|Title|Filter|Kids|Contents|MarkInfo|Type)\b", pdf)]
    for value in (b" /Foo ", b" [ 1 (a) ] ", b" << /A 1 >> ", b" null ", b" 5 ", b" /\xff\xfe "):
        at = random.choice(spots)
        report = preflight(pdf[:at] + value + pdf[at:], seconds=20)
        assert {one.rule.id for one in report.findings} == {rule.id for rule in rules()}
