"""The running service: page, realtime socket, OpenAI-compatible HTTP, health and metrics."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import Depends, FastAPI, HTTPException, Request, Response, WebSocket
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException as StarletteHTTPException

from qingzhi import __version__
from qingzhi.errors import InputError, QingzhiError
from qingzhi.service import embed_http, metrics, openai_http, problems, realtime, staff_http
from qingzhi.service.access import COOKIE, PASS_SECONDS, Gate
from qingzhi.service.caretaker import care_for
from qingzhi.service.hall import Hall
from qingzhi.service.headers import Headers
from qingzhi.service.health import Health
from qingzhi.service.page import INDEX, Site
from qingzhi.service.parts import Parts
from qingzhi.service.studio import figures_http
from qingzhi.service.studio.door import Door

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

STATIC: Final = Path(str(files("qingzhi.service") / "static"))


def create_app(parts: Parts) -> FastAPI:
    """Make the application around parts that are open; closing them is the caller's."""
    gate = Gate(parts.settings)
    door = Door.of(parts.settings, gate)
    studio = figures_http.Studio.behind(door, parts.settings) if door else None

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.hall = Hall(parts)
        app.state.health = Health()
        app.state.health.watch(parts)
        looking = asyncio.create_task(care_for(parts))
        parts.figures.watch(app.state.hall.tell)
        try:
            yield
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
            await parts.figures.close()
            if studio is not None:
                await studio.workshop.close()
            await app.state.health.close()
            await app.state.hall.close()

    app: FastAPI = FastAPIOffline(
        title="Qingzhi 情智",
        version=__version__,
        summary="An emotion- and intelligence-integrated digital human",
        lifespan=lifespan,
        max_body_size=parts.settings.max_message_bytes,
    )
    app.state.parts, app.state.gate = parts, gate
    _add_errors(app)
    app.add_middleware(Headers, gate=gate)
    _add_operations(app, parts)
    app.include_router(openai_http.router, dependencies=[Depends(_guard)])
    app.include_router(embed_http.router)
    if parts.settings.staff_key:
        app.state.staff_gate = staff_http.StaffGate(parts.settings.staff_key)
        app.include_router(staff_http.router)
    if studio is not None:
        app.state.studio = studio
        app.include_router(figures_http.router)

    @app.websocket("/v1/realtime")
    async def realtime_socket(socket: WebSocket) -> None:
        await realtime.serve(socket, app.state.hall, gate)

    _add_page(app, Site(STATIC, parts.settings.cache), gate)
    return app


def _guard(request: Request) -> None:
    reason = request.app.state.gate.refusal(request)
    if reason is not None:
        raise HTTPException(401, reason)


Guard = Annotated[None, Depends(_guard)]


def _add_operations(app: FastAPI, parts: Parts) -> None:
    @app.get("/healthz", tags=["operations"])
    async def healthz() -> JSONResponse:
        """200 when the next turn will meet its budget; 503 with the reason until then."""
        health: Health = app.state.health
        body = {
            "status": "ok" if health.ready else "not ready",
            "reason": health.reason,
            "voice": health.voice,
            "first_audio_ms": health.first_audio_ms,
            "figure": parts.figures.status().state,
            "sessions": len(app.state.hall),
        }
        return JSONResponse(body, 200 if health.ready else 503)

    @app.get("/metrics", tags=["operations"], response_class=PlainTextResponse)
    async def prometheus(_guarded: Guard) -> Response:
        """Prometheus series."""
        metrics.SESSIONS.set(len(app.state.hall))
        return Response(metrics.exposition(), media_type="text/plain; version=0.0.4")


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(QingzhiError)
    async def explain(_request: Request, error: QingzhiError) -> JSONResponse:
        return JSONResponse({"error": problems.body(error)}, problems.status(error))

    @app.exception_handler(StarletteHTTPException)
    async def refuse(_request: Request, error: StarletteHTTPException) -> JSONResponse:
        code = "unauthorized" if error.status_code == 401 else "http_error"
        body = {"message": str(error.detail), "type": "invalid_request_error", "code": code}
        return JSONResponse({"error": body | {"param": None}}, error.status_code, error.headers)

    @app.exception_handler(RequestValidationError)
    async def name_field(_request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"][1:])).encode("ascii", "backslashreplace").decode()
        body = {"message": first["msg"], "type": "invalid_request_error", "param": field}
        return JSONResponse({"error": body | {"code": InputError.code}}, 400)


def _add_page(app: FastAPI, site: Site, gate: Gate) -> None:
    """Everything that no other route has: the page and its files."""

    @app.api_route("/{name:path}", methods=["GET", "HEAD"], include_in_schema=False)
    async def page(name: str, request: Request) -> Response:
        file = site.find(name or INDEX)
        if file is None and not name:
            return PlainTextResponse(
                "The page was not built into this installation: run 'pip install .' again.", 503
            )
        if file is None:
            raise HTTPException(404, "Not Found")
        response = await site.answer(request, file)
        if file.media_type == "text/html":
            response.set_cookie(
                COOKIE, gate.new_pass(), max_age=PASS_SECONDS, httponly=True, samesite="strict"
            )
        return response
