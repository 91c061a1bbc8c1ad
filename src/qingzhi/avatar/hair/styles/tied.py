"""Hair that is combed to where it is tied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingzhi.avatar.hair.style import Bun, Lock, Mound, Parting, Pole, Style, Tail
from qingzhi.avatar.hair.styles.common import MIDDLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingzhi.avatar.hair.style import Way


def _mirrored(lock: Lock) -> tuple[Lock, Lock]:
    azimuth, elevation = lock.root
    return lock, lock._replace(root=(-azimuth, elevation))


_TENDRIL: Final = Lock(
    root=(66, 4),
    path=(
        (0.0, 0.0, 0.0), (0.0012, -0.006, 0.0022), (0.0018, -0.014, 0.003),
        (0.0016, -0.022, 0.001), (0.001, -0.028, -0.003), (0.0, -0.033, -0.008),
    ),
    width=0.006,
    twins=3,
    spread=2.6,
)  # fmt: skip

_SMOOTH: Final = (
    Mound((180, 45), 0.006, 44),
    Mound((0, 70), 0.005, 36),
    Mound((85, 0), -0.004, 26),
    Mound((-85, 0), -0.004, 26),
    Mound((180, -30), -0.003, 30),
)


def _gathered(at: Way) -> tuple[Pole, ...]:
    """Lead all hair to one place."""
    return (
        Pole(at, -1.0, 400),
        Pole((0, -15), 0.9, 42),
        Pole((88, -22), 0.5, 18),
        Pole((-88, -22), 0.5, 18),
    )


def _paired(at: Way) -> tuple[Pole, ...]:
    """Lead the hair of each side to its own place."""
    return Pole(at, -1.2, 400, both=True), Pole((0, -15), 0.5, 42)


TIED: Final[Mapping[str, Style]] = {
    "bun": Style(
        parting=Parting(azimuth=17, end=(14, 66), groove=0.8, crest=0.0, bare=0.0016),
        poles=(
            Pole((180, -17), -1.0, 400),
            Pole((0, -15), 0.9, 42),
            Pole((88, -22), 0.5, 18),
            Pole((-88, -22), 0.5, 18),
        ),
        volume=0.010,
        mounds=(
            Mound((180, 62), 0.010, 44),
            Mound((0, 66), 0.007, 36),
            Mound((95, 42), 0.006, 32),
            Mound((-95, 42), 0.006, 32),
            Mound((-4, 48), 0.002, 26),
            Mound((78, 0), -0.003, 26),
            Mound((-78, 0), -0.003, 26),
            Mound((115, -5), -0.004, 20),
            Mound((-115, -5), -0.004, 20),
            Mound((180, -32), -0.003, 26),
        ),
        rise=0.014,
        bun=Bun(at=(180, -18)),
        loose=_mirrored(_TENDRIL),
    ),
    "ponytail": Style(
        parting=MIDDLE._replace(azimuth=10, end=(6, 60), push=0.35, groove=0.0, crest=0.0),
        poles=_gathered((180, 22)),
        volume=0.0075,
        mounds=_SMOOTH,
        rise=0.014,
        locks=60,
        stray=40,
        tail=Tail(
            at=(180, 22),
            length=0.40,
            thick=0.025,
            up=-0.15,
            weight=0.42,
            locks=64,
            width=0.017,
            wave=0.005,
        ),
        loose=_mirrored(_TENDRIL),
    ),
    "pigtails": Style(
        parting=Parting(azimuth=0, end=(180, -5), push=1.0, groove=0.4, crest=0.0, bare=0.0016),
        poles=_paired((104, 4)),
        volume=0.0065,
        mounds=_SMOOTH,
        rise=0.014,
        locks=60,
        stray=40,
        tail=Tail(
            at=(104, 4),
            length=0.26,
            thick=0.018,
            both=True,
            locks=32,
            width=0.016,
            up=-0.2,
            weight=0.45,
            wave=0.004,
        ),
    ),
    "braid": Style(
        parting=Parting(azimuth=0, end=(180, -5), push=1.0, groove=0.4, crest=0.0, bare=0.0016),
        poles=_paired((118, -16)),
        volume=0.0065,
        mounds=_SMOOTH,
        rise=0.014,
        locks=60,
        stray=40,
        tail=Tail(
            at=(118, -16),
            length=0.34,
            thick=0.013,
            both=True,
            braided=True,
            width=0.010,
            up=-0.3,
            weight=0.5,
        ),
    ),
}
