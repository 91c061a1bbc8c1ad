"""The workshop over HTTP. What it does and means: docs/workshop.md."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeVar

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import PlainTextResponse, StreamingResponse

from qingzhi.avatar import spec as specification
from qingzhi.avatar import tones
from qingzhi.avatar.people import drawn
from qingzhi.avatar.people.describe import describe
from qingzhi.avatar.spec import MAX_BYTES, AvatarSpec
from qingzhi.emotion import NEUTRAL, Emotion
from qingzhi.errors import InputError, QingzhiError
from qingzhi.io.codec import motion_event
from qingzhi.io.events import encode
from qingzhi.motion.gesture import gestures
from qingzhi.motion.rules import Rules
from qingzhi.service import problems
from qingzhi.service.access import household
from qingzhi.service.figure_order import published
from qingzhi.service.handover import NotThere
from qingzhi.service.sending import sent
from qingzhi.service.studio.door import Door
from qingzhi.service.studio.job import DETAILS, LEVELS, WHOLE, Lang
from qingzhi.service.studio.pace import Pace
from qingzhi.service.studio.performance import performance
from qingzhi.service.studio.shelf import Shelf
from qingzhi.service.studio.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from qingzhi.service.figures import Figures
    from qingzhi.service.studio.workshop import Step
    from qingzhi.settings import Settings

BASE: Final = "/v1/studio/figures"
LINES: Final = "application/x-ndjson"
PRIVATE: Final = "private, max-age=31536000, immutable"
_BUILDS, _ASKS = 60, 240
"""Of one address in a minute: figures, and everything else."""
_MINUTE: Final = 60.0
_Body = TypeVar("_Body")


@dataclass
class Studio:
    """What the workshop of one running service consists of."""

    door: Door
    workshop: Workshop
    shelf: Shelf
    rules: Rules = field(default_factory=Rules)
    builds: Pace = field(default_factory=lambda: Pace(_BUILDS, _MINUTE))
    asks: Pace = field(default_factory=lambda: Pace(_ASKS, _MINUTE))

    @classmethod
    def behind(cls, door: Door, settings: Settings) -> Studio:
        """Furnish the workshop behind a door."""
        return cls(door, Workshop(settings), Shelf(settings), Rules(settings.region))


class Words(msgspec.Struct, forbid_unknown_fields=True):
    """A description of a person."""

    text: str


class Chance(msgspec.Struct, forbid_unknown_fields=True):
    """The number that draws a person."""

    seed: Annotated[int, msgspec.Meta(ge=0, lt=1 << 32)]


class Build(msgspec.Struct, forbid_unknown_fields=True):
    """A figure to make, and whether it is checked."""

    spec: AvatarSpec
    level: str = WHOLE
    report: Lang | None = None


class Keep(msgspec.Struct, forbid_unknown_fields=True):
    """A specification to keep. `replace`: the operator's word that an older one may go."""

    spec: AvatarSpec
    replace: bool = False


class Publish(msgspec.Struct, forbid_unknown_fields=True):
    """A figure for the desk, and the language of what stands against it.

    `replace`: the operator's word that one that was published before may go.
    """

    spec: AvatarSpec
    report: Lang = "zh"
    replace: bool = False


class Shown(msgspec.Struct, forbid_unknown_fields=True):
    """The name of the figure that the desk is to show."""

    name: str


def _studio(request: Request) -> Studio:
    studio: Studio = request.app.state.studio
    return studio


def _admitted(request: Request) -> None:
    studio = _studio(request)
    studio.door.check(request)
    studio.asks.take(household(request))


router = APIRouter(prefix=BASE, tags=["studio"], dependencies=[Depends(_admitted)])


@router.get("")
async def overview(request: Request) -> dict[str, Any]:
    """List the figures that come with Qingzhi and those that were kept; wake the maker."""
    studio = _studio(request)
    kept = await asyncio.to_thread(studio.shelf.all)
    await studio.workshop.bench.wake()
    return {
        "shipped": list(specification.shipped()),
        "saved": msgspec.to_builtins(kept),
        "desk": _figures(request).settings.figure,
        "levels": list(LEVELS),
        "gestures": list(gestures()),
    }


@router.get("/schema")
async def schema() -> dict[str, Any]:
    """Give the schema of specifications and the tones of skin that have a number."""
    return {"schema": specification.schema(), "tones": list(tones.TONES)}


@router.get("/shipped/{name}")
async def shipped(name: str) -> dict[str, Any]:
    """Give the specification of a figure that comes with Qingzhi."""
    if name not in specification.shipped():
        raise HTTPException(404, "There is no such figure.")
    return _plain(specification.load(name))


@router.post("/describe")
async def described(request: Request) -> dict[str, Any]:
    """Turn words into a specification, and say what was understood, assumed and ignored."""
    words = await _body(request, Words)
    return (await asyncio.to_thread(describe, words.text)).report()


@router.post("/random")
async def random(request: Request) -> dict[str, Any]:
    """Draw a person: the same seed draws the same one."""
    chance = await _body(request, Chance)
    return _plain(drawn.person(chance.seed))


@router.post("/toml")
async def toml(request: Request) -> PlainTextResponse:
    """Write a specification as TOML."""
    return PlainTextResponse(specification.dump(await _body(request, AvatarSpec)))


