"""Clothes on the body (D16 衣物检测): skin that comes through, cut edges that show, bare regions.

A point of skin that clothes cover at rest must be covered in every pose. It has come through when
no cloth lies before it along its normal and some lies close behind it; it is measured by the area
of skin that belongs to it. A figure may leave out the skin under its clothes; then the edge of
what is left must stay hidden.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from scipy.spatial import KDTree

from qingzhi.avatar_check import coverage
from qingzhi.avatar_check.findings import Finding
from qingzhi.avatar_check.geometry import edges, hits, vertex_areas, vertex_normals, welded
from qingzhi.avatar_check.kinds import WORN
from qingzhi.avatar_check.model import FARTHEST_M
from qingzhi.avatar_check.posing import Skin, matrices, poses
from qingzhi.avatar_check.regions import dress, region_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from qingzhi.avatar_check.model import Model
    from qingzhi.avatar_check.posing import Pose

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

NEAR_M: Final = 0.06
"""Skin further from all clothes can't come through them."""
BEFORE_M: Final = 0.12
"""Clothes this far before the skin still cover it."""
BEHIND_M: Final = 0.02
THROUGH_M: Final = 0.0015
"""Skin has come through when the cloth is further behind than this."""
CANDIDATES: Final = 12
LOOKED_FROM_M: Final = (0.0, 0.025)
"""Faces of cloth nearest to the skin, and to places before it, that are tried for each point."""
LOOKED_AT: Final = 240
"""Places of a cut edge that are looked at in a pose; so many in sight are told in any case."""
TOGETHER: Final = 16
"""Places for which all the cloth around is tried at once."""
ASLANT: Final = 0.6
MOST_SIDES: Final = 4
THROUGH_MM2: Final = 30.0
RIM_MM: Final = 15.0
"""What is less is not seen from where a visitor stands."""
STEPS: Final = 2
"""Cloth belongs to a point of skin when their bones are this close in the skeleton."""


class Wardrobe(NamedTuple):
    """Skin and clothes of one figure, and which belong to which."""

    body: Skin
    cloth: Skin
    region: Ints
    """[N]: number of the region of each point of skin."""
    regions: tuple[str, ...]
    near: Bools
    """[bones, bones]: whether two bones are close in the skeleton."""
    body_bone: Ints
    cloth_bone: Ints
    """[T]: of each face of cloth."""
    weld: Ints
    """[N]: the same number for points of skin that were split for their texture."""

    def normals(self, place: Floats) -> Floats:
        """Return unit normals [N, 3] of the skin at `place`, across the seams of its texture."""
        joined = np.zeros((int(self.weld.max()) + 1, 3))
        joined[self.weld] = place
        return vertex_normals(joined, self.weld[self.body.triangles])[self.weld]


class Seen(NamedTuple):
    """What a pose shows of the watched points of skin [N]."""

    covered: Bools
    through: Bools


def check(model: Model, scene: str) -> tuple[dict[str, Any], list[Finding]]:
    """Judge the clothes; return what was measured and what was found."""
    wardrobe = _wardrobe(model)
    if wardrobe is None:
        return {}, [Finding("garments_unknown", "/materials")]
    areas, rims = _over_poses(model, wardrobe)
    findings = [*_told(areas, "body_through", "area", THROUGH_MM2)]
    findings += _told(rims, "rim_shown", "mm", RIM_MM)
    worst = max((area for (_, _), area in areas.items()), default=0.0)
    bare, found = coverage.check(model, scene)
    measured = {"through_mm2": round(worst, 1), "poses": len(poses()), "bare": bare}
    return measured, [*findings, *found]


