"""How a line sets its steps: what `<line>` and `<lanes>` say once for all of them."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from generator.layout.setting import Setting
from generator.markup import Element

_ROOMY = 75.0  # mm


class StepLook(Struct, frozen=True):
    """How a line sets its steps, in points: the line's axis and the text from the left edge, the disc, the pictures."""

    axis: float
    text: float
    disc: float
    gap: float
    pictures: Literal["right", "below"]
    picture: tuple[float, float]  # narrowest and widest phone screen
    width: float  # of a phone screen as tight as it is now
    roomy: float  # widest phone screen where the page has room to spare; 0: pictures do not grow beyond `picture`
    title: str
    between: float  # from picture to picture
    words: float  # the least size of the words in a picture, in points


def look_of(line: Element, setting: Setting) -> StepLook:
    """The look that a `<line>` or `<lanes>` gives its steps."""
    low, high = (value * setting.scale for value in line.range("picture", "21.5mm"))
    below = line.get("pictures") == "below"
    return StepLook(
        axis=setting.length(line, "axis", "4.2mm"),
        text=setting.length(line, "text", "12mm"),
        disc=setting.length(line, "disc", "8.4mm"),
        gap=setting.length(line, "gap", "4mm"),
        pictures="below" if below else "right",
        picture=(low, high),
        width=setting.length(line, "picture", "21.5mm"),
        roomy=0.0 if below or setting.left_out else setting.mm(_ROOMY),
        title=line.get("title", "step"),
        between=setting.mm(1.5),
        words=line.range("words", "0pt")[0],
    )
