"""Levels of detail: meshes made coarser and denser without opening them."""

from __future__ import annotations

import numpy as np
import pytest

from qingzhi.avatar.coarser import coarsened, shared
from qingzhi.avatar.detail import LEVELS
from qingzhi.avatar.finer import densified
from qingzhi.avatar.geometry import grid, normals
from qingzhi.avatar.part import Part, merged
from qingzhi.avatar.rig import rigid
from qingzhi.avatar_check.budget import LEVELS as BUDGETS


def ball(rows: int = 24, columns: int = 32) -> Part:
    """Return a ball of radius 1 whose last column repeats the first: a seam of its texture."""
    off, turn = np.meshgrid(
        np.linspace(0.01, np.pi - 0.01, rows), np.linspace(0, 2 * np.pi, columns), indexing="ij"
    )
    points = np.dstack([np.sin(off) * np.cos(turn), np.cos(off), np.sin(off) * np.sin(turn)])
    points[:, -1] = points[:, 0]
    flat = points.reshape(-1, 3)
    return Part(
        material="Skin",
        points=flat,
        triangles=grid(rows, columns),
        weights=rigid(len(flat), "head"),
        uv=np.dstack([turn / 6.3, off / np.pi]).reshape(-1, 2),
        morphs={"jawOpen": np.where(flat[:, 1:2] < -0.5, [0.0, -0.1, 0.0], 0.0)},
        given_normals=normals(flat, grid(rows, columns)),
    )


def borders(part: Part) -> int:
    """Count the edges that one triangle alone has, where seams are joined."""
    weld = np.unique(np.rint(part.points * 1e6), axis=0, return_inverse=True)[1].ravel()
    edges = np.sort(weld[part.triangles][:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    return int((np.unique(edges, axis=0, return_counts=True)[1] == 1).sum())


def test_a_coarser_ball_is_still_round_and_whole() -> None:
    """A third of the faces stays; none is turned over, no seam opens, vertices stay in place."""
    whole = ball()
    made = coarsened(whole, len(whole.triangles) // 3, shared(whole.points))
    assert len(made.triangles) == pytest.approx(len(whole.triangles) / 3, abs=2)
    a, b, c = (made.points[made.triangles[:, k]] for k in range(3))
    out = np.cross(b - a, c - a)
    x, y, z = (whole.points[whole.triangles[0, k]] for k in range(3))
    sign = np.sign((np.cross(y - x, z - x) * (x + y + z)).sum())
    assert (sign * (out * (a + b + c)).sum(1) > 0).all()
    np.testing.assert_allclose(np.linalg.norm(made.points, axis=1), 1)
    assert 18 <= borders(made) <= 2 * borders(whole)
    lowest = made.points[:, 1] < -0.5
    np.testing.assert_array_equal(made.morphs["jawOpen"][lowest, 1], -0.1)


def test_a_mark_on_a_coarser_mesh_stays() -> None:
    """The two faces of a badge's stroke are not given up for those of the coat below it."""
    whole = ball()
    mark = Part(
        material="Skin",
        points=np.array([[0, 0, 1.1], [0.02, 0, 1.1], [0.02, 0.1, 1.1], [0, 0.1, 1.1]]),
        triangles=np.array([[0, 1, 2], [0, 2, 3]]),
        weights=rigid(4, "head"),
    )
    both = merged([whole, mark])
    made = coarsened(both, len(both.triangles) // 6, shared(both.points))
    assert (made.points[:, 2] > 1.05).sum() == 4


def test_a_mesh_that_is_coarse_enough_stays_as_it_is() -> None:
    """Nothing is given up without need."""
    whole = ball()
    assert coarsened(whole, len(whole.triangles), shared(whole.points)) is whole


def test_a_denser_ball_is_rounder_and_whole() -> None:
    """Four faces for each; both sides of the seam move alike; morphs and weights come along."""
    whole = ball(8, 12)
    made = densified(whole)
    assert len(made.triangles) == 4 * len(whole.triangles)
    assert borders(made) == 2 * borders(whole)
    assert len(made.morphs["jawOpen"]) == len(made.points) == len(made.weights.shares)
    np.testing.assert_allclose(made.weights.shares.sum(1), 1, rtol=1e-6)
    assert made.given_normals is not None
    np.testing.assert_allclose(np.linalg.norm(made.given_normals, axis=1), 1)


def test_levels_are_those_that_are_judged() -> None:
    """Each level has a budget by the same name."""
    assert set(LEVELS) == set(BUDGETS)


def test_a_mobile_figure_keeps_to_its_triangles() -> None:
    """All meshes together: 15,000 at most."""
    most = LEVELS["mobile"].most
    assert sum(most.values()) <= 15_000
