"""The cache: never half-written, checked, and opened only to whom the licence allows."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest

from qingzhi.assets import Assets, State
from qingzhi.assets import download as downloading
from qingzhi.assets.client import Pip
from qingzhi.assets.testing import FILE, FixedPip, Index
from qingzhi.errors import AssetCorrupt, AssetForbidden, AssetUnavailable, DiskFull, InputError

if TYPE_CHECKING:
    from pathlib import Path

    from qingzhi.assets.manifest import Asset
    from qingzhi.settings import Settings


def test_no_room_is_seen_before_anything_is_fetched(
    assets: Assets, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too little free space raises DiskFull without a request."""
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(DiskFull, match="QINGZHI_CACHE"):
        assets.ensure()
    assert index.asked == []


def test_a_disk_that_fills_meanwhile(
    assets: Assets, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk in the middle of writing raises DiskFull, and nothing seems ready."""
    partial = settings.cache / "partial"
    partial.mkdir(parents=True)
    (partial / FILE).symlink_to("/dev/full")
    monkeypatch.setattr(downloading.Part, "begin", lambda *_: None)
    with pytest.raises(DiskFull):
        assets.ensure()
    assert assets.state("sample") is State.MISSING


def test_a_cache_that_is_a_file(settings: Settings, sample: Asset) -> None:
    """A cache that cannot be written is an error with the variable to set."""
    settings.cache.write_text("in the way")
    with pytest.raises(AssetUnavailable, match="QINGZHI_CACHE"):
        Assets(settings, entries={"sample": sample}).ensure()


def test_a_damaged_member_is_found_and_fetched_again(assets: Assets, index: Index) -> None:
    """`verify` names the member whose bytes changed; `ensure` mends it."""
    assets.ensure()
    member = assets.path("sample") / "a.bin"
    member.write_bytes(b"\0" * member.stat().st_size)
    assert assets.verify()[0].wrong == ("a.bin",)
    assets.ensure()
    assert assets.verify()[0].state is State.READY
    assert len(index.downloads) == 2


def test_a_missing_member_makes_the_path_an_error(assets: Assets) -> None:
    """`path` never gives a folder in which a member is missing."""
    assets.ensure()
    (assets.path("sample") / "a.bin").unlink()
    assert not assets.ready("sample")
    with pytest.raises(AssetCorrupt, match="qingzhi assets fetch sample"):
        assets.path("sample")


def test_path_before_the_fetch(assets: Assets) -> None:
    """`path` of an asset that is not here says how to get it, and fetches nothing itself."""
    with pytest.raises(AssetUnavailable, match="qingzhi assets fetch sample"):
        assets.path("sample")


def test_an_own_wheel_needs_no_network(
    settings: Settings, sample: Asset, sample_wheel: Path, tmp_path: Path
) -> None:
    """A wheel that the operator brings is checked and unpacked; a wrong one is refused."""
    assets = Assets(settings, entries={"sample": sample}, pip=Pip(python="/nowhere/python"))
    wrong = tmp_path / "other.whl"
    wrong.write_bytes(b"PK not really")
    with pytest.raises(AssetCorrupt, match=sample.sha256):
        assets.fetch("sample", own=wrong)
    with pytest.raises(InputError, match="no file"):
        assets.fetch("sample", own=tmp_path / "nothing.whl")
    assets.fetch("sample", own=sample_wheel)
    assert assets.ready("sample")


def test_demonstration_assets_need_the_operators_word(
    settings: Settings, sample: Asset, sample_wheel: Path, index: Index
) -> None:
    """Without --demo such an asset is refused at every door; with it, it is served."""
    demo = {"sample": msgspec.structs.replace(sample, demo=True)}
    pip = FixedPip(indexes=(index.address,))
    strict = Assets(settings, entries=demo, pip=pip)
    strict.ensure()
    assert strict.list()[0].state is State.FORBIDDEN
    for door in (strict.path, strict.fetch, lambda name: strict.ensure((name,))):
        with pytest.raises(AssetForbidden, match="QINGZHI_DEMO=1"):
            door("sample")
    assert index.asked == []
    free = Assets(replace(settings, demo=True), entries=demo, pip=pip)
    free.ensure()
    assert free.ready("sample")
    assert not strict.ready("sample")


def test_unknown_names_are_the_callers_mistake(assets: Assets) -> None:
    """A name that is not in the manifest is an InputError that lists those that are."""
    with pytest.raises(InputError, match="sample"):
        assets.path("nothing")


def test_a_conversion_is_made_once_and_whole(assets: Assets) -> None:
    """`converted` builds once; a build that fails leaves nothing."""
    assets.ensure()
    calls: list[Path] = []

    def fail(_source: Path, target: Path) -> None:
        (target / "half").write_text("half")
        raise ValueError("broken")

    def build(source: Path, target: Path) -> None:
        calls.append(source)
        (target / "size").write_text(str((source / "a.bin").stat().st_size))

    with pytest.raises(ValueError, match="broken"):
        assets.converted("sample", "sizes", fail)
    first = assets.converted("sample", "sizes", build)
    assert assets.converted("sample", "sizes", build) == first
    assert (first / "size").read_text() == "400000"
    assert calls == [assets.path("sample")]
    assert len(list(first.parent.iterdir())) == 2
