"""Every error that Qingzhi raises on purpose.

    QingzhiError
    ├── SettingsError          a setting, flag or environment variable can't be used
    ├── InputError             the caller's value is wrong: mend it, then call again
    │   └── ProtocolError      a client's message breaks the realtime protocol
    ├── AssetError             data made elsewhere
    │   ├── AssetUnavailable   no network, package or version not to be had   (retry)
    │   ├── AssetCorrupt       the bytes are not the ones that were pinned
    │   ├── AssetForbidden     the licence needs the operator's word first
    │   │   └── VoiceForbidden a copied voice has no valid consent of its speaker
    │   └── DiskFull           no room for it
    ├── EngineError            a voice, recogniser or model
    │   ├── EngineUnavailable  it can't start here
    │   └── EngineCrashed      it died or hung while working                   (retry)
    ├── StoreError             records on disk
    ├── Overloaded             no place free: wait, with a place in the queue   (retry)
    └── ScreenFailed           a safety screen could not decide: treated as a refusal

`InputError` and `ProtocolError` are the peer's mistake; all others are ours or the machine's.
Each error carries `hint`, one sentence that says what to do, and `retryable`.
"""

from __future__ import annotations

from typing import ClassVar


class QingzhiError(Exception):
    """Root of the tree. `code` is stable and goes over the wire."""

    code: ClassVar[str] = "internal_error"
    retryable: ClassVar[bool] = False

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        ended = self.message.endswith((".", "!", "?", "。"))
        message = self.message if ended or not self.hint else f"{self.message}."
        return f"{message} {self.hint}".strip()


class SettingsError(QingzhiError):
    code = "invalid_setting"


class InputError(QingzhiError):
    """`param` names the field that is wrong, as a dotted path."""

    code = "invalid_input"

    def __init__(self, message: str, *, hint: str = "", param: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.param = param


class ProtocolError(InputError):
    """`event_id` is the client's own id of the offending message, where it gave one."""

    code = "invalid_event"

    def __init__(
        self,
        message: str,
        *,
        code: str = "invalid_event",
        hint: str = "",
        param: str | None = None,
        event_id: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint, param=param)
        self.wire_code = code
        self.event_id = event_id


class AssetError(QingzhiError):
    code = "asset_error"


class AssetUnavailable(AssetError):
    code = "asset_unavailable"
    retryable = True


class AssetCorrupt(AssetError):
    code = "asset_corrupt"


class AssetForbidden(AssetError):
    code = "asset_forbidden"


class VoiceForbidden(AssetForbidden):
    code = "voice_forbidden"


class DiskFull(AssetError):
    code = "disk_full"


class EngineError(QingzhiError):
    code = "engine_error"


class EngineUnavailable(EngineError):
    code = "engine_unavailable"


class EngineCrashed(EngineError):
    code = "engine_crashed"
    retryable = True


class StoreError(QingzhiError):
    code = "store_error"


class Overloaded(QingzhiError):
    code = "overloaded"
    retryable = True


class ScreenFailed(QingzhiError):
    code = "screen_failed"
