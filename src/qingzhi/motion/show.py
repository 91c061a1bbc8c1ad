"""Anything in the catalogue, performed by name: a face, a gesture, a move, a feeling."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.emotion import NEUTRAL, NEUTRAL_EMOTION, Emotion, Stance, Strength
from qingzhi.errors import InputError
from qingzhi.motion import head, look, moves, rest
from qingzhi.motion.catalogue import catalogue, faces
from qingzhi.motion.compose import Composed
from qingzhi.motion.curves import minimum_jerk
from qingzhi.motion.expression import Mood, envelope, face_of, mood, risen
from qingzhi.motion.gesture import gestures
from qingzhi.motion.phrasing import Path
from qingzhi.motion.quaternion import canonical
from qingzhi.motion.repertoire import repertoire
from qingzhi.motion.rules import Rules
from qingzhi.motion.tracks import along
from qingzhi.motion.visemes import columns
from qingzhi.score import ARKIT, BONES, FPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingzhi.motion.arrays import Array
    from qingzhi.motion.body import Body
    from qingzhi.motion.catalogue import Face
    from qingzhi.motion.gesture import PoseId, Side
    from qingzhi.motion.repertoire import Repertoire

SECONDS: Final = 3.0
"""How long a feeling is shown."""
FIRST_S: Final = 0.9
"""When the first stroke of a gesture lands."""
_STROKE_S: Final = 0.75
_MOST_STROKES: Final = 3
_OFFSET_S: Final = 0.6
_POSTURE_S: Final = 0.45
"""A trunk is slower than a face."""
_AVERTED: Final = (0.42, 0.68)
"""From and until which share of the time the eyes turn away."""
_COLUMN: Final = {name: i for i, name in enumerate(BONES)}
_ARMS: Final = [_COLUMN[name] for name in rest.ARMS]
_TRUNK: Final = [_COLUMN[name] for name in head.TRUNK]
_BLINK: Final = list(columns("eyeBlink"))


def performed(
    name: str,
    *,
    strength: Strength | str = Strength.MODERATE,
    body: Body | None = None,
    rules: Rules | None = None,
    careful: bool = False,
) -> Composed:
    """Perform an item of the catalogue from rest to rest, 30 frames a second.

    Raises InputError for what isn't in the catalogue or what the rules forbid altogether.
    """
    name = (rules or Rules()).choice(name, careful=careful)
    if name not in catalogue():
        raise InputError(
            f"There is nothing called {name!r}.", param="name", hint="See qingzhi motion list."
        )
    able = repertoire(body)
    if name in faces():
        return _face(faces()[name], able, strength)
    if name in gestures():
        return _gesture(name, able, strength)
    if name in moves.moves() or name in moves.gaits():
        return _move(name, able, strength)
    return _felt(feeling(name, strength), np.arange(round(SECONDS * FPS) + 1) / FPS, able)


def feeling(name: str, strength: Strength | str = Strength.MODERATE) -> Mood:
    """Return the mood that an emotion's, a compound's or a stance's name stands for."""
    if name in {stance.value for stance in Stance}:
        return mood(NEUTRAL_EMOTION, Stance(name), strength=Strength(strength))
    return mood(Emotion.of(name or NEUTRAL, strength))


def gesture_path(able: Repertoire, gesture: str, side: Side = "right") -> Path:
    """Lay a gesture in time: to its strokes, a hold, and back to rest.

    Raises InputError for a gesture that isn't in the vocabulary.
    """
    if gesture not in gestures():
        known = ", ".join(gestures())
        hint = f"Choose one of {known}."
        raise InputError(f"There is no gesture {gesture!r}.", param="gesture", hint=hint)
    made = gestures()[gesture]
    steps = [(0.0, None), *_strokes(able, gesture, made.lead or side)]
    last, held = steps[-1]
    steps.append((last + made.hold, held))
    steps.append((last + made.hold + max(made.retract, able.travel(held, None)), None))
    return path_of(able, steps, gesture)


def path_of(able: Repertoire, steps: list[tuple[float, PoseId]], name: str = "") -> Path:
    """Join poses at times, seconds, to a way of the arms and the trunk."""
    poses = [able.at(key) for _, key in steps]
    return Path(
        time=np.array([time for time, _ in steps]),
        arms=np.array([pose.arms for pose in poses]),
        trunk=np.array([pose.trunk for pose in poses]),
        names=(name,) if name else (),
        apexes=(),
        bulges=np.array([able.bulge(a, b) for (_, a), (_, b) in pairwise(steps)]),
    )


