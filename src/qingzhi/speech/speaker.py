"""The service's mouth: clauses in, sound with phone marks out, whatever happens to an engine.

clause ─► plan: pieces ─► pool of the best voice for the piece's language ─► chunks
                               └─ fails ─► the next voice, from where the sound broke off
"""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, Final, Self

import msgspec
import numpy as np
import structlog

from qingzhi.errors import (
    AssetError,
    EngineError,
    EngineUnavailable,
    InputError,
    Overloaded,
    QingzhiError,
    VoiceForbidden,
)
from qingzhi.score import SAMPLE_RATE, SpeechChunk
from qingzhi.speech.engine import EngineRequest
from qingzhi.speech.offers import offers, unknown
from qingzhi.speech.phrasing import Piece, plan
from qingzhi.speech.pool import Pool
from qingzhi.speech.prosody import prosody
from qingzhi.speech.remainder import remainder

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from qingzhi.assets import Assets
    from qingzhi.score import Clause, Lang, PhoneMark
    from qingzhi.settings import Settings
    from qingzhi.speech.engine import VoiceRecord
    from qingzhi.speech.offers import Offer
    from qingzhi.speech.text.normalise import Span, Spans

_log = structlog.get_logger(__name__)

RESTART_S: Final = 2.0
"""How long a clause that no voice can say waits for a worker that is being replaced."""
_WARM: Final[Mapping[Lang, str]] = {"zh": "您好，请问需要办理什么业务", "en": "good morning"}
_NOTHING_S: Final = 0.05
"""Silence that stands for a clause with nothing to say."""


class Voice:
    """A voice that is ready: its record and its workers."""

    def __init__(
        self, record: VoiceRecord, pool: Pool, permit: Callable[[], None] = lambda: None
    ) -> None:
        """`permit` raises VoiceForbidden when a copied voice may not speak any more."""
        self.record = record
        self.pool = pool
        self.permit = permit


class Speaker:
    """Speaks clauses. Make one with `start`; it is shared by all sessions."""

    def __init__(
        self, voices: Sequence[Voice], refused: Mapping[str, QingzhiError] | None = None
    ) -> None:
        """`voices` in order of preference; the first is the voice in use.

        `refused` are copied voices that may not speak, and why.
        """
        self._voices = tuple(voices)
        self._refused = dict(refused or {})

    @classmethod
    async def start(cls, settings: Settings, assets: Assets, voice: str = "") -> Self:
        """Start the workers of `voice` (else `settings.voice`, else the best) and its fallbacks.

        Raises InputError for an unknown voice, AssetForbidden for one whose licence forbids this
        use, VoiceForbidden for a copied one without consent, EngineUnavailable when a voice asked
        for by name, or every voice, cannot start.
        """
        wanted = voice or settings.voice
        found = await asyncio.to_thread(offers, settings, assets)
        if wanted:
            found.named(wanted).permit()
        ready, refused = _permitted(found.ready)
        order = sorted(ready, key=lambda n: (n != wanted, -ready[n].record.quality))
        started = await asyncio.gather(
            *(_open(ready[name], settings, must=name == wanted) for name in order),
            return_exceptions=True,
        )
        voices = [found for found in started if isinstance(found, Voice)]
        errors = [error for error in started if isinstance(error, BaseException)]
        if errors or not voices:
            await cls(voices).close()
            raise errors[0] if errors else EngineUnavailable("No voice can speak here.")
        return cls(voices, refused)

    @property
    def voice(self) -> str:
        """The name of the voice in use."""
        return self._voices[0].record.name

    @property
    def alive(self) -> bool:
        """Whether the voice in use has a worker that runs."""
        return bool(self._voices[0].pool.pids)

    def voices(self) -> list[VoiceRecord]:
        """List the voices that are ready, the one in use first."""
        return [voice.record for voice in self._voices]

    async def close(self) -> None:
        """End all worker processes."""
        await asyncio.gather(*(voice.pool.close() for voice in self._voices))

    async def speak(
        self,
        clause: Clause,
        *,
        rate: float = 1.0,
        pitch: float = 0.0,
        volume: float = 0.0,
        lead_s: float = 0.0,
        voice: str = "",
    ) -> AsyncGenerator[SpeechChunk]:
        """Speak `clause`; the last chunk says so. Closing the iterator frees the workers.

        `rate` multiplies the speed (0.5..2), `pitch` adds semitones, `volume` decibels. `lead_s`
        is how much sound of this turn the visitor still has to hear before this clause: 0 for the
        first one, which goes first.
        The ready voice named `voice` is tried before the others, for this clause only.
        Raises InputError for another name, VoiceForbidden for a copied voice without consent,
        EngineError or Overloaded when no voice could say it.
        """
        saying = _Saying(clause, self._preferring(voice), lead_s)
        pieces = tuple(_tuned(piece, pitch, volume) for piece in plan(clause, rate))
        for piece in pieces:
            async with aclosing(saying.sound(piece)) as chunks:
                async for chunk in chunks:
                    yield chunk
            yield saying.silence(_pause_s(piece), last=piece is pieces[-1])
        if not pieces:
            yield saying.silence(_NOTHING_S, last=True)

    def check(self, name: str) -> None:
        """Raise VoiceForbidden for a copied voice that may not speak today."""
        if name in self._refused:
            raise self._refused[name]
        for voice in self._voices:
            if voice.record.name == name:
                voice.permit()

    def _preferring(self, name: str) -> Sequence[Voice]:
        """Order the voices for one clause: the named one first. Raises InputError."""
        self.check(name)
        ready = [voice.record.name for voice in self._voices]
        if name and name not in ready:
            raise unknown(name, ready)
        able = [voice for voice in self._voices if _may_speak(voice)]
        return sorted(able, key=lambda voice: voice.record.name != name)


