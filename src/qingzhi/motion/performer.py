"""The figure's body as the rest of the service knows it: clauses and percepts in, frames out."""

from __future__ import annotations

import math
from itertools import chain, islice
from typing import TYPE_CHECKING, Final
from zlib import crc32

import msgspec

from qingzhi.emotion import Strength
from qingzhi.motion import idle, react
from qingzhi.motion.breath import CALM
from qingzhi.motion.moves import moves
from qingzhi.motion.negotiation import agreed
from qingzhi.motion.plan import FACE_COLUMNS, Plan, plan
from qingzhi.motion.pointing import pointed
from qingzhi.motion.repertoire import Aimed, repertoire
from qingzhi.motion.rules import Rules
from qingzhi.motion.show import performed
from qingzhi.motion.steps import segment, step_for
from qingzhi.motion.style import AUTO, manner_of
from qingzhi.score import FPS, SAMPLE_RATE, Act, Gaze, Layer, MotionFrames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qingzhi.motion.body import Body
    from qingzhi.motion.gesture import Side
    from qingzhi.motion.plan import Entry
    from qingzhi.motion.repertoire import Repertoire
    from qingzhi.motion.rules import Ruling
    from qingzhi.motion.style import Style
    from qingzhi.score import Clause, Percept, PhoneMark

FIRST_S: Final = 0.5
MOST_RULINGS: Final = 64
SEGMENT_S: Final = 2.0
_DEFAULT_PLACE: Final = (0.7, 0.0)
SHOWING: Final = "show"
"""The gesture that shows where a thing lies."""
_THINKING_S: Final = 0.45
_HANDS_OVER: Final = 0.5
_LOOK_S: Final = 1.2
_AVERTING_S: Final = 2.2
_LEAST_AWAY_S: Final = 0.25
_LEAST_FELT: Final = 0.12
_AWAY_SHARE: Final = 0.9
_STEADY: Final = 0.9
"""Manners of so much gaze never look away: with somebody in need, or a child."""
_THOUGHTFUL: Final = frozenset({Act.INFORM, Act.LIST, Act.INSTRUCT})


