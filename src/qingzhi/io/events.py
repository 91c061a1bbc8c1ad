"""Events of the realtime socket, in the names and shapes of the OpenAI Realtime API.

Client events are decoded from outside: every field is checked, and each mistake becomes one
`ProtocolError` that names the field. Server events are ours. Events under "Ours" go only to a
client that asked for them (`?qingzhi=motion,emotion,…` or `session.qingzhi.events`).

Source: OpenAI Realtime API reference (general availability, 2025).
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType

from qingzhi.errors import ProtocolError
from qingzhi.score import Rating, Reason  # noqa: TC001 - msgspec reads annotations

EXTENSIONS: Final = (
    "motion",
    "emotion",
    "citation",
    "card",
    "clause",
    "notice",
    "binary",
    "help",
    "handover",
    "sign",
)
"""What a client may ask for beyond the stock events."""
MAX_TEXT: Final = 4_000
"""Characters of one user message; longer ones are refused with an error."""
MAX_MS: Final = 24 * 3600 * 1000
"""The latest moment of an answer that a client may name."""
Region = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2,4}$")]
"""A region whose help lines are named: ISO 3166-1 alpha-2, or INTL for anywhere else."""


class _Event(msgspec.Struct, tag_field="type", kw_only=True, omit_defaults=True):
    """Common base: the wire name is the tag."""


# ---- session ------------------------------------------------------------------------------


class AudioFormat(msgspec.Struct, omit_defaults=False):
    """PCM16 little endian, mono; 24 kHz, or 16 kHz when the session asks."""

    type: Literal["audio/pcm"] = "audio/pcm"
    rate: Literal[24_000, 16_000] = 24_000


class AudioOutput(msgspec.Struct):
    format: AudioFormat = msgspec.field(default_factory=AudioFormat)
    voice: str = ""
    speed: float = 1.0


class AudioInput(msgspec.Struct):
    format: AudioFormat = msgspec.field(default_factory=AudioFormat)
    transcription: dict[str, Any] | None = None
    noise_reduction: dict[str, Any] | None = None
    turn_detection: dict[str, Any] | None = None


class Audio(msgspec.Struct):
    input: AudioInput = msgspec.field(default_factory=AudioInput)
    output: AudioOutput = msgspec.field(default_factory=AudioOutput)


Style = Literal[
    "auto",
    "formal",
    "daily",
    "tutoring",
    "entertainment",
    "children",
    "care",
    "counselling",
]


class Extensions(msgspec.Struct):
    """Our own part of a session: events asked for, language, audience, resumption.

    `declared_by` is who said the audience, "" for nobody; `ends_in_s` the seconds that are left
    where a time limit applies; `callback_days` for how many days a telephone number is kept that
    is left for a call-back, 0 where nobody makes call-backs. `style` is the manner of voice and
    body; `auto` leaves it to the situation.
    """

    events: tuple[str, ...] = ()
    lang: Literal["zh", "en", "auto"] = "auto"
    audience: Literal["adult", "minor", "elder"] = "adult"
    declared_by: Literal["", "self", "guardian", "suspected"] = ""
    profile: Literal["service", "companion"] = "service"
    region: str = "CN"
    ends_in_s: int | None = None
    callback_days: int = 0
    resume_token: str = ""
    style: Style = "auto"


class Session(msgspec.Struct, kw_only=True):
    """What `session.created` and `session.updated` tell the client."""

    id: str
    model: str
    type: Literal["realtime"] = "realtime"
    object: Literal["realtime.session"] = "realtime.session"
    output_modalities: tuple[str, ...] = ("audio",)
    audio: Audio = msgspec.field(default_factory=Audio)
    instructions: str = ""
    tools: tuple[dict[str, Any], ...] = ()
    tool_choice: str = "auto"
    max_output_tokens: int | Literal["inf"] = "inf"
    qingzhi: Extensions | UnsetType = UNSET


class AudioFormatPatch(msgspec.Struct):
    type: str = "audio/pcm"
    rate: int = 24_000


class VoiceId(msgspec.Struct):
    id: str


class AudioOutputPatch(msgspec.Struct):
    format: AudioFormatPatch | str | None = None
    voice: str | VoiceId | None = None
    speed: float | None = None


class AudioPatch(msgspec.Struct):
    output: AudioOutputPatch | None = None
    input: dict[str, Any] | None = None


class Past(msgspec.Struct):
    """What the visitor's own browser remembers of the last 7 days, this visit not counted.

    `late` are the visits that began between 23:00 and 05:00, `today` the minutes of this day.
    """

    visits: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 0
    minutes: Annotated[float, msgspec.Meta(ge=0, le=100_000)] = 0.0
    late: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 0
    today: Annotated[float, msgspec.Meta(ge=0, le=1_440)] = 0.0


class ExtensionsPatch(msgspec.Struct):
    events: tuple[str, ...] | None = None
    lang: Literal["zh", "en", "auto"] | None = None
    audience: Literal["adult", "minor", "elder"] | None = None
    declared_by: Literal["", "self", "guardian"] | None = None
    region: Region | None = None
    past: Past | None = None
    style: Style | None = None


class SessionPatch(msgspec.Struct):
    """What a client may change; fields that only a language model knows are accepted unused."""

    type: str = "realtime"
    output_modalities: tuple[Literal["text", "audio"], ...] | None = None
    audio: AudioPatch | None = None
    instructions: str | None = None
    qingzhi: ExtensionsPatch | None = None


# ---- conversation -------------------------------------------------------------------------


class Content(msgspec.Struct, omit_defaults=True):
    """A content part: `input_text` in; `output_audio` or `output_text` out."""

    type: str
    text: str | None = None
    audio: str | None = None
    transcript: str | None = None
    image_url: str | None = None


class Item(msgspec.Struct, kw_only=True, omit_defaults=False):
    """A message of the conversation."""

    type: str = "message"
    id: str = ""
    object: Literal["realtime.item"] = "realtime.item"
    role: str = ""
    status: Literal["completed", "incomplete", "in_progress"] = "completed"
    content: tuple[Content, ...] = ()


class ResponseOptions(msgspec.Struct):
    """What of `response.create` we act on."""

    output_modalities: tuple[Literal["text", "audio"], ...] | None = None
    metadata: dict[str, str] | None = None
    instructions: str | None = None
    input: tuple[Item, ...] | None = None
    conversation: str | None = None


# ---- from the client ----------------------------------------------------------------------


class ClientEvent(_Event, kw_only=True):
    event_id: str | None = None


class SessionUpdate(ClientEvent, tag="session.update", kw_only=True):
    session: SessionPatch


class ItemCreate(ClientEvent, tag="conversation.item.create", kw_only=True):
    item: Item
    previous_item_id: str | None = None


class ItemTruncate(ClientEvent, tag="conversation.item.truncate", kw_only=True):
    """The visitor heard only the first `audio_end_ms` of an answer."""

    item_id: str
    audio_end_ms: Annotated[int, msgspec.Meta(ge=0, le=MAX_MS)]
    content_index: int = 0


class ItemDelete(ClientEvent, tag="conversation.item.delete", kw_only=True):
    item_id: str


class ItemRetrieve(ClientEvent, tag="conversation.item.retrieve", kw_only=True):
    item_id: str


class ResponseCreate(ClientEvent, tag="response.create", kw_only=True):
    response: ResponseOptions | None = None


class ResponseCancel(ClientEvent, tag="response.cancel", kw_only=True):
    response_id: str | None = None


class AudioAppend(ClientEvent, tag="input_audio_buffer.append", kw_only=True):
    audio: str


class AudioCommit(ClientEvent, tag="input_audio_buffer.commit", kw_only=True):
    pass


class AudioClear(ClientEvent, tag="input_audio_buffer.clear", kw_only=True):
    pass


class OutputClear(ClientEvent, tag="output_audio_buffer.clear", kw_only=True):
    pass


class ResponseFeedback(ClientEvent, tag="response.feedback", kw_only=True):
    """Ours. Thumbs up or down; a thumb down may say why, in one of the fixed words."""

    response_id: str
    rating: Rating
    reason: Reason | None = None


class SessionEnd(ClientEvent, tag="session.end", kw_only=True):
    """Ours. The visitor leaves: all that was said is forgotten at once."""


class Contact(msgspec.Struct):
    """Somebody the visitor trusts, whom the staff may call where the visitor agrees."""

    name: Annotated[str, msgspec.Meta(max_length=40)]
    phone: Annotated[str, msgspec.Meta(max_length=32)]


class HandoverRequest(ClientEvent, tag="handover.request", kw_only=True):
    """Ours. The visitor asks for a person: now (`queue`) or by telephone (`callback`).

    `contact` names somebody they trust to whoever is there: the desk now, or who calls back.
    Without `consent` nothing that names a person is kept.
    """

    kind: Literal["queue", "callback", "contact"]
    phone: Annotated[str, msgspec.Meta(max_length=32)] = ""
    name: Annotated[str, msgspec.Meta(max_length=40)] = ""
    note: Annotated[str, msgspec.Meta(max_length=500)] = ""
    contact: Contact | None = None
    consent: bool = False


class HandoverMessage(ClientEvent, tag="handover.message", kw_only=True):
    """Ours. The visitor's words to the member of staff who took over."""

    text: Annotated[str, msgspec.Meta(max_length=1_000)]