def _told(
    amounts: dict[tuple[str, str], float], code: str, unit: str, least: float
) -> list[Finding]:
    """Tell each region once, in the pose where it is worst."""
    worst: dict[str, tuple[float, str]] = {}
    for (pose, region), amount in amounts.items():
        worst[region] = max(worst.get(region, (0.0, "")), (amount, pose))
    names = dress().regions
    return [
        Finding(
            code,
            f"{region} @ {pose}",
            {
                "pose": {"zh": poses()[pose].zh, "en": poses()[pose].en},
                "region": names[region],
                unit: round(amount, 1),
            },
        )
        for region, (amount, pose) in sorted(worst.items(), key=lambda item: -item[1][0])
        if amount > least
    ]


def _wardrobe(model: Model) -> Wardrobe | None:
    skinned = [s for s in model.surfaces if s.joints is not None and s.whole]
    body = Skin.of([s for s in skinned if s.kind == "skin"])
    cloth = Skin.of([s for s in skinned if s.kind in WORN])
    bones = "hips" in model.bones and bool((np.abs(model.world) < FARTHEST_M).all())
    if not len(body.triangles) or not len(cloth.triangles) or not bones:
        return None
    names = list(model.bones)
    regions = tuple(dress().regions)
    of_bone = np.array([regions.index(region_of(name)) for name in names] + [-1])
    body_bone = body.owners(model, names)
    cloth_bone = cloth.owners(model, names)[cloth.triangles[:, 0]]
    near = _near(model, names)
    region, weld = of_bone[body_bone], welded(body.points)
    return Wardrobe(body, cloth, region, regions, near, body_bone, cloth_bone, weld)


def _near(model: Model, names: list[str]) -> Bools:
    """Return which bones [B + 1, B + 1] are at most STEPS apart; the last stands for none."""
    size = len(names) + 1
    linked = np.eye(size, dtype=bool)
    for number, name in enumerate(names):
        parent = model.owner.get(model.parents.get(model.bones[name], -1))
        if parent is not None:
            other = names.index(parent)
            linked[number, other] = linked[other, number] = True
    reach = linked
    for _ in range(STEPS - 1):
        reach = (reach.astype(int) @ linked.astype(int)) > 0
    reach[-1], reach[:, -1] = True, True
    return reach


def _over_poses(
    model: Model, wardrobe: Wardrobe
) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]:
    """Return mm² of skin through cloth and mm of cut edge in sight, by pose and region."""
    body = wardrobe.body
    watched = np.flatnonzero(
        KDTree(wardrobe.cloth.points).query(body.points, distance_upper_bound=NEAR_M)[0] < NEAR_M
    )
    still = _seen(wardrobe, body.points, wardrobe.cloth.points, watched)
    watched = watched[still.covered | still.through]
    rim = _rim(wardrobe, watched[(still.covered)[still.covered | still.through]])
    areas: dict[tuple[str, str], float] = {}
    rims: dict[tuple[str, str], float] = {}
    for name, pose in poses().items():
        place, cloth, seen = _posed(model, wardrobe, pose, watched)
        share = vertex_areas(place, body.triangles)[watched] * 1e6
        region = wardrobe.region[watched]
        for number in np.unique(region[seen.through]):
            chosen = seen.through & (region == number)
            areas[name, wardrobe.regions[number]] = float(share[chosen].sum())
        doubtful = np.intersect1d(watched[~(seen.covered | seen.through)], rim)
        bare = np.zeros(len(body.points), bool)
        doubtful = doubtful[:LOOKED_AT]
        bare[doubtful] = _in_sight(wardrobe, place, cloth, doubtful)
        for number, length in _shown(place, rim, bare, wardrobe.region):
            rims[name, wardrobe.regions[number]] = length
    return areas, rims


def _posed(
    model: Model, wardrobe: Wardrobe, pose: Pose, watched: Ints
) -> tuple[Floats, Floats, Seen]:
    moves = matrices(model, pose)
    place, cloth = wardrobe.body.posed(moves), wardrobe.cloth.posed(moves)
    return place, cloth, _seen(wardrobe, place, cloth, watched)


