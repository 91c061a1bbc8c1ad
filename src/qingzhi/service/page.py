"""The built page: its files by address, each with a tag of its content, compressed once.

Files whose name holds a hash are kept by browsers for good; `index.html` and what is embedded
elsewhere keep their names, so they are asked about each time. Only what was there at the start
is ever served: an address is looked up, never joined to a path.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import mimetypes
import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog

from qingzhi.assets import disk
from qingzhi.service.sending import ASK, FOREVER, sent

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response

log = structlog.get_logger(__name__)
INDEX: Final = "index.html"
SMALL: Final = 1024
"""Bytes under which a file is not worth compressing."""
_HASHED: Final = re.compile(r"assets/.+-[\w-]{8}\.\w+", re.ASCII)
_TEXT: Final = re.compile(r"text/|image/svg|.*(javascript|json|xml|wasm)")
_TYPES: Final = {".js": "text/javascript", ".wasm": "application/wasm", ".glb": "model/gltf-binary"}
"""Types that a machine's own table may lack or have wrong."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the page. `tag` is a hash of its content, `size` in bytes."""

    path: Path
    tag: str
    size: int
    media_type: str
    keep: str

    @property
    def packs(self) -> bool:
        """Whether it is worth compressing."""
        return self.size >= SMALL and _TEXT.match(self.media_type) is not None


class Site:
    """All files under a folder, read once; compressed copies go to the cache."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self._cache = cache
        self._packing = threading.Lock()
        names = (path for path in sorted(folder.rglob("*")) if path.is_file())
        found = {path.relative_to(folder).as_posix(): path for path in names}
        self._files = {name: _file(name, path) for name, path in found.items() if name[0] != "."}

    def find(self, name: str) -> File | None:
        """Find a file by its address without the first slash; a page needs no `.html`."""
        return self._files.get(name) or self._files.get(f"{name}.html")

    async def answer(self, request: Request, file: File) -> Response:
        """Send one of the files."""
        packed = await asyncio.to_thread(self._packed, file) if file.packs else None
        return sent(
            request, file.path, tag=file.tag, media_type=file.media_type, keep=file.keep,
            packed=packed,
        )  # fmt: skip

    def _packed(self, file: File) -> Path | None:
        """Return the compressed copy, made at the first request; None where it can't be kept."""
        path = self._cache / "page" / f"{file.tag}.gz"
        try:
            with self._packing:
                if not path.is_file():
                    disk.write(path, gzip.compress(file.path.read_bytes(), mtime=0))
        except OSError as error:
            log.warning("page not compressed", kind=type(error).__name__)
            return None
        return path


def _file(name: str, path: Path) -> File:
    content = path.read_bytes()
    guessed = _TYPES.get(path.suffix) or mimetypes.guess_type(name)[0]
    return File(
        path=path,
        tag=hashlib.sha256(content).hexdigest()[:32],
        size=len(content),
        media_type=guessed or "application/octet-stream",
        keep=FOREVER if _HASHED.fullmatch(name) else ASK,
    )