class HandoverCancel(ClientEvent, tag="handover.cancel", kw_only=True):
    """Ours. The visitor no longer wants a person, or goes back to the figure.

    With `callback` what they left for a call in this visit is erased.
    """

    kind: Literal["queue", "callback"] = "queue"


class MotionDrive(ClientEvent, tag="motion.drive", kw_only=True):
    """Ours. One moment of a person who drives the figure: see docs/standards/driving-stream.md.

    `time_ms` is of the sender's own clock. `face`: ARKit's coefficients 0..1; `bones`: rotations
    (x, y, z, w) from T-pose by VRM name; `hips` metres from rest. Without `mouth` speech keeps it.
    """

    time_ms: float
    face: dict[str, float] = {}
    bones: dict[str, tuple[float, float, float, float]] = {}
    hips: tuple[float, float, float] | None = None
    space: Literal["vrm1", "vrm0"] = "vrm1"
    mouth: bool = True


Inbound = (
    SessionUpdate
    | ItemCreate
    | ItemTruncate
    | ItemDelete
    | ItemRetrieve
    | ResponseCreate
    | ResponseCancel
    | AudioAppend
    | AudioCommit
    | AudioClear
    | OutputClear
    | ResponseFeedback
    | SessionEnd
    | HandoverRequest
    | HandoverMessage
    | HandoverCancel
    | MotionDrive
)

