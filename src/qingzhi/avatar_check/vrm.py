"""VRM 1.0: meta, humanoid, expressions, gaze, first person, spring bones. VRM 0.x is recognised.

Specification: https://github.com/vrm-c/vrm-specification/tree/master/specification/VRMC_vrm-1.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import msgspec

from qingzhi.avatar_check import constraints
from qingzhi.avatar_check.findings import Finding
from qingzhi.avatar_check.humanoid import VRM0, VRM1

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingzhi.avatar_check.gltf import Gltf
    from qingzhi.avatar_check.model import Model

Index = Annotated[int, msgspec.Meta(ge=0)]
Part = Annotated[float, msgspec.Meta(ge=0, le=1)]
SPRINGS: Final = "VRMC_springBone"
LICENCE: Final = "https://vrm.dev/licenses/1.0/"
VISEMES: Final = ("aa", "ih", "ou", "ee", "oh")
EXPECTED: Final = (
    *("happy", "angry", "sad", "relaxed", "surprised"),
    *VISEMES,
    *("blink", "blinkLeft", "blinkRight"),
)
"""Presets that must be there and do something for a face that speaks and feels."""
PRESETS: Final = frozenset({*EXPECTED, "lookUp", "lookDown", "lookLeft", "lookRight", "neutral"})


class _Record(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """An object of the extension; unknown fields are passed over."""


class Meta(_Record, frozen=True, kw_only=True):
    name: str
    authors: Annotated[list[str], msgspec.Meta(min_length=1)]
    license_url: str
    avatar_permission: Literal["onlyAuthor", "onlySeparatelyLicensedPerson", "everyone"] = (
        "onlyAuthor"
    )
    commercial_usage: Literal["personalNonProfit", "personalProfit", "corporation"] = (
        "personalNonProfit"
    )
    credit_notation: Literal["required", "unnecessary"] = "required"
    modification: Literal["prohibited", "allowModification", "allowModificationRedistribution"] = (
        "prohibited"
    )
    third_party_licenses: str = ""
    thumbnail_image: Index | None = None


class Bone(_Record, frozen=True, kw_only=True):
    node: Index


class Humanoid(_Record, frozen=True, kw_only=True):
    human_bones: dict[str, Bone]


class MorphBind(_Record, frozen=True, kw_only=True):
    node: Index
    index: Index
    weight: Part


class MaterialBind(_Record, frozen=True, kw_only=True):
    material: Index


class Expression(_Record, frozen=True, kw_only=True):
    morph_target_binds: list[MorphBind] = []
    material_color_binds: list[MaterialBind] = []
    texture_transform_binds: list[MaterialBind] = []


class Expressions(_Record, frozen=True, kw_only=True):
    preset: dict[str, Expression] = {}
    custom: dict[str, Expression] = {}


class RangeMap(_Record, frozen=True, kw_only=True):
    input_max_value: float = 90.0
    output_scale: float = 10.0


class LookAt(_Record, frozen=True, kw_only=True):
    type: Literal["bone", "expression"] = "bone"
    range_map_horizontal_inner: RangeMap | None = None
    range_map_horizontal_outer: RangeMap | None = None
    range_map_vertical_down: RangeMap | None = None
    range_map_vertical_up: RangeMap | None = None


class Annotation(_Record, frozen=True, kw_only=True):
    node: Index
    type: Literal["auto", "both", "thirdPersonOnly", "firstPersonOnly"]


class FirstPerson(_Record, frozen=True, kw_only=True):
    mesh_annotations: list[Annotation] = []


class Vrm(_Record, frozen=True, kw_only=True):
    spec_version: Literal["1.0", "1.0-beta"]
    meta: Meta
    humanoid: Humanoid
    expressions: Expressions = Expressions()
    look_at: LookAt | None = None
    first_person: FirstPerson = FirstPerson()


class Joint(_Record, frozen=True, kw_only=True):
    node: Index
    hit_radius: Annotated[float, msgspec.Meta(ge=0)] = 0.0
    stiffness: Annotated[float, msgspec.Meta(ge=0)] = 1.0
    drag_force: Part = 0.5


class Spring(_Record, frozen=True, kw_only=True):
    joints: Annotated[list[Joint], msgspec.Meta(min_length=1)]
    collider_groups: list[Index] = []


class Collider(_Record, frozen=True, kw_only=True):
    node: Index


class ColliderGroup(_Record, frozen=True, kw_only=True):
    colliders: list[Index] = []


class Springs(_Record, frozen=True, kw_only=True):
    spec_version: str
    springs: list[Spring] = []
    colliders: list[Collider] = []
    collider_groups: list[ColliderGroup] = []


def check(model: Model) -> Iterator[Finding]:
    """Find what a VRM player would stumble over."""
    document = model.document
    if VRM1 in document.extensions:
        yield from _check(model)
    elif VRM0 in document.extensions:
        yield Finding("vrm_old", f"/extensions/{VRM0}")
    else:
        yield Finding("vrm_absent", "/extensions")
    if SPRINGS in document.extensions:
        yield from _springs(document)
    yield from constraints.check(document)


def _check(model: Model) -> Iterator[Finding]:
    where = f"/extensions/{VRM1}"
    document = model.document
    try:
        vrm = msgspec.convert(document.extensions[VRM1], Vrm)
    except msgspec.ValidationError as error:
        yield Finding("vrm_invalid", where, {"detail": str(error)[:200]})
        return
    if vrm.meta.license_url != LICENCE:
        yield Finding("vrm_licence", f"{where}/meta/licenseUrl")
    for bone, named in vrm.humanoid.human_bones.items():
        if named.node >= len(document.nodes):
            yield Finding("vrm_reference", f"{where}/humanoid/humanBones/{bone}")
    for n, annotation in enumerate(vrm.first_person.mesh_annotations):
        if annotation.node >= len(document.nodes) or document.nodes[annotation.node].mesh is None:
            yield Finding("vrm_reference", f"{where}/firstPerson/meshAnnotations/{n}")
    if vrm.meta.thumbnail_image is not None and vrm.meta.thumbnail_image >= len(document.images):
        yield Finding("vrm_reference", f"{where}/meta/thumbnailImage")
    yield from _expressions(document, vrm.expressions, f"{where}/expressions")
    yield from _gaze(vrm, f"{where}/lookAt")


def _expressions(document: Gltf, expressions: Expressions, where: str) -> Iterator[Finding]:
    for name in expressions.preset:
        if name not in PRESETS:
            yield Finding("vrm_preset", f"{where}/preset/{name}", {"name": name})
    empty = [name for name in EXPECTED if not _does(expressions.preset.get(name))]
    if empty:
        yield Finding("expressions_missing", where, {"names": ", ".join(empty)})
    for group, named in (("preset", expressions.preset), ("custom", expressions.custom)):
        for name, expression in named.items():
            if not _bound(document, expression):
                yield Finding("vrm_reference", f"{where}/{group}/{name}")


def _does(expression: Expression | None) -> bool:
    if expression is None:
        return False
    moved = any(bind.weight > 0 for bind in expression.morph_target_binds)
    return moved or bool(expression.material_color_binds or expression.texture_transform_binds)


def _bound(document: Gltf, expression: Expression) -> bool:
    """Whether all that an expression moves is there."""
    for bind in expression.morph_target_binds:
        if bind.node >= len(document.nodes):
            return False
        mesh = document.nodes[bind.node].mesh
        if mesh is None or bind.index >= len(document.meshes[mesh].primitives[0].targets):
            return False
    painted = (*expression.material_color_binds, *expression.texture_transform_binds)
    return all(bind.material < len(document.materials) for bind in painted)


def _gaze(vrm: Vrm, where: str) -> Iterator[Finding]:
    look = vrm.look_at
    if look is None:
        yield Finding("gaze_missing", where)
        return
    bones: dict[str, Any] = dict(vrm.humanoid.human_bones)
    by_bone = look.type == "bone" and {"leftEye", "rightEye"} <= set(bones)
    ways = ("lookUp", "lookDown", "lookLeft", "lookRight")
    by_shape = look.type == "expression" and all(
        _does(vrm.expressions.preset.get(way)) for way in ways
    )
    maps = (look.range_map_horizontal_outer, look.range_map_vertical_down)
    still = any(m is not None and (m.output_scale <= 0 or m.input_max_value <= 0) for m in maps)
    if still or not (by_bone or by_shape):
        yield Finding("gaze_missing", where)


def _springs(document: Gltf) -> Iterator[Finding]:
    where = f"/extensions/{SPRINGS}"
    try:
        springs = msgspec.convert(document.extensions[SPRINGS], Springs)
    except msgspec.ValidationError as error:
        yield Finding("vrm_invalid", where, {"detail": str(error)[:200]})
        return
    nodes = len(document.nodes)
    groups = len(springs.collider_groups)
    for n, spring in enumerate(springs.springs):
        lost = any(joint.node >= nodes for joint in spring.joints)
        if lost or any(group >= groups for group in spring.collider_groups):
            yield Finding("vrm_reference", f"{where}/springs/{n}")
    for n, collider in enumerate(springs.colliders):
        if collider.node >= nodes:
            yield Finding("vrm_reference", f"{where}/colliders/{n}")
    for n, group in enumerate(springs.collider_groups):
        if any(collider >= len(springs.colliders) for collider in group.colliders):
            yield Finding("vrm_reference", f"{where}/colliderGroups/{n}")
