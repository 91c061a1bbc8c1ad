"""For each code one figure with just that fault in it."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.avatar_check.testing import Draft, Part, packed, picture, rounded, sound

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Document = dict[str, Any]

VRM: Final = "VRMC_vrm"
CLEAR: Final = picture((40, 50, 80), alpha=0)


def of_document(change: Callable[[Document], object]) -> Callable[[], bytes]:
    """Plant in the JSON, after everything is written."""

    def plant() -> bytes:
        document, binary = sound().built()
        change(document)
        return packed(document, binary)

    return plant


def of_draft(change: Callable[[Draft], object]) -> Callable[[], bytes]:
    """Plant in the parts, before they are written."""

    def plant() -> bytes:
        draft = sound()
        change(draft)
        return draft.written()

    return plant


def frame(change: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    """Plant in the bytes."""
    return lambda: change(sound().written())


def appended(document: Document, kind: str, **fields: object) -> int:
    """Add an object to one of the document's lists."""
    document.setdefault(kind, []).append(fields)
    return len(document[kind]) - 1


def position(document: Document) -> Document:
    number = document["meshes"][0]["primitives"][0]["attributes"]["POSITION"]
    found: Document = document["accessors"][number]
    return found


def indices_view(document: Document) -> int:
    """Return the view of the faces' corners, which neither rise nor end."""
    view: int = document["accessors"][primitive(document)["indices"]]["bufferView"]
    return view


def primitive(document: Document, mesh: int = 0) -> Document:
    found: Document = document["meshes"][mesh]["primitives"][0]
    return found


def vrm(document: Document) -> Document:
    found: Document = document["extensions"][VRM]
    return found


def bone(document: Document, name: str) -> Document:
    found: Document = next(node for node in document["nodes"] if node["name"] == name)
    return found


def dropped_faces(part: Part, count: int) -> None:
    part.triangles = part.triangles[count:]


def opened_seam(draft: Draft) -> None:
    """Draw the first face of the neck's box away from its neighbours by a fifth of a millimetre."""
    draft.parts["Body"].points[:25, 0] += 2e-4


def turned_face(part: Part, count: int = 2) -> None:
    part.triangles[:count] = part.triangles[:count, ::-1]


def with_hole(draft: Draft) -> None:
    """Take away the two triangles of one square in the middle of the neck's side."""
    body = draft.parts["Body"]
    middle, half = 5, 16
    body.triangles = np.delete(body.triangles, [middle, middle + half], axis=0)


def flat_face(part: Part) -> None:
    part.triangles = np.r_[part.triangles, [[0, 0, 1]]]


def third_face(part: Part) -> None:
    """Hang a fin on an edge that has two faces."""
    a, b, _ = part.triangles[30]
    apex = len(part.points)
    for name in ("points", "normals", "uv", "joints", "weights"):
        values = getattr(part, name)
        setattr(part, name, np.r_[values, values[a : a + 1]])
    part.points[apex] += [0.0, 0.02, 0.02]
    part.uv[apex] += 0.01
    part.triangles = np.r_[part.triangles, [[a, b, apex]]]
    part.morphs = {n: np.r_[m, np.zeros((1, 3))] for n, m in part.morphs.items()}


def inside_out(part: Part) -> None:
    part.triangles = part.triangles[:, ::-1]
    part.normals = -part.normals


def face(draft: Draft) -> Part:
    return draft.parts["Face"]


def animated(document: Document, *, times: int, values: int, twice: bool = False) -> None:
    """Add an animation of the head that uses two accessors that are there."""
    channel = {"sampler": 0, "target": {"node": 5, "path": "translation"}}
    appended(
        document,
        "animations",
        channels=[channel, channel] if twice else [channel],
        samplers=[{"input": times, "output": values}],
    )


def scalars(document: Document) -> int:
    """Return an accessor of single numbers that repeat themselves: indices read as floats."""
    view = document["accessors"][primitive(document)["indices"]]["bufferView"]
    return appended(
        document, "accessors", bufferView=view, componentType=5126, count=4, type="SCALAR"
    )