@router.post("/read")
async def read(request: Request, form: Literal["toml", "json"] = "toml") -> dict[str, Any]:
    """Read a file that holds a specification."""
    return _plain(specification.parse(await _bytes(request), form))


@router.post("/builds")
async def build(request: Request) -> StreamingResponse:
    """Make a figure and stream how it stands, one JSON object a line. Hanging up drops it."""
    wanted = await _body(request, Build)
    if wanted.level not in DETAILS:
        raise InputError(
            f"There is no level {wanted.level[:40]!r}.",
            hint=f"Use one of {', '.join(DETAILS)}.",
            param="level",
        )
    studio = _studio(request)
    studio.builds.take(household(request))
    steps = studio.workshop.make(wanted.spec, wanted.level, wanted.report)
    return StreamingResponse(_lines(steps), media_type=LINES, headers={"Cache-Control": "no-store"})


@router.get("/files/{name}")
async def file(name: str, request: Request) -> Response:
    """Send a figure that was made."""
    path = _studio(request).workshop.find(name)
    if path is None:
        raise HTTPException(404, "This figure is not kept any more; have it made again.")
    return sent(request, path, tag=path.stem, media_type="model/gltf-binary", keep=PRIVATE)


@router.get("/performance")
async def performed(
    request: Request,
    emotion: str = NEUTRAL,
    strength: Literal["weak", "moderate", "strong"] = "strong",
    gesture: Annotated[str | None, Query(max_length=40)] = None,
) -> Response:
    """Give a few seconds of an expression, with or without a gesture, as a motion event."""
    feeling = Emotion.of(emotion[:40], strength)
    frames = await asyncio.to_thread(performance, feeling, gesture, _studio(request).rules)
    return Response(
        encode(motion_event(frames, response_id="studio", item_id="studio")),
        media_type="application/json",
    )


@router.get("/saved/{name}")
async def saved(name: str, request: Request) -> dict[str, Any]:
    """Give a specification that was kept."""
    return _plain(await asyncio.to_thread(_studio(request).shelf.read, name))


@router.put("/saved/{name}")
async def save(name: str, request: Request) -> dict[str, str]:
    """Keep a specification; 409 where the name is taken and `replace` is not said."""
    keep = await _body(request, Keep)
    shelf = _studio(request).shelf
    kept = await asyncio.to_thread(shelf.save, name, keep.spec, replace=keep.replace)
    return {"name": kept}


@router.delete("/saved/{name}")
async def delete(name: str, request: Request) -> dict[str, str]:
    """Forget a specification."""
    await asyncio.to_thread(_studio(request).shelf.delete, name)
    return {"name": name}


@router.post("/published/{name}")
async def publish(name: str, request: Request) -> StreamingResponse:
    """Make a figure, check it, and put it where the desk finds it; refused with any error.

    409 where one of the name was published before and `replace` is not said.
    """
    wanted = await _body(request, Publish)
    studio = _studio(request)
    name = await asyncio.to_thread(studio.shelf.free, name, replace=wanted.replace)
    studio.builds.take(household(request))
    spec = msgspec.structs.replace(wanted.spec, name=name)
    steps = _published(studio, name, studio.workshop.make(spec, WHOLE, wanted.report))
    return StreamingResponse(_lines(steps), media_type=LINES, headers={"Cache-Control": "no-store"})


@router.put("/desk")
async def turn(request: Request) -> dict[str, str]:
    """Show a published figure, or one that comes with Qingzhi, at the desk from now on."""
    name = (await _body(request, Shown)).name
    figures = _figures(request)
    made = await asyncio.to_thread(published, figures.settings, name)
    if made is None and name not in specification.shipped():
        raise NotThere("There is no published figure of this name.", param="name")
    await figures.turn_to(name)
    return {"name": name}


async def _published(
    studio: Studio, name: str, steps: AsyncGenerator[Step]
) -> AsyncGenerator[Step]:
    async with aclosing(steps):
        async for step in steps:
            if step.state == "ready":
                path = studio.workshop.find(step.file or "")
                if step.report is None or step.refusal is not None or path is None:
                    raise InputError(step.refusal or "The figure was not checked.", param="figure")
                await asyncio.to_thread(studio.shelf.publish, name, path)
            yield step


async def _lines(steps: AsyncGenerator[Step]) -> AsyncIterator[bytes]:
    """Write each step as a line; an error is the last one."""
    async with aclosing(steps):
        try:
            async for step in steps:
                yield msgspec.json.encode(step) + b"\n"
        except QingzhiError as error:
            yield msgspec.json.encode({"state": "failed", "error": problems.body(error)}) + b"\n"


async def _bytes(request: Request) -> bytes:
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > 2 * MAX_BYTES:
            raise InputError(f"A request has at most {2 * MAX_BYTES} bytes.", param="body")
    return bytes(data)


async def _body(request: Request, kind: type[_Body]) -> _Body:
    """Read a JSON body. Raises InputError that says what is wrong and where."""
    try:
        return msgspec.json.decode(await _bytes(request), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"This can't be read: {error}.", param="body") from None


def _figures(request: Request) -> Figures:
    figures: Figures = request.app.state.parts.figures
    return figures


def _plain(spec: AvatarSpec) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(spec)
    return fields
