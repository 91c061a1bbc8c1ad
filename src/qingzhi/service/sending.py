"""Sending a file: with its own tag, for as long as it stays true, packed where that saves bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import FileResponse, Response

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

FOREVER: Final = "public, max-age=31536000, immutable"
"""For an address that holds a hash of its content."""
ASK: Final = "no-cache"
"""May be kept, but must be asked about each time: the answer is 304 while nothing has changed."""


def sent(
    request: Request,
    path: Path,
    *,
    tag: str,
    media_type: str,
    keep: str,
    packed: Path | None = None,
) -> Response:
    """Answer with a file, or with 304 to a client that has it. `packed` is its gzip copy."""
    if packed is not None and _takes_gzip(request):
        path, tag, coding = packed, f"{tag}-gz", "gzip"
    else:
        coding = ""
    headers = {"ETag": f'"{tag}"', "Cache-Control": keep, "Vary": "Accept-Encoding"}
    if _known(request, tag):
        return Response(status_code=304, headers=headers)
    if coding:
        headers["Content-Encoding"] = coding
    return FileResponse(path, headers=headers, media_type=media_type)


def _takes_gzip(request: Request) -> bool:
    for part in request.headers.get("accept-encoding", "").split(","):
        name, _, quality = part.partition(";")
        if name.strip().lower() in {"gzip", "*"}:
            return quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def _known(request: Request, tag: str) -> bool:
    known = (part.strip() for part in request.headers.get("if-none-match", "").split(","))
    return any(part == "*" or part.removeprefix("W/") == f'"{tag}"' for part in known)
