"""HTTP of the figure and of pages that embed it: how the figure stands, its file, a pass."""

from __future__ import annotations

from typing import Final

import msgspec
from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import JSONResponse

from qingzhi.service.access import SOCKET_SECONDS, Gate
from qingzhi.service.figure_cache import compressed
from qingzhi.service.figures import Figures
from qingzhi.service.sending import FOREVER, sent

router: Final = APIRouter(tags=["figure"])


@router.get("/v1/figures/{service}")
async def figure_state(service: str, request: Request) -> JSONResponse:
    """Tell whether the figure of a service is ready, being made or absent, and where it lies."""
    parts = request.app.state.parts
    if service not in parts.services:
        raise HTTPException(404, f"There is no service {service[:80]!r}.")
    figures: Figures = parts.figures
    body = msgspec.to_builtins(figures.status())
    return JSONResponse(body, headers={"Cache-Control": "no-cache"})


@router.api_route("/figures/{name}", methods=["GET", "HEAD"], include_in_schema=False)
async def figure_file(name: str, request: Request) -> Response:
    """Send a figure. Its name holds a hash of what made it, so it is kept for good."""
    figures: Figures = request.app.state.parts.figures
    path = figures.cache.find(name)
    if path is None:
        raise HTTPException(404, "There is no such figure.")
    packed = compressed(path)
    return sent(
        request,
        path,
        tag=path.stem,
        media_type="model/gltf-binary",
        keep=FOREVER,
        packed=packed if packed.is_file() else None,
    )


@router.post("/v1/pass")
async def visitor_pass(request: Request) -> JSONResponse:
    """Give the page of a known origin a pass that opens one of its sockets within a minute."""
    gate: Gate = request.app.state.gate
    reason = gate.bad_origin(request)
    origin = request.headers.get("origin")
    if reason is not None or origin is None:
        raise HTTPException(403, reason or "Only a page of a known origin gets a pass.")
    body = {"pass": gate.socket_pass(origin), "expires_in": SOCKET_SECONDS}
    return JSONResponse(body, headers={"Cache-Control": "no-store"})
