"""What the workshop and its maker tell each other: one JSON line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import msgspec

from qingzhi.avatar import detail
from qingzhi.avatar.spec import AvatarSpec  # noqa: TC001 - msgspec reads it at run time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingzhi.avatar.detail import Detail

PREVIEW: Final = "preview"
WHOLE: Final = "web"
"""The level that the desk shows."""
DETAILS: Final[Mapping[str, Detail]] = {PREVIEW: detail.PREVIEW, **detail.LEVELS}
"""By the names under which figures are asked for."""
LEVELS: Final = tuple(detail.LEVELS)
Lang = Literal["zh", "en"]


class Job(msgspec.Struct, frozen=True):
    """A figure to make: `<key>.glb` in `folder`, with facts in `<key>.json`.

    `report`: check the figure at `glb`, or the one that was made; what was found goes to
    `<key>.<language>.json`.
    """

    id: int
    key: str
    spec: AvatarSpec
    level: str
    folder: str
    report: Lang | None = None
    glb: str | None = None


class Order(msgspec.Struct, frozen=True):
    """What the maker is told: a job, or the number of one that nobody waits for any more."""

    job: Job | None = None
    drop: int | None = None


class Facts(msgspec.Struct, frozen=True):
    """What is known of a figure that was made. `cpu_s`: seconds of one core."""

    bytes: int
    triangles: int | None = None
    height_cm: float | None = None
    cpu_s: float | None = None


class Told(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the maker tells of a job: how far it is, what it came to, or what went wrong."""

    id: int
    progress: float = 0.0
    facts: Facts | None = None
    error: str = ""
    message: str = ""
    retryable: bool = False

    @property
    def final(self) -> bool:
        """Whether nothing follows."""
        return self.facts is not None or bool(self.error)
