"""The two faces of a hand: creased, rosy pads within; tendons and knuckles on its back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from scipy.interpolate import make_interp_spline
from scipy.spatial import KDTree

from qingzhi.avatar.geometry import smooth, squared, unit
from qingzhi.avatar.knuckles import FINGERS
from qingzhi.avatar.material import mix, tinted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.person import Person
    from qingzhi.avatar.spec import AvatarSpec
    from qingzhi.avatar.texels import Texels

    Floats = NDArray[Any]  # 32 bits in pictures, 64 elsewhere

_LINES: Final = (
    ((-0.60, 0.70), (-0.36, 0.79), (-0.06, 0.83), (0.16, 0.91), (0.24, 1.00)),
    ((0.52, 0.74), (0.27, 0.69), (0.00, 0.61), (-0.26, 0.50), (-0.42, 0.40)),
    ((0.52, 0.73), (0.30, 0.62), (0.15, 0.46), (0.09, 0.28), (0.11, 0.10), (0.17, 0.00)),
    ((-0.42, -0.03), (-0.05, -0.045), (0.30, -0.03)),
    ((-0.40, -0.09), (-0.05, -0.105), (0.28, -0.09)),
)
"""Creases of heart, head and life, and two across the wrist: places on the palm."""
_PADS: Final = ((0.30, 0.34), (-0.42, 0.36), (0.38, 0.92), (0.02, 0.95), (-0.27, 0.90))
"""Where the palm is thick and full of blood: balls of thumb and little finger, below fingers."""
_PAD: Final = 0.013
_HOLLOW: Final = (0.02, 0.52)
_SHARP, _SOFT = 0.0005, 0.0022
"""Metres: half the width of a crease, and of the shadow about it."""
_TENDON: Final = 0.0021
_KNUCKLE: Final = 0.012
_SUNK: Final = 0.16
_RAISED: Final = 1.2
"""Millimetres that a crease is deep, and that an old man's tendons stand out."""
_CREASE: Final = (0.86, 0.70, 0.66)
_ROSY: Final = (1.03, 0.87, 0.86)
_VEINS: Final = (0.86, 0.90, 0.93)
"""What blood that flows back adds between the tendons."""
_GOLDEN: Final = (1.02, 1.01, 0.96)
_PALE: Final = np.array([0.93, 0.74, 0.66])
"""The colour of a palm without any pigment."""


class Hand(NamedTuple):
    """Where a hand lies.

    Its places are shares of two ways: from the little to the index finger's knuckle, 0 at the
    middle one's, and from the wrist to that.
    """

    wrist: Floats
    across: Floats
    along: Floats
    palm: Floats
    """[3] unit vector off the palm."""
    knuckles: Floats
    """[4, 3]"""

    @classmethod
    def of(cls, person: Person, side: str) -> Hand:
        places = person.rig.modelled
        knuckles = np.stack([places[f"{side}{finger}Proximal"] for finger in FINGERS])
        wrist = places[f"{side}Hand"]
        along, across = knuckles[1] - wrist, knuckles[0] - knuckles[3]
        palm = unit(np.cross(along, across)) * (1 if side == "left" else -1)
        return cls(wrist, across, along, palm, knuckles)

    def place(self, points: Floats) -> Floats:
        """Return places [..., 2] on the hand of points [..., 3]."""
        ways = np.stack([self.across, self.along], 1)
        return np.asarray((points - self.wrist) @ np.linalg.pinv(ways).T)

    def metres(self, places: Floats) -> Floats:
        """Return places [..., 2] in metres, near enough."""
        return np.asarray(places * np.sqrt(squared(np.stack([self.across, self.along]))))


def paint(
    spec: AvatarSpec, hand: Hand, texels: Texels, colour: Floats, roughness: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return colour [K, 3], roughness [K] and relief [K] (millimetres) of texels of one hand."""
    facing = texels.normal @ hand.palm.astype(np.float32)
    inner, outer = smooth(0.0, 0.5, facing), smooth(0.0, 0.5, -facing)
    place = hand.place(texels.point)
    colour = _palm(hand, place, inner, colour)
    away = KDTree(hand.metres(_creases())).query(hand.metres(place))[0]
    deep = inner * smooth(-0.12, 0.06, place[:, 1])
    crease = deep * np.exp(-((away / _SHARP) ** 2))
    colour = tinted(colour, _CREASE, 0.36 * crease + 0.3 * deep * np.exp(-((away / _SOFT) ** 2)))
    lean, raised = _lean(spec), _back(hand, texels.point, place)
    between = smooth(-0.2, 0.5, place[:, 1]) * smooth(1.1, 0.8, place[:, 1]) * (1 - raised)
    colour = tinted(colour, _VEINS, 0.6 * lean * outer * between)
    return colour, roughness + 0.06 * inner, _RAISED * lean * outer * raised - _SUNK * crease


def _creases() -> Floats:
    """Return places [P, 2] all along the creases."""
    t = np.linspace(0, 1, 90)
    return np.concatenate(
        [make_interp_spline(np.linspace(0, 1, len(w)), w, k=2)(t) for w in _LINES]
    )


def _palm(hand: Hand, place: Floats, inner: Floats, colour: Floats) -> Floats:
    """Colour a palm: it has no pigment, its pads are rosy and its hollow is pale."""
    dark = 1 - colour.mean(-1)
    colour = mix(colour, np.broadcast_to(_PALE, colour.shape), (0.05 + 0.6 * dark**2) * inner)
    at = hand.metres(place)
    rosy = np.zeros(len(place))
    for pad in _PADS:
        rosy = np.maximum(rosy, np.exp(-squared(at - hand.metres(np.array(pad))) / _PAD**2))
    hollow = np.exp(-squared(at - hand.metres(np.array(_HOLLOW))) / (1.2 * _PAD) ** 2)
    beyond = smooth(0.9, 1.15, place[:, 1])
    colour = tinted(colour, _ROSY, inner * np.maximum(0.75 * rosy, 0.35 * beyond))
    return tinted(colour, _GOLDEN, 0.7 * inner * hollow)


def _back(hand: Hand, point: Floats, place: Floats) -> Floats:
    """Return how high [K] knuckles and the tendons to them stand out, 0..1."""
    high = np.zeros(len(point))
    at = hand.metres(place)
    for knuckle, (u, v) in zip(hand.knuckles, hand.place(hand.knuckles), strict=True):
        share = np.clip(place[:, 1] / v, 0, 1)
        aside = at[:, 0] - hand.metres(np.stack([u * (0.35 + 0.65 * share), place[:, 1]], 1))[:, 0]
        tendon = np.exp(-((aside / _TENDON) ** 2)) * smooth(0.05, 0.7, share)
        tendon *= smooth(1.02, 0.92, place[:, 1] / v)
        bump = np.exp(-squared(point - knuckle.astype(np.float32)) / _KNUCKLE**2)
        high = np.maximum(high, np.maximum(0.8 * tendon, 1.5 * bump))
    return np.asarray(np.minimum(high, 1))


def _lean(spec: AvatarSpec) -> float:
    """Return how far tendons, knuckles and veins show, 0..1: little in youth."""
    grown = float(smooth(6, 20, spec.age)) * (0.3 if spec.gender == "female" else 0.5)
    return min(grown + 0.5 * float(smooth(40, 75, spec.age)), 1.0)
