"""Motion is judged: what is sound passes, and each fault that is planted is found."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.motion.conftest import clip

from qingzhi.motion import Performer, rest
from qingzhi.motion.catalogue import catalogue
from qingzhi.motion.check import check, codes, judged
from qingzhi.motion.compose import compose
from qingzhi.motion.quaternion import about, multiply
from qingzhi.motion.show import performed
from qingzhi.score import ARKIT, BONES, FPS, Clause

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Arrays = dict[str, Any]
    Plant = Callable[[Arrays], None]

FRAMES = 60
LAST = FRAMES - 1


@pytest.fixture
def sound() -> Arrays:
    """Two seconds of a figure that stands at rest and nods a little."""
    bones = np.repeat(rest.body()[None], FRAMES, axis=0)
    nod = 0.1 * np.sin(np.arange(FRAMES) / FPS * 3.0)
    bones[:, BONES.index("head")] = about((1.0, 0.0, 0.0), nod)
    return {
        "face": np.zeros((FRAMES, len(ARKIT)), np.float32),
        "face_names": np.array(ARKIT),
        "bones": bones.astype(np.float32),
        "bone_names": np.array(BONES),
        "hips": np.zeros((FRAMES, 3), np.float32),
        "fps": np.array(FPS),
    }


def turn(arrays: Arrays, bone: str, axis: tuple[float, float, float], angle: Any) -> None:
    index = BONES.index(bone)
    arrays["bones"][:, index] = multiply(about(axis, angle), arrays["bones"][:, index])


def bone(name: str) -> int:
    return BONES.index(name)


def out_of_range(a: Arrays) -> None:
    a["face"][20, 3] = 1.4


def stretched(a: Arrays) -> None:
    a["bones"][5, 3] *= 1.2


def spinning(a: Arrays) -> None:
    turn(a, "leftHand", (0.0, 1.0, 0.0), np.arange(FRAMES) * 20.0 / FPS)


def trembling(a: Arrays) -> None:
    turn(a, "head", (1.0, 0.0, 0.0), 0.35 * np.sin(np.arange(FRAMES) / FPS * 34.0))


def jumping(a: Arrays) -> None:
    turn(a, "leftUpperArm", (0.0, 0.0, 1.0), np.where(np.arange(FRAMES) > 30, 0.4, 0.0))


def face_jumping(a: Arrays) -> None:
    a["face"][30:, ARKIT.index("jawOpen")] = 0.8


def hips_jumping(a: Arrays) -> None:
    a["hips"][30:, 0] = 0.2


def knee_forward(a: Arrays) -> None:
    turn(a, "leftLowerLeg", (1.0, 0.0, 0.0), -0.7)


def hand_in_chest(a: Arrays) -> None:
    a["bones"][:, bone("leftUpperArm")] = about((0.0, 1.0, 0.0), -1.75)
    a["bones"][:, bone("leftLowerArm")] = about((0.0, 1.0, 0.0), -2.3)


def sliding(a: Arrays) -> None:
    a["hips"][:, 0] = np.linspace(0.0, 0.4, FRAMES)


def sinking(a: Arrays) -> None:
    a["hips"][:, 1] = -0.08


def late(a: Arrays) -> None:
    raised = np.clip((np.arange(FRAMES) - 15) / 15, 0.0, 1.0)
    swing = raised**3 * (raised * (6 * raised - 15) + 10)
    turn(a, "leftUpperArm", (1.0, 0.0, 0.0), -1.8 * swing)
    a["onsets"] = np.array([0.83])


PLANTED: dict[str, tuple[Plant, ...]] = {
    "face_range": (out_of_range,),
    "not_unit": (stretched,),
    "too_fast": (spinning,),
    "jerky": (trembling,),
    "pop": (jumping, face_jumping, hips_jumping),
    "joint_limit": (knee_forward,),
    "penetration": (hand_in_chest,),
    "foot_slide": (sliding,),
    "below_floor": (sinking,),
    "late_stroke": (late,),
}


def saved(path: Path, arrays: Arrays) -> Path:
    np.savez(path, **arrays)
    return path


def found(path: Path) -> set[str]:
    return {fault.code for fault in check(path).faults}


def test_what_is_sound_passes(tmp_path: Path, sound: Arrays) -> None:
    """A figure that only breathes and nods has no fault."""
    report = check(saved(tmp_path / "a.npz", sound))
    assert report.ok
    assert report.faults == []
    assert 0.1 < report.measured.max_joint_speed < 1.0


@pytest.mark.parametrize(
    ("code", "plant"), [(code, plant) for code, plants in PLANTED.items() for plant in plants]
)
def test_planted_faults_are_found(tmp_path: Path, sound: Arrays, code: str, plant: Plant) -> None:
    """Each way of being wrong is named, with where and when."""
    plant(sound)
    report = check(saved(tmp_path / "a.npz", sound), lang="zh")
    assert not report.ok
    fault = next(f for f in report.faults if f.code == code)
    assert fault.time_s is not None
    assert 0.0 <= fault.time_s <= FRAMES / FPS
    assert fault.hint


def broken(arrays: Arrays, **changed: Any) -> Arrays:
    return {k: v for k, v in {**arrays, **changed}.items() if v is not None}


def test_broken_files_are_refused_by_name(tmp_path: Path, sound: Arrays) -> None:
    """Each array that is missing, misshapen, misnamed or no number is named."""
    nan = sound["hips"].copy()
    nan[3] = np.nan
    cases = {
        "missing": broken(sound, bones=None),
        "names": broken(sound, face_names=np.array([*ARKIT[:-1], "jawSideways"])),
        "shape": broken(sound, bones=sound["bones"][:30]),
        "not_finite": broken(sound, hips=nan),
        "fps": broken(sound, fps=np.array(0)),
        "frames": broken(sound, face=sound["face"][:0]),
    }
    for code, arrays in cases.items():
        path = saved(tmp_path / f"{code}.npz", arrays)
        assert found(path) == {code}


def test_pickles_are_never_loaded(tmp_path: Path, sound: Arrays) -> None:
    """An array of objects could run code when it is read: it is refused unread."""
    sound["hips"] = np.array([{"run": "me"}], dtype=object)
    path = tmp_path / "a.npz"
    np.savez(path, allow_pickle=True, **sound)
    assert found(path) == {"objects"}


def test_files_that_are_no_motion_are_refused(tmp_path: Path, sound: Arrays) -> None:
    """Nothing, noise, a cut-off archive, an array that lies about its size."""
    whole = saved(tmp_path / "a.npz", sound).read_bytes()
    header = io.BytesIO()
    shape = (1 << 40, len(ARKIT))
    told: dict[str, Any] = {"descr": "<f4", "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(header, told)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w") as archive:
        archive.writestr("face.npy", header.getvalue())
    for number, data in enumerate((b"", b"PK\x03\x04 noise", whole[: len(whole) // 2])):
        path = tmp_path / f"bad{number}.npz"
        path.write_bytes(data)
        assert found(path) == {"unreadable"}
    path.write_bytes(bomb.getvalue())
    assert found(path) == {"too_large"}


def test_every_code_has_a_planted_fault() -> None:
    """Nothing is in the catalogue that no test plants."""
    refused = {"unreadable", "too_large", "objects", "missing", "names", "shape", "frames"}
    assert set(codes()) == refused | {"not_finite", "fps"} | set(PLANTED)


def test_own_motion_is_sound(tmp_path: Path) -> None:
    """What the performer makes passes the same check."""
    performer = Performer(seed=4)
    clause = Clause(id="c", generation=0, text="您好，请您到左边的窗口办理。")
    motion = compose([performer.idle(0.0, 4.0), *performer.perform(clause, ())], 4.0)
    arrays = {"face": motion.face, "bones": motion.bones, "hips": motion.hips, "fps": motion.fps}
    names = {"face_names": np.array(ARKIT), "bone_names": np.array(BONES)}
    report = check(saved(tmp_path / "a.npz", arrays | names))
    assert report.faults == []


@pytest.mark.parametrize("group", sorted({item.group for item in catalogue().values()}))
def test_the_whole_repertoire_is_sound(group: str) -> None:
    """Walks, jumps, falls to the knees and all gestures, as strong as they come, have no fault."""
    for item in catalogue().values():
        if item.group == group:
            made = performed(item.name, strength="strong")
            report = judged(clip(made))
            assert report.faults == [], item.name
