"""A pipecat bot: text in over its WebSocket transport, a scripted model, espeak out.

    transport.input → user context → scripted model → espeak → transport.output → bot context

Runs in the peer's environment: `python pipecat_bot.py PORT SCRIPT`. SCRIPT is a JSON object
from questions to lists of clauses. Text comes in as RTVI `send-text`, as pipecat's own client
libraries send it; sound goes out as bytes of PCM16. All settings are pipecat's defaults, with
its debug log turned off.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from loguru import logger
from pipecat.frames.frames import (
    InputTransportMessageFrame,
    LLMContextFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    LLMTextFrame,
    OutputAudioRawFrame,
    OutputTransportMessageFrame,
    OutputTransportMessageUrgentFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import LLMContextAggregatorPair
from pipecat.serializers.base_serializer import FrameSerializer
from pipecat.services.llm_service import LLMService
from pipecat.services.settings import LLMSettings
from pipecat.transports.websocket.server import (
    SingleClientWebsocketServerParams,
    SingleClientWebsocketServerTransport,
)
from pipecat.workers.runner import WorkerRunner
from pipecat_espeak import EspeakTTSService

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipecat.frames.frames import Frame
    from pipecat.processors.frame_processor import FrameDirection

HOST = "127.0.0.1"


class PlainSerializer(FrameSerializer):  # type: ignore[misc] # the peer is not installed where types are checked
    """RTVI messages as JSON text, sound as bytes."""

    def __init__(self) -> None:
        super().__init__(FrameSerializer.InputParams(ignore_rtvi_messages=False))

    async def serialize(self, frame: Frame) -> str | bytes | None:
        """Write what goes to the client."""
        if isinstance(frame, OutputAudioRawFrame):
            return bytes(frame.audio)
        if isinstance(frame, OutputTransportMessageFrame | OutputTransportMessageUrgentFrame):
            return json.dumps(frame.message)
        return None

    async def deserialize(self, data: str | bytes) -> Frame | None:
        """Read what comes from the client."""
        return InputTransportMessageFrame(message=json.loads(data))


class ScriptedModel(LLMService):  # type: ignore[misc] # the same
    """Answers at once, clause by clause, with what the script says."""

    def __init__(self, script: Mapping[str, Sequence[str]]) -> None:
        super().__init__(settings=_nothing_set())
        self._script = script

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Answer a context; pass on everything else."""
        await super().process_frame(frame, direction)
        if not isinstance(frame, LLMContextFrame):
            await self.push_frame(frame, direction)
            return
        question = frame.context.messages[-1]["content"]
        await self.push_frame(LLMFullResponseStartFrame())
        for clause in self._script[question]:
            await self.push_frame(LLMTextFrame(clause))
        await self.push_frame(LLMFullResponseEndFrame())


def _nothing_set() -> LLMSettings:
    return LLMSettings(
        model="script",
        system_instruction=None,
        temperature=None,
        max_tokens=None,
        top_p=None,
        top_k=None,
        frequency_penalty=None,
        presence_penalty=None,
        seed=None,
        filter_incomplete_user_turns=None,
        user_turn_completion_config=None,
    )


async def main(port: int, script: Mapping[str, Sequence[str]]) -> None:
    """Serve one client."""
    transport = SingleClientWebsocketServerTransport(
        SingleClientWebsocketServerParams(audio_out_enabled=True, serializer=PlainSerializer()),
        host=HOST,
        port=port,
    )
    context = LLMContextAggregatorPair(LLMContext())
    pipeline = Pipeline(
        [
            transport.input(),
            context.user(),
            ScriptedModel(script),
            EspeakTTSService(),
            transport.output(),
            context.assistant(),
        ]
    )
    worker = PipelineWorker(pipeline)

    @transport.event_handler("on_websocket_ready")  # type: ignore[untyped-decorator] # the same
    async def ready(_transport: SingleClientWebsocketServerTransport) -> None:
        print(f"ws://{HOST}:{port}", flush=True)

    runner = WorkerRunner()
    await runner.add_workers(worker)
    await runner.run()


if __name__ == "__main__":
    logger.remove()
    logger.add(sys.stderr, level="WARNING")
    asyncio.run(main(int(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text("utf-8"))))
