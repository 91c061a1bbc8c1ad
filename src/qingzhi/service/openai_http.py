"""HTTP beside the socket, in the shapes of the OpenAI API: chat, speech, models.

Emotion and citations come in a field `qingzhi` beside the standard ones, which stock clients
keep without minding.
"""

from __future__ import annotations

import dataclasses
import io
import secrets
import time
from contextlib import aclosing
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import msgspec
import numpy as np
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import AfterValidator, BaseModel, Field

from qingzhi.emotion import NEUTRAL_EMOTION, Stance
from qingzhi.errors import InputError
from qingzhi.io.codec import pcm16
from qingzhi.io.events import MAX_TEXT
from qingzhi.io.labels import HEADER, label, wav_head, write_sound
from qingzhi.safety import disclosure
from qingzhi.score import Clause
from qingzhi.service.delivery import felt
from qingzhi.service.directions import understood
from qingzhi.service.mind import Exchange, joined
from qingzhi.service.recital import STYLE, Line, Manner, lines, sounding, ssml_lines
from qingzhi.service.second import aside

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from numpy.typing import NDArray

    from qingzhi.safety import Screen
    from qingzhi.service.directions import Direction
    from qingzhi.service.parts import Parts

router = APIRouter(prefix="/v1", tags=["openai"])
GENERATED: Final = {HEADER: "true"}
"""A program learns from the headers, too, that a machine wrote or spoke the body."""
MAX_INPUT: Final = 4_096
"""Characters that `/v1/audio/speech` reads at once, as the API has it."""


def _readable(text: str) -> str:
    """Refuse halves of characters, which JSON can carry and nothing else can."""
    text.encode()
    return text


Words = Annotated[str, AfterValidator(_readable)]


class Text(BaseModel):
    """A text part of a message's content."""

    type: str
    text: Words | None = None


class Message(BaseModel):
    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: Words | list[Text] | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return " ".join(part.text or "" for part in self.content).strip()
        return (self.content or "").strip()


class Chat(BaseModel):
    """What of a chat completion request we act on; other fields are accepted unused."""

    model: str
    messages: Annotated[list[Message], Field(min_length=1, max_length=200)]
    stream: bool = False
    stream_options: dict[str, Any] | None = None


class Speech(BaseModel):
    model: str = "qingzhi"
    input: Annotated[Words, Field(max_length=MAX_INPUT)]
    voice: str | dict[str, str] = ""
    response_format: Literal["mp3", "opus", "flac", "wav", "pcm"] = "mp3"
    speed: Annotated[float, Field(ge=0.25, le=4.0)] = 1.0
    instructions: Annotated[Words, Field(max_length=MAX_INPUT)] = ""


@router.get("/models")
async def models(request: Request) -> dict[str, Any]:
    """List the published services."""
    parts: Parts = request.app.state.parts
    data = [
        {"id": name, "object": "model", "created": 0, "owned_by": "qingzhi"}
        for name in parts.services
    ]
    return {"object": "list", "data": data}


@router.get("/models/{name}")
async def model(request: Request, name: str) -> dict[str, Any]:
    """Describe one service."""
    _known(request.app.state.parts, name)
    return {"id": name, "object": "model", "created": 0, "owned_by": "qingzhi"}


@router.post("/chat/completions")
async def chat(request: Request, body: Chat) -> Response:
    """Answer the last user message; earlier ones give the context."""
    parts: Parts = request.app.state.parts
    _known(parts, body.model)
    questions = [m.text for m in body.messages if m.role == "user" and m.text]
    if not questions:
        raise InputError("There is no user message with text.", param="messages")
    if max(map(len, questions)) > MAX_TEXT:
        raise InputError(f"A message may have {MAX_TEXT} characters.", param="messages")
    screen = parts.mind.screen
    exchange = await aside(screen, lambda: parts.mind.exchange(questions))
    if body.stream:
        usage = bool((body.stream_options or {}).get("include_usage"))
        return StreamingResponse(
            _chunks(body.model, exchange, screen, usage=usage),
            headers=GENERATED,
            media_type="text/event-stream",
        )
    completion = await aside(screen, lambda: _completion(body.model, exchange))
    return JSONResponse(completion, headers=GENERATED)


@router.post("/audio/speech", response_class=Response)
async def speech(request: Request, body: Speech) -> Response:
    """Say a text: pcm and wav are streamed, the others come whole.

    `instructions` name an emotion, its strength, a style and a pace in words, Chinese or English.
    `input` may be SSML: a document that begins with `<speak`.
    """
    parts: Parts = request.app.state.parts
    _known(parts, body.model)
    voice = _voice(parts, body.voice)
    wish = understood(body.instructions)
    manner = _manner(wish, body.speed)
    said = await aside(parts.mind.screen, lambda: list(_lines(parts, body.input, manner)))
    if not any(line.clause for line in said):
        raise InputError("There is nothing to say in this text.", param="input")
    samples = _spoken(parts, said, voice)
    mark = label(parts.settings.producer)
    if body.response_format in ("pcm", "wav"):
        head = wav_head(mark) if body.response_format == "wav" else b""
        kind = "audio/wav" if head else "audio/pcm"
        first = pcm16(await anext(samples))  # a voice that can't speak is a 503, not a broken 200
        return StreamingResponse(_bytes(head + first, samples), headers=GENERATED, media_type=kind)
    whole = np.concatenate([piece async for piece in samples])
    kind, data = _encoded(whole, body.response_format, mark)
    return Response(data, headers=GENERATED, media_type=kind)


