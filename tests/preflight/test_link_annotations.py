"""Links lead to what people read there; pages have the size that they print at; a file that must not be printed fails."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from building import built_in
from designs import LINK, changed, says, sound
from generator.geometry import SIZES
from generator.preflight import Expectation, Finding, preflight

EVERYWHERE = (10, 700, 590, 800)
HEADING = (50, 760, 400, 795)  # "Set up your key"
ADDRESS = (50, 715, 400, 745)  # "example.ac.jp/mfa/start"
ELSEWHERE = "https://evil.example/login"

Change = Callable[[pikepdf.Pdf], None]


def linked(*links: tuple[tuple[int, int, int, int], str], **more: object) -> Change:
    """Link annotations with these rectangles and targets, each over those before it."""

    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].obj.Annots = pikepdf.Array()
        for rect, target in links:
            action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=target)
            note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=list(rect), A=action, **more)
            document.pages[0].obj.Annots.append(document.make_indirect(note))

    return change


def findings(pdf: bytes, rule: str, **known: object) -> list[Finding]:
    report = preflight(pdf, expected=Expectation(**known))  # type: ignore[arg-type]
    return [one for one in report.findings if one.rule.id == rule and one.status == "failed"]


MISLEADING: dict[str, Change] = {
    "another address beneath words": linked((HEADING, ELSEWHERE)),
    "another page of the host": linked((HEADING, "https://example.ac.jp/mfa/other")),
    "beneath the printed address": linked((ADDRESS, ELSEWHERE)),
    "the printed address as a parameter": linked((ADDRESS, "https://evil.example/?example.ac.jp/mfa/start")),
    "a host that goes on": linked((ADDRESS, "https://example.ac.jp.evil.example/mfa/start")),
    "one over another": linked((ADDRESS, LINK), (ADDRESS, "https://example.ac.jp/mfa/other")),
    "an invisible one over all": linked((ADDRESS, LINK), (EVERYWHERE, ELSEWHERE)),
}


@pytest.mark.parametrize("name", MISLEADING)
def test_a_link_that_leads_elsewhere(name: str) -> None:
    pdf = changed(sound(), MISLEADING[name])
    for intent, severity in (("screen", "error"), ("office", "warning"), ("", "warning")):
        found = findings(pdf, "file-links", intent=intent)
        assert found and {one.severity for one in found} == {severity}
        assert all(one.page_number == 1 and one.place is not None and "link" in one.measured for one in found)


@pytest.mark.parametrize(
    ("links", "options"),
    [
        ([(ADDRESS, LINK)], {}),
        ([(HEADING, LINK)], {}),
        ([(HEADING, LINK), (ADDRESS, LINK)], {}),
        ([(ADDRESS, LINK), (ADDRESS, LINK)], {}),
        ([(HEADING, "mailto:help@example.ac.jp")], {}),
        ([(HEADING, ELSEWHERE)], {"extra": says(20, 40, "Not evil: evil.example/login", 10)}),
    ],
)
def test_links_that_lead_where_they_say(links: list[tuple[tuple[int, int, int, int], str]], options: dict[str, object]) -> None:
    assert not findings(changed(sound(**options), linked(*links)), "file-links", intent="screen")


def test_a_mail_link_goes_to_the_address_that_is_printed() -> None:
    pdf = changed(sound(printed="help@example.ac.jp"), linked((ADDRESS, "mailto:evil@example.net")))
    assert findings(pdf, "file-links", intent="screen")


def test_an_expected_address_need_not_be_printed() -> None:
    pdf = changed(sound(), linked((HEADING, "https://www.example.org/")))
    assert findings(pdf, "file-links")
    assert not findings(pdf, "file-links", other_addresses=("https://www.example.org",))


def test_without_an_address_nothing_can_be_compared() -> None:
    pdf = changed(sound(code=False, printed="Ask us"), linked((HEADING, ELSEWHERE)))
    report = preflight(pdf, expected=Expectation(intent="screen"))
    assert {one.status for one in report.findings if one.rule.id == "file-links"} == {"not measured"}


def test_an_annotation_over_a_link() -> None:
    def change(document: pikepdf.Pdf) -> None:
        linked((ADDRESS, LINK))(document)
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=list(EVERYWHERE))
        document.pages[0].obj.Annots.append(document.make_indirect(note))

    (found,) = findings(changed(sound(), change), "file-links", intent="screen")
    assert found.measured == f"an annotation lies over a link to {LINK}"


def test_actions_are_warnings_on_paper() -> None:
    def launch(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")

    pdf = changed(sound(), launch)
    for intent, severity in (("screen", "error"), ("office", "warning"), ("", "error")):
        assert {one.severity for one in findings(pdf, "file-actions", intent=intent)} == {severity}


def test_the_links_of_our_own_files() -> None:
    checked = 0
    for name, pdf in built_in("screen").items():
        with pikepdf.open(BytesIO(pdf)) as document:
            checked += any("/Annots" in page for page in document.pages)
        assert not findings(pdf, "file-links", intent="screen"), name
    assert checked


@pytest.mark.parametrize(
    ("allow", "severity"),
    [
        ({"print_lowres": False, "print_highres": False}, "error"),
        ({"print_highres": False}, "warning"),
        ({"extract": False, "modify_other": False}, "warning"),
    ],
)
def test_a_file_that_its_owner_forbids_to_print(allow: dict[str, bool], severity: str) -> None:
    lock = pikepdf.Encryption(owner="o", user="", allow=pikepdf.Permissions(**allow))
    (found,) = findings(changed(sound(), lambda _: None, encryption=lock), "file-encryption")
    assert found.severity == severity
    assert ("forbids printing" in found.measured) is (severity == "error")


def scaled(unit: object, turned: int = 0) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].obj.UserUnit = unit
        document.pages[0].obj.Rotate = turned

    return change


@pytest.mark.parametrize("turned", [0, 90])
def test_a_page_is_as_large_as_it_prints(turned: int) -> None:
    plain, double = sound(), changed(sound(), scaled(2, turned))
    assert bool(findings(double, "file-size", size=SIZES["A2"])) is (turned == 90)
    assert findings(double, "file-size", size=SIZES["A4"])
    small, large = (preflight(pdf) for pdf in (plain, double))
    assert large.codes[0]["module_mm"] == pytest.approx(2 * small.codes[0]["module_mm"], rel=0.02)
    if not turned:
        assert large.codes[0]["place_mm"] == pytest.approx([2 * value for value in small.codes[0]["place_mm"]], abs=1)
    sizes = [one.measured.split()[0] for report in (small, large) for one in report.findings if one.rule.id == "text-size"]
    assert float(sizes[1]) == 2 * float(sizes[0])


@pytest.mark.parametrize("unit", [0, -2, 1e9, pikepdf.Name.Two, pikepdf.Array([2])])
def test_any_unit_is_judged(unit: object) -> None:
    report = preflight(changed(sound(), scaled(unit)))
    assert report.codes or unit == 1e9
