"""The finished file: structure, budget, VRM, determinism."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest
from scipy.spatial import cKDTree

from qingzhi.avatar.figure import build
from qingzhi.avatar.rig import NAMES
from qingzhi.avatar.vrm import PRESETS
from qingzhi.score import ARKIT, BONES

if TYPE_CHECKING:
    from qingzhi.avatar.base import Base
    from qingzhi.avatar.figure import Figure
    from qingzhi.avatar.spec import AvatarSpec
    from qingzhi.avatar.testing import Glb

_TYPES = {5121: "|u1", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}


def values(glb: Glb, number: int) -> np.ndarray[Any, Any]:
    """Read a dense accessor."""
    accessor = glb.document["accessors"][number]
    view = glb.document["bufferViews"][accessor["bufferView"]]
    dtype, width = np.dtype(_TYPES[accessor["componentType"]]), _WIDTHS[accessor["type"]]
    row = view.get("byteStride", width * dtype.itemsize) // dtype.itemsize
    flat = np.frombuffer(glb.binary, dtype, accessor["count"] * row, view["byteOffset"])
    return flat.reshape(-1, row)[:, :width]


def test_the_figure_keeps_its_budget(figure: Figure, glb: Glb) -> None:
    """At most 60,000 triangles, 8 MB and 12 draw calls."""
    assert figure.triangles <= 60_000
    assert len(figure.glb) <= 8_000_000
    assert len(glb.document["meshes"]) <= 12
    assert abs(figure.height_cm - 165) < 0.5


def test_every_part_is_whole(glb: Glb) -> None:
    """Indices are in range, numbers finite, normals of length 1, weights sum to exactly one."""
    for mesh in glb.document["meshes"]:
        (primitive,) = mesh["primitives"]
        attributes = primitive["attributes"]
        points = values(glb, attributes["POSITION"])
        assert np.isfinite(points).all(), mesh["name"]
        assert values(glb, primitive["indices"]).max() < len(points)
        lengths = np.linalg.norm(values(glb, attributes["NORMAL"]), axis=1)
        np.testing.assert_allclose(lengths, 1, atol=1e-4)
        weights = values(glb, attributes["WEIGHTS_0"]).astype(int)
        assert (weights.sum(1) == 65535).all()
        assert values(glb, attributes["JOINTS_0"]).max() < len(NAMES)


def moved(glb: Glb, mesh: str, morph: str) -> np.ndarray[Any, Any]:
    """Give where a morph at full strength takes the points of a mesh; sparse as they are stored."""
    found = next(m for m in glb.document["meshes"] if m["name"] == mesh)
    (primitive,) = found["primitives"]
    points = values(glb, primitive["attributes"]["POSITION"]).astype(float)
    names = found["extras"]["targetNames"]
    if morph in names:
        target = primitive["targets"][names.index(morph)]["POSITION"]
        sparse = glb.document["accessors"][target]["sparse"]
        views = glb.document["bufferViews"]
        kind = np.dtype(_TYPES[sparse["indices"]["componentType"]])
        at, by = sparse["indices"]["bufferView"], sparse["values"]["bufferView"]
        which = np.frombuffer(glb.binary, kind, sparse["count"], views[at]["byteOffset"])
        shift = np.frombuffer(glb.binary, "<f4", 3 * sparse["count"], views[by]["byteOffset"])
        points[which] += shift.reshape(-1, 3)
    return points


@pytest.mark.parametrize("morph", ["jawOpen", "jawLeft", "viseme_aa", "mouthFunnel"])
def test_the_skin_does_not_part_where_two_pictures_meet(glb: Glb, morph: str) -> None:
    """Below the chin the head's picture ends; the jaw takes both sides of that border along."""
    head, body = moved(glb, "Skin", ""), moved(glb, "SkinBody", "")
    apart, twin = (np.asarray(found) for found in cKDTree(body).query(head))
    border = apart < 1e-6
    assert border.sum() > 20
    gap = moved(glb, "Skin", morph)[border] - moved(glb, "SkinBody", morph)[twin[border]]
    assert np.linalg.norm(gap, axis=1).max() < 5e-5


def test_the_skin_has_all_morphs(glb: Glb) -> None:
    """The head carries every ARKit shape, every viseme and the two correctives."""
    head = next(mesh for mesh in glb.document["meshes"] if mesh["name"] == "Skin")
    names = head["extras"]["targetNames"]
    assert set(ARKIT) <= set(names)
    assert len(names) == len(set(names)) == 52 + 15 + 2
    assert len(head["primitives"][0]["targets"]) == len(names)


def test_vrm_names_every_bone_expression_and_the_licence(glb: Glb) -> None:
    """A VRM player finds what it needs."""
    vrm = glb.document["extensions"]["VRMC_vrm"]
    assert "VRMC_vrm" in glb.document["extensionsUsed"]
    assert vrm["specVersion"] == "1.0"
    bones = vrm["humanoid"]["humanBones"]
    assert set(bones) == {*BONES, "leftEye", "rightEye", "jaw"}
    for name, bone in bones.items():
        assert glb.document["nodes"][bone["node"]]["name"] == name
    assert vrm["meta"]["licenseUrl"] == "https://vrm.dev/licenses/1.0/"  # what loaders accept
    assert "publicdomain/zero" in vrm["meta"]["otherLicenseUrl"]
    assert set(vrm["expressions"]["preset"]) == set(PRESETS)
    assert set(ARKIT) <= set(vrm["expressions"]["custom"])
    for group in vrm["expressions"].values():
        for expression in group.values():
            for bind in expression.get("morphTargetBinds", []):
                mesh = glb.document["meshes"][glb.document["nodes"][bind["node"]]["mesh"]]
                assert bind["index"] < len(mesh["extras"]["targetNames"])


def test_the_hips_carry_all_bones(glb: Glb) -> None:
    """All bones, and what they aim at, are one tree, and nothing else is in it."""
    nodes = glb.document["nodes"]
    seen, waiting = set(), [0]
    while waiting:
        number = waiting.pop()
        seen.add(number)
        waiting += nodes[number].get("children", [])
    assert seen >= set(range(len(NAMES)))
    assert seen == {number for number, node in enumerate(nodes) if "mesh" not in node}


@pytest.mark.slow
def test_the_same_specification_gives_the_same_bytes(
    base: Base, clerk: AvatarSpec, figure: Figure
) -> None:
    """Nothing is left to chance or to the order of things."""
    assert build(base, clerk).glb == figure.glb


def test_another_seed_gives_another_figure(base: Base, clerk: AvatarSpec, figure: Figure) -> None:
    """What a specification leaves open is the seed's."""
    assert build(base, msgspec.structs.replace(clerk, seed=clerk.seed + 1)).glb != figure.glb
