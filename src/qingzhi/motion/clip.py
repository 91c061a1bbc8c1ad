"""A file of motion, anybody's: `.npz` with faces, bones and hips, read without trusting it.

Arrays: `face` [T, F] with `face_names` [F], `bones` [T, B, 4] with `bone_names` [B], `hips` [T, 3]
and `fps`. `onsets` [N], seconds at which stressed vowels begin, may be there. What else is in the
file is passed over. Objects, which could run code when they are read, are refused.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.errors import InputError
from qingzhi.score import ARKIT, BONES

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from qingzhi.motion.arrays import Array

MOST_BYTES: Final = 512 << 20
"""All arrays together, unpacked."""
MOST_FRAMES: Final = 432_000
"""An hour at 120 frames a second."""
_NAMES: Final = 256
_ARRAYS: Final = ("face", "face_names", "bones", "bone_names", "hips", "fps", "onsets")
_NEEDED: Final = ("face", "face_names", "bones", "bone_names", "fps")


class BadClip(InputError):
    """The file is no motion. `fault` is a code of `data/faults.toml`, `where` an array's name."""

    def __init__(self, fault: str, where: str = "") -> None:
        super().__init__(f"This is no file of motion ({fault}{f': {where}' if where else ''}).")
        self.fault = fault
        self.where = where


@dataclass(frozen=True, slots=True)
class Clip:
    """T frames. Columns of `face` are ARKIT's, of `bones` BONES's; what a file lacks is at rest."""

    face: Array
    """[T, 52]"""
    bones: Array
    """[T, B, 4] as they are in the file, of any length."""
    hips: Array
    """[T, 3] metres from rest."""
    fps: float
    bone_names: tuple[str, ...] = BONES
    """Bones that the file moves."""
    onsets: tuple[float, ...] = ()

    def __len__(self) -> int:
        return len(self.face)

    @property
    def seconds(self) -> float:
        return len(self) / self.fps


def read(path: Path) -> Clip:
    """Read a file of motion. Raises BadClip for everything else."""
    stored = _stored(path)
    for name in _NEEDED:
        if name not in stored:
            raise BadClip("missing", name)
    faces, bones = _names(stored, "face_names"), _names(stored, "bone_names")
    _known(faces, ARKIT, "face_names")
    _known(bones, BONES, "bone_names")
    face = _numbers(stored, "face", (None, len(faces)))
    count = len(face)
    if not 1 <= count <= MOST_FRAMES:
        raise BadClip("frames", "face")
    pose = _numbers(stored, "bones", (count, len(bones), 4))
    hips = _numbers(stored, "hips", (count, 3)) if "hips" in stored else np.zeros((count, 3))
    whole = np.zeros((count, len(ARKIT)))
    whole[:, [ARKIT.index(name) for name in faces]] = face
    body = np.tile([0.0, 0.0, 0.0, 1.0], (count, len(BONES), 1))
    body[:, [BONES.index(name) for name in bones]] = pose
    return Clip(whole, body, hips, _fps(stored), tuple(bones), _onsets(stored))


def _stored(path: Path) -> dict[str, NDArray[Any]]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = {m.filename.removesuffix(".npy"): m for m in archive.infolist()}
            wanted = {name: m for name, m in members.items() if name in _ARRAYS}
            if sum(m.file_size for m in wanted.values()) > MOST_BYTES:
                raise BadClip("too_large")
            found = {}
            for name, member in wanted.items():
                with archive.open(member) as file:
                    found[name] = _array(file, name)
            return found
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise BadClip("unreadable") from None


def _array(file: Any, name: str) -> NDArray[Any]:
    """Read one array; its size is checked before room is made for it."""
    try:
        version = np.lib.format.read_magic(file)
        header = {
            (1, 0): np.lib.format.read_array_header_1_0,
            (2, 0): np.lib.format.read_array_header_2_0,
        }[version]
        shape, _, dtype = header(file)
        if dtype.hasobject or dtype.kind not in "fiuU":
            raise BadClip("objects", name)
        size = int(np.prod(shape, dtype=object)) * dtype.itemsize
        if len(shape) > 3 or not 0 <= size <= MOST_BYTES:
            raise BadClip("too_large", name)
        body = file.read(size + 1)
        if len(body) != size:
            raise BadClip("unreadable", name)
        return np.frombuffer(body, dtype).reshape(shape)
    except (ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, SyntaxError):
        raise BadClip("unreadable", name) from None


def _names(stored: dict[str, NDArray[Any]], key: str) -> list[str]:
    names = stored[key]
    if names.dtype.kind != "U" or names.ndim != 1 or len(names) > _NAMES:
        raise BadClip("names", key)
    return [str(name) for name in names]


def _known(names: list[str], known: tuple[str, ...], key: str) -> None:
    if len(set(names)) != len(names) or not set(names) <= set(known):
        raise BadClip("names", key)


def _numbers(stored: dict[str, NDArray[Any]], key: str, shape: tuple[int | None, ...]) -> Array:
    array = stored[key]
    fits = array.ndim == len(shape) and all(
        wanted in {None, size} for wanted, size in zip(shape, array.shape, strict=True)
    )
    if array.dtype.kind not in "fiu" or not fits:
        raise BadClip("shape", key)
    numbers = array.astype(np.float64)
    if not np.isfinite(numbers).all():
        raise BadClip("not_finite", key)
    return numbers


def _fps(stored: dict[str, NDArray[Any]]) -> float:
    fps = stored["fps"]
    if fps.size != 1 or fps.dtype.kind not in "fiu":
        raise BadClip("fps", "fps")
    value = float(fps.reshape(-1)[0])
    if not 1.0 <= value <= 240.0:
        raise BadClip("fps", "fps")
    return value


def _onsets(stored: dict[str, NDArray[Any]]) -> tuple[float, ...]:
    if "onsets" not in stored:
        return ()
    return tuple(sorted(_numbers(stored, "onsets", (None,)).tolist()))