# ---- chat ---------------------------------------------------------------------------------------


def _known(parts: Parts, name: str) -> None:
    if name not in parts.services:
        raise InputError(f"There is no service {name[:80]!r}.", param="model")


def _completion(name: str, exchange: Exchange) -> dict[str, Any]:
    clauses = list(exchange.clauses)
    text = joined(clauses)
    return _head(name, "chat.completion") | {
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": text, "refusal": None},
                "logprobs": None,
                "finish_reason": "stop",
            }
        ],
        "usage": _usage(len(exchange.percept.text), len(text)),
        "qingzhi": _extra(exchange, clauses),
    }


async def _chunks(
    name: str, exchange: Exchange, screen: Screen, *, usage: bool
) -> AsyncIterator[bytes]:
    head = _head(name, "chat.completion.chunk")
    said: list[Clause] = []
    while clause := await aside(screen, lambda: next(exchange.clauses, None)):
        before = len(joined(said))
        said.append(clause)
        delta = {"content": joined(said)[before:]} | ({} if before else {"role": "assistant"})
        yield _event(head | {"choices": [_choice(delta)]})
    yield _event(head | {"choices": [_choice({}, "stop")], "qingzhi": _extra(exchange, said)})
    if usage:
        counts = _usage(len(exchange.percept.text), len(joined(said)))
        yield _event(head | {"choices": [], "usage": counts})
    yield b"data: [DONE]\n\n"


def _head(name: str, kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{secrets.token_hex(12)}",
        "object": kind,
        "created": int(time.time()),
        "model": name,
    }


def _choice(delta: dict[str, str], reason: str | None = None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}


def _usage(read: int, written: int) -> dict[str, int]:
    """Characters stand for tokens: there is no tokenizer without a language model."""
    return {
        "prompt_tokens": read,
        "completion_tokens": written,
        "total_tokens": read + written,
    }


def _extra(exchange: Exchange, clauses: list[Clause]) -> dict[str, Any]:
    return {
        "visitor_emotion": msgspec.to_builtins(felt(exchange.percept.emotion)),
        "clauses": [
            {"text": c.text, "act": c.act.value, "emotion": msgspec.to_builtins(felt(c.emotion))}
            for c in clauses
        ],
        "citations": [msgspec.to_builtins(source) for source in exchange.talk.citations],
        "disclosure": disclosure.identity(exchange.percept.lang)[0],
    }


def _event(body: dict[str, Any]) -> bytes:
    return b"data: " + msgspec.json.encode(body) + b"\n\n"


# ---- speech -------------------------------------------------------------------------------------


def _manner(wish: Direction, speed: float) -> Manner:
    return Manner(
        emotion=wish.emotion or NEUTRAL_EMOTION,
        stance=wish.stance or Stance.NONE,
        style=wish.style or STYLE,
        rate=speed * (wish.rate or 1.0),
    )


def _lines(parts: Parts, text: str, manner: Manner) -> Iterator[Line]:
    """Cut what is to be said into lines, each screened. Raises InputError for wrong SSML."""
    read = ssml_lines if text.lstrip().startswith("<speak") else lines
    for line in read(text, manner):
        if line.clause is None:
            yield line
            continue
        passed = parts.mind.screened(line.clause, screen=parts.mind.screen)
        if passed.text != line.clause.text:  # other words: what was said of the old ones is void
            passed = msgspec.structs.replace(passed, emphasis=(), sounds=())
        yield dataclasses.replace(line, clause=passed)


def _voice(parts: Parts, wanted: str | dict[str, str]) -> str:
    """Find a voice of ours by name; the names of other services mean the one in use.

    Raises VoiceForbidden for a copied voice without its speaker's consent.
    """
    name = wanted if isinstance(wanted, str) else wanted.get("id", "")
    parts.speaker.check(name)
    return name if name in {record.name for record in parts.speaker.voices()} else ""


async def _spoken(parts: Parts, said: list[Line], voice: str) -> AsyncIterator[NDArray[np.float32]]:
    for line in said:
        async with aclosing(sounding(parts.speaker, line, voice)) as chunks:
            async for chunk in chunks:
                yield chunk.samples


async def _bytes(head: bytes, samples: AsyncIterator[NDArray[np.float32]]) -> AsyncIterator[bytes]:
    yield head
    async for piece in samples:
        yield pcm16(piece)


_CONTAINERS: Final = {
    "mp3": ("audio/mpeg", "MP3", "MPEG_LAYER_III"),
    "flac": ("audio/flac", "FLAC", "PCM_16"),
    "opus": ("audio/ogg", "OGG", "OPUS"),
}


def _encoded(samples: NDArray[np.float32], kind: str, mark: str) -> tuple[str, bytes]:
    media_type, container, subtype = _CONTAINERS[kind]
    buffer = io.BytesIO()
    write_sound(buffer, samples, mark, container=container, subtype=subtype)
    return media_type, buffer.getvalue()
