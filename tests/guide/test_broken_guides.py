"""Every kind of broken guide: the place, and words that say what is wrong and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import InvalidInput, render
from guide_files import SOUND, edited, load, problems

HERE = "‸"  # marks the spot where the caret must stand

# name, what is changed, into what, words of the message and the help
BROKEN = [
    ("unknown key", "\nedition:", "\n‸editon:", ["unknown key", '"editon"', 'Did you mean "edition"?']),
    (
        "unknown key in a step",
        "        title: Which one?",
        "        ‸heading: Which one?",
        ['"heading" in a step', "The keys are: id, "],
    ),
    ("missing id", "schema: 1\nid: eduroam\n", "‸schema: 1\n", ['the guide has no "id"']),
    (
        "missing link",
        'schema: 1\nid: eduroam\ntitle: Join eduroam\nlink: {url: "https://example.org/wifi", label: Wi-Fi page}\n',
        "‸schema: 1\nid: eduroam\ntitle: Join eduroam\n",
        ['has no "link"'],
    ),
    ("missing url", '{url: "https://example.org/wifi", ', "‸{", ['the link has no "url"']),
    (
        "missing text",
        "id: done\n        title: Done\n        text: Look at {screen:welcome}.\n",
        "‸id: done\n        title: Done\n",
        ['a step has no "text"'],
    ),
    ("empty title", "schema: 1\nid: eduroam\ntitle: Join eduroam", "‸schema: 1\nid: eduroam\ntitle:", ['has no "title"']),
    ("blank title", "title: Join eduroam", 'title: ‸" "', ["found nothing"]),
    (
        "link as text",
        'link: {url: "https://example.org/wifi", label: Wi-Fi page}',
        "link: ‸https://example.org",
        ["expected the link", "found a text"],
    ),
    ("list for text", "title: Join eduroam", "title: ‸[a, b]", ["expected a text, found a list", "begins with [ needs quotes"]),
    (
        "braces for text",
        "text: Open {link}.",
        "text: ‸{link}",
        ["expected a text, found a mapping", "begins with { needs quotes"],
    ),
    ("text for list", "        screens: [welcome]", "        screens: ‸welcome", ["expected a list of ids, found a text"]),
    (
        "mapping for list",
        "  - {problem: Nothing happens, answer: Wait.}",
        "  ‸problem: Nothing",
        ["expected a list of help entries, found a mapping"],
    ),
    (
        "text for a step",
        "      - {id: go, title: Go, device: phone, text: Go.}",
        "      - ‸go",
        ["expected a step", "found a text"],
    ),
    ("no steps", "    devices: [pc, phone]\n    steps:\n", "    steps: ‸[]\n    help:\n", ["list of steps is empty"]),
    ("bad device", "device: phone,", "device: ‸fone,", ['"fone" is not a device', 'Did you mean "phone"?']),
    ("bad device in list", "devices: [pc, phone]", "devices: [pc, ‸watch]", ['"watch" is not a device', "phone, tablet or pc"]),
    (
        "device not listed",
        "{id: go, title: Go, device: phone,",
        "{id: ‸go, title: Go, device: tablet,",
        ["on a tablet", "are: pc, phone"],
    ),
    ("bad fraction", "[0, 0, 1, 0.6]", "[0, 0, 1, ‸60%]", ['"60%" is not a fraction', "0 to 1"]),
    ("fraction out of range", "[0, 0, 1, 0.6]", "[0, ‸-1, 1, 0.6]", ['"-1" is not a fraction']),
    ("three fractions", "[0.1, 0.2, 0.3, 0.4]", "‸[0.1, 0.2, 0.3]", ["expected 4 fractions, found 3"]),
    ("rectangle too wide", "[0.1, 0.2, 0.3, 0.4]", "‸[0.8, 0.2, 0.3, 0.4]", ["reaches out of the picture"]),
    ("empty rectangle", "[[0, 0, .5, .5]]", "[‸[0, 0, 0, .5]]", ["rectangle is empty"]),
    ("bad date", "2026-11-24", "‸24.11.2026", ['"24.11.2026" is not a date', "year-month-day"]),
    ("impossible date", "2026-11-24", "‸2026-02-30", ['"2026-02-30" is not a date']),
    ("capital in id", "id: eduroam", "id: ‸Eduroam", ['"Eduroam" is not an id', "lower-case"]),
    ("space in a term's id", "  next: Next", "  next: Next\n  ‸ok button: OK", ['"ok button" is not an id']),
    ("wrong schema", "schema: 1", "schema: ‸2", ['"2" is not a schema']),
    ("yes or no", "reviewed: yes", "reviewed: ‸maybe", ['"maybe" is not yes or no']),
    ("bad icon", "icon: user", "icon: ‸usr", ['"usr" is not an icon', 'Did you mean "user"?']),
    ("address with a space", "https://example.org/wifi", "https://example.org/wi‸ fi", ["no spaces"]),
    ("no web address", '"https://example.org/wifi', '‸"example.org/wifi', ["is not a web address", "in full"]),
    ("unknown term", "{ui:next}", "‸{ui:nxt}", ['unknown term "nxt"', 'next, add-method. Did you mean "next"?']),
    ("unknown screen in a text", "{screen:welcome}", "‸{screen:home}", ['unknown screen "home"', "the screens are: welcome"]),
    ("unknown screen of a step", "screens: [welcome]", "screens: [‸welcom]", ['unknown screen "welcom"', 'mean "welcome"?']),
    ("unknown screen of a case", "sees: welcome", "sees: ‸home", ['unknown screen "home"']),
    ("unknown step", "{step:done}", "‸{step:dome}", ['unknown step "dome"', 'Did you mean "done"?']),
    ("unknown procedure", "{procedure:phone}", "‸{procedure:fone}", ['unknown procedure "fone"']),
    ("half a range", "{steps:open..choose}", "‸{steps:open}", ["a range needs two steps"]),
    ("range backwards", "{steps:open..choose}", "‸{steps:done..open}", ['"done" comes after "open"', "Write open..done"]),
    ("range over two procedures", "{steps:open..choose}", "‸{steps:open..go}", ["different procedures (A and B)"]),
    ("phase of an unknown step", "steps: choose..done", "steps: choose..‸dne", ['unknown step "dne"', 'Did you mean "done"?']),
    ("phase backwards", "steps: choose..done", "steps: ‸done..choose", ['"done" comes after "choose"']),
    ("phases out of order", "steps: choose..done", "steps: ‸open..done", ['begins with "open"', "in the order of the steps"]),
    ("phase that names no steps", "steps: choose..done", "steps: ‸choose to done", ["names no steps", "first..last"]),
    (
        "step id twice",
        "      - id: done",
        "      - {id: ‸open, text: Go.}\n      - id: done",
        ['two steps have the id "open"', "Line 25"],
    ),
    ("step id twice over procedures", "{id: go,", "{id: ‸open,", ['two steps have the id "open"']),
    ("case id twice", "{id: again,", "{id: ‸new,", ['two cases have the id "new"']),
    ("procedure id twice", "  - id: pc", "  - id: ‸phone", ['two procedures have the id "phone"']),
    ("key twice", 'edition: "2"', 'edition: "2"\n‸edition: "3"', ['"edition" stands here twice', "line 6"]),
    ("list as key", "  next: Next", "  next: Next\n  ‸[a]: b", ["cannot be a key"]),
    ("tag", "title: Join eduroam", "title: ‸!!str Join", ["tags have no meaning"]),
    ("unknown alias", "title: Join eduroam", "title: ‸*join", ['nothing is anchored as "join"', "begins with *"]),
    ("alias of itself", "have_ready: [Your phone,", "have_ready: &a [‸*a,", ['nothing is anchored as "a"']),
    ("second document", "\nhelp:", "\n‸---\nhelp:", ["second document"]),
    ("escaped NUL", "title: Join eduroam", 'title: "Join‸\\0"', ["the escape \\0", "U+0000", "single quotes"]),
    ("bidi override", "Join eduroam", "Join ‸\u202eedu", ["U+202E RIGHT-TO-LEFT OVERRIDE", "order"]),
    ("NUL", "Join eduroam", "Join ‸\x00edu", ["U+0000", "control character"]),
    ("line separator", "Join eduroam", "Join‸\u2028edu", ["U+2028"]),
]


@pytest.mark.parametrize(("old", "new", "words"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_fault(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    marked = edited(old, new)
    before = marked.partition(HERE)[0]
    spot = before.count("\n") + 1, len(before) - before.rfind("\n")
    found = problems(tmp_path, marked.replace(HERE, ""))
    told = [(problem.place.line, problem.place.column) for problem in found if problem.place]
    assert spot in told, [render(problem) for problem in found]
    problem = found[told.index(spot)]
    assert (problem.severity, bool(problem.rule)) == ("error", True)
    for word in words:
        assert word in problem.message + " | " + problem.help
    assert len(found) <= 2, "one fault must not be told as many"


def test_the_sound_guide_is_sound(tmp_path: Path) -> None:
    assert problems(tmp_path, SOUND) == ()


def test_message_as_designed(tmp_path: Path) -> None:
    text = edited("text: Look at {screen:welcome}.", "text: Tap {ui:nxt}.")
    with pytest.raises(InvalidInput) as caught:
        load(tmp_path, text)
    assert render(caught.value.problems[0]) == "\n".join(
        [
            'error: unknown term "nxt"',
            f"  --> {tmp_path}/guide.en.yaml:36:19",
            "   |",
            "36 |         text: Tap {ui:nxt}.",
            "   |                   ^^^^^^^^",
            'help: the terms are: next, add-method. Did you mean "next"?',
        ]
    )


def test_several_faults_are_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    text = SOUND.replace("edition:", "editon:").replace("[0, 0, 1, 0.6]", "[0, 0, 1, x]").replace("{ui:next}", "{ui:nxt}")
    text = text.replace("device: phone,", "device: fone,").replace("{step:done}", "{step:dome}").replace("2026-11-24", "today")
    assert [(problem.place.line, problem.rule) for problem in problems(tmp_path, text) if problem.place] == [
        (6, "unknown-key"),
        (7, "bad-date"),
        (17, "bad-fraction"),
        (32, "unknown-term"),
        (41, "unknown-step"),
        (42, "unknown-value"),
    ]


def test_a_misspelt_key_does_not_make_its_content_missing(tmp_path: Path) -> None:
    """Without reading on as if `terms` stood there, each {ui:…} would be an error, too."""
    assert [problem.rule for problem in problems(tmp_path, edited("\nterms:", "\ntrems:"))] == ["unknown-key"]


def test_unreadable_steps_do_not_make_references_dangle(tmp_path: Path) -> None:
    assert [problem.rule for problem in problems(tmp_path, edited("  - id: phone\n", "  - phone\n  - id: phone\n"))] == [
        "wrong-kind"
    ]


def test_a_huge_value_is_cut_in_the_message(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, edited("id: eduroam", "id: " + "A" * 100_000))
    assert len(render(problem)) < 1000


def test_picture_outside_the_folder_is_an_asset_error(tmp_path: Path) -> None:
    from generator.errors import AssetError

    for file in (
        "../secret.png",
        "/etc/passwd",
        "screens/../../x.png",
        "C:/x.png",
        "screens\\x.png",
        "https://example.org/x.png",
    ):
        with pytest.raises(AssetError, match="not in the guide's folder"):
            load(tmp_path, edited("screens/welcome.png", file))
