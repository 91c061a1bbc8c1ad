"""One clause's whole performance, planned once and sampled in any pieces.

Everything is a function of time, so a piece is computed alone and equals the same frames of the
whole. A clause that follows another of the same turn starts from where that one leaves off.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.motion import head, lips, phrasing, rest
from qingzhi.motion.curves import minimum_jerk
from qingzhi.motion.expression import envelope, mood, risen, speaking_share
from qingzhi.motion.negotiation import agreed, cheerful
from qingzhi.motion.quaternion import canonical, slerp
from qingzhi.motion.rhythm import rhythm
from qingzhi.motion.style import in_manner
from qingzhi.motion.visemes import columns
from qingzhi.score import ARKIT, FPS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qingzhi.motion.arrays import Array, Frames
    from qingzhi.motion.expression import Mood
    from qingzhi.motion.gesture import Side
    from qingzhi.motion.repertoire import Aimed, Repertoire
    from qingzhi.motion.rhythm import Rhythm
    from qingzhi.motion.style import Style
    from qingzhi.score import Clause, PhoneMark

OFFSET_S: Final = 1.0
"""Face and trunk ease back to rest for so long after the sound: a feeling outlasts its words, and
is still there when the next clause begins after a pause."""
JOIN_S: Final = 0.45
"""For so long face and trunk of the clause before are still seen."""
_JOIN_FRAMES: Final = int(JOIN_S * FPS) + 2
_LIFTED: Final = sorted((*rest.SHOULDERS, *rest.UPPER_ARMS))
"""Bones that move when shoulders are lifted: the upper arms hang on as they did."""
_POSTURE_S: Final = 0.5
_BREATH_S: Final = 4.0
_BREATH_DEG: Final = 0.5

FACE_COLUMNS: Final = tuple(
    i for i, name in enumerate(ARKIT) if not name.startswith(("eyeBlink", "eyeLook"))
)
"""Columns that speaking owns: lids and gaze stay with idle life and the player."""

_MOUTH: Final = list(lips.MOUTH)
_INNER_BROW: Final = list(columns("browInnerUp"))
_OUTER_BROW: Final = list(columns("browOuterUp"))
_SPREAD: Final = [c for name in ("mouthSmile", "mouthStretch") for c in columns(name)]
_PARTED: Final = [
    c
    for name in ("jawOpen", "mouthLowerDown", "mouthUpperUp", "mouthFunnel")
    for c in columns(name)
]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a clause takes over from the one before it: K frames from where the sound ends."""

    face: Array
    """[52] its expression."""
    trunk: Array
    """[K, 4, 4] in the order of `head.TRUNK`."""
    arms: Array | None
    """[38, 4] in the order of `rest.ARMS`; None where they rest."""
    shoulders: float
    """Degrees that its mood lifts them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A clause's movement as a function of time; times are seconds from its audio's start."""

    rhythm: Rhythm
    mood: Mood
    mouth: lips.Lips
    moves: head.Moves
    path: phrasing.Path | None
    entry: Entry | None
    seed: int
    resting: Array
    """[38, 4] the arms of this body at rest."""

    @property
    def seconds(self) -> float:
        """Length with the way back to rest."""
        tail = self.rhythm.seconds + OFFSET_S
        return max(tail, self.path.end) if self.path else tail

    @property
    def frames(self) -> int:
        return int(np.ceil(self.seconds * FPS)) + 1

    @property
    def bone_names(self) -> tuple[str, ...]:
        return (*head.TRUNK, *(rest.ARMS[i] for i in self._arm_bones))

    @property
    def _arm_bones(self) -> list[int]:
        """Shoulders show the mood; the rest of the arms is left to idle life unless it is used."""
        return _LIFTED if self.path is None else list(range(len(rest.ARMS)))

    def sample(self, first: int, last: int) -> tuple[Frames, Frames]:
        """Frames [first, last): face [T, 52] and bones [T, B, 4] in float32."""
        t = np.arange(first, last) / FPS
        moved = self.moves.sample(t)
        bones = self._bones(t, moved)
        face = self._face(t, moved[:, head.BROW])
        return face.astype(np.float32), canonical(bones).astype(np.float32)

    def leave(self, at: float) -> Entry:
        """Return what a clause takes over that begins `at` seconds from this one's beginning."""
        t = at + np.arange(_JOIN_FRAMES) / FPS
        bones = self._bones(t, self.moves.sample(t))
        face, shoulders = self._expression(t[:1])[0], float(self._shoulders(t[:1])[0])
        away = self.path is not None and self.path.end > t[0]
        arms = self.path.sample(t[:1])[0][0] if self.path is not None and away else None
        return Entry(face, bones[:, : len(head.TRUNK)], arms, shoulders)

    def _face(self, t: Array, brow: Array) -> Array:
        shape = self.mouth.shape(t)
        face = self._expression(t) * (1.0 - shape.speaking[:, None] * (1.0 - speaking_share()))
        rounding = shape.mouth[:, lips.ROUNDING].max(axis=1, keepdims=True)
        face[:, _SPREAD] *= 1.0 - 0.6 * rounding
        face[:, _PARTED] *= 1.0 - shape.held[:, None]
        face[:, _MOUTH] += shape.mouth * (1.0 - face[:, _MOUTH])
        raised = np.maximum(brow, 0.0)[:, None]
        face[:, _INNER_BROW] += 0.7 * raised * (1.0 - face[:, _INNER_BROW])
        face[:, _OUTER_BROW] += raised * (1.0 - face[:, _OUTER_BROW])
        return np.minimum(np.maximum(face, 0.0), 1.0)

    def _expression(self, t: Array) -> Array:
        """[T, 52] the face of the mood alone."""
        if self.entry is None:
            return self._ending(t) * self.mood.face * risen(t, self.mood)
        return self._felt(t, self.mood.face, self.entry.face, JOIN_S)

    def _shoulders(self, t: Array) -> Array:
        """[T] degrees that the mood lifts them."""
        before, seconds = (
            (0.0, _POSTURE_S) if self.entry is None else (self.entry.shoulders, JOIN_S)
        )
        own = np.array([self.mood.posture.shoulders])
        return self._felt(t, own, np.array([before]), seconds)[:, 0]

    def _felt(self, t: Array, own: Array, before: Array, seconds: float) -> Array:
        """[T, N] over some seconds to the own mood, and after the sound back to rest."""
        return self._ending(t) * (before + (own - before) * minimum_jerk(t / seconds)[:, None])

    def _ending(self, t: Array) -> Array:
        """[T, 1] what is left of a mood when the sound is over."""
        return 1.0 - minimum_jerk((t - self.rhythm.seconds) / OFFSET_S)[:, None]

    def _breath(self, t: Array) -> Array:
        """[T] degrees that the trunk rises and sinks by, quicker with what excites."""
        deep = _BREATH_DEG * self.mood.breath
        return np.asarray(-deep * np.sin(2.0 * np.pi * t * self.mood.breath / _BREATH_S))

    def _bones(self, t: Array, moved: Array) -> Array:
        """[T, B, 4] in the order of `bone_names`."""
        shown = envelope(t, _POSTURE_S, self.rhythm.seconds, OFFSET_S)[:, None]
        arms = np.repeat(self.resting[None], len(t), axis=0)
        if self.path is not None:
            arms, added = self.path.sample(t)
            moved = moved + added
        alive = head.liveliness(t, self.seed) + head.posture(self.mood.posture)
        alive[:, 0] += self._breath(t)
        trunk = head.trunk(moved + shown * alive)
        if self.entry is not None:
            trunk = _joined(t, self.entry.trunk, trunk)
        rest.lift(arms, self._shoulders(t))
        return np.concatenate((trunk, arms[:, self._arm_bones]), axis=1)


