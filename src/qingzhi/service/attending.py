"""What a session makes of its manners: settings that follow the visitor, notices, the earcon."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import msgspec
import structlog

from qingzhi.io import events as ev
from qingzhi.safety.boundaries import Past
from qingzhi.service import metrics
from qingzhi.service.delivery import Delivery
from qingzhi.service.items import new_id
from qingzhi.service.outbox import KEEP_BYTES
from qingzhi.service.patch import patched, standing_of
from qingzhi.speech.earcon import earcon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qingzhi.safety import Screen
    from qingzhi.score import Clause, Percept
    from qingzhi.service.session import Session


log = structlog.get_logger(__name__)


def configure(session: Session, patch: ev.SessionPatch) -> None:
    """Apply a patch to a session. Raises ProtocolError and changes nothing then."""
    standing = standing_of(session.manners.standing, patch.qingzhi)
    speaker = session.parts.speaker
    voices = {record.name for record in speaker.voices()}
    patched(session.config, patch, voices, speaker.voice)
    if isinstance(session.config.qingzhi, ev.Extensions):
        token, session.settings = session.token, session.config.qingzhi
        session.settings.resume_token = token or secrets.token_urlsafe(24)
        session.outbox.keep_bytes = KEEP_BYTES
        session.outbox.binary = "binary" in session.settings.events
    session.manners.stand(standing)
    if patch.qingzhi and patch.qingzhi.past:
        _remember(session, msgspec.convert(msgspec.to_builtins(patch.qingzhi.past), Past))
    _follow(session)


def reply(
    session: Session, percept: Percept, generation: int, before: Sequence[str], screen: Screen
) -> Iterator[Clause]:
    """Begin the answer to a turn, for this visitor at this desk; `screen` judges the turn."""
    return session.parts.mind.reply(
        session.talk,
        percept,
        generation,
        session.manners,
        before,
        region=session.settings.region,
        offers=session.handing.offers,
        person=session.handing.ask_in_words,
        screen=screen,
    )


def delivery(session: Session, generation: int, options: ev.ResponseOptions) -> Delivery:
    """Make the way on which an answer reaches this client."""
    config = session.config
    return Delivery(
        session.outbox,
        generation=generation,
        response_id=new_id("resp"),
        item_id=new_id("item"),
        extensions=session.settings.events,
        audio="audio" in (options.output_modalities or config.output_modalities),
        rate=config.audio.output.format.rate,
        metadata=options.metadata,
        conversation_id=session.id,
        signer=session.parts.signer,
    )


def notice(session: Session) -> None:
    """Tell a client of ours what manners have changed in this turn."""
    if _follow(session) and isinstance(session.config.qingzhi, ev.Extensions):
        session.outbox.put(ev.SessionUpdated(session=session.config))
    codes, session.manners.notices = session.manners.notices, []
    for code in codes:
        session.notify(code)


def ruled(session: Session) -> None:
    """Put on record which gestures law, ethics or custom have changed, and by which rule."""
    performer = session.stage.performer
    rulings, performer.rulings = performer.rulings, []
    for ruling in rulings:
        metrics.RULED.labels(ruling.rule).inc()
        log.info("gesture ruled", asked=ruling.asked, made=ruling.made, rule=ruling.rule)
    if rulings:
        session.notify("gesture.ruled")


def marked(session: Session, answer: Delivery) -> float:
    """Sound the earcon before the first words of a visit; give its seconds, 0.0 where none."""
    if session.manners.sounded or not answer.audio or not session.parts.settings.earcon:
        return 0.0
    session.manners.sounded = True
    samples = earcon()
    answer.tone(samples)
    return answer.seconds


def _remember(session: Session, told: Past) -> None:
    """Take what the page tells of earlier visits; no day gets shorter by being told again."""
    session.past = msgspec.structs.replace(told, today=max(told.today, session.past.today))
    session.manners.remember(session.past)


def _follow(session: Session) -> bool:
    """Bring settings and body in line with manners; whether the audience or its limit is new."""
    manners, settings = session.manners, session.settings
    before = (settings.audience, settings.declared_by, settings.ends_in_s is None)
    settings.audience = manners.standing.audience
    settings.declared_by = manners.standing.declared_by
    settings.ends_in_s = manners.ends_in_s
    settings.profile = session.parts.profile.name
    session.stage.performer.careful = manners.audience == "minor"
    return before != (settings.audience, settings.declared_by, settings.ends_in_s is None)