# ---- to the client ------------------------------------------------------------------------


class ServerEvent(_Event, omit_defaults=False, kw_only=True):
    """`event_id` is given by the outbox: `event_` and the sequence number."""

    event_id: str = ""


class SessionCreated(ServerEvent, tag="session.created", kw_only=True):
    session: Session


class SessionUpdated(ServerEvent, tag="session.updated", kw_only=True):
    session: Session


class ItemAdded(ServerEvent, tag="conversation.item.added", kw_only=True):
    item: Item
    previous_item_id: str | None = None


class ItemDone(ServerEvent, tag="conversation.item.done", kw_only=True):
    item: Item
    previous_item_id: str | None = None


class ItemRetrieved(ServerEvent, tag="conversation.item.retrieved", kw_only=True):
    item: Item


class ItemDeleted(ServerEvent, tag="conversation.item.deleted", kw_only=True):
    item_id: str


class ItemTruncated(ServerEvent, tag="conversation.item.truncated", kw_only=True):
    item_id: str
    audio_end_ms: int
    content_index: int = 0


class InputCleared(ServerEvent, tag="input_audio_buffer.cleared", kw_only=True):
    pass


class Usage(msgspec.Struct):
    """Characters stand for tokens: there is no tokenizer without a language model."""

    total_tokens: int = 0
    input_tokens: int = 0
    output_tokens: int = 0


class StatusDetails(msgspec.Struct, omit_defaults=True):
    type: str
    reason: str | None = None
    error: dict[str, str] | None = None


class Response(msgspec.Struct, kw_only=True):
    id: str
    object: Literal["realtime.response"] = "realtime.response"
    status: Literal["in_progress", "completed", "cancelled", "failed", "incomplete"] = "in_progress"
    status_details: StatusDetails | None = None
    output: tuple[Item, ...] = ()
    conversation_id: str | None = None
    output_modalities: tuple[str, ...] = ("audio",)
    metadata: dict[str, str] | None = None
    usage: Usage | None = None


class ResponseCreated(ServerEvent, tag="response.created", kw_only=True):
    response: Response


class ResponseDone(ServerEvent, tag="response.done", kw_only=True):
    response: Response