class _Saying:
    """One clause on its way: what has been sent, what is marked, which voices have failed."""

    def __init__(self, clause: Clause, voices: Iterable[Voice], lead_s: float) -> None:
        self._clause = clause
        self._voices = list(voices)
        self._failed: list[Voice] = []
        self._deadline = time.monotonic() + lead_s
        self._sent = 0
        self._marks: tuple[PhoneMark, ...] = ()
        self._words = 0
        self._voice = ""

    async def sound(self, piece: Piece) -> AsyncGenerator[SpeechChunk]:
        """Say one piece with the first voice that can, going on with the next when it breaks."""
        lang = piece.request.lang
        rest: EngineRequest | None = piece.request
        failure: QingzhiError = EngineUnavailable(f"No voice speaks {lang!r}.")
        while rest is not None:
            voice = self._first(lang) or await self._restarted(lang)
            if voice is None:
                raise failure
            start = self._sent
            try:
                source = piece.source[len(piece.source) - len(rest.utterance) :]
                async with aclosing(self._try(voice, rest, source)) as chunks:
                    async for chunk in chunks:
                        yield chunk
            except (EngineError, Overloaded) as error:
                failure = error
                self._give_up(voice)
                _log.warning("voice_failed", voice=voice.record.name, code=error.code)
                self._marks = tuple(mark for mark in self._marks if mark.end <= self._sent)
                rest = remainder(rest, [mark for mark in self._marks if mark.start >= start])
            else:
                rest = None
        self._words = max((mark.word + 1 for mark in self._marks), default=self._words)

    def _give_up(self, voice: Voice) -> None:
        """Put a voice aside; one that was restarted already has had its second chance."""
        if voice in self._voices:
            self._voices.remove(voice)
            self._failed.append(voice)

    async def _restarted(self, lang: Lang) -> Voice | None:
        """Wait a moment for a voice whose worker is being replaced, once for each."""
        for voice in [v for v in self._failed if lang in v.record.languages]:
            self._failed.remove(voice)
            with suppress(TimeoutError):
                async with asyncio.timeout(RESTART_S):
                    await voice.pool.recovered()
                    return voice
        return None

    async def _try(
        self, voice: Voice, request: EngineRequest, source: Spans
    ) -> AsyncGenerator[SpeechChunk]:
        base = self._sent
        before = self._marks
        words = max((mark.word + 1 for mark in before), default=0)
        self._voice = voice.record.name
        lead_s = max(0.0, self._deadline + self._sent / SAMPLE_RATE - time.monotonic())
        async with aclosing(voice.pool.speak(request, lead_s=lead_s)) as chunks:
            async for chunk in chunks:
                if chunk.marks:
                    self._marks = before + _placed(chunk.marks, base, words, source)
                yield self._chunk(chunk.samples, marks=self._marks if chunk.marks else ())

    def silence(self, seconds: float, *, last: bool) -> SpeechChunk:
        """Make a pause on the clause's clock."""
        samples = np.zeros(max(1, round(seconds * SAMPLE_RATE)), np.float32)
        return self._chunk(samples, last=last)

    def _first(self, lang: Lang) -> Voice | None:
        return next((v for v in self._voices if lang in v.record.languages), None)

    def _chunk(
        self,
        samples: NDArray[np.float32],
        *,
        marks: tuple[PhoneMark, ...] = (),
        last: bool = False,
    ) -> SpeechChunk:
        chunk = SpeechChunk(
            clause_id=self._clause.id,
            generation=self._clause.generation,
            start=self._sent,
            samples=samples,
            marks=marks,
            last=last,
            voice=self._voice,
        )
        self._sent = chunk.end
        return chunk