def plan(
    clause: Clause,
    marks: Sequence[PhoneMark],
    sample_rate: int,
    *,
    seed: int,
    side: Side,
    repertoire: Repertoire | Aimed,
    manner: Style,
    entry: Entry | None = None,
    permitted: Callable[[tuple[str, ...]], tuple[str, ...]] = tuple,
) -> Plan:
    """Plan a clause; equal arguments give equal plans. `permitted`: the rules on gestures."""
    beat = rhythm(clause, marks, sample_rate)
    emotion, stance = agreed(clause)
    plain = mood(emotion, stance, seed)
    feeling = in_manner(plain, manner, smiling=cheerful(emotion, stance))
    return Plan(
        rhythm=beat,
        mood=feeling,
        mouth=lips.plan(beat.phones, 1.0 + 0.18 * emotion.arousal),
        moves=head.plan(beat, clause.act, _nodding(feeling, manner), seed),
        path=phrasing.plan(
            clause,
            beat,
            feeling,
            seed=seed,
            side=side,
            start=None if entry is None else entry.arms,
            repertoire=repertoire,
            manner=manner,
            permitted=permitted,
        ),
        entry=entry,
        seed=seed,
        resting=repertoire.rest.arms,
    )


def _nodding(feeling: Mood, manner: Style) -> Mood:
    return replace(feeling, amplitude=feeling.amplitude * manner.head)


def _joined(t: Array, before: Array, own: Array) -> Array:
    """Cross-fade rotations from the clause before; its frames stand at 0, 1/FPS, ..."""
    near = int(np.count_nonzero(t < JOIN_S))
    if near == 0:
        return own
    frame = np.minimum(np.rint(t[:near] * FPS).astype(np.intp), len(before) - 1)
    weight = minimum_jerk(t[:near] / JOIN_S)[:, None]
    return np.concatenate((slerp(before[frame], own[:near], weight), own[near:]))
