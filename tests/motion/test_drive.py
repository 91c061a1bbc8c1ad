"""A person drives the figure: what comes in is followed, calmed, limited, and may stop."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.errors import InputError
from qingzhi.motion import Performer
from qingzhi.motion.compose import compose
from qingzhi.motion.drive import HOLD_S, LEAD_S, Driver, Sample, coefficient
from qingzhi.motion.quaternion import about, angle_between
from qingzhi.score import ARKIT, BONES, FPS, Layer

if TYPE_CHECKING:
    from qingzhi.score import MotionFrames

DT = 1 / 60


def turned(axis: tuple[float, float, float], angle: float) -> tuple[float, float, float, float]:
    x, y, z, w = (float(v) for v in about(axis, angle))
    return x, y, z, w


def driven(
    seconds: float, driver: Driver | None = None, at: float = 0.0, **given: Any
) -> list[MotionFrames]:
    """Send the same sample at 60 Hz."""
    driver = driver or Driver()
    found = [
        driver.push(Sample(7.0 + at + i * DT, **given), at + i * DT)
        for i in range(round(seconds / DT))
    ]
    return [one for one in found if one is not None]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("jawOpen", "jawOpen"),
        ("JawOpen", "jawOpen"),
        ("eyeBlink_L", "eyeBlinkLeft"),
        ("EyeBlinkRight", "eyeBlinkRight"),
        ("mouth_smile_left", "mouthSmileLeft"),
        ("browDown.R", "browDownRight"),
    ],
)
def test_spellings_of_coefficients(given: str, name: str) -> None:
    """Names as cameras, apps and modelling programs write them."""
    assert ARKIT[coefficient(given)] == name


def test_the_figure_follows() -> None:
    """After half a second face and head are where the person's are."""
    last = driven(0.6, face={"jawOpen": 0.5}, bones={"head": turned((0, 1, 0), 0.4)})[-1]
    assert last.layer is Layer.REACTION
    assert last.clock == "conversation"
    assert last.face is not None
    assert last.bones is not None
    assert last.face[-1, ARKIT.index("jawOpen")] == pytest.approx(0.5, abs=0.03)
    assert float(angle_between(last.bones[-1, 0], about((0, 1, 0), 0.4))) < 0.05


def test_only_what_is_driven_is_taken() -> None:
    """All other bones and coefficients stay with our own layers."""
    last = driven(0.2, face={"jawOpen": 0.5}, bones={"head": turned((0, 1, 0), 0.4)})[-1]
    assert last.bone_names == ("head",)
    assert last.face_mask == (ARKIT.index("jawOpen"),)
    assert last.hips is None
    spoken = driven(0.2, Driver(mouth=False), face={"jawOpen": 0.5, "browInnerUp": 1.0})[-1]
    assert spoken.face_mask == (ARKIT.index("browInnerUp"),)


def test_segments_meet_and_hold() -> None:
    """Each begins where the last one's own frames ended and holds for a moment beyond its own."""
    segments = driven(1.0, bones={"head": turned((1, 0, 0), 0.2)})
    starts = np.array([round(s.start_s * FPS) for s in segments])
    assert np.all(np.diff(starts) >= 1)
    assert all(len(s) >= round(HOLD_S * FPS) + 1 for s in segments)
    assert segments[0].start_s >= LEAD_S
    assert segments[0].fade_s > segments[-1].fade_s


def test_a_stream_that_stalls_lets_our_own_life_through() -> None:
    """Nothing jumps while it drives, when it stops, or when it comes back."""
    driver = Driver()
    pose = {"head": turned((0, 1, 0), 0.5), "leftUpperArm": turned((0, 0, 1), -0.6)}
    segments = driven(1.0, driver, bones=pose, face={"mouthSmileLeft": 0.8})
    segments += driven(1.0, driver, at=3.0, bones=pose, face={"mouthSmileLeft": 0.8})
    motion = compose([Performer().idle(0.0, 5.0), *segments], 5.0)
    steps = angle_between(motion.bones[:-1], motion.bones[1:])
    assert steps.max() * FPS < 8.0
    head = motion.bones[:, BONES.index("head")]
    away = angle_between(head, about((0, 1, 0), 0.5))
    assert away[int(0.9 * FPS)] < 0.1
    assert away[int(2.6 * FPS)] > 0.35
    assert away[int(3.9 * FPS)] < 0.1


def test_joints_keep_their_limits_and_speed() -> None:
    """A neck that is turned right round stops where necks stop, and gets there in time."""
    driver = Driver()
    driven(0.1, driver, bones={"neck": turned((0, 1, 0), 0.0)})
    segments = driven(0.9, driver, at=0.1, bones={"neck": turned((0, 1, 0), 3.0)})
    ends = np.stack([s.bones[-1, 0] for s in segments if s.bones is not None])
    assert np.degrees(angle_between(ends[-1], np.array([0, 0, 0, 1.0]))) <= 60.5
    assert (angle_between(ends[:-1], ends[1:]) * FPS).max() < 12.5


def test_a_vrm_0_pose_is_turned_to_our_axes() -> None:
    """It looks the other way along z: turns about x and z are the other way round."""
    pose = {"leftThumbProximal": turned((1, 0, 0), 0.4), "head": turned((0, 1, 0), 0.4)}
    last = driven(0.8, bones=pose, space="vrm0", hips=(0.1, 0.0, 0.2))[-1]
    assert last.bones is not None
    assert last.hips is not None
    where = dict(zip(last.bone_names, last.bones[-1], strict=True))
    assert float(angle_between(where["leftThumbMetacarpal"], about((1, 0, 0), -0.4))) < 0.05
    assert float(angle_between(where["head"], about((0, 1, 0), 0.4))) < 0.05
    np.testing.assert_allclose(last.hips[-1], (-0.1, 0.0, -0.2), atol=0.02)


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"face": {"noseOpen": 0.3}}, "face"),
        ({"face": {"jawOpen": math.nan}}, "face"),
        ({"bones": {"tail": (0, 0, 0, 1)}}, "bones"),
        ({"bones": {"head": (0, 0, 0, 0)}}, "bones"),
        ({"bones": {"head": (0, math.inf, 0, 1)}}, "bones"),
        ({"hips": (0, math.nan, 0)}, "hips"),
        ({"time_s": math.inf}, "time_ms"),
    ],
)
def test_what_cannot_be_is_refused_and_the_stream_goes_on(
    wrong: dict[str, Any], param: str
) -> None:
    """One bad sample changes nothing."""
    driver = Driver()
    good: dict[str, Any] = {"face": {"jawOpen": 0.5}, "bones": {"head": turned((0, 1, 0), 0.2)}}
    driver.push(Sample(0.0, **good), 0.0)
    with pytest.raises(InputError) as caught:
        driver.push(Sample(**({"time_s": DT, **good} | wrong)), DT)
    assert caught.value.param == param
    assert driver.push(Sample(0.45, **good), 0.45) is not None


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_any_times_are_taken(times: list[float]) -> None:
    """Clocks that jump, stop or run backwards give sound motion of a bounded length or none."""
    driver = Driver()
    for number, time in enumerate(times):
        found = driver.push(Sample(time, face={"jawOpen": 0.5}), number * DT)
        assert found is None or 1 <= len(found) <= 60
