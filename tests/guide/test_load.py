"""Files and folders: languages, defaults, and what must never be opened."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from generator.errors import AssetError, InvalidInput
from generator.guide import Guide, Ring, load_all, load_guide
from guide_files import SOUND, edited, load, write


def test_everything_is_read(tmp_path: Path) -> None:
    guide = load(tmp_path, SOUND)
    assert (guide.schema, guide.id, guide.lang, guide.folder) == (1, "eduroam", "en", tmp_path)
    assert (guide.link.url, guide.link.label) == ("https://example.org/wifi", "Wi-Fi page")
    assert guide.translation is not None
    assert (guide.translation.by, guide.translation.reviewed) == ("machine", True)
    assert [(item.text, item.note, item.icon) for item in guide.have_ready] == [
        ("Your phone", "", ""),
        ("An account", "not the guest's", "user"),
    ]
    assert [(key, term.label, term.original) for key, term in guide.terms.items()] == [
        ("next", "Next", ""),
        ("add-method", "追加", "Add"),
    ]
    screen = guide.screens["welcome"]
    assert (screen.id, screen.device, screen.crop) == ("welcome", "phone", (0, 0, 1, 0.6))
    assert (screen.marks, screen.redact) == ((Ring(0.1, 0.2, 0.3, 0.4),), (Ring(0, 0, 0.5, 0.5),))
    choose = guide.procedures[0].steps[1]
    assert [(case.id, case.when, case.sees) for case in choose.cases] == [
        ("new", "First time", "welcome"),
        ("again", "Otherwise", ""),
    ]
    assert [(phase.first, phase.last) for phase in guide.phases] == [("open", "open"), ("choose", "done")]
    assert guide.help[0].answer == "Wait."


def test_devices(tmp_path: Path) -> None:
    """A procedure has those that its steps name; a step without one is for its procedure's first."""
    phone, pc = load(tmp_path, SOUND).procedures
    assert (phone.devices, [step.device for step in phone.steps]) == (("phone",), ["phone"] * 3)
    assert (pc.devices, [step.device for step in pc.steps]) == (("pc", "phone"), ["pc", "phone"])
    named = load(tmp_path, edited("    devices: [pc, phone]\n", "").replace("title: Start,", "title: Start, device: tablet,"))
    assert named.procedures[1].devices == ("tablet", "phone")


MINIMAL = 'schema: 1\nid: a\ntitle: T\nlink: {url: "https://x.org"}\nprocedures: [{steps: [{id: s, text: Go.}]}]\n'


def test_only_what_is_required(tmp_path: Path) -> None:
    guide = load(tmp_path, MINIMAL)
    assert (guide.procedures[0].id, guide.procedures[0].devices) == ("procedure-1", ("phone",))
    assert (guide.contact.name, guide.phases, guide.translation) == ("", (), None)


def test_keys_without_a_value_are_left_out(tmp_path: Path) -> None:
    guide = load(tmp_path, MINIMAL + "contact:\nphases:\nterms:\nsubtitle:\n")
    assert (guide.contact.name, guide.phases, dict(guide.terms), guide.subtitle) == ("", (), {}, "")


def test_forty_steps_and_more(tmp_path: Path) -> None:
    steps = "".join(f"  - {{id: s{number}, text: Do it.}}\n" for number in range(300))
    guide = load(tmp_path, MINIMAL.partition("procedures")[0] + "procedures:\n- steps:\n" + steps)
    assert len(guide.procedures[0].steps) == 300


def test_scalars_stay_text(tmp_path: Path) -> None:
    guide = load(tmp_path, MINIMAL + "terms: {no: NO, bond: 007, one: 1.10, when: 12:30:45, nothing: null}\nedition: 1.0\n")
    assert [term.label for term in guide.terms.values()] == ["NO", "007", "1.10", "12:30:45", "null"]
    assert guide.edition == "1.0"


def test_block_scalars_lose_their_last_line_end(tmp_path: Path) -> None:
    guide = load(tmp_path, MINIMAL + "summary: |\n  One.\n  Two.\n")
    assert guide.summary == "One.\nTwo."


def test_a_guide_survives_pickling(tmp_path: Path) -> None:
    guide = load(tmp_path, SOUND)
    again: Guide = pickle.loads(pickle.dumps(guide))
    assert again == guide
    assert again.title.place == guide.title.place