def _in_sight(wardrobe: Wardrobe, place: Floats, cloth: Floats, vertices: Ints) -> Bools:
    """Return which vertices are seen from most sides: straight on, and aslant from four."""
    if not len(vertices):
        return np.zeros(0, bool)
    triangles = wardrobe.cloth.triangles
    normal = wardrobe.normals(place)[vertices]
    side = np.cross(normal, np.where(np.abs(normal[:, 1:2]) < 0.9, [0.0, 1, 0], [1.0, 0, 0]))
    side /= np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-9)
    slants = [
        lean * ASLANT for lean in (side, -side, np.cross(normal, side), np.cross(side, normal))
    ]
    middle, corners = cloth[triangles].mean(1), cloth[triangles]
    reach = 2 * BEFORE_M * float(np.hypot(1, ASLANT))
    reach += float(np.linalg.norm(corners - middle[:, None], axis=2).max(initial=0))
    free = np.zeros(len(vertices), int)
    tree = KDTree(middle)
    for start in range(0, len(vertices), TOGETHER):
        some = slice(start, start + TOGETHER)
        origin = place[vertices[some]]
        near = _padded(tree.query_ball_point(where, reach) for where in origin)
        for lean in (np.zeros_like(normal), *slants):
            far = hits(origin, (normal + lean)[some], cloth, triangles, near)
            free[some] += ~np.isfinite(_before(far)).any(1)
    return np.asarray(free >= MOST_SIDES)


def _padded(rows: Iterable[list[int]]) -> Ints:
    """Return lists of numbers as one table [N, K], with -1 after their ends."""
    lists = list(rows)
    width = max((len(row) for row in lists), default=0)
    return np.array([[*row, *[-1] * (width - len(row))] for row in lists], np.int64)


def _before(far: Floats) -> Floats:
    return np.where((far > -THROUGH_M) & (far < 2 * BEFORE_M), far, np.inf)


def _seen(wardrobe: Wardrobe, place: Floats, cloth: Floats, watched: Ints) -> Seen:
    """Look from each watched point of skin outwards for cloth before it, and inwards for it."""
    triangles = wardrobe.cloth.triangles
    normal = wardrobe.normals(place)[watched]
    origin = place[watched]
    tree = KDTree(cloth[triangles].mean(1))
    count = min(CANDIDATES, len(triangles))
    near = np.concatenate(
        [
            np.asarray(tree.query(origin + out * normal, k=count)[1], np.int64).reshape(-1, count)
            for out in LOOKED_FROM_M
        ],
        axis=1,
    )
    own = wardrobe.near[wardrobe.body_bone[watched][:, None], wardrobe.cloth_bone[near]]
    far = hits(origin, normal, cloth, triangles, np.where(own, near, -1))
    finite = np.where(np.isfinite(far), far, -1.0)
    covered = ((finite > -THROUGH_M) & (finite < BEFORE_M) & np.isfinite(far)).any(1)
    behind = ((finite <= -THROUGH_M) & (finite > -BEHIND_M) & np.isfinite(far)).any(1)
    return Seen(np.asarray(covered), np.asarray(behind & ~covered))


def _rim(wardrobe: Wardrobe, covered: Ints) -> Ints:
    """Return the edges [E, 2] at which covered skin has been cut away."""
    body = wardrobe.body
    _, count, which = edges(wardrobe.weld[body.triangles])
    sides = body.triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    border = sides[count[which] == 1]
    hidden = np.zeros(len(body.points), bool)
    hidden[covered] = True
    return np.asarray(border[hidden[border].all(1)])


def _shown(place: Floats, rim: Ints, in_sight: Bools, region: Ints) -> list[tuple[int, float]]:
    """Return the length in mm of the cut edge in sight, by region."""
    bare = rim[in_sight[rim].all(1)]
    if not len(bare):
        return []
    length = np.linalg.norm(place[bare[:, 0]] - place[bare[:, 1]], axis=1) * 1e3
    of = region[bare[:, 0]]
    return [(int(n), float(length[of == n].sum())) for n in np.unique(of)]
