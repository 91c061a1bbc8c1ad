"""One visitor's conversation: the only place that knows all parts.

    question ─► floor ─► answer: screen(in) ─► perceive ─► respond ─► screen(out) ─► stage ─► outbox

A session lives apart from its connection: it writes to its outbox, and a client that lost its
connection finds it there again.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from traceback import extract_tb
from typing import TYPE_CHECKING, Literal

import structlog

from qingzhi.errors import QingzhiError
from qingzhi.interaction import turns
from qingzhi.io import events as ev
from qingzhi.motion import Performer
from qingzhi.motion.rules import Rules
from qingzhi.safety.boundaries import Past
from qingzhi.service import attending, metrics
from qingzhi.service.account import Account
from qingzhi.service.driving import Driving
from qingzhi.service.handing import Handing
from qingzhi.service.idle import breathe
from qingzhi.service.inviting import Inviting
from qingzhi.service.items import Items, new_id
from qingzhi.service.journal import Visit
from qingzhi.service.messages import spoken
from qingzhi.service.outbox import KEEP_BYTES, Outbox
from qingzhi.service.ratings import Ratings
from qingzhi.service.script import Script
from qingzhi.service.stage import Stage
from qingzhi.service.styling import styled

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable

    from qingzhi.errors import ProtocolError
    from qingzhi.score import Clause, Lang
    from qingzhi.service.delivery import Delivery
    from qingzhi.service.parts import Parts

log = structlog.get_logger(__name__)


class Session:
    """Takes questions and answers them; what it says waits in `outbox`.

    `network` is where the visitor comes from, "" for nobody knows.
    """

    def __init__(
        self,
        parts: Parts,
        *,
        model: str,
        extensions: Iterable[str] = (),
        network: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        wanted = set(extensions)
        self.parts = parts
        self.network = network
        self.id = new_id("sess")
        self.settings = ev.Extensions(
            events=tuple(name for name in ev.EXTENSIONS if name in wanted),
            profile=parts.profile.name,
            region=parts.settings.region,
            callback_days=parts.settings.callback_days if parts.settings.callbacks else 0,
            resume_token=secrets.token_urlsafe(24) if wanted else "",
        )
        self.config = ev.Session(id=self.id, model=model)
        if wanted:
            self.config.qingzhi = self.settings
        self.outbox = Outbox(binary="binary" in wanted, keep_bytes=KEEP_BYTES if wanted else 0)
        self.floor = turns.Floor()
        self.closed = self._stood_in = False
        self.past = Past()
        self._clock, self._begun = clock, clock()
        self._visit = Visit(model)
        self.inviting = Inviting()
        self.driving = Driving()
        self.handing = Handing(self)
        self._forget()
        self._work: asyncio.Task[None] | None = None
        self._idle: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    def _forget(self) -> None:
        """Know nothing of what was said: all that may hold a visitor's words is made here."""
        self.talk = self.parts.mind.conversation(self.config.model, seed=secrets.randbits(31))
        self.manners = self.parts.mind.manners(self.parts.profile, lambda: self.age)
        self.stage = Stage(self.parts.speaker, self._performer())
        self.items = Items()
        self.ratings = Ratings(self.config.model, self.outbox)
        self._question = ""
        self._order: tuple[str, ev.ResponseOptions] = ("", ev.ResponseOptions())
        self._delivery: Delivery | None = None
        self.account = Account(self, self._visit)
        self._script = Script(self)

    def _performer(self) -> Performer:
        """Make a body: the desk's figure, under the customs of the desk's region."""
        return Performer(
            seed=secrets.randbits(31),
            body=self.parts.figures.body,
            rules=Rules(self.parts.settings.region),
        )

    # ---- life -----------------------------------------------------------------------------------

    def start(self) -> None:
        """Tell the client's program that it is in; begin to breathe."""
        self.config.audio.output.voice = self.parts.speaker.voice
        self.outbox.put(ev.SessionCreated(session=self.config))
        self._breathe_if_seen()

    def end(self) -> None:
        """Forget the visit at once: it can't be resumed, and `session.ended` is its last event."""
        self._leave()
        self.handing.forget()
        self.settings.resume_token = self.config.instructions = ""
        self._forget()
        self.outbox.finish(ev.SessionEnded())

    async def close(self) -> None:
        """End it: silence, no task left."""
        if self.closed:
            return
        self._leave()
        self.closed = True
        await self.handing.end()
        self.parts.journal.note(self._visit)
        await asyncio.gather(*filter(None, (self._work, self._idle)), return_exceptions=True)

    def _leave(self) -> None:
        self._do(turns.Left())
        for pending in (self._timer, self._work, self._idle):
            if pending:
                pending.cancel()

    @property
    def token(self) -> str:
        """What a client shows to come back; empty when it did not ask for it."""
        return self.settings.resume_token

    @property
    def age(self) -> float:
        """Seconds on the conversation's clock."""
        return self._clock() - self._begun

    @property
    def response_id(self) -> str | None:
        """The response that was begun last."""
        return self._delivery.response_id if self._delivery else None

    # ---- what the visitor's side does -----------------------------------------------------------

    def configure(self, patch: ev.SessionPatch) -> None:
        """Change the session's settings. Raises ProtocolError and changes nothing then."""
        attending.configure(self, patch)
        self._breathe_if_seen()

    def take(self, question: str) -> None:
        """Take a question; it is answered when `answer` is called."""
        self._question = question
        self.account.asked()

    def unanswered(self) -> str:
        """Give up the question of which no answer has begun to sound; "" where there is none."""
        asked = self._order[0] if self.floor.state is turns.State.THINKING else ""
        words, self._question = self._question or asked, ""
        return words

    def answer(self, options: ev.ResponseOptions) -> None:
        """Answer what was taken, or greet when nothing was."""
        if not self._question:
            self.account.asked()
        self._order = (self._question, options)
        self._question = ""
        self._do(turns.Asked())

    def say(self, words: tuple[str, ...]) -> None:
        """Say something of our own accord, in place of what is being said."""
        if self.closed or self.outbox.finished:
            return
        self._script.say(words)
        self._order = ("", ev.ResponseOptions())
        self.account.asked()
        self._do(turns.Asked())

    def stop(self, by: Literal["stop", "client"]) -> None:
        """Fall silent at once."""
        self._question = ""
        self._do(turns.Interrupted(by))

    def was_heard(self, seconds: float, item_id: str) -> None:
        """Take note of how much of an answer the visitor's loudspeaker has played."""
        if self._delivery and self._delivery.item_id == item_id:
            self.account.heard(seconds)

    def notify(self, code: str, level: Literal["info", "warning"] = "info") -> None:
        """Tell a client that asked for notices what is no answer and no error."""
        if "notice" in self.settings.events:
            self.outbox.put(ev.Notice(level=level, code=code, message=spoken(code, self.lang)))

    def refuse(self, error: ProtocolError) -> None:
        """Tell the client what was wrong with its message; the connection lives on."""
        metrics.REFUSED_MESSAGES.labels(error.wire_code).inc()
        detail = ev.ErrorDetail(
            "invalid_request_error", error.wire_code, str(error), error.param, error.event_id
        )
        self.outbox.put(ev.Error(error=detail))

    # ---- the floor ------------------------------------------------------------------------------

    def _do(self, event: turns.Event) -> None:
        """Let the floor decide, then carry out what it says."""
        for action in self.floor.handle(event, self._clock()):
            match action:
                case turns.Answer(generation):
                    self._begin(generation)
                case turns.Silence(generation, heard_s, by):
                    self._silence(generation, heard_s, by)
                case turns.Apologise(generation, late):
                    self._apologise(generation, late=late)
                case turns.GiveUp():
                    self._give_up()
                case turns.Rest():
                    self.account.heard(self.floor.produced_s)
        self._set_timer()

    def _set_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
        due, self._timer = self.floor.deadline, None
        if due is not None:
            delay = max(0.0, due - self._clock())
            self._timer = asyncio.get_running_loop().call_later(delay, self._do, turns.Tick())

    def _begin(self, generation: int) -> None:
        question, options = self._order
        self.account.begin()
        delivery = self._delivery = attending.delivery(self, generation, options)
        delivery.open()
        self.ratings.about(delivery.response_id, self.lang)
        self.items.keep(ev.Item(id=delivery.item_id, role="assistant"))
        self._begin_work(self._answer(delivery, question), generation)

    def _silence(self, generation: int, heard_s: float, by: str) -> None:
        self._stop_work()
        self.outbox.drop_data(generation)
        self.account.heard(heard_s)
        if self._delivery and self._delivery.generation == generation:
            reason = "turn_detected" if by == "speech" else "client_cancelled"
            if not self._delivery.closed:
                self.account.note("interrupted")
            self._delivery.close("cancelled", reason=reason)

    def _apologise(self, generation: int, *, late: bool) -> None:
        self._stop_work()
        delivery = self._delivery
        if delivery is None or delivery.generation != generation or delivery.closed:
            return
        log.warning("answer failed", late=late, session=self.id)
        metrics.TURNS.labels("failed").inc()
        self._begin_work(self._say_sorry(delivery), generation)

    def _begin_work(self, work: Coroutine[None, None, None], generation: int) -> None:
        def ended(task: asyncio.Task[None]) -> None:
            """Apologise at once for a mistake of ours; its message may hold a visitor's words."""
            error = None if task.cancelled() else task.exception()
            if error:
                at = extract_tb(error.__traceback__)[-1]
                log.error("answer broke", kind=type(error).__name__, at=at.name, line=at.lineno)
                self._do(turns.Broke(generation))

        self._work = asyncio.create_task(work)
        self._work.add_done_callback(ended)

    def _stop_work(self) -> None:
        if self._work and self._work is not asyncio.current_task():
            self._work.cancel()

    # ---- the answer -----------------------------------------------------------------------------

    async def _answer(self, delivery: Delivery, question: str) -> None:
        try:
            for clause in await self._script.of(question, delivery):
                await self.outbox.room()
                if marked := attending.marked(self, delivery):
                    self._do(turns.Produced(delivery.generation, marked))
                await self._play(clause, delivery)
        except QingzhiError as error:
            log.warning("answer broke", code=error.code, session=self.id)
            self._do(turns.Broke(delivery.generation))
            return
        delivery.close("completed")
        self.account.note(self.talk.outcome)
        self._do(turns.Exhausted(delivery.generation))

    async def _say_sorry(self, delivery: Delivery) -> None:
        clause = self.parts.mind.apology(self.lang, delivery.generation)
        try:
            await self._play(clause, delivery)
        except QingzhiError as error:
            log.warning("apology broke", code=error.code, session=self.id)
            delivery.begin(clause, None)
            self._do(turns.Broke(delivery.generation))
            return
        delivery.close("failed", code="answer_failed")
        self._do(turns.Exhausted(delivery.generation))

    def _give_up(self) -> None:
        self._stop_work()
        if self._delivery:
            self._delivery.close("failed", code="answer_failed")

    async def _play(self, clause: Clause, delivery: Delivery) -> None:
        start = delivery.seconds
        clause = styled(clause, self.settings.style, self.manners.audience)

        def produced(seconds: float) -> None:
            self.account.sounded()
            self._do(turns.Produced(delivery.generation, seconds))

        self.stage.gain_db = self.manners.standing.gain_db + self.talk.gain_db
        stood_in = await self.stage.play(
            clause,
            delivery,
            voice=self.config.audio.output.voice,
            rate=self.config.audio.output.speed * self.talk.rate * self.manners.standing.rate,
            lead_s=max(self.outbox.absent_s, delivery.seconds - self.floor.heard_s(self._clock())),
            moving="motion" in self.settings.events,
            produced=produced,
        )
        self.account.said(clause.id, start, delivery.seconds)
        if stood_in and not self._stood_in:
            self.notify("voice.fallback", "warning")
        self._stood_in = stood_in

    # ---- idle life -----------------------------------------------------------------------------

    def _breathe_if_seen(self) -> None:
        if "motion" in self.settings.events and self._idle is None:
            life = breathe(self.stage.performer, self.outbox, lambda: self.age)
            self._idle = asyncio.create_task(life)

    @property
    def lang(self) -> Lang:
        """The language in which the visitor is spoken to."""
        return self.talk.lang if self.settings.lang == "auto" else self.settings.lang
