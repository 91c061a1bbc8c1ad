"""Cords and frogs: round, whole, on the cloth, on the wearer's right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.spatial import KDTree

from qingzhi.avatar import clothes
from qingzhi.avatar.clothes.draft import Draft
from qingzhi.avatar.clothes.piped import cord, piped
from qingzhi.avatar.clothes.wardrobe import dress
from qingzhi.avatar.person import Person
from qingzhi.avatar.rig import NAMES
from qingzhi.avatar.spec import AvatarSpec, Garment

if TYPE_CHECKING:
    from qingzhi.avatar.base import Base


def test_a_cord_is_round_and_ends_in_points() -> None:
    """Every ring but the outermost has its radius; a closed cord has no ends."""
    turn = np.linspace(0, 2 * np.pi, 40)
    line = 0.1 * np.stack([np.sin(turn), 0 * turn, np.cos(turn)], 1)
    dense = np.tile(np.eye(len(NAMES))[0], (40, 1))
    for closed in (False, True):
        rings = cord(line, line, 0.002, dense, closed=closed).points.reshape(40, -1, 3)[:, :-1]
        middle = rings.mean(1)
        radius = np.linalg.norm(rings - middle[:, None], axis=2)
        assert radius[1:-1] == pytest.approx(0.002, abs=1e-4)
        assert (radius[[0, -1]].max() < 0.0005) is not closed
        assert np.linalg.norm(middle[:, [0, 2]], axis=1)[1:-1].min() > 0.1


def test_a_qipao_opens_to_its_wearers_right(base: Base) -> None:
    """Cords lie on the cloth; all but hem and slits are between the neck and the right arm."""
    spec = AvatarSpec(name="x", gender="female", garment=Garment(style="qipao"))
    worn = dress(spec)
    tailor = clothes.taking_measure(Person.grow(base, spec), worn)
    draft = Draft(tailor, worn.tops[0])
    pieces = list(piped(draft))
    above = [p for p in pieces if p.points[:, 1].min() > tailor.marks.armpit - 0.03]
    assert len(above) == 1 + 3 * 3
    assert max(piece.points[:, 0].max() for piece in above) < 0.03
    sewn = clothes.sewn(tailor, worn)
    cloth = np.concatenate([p.points[p.faces].mean(1) for p in sewn if p.zone == "silk"])
    for piece in pieces:
        assert np.median(KDTree(cloth).query(piece.points)[0]) < 0.02
        assert np.isfinite(piece.normals).all()