def positions(document: Document) -> int:
    number: int = primitive(document)["attributes"]["POSITION"]
    return number


def with_times(change: Callable[[Document, int], None]) -> Callable[[], bytes]:
    """Plant an animation with two good times, 0 and 1 seconds."""

    def plant() -> bytes:
        document, binary = sound().built()
        times = struct.pack("<2f", 0.0, 1.0)
        view = appended(
            document, "bufferViews", buffer=0, byteOffset=len(binary), byteLength=len(times)
        )
        number = appended(
            document, "accessors", bufferView=view, componentType=5126, count=2, type="SCALAR"
        )
        document["buffers"][0]["byteLength"] += len(times)
        change(document, number)
        return packed(document, binary + times)

    return plant


def two_positions(document: Document) -> int:
    accessor = dict(position(document)) | {"count": 2}
    del accessor["min"], accessor["max"]
    return appended(document, "accessors", **accessor)


def dressed(draft: Draft, name: str, radii: tuple[float, ...], material: str) -> None:
    """Put a further piece round the chest."""
    draft.materials[name] = dict(draft.materials[material])
    chest = list(draft.joints).index("chest")
    draft.parts[name] = rounded(chest, (0, 1.14, 0), radii, name)


def swapped_layers(draft: Draft) -> None:
    dressed(draft, "Jacket", (0.15, 0.25, 0.09), "Shirt")


def through_cloth(draft: Draft) -> None:
    """Put flesh under the shirt that turns with the arm and so comes out of it."""
    arm = list(draft.joints).index("leftUpperArm")
    chest = rounded(arm, (0.15, 1.2, 0), (0.02, 0.1, 0.1), "Body")
    draft.parts["Body"] = draft.parts["Body"].joined(chest)


def cut_edge(draft: Draft) -> None:
    """Let the stump of an arm end in the sleeve of a forearm that it doesn't bend with."""
    arm = list(draft.joints).index("leftUpperArm")
    stump = rounded(arm, (0.55, 1.33, 0), (0.06, 0.03, 0.03), "Body")
    middle = stump.points[stump.triangles].mean(1)[:, 0]
    stump.triangles = stump.triangles[middle > 0.55]
    draft.parts["Body"] = draft.parts["Body"].joined(stump)


def without_shoes(draft: Draft) -> None:
    del draft.parts["Shoes"]


def bare_chest(draft: Draft) -> None:
    chest = list(draft.joints).index("chest")
    draft.parts["Body"] = draft.parts["Body"].joined(
        rounded(chest, (0, 1.14, 0), (0.16, 0.25, 0.1), "Body")
    )
    shirt = draft.parts["Shirt"]
    per_box = len(rounded(0, (0, 0, 0), (1, 1, 1), "").triangles)
    shirt.triangles = shirt.triangles[per_box:]


def half_skins(draft: Draft) -> None:
    draft.parts["Body"].weights[:, 0] = 0.5


def large_head(draft: Draft) -> None:
    points = face(draft).points
    points[:] = (points - [0, 1.545, 0]) * 2 + [0, 1.6, 0]


def left_open(draft: Draft) -> None:
    for side in ("Left", "Right"):
        face(draft).morphs[f"eyeBlink{side}"] *= 0.1


def many_joints(draft: Draft) -> None:
    body = draft.parts["Body"]
    count = len(body.points)
    body.joints = np.tile([0, 1, 2, 3], (count, 1))
    body.weights = np.tile([0.25, 0.25, 0.25, 0.2], (count, 1))
    body.more["JOINTS_1"] = np.tile([4, 0, 0, 0], (count, 1)).astype("u1")
    body.more["WEIGHTS_1"] = np.tile([0.05, 0, 0, 0], (count, 1)).astype("f4")


