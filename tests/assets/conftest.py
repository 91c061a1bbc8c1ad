"""A sample asset and the index that serves it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from qingzhi.assets import Assets
from qingzhi.assets import download as downloading
from qingzhi.assets.testing import FixedPip, Index, build_wheel, describe, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qingzhi.assets.manifest import Asset
    from qingzhi.settings import Settings


@pytest.fixture(scope="session")
def sample_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def sample(sample_wheel: Path) -> Asset:
    return describe(sample_wheel)


@pytest.fixture
def index(sample_wheel: Path) -> Iterator[Index]:
    with serving(sample_wheel.read_bytes()) as made:
        yield made


@pytest.fixture(autouse=True)
def _clean_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep pip, and the proxies, of whoever runs the tests out of them."""
    for name in os.environ:
        if name.startswith("PIP_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setattr(downloading, "PAUSE_S", 0.0)


@pytest.fixture
def assets(settings: Settings, sample: Asset, index: Index) -> Assets:
    return Assets(settings, entries={"sample": sample}, pip=FixedPip(indexes=(index.address,)))
