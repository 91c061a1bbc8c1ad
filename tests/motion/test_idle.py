"""Life between words."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from qingzhi.errors import InputError
from qingzhi.motion import idle
from qingzhi.motion.quaternion import angle_between
from qingzhi.motion.skeleton import forward
from qingzhi.score import ARKIT, BONES, FPS, Layer

TEN_MINUTES = np.arange(600 * FPS) / FPS


def test_segments_join() -> None:
    """Two segments asked for in turn are one segment cut in two."""
    whole = idle.segment(100.0, 4.0, 7)
    first, second = idle.segment(100.0, 2.0, 7), idle.segment(102.0, 2.0, 7)
    for name in ("face", "bones", "hips"):
        joined = np.concatenate((getattr(first, name), getattr(second, name)))
        np.testing.assert_allclose(joined, getattr(whole, name), atol=1e-5)
    assert whole.layer is Layer.IDLE
    assert whole.clock == "conversation"


def test_people_blink_like_people() -> None:
    """12 to 24 blinks a minute, uneven intervals, lids shut in each, about 0.2–0.4 s long."""
    for seed in range(5):
        shut = idle.blink(TEN_MINUTES, seed)
        starts = np.flatnonzero((shut[1:] > 0.5) & (shut[:-1] <= 0.5))
        gaps = np.diff(starts) / FPS
        assert 12.0 <= len(starts) / 10.0 <= 24.0
        assert 0.35 < gaps.std() / gaps.mean() < 1.0
        assert 0.06 < (shut > 0.05).mean() < 0.16
        assert np.percentile([shut[s : s + 4].max() for s in starts], 5) > 0.75


def test_no_loop_in_ten_minutes() -> None:
    """No shift of time brings the same movement back."""
    pitch = idle.segment(0.0, 120.0, 3).bones
    assert pitch is not None
    track = pitch[:, BONES.index("head"), 0].astype(float)
    track -= track.mean()
    power = np.fft.rfft(track, 2 * len(track))
    correlation = np.fft.irfft(np.abs(power) ** 2)[: len(track) // 2]
    assert (correlation[5 * FPS :] / correlation[0]).max() < 0.6


def test_chest_breathes() -> None:
    """12 to 20 breaths a minute."""
    t = np.arange(120 * FPS) / FPS
    breath = idle._breath(t, 2)
    rising = np.flatnonzero((breath[1:] > 0.0) & (breath[:-1] <= 0.0))
    assert 12.0 <= len(rising) / 2.0 <= 20.0


def test_feet_stay_where_they_are() -> None:
    """The weight shifts, the soles slide less than 5 mm."""
    frames = idle.segment(0.0, 60.0, 11)
    assert frames.bones is not None
    places, _ = forward(frames.bone_names, frames.bones, frames.hips)
    for side in ("left", "right"):
        assert np.ptp(places[f"{side}Foot"][:, 0]) < 0.005
    assert np.ptp(places["hips"][:, 0]) > 0.005


def test_values_are_sound() -> None:
    """Faces in 0..1, unit rotations, float32, slow joints."""
    frames = idle.segment(12.3, 60.0, 4)
    assert frames.face is not None
    assert frames.bones is not None
    assert frames.face.dtype == frames.bones.dtype == np.float32
    assert 0.0 <= frames.face.min() <= frames.face.max() <= 1.0
    np.testing.assert_allclose(np.linalg.norm(frames.bones, axis=-1), 1.0, atol=1e-5)
    assert angle_between(frames.bones[1:], frames.bones[:-1]).max() * FPS < 0.6
    closing = [ARKIT.index(n) for n in ("eyeBlinkLeft", "eyeBlinkRight")]
    others = [i for i in range(len(ARKIT)) if i not in closing]
    assert np.abs(np.diff(frames.face[:, others], axis=0)).max() < 0.35


def test_other_seeds_live_otherwise() -> None:
    """Two figures beside each other don't move together."""
    one, other = idle.segment(0.0, 20.0, 1), idle.segment(0.0, 20.0, 2)
    assert one.face is not None
    assert other.face is not None
    assert np.abs(one.face - other.face).max() > 0.5


def test_no_time_is_a_mistake() -> None:
    """A segment has a length."""
    with pytest.raises(InputError):
        idle.segment(0.0, 0.0, 1)


def test_who_waits_looks_elsewhere_and_back() -> None:
    """Four to ten times a minute, for a moment, and never twice to the same place."""
    for seed in range(4):
        led = idle.looks(0.0, 300.0, seed)
        assert [g.at for g in led[1:]] == ["away", "visitor"] * (len(led) // 2)
        away = [g for g in led if g.at == "away"]
        assert 20 <= len(away) <= 50
        assert len({(g.x, g.y) for g in away}) == len(away)
        assert all(abs(g.x) > 0.2 and abs(g.x) <= 1.0 and abs(g.y) <= 1.0 for g in away)
        stays = [b.start_s - a.start_s for a, b in pairwise(led) if a.at == "away"]
        assert 0.5 < min(stays) <= max(stays) < 2.0


def test_looks_of_pieces_are_looks_of_the_whole() -> None:
    """A piece that begins while the eyes are elsewhere says so at its start."""
    whole = idle.looks(0.0, 60.0, 5)
    cut = next(g.start_s for g in whole if g.at == "away") + 0.3
    first, second = idle.looks(0.0, cut, 5), idle.looks(cut, 60.0, 5)
    assert second[0].at == "away"
    assert second[0].start_s == cut
    assert (*first, *second[1:]) == whole