def _placed(
    marks: Iterable[PhoneMark], base: int, words: int, source: Spans
) -> tuple[PhoneMark, ...]:
    """Put marks of a piece on the clause's clock and text, its words counted on."""
    return tuple(
        msgspec.structs.replace(
            mark,
            start=mark.start + base,
            end=mark.end + base,
            word=mark.word + words if mark.word >= 0 else -1,
            chars=_written(mark.chars, source),
        )
        for mark in marks
    )


def _written(chars: Span, source: Spans) -> Span:
    """Find the span of the clause's utterance for a span of a piece."""
    start, end = chars
    if not 0 <= start < end <= len(source):
        return -1, -1
    return source[start][0], source[end - 1][1]


def _tuned(piece: Piece, pitch: float, volume: float) -> Piece:
    request = msgspec.structs.replace(piece.request, pitch=pitch, volume=volume)
    return msgspec.structs.replace(piece, request=request)


def _pause_s(piece: Piece) -> float:
    return piece.pause_s * prosody(piece.request).pause / piece.request.rate


def _permitted(
    ready: Mapping[str, Offer],
) -> tuple[dict[str, Offer], dict[str, QingzhiError]]:
    """Part the voices that may speak today from copied ones that may not."""
    able: dict[str, Offer] = {}
    refused: dict[str, QingzhiError] = {}
    for name, offer in ready.items():
        try:
            offer.permit()
        except VoiceForbidden as error:
            refused[name] = error
        else:
            able[name] = offer
    return able, refused


def _may_speak(voice: Voice) -> bool:
    """Whether a consent still holds: a service runs longer than some of them."""
    try:
        voice.permit()
    except VoiceForbidden:
        return False
    return True


async def _open(offer: Offer, settings: Settings, *, must: bool) -> Voice | None:
    """Start one voice and warm it up; one that nobody asked for by name may be missing."""
    record = offer.record
    allowed = settings.demo or record.permitted_use == "any"
    if not allowed and not must:
        return None
    try:
        options = await asyncio.to_thread(offer.prepare)
        pool = Pool(
            offer.target,
            dict(options),
            size=_size(settings, record),
            first_patience_s=record.first_patience_s,
        )
        await pool.open()
    except (AssetError, EngineError, InputError) as error:
        if must:
            raise
        _log.warning("voice_unavailable", voice=record.name, code=error.code)
        return None
    await asyncio.gather(*(_warm(pool, record) for _ in range(_size(settings, record))))
    return Voice(record, pool, offer.permit)


def _size(settings: Settings, record: VoiceRecord) -> int:
    """Give a heavy voice `settings.workers` processes; a light one does with one."""
    return (settings.workers or max(1, (os.cpu_count() or 1) // 2)) if record.heavy else 1


async def _warm(pool: Pool, record: VoiceRecord) -> None:
    """Speak once to nobody, so that the first turn is not the slow one.

    A voice that fails at it stays: a server may be back by the time it is needed.
    """
    for lang in record.languages:
        request = EngineRequest(utterance=_WARM[lang], lang=lang)
        try:
            async with aclosing(pool.speak(request)) as chunks:
                async for _ in chunks:
                    pass
        except EngineError as error:
            _log.warning("voice_not_warm", voice=record.name, code=error.code)
