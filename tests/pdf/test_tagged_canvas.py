"""The canvas: each thing on the page is marked as what it is, and the structure tree and the pages agree."""

from __future__ import annotations

import io
from collections.abc import Callable
from types import ModuleType

import pikepdf
import pytest

from generator.geometry import SIZES, Path, Rect
from generator.pdf import Intent, TaggedCanvas
from pdf_reading import Node, PageContent, read_page, read_structure
from pdf_samples import BLACK, BLUE, JAPANESE, RED, blank, every_role, png, shaped, square


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def drawn(draw: Callable[[TaggedCanvas], None], intent: Intent = "screen") -> pikepdf.Pdf:
    """A file of one A6 page."""
    canvas = blank(intent)
    canvas.begin_page(SIZES["A6"])
    draw(canvas)
    canvas.end_page()
    return opened(canvas.finish())


def tree_of(draw: Callable[[TaggedCanvas], None], intent: Intent = "screen") -> Node:
    return read_structure(drawn(draw, intent))


def page_of(draw: Callable[[TaggedCanvas], None], intent: Intent = "screen") -> PageContent:
    with drawn(draw, intent) as pdf:
        return read_page(pdf.pages[0])


@pytest.mark.parametrize("intent", ["screen", "office"])
@pytest.mark.parametrize("compress", [True, False])
def test_everything_is_marked_and_both_trees_agree(intent: Intent, compress: bool) -> None:
    with opened(every_role(intent, compress=compress)) as pdf:
        read_structure(pdf)
        for page in pdf.pages:
            assert read_page(page).unmarked == []
        assert pdf.check_pdf_syntax() == []


