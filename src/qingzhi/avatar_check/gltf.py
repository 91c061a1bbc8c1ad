"""The JSON of glTF 2.0 as records: types and ranges are checked while it is read.

Specification: https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html. What a record leaves out
is not judged; fields that it doesn't know are passed over, as the specification asks.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

Index = Annotated[int, msgspec.Meta(ge=0)]
Count = Annotated[int, msgspec.Meta(ge=1)]
Part = Annotated[float, msgspec.Meta(ge=0, le=1)]
Vec3 = tuple[float, float, float]
Vec4 = tuple[float, float, float, float]
Extensions = dict[str, Any]
Component = Literal[5120, 5121, 5122, 5123, 5125, 5126]
Shape = Literal["SCALAR", "VEC2", "VEC3", "VEC4", "MAT2", "MAT3", "MAT4"]


class _Record(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """An object of the file."""

    extensions: Extensions = {}
    extras: Any = None


class Asset(_Record, frozen=True, kw_only=True):
    version: Annotated[str, msgspec.Meta(pattern=r"^2\.\d+$")]
    generator: str = ""
    copyright: str = ""


class SparseIndices(_Record, frozen=True, kw_only=True):
    buffer_view: Index
    byte_offset: Index = 0
    component_type: Literal[5121, 5123, 5125]


class SparseValues(_Record, frozen=True, kw_only=True):
    buffer_view: Index
    byte_offset: Index = 0


class Sparse(_Record, frozen=True, kw_only=True):
    count: Count
    indices: SparseIndices
    values: SparseValues


class Accessor(_Record, frozen=True, kw_only=True):
    buffer_view: Index | None = None
    byte_offset: Index = 0
    component_type: Component
    normalized: bool = False
    count: Count
    type: Shape
    max: list[float] = []
    min: list[float] = []
    sparse: Sparse | None = None


class Buffer(_Record, frozen=True, kw_only=True):
    byte_length: Count
    uri: str | None = None


class View(_Record, frozen=True, kw_only=True):
    buffer: Index
    byte_offset: Index = 0
    byte_length: Count
    byte_stride: Annotated[int, msgspec.Meta(ge=4, le=252, multiple_of=4)] | None = None
    target: Literal[34962, 34963] | None = None


class Image(_Record, frozen=True, kw_only=True):
    name: str = ""
    uri: str | None = None
    mime_type: str = ""
    buffer_view: Index | None = None


class Sampler(_Record, frozen=True, kw_only=True):
    wrap_s: Literal[33071, 33648, 10497] = 10497
    wrap_t: Literal[33071, 33648, 10497] = 10497


class Texture(_Record, frozen=True, kw_only=True):
    sampler: Index | None = None
    source: Index | None = None


class Look(_Record, frozen=True, kw_only=True):
    """A reference of a material to a texture."""

    index: Index
    tex_coord: Index = 0
    scale: float = 1.0


class Surface(_Record, frozen=True, kw_only=True):
    """Metallic-roughness."""

    base_color_factor: tuple[Part, Part, Part, Part] = (1, 1, 1, 1)
    base_color_texture: Look | None = None
    metallic_factor: Part = 1.0
    roughness_factor: Part = 1.0
    metallic_roughness_texture: Look | None = None


class Material(_Record, frozen=True, kw_only=True):
    name: str = ""
    pbr_metallic_roughness: Surface = Surface()
    normal_texture: Look | None = None
    occlusion_texture: Look | None = None
    emissive_texture: Look | None = None
    alpha_mode: Literal["OPAQUE", "MASK", "BLEND"] = "OPAQUE"
    alpha_cutoff: Annotated[float, msgspec.Meta(ge=0)] = 0.5
    double_sided: bool = False


class Primitive(_Record, frozen=True, kw_only=True):
    attributes: Annotated[dict[str, Index], msgspec.Meta(min_length=1)]
    indices: Index | None = None
    material: Index | None = None
    mode: Annotated[int, msgspec.Meta(ge=0, le=6)] = 4
    targets: list[dict[str, Index]] = []


class Mesh(_Record, frozen=True, kw_only=True):
    name: str = ""
    primitives: Annotated[list[Primitive], msgspec.Meta(min_length=1)]
    weights: list[float] = []

    @property
    def morphs(self) -> list[str]:
        """Names of the targets, as most tools write them; there need not be any."""
        extras = self.extras if isinstance(self.extras, dict) else {}
        names = extras.get("targetNames")
        if isinstance(names, list) and names:
            return [str(name) for name in names]
        first = self.primitives[0]
        inner = first.extras if isinstance(first.extras, dict) else {}
        names = inner.get("targetNames")  # as VRM 0.x has it
        if isinstance(names, list) and names:
            return [str(name) for name in names]
        return [f"target {n}" for n in range(len(first.targets))]


class Node(_Record, frozen=True, kw_only=True):
    name: str = ""
    children: list[Index] = []
    mesh: Index | None = None
    skin: Index | None = None
    matrix: Annotated[list[float], msgspec.Meta(min_length=16, max_length=16)] | None = None
    translation: Vec3 = (0, 0, 0)
    rotation: Vec4 = (0, 0, 0, 1)
    scale: Vec3 = (1, 1, 1)


class Skin(_Record, frozen=True, kw_only=True):
    joints: Annotated[list[Index], msgspec.Meta(min_length=1)]
    inverse_bind_matrices: Index | None = None
    skeleton: Index | None = None


class Target(_Record, frozen=True, kw_only=True):
    node: Index | None = None
    path: str


class Channel(_Record, frozen=True, kw_only=True):
    sampler: Index
    target: Target


class AnimationSampler(_Record, frozen=True, kw_only=True):
    input: Index
    output: Index
    interpolation: Literal["LINEAR", "STEP", "CUBICSPLINE"] = "LINEAR"


class Animation(_Record, frozen=True, kw_only=True):
    name: str = ""
    channels: list[Channel]
    samplers: list[AnimationSampler]


class Scene(_Record, frozen=True, kw_only=True):
    nodes: list[Index] = []


class Gltf(_Record, frozen=True, kw_only=True):
    asset: Asset
    extensions_used: list[str] = []
    extensions_required: list[str] = []
    scene: Index | None = None
    scenes: list[Scene] = []
    nodes: list[Node] = []
    meshes: list[Mesh] = []
    skins: list[Skin] = []
    materials: list[Material] = []
    accessors: list[Accessor] = []
    buffer_views: list[View] = []
    buffers: list[Buffer] = []
    images: list[Image] = []
    textures: list[Texture] = []
    samplers: list[Sampler] = []
    animations: list[Animation] = []
