"""One body and one figure for all tests of this folder: both take seconds to make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qingzhi.assets import Assets
from qingzhi.avatar import spec
from qingzhi.avatar.base import ASSET, Base
from qingzhi.avatar.figure import Figure, build
from qingzhi.avatar.person import Person
from qingzhi.avatar.testing import Glb, read
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from qingzhi.avatar.spec import AvatarSpec


@pytest.fixture(scope="session")
def base() -> Base:
    """Give the base body, or skip."""
    assets = Assets(Settings.from_env())
    if not assets.ready(ASSET):
        pytest.skip(f"the base body is not in the cache: qingzhi assets fetch {ASSET}")
    return Base.load(assets)


@pytest.fixture(scope="session")
def clerk() -> AvatarSpec:
    return spec.load("clerk")


@pytest.fixture(scope="session")
def person(base: Base, clerk: AvatarSpec) -> Person:
    return Person.grow(base, clerk)


@pytest.fixture(scope="session")
def figure(base: Base, clerk: AvatarSpec) -> Figure:
    return build(base, clerk)


@pytest.fixture(scope="session")
def glb(figure: Figure) -> Glb:
    return read(figure.glb)
