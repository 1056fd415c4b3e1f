"""Guide files for the tests: one that is sound, and the means to break it in one spot."""

from __future__ import annotations

from pathlib import Path

from generator.errors import Diagnostic, HandoutsError
from generator.guide import Guide, load_guide

SOUND = """\
schema: 1
id: eduroam
title: Join eduroam
link: {url: "https://example.org/wifi", label: Wi-Fi page}
contact: {email: help@example.org}
edition: "2"
reviewed: 2026-11-24
translation: {by: machine, reviewed: yes}
have_ready: [Your phone, {text: An account, note: not the guest's, icon: user}]
terms:
  next: Next
  add-method: {label: 追加, original: Add}
screens:
  welcome:
    name: Welcome
    file: screens/welcome.png
    crop: [0, 0, 1, 0.6]
    alt: The first page.
    marks: [{ring: [0.1, 0.2, 0.3, 0.4]}]
    redact: [[0, 0, .5, .5]]
procedures:
  - id: phone
    title: On your phone
    steps:
      - id: open
        title: Open
        text: Open {link}.
        screens: [welcome]
      - id: choose
        title: Which one?
        cases:
          - {id: new, when: First time, sees: welcome, text: "Tap {ui:next}."}
          - {id: again, when: Otherwise, text: "Tap {ui:add-method}."}
      - id: done
        title: Done
        text: Look at {screen:welcome}.
  - id: pc
    title: On a PC
    devices: [pc, phone]
    steps:
      - {id: start, title: Start, text: "Do {steps:open..choose}, then {step:done}, or {procedure:phone}."}
      - {id: go, title: Go, device: phone, text: Go.}
phases:
  - {title: Open, text: On the phone., steps: open}
  - {steps: choose..done}
help:
  - {problem: Nothing happens, answer: Wait.}
"""


def edited(old: str, new: str) -> str:
    """The sound guide with one spot changed."""
    assert SOUND.count(old) == 1, f"{old!r} stands {SOUND.count(old)} times in the guide"
    return SOUND.replace(old, new)


def write(folder: Path, text: str | bytes, lang: str = "en") -> Path:
    """The file of a guide in that language, in `folder`."""
    path = folder / f"guide.{lang}.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def load(folder: Path, text: str | bytes, lang: str = "en") -> Guide:
    """The guide that a text holds."""
    return load_guide(write(folder, text, lang))


def problems(folder: Path, text: str | bytes) -> tuple[Diagnostic, ...]:
    """What is wrong with a text; nothing if it loads."""
    try:
        load(folder, text)
    except HandoutsError as error:
        return error.problems
    return ()
