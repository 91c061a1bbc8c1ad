"""Borders: what was meant to be closed is a fault, what is open by design is none."""

from __future__ import annotations

import numpy as np
import pytest

from qingzhi.avatar_check import check
from qingzhi.avatar_check.geometry import edges, vertex_areas, vertex_normals, welded
from qingzhi.avatar_check.testing import Part, rounded, sound

pytestmark = pytest.mark.usefixtures("few_poses")


def codes(body: Part, name: str = "Body") -> set[str]:
    draft = sound()
    draft.parts[name] = draft.parts[name].joined(body)
    return {fault.code for fault in check(draft.written()).faults}


def box(part: str = "Body") -> Part:
    """Return a fine closed surface above the head, where it touches nothing."""
    return rounded(5, (0, 2.0, 0), (0.1, 0.1, 0.1), part, 8)


def test_a_seam_of_the_texture_is_no_crack() -> None:
    """Vertices that lie at one place are one, however often they are stored."""
    assert not codes(box()) & {"crack", "hole"}


def test_one_vertex_that_is_not_welded_is_a_crack() -> None:
    """A slit of two edges is enough for light to come through."""
    body = box()
    middle = 4 * 9 + 4
    corner = np.flatnonzero((body.triangles == middle).any(1))
    twin = len(body.points)
    for name in ("points", "normals", "uv", "joints", "weights"):
        values = getattr(body, name)
        setattr(body, name, np.r_[values, values[middle : middle + 1]])
    body.points[twin] += [0.0, 0.0003, 0.0003]
    turned = body.triangles[corner[:3]]
    body.triangles[corner[:3]] = np.where(turned == middle, twin, turned)
    assert "crack" in codes(body)


def sheet(turn: float) -> Part:
    """Return a flat square with a corner 0.1 mm from (0, 2, 0), turned about that place."""
    whole = rounded(5, (0, 0, 0), (0.1, 0.1, 0.1), "Shirt", 8)
    points = whole.points[-81:]
    steps = np.linspace(1e-4, 0.1, 9)
    points[:, 0], points[:, 1] = (axis.ravel() for axis in np.meshgrid(steps, steps))
    points[:, :2] *= turn
    points[:, 1:] = np.c_[points[:, 1] + 2.0, np.zeros(81)]
    first = len(whole.points) - 81
    whole.triangles = whole.triangles[(whole.triangles >= first).all(1)]
    return whole


def test_two_sheets_that_meet_at_a_point_are_no_crack() -> None:
    """The corners of a collar may touch; edges that lie along each other may not."""
    corner = sheet(1.0).joined(sheet(-1.0))
    assert "crack" not in codes(corner, "Shirt")
    along = sheet(-1.0)
    along.points[:, 1] = 4.0 - along.points[:, 1]
    along.triangles = along.triangles[:, ::-1]
    assert "crack" in codes(sheet(1.0).joined(along), "Shirt")


def test_a_sheet_with_a_wide_border_has_no_hole() -> None:
    """Skin that ends under a collar is cut off on purpose."""
    body = box()
    body.triangles = body.triangles[body.points[body.triangles].mean(1)[:, 1] > 2.0]
    assert not codes(body) & {"hole", "crack"}


def test_cards_are_open_by_design() -> None:
    """Hair and lashes are sheets with borders, close to each other."""
    draft = sound()
    card = box("Hair")
    card.triangles = card.triangles[:40]
    near = box("Hair")
    near.triangles = near.triangles[:40]
    near.points[:, 2] += 3e-4
    draft.materials["Hair"] = dict(draft.materials["Eye"])
    draft.parts["Hair"] = card.joined(near)
    found = {fault.code for fault in check(draft.written()).faults}
    assert not found & {"crack", "hole", "non_manifold"}


def test_normals_that_look_elsewhere_all_over_are_a_way_of_lighting() -> None:
    """A closed mouth's inside may be lit from its floor; a face that alone is turned may not."""
    body = box()
    body.normals[:] = [0.0, -1.0, 0.0]
    assert "inverted_faces" not in codes(body)
    body.triangles[5] = body.triangles[5][::-1]
    assert "winding_mixed" in codes(body)


def test_sums_of_geometry_are_those_of_a_box() -> None:
    """Areas add up, normals look out, and a closed surface uses each edge twice."""
    body = box()
    weld = welded(body.points)
    faces = weld[body.triangles]
    assert (edges(faces)[1] == 2).all()
    out = body.points - [0, 2.0, 0]
    assert ((vertex_normals(body.points, body.triangles) * out).sum(1) > 0).all()
    sides = body.points[body.triangles]
    area = np.linalg.norm(np.cross(sides[:, 1] - sides[:, 0], sides[:, 2] - sides[:, 0]), axis=1)
    assert vertex_areas(body.points, body.triangles).sum() == pytest.approx(area.sum() / 2)