def scaled(amount: float) -> Callable[[Document], object]:
    """Make the whole figure larger or smaller."""

    def change(document: Document) -> None:
        for node in document["nodes"]:
            if "translation" in node:
                node["translation"] = [amount * x for x in node["translation"]]
        document["nodes"][0]["scale"] = [amount, amount, amount]

    return change


def lower_arm_bent(document: Document) -> None:
    bone(document, "leftUpperArm")["rotation"] = [0.0, 0.0, -0.5, 0.75**0.5]


def driven_by_itself(document: Document) -> None:
    name = "VRMC_node_constraint"
    document["extensionsUsed"].append(name)
    hand = bone(document, "leftHand")
    aim = {"rotation": {"source": document["nodes"].index(hand)}}
    hand["extensions"] = {name: {"specVersion": "1.0", "constraint": aim}}


PLANTED: Final[Mapping[str, Callable[[], bytes]]] = {
    # the file
    "not_glb": lambda: b"PK\x03\x04" + bytes(40),
    "truncated": frame(lambda data: data[:-100]),
    "file_too_large": lambda: bytes((256 << 20) + 1),
    "json_invalid": frame(lambda data: data[:20] + b"!" + data[21:]),
    "schema": of_document(lambda d: d["asset"].update(version="1.0")),
    "trailing_bytes": frame(lambda data: data + bytes(7)),
    "chunk_misaligned": frame(
        lambda data: (
            struct.pack("<4sII", data[:4], 2, len(data) + 11)
            + data[12:]
            + struct.pack("<II", 3, 0x21212121)
            + b"abc"
        )
    ),
    "dangling": of_document(lambda d: primitive(d).update(material=99)),
    "node_ring": of_document(lambda d: d["nodes"][5].setdefault("children", []).append(0)),
    "two_parents": of_document(lambda d: d["nodes"][1]["children"].append(5)),
    "buffer_short": of_document(lambda d: d["buffers"][0].update(byteLength=1 << 30)),
    "second_buffer": of_document(lambda d: appended(d, "buffers", byteLength=4)),
    "view_outside": of_document(lambda d: d["bufferViews"][3].update(byteLength=1 << 28)),
    "views_overlap": of_document(
        lambda d: appended(d, "bufferViews", buffer=0, byteOffset=4, byteLength=64)
    ),
    "accessor_outside": of_document(lambda d: position(d).update(count=10**7)),
    "misaligned": of_document(
        lambda d: d["bufferViews"][position(d)["bufferView"]].update(
            byteOffset=d["bufferViews"][position(d)["bufferView"]]["byteOffset"] + 2
        )
    ),
    "external_uri": of_document(
        lambda d: appended(d, "images", uri="https://example.org/a.png", mimeType="image/png")
    ),
    "data_uri": of_document(lambda d: appended(d, "images", uri="data:image/png;base64,AAAA")),
    "extension_unknown": of_document(
        lambda d: d.update(
            extensionsRequired=["ACME_fur"], extensionsUsed=[*d["extensionsUsed"], "ACME_fur"]
        )
    ),
    "extension_undeclared": of_document(lambda d: d.update(extensionsUsed=[])),
    "nothing_shown": of_document(lambda d: d["scenes"][0].update(nodes=[0])),
    "too_heavy": of_document(lambda d: d["nodes"].extend({} for _ in range(20_000))),
    # numbers
    "sparse_order": of_document(
        lambda d: appended(
            d,
            "accessors",
            componentType=5126,
            count=3000,
            type="VEC3",
            sparse={
                "count": 4,
                "indices": {"bufferView": indices_view(d), "componentType": 5125},
                "values": {"bufferView": position(d)["bufferView"]},
            },
        )
    ),
    "compressed": of_document(
        lambda d: primitive(d).update(extensions={"KHR_draco_mesh_compression": {}})
    ),
    "not_triangles": of_document(lambda d: primitive(d).update(mode=1)),
    "attribute_missing": of_document(lambda d: primitive(d)["attributes"].pop("POSITION")),
    "attribute_length": of_document(
        lambda d: d["accessors"][primitive(d)["attributes"]["NORMAL"]].update(count=5)
    ),
    "attribute_type": of_document(
        lambda d: primitive(d)["attributes"].update(TEXCOORD_0=primitive(d)["attributes"]["NORMAL"])
    ),
    "index_outside": of_draft(
        lambda d: d.parts["Eyes"].triangles.__setitem__((0, 0), len(d.parts["Eyes"].points))
    ),
    "bounds_missing": of_document(lambda d: position(d).pop("min")),
    "bounds_wrong": of_document(lambda d: position(d).update(max=[9.0, 9.0, 9.0])),
    "not_finite": of_draft(lambda d: d.parts["Body"].points.__setitem__((0, 0), np.nan)),
    "normal_length": of_draft(lambda d: d.parts["Body"].normals.__imul__(3)),
    "tangent": of_draft(
        lambda d: d.parts["Body"].more.update(
            TANGENT=np.tile([2.0, 0, 0, 1], (len(d.parts["Body"].points), 1)).astype("f4")
        )
    ),
    "quaternion": of_document(lambda d: d["nodes"][1].update(rotation=[0, 0, 0, 2])),
    "matrix_flat": of_document(
        lambda d: appended(d, "nodes", name="flat", matrix=[1, *[0] * 14, 1])
    ),
    "animation_time": of_document(lambda d: animated(d, times=scalars(d), values=scalars(d))),
    "animation_keys": with_times(lambda d, times: animated(d, times=times, values=times)),
    "animation_twice": with_times(
        lambda d, times: animated(d, times=times, values=two_positions(d), twice=True)
    ),
    # surfaces
    "crack": of_draft(opened_seam),
    "hole": of_draft(with_hole),
    "inverted_faces": of_draft(lambda d: turned_face(d.parts["Body"])),
    "winding_mixed": of_draft(lambda d: turned_face(d.parts["Shirt"], 1)),
    "inside_out": of_draft(lambda d: inside_out(d.parts["Body"])),
    "degenerate": of_draft(lambda d: flat_face(d.parts["Body"])),
    "duplicate_faces": of_draft(
        lambda d: setattr(
            d.parts["Shirt"],
            "triangles",
            np.r_[d.parts["Shirt"].triangles, d.parts["Shirt"].triangles[:1]],
        )
    ),
    "non_manifold": of_draft(lambda d: third_face(d.parts["Shirt"])),
    "loose_vertices": of_draft(lambda d: dropped_faces(d.parts["Eyes"], 50)),
    "uv_missing": of_document(lambda d: primitive(d)["attributes"].pop("TEXCOORD_0")),
    "uv_outside": of_draft(
        lambda d: [
            d.document.update(samplers=[{"wrapS": 33071}]),
            d.parts["Body"].uv.__iadd__(0.5),
        ]
    ),
    "uv_degenerate": of_draft(lambda d: d.parts["Body"].uv.__imul__(0)),
    "uv_folded": of_draft(
        lambda d: (
            d.parts["Body"]
            .uv[:, 0]
            .__setitem__(slice(None), np.abs(d.parts["Body"].uv[:, 0] - 0.12))
        )
    ),
    # skinning
    "joint_missing": of_draft(lambda d: d.parts["Body"].joints.__setitem__((0, 0), 250)),
    "weights_negative": of_draft(
        lambda d: d.parts["Body"].weights.__setitem__(0, [1.5, -0.5, 0, 0])
    ),
    "weights_sum": of_draft(half_skins),
    "unweighted": of_draft(lambda d: d.parts["Body"].weights.__imul__(0)),
    "influences": of_draft(many_joints),
    "joint_twice": of_draft(lambda d: d.parts["Body"].weights.__setitem__(0, [0.5, 0.25, 0.25, 0])),
    "unskinned": of_document(
        lambda d: [primitive(d)["attributes"].pop(n) for n in ("JOINTS_0", "WEIGHTS_0")]
    ),
    "skin_alone": of_document(lambda d: d["nodes"][3].update(skin=0)),
    "inverse_bind": of_document(lambda d: d["skins"][0].update(inverseBindMatrices=positions(d))),
    "not_bound_at_rest": of_document(
        lambda d: bone(d, "head").update(translation=[0.0, 0.08, 0.0])
    ),
    "bone_scaled": of_document(lambda d: bone(d, "leftToes").update(scale=[1.0, 1.3, 1.0])),
    # bones and stance
    "bones_missing": of_document(lambda d: vrm(d)["humanoid"]["humanBones"].pop("spine")),
    "fingers_missing": of_document(
        lambda d: vrm(d)["humanoid"]["humanBones"].pop("leftIndexDistal")
    ),
    "bone_order": of_document(
        lambda d: vrm(d)["humanoid"]["humanBones"]["leftFoot"].update(
            node=vrm(d)["humanoid"]["humanBones"]["rightLowerArm"]["node"]
        )
    ),
    "bone_shared": of_document(
        lambda d: vrm(d)["humanoid"]["humanBones"]["chest"].update(
            node=vrm(d)["humanoid"]["humanBones"]["spine"]["node"]
        )
    ),
    "not_t_pose": of_document(lower_arm_bent),
    "bones_turned": of_document(
        lambda d: bone(d, "leftToes").update(rotation=[0.0, 0.0, 0.1, 0.99**0.5])
    ),
    "units": of_document(scaled(100.0)),
    "not_on_floor": of_document(lambda d: d["nodes"][0].update(translation=[0.0, 1.2, 0.0])),
    "faces_away": of_document(lambda d: d["nodes"][0].update(rotation=[0.0, 1.0, 0.0, 0.0])),
    "proportions": of_draft(large_head),
    "proportions_arms": of_document(
        lambda d: [
            bone(d, f"{side}Hand").update(translation=[sign * 0.6, 0.0, 0.0])
            for side, sign in (("left", 1), ("right", -1))
        ]
    ),
    "limbs_uneven": of_document(lambda d: bone(d, "leftHand").update(translation=[0.3, 0.0, 0.0])),
    # face
    "arkit_missing": of_draft(lambda d: face(d).morphs.pop("cheekPuff")),
    "visemes_missing": of_draft(lambda d: face(d).morphs.pop("viseme_PP")),
    "arkit_missing_vrm": of_draft(
        lambda d: [face(d).morphs.pop(n) for n in [*face(d).morphs][:52]]
    ),
    "visemes_missing_vrm": of_draft(
        lambda d: [face(d).morphs.pop(n) for n in [*face(d).morphs][52:]]
    ),
    "morph_dead": of_draft(lambda d: face(d).morphs["cheekPuff"].__imul__(0.01)),
    "morph_explodes": of_draft(lambda d: face(d).morphs["cheekPuff"].__imul__(90)),
    "morphs_explode_together": of_draft(
        lambda d: (
            [
                face(d).morphs.update({n: face(d).morphs[n] * 25})
                for n in ("mouthFunnel", "viseme_O")
            ]
            and face(d).morphs.update(jawOpen=face(d).morphs["mouthFunnel"] * 1.0)
        )
    ),
    "morph_uneven": of_draft(lambda d: face(d).morphs["mouthSmileLeft"].__imul__(4)),
    "lids_open": of_draft(left_open),
    "jaw_stays": of_draft(lambda d: face(d).morphs["jawOpen"].__imul__(0.2)),
    # pictures and materials
    "picture_broken": of_draft(lambda d: d.images.__setitem__(0, b"no picture")),
    "picture_type": of_document(lambda d: d["images"][0].update(mimeType="image/jpeg")),
    "picture_bomb": of_draft(
        lambda d: d.images.__setitem__(
            0, d.images[0][:16] + struct.pack(">II", 60000, 60000) + d.images[0][24:]
        )
    ),
    "picture_large": of_draft(
        lambda d: d.images.__setitem__(
            1, d.images[1][:16] + struct.pack(">II", 5000, 8) + d.images[1][24:]
        )
    ),
    "normal_map": of_draft(lambda d: d.images.__setitem__(2, picture((200, 90, 60)))),
    "skin_colour": of_draft(lambda d: d.images.__setitem__(0, picture((90, 180, 110)))),
    "skin_clipped": of_draft(lambda d: d.images.__setitem__(0, picture((255, 255, 255)))),
    "skin_plastic": of_draft(
        lambda d: d.materials["Skin"]["pbrMetallicRoughness"].update(roughnessFactor=0.02)
    ),
    "skin_metal": of_draft(
        lambda d: d.materials["Skin"]["pbrMetallicRoughness"].update(metallicFactor=1.0)
    ),
    "blended_body": of_draft(lambda d: d.materials["Shirt"].update(alphaMode="BLEND")),
    "all_transparent": of_draft(
        lambda d: [d.materials["Shirt"].update(alphaMode="MASK"), d.images.__setitem__(1, CLEAR)]
    ),
    # cost
    "over_budget": of_document(
        lambda d: [
            d["scenes"][0]["nodes"].append(appended(d, "nodes", mesh=4, skin=0)) for _ in range(9)
        ]
    ),
    # VRM
    "vrm_absent": of_document(lambda d: d.update(extensions={}, extensionsUsed=[])),
    "vrm_old": of_document(lambda d: d.update(extensions={"VRM": {}}, extensionsUsed=["VRM"])),
    "vrm_invalid": of_document(lambda d: vrm(d)["meta"].pop("authors")),
    "vrm_licence": of_document(lambda d: vrm(d)["meta"].update(licenseUrl="https://example.org")),
    "vrm_reference": of_document(
        lambda d: vrm(d)["expressions"]["preset"]["happy"]["morphTargetBinds"][0].update(index=999)
    ),
    "constraint_ring": of_document(driven_by_itself),
    "vrm_preset": of_document(lambda d: vrm(d)["expressions"]["preset"].update(smug={})),
    "expressions_missing": of_document(lambda d: vrm(d)["expressions"]["preset"].pop("happy")),
    "gaze_missing": of_document(lambda d: vrm(d).pop("lookAt")),
    # clothes
    "body_through": of_draft(through_cloth),
    "rim_shown": of_draft(cut_edge),
    "piece_missing": of_draft(without_shoes),
    "uncovered": of_draft(bare_chest),
    "layers_swapped": of_draft(swapped_layers),
    "garments_unknown": of_document(
        lambda d: (
            [
                [item.update(name=f"m{n}") for n, item in enumerate(d[kind])]
                for kind in ("materials", "meshes")
            ]
            and [node.update(name="m") for node in d["nodes"] if "mesh" in node]
        )
    ),
    # origin
    "provenance_invalid": of_draft(lambda d: (d.provenance or {}).update(likeness="yes")),
    "maker_missing": of_document(
        lambda d: [
            d["asset"].pop("generator"),
            d["asset"]["extras"]["provenance"].pop("maker"),
            d.update(extensions={}, extensionsUsed=[]),
        ]
    ),
    "licences_missing": of_document(
        lambda d: [
            d["asset"]["extras"]["provenance"].pop("licences"),
            d.update(extensions={}, extensionsUsed=[]),
        ]
    ),
    "licence_part": of_draft(lambda d: (d.provenance or {})["licences"][0].update(part="body")),
    "likeness_unstated": of_draft(lambda d: (d.provenance or {}).pop("likeness")),
}


ELSEWHERE: Final = {
    "no_file": "tests/cli/test_avatar_check.py",
    "khronos_error": "test_khronos.py",
    "khronos_warning": "test_khronos.py",
    "under_detail": "test_budget.py",
}
"""Codes that no file alone can have, and the test that plants them."""
