"""The running service: page, realtime socket, OpenAI-compatible HTTP, health and metrics."""

from __future__ import annotations

from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import Depends, FastAPI, HTTPException, Request, Response, WebSocket
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles
from fastapi_offline import FastAPIOffline
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException as StarletteHTTPException

from qingzhi import __version__
from qingzhi.errors import InputError, Overloaded, QingzhiError
from qingzhi.service import metrics, openai_http, realtime
from qingzhi.service.access import COOKIE, PASS_SECONDS, Gate
from qingzhi.service.hall import Hall
from qingzhi.service.health import Health
from qingzhi.service.parts import Parts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC: Final = Path(str(files("qingzhi.service") / "static"))
PAGE_POLICY: Final = (
    "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:; "
    "media-src 'self' blob:; style-src 'self'; script-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
_LOOSE_PATHS: Final = ("/docs", "/redoc")
"""The API's own documentation pages carry inline scripts of their library."""


class Headers:
    """Adds the security headers to every HTTP response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        loose = scope["path"].startswith(_LOOSE_PATHS)

        async def send_hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                if not loose:
                    headers["Content-Security-Policy"] = PAGE_POLICY
            await send(message)

        await self.app(scope, receive, send_hardened)


def create_app(parts: Parts) -> FastAPI:
    """Make the application around parts that are open; closing them is the caller's."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.hall = Hall(parts)
        app.state.health = Health()
        app.state.health.watch(parts)
        try:
            yield
        finally:
            await app.state.health.close()
            await app.state.hall.close()

    app: FastAPI = FastAPIOffline(
        title="Qingzhi 情智",
        version=__version__,
        summary="An emotion- and intelligence-integrated digital human",
        lifespan=lifespan,
        max_body_size=parts.settings.max_message_bytes,
    )
    gate = Gate(parts.settings)
    app.state.parts, app.state.gate = parts, gate
    _add_errors(app)
    app.add_middleware(Headers)
    _add_operations(app)
    app.include_router(openai_http.router, dependencies=[Depends(_guard)])

    @app.websocket("/v1/realtime")
    async def realtime_socket(socket: WebSocket) -> None:
        await realtime.serve(socket, app.state.hall, gate)

    _add_page(app, gate)
    return app


def _guard(request: Request) -> None:
    reason = request.app.state.gate.refusal(request)
    if reason is not None:
        raise HTTPException(401, reason)


Guard = Annotated[None, Depends(_guard)]


def _add_operations(app: FastAPI) -> None:
    @app.get("/healthz", tags=["operations"])
    async def healthz() -> JSONResponse:
        """200 when the next turn will meet its budget; 503 with the reason until then."""
        health: Health = app.state.health
        body = {
            "status": "ok" if health.ready else "not ready",
            "reason": health.reason,
            "voice": health.voice,
            "first_audio_ms": health.first_audio_ms,
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
        status = 400 if isinstance(error, InputError) else 503 if error.retryable else 500
        if isinstance(error, Overloaded):
            status = 429
        kind = "invalid_request_error" if status == 400 else "server_error"
        param = error.param if isinstance(error, InputError) else None
        body = {"message": str(error), "type": kind, "code": error.code, "param": param}
        return JSONResponse({"error": body}, status)

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


def _add_page(app: FastAPI, gate: Gate) -> None:
    @app.get("/", include_in_schema=False)
    async def page() -> Response:
        index = STATIC / "index.html"
        if not index.exists():
            return PlainTextResponse(
                "The page was not built into this installation: run 'pip install .' again.", 503
            )
        response = FileResponse(index, headers={"Cache-Control": "no-cache"})
        response.set_cookie(
            COOKIE, gate.new_pass(), max_age=PASS_SECONDS, httponly=True, samesite="strict"
        )
        return response

    if STATIC.exists():
        app.mount("/", StaticFiles(directory=STATIC), name="page")