def test_languages_of_a_folder(tmp_path: Path) -> None:
    for lang in ("zh-Hans", "ja", "en", "de"):
        write(tmp_path, SOUND, lang)
    (tmp_path / "guide.en.yaml~").write_text("rubbish")
    (tmp_path / "theme.toml").write_text("rubbish")
    guides = load_all(tmp_path)
    assert list(guides) == ["en", "de", "ja", "zh-Hans"]
    assert all(guide.lang == lang for lang, guide in guides.items())
    assert load_guide(tmp_path, "ja").lang == "ja"
    with pytest.raises(AssetError, match='no language "jp"'):
        load_guide(tmp_path, "jp")
    with pytest.raises(InvalidInput, match="several languages"):
        load_guide(tmp_path)


def test_one_file(tmp_path: Path) -> None:
    path = write(tmp_path, SOUND, "ja")
    assert list(load_all(path)) == ["ja"]
    other = path.rename(tmp_path / "mine.yaml")
    assert load_guide(other, "fr").lang == "fr"
    with pytest.raises(InvalidInput, match="says no language"):
        load_guide(other)


def test_faults_of_all_files_are_told_together(tmp_path: Path) -> None:
    write(tmp_path, edited("{ui:next}", "{ui:nxt}"), "en")
    write(tmp_path, edited("id: eduroam", "id: Eduroam"), "ja")
    with pytest.raises(InvalidInput) as caught:
        load_all(tmp_path)
    assert [Path(problem.place.file).name for problem in caught.value.problems if problem.place] == [
        "guide.en.yaml",
        "guide.ja.yaml",
    ]


def test_nothing_there(tmp_path: Path) -> None:
    write(tmp_path, SOUND)
    with pytest.raises(AssetError, match="does not exist") as caught:
        load_all(tmp_path / "guide.em.yaml")
    assert 'Did you mean "guide.en.yaml"?' in caught.value.problems[0].help
    with pytest.raises(AssetError, match="does not exist"):
        load_all(tmp_path / "nul\0")
    with pytest.raises(AssetError, match="does not exist"):
        load_guide(tmp_path / "guide.en.yaml" / "x", "en")


def test_a_folder_without_guides(tmp_path: Path) -> None:
    (tmp_path / "guide.yml").write_text(SOUND)
    with pytest.raises(InvalidInput, match="no guide in") as caught:
        load_all(tmp_path)
    assert "guide.en.yaml" in caught.value.problems[0].help
    assert "There is guide.yml." in caught.value.problems[0].help


def test_an_empty_file(tmp_path: Path) -> None:
    for text in ("", "# nothing but a remark\n", "---\n"):
        with pytest.raises(InvalidInput):
            load(tmp_path, text)


def test_odd_file_names(tmp_path: Path) -> None:
    folder = tmp_path / "a b\n日\u202e"
    folder.mkdir()
    with pytest.raises(InvalidInput) as caught:
        load(folder, edited("{ui:next}", "{ui:nxt}"))
    place = caught.value.problems[0].place
    assert place is not None
    assert "a b\\n日\\u202e" in place.file
    (tmp_path / "guide.x y.yaml").write_text(SOUND)
    with pytest.raises(InvalidInput, match="says no language"):
        load_all(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are named on POSIX only")
def test_pipes_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "guide.en.yaml")
    with pytest.raises(AssetError, match="not a regular file"):
        load_all(tmp_path)


def test_devices_and_folders_are_refused(tmp_path: Path) -> None:
    (tmp_path / "guide.en.yaml").mkdir()
    with pytest.raises(AssetError, match="is a folder"):
        load_all(tmp_path)
    with pytest.raises(AssetError, match="not a regular file"):
        load_guide(Path("/dev/zero"), "en")


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "guide", tmp_path / "elsewhere"
    inside.mkdir()
    outside.mkdir()
    target = write(outside, SOUND)
    (inside / "guide.en.yaml").symlink_to(target)
    with pytest.raises(AssetError, match="is a link that leaves its folder"):
        load_all(inside)
    (inside / "guide.en.yaml").unlink()
    (inside / "guide.en.yaml").symlink_to("guide.en.yaml")
    with pytest.raises(AssetError):
        load_all(inside)


def test_links_within_the_folder_are_followed(tmp_path: Path) -> None:
    write(tmp_path, SOUND)
    (tmp_path / "guide.fr.yaml").symlink_to("guide.en.yaml")
    assert list(load_all(tmp_path)) == ["en", "fr"]


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="larger than 1 MB"):
        load(tmp_path, SOUND + "#" * 1_000_000)
