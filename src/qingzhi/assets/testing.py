"""For tests of what fetches: a package index on loopback that can be told to misbehave."""

from __future__ import annotations

import hashlib
import http.server
import random
import threading
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Final

import msgspec

from qingzhi.assets.client import Pip, PipSettings
from qingzhi.assets.manifest import Asset, Licence, Member, Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE: Final = "qz_sample-1.0-py3-none-any.whl"
MEMBERS: Final = {"qz_sample/a.bin": 400_000, "qz_sample/deep/b.bin": 100_000}
"""Members of the sample wheel and their sizes in bytes."""


@dataclass(frozen=True)
class FixedPip(Pip):
    """A pip whose settings are known without starting it."""

    indexes: tuple[str, ...] = ()

    def settings(self) -> PipSettings:
        return PipSettings(self.indexes)


@dataclass
class Index:
    """A package index with one wheel; its fields say how it behaves."""

    wheel: bytes
    address: str = ""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    cuts: list[int] = field(default_factory=list)
    """Bytes of the body after which each next answer breaks off."""
    hold_after: int = -1
    """Bytes of the body after which an answer waits for `go`."""
    go: threading.Event = field(default_factory=threading.Event)
    ranges: bool = True
    tag: str = '"one"'
    json: bool = False
    told_hash: str = ""
    refuse: dict[str, int] = field(default_factory=dict)
    """Status for a client whose User-Agent begins so."""
    name: str = FILE

    @property
    def downloads(self) -> list[dict[str, str]]:
        """Headers of the requests for the wheel."""
        return [headers for path, headers in self.asked if path.endswith(".whl")]


class Handler(http.server.BaseHTTPRequestHandler):
    index: ClassVar[Index]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        index = self.index
        headers = {key.lower(): value for key, value in self.headers.items()}
        index.asked.append((self.path, headers))
        agent = headers.get("user-agent", "")
        for name, status in index.refuse.items():
            if agent.startswith(name):
                self._answer(status, b"")
                return
        if self.path == "/simple/qz-sample/":
            self._answer(200, *self._page())
        elif self.path == f"/files/{index.name}":
            self._wheel(headers)
        else:
            self._answer(404, b"")

    def _page(self) -> tuple[bytes, str]:
        index = self.index
        if index.json:
            hashes = {"sha256": index.told_hash} if index.told_hash else {}
            file = {"filename": index.name, "url": f"/files/{index.name}", "hashes": hashes}
            return msgspec.json.encode({"files": [file]}), "application/vnd.pypi.simple.v1+json"
        told = f"#sha256={index.told_hash}" if index.told_hash else ""
        page = f'<a href="../../files/{index.name}{told}">{index.name}</a>'
        return page.encode(), "text/html"

    def _wheel(self, headers: dict[str, str]) -> None:
        index, start = self.index, 0
        same = headers.get("if-range", index.tag) == index.tag
        if index.ranges and same and "range" in headers:
            start = int(headers["range"].removeprefix("bytes=").rstrip("-"))
        whole = len(index.wheel)
        if start >= whole:
            self._answer(416, b"")
            return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{whole - 1}/{whole}")
        self.send_header("Content-Length", str(whole - start))
        self.send_header("ETag", index.tag)
        self.end_headers()
        self._send(index.wheel[start:])

    def _send(self, body: bytes) -> None:
        index = self.index
        if index.cuts:
            self.wfile.write(body[: index.cuts.pop(0)])
            self.close_connection = True
        elif index.hold_after >= 0:
            self.wfile.write(body[: index.hold_after])
            self.wfile.flush()
            index.go.wait(60)
            try:
                self.wfile.write(body[index.hold_after :])
            except ConnectionError:
                self.close_connection = True
        else:
            self.wfile.write(body)

    def _answer(self, status: int, body: bytes, kind: str = "text/plain") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


def noise(size: int) -> bytes:
    """Make bytes that don't compress, the same ones each time."""
    return random.Random(size).randbytes(size)  # noqa: S311 - no secret


def build_wheel(folder: Path) -> Path:
    """Build a small but real wheel whose members don't compress."""
    path = folder / FILE
    info = "qz_sample-1.0.dist-info"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, size in MEMBERS.items():
            archive.writestr(member, noise(size))
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: qz-sample\nVersion: 1.0")
        tags = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        archive.writestr(f"{info}/WHEEL", tags)
        archive.writestr(f"{info}/RECORD", "")
    return path


def describe(wheel: Path) -> Asset:
    """Make the manifest's entry for that wheel."""
    with zipfile.ZipFile(wheel) as archive:
        members = tuple(
            Member(
                path=path,
                name=path.removeprefix("qz_sample/"),
                sha256=hashlib.sha256(archive.read(path)).hexdigest(),
                size=size,
            )
            for path, size in MEMBERS.items()
        )
    return Asset(
        package="qz.sample",
        version="1.0",
        file=FILE,
        sha256=hashlib.sha256(wheel.read_bytes()).hexdigest(),
        size=wheel.stat().st_size,
        purpose=Words("样例", "A sample"),
        licence=Licence("CC0-1.0", "无限制", "Nothing is forbidden."),
        attribution="nobody",
        members=members,
    )


@contextmanager
def serving(wheel: bytes) -> Iterator[Index]:
    """Serve a wheel on loopback while the block runs."""
    made = Index(wheel)
    handler = type("BoundHandler", (Handler,), {"index": made})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    made.address = f"http://127.0.0.1:{server.server_port}/simple/"
    try:
        yield made
    finally:
        made.go.set()
        server.shutdown()
        thread.join()
        server.server_close()
