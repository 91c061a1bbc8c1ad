"""A person drives this session's figure: samples come in, segments of motion go out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingzhi.errors import InputError, ProtocolError
from qingzhi.io.codec import motion_event
from qingzhi.motion.drive import Driver, Sample
from qingzhi.service.idle import ALWAYS

if TYPE_CHECKING:
    from qingzhi.io import events as ev
    from qingzhi.service.session import Session


class Driving:
    """Keeps the stream of one session."""

    def __init__(self) -> None:
        self._driver = Driver()

    def take(self, session: Session, event: ev.MotionDrive) -> None:
        """Move with one sample, within the rules. Raises ProtocolError for values that can't be."""
        sample = Sample(
            event.time_ms / 1000, event.face, event.bones, event.hips, space=event.space
        )
        self._driver.mouth = event.mouth
        try:
            frames = self._driver.push(sample, session.age)
        except InputError as error:
            raise ProtocolError(error.message, code="drive_refused", param=error.param) from None
        if frames is not None and "motion" in session.settings.events:
            shown = session.stage.performer.screened(frames)
            session.outbox.put(motion_event(shown, response_id="", item_id=""), generation=ALWAYS)
