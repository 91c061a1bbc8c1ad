"""A figure's file measured, so that its gestures fit it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar_check import references
from qingzhi.avatar_check.accessors import Reader
from qingzhi.avatar_check.container import Unreadable, opened
from qingzhi.avatar_check.loading import loaded
from qingzhi.avatar_check.posing import Skin
from qingzhi.errors import InputError
from qingzhi.motion.body import Body, measured, nominal
from qingzhi.score import BONES

if TYPE_CHECKING:
    from pathlib import Path

    from qingzhi.avatar_check.model import Model
    from qingzhi.motion.arrays import Array

_FELT: Final = ("skin", "cloth", "shoes")
_EYES: Final = ("leftEye", "rightEye")


@lru_cache(maxsize=8)
def _measured(path: Path, changed_ns: int, size: int) -> Body:
    del changed_ns, size  # they stand in the cache's key: a file that is new is measured anew
    try:
        file, _ = opened(path.read_bytes())
        if not references.sound(references.check(file)):
            return nominal()
        model, wrong = loaded(file.document, Reader(file))
    except (OSError, Unreadable):
        return nominal()
    if not references.sound(wrong) or model.backward:
        return nominal()
    try:
        return _body(model)
    except InputError:
        return nominal()


def body_of(path: Path) -> Body:
    """Measure a figure's body; what can't be measured moves as the nominal one."""
    try:
        stat = path.stat()
    except OSError:
        return nominal()
    return _measured(path, stat.st_mtime_ns, stat.st_size)


def _body(model: Model) -> Body:
    joints = {name: at for name in (*BONES, *_EYES) if (at := model.at(name)) is not None}
    floor = min((s.points[:, 1].min() for s in model.surfaces if s.whole), default=0.0)
    down = np.array([0.0, floor, 0.0])
    skin = {bone: points - down for bone, points in _skin(model).items()}
    return measured({name: at - down for name, at in joints.items()}, skin)


def _skin(model: Model) -> dict[str, Array]:
    """Points [N, 3] of skin and clothes by the bone that holds most of them."""
    felt = [s for s in model.of(*_FELT) if s.whole]
    skin = Skin.of(felt)
    owners = skin.owners(model, (*BONES, *_EYES, "jaw"))
    named = {bone: skin.points[owners == n] for n, bone in enumerate(BONES)}
    return {bone: points for bone, points in named.items() if len(points)}