class Performer:
    """One figure's movements. Equal seeds and equal calls give equal frames.

    `places` says where the things are that clauses point at: `Clause.target` to screen
    coordinates −1..1 (x to the viewer's right, y up).
    """

    def __init__(
        self,
        seed: int = 0,
        *,
        places: Mapping[str, tuple[float, float]] | None = None,
        body: Body | None = None,
        rules: Rules | None = None,
    ) -> None:
        self.repertoire = repertoire(body)
        self.rules = rules or Rules()
        self.rulings: list[Ruling] = []
        """What the rules changed since the list was last emptied, for whoever keeps records."""
        self.seed = seed
        self.places: dict[str, tuple[float, float]] = dict(places or {})
        self.careful = False
        """Whether a child looks on: only what may be imitated without harm is shown."""
        self.style = AUTO
        """The manner that the session asks for, or AUTO: as the situation asks."""
        self._breath = CALM
        self._clause: tuple[str, int] | None = None
        self._shown: tuple[str, int] = ("", -1)
        self._clearer = False
        self._stepped: tuple[str, int] = ("", -1)
        self._sounded = 0.0
        self._entry: Entry | None = None
        self._plan: Plan | None = None

    def perform(
        self, clause: Clause, marks: Sequence[PhoneMark], sample_rate: int = SAMPLE_RATE
    ) -> Iterator[MotionFrames]:
        """Move with a clause: half a second first, then two seconds at a time.

        Times count from the start of the clause's audio. Called again for the same clause with
        revised marks, it performs the whole clause anew. Without marks the rhythm is estimated.
        """
        whole = self._prepare(clause, marks, sample_rate)
        spoken = _segments(clause, whole, self._gaze(clause, whole))
        return chain(islice(spoken, 1), self._stepping(clause, whole), spoken)

    def sounded(self, seconds: float) -> None:
        """Tell how long the clause's sound was, pauses included: there the next one begins."""
        self._sounded = seconds

    def idle(self, start_s: float, seconds: float) -> MotionFrames:
        """Breathe, shift weight, blink and glance from `start_s` of the conversation on.

        Breath follows the feeling of what was said last, from `start_s` on.
        """
        rate = self._plan.mood.breath if self._plan else 1.0
        self._breath = self._breath.turning(start_s, rate)
        return idle.segment(start_s, seconds, self.seed, self.repertoire, self._breath)

    def react(self, percept: Percept, start_s: float, *, generation: int = 0) -> MotionFrames:
        """Show at once that the visitor was heard, and how they feel."""
        return react.segment(percept, start_s, self.seed, generation)

    def listen(self, start_s: float, seconds: float, *, generation: int = 0) -> MotionFrames:
        """Attend while the visitor talks: turned to them, with small nods."""
        return react.listening(start_s, seconds, self.seed, generation)

    def show(
        self,
        name: str,
        start_s: float,
        *,
        strength: Strength | str = Strength.MODERATE,
        generation: int = 0,
    ) -> MotionFrames:
        """Perform anything of the catalogue by name, from `start_s` of the conversation on.

        The rules decide what is made of it, whoever asks. Raises InputError for what is not in
        the catalogue or what is not to be made at all.
        """
        made = performed(
            self._ruled(name) or name,
            strength=strength,
            body=self.repertoire.body,
            rules=self.rules,
            careful=self.careful,
        )
        return MotionFrames(
            layer=Layer.SPEECH,
            generation=generation,
            start_s=start_s,
            face=made.face,
            bone_names=made.bone_names,
            bones=made.bones,
            hips=made.hips,
            gaze=(Gaze("visitor", start_s=start_s),),
            clock="conversation",
            fade_s=0.3,
            face_mask=FACE_COLUMNS,
        )

    def _prepare(self, clause: Clause, marks: Sequence[PhoneMark], sample_rate: int) -> Plan:
        key = (clause.id, clause.generation)
        if key != self._clause:
            follows = self._clause is not None and self._clause[1] == clause.generation
            self._entry = self._left() if follows else None
            self._clause, self._sounded = key, 0.0
        self._plan = plan(
            clause,
            marks,
            sample_rate,
            seed=crc32(clause.id.encode()) ^ (self.seed & 0xFFFFFFFF),
            side=self.rules.side(self._side(clause)),
            repertoire=self._aimed(clause),
            manner=self._manner(clause),
            entry=self._entry,
            permitted=self._permitted,
        )
        return self._plan

    def _left(self) -> Entry | None:
        """Return what the clause before leaves, where its sound ended."""
        if self._plan is None:
            return None
        return self._plan.leave(max(self._sounded, self._plan.rhythm.seconds))

    def screened(self, frames: MotionFrames) -> MotionFrames:
        """Return frames from elsewhere without hand shapes that the rules forbid here and now."""
        kept, rulings = self.rules.screened(frames, careful=self.careful)
        self._note(rulings)
        return kept

    def _permitted(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Keep to the rules; note what they changed, a rule and a gesture once."""
        for name in names:
            self._ruled(name)
        return self.rules.permitted(names, careful=self.careful)

    def _ruled(self, name: str) -> str:
        """Return what may be made of a gesture or move that was asked for: another, or none."""
        ruling = self.rules.judge(name, careful=self.careful)
        if ruling is None:
            return name
        self._note((ruling,))
        return ruling.made

    def _note(self, rulings: Iterable[Ruling]) -> None:
        for ruling in rulings:
            if ruling not in self.rulings and len(self.rulings) < MOST_RULINGS:
                self.rulings.append(ruling)

    def _stepping(self, clause: Clause, whole: Plan) -> Iterator[MotionFrames]:
        """Yield what legs do of a strong feeling, once in a turn and from its first stress on."""
        key = (clause.id, clause.generation)
        name = step_for(*agreed(clause), self._manner(clause))
        name = self._ruled(name) if name else ""
        if name in moves() and (self._stepped == key or self._stepped[1] != clause.generation):
            self._stepped = key
            beats = whole.rhythm.beats or whole.rhythm.syllables
            start = beats[0].onset if beats else 0.0
            yield segment(name, self.repertoire.body, clause, start)

    def _aimed(self, clause: Clause) -> Repertoire | Aimed:
        """Return the repertoire, with the showing hand led to where the thing lies.

        What was shown in the turn before, too, is shown more clearly: somebody asks again.
        """
        if clause.target is None:
            return self.repertoire
        shown, turn = self._shown
        again = shown == clause.target and turn != clause.generation
        if turn != clause.generation:
            self._clearer = again
        self._shown = (clause.target, clause.generation)
        side = self.rules.side(self._side(clause))
        x, y = self._place(clause)
        hand = pointed(self.repertoire, x, y, side, clearer=self._clearer)
        return Aimed(self.repertoire, (SHOWING, 0, 1, side), hand.pose)

    def _manner(self, clause: Clause) -> Style:
        return manner_of(clause.style, self.style, careful=self.careful)

    def _place(self, clause: Clause) -> tuple[float, float]:
        return self.places.get(clause.target or "", _DEFAULT_PLACE)

    def _side(self, clause: Clause) -> Side:
        """Return the hand on the side of what is meant; the viewer's right is the figure's left."""
        return "left" if clause.target is not None and self._place(clause)[0] > 0 else "right"

    def _gaze(self, clause: Clause, whole: Plan) -> tuple[Gaze, ...]:
        """Away while thinking, to what is meant with the word, back to hand over."""
        end = whole.rhythm.seconds
        looks = []
        if whole.entry is None and clause.act in _THOUGHTFUL and end > 3 * _THINKING_S:
            looks.append(Gaze("away", 0.25, 0.2, 0.0))
        looks.append(Gaze("visitor", start_s=_THINKING_S if looks else 0.0))
        if clause.target is not None:
            apexes = whole.path.apexes if whole.path else ()
            arrives = apexes[0] if apexes else 0.3 * end
            x, y = self._place(clause)
            looks.append(Gaze("screen", x, y, max(0.0, arrives - 0.3)))
            looks.append(Gaze("visitor", start_s=min(arrives + _LOOK_S, max(arrives, end))))
        elif end > 2 * _HANDS_OVER:
            looks += _averted(whole, self._manner(clause))
            looks.append(Gaze("visitor", start_s=end - _HANDS_OVER))
        return tuple(sorted(looks, key=lambda g: g.start_s))


def _averted(whole: Plan, manner: Style) -> Iterator[Gaze]:
    """Glances away in the middle of a clause: as a feeling or a manner has it, never at its end."""
    x, y = whole.mood.gaze
    much = math.hypot(x, y)
    end = whole.rhythm.seconds
    share = max(1.0 - manner.gaze, 0.5 * much) * _AWAY_SHARE
    if manner.gaze >= _STEADY or end < _AVERTING_S or share * end < _LEAST_AWAY_S:
        return
    if much < _LEAST_FELT:
        x, y = (0.22, 0.10) if whole.seed % 2 else (-0.22, -0.08)
    begin = 0.35 * end
    yield Gaze("away", x, y, begin)
    yield Gaze("visitor", start_s=min(begin + share * end, end - _HANDS_OVER))


def _segments(clause: Clause, whole: Plan, gaze: tuple[Gaze, ...]) -> Iterator[MotionFrames]:
    first, count = 0, whole.frames
    while first < count:
        last = min(count, first + round((SEGMENT_S if first else FIRST_S) * FPS))
        face, bones = whole.sample(first, last)
        start = first / FPS
        yield MotionFrames(
            layer=Layer.SPEECH,
            generation=clause.generation,
            start_s=start,
            face=face,
            bone_names=whole.bone_names,
            bones=bones,
            gaze=_led(gaze, start, last / FPS),
            clause_id=clause.id,
            fade_s=0.0 if first else 0.15,
            face_mask=FACE_COLUMNS,
        )
        first = last


def _led(gaze: tuple[Gaze, ...], start: float, end: float) -> tuple[Gaze, ...]:
    """Return what of a clause's looks a segment needs: where it looks as it begins, and then."""
    before = [g for g in gaze if g.start_s <= start]
    first = (msgspec.structs.replace(before[-1], start_s=start),) if before else ()
    return (*first, *(g for g in gaze if start < g.start_s < end))
