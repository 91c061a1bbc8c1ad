"""Errors as HTTP tells them: a status, and a body of one shape."""

from __future__ import annotations

from typing import Any, Final

from qingzhi.errors import InputError, Overloaded, QingzhiError, VoiceForbidden
from qingzhi.service.handover import Conflict, NotThere

_STATUS: Final = {Overloaded: 429, NotThere: 404, Conflict: 409, VoiceForbidden: 403}


def status(error: QingzhiError) -> int:
    """Return the HTTP status of an error."""
    usual = 400 if isinstance(error, InputError) else 503 if error.retryable else 500
    return _STATUS.get(type(error), usual)


def body(error: QingzhiError) -> dict[str, Any]:
    """Return what the client reads under `error`."""
    kind = "invalid_request_error" if status(error) == 400 else "server_error"
    param = error.param if isinstance(error, InputError) else None
    return {"message": str(error), "type": kind, "code": error.code, "param": param}