class OutputItemAdded(ServerEvent, tag="response.output_item.added", kw_only=True):
    response_id: str
    item: Item
    output_index: int = 0


class OutputItemDone(ServerEvent, tag="response.output_item.done", kw_only=True):
    response_id: str
    item: Item
    output_index: int = 0


class _Part(ServerEvent, kw_only=True):
    response_id: str
    item_id: str
    output_index: int = 0
    content_index: int = 0


class ContentPart(msgspec.Struct, omit_defaults=True):
    """Shown as `type` "audio" or "text" in part events, as the API does."""

    type: str
    transcript: str | None = None
    text: str | None = None


class PartAdded(_Part, tag="response.content_part.added", kw_only=True):
    part: ContentPart


class PartDone(_Part, tag="response.content_part.done", kw_only=True):
    part: ContentPart


class AudioDelta(_Part, tag="response.output_audio.delta", kw_only=True):
    delta: str


class AudioDone(_Part, tag="response.output_audio.done", kw_only=True):
    pass


class TranscriptDelta(_Part, tag="response.output_audio_transcript.delta", kw_only=True):
    delta: str


class TranscriptDone(_Part, tag="response.output_audio_transcript.done", kw_only=True):
    transcript: str


class TextDelta(_Part, tag="response.output_text.delta", kw_only=True):
    delta: str


class TextDone(_Part, tag="response.output_text.done", kw_only=True):
    text: str


class ErrorDetail(msgspec.Struct):
    type: str
    code: str
    message: str
    param: str | None = None
    event_id: str | None = None


class Error(ServerEvent, tag="error", kw_only=True):
    error: ErrorDetail


# ---- ours ---------------------------------------------------------------------------------


class Felt(msgspec.Struct):
    """An emotion as clients read it."""

    name: str
    strength: str
    vector: dict[str, float]


class ClauseInfo(msgspec.Struct):
    """One clause; `words` are [first character, end, start ms, end ms] on the item's clock.

    `sources` are the ids of the citations that this clause rests on.
    """

    id: str
    text: str
    lang: str
    act: str
    stance: str
    emotion: Felt
    audio_start_ms: int
    words: tuple[tuple[int, int, int, int], ...] = ()
    sources: tuple[str, ...] = ()
    target: str | None = None


class ClauseEvent(ServerEvent, tag="qingzhi.clause", kw_only=True):
    response_id: str
    item_id: str
    clause: ClauseInfo


class EmotionEvent(ServerEvent, tag="response.emotion", kw_only=True):
    """`of` says whose: the visitor's as perceived, or the figure's as shown."""

    response_id: str
    of: Literal["visitor", "figure"]
    emotion: Felt
    clause_id: str = ""
    confidence: float = 1.0


class CitationInfo(msgspec.Struct):
    id: str
    title: str
    url: str = ""


class CitationEvent(ServerEvent, tag="response.citation", kw_only=True):
    response_id: str
    citations: tuple[CitationInfo, ...]


class FacetInfo(msgspec.Struct):
    """One part of a card, such as what to bring."""

    kind: str
    label: str
    lines: tuple[str, ...]


class CardInfo(msgspec.Struct):
    """What is shown beside the figure. `note` marks demonstration content.

    `focus` holds the kinds of the facets that were asked for; empty: the matter as a whole.
    """

    title: str
    facets: tuple[FacetInfo, ...] = ()
    citations: tuple[CitationInfo, ...] = ()
    suggestions: tuple[str, ...] = ()
    note: str = ""
    focus: tuple[str, ...] = ()


class CardEvent(ServerEvent, tag="response.card", kw_only=True):
    response_id: str
    card: CardInfo


class GazeInfo(msgspec.Struct):
    at: str
    x: float
    y: float
    start_ms: int


class MotionDelta(ServerEvent, tag="response.motion.delta", kw_only=True):
    """A segment of a motion layer. Arrays are base64: see `qingzhi.io.codec`."""

    response_id: str
    item_id: str
    layer: str
    clock: str
    start_ms: float
    fps: int
    fade_ms: int
    frames: int
    face: str | None
    face_mask: tuple[int, ...]
    bone_names: tuple[str, ...]
    bones: str | None
    hips: str | None
    gaze: tuple[GazeInfo, ...] = ()
    generation: int = 0


