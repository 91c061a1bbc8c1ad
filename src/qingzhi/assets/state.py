"""What is said about assets: their state, and how far the fetching has come."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from qingzhi.assets.manifest import Licence, Words  # noqa: TC001 - msgspec reads annotations


class State(StrEnum):
    """`forbidden`: the licence needs the operator's word first."""

    READY = "ready"
    MISSING = "missing"
    CORRUPT = "corrupt"
    FORBIDDEN = "forbidden"


class Stage(StrEnum):
    """What is being done to an asset; `waiting` is for another process that fetches it."""

    WAITING = "waiting"
    LOOKING = "looking"
    FETCHING = "fetching"
    UNPACKING = "unpacking"
    READY = "ready"


class Step(msgspec.Struct, frozen=True):
    """A sign of progress: `done` of `total` bytes of this stage."""

    asset: str
    stage: Stage
    done: int = 0
    total: int = 0


class AssetState(msgspec.Struct, frozen=True, kw_only=True):
    """One asset as the operator sees it. `bytes` is what is fetched."""

    name: str
    state: State
    bytes: int
    demo_only: bool
    purpose: Words
    licence: Licence
    attribution: str


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """What hashing found: `wrong` names the members that are not as pinned."""

    name: str
    state: State
    wrong: tuple[str, ...] = ()
