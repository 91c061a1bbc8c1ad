"""What one client of the realtime socket hears: server events, sorted to the turns they answer.

Sans-I/O. Answers come in the order of the questions, so each `response.created` belongs to the
oldest question that has none yet.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, ClassVar, Final

import msgspec

from qingzhi.errors import ProtocolError
from qingzhi.io.codec import from_b64, from_pcm16

if TYPE_CHECKING:
    from qingzhi.evaluation.turn import Turn

MOVED: Final = frozenset({"reaction", "speech"})
"""Motion layers made for a turn; idle motion comes unasked."""
_ENCODER: Final = msgspec.json.Encoder()


class _Clause(msgspec.Struct):
    text: str
    act: str
    sources: tuple[Any, ...] = ()


class _Response(msgspec.Struct):
    id: str
    status: str = ""


class _Fault(msgspec.Struct):
    code: str = "error"


class _Event(msgspec.Struct):
    """The fields that matter here, of whatever event; the rest is skipped unread."""

    type: str
    response_id: str = ""
    delta: str = ""
    layer: str = ""
    clause: _Clause | None = None
    response: _Response | None = None
    error: _Fault | None = None


_DECODER: Final = msgspec.json.Decoder(_Event)


def question_messages(text: str) -> tuple[bytes, ...]:
    """Write the messages that ask; an empty text asks for the greeting."""
    create = _ENCODER.encode({"type": "response.create"})
    if not text:
        return (create,)
    content = [{"type": "input_text", "text": text}]
    item = {"type": "message", "role": "user", "content": content}
    return (_ENCODER.encode({"type": "conversation.item.create", "item": item}), create)


class Hearing:
    """The open turns of one connection."""

    def __init__(self) -> None:
        self._waiting: deque[Turn] = deque()
        self._answered: dict[str, Turn] = {}

    def expect(self, turn: Turn) -> None:
        """Note a turn whose question has been sent."""
        self._waiting.append(turn)

    def receive(self, message: str | bytes, arrival: float) -> None:
        """Act on one event of the server. Raises ProtocolError for what can't be read."""
        try:
            event = _DECODER.decode(message)
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise ProtocolError(f"The server sent what can't be read: {error}.") from None
        act = self._ACTS.get(event.type)
        if act is not None:
            act(self, event, arrival)

    def lose(self, why: str) -> None:
        """End every open turn: nothing more will come."""
        for turn in (*self._waiting, *self._answered.values()):
            turn.end(why)
        self._waiting.clear()
        self._answered.clear()

    def _created(self, event: _Event, _arrival: float) -> None:
        if event.response and self._waiting:
            self._answered[event.response.id] = self._waiting.popleft()

    def _moved(self, event: _Event, arrival: float) -> None:
        turn = self._answered.get(event.response_id)
        if turn and event.layer in MOVED:
            turn.motion(arrival)

    def _clause(self, event: _Event, _arrival: float) -> None:
        turn, clause = self._answered.get(event.response_id), event.clause
        if turn and clause:
            turn.clause(clause.text, act=clause.act, sourced=bool(clause.sources))

    def _sounded(self, event: _Event, arrival: float) -> None:
        turn = self._answered.get(event.response_id)
        if turn and not turn.heard:
            turn.sound(from_pcm16(from_b64(event.delta, "delta")), arrival)

    def _done(self, event: _Event, _arrival: float) -> None:
        turn = self._answered.pop(event.response.id, None) if event.response else None
        if turn and event.response:
            turn.end(event.response.status or "unknown")

    def _refused(self, event: _Event, _arrival: float) -> None:
        if self._waiting:
            self._waiting.popleft().end(event.error.code if event.error else "error")

    _ACTS: ClassVar = {
        "response.created": _created,
        "response.motion.delta": _moved,
        "qingzhi.clause": _clause,
        "response.output_audio.delta": _sounded,
        "response.done": _done,
        "error": _refused,
    }