class Notice(ServerEvent, tag="session.notice", kw_only=True):
    """Something to tell the operator or the visitor that is no answer and no error."""

    level: Literal["info", "warning"]
    code: str
    message: str


class SignEvent(ServerEvent, tag="response.sign", kw_only=True):
    """A clause for a signing figure of the client's own, from `audio_start_ms` of the item on.

    `gloss` are the signs in the sign language `language` (BCP 47); both are empty where the desk
    has no interpreter.
    """

    response_id: str
    item_id: str
    clause_id: str
    text: str
    lang: str
    audio_start_ms: int
    language: str = ""
    gloss: tuple[str, ...] = ()


class HelpNumber(msgspec.Struct, omit_defaults=True):
    """A line that can be called: `hours` in words, `sms` a number that takes text messages."""

    call: str
    name: str
    hours: str = ""
    sms: str = ""


class Help(ServerEvent, tag="response.help", kw_only=True):
    """The help card of a care answer: whom to call, and what the desk itself can offer.

    `contact` in `offers` means that a trusted person may be named to the staff.
    """

    response_id: str
    kind: str
    level: Literal["low", "medium", "high"]
    title: str
    numbers: tuple[HelpNumber, ...] = ()
    offers: tuple[Literal["queue", "callback", "contact"], ...] = ()


class HandoverState(ServerEvent, tag="handover.state", kw_only=True):
    """How the wish for a person stands; `message` says it to the visitor.

    `position` counts from 1; `wait_s` is an estimate from recent cases, null where none is known.
    """

    state: Literal["waiting", "taken", "noted", "cancelled", "closed", "done", "refused"]
    kind: Literal["queue", "callback"]
    message: str
    position: int | None = None
    wait_s: int | None = None


class HandoverSaid(ServerEvent, tag="handover.said", kw_only=True):
    """Words of a member of staff, shown as such: the figure never speaks them as its own.

    `at` is in milliseconds since 1970.
    """

    text: str
    at: int


class FeedbackStored(ServerEvent, tag="response.feedback.stored", kw_only=True):
    """The rating is on disk; it took the place of an earlier one of the same response."""

    response_id: str
    rating: Rating
    reason: Reason | None = None


class SessionEnded(ServerEvent, tag="session.ended", kw_only=True):
    """The last event of a visit that the visitor ended; the socket closes after it."""


Outbound = (
    SessionCreated
    | SessionUpdated
    | ItemAdded
    | ItemDone
    | ItemRetrieved
    | ItemDeleted
    | ItemTruncated
    | InputCleared
    | ResponseCreated
    | ResponseDone
    | OutputItemAdded
    | OutputItemDone
    | PartAdded
    | PartDone
    | AudioDelta
    | AudioDone
    | TranscriptDelta
    | TranscriptDone
    | TextDelta
    | TextDone
    | Error
    | ClauseEvent
    | EmotionEvent
    | CitationEvent
    | CardEvent
    | MotionDelta
    | Notice
    | SignEvent
    | Help
    | HandoverState
    | HandoverSaid
    | FeedbackStored
    | SessionEnded
)

_DECODER: Final[msgspec.json.Decoder[Inbound]] = msgspec.json.Decoder(Inbound)
_ENCODER: Final = msgspec.json.Encoder()


class _Envelope(msgspec.Struct):
    type: str = ""
    event_id: str | None = None


def decode(message: str | bytes) -> Inbound:
    """Read one client message. Raises ProtocolError, which names the field and the event."""
    try:
        return _DECODER.decode(message)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise _explain(message, error) from None


def encode(event: ServerEvent) -> bytes:
    """Write one server event as JSON."""
    return _ENCODER.encode(event)


def _explain(message: str | bytes, error: Exception) -> ProtocolError:
    try:
        envelope = msgspec.json.decode(message, type=_Envelope)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return ProtocolError(
            "The message is not a JSON object with a type.",
            code="invalid_json",
            hint="Send one JSON object a message.",
        )
    text, _, path = str(error).partition(" - at `")
    param = path.rstrip("`").removeprefix("$").lstrip(".") or None
    if param == "type" or not envelope.type:
        return ProtocolError(
            f"Unknown event type {envelope.type[:80]!r}.",
            code="unknown_event",
            param="type",
            event_id=envelope.event_id,
        )
    return ProtocolError(f"{text}.", param=param, event_id=envelope.event_id)
