"""Skin tones by number: ten steps from the lightest to the darkest, as the Monk scale counts.

The steps are albedos of our own for bare skin on the cheek; what blood, sun and shade add is
painted. Lips and brows that nobody chose follow from the tone and from the hair.
"""

from __future__ import annotations

from typing import Final

TONES: Final = (
    "#f3d8cb", "#f0cebb", "#eac1a8", "#dfaf90", "#cf9a78",
    "#b98160", "#9b684a", "#7b5039", "#5c3c2d", "#442d24",
)  # fmt: skip
_PREFIX: Final = "monk-"
_LIPS: Final = ((0.86, 0.66, 0.63), (0.84, 0.70, 0.69))
"""What lips are of the skin's red, green and blue: on the lightest and on the darkest skin."""
_BROWS: Final = 0.9


def tone(given: str) -> str:
    """Return #rrggbb of a tone that is a colour already or `monk-1` to `monk-10`."""
    return TONES[int(given.removeprefix(_PREFIX)) - 1] if given.startswith(_PREFIX) else given


def numbered(step: int) -> str:
    """Name a step, 1 to 10."""
    return f"{_PREFIX}{step}"


def lips(colour: str) -> str:
    """Return the natural colour of lips in a skin of this colour."""
    skin = _channels(colour)
    dark = 1 - sum(skin) / 3
    share = min(max((dark - 0.2) / 0.5, 0), 1)
    return _hex([s * (a + (b - a) * share) for s, a, b in zip(skin, *_LIPS, strict=True)])


def brows(hair: str) -> str:
    """Return the colour of brows beside hair of this colour: a little darker."""
    return _hex([c * _BROWS for c in _channels(hair)])


def blended(first: str, second: str, share: float) -> str:
    """Return a colour on the way from one to another."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return _hex([a + (b - a) * share for a, b in pairs])


def _channels(colour: str) -> list[float]:
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def _hex(channels: list[float]) -> str:
    return "#" + "".join(f"{round(min(max(c, 0), 1) * 255):02x}" for c in channels)
