"""A figure that waits for somebody waves now and then: motion without sound or words.

A client asks for it with `response.create` and the metadata `{"qingzhi": "attract"}`, as long as
nothing has been said in its session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from qingzhi.emotion import Emotion
from qingzhi.errors import ProtocolError
from qingzhi.io import events as ev
from qingzhi.io.codec import motion_event
from qingzhi.motion.curves import frame_times
from qingzhi.motion.expression import envelope, mood
from qingzhi.motion.react import COLUMNS
from qingzhi.score import FPS, Gaze, Layer, MotionFrames
from qingzhi.service.idle import ALWAYS
from qingzhi.service.items import new_id

if TYPE_CHECKING:
    from qingzhi.score import Clause
    from qingzhi.service.session import Session

KEY: Final = "qingzhi"
ATTRACT: Final = "attract"
BETWEEN_S: Final = 5.0
"""Seconds from one invitation of a session to the next at least."""
LEAD_S: Final = 0.3
"""It begins so long after it was asked for, so that its start is not missed on the way."""
FADE_S: Final = 0.4
SMILE: Final = Emotion(joy=0.5, trust=0.3)
SMILE_S: Final = 0.6
"""How long the smile takes to come, and to go."""


def is_invitation(options: ev.ResponseOptions) -> bool:
    """Whether a client asks for motion that invites, and for nothing else."""
    return (options.metadata or {}).get(KEY) == ATTRACT


class Inviting:
    """Counts the invitations of one session."""

    def __init__(self) -> None:
        self._number = 0
        self._from_s = 0.0

    def invite(self, session: Session, options: ev.ResponseOptions) -> None:
        """Send one inviting gesture. Raises ProtocolError where it is out of place."""
        if options.input is not None or session.items:
            raise _refused("Only a session in which nothing was said invites.")
        if session.age < self._from_s:
            raise _refused(f"There is one invitation in {BETWEEN_S:g} s.")
        self._number += 1
        self._from_s = session.age + BETWEEN_S
        response = ev.Response(
            id=new_id("resp"), metadata=options.metadata, conversation_id=session.id
        )
        session.outbox.put(ev.ResponseCreated(response=response))
        if "motion" in session.settings.events:
            frames = self._welcome(session)
            session.outbox.put(
                motion_event(frames, response_id=response.id, item_id=""), generation=ALWAYS
            )
        done = msgspec.structs.replace(response, status="completed")
        session.outbox.put(ev.ResponseDone(response=done))

    def _welcome(self, session: Session) -> MotionFrames:
        """Move the body as with the words of the greeting, from soon on, and smile."""
        greeting: Clause = next(session.parts.mind.greeting("zh", 0))
        clause = msgspec.structs.replace(greeting, id=f"invitation.{self._number}", emotion=SMILE)
        performer = session.stage.performer
        pieces = [s for s in performer.perform(clause, ()) if s.layer is Layer.SPEECH]
        bones = np.concatenate([piece.bones for piece in pieces if piece.bones is not None])
        t = frame_times(len(bones) / FPS)
        shown = envelope(t, SMILE_S, len(bones) / FPS - SMILE_S, SMILE_S)
        smile = mood(SMILE, clause.stance, performer.seed).face
        start_s = session.age + LEAD_S
        return MotionFrames(
            layer=Layer.REACTION,
            generation=0,
            start_s=start_s,
            face=(shown[:, None] * smile).astype(np.float32),
            face_mask=COLUMNS,
            bone_names=pieces[0].bone_names,
            bones=bones,
            gaze=(Gaze("visitor", start_s=start_s),),
            clock="conversation",
            fade_s=FADE_S,
        )


def _refused(message: str) -> ProtocolError:
    return ProtocolError(message, code="invitation_refused", param="response.metadata")
