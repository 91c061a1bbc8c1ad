"""Writing to the cache so that it is whole or not there at all, whatever happens."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qingzhi.errors import AssetUnavailable, DiskFull

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MARGIN: Final = 16 << 20
"""Bytes that must stay free beside what is written."""
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_CLOSED: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST})
_SCRATCH: Final = ".scratch-"


def _full(folder: Path) -> DiskFull:
    return DiskFull(
        f"There is no room left in {folder}.",
        hint="Free some space there, or point QINGZHI_CACHE to another disk.",
    )


@contextmanager
def guarded(folder: Path) -> Iterator[None]:
    """Turn the disk's own errors into ours, with what to do about them."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise _full(folder) from error
        if error.errno in _CLOSED:
            raise AssetUnavailable(
                f"The asset cache {folder} cannot be written: {error.strerror}.",
                hint="Mend its permissions, or point QINGZHI_CACHE to another folder.",
            ) from error
        raise


def need(folder: Path, size: int) -> None:
    """Raise DiskFull unless `size` bytes fit into the existing `folder`, with a margin."""
    if shutil.disk_usage(folder).free < size + MARGIN:
        raise _full(folder)


@contextmanager
def locked(path: Path, *, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock file; `waiting` is called once where another process holds it.

    The system frees the lock when its process ends, however it ends.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a scratch folder that takes the place of `target` when all went well.

    Call it under the lock: it clears away what a killed process left.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f"{_SCRATCH}*"):
        shutil.rmtree(left)
    scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=target.parent))
    try:
        yield scratch
        scratch.chmod(0o755)
        _sync_tree(scratch)
        _swap(scratch, target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def write(target: Path, data: bytes) -> None:
    """Write a file that is whole or not there at all. Call it under the lock of its name.

    What a killed process left of the same file is cleared away.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f"{_SCRATCH}{target.name}-*"):
        left.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"{_SCRATCH}{target.name}-", dir=target.parent)
    scratch = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        scratch.chmod(0o644)
        scratch.rename(target)
    finally:
        scratch.unlink(missing_ok=True)
    _sync(target.parent)


def _swap(scratch: Path, target: Path) -> None:
    if target.exists():
        old = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=target.parent))
        target.rename(old)
        scratch.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    else:
        scratch.rename(target)
    _sync(target.parent)


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
