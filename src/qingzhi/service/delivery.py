"""One answer on its way to the client: a response with one item, its sound, text and motion.

The item's audio clock starts with its first sample; each clause's sound and motion are moved
to where the clause starts on that clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

import numpy as np
import soxr

from qingzhi.io import events as ev
from qingzhi.io.codec import b64, motion_event, pcm16
from qingzhi.score import SAMPLE_RATE, SpeechChunk
from qingzhi.service.signing import Signer
from qingzhi.service.subtitle import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from qingzhi.emotion import Emotion
    from qingzhi.score import Clause, MotionFrames
    from qingzhi.service.outbox import Outbox

Status = Literal["completed", "cancelled", "failed"]


class _Ids(TypedDict):
    response_id: str
    item_id: str


def felt(emotion: Emotion) -> ev.Felt:
    """Write an emotion as clients read it."""
    vector = {name: round(value, 3) for name, value in emotion.vector.items()}
    return ev.Felt(emotion.name, emotion.strength.value, vector)


class Delivery:
    """Writes one response's events to the outbox. `audio` is False for text-only sessions."""

    def __init__(
        self,
        outbox: Outbox,
        *,
        generation: int,
        response_id: str,
        item_id: str,
        extensions: Iterable[str] = (),
        audio: bool = True,
        rate: int = SAMPLE_RATE,
        metadata: dict[str, str] | None = None,
        conversation_id: str | None = None,
        signer: Signer | None = None,
    ) -> None:
        self.outbox = outbox
        self.generation = generation
        self.response_id = response_id
        self.item_id = item_id
        self.extensions = frozenset(extensions)
        self.audio = audio
        self.metadata = metadata
        self.conversation_id = conversation_id
        self.closed = False
        self.samples = 0
        """Samples of the item so far, at SAMPLE_RATE."""
        self.transcript = ""
        self._clause_start = 0
        self._signer = signer or Signer()
        self._resampler = None if rate == SAMPLE_RATE else soxr.ResampleStream(SAMPLE_RATE, rate, 1)

    @property
    def seconds(self) -> float:
        return self.samples / SAMPLE_RATE

    @property
    def clause_start_s(self) -> float:
        return self._clause_start / SAMPLE_RATE

    def open(self) -> None:
        """Announce response, item and part."""
        self._put(ev.ResponseCreated(response=self._response("in_progress")))
        item = self._item("in_progress")
        self._put(ev.OutputItemAdded(response_id=self.response_id, item=item))
        self._put(ev.ItemAdded(item=item))
        self._put(ev.PartAdded(**self._ids, part=self._part(empty=True)))

    def begin(self, clause: Clause, first: SpeechChunk | None) -> None:
        """Announce a clause: its text, its feeling, and when each word will be heard."""
        self._clause_start = self.samples
        start_ms = round(self.seconds * 1000)
        marks = first.marks if first else ()
        if "clause" in self.extensions:
            info = ev.ClauseInfo(
                id=clause.id,
                text=clause.text,
                lang=clause.lang,
                act=clause.act.value,
                stance=clause.stance.value,
                emotion=felt(clause.emotion),
                audio_start_ms=start_ms,
                words=words(clause.utterance, marks, sample_rate=SAMPLE_RATE, offset_ms=start_ms),
                sources=tuple(source.id for source in clause.sources),
                target=clause.target,
            )
            self._data(
                ev.ClauseEvent(response_id=self.response_id, item_id=self.item_id, clause=info)
            )
        if "emotion" in self.extensions:
            self._data(
                ev.EmotionEvent(
                    response_id=self.response_id,
                    of="figure",
                    emotion=felt(clause.emotion),
                    clause_id=clause.id,
                )
            )
        if "sign" in self.extensions:
            self._data(
                ev.SignEvent(
                    response_id=self.response_id,
                    item_id=self.item_id,
                    clause_id=clause.id,
                    text=clause.text,
                    lang=clause.lang,
                    audio_start_ms=start_ms,
                    language=self._signer.language,
                    gloss=self._signer.gloss(clause),
                )
            )
        gap = " " if self.transcript and clause.lang == "en" else ""
        delta = gap + clause.text
        self.transcript += delta
        if self.audio:
            self._data(ev.TranscriptDelta(**self._ids, delta=delta))
        else:
            self._data(ev.TextDelta(**self._ids, delta=delta))

    def sound(self, chunk: SpeechChunk) -> None:
        """Send a chunk's samples."""
        self.samples += len(chunk.samples)
        samples = chunk.samples
        if self._resampler is not None:
            samples = self._resampler.resample_chunk(samples)
        if len(samples):
            self._data(ev.AudioDelta(**self._ids, delta=b64(pcm16(samples))))

    def tone(self, samples: NDArray[np.float32]) -> None:
        """Send sound that belongs to no clause."""
        self.sound(SpeechChunk(clause_id="", generation=self.generation, start=0, samples=samples))

    def move(self, frames: MotionFrames) -> None:
        """Send a motion segment, from the clause's clock to the item's."""
        offset = self.clause_start_s if frames.clock == "audio" else 0.0
        self._data(
            motion_event(
                frames, response_id=self.response_id, item_id=self.item_id, offset_s=offset
            )
        )

    def tell(self, event: ev.ServerEvent) -> None:
        """Send another data event of this response."""
        self._data(event)

    def close(self, status: Status, *, reason: str | None = None, code: str = "") -> None:
        """End the response. A second call does nothing."""
        if self.closed:
            return
        self.closed = True
        if self._resampler is not None and status == "completed":
            self._flush(self._resampler)
        final: Literal["completed", "incomplete"] = (
            "completed" if status == "completed" else "incomplete"
        )
        if self.audio:
            self._put(ev.AudioDone(**self._ids))
            self._put(ev.TranscriptDone(**self._ids, transcript=self.transcript))
        else:
            self._put(ev.TextDone(**self._ids, text=self.transcript))
        item = self._item(final)
        self._put(ev.PartDone(**self._ids, part=self._part()))
        self._put(ev.OutputItemDone(response_id=self.response_id, item=item))
        self._put(ev.ItemDone(item=item))
        response = self._response(status, item)
        if status != "completed":
            error = {"code": code, "type": "server_error"} if code else None
            response.status_details = ev.StatusDetails(type=status, reason=reason, error=error)
        self._put(ev.ResponseDone(response=response))

    # ---- helpers --------------------------------------------------------------------------------

    @property
    def _ids(self) -> _Ids:
        return {"response_id": self.response_id, "item_id": self.item_id}

    def _flush(self, resampler: soxr.ResampleStream) -> None:
        rest = resampler.resample_chunk(np.zeros(0, np.float32), last=True)
        if len(rest):
            self._data(ev.AudioDelta(**self._ids, delta=b64(pcm16(rest))))

    def _part(self, *, empty: bool = False) -> ev.ContentPart:
        words_so_far = "" if empty else self.transcript
        if self.audio:
            return ev.ContentPart(type="audio", transcript=words_so_far)
        return ev.ContentPart(type="text", text=words_so_far)

    def _item(self, status: Literal["completed", "incomplete", "in_progress"]) -> ev.Item:
        content: tuple[ev.Content, ...] = ()
        if status != "in_progress":
            content = (
                ev.Content(type="output_audio", transcript=self.transcript)
                if self.audio
                else ev.Content(type="output_text", text=self.transcript),
            )
        return ev.Item(id=self.item_id, role="assistant", status=status, content=content)

    def _response(
        self,
        status: Literal["in_progress", "completed", "cancelled", "failed"],
        item: ev.Item | None = None,
    ) -> ev.Response:
        usage = None
        if item is not None:
            count = len(self.transcript)
            usage = ev.Usage(total_tokens=count, input_tokens=0, output_tokens=count)
        return ev.Response(
            id=self.response_id,
            status=status,
            output=(item,) if item else (),
            output_modalities=("audio",) if self.audio else ("text",),
            metadata=self.metadata,
            conversation_id=self.conversation_id,
            usage=usage,
        )

    def _put(self, event: ev.ServerEvent) -> None:
        self.outbox.put(event)

    def _data(self, event: ev.ServerEvent) -> None:
        self.outbox.put(event, generation=self.generation)