def _strokes(able: Repertoire, gesture: str, side: Side) -> Iterator[tuple[float, PoseId]]:
    here, time = None, 0.0
    for stroke in range(min(len(gestures()[gesture].strokes), _MOST_STROKES)):
        times = able.times(gesture, stroke)
        first: PoseId = (gesture, stroke, 0, side)
        lands = FIRST_S + stroke * _STROKE_S
        # A body that needs longer to the first key starts the stroke later.
        lands = max(lands, time + 1.05 * able.travel(here, first) - times[0])
        for key, at in enumerate(times):
            here, time = (gesture, stroke, key, side), lands + at
            yield time, here


def _gesture(name: str, able: Repertoire, strength: Strength | str) -> Composed:
    path = gesture_path(able, name)
    t = np.arange(round((path.end + 0.2) * FPS) + 1) / FPS
    return _felt(feeling(gestures()[name].mood, strength), t, able, path)


def _move(name: str, able: Repertoire, strength: Strength | str) -> Composed:
    bones, hips = moves.performed(name, able.body)
    kind = moves.moves().get(name) or moves.gaits()[name]
    shown = _felt(feeling(kind.mood, strength), np.arange(len(bones)) / FPS, able)
    return _composed(shown.face.astype(np.float64), bones, hips)


def _felt(shown: Mood, t: Array, able: Repertoire, path: Path | None = None) -> Composed:
    """Show a feeling on face and body over times `t`, with or without a gesture."""
    until = float(t[-1]) - _OFFSET_S
    rise = envelope(t, max(shown.onset, _POSTURE_S), until, _OFFSET_S)[:, None]
    arms, added = _arms(t, able, path)
    trunk = added + rise * head.posture(shown.posture)
    face = risen(t, shown) * (1.0 - minimum_jerk((t - until) / _OFFSET_S))[:, None] * shown.face
    if path is None:
        _avert(face, t, shown)
    return _composed(face, _bones(arms, trunk, rise[:, 0] * shown.posture.shoulders), None)


def _avert(face: Array, t: Array, shown: Mood) -> None:
    """Let the eyes turn away for a while as the feeling has them do."""
    begin, end = (share * float(t[-1]) for share in _AVERTED)
    away = minimum_jerk((t - begin) / look.SACCADE_S) - minimum_jerk((t - end) / look.SACCADE_S)
    look.write(face, away[:, None] * np.array(shown.gaze))


def _face(item: Face, able: Repertoire, strength: Strength | str) -> Composed:
    t = np.arange(round(item.seconds * FPS) + 1) / FPS
    base = feeling(item.mood, strength)
    onset = max(item.onset * item.seconds, 0.12)
    rise = envelope(t, onset, (1.0 - item.offset) * item.seconds, item.offset * item.seconds)
    rise = rise[:, None]
    face = rise * np.maximum(base.face, face_of(item.units) if item.units else 0.0)
    if item.lids:
        face[:, _BLINK] = np.maximum(face[:, _BLINK], along(item.lids, t, 1))
    if item.eyes:
        look.write(face, along(item.eyes, t, 2))
    trunk = rise * head.posture(base.posture)
    if item.head:
        trunk[:, 3:6] += along(item.head, t, 3)
    arms, _ = _arms(t, able, None)
    return _composed(face, _bones(arms, trunk, rise[:, 0] * base.posture.shoulders), None)


def _arms(t: Array, able: Repertoire, path: Path | None) -> tuple[Array, Array]:
    if path is not None:
        return path.sample(t)
    return np.repeat(able.rest.arms[None], len(t), axis=0), np.zeros((len(t), len(head.CHANNELS)))


def _bones(arms: Array, trunk: Array, lift: Array) -> Array:
    bones = np.repeat(rest.body()[None], len(arms), axis=0)
    lifted = arms.copy()
    rest.lift(lifted, lift)
    bones[:, _ARMS] = lifted
    bones[:, _TRUNK] = head.trunk(trunk)
    return bones


def _composed(face: Array, bones: Array, hips: Array | None) -> Composed:
    still = np.zeros((len(bones), 3)) if hips is None else hips
    return Composed(
        face=np.clip(face, 0.0, 1.0).astype(np.float32),
        face_names=ARKIT,
        bones=canonical(bones).astype(np.float32),
        bone_names=BONES,
        hips=still.astype(np.float32),
        fps=FPS,
    )