def test_the_accessible_file_passes_pdf_ua_1(need_module: Callable[[str], ModuleType]) -> None:
    validation = need_module("page")
    report = validation.validate_pdf_bytes(every_role(), profile=validation.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant and report.rules.total > 100


def test_a_child_within_its_parents_text() -> None:
    def draw(canvas: TaggedCanvas) -> None:
        with canvas.element("P"):
            canvas.glyphs(shaped("Open ", 10, 50))
            with canvas.element("Span", lang="ja"):
                canvas.glyphs(shaped("次へ", 50, 50, font=JAPANESE))
            canvas.glyphs(shaped(" now", 80, 50))

    pdf = drawn(draw)
    tree = read_structure(pdf)
    assert tree.outline() == ("Document", ("P", "Open ", ("Span", "次へ"), " now"))
    assert tree.find("Span")[0].entries.Lang == "ja"


def test_elements_are_read_in_the_order_of_their_making_whatever_is_painted_first() -> None:
    def draw(canvas: TaggedCanvas) -> None:
        with canvas.element("L") as steps, canvas.element("LI") as first:
            pass
        with canvas.element("LI", parent=steps) as second:
            pass
        with canvas.element("LBody", parent=second):
            canvas.glyphs(shaped("two", 10, 20))
        with canvas.element("LBody", parent=first):
            canvas.glyphs(shaped("one", 10, 40))

    expected = ("Document", ("L", ("LI", ("LBody", "one")), ("LI", ("LBody", "two"))))
    assert tree_of(draw).outline() == expected


def test_an_element_goes_on_over_pages() -> None:
    canvas = blank()
    with canvas.element("P") as paragraph:
        for text in ("one ", "two "):
            canvas.begin_page(SIZES["A6"])
            canvas.glyphs(shaped(text, 10, 10))
            canvas.end_page()
    canvas.begin_page(SIZES["A6"])
    with canvas.element("P", reopen=paragraph):
        canvas.glyphs(shaped("three", 10, 10))
    canvas.end_page()
    assert read_structure(opened(canvas.finish())).outline() == ("Document", ("P", "one ", "two ", "three"))


def test_elements_that_hold_nothing_are_left_out() -> None:
    def draw(canvas: TaggedCanvas) -> None:
        with canvas.element("Sect"), canvas.element("P"), canvas.element("Span"):
            pass
        with canvas.element("P"):
            canvas.glyphs(shaped("x", 10, 10))

    assert tree_of(draw).outline() == ("Document", ("P", "x"))


def test_what_stands_in_no_element_or_in_an_artifact_is_in_no_tree() -> None:
    def draw(canvas: TaggedCanvas) -> None:
        canvas.glyphs(shaped("loose", 10, 10))
        with canvas.element("P"):
            canvas.glyphs(shaped("real", 10, 30))
            with canvas.artifact("Pagination"):
                canvas.glyphs(shaped("7", 10, 50))
                with canvas.element("Span") as furniture:
                    canvas.glyphs(shaped("page", 30, 50))
        with canvas.element("Span", reopen=furniture), canvas.element("Link"):
            canvas.glyphs(shaped("more", 50, 50))
            canvas.link(Rect(0, 0, 9, 9), "https://example.org", "nowhere")

    pdf = drawn(draw)
    assert read_structure(pdf).outline() == ("Document", ("P", "real"))
    assert read_page(pdf.pages[0]).artifacts == ["loose", "7pagemore"]
    assert "/Annots" not in pdf.pages[0]


def test_shapes_straight_in_a_list_are_decoration_and_text_is_not() -> None:
    def draw(canvas: TaggedCanvas) -> None:
        with canvas.element("L"), canvas.element("LI"):
            canvas.fill(square(5, 5), BLUE)
            with canvas.element("LBody"):
                canvas.fill(square(6, 6), RED)
            canvas.glyphs(shaped("text", 10, 10))

    pdf = drawn(draw)
    assert read_structure(pdf).outline() == ("Document", ("L", ("LI", ("LBody", ""), "text")))
    assert len(read_page(pdf.pages[0]).artifacts) == 1


def test_attributes_reach_the_file() -> None:
    def draw(canvas: TaggedCanvas) -> None:
        with canvas.element("Figure", alt="Ein Bild (1)", title="Bild", bbox=Rect(1, 2, 3, 4), Placement="Block"):
            canvas.fill(square(1, 2), RED)
        with canvas.element("TH", Scope="Row", ColSpan=2, actual="Zeit", WritingMode="LrTb"):
            canvas.fill(square(1, 2), RED)

    pdf = drawn(draw)
    figure, header = read_structure(pdf).kids
    assert isinstance(figure, Node) and isinstance(header, Node)
    assert (str(figure.entries.Alt), str(figure.entries.T)) == ("Ein Bild (1)", "Bild")
    assert [float(edge) for edge in figure.entries.A.BBox] == [1, 2, 4, 6]
    assert (figure.entries.A.O, figure.entries.A.Placement) == ("/Layout", "/Block")
    assert [str(owner.O) for owner in header.entries.A] == ["/Table", "/Layout"]
    assert (header.entries.A[0].Scope, header.entries.A[0].ColSpan, str(header.entries.ActualText)) == ("/Row", 2, "Zeit")


def test_links_have_annotations_on_screen_and_are_plain_text_in_the_office() -> None:
    def draw(canvas: TaggedCanvas) -> None:
        canvas.destination("top", 0, 100)
        with canvas.element("P"):
            for target in ("https://example.org/(a)", "#top"):
                with canvas.element("Link"):
                    canvas.glyphs(shaped("here", 10, 10))
                    canvas.link(Rect(10, 8, 20, 12), target, "where – it goes")

    pdf = drawn(draw)
    assert read_structure(pdf).outline() == ("Document", ("P", ("Link", "here", "link"), ("Link", "here", "link")))
    first, second = pdf.pages[0].Annots
    assert [float(edge) for edge in first.Rect] == [10, 8, 30, 20]
    assert (str(first.A.URI), str(first.Contents), list(first.Border)) == (
        "https://example.org/(a)",
        "where – it goes",
        [0, 0, 0],
    )
    assert int(first.F) == 4
    assert str(second.A.D) == "top"
    assert pikepdf.NameTree(pdf.Root.Names.Dests)["top"][0].objgen == pdf.pages[0].objgen

    office = drawn(draw, "office")
    assert read_structure(office).outline() == ("Document", ("P", ("Span", "here"), ("Span", "here")))
    assert "/Annots" not in office.pages[0]


def test_a_link_that_was_never_made_is_no_link() -> None:
    def draw(canvas: TaggedCanvas) -> None:
        with canvas.element("Link"):
            canvas.glyphs(shaped("here", 10, 10))

    assert tree_of(draw).outline() == ("Document", ("Span", "here"))


def test_notes_can_be_told_apart() -> None:
    with opened(every_role()) as pdf:
        notes = read_structure(pdf).find("Note")
        names = list(pdf.Root.StructTreeRoot.IDTree.Kids[0].Names)
        assert [str(note.entries.ID) for note in notes] == ["note1", "note2"]
        assert [element.objgen for element in names[1::2]] == [note.entries.objgen for note in notes]


def test_colours_are_set_once_and_again_after_a_clip() -> None:
    def draw(canvas: TaggedCanvas) -> None:
        canvas.fill(square(0, 0), BLUE)
        canvas.fill(square(1, 0), BLUE)
        with canvas.clip(square(0, 0, 50)):
            canvas.fill(square(2, 0), BLUE)
            canvas.fill(square(3, 0), RED)
        canvas.fill(square(4, 0), BLUE)
        canvas.fill(square(5, 0), RED)

    operators = page_of(draw).operators
    painted = [name for name in operators if name in ("rg", "f", "q", "Q", "W")]
    assert painted == ["rg", "f", "f", "q", "W", "f", "rg", "f", "Q", "f", "rg", "f"]


@pytest.mark.parametrize(("intent", "expected"), [("screen", ["rg", "g", "rg"]), ("office", ["g", "g", "rg"])])
def test_inks_in_both_intents(intent: Intent, expected: list[str]) -> None:
    def draw(canvas: TaggedCanvas) -> None:
        for ink in (BLUE, BLACK, RED):
            canvas.fill(square(0, 0), ink)
            canvas.stroke(square(0, 0), ink, 2)

    operators = page_of(draw, intent).operators
    assert [name for name in operators if name in ("g", "rg", "k")] == expected
    assert [name.lower() for name in operators if name in ("G", "RG", "K")] == expected


def test_black_from_the_start_needs_no_colour_at_all() -> None:
    operators = page_of(lambda canvas: canvas.fill(square(0, 0), BLACK)).operators
    assert operators == ["BDC", "m", "l", "l", "l", "l", "h", "f", "EMC"]


def test_fill_rules_and_stroke_styles() -> None:
    def draw(canvas: TaggedCanvas) -> None:
        canvas.fill(square(0, 0), RED, even_odd=True)
        canvas.stroke(square(0, 0), BLACK, 0.25, dash=(1, 2), ends="round", joins="miter")
        canvas.stroke(square(0, 0), BLACK, 1)
        canvas.fill(Path(), RED)

    with drawn(draw) as pdf:
        content = pdf.pages[0].Contents.read_bytes().decode()
    assert content.count("f*\n") == 1
    assert "0.25 w\n[1 2] 0 d\n1 J\n0 " in content
    assert "1 w\n[] 0 d\n0 J\n1 j\n" in content


def test_a_picture_is_embedded_once() -> None:
    canvas = blank()
    for _ in range(2):
        canvas.begin_page(SIZES["A6"])
        with canvas.element("Figure", alt="x", bbox=Rect(5, 6, 30, 20)):
            canvas.image(png(), Rect(5, 6, 30, 20))
            canvas.image(png(colour=0), Rect(5, 6, 30, 20))
        canvas.end_page()
    pdf = opened(canvas.finish())
    first, second = (page.Resources.XObject for page in pdf.pages)
    assert list(first) == ["/I1", "/I2"]
    assert [first[name].objgen for name in first] == [second[name].objgen for name in second]
    assert "q 30 0 0 20 5 6 cm /I1 Do Q" in pdf.pages[0].Contents.read_bytes().decode()


def test_misuse_is_refused() -> None:
    canvas = blank()
    with pytest.raises(RuntimeError, match="no page is open"):
        canvas.fill(square(0, 0), RED)
    canvas.begin_page(SIZES["A6"])
    with pytest.raises(RuntimeError, match="has not ended"):
        canvas.begin_page(SIZES["A6"])
    with pytest.raises(RuntimeError, match="has not ended"):
        canvas.finish()
    with pytest.raises(RuntimeError, match="within a clip"), canvas.clip(square(0, 0)):
        canvas.end_page()
    with pytest.raises(ValueError, match="structure role: Paragraph"), canvas.element("Paragraph"):
        pass
    with pytest.raises(ValueError, match="attribute of L: Numbering"), canvas.element("L", Numbering="Decimal"):
        pass
    with pytest.raises(ValueError, match="kind of artifact: Decor"), canvas.artifact("Decor"):
        pass
    with pytest.raises(ValueError, match="outside a Link"), canvas.element("P"):
        canvas.link(Rect(0, 0, 1, 1), "https://example.org", "x")
    canvas.destination("a", 0, 0)
    with pytest.raises(ValueError, match="two destinations"):
        canvas.destination("a", 0, 0)
    with canvas.element("Link"):
        canvas.link(Rect(0, 0, 1, 1), "#nowhere", "x")
    canvas.bookmark("Gone", "gone", 0)
    canvas.end_page()
    with pytest.raises(ValueError, match="gone, nowhere"):
        canvas.finish()
