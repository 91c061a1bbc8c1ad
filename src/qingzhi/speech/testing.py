"""An engine to test against, and voices made of it: no model, no sound card, no waiting.

`FakeEngine` speaks a steady level that depends on the text, so that sound which strays into
another clause is recognised. Words in the text make it misbehave: see `CRASH`, `HANG`, `FAIL`.
"""

from __future__ import annotations

import os
import signal
import zlib
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np

from qingzhi.errors import EngineError
from qingzhi.score import SAMPLE_RATE, PhoneMark
from qingzhi.speech.engine import EngineChunk, VoiceRecord

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qingzhi.assets import Assets
    from qingzhi.settings import Settings
    from qingzhi.speech.engine import EngineRequest

TARGET: Final = "qingzhi.speech.testing:FakeEngine"

CRASH: Final = "崩溃"
"""The worker process dies when it comes to this word."""
HANG: Final = "卡死"
"""The worker process stops for ever when it comes to this word."""
FAIL: Final = "出错"
"""The engine raises EngineError when it comes to this word."""

SYLLABLE: Final = SAMPLE_RATE // 10
"""Samples of one character."""


class FakeEngine:
    """Says each character for a tenth of a second, one chunk a character."""

    record: ClassVar[VoiceRecord] = VoiceRecord(
        name="fake",
        languages=("zh", "en"),
        gender="neutral",
        licence="Apache-2.0",
        permitted_use="any",
        engine="a steady level",
        quality=0,
    )

    @classmethod
    def prepare(cls, settings: Settings, assets: Assets) -> Mapping[str, str]:  # noqa: ARG003 - as asked
        """Need nothing."""
        return {}

    def __init__(self, options: Mapping[str, str]) -> None:
        """Refuse to load when `options` hold `fail`; never misbehave when they hold `sturdy`."""
        if "fail" in options:
            raise EngineError("Told to fail.")
        self._sturdy = "sturdy" in options

    def speak(self, request: EngineRequest) -> Iterator[EngineChunk]:
        """Say `request.utterance`; all marks come with the first chunk."""
        text = request.utterance
        marks = tuple(
            PhoneMark("a", i * SYLLABLE, (i + 1) * SYLLABLE, "a1", 0.5, i, chars=(i, i + 1))
            for i in range(len(text))
        )
        for i in range(len(text)):
            if not self._sturdy:
                _misbehave(text, i)
            yield EngineChunk(level(text), marks if i == 0 else ())


def level(text: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Make a tenth of a second of the level that stands for `text`, 0.1..0.9."""
    height = 0.1 + 0.8 * (zlib.crc32(text.encode("utf-8", "ignore")) % 9973) / 9973
    return np.full(SYLLABLE, height, np.float32)


def _misbehave(text: str, at: int) -> None:
    if text.startswith(CRASH, at):
        os._exit(70)
    if text.startswith(HANG, at):
        signal.pause()
    if text.startswith(FAIL, at):
        raise EngineError("Told to fail.")
