"""Speech synthesis (语音合成): clauses in, sound with phone marks out.

`Speaker` is the service's side; `engine` is the whole surface for a voice provider; `phones`
lists every phone that a mark can carry; `testing` has an engine to test against.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qingzhi.speech.engine import EmotionControl, Engine, EngineChunk, EngineRequest, VoiceRecord

if TYPE_CHECKING:
    from qingzhi.speech.speaker import Speaker

__all__ = [
    "EmotionControl",
    "Engine",
    "EngineChunk",
    "EngineRequest",
    "Speaker",
    "VoiceRecord",
]


def __getattr__(name: str) -> Any:
    """Load the service's side only when it is asked for: worker processes do without it."""
    if name != "Speaker":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from qingzhi.speech.speaker import Speaker  # noqa: PLC0415 - as the docstring says

    return Speaker
