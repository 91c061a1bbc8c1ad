"""What to do with a turn: a chain of small readers, the first that knows decides.

orders (stop, again, slower) → an answer to our question back → moves without a subject
→ asides (a word, one paper, an account, the law) → a follow-up on what is in focus
→ a subject of its own → a feeling → honest ignorance
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingzhi.interaction.dialogue import cues
from qingzhi.interaction.dialogue.asides import Asides
from qingzhi.interaction.dialogue.desk import Desk
from qingzhi.interaction.dialogue.glossary import Glossary
from qingzhi.interaction.dialogue.judging import ANSWER, ASK, COVERED, Judge
from qingzhi.interaction.dialogue.state import Kind, Move, State
from qingzhi.interaction.dialogue.turn import Turn
from qingzhi.interaction.knowledge.text import CONCEPT, WORD_WEIGHT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qingzhi.interaction.knowledge import Item, Knowledge
    from qingzhi.score import Percept

TIE: Final = 0.05
"""Logits between two candidates that a description does not tell apart."""
FOCUS_SHARE: Final = 0.5
"""Weight of what is in focus when a turn leaves its subject out."""
STRAY: Final = 0.9
"""Weight of words a question for a facet may hold besides; more is another subject."""
FELT: Final = 0.3
HEAVY: Final = frozenset({"anger", "disgust", "fear", "sadness", "joy"})
"""Feelings that are listened to when they come without a question; others are acknowledged."""
UPSET: Final = frozenset({"anger", "fear", "sadness"})
UPSET_FROM: Final = 0.6
WIDE: Final = 8
"""Hits looked at for a question back, and for a turn that leaves half of its subject out."""

ORDERS: Final[Mapping[str, Kind]] = {
    "stop": "silent",
    "repeat": "repeat",
    "slower": "slower",
    "louder": "louder",
    "identity": "identity",
}
SOCIAL: Final[Mapping[str, Kind]] = {
    "greet": "greet",
    "thank": "thank",
    "bye": "bye",
    "complain": "complain",
    "affirm": "affirm",
    "deny": "deny",
}
MOVES: Final[tuple[Kind, ...]] = (
    "person",
    "ability",
    "wellbeing",
    "feelings",
    "unhelpful",
    "praise",
    "more",
)


class Policy:
    """Decides a move from a percept and the state; changes neither."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._cues = cues.load()
        self._judge = Judge(knowledge)
        self._complaints = Desk.load(knowledge.pack).complaints
        asides = Asides(knowledge, Glossary.load(knowledge.pack))
        self._readers: tuple[Callable[[Turn], Move | None], ...] = (
            self._order,
            self._choice,
            self._move,
            self._social,
            asides.term,
            asides.paper,
            asides.account,
            asides.legal,
            self._follow_up,
            self._letter,
            self._subject,
            self._feeling,
        )

    def decide(self, percept: Percept, state: State) -> Move:
        """Decide the move for this turn."""
        analysis = self._knowledge.analyse(percept.text)
        if analysis.outside and self._judge.in_passing(analysis.text):
            analysis = analysis.inside()
        found = self._knowledge.search(analysis, limit=WIDE)
        turn = Turn(percept, state, analysis, found, self._cues.facets(analysis.heads))
        for reader in self._readers:
            if move := reader(turn):
                return move
        return self._ignorance(turn)

    def _order(self, turn: Turn) -> Move | None:
        kind = ORDERS.get(turn.percept.intent)
        topical = turn.found.score >= ANSWER and turn.concepts
        if kind == "identity":
            topical = turn.concepts & self._knowledge.actions
        if kind is None or (topical and kind != "silent"):
            return None
        return Move(kind=kind)

    def _choice(self, turn: Turn) -> Move | None:
        """Resolve what the visitor says to our question back."""
        pending = turn.state.pending
        if not pending:
            return None
        named = self._cues.choice(turn.text)
        if named == cues.NONE or (turn.percept.intent == "deny" and not turn.concepts):
            return Move(kind="which")
        item = self._ordinal(named, pending) or self._described(turn, pending)
        if item is None and turn.percept.intent == "affirm" and len(pending) == 1:
            item = self._knowledge.get(pending[0])
        if item:
            return Move(kind="answer", item=item, facets=turn.facets or turn.state.awaiting)
        if turn.facets and not turn.concepts and len(pending) == 1:
            only = self._knowledge.get(pending[0])
            return Move(kind="answer", item=only, facets=turn.facets) if only else None
        if turn.facets and not turn.concepts:
            again = tuple(item for other in pending if (item := self._knowledge.get(other)))
            return Move(kind="choose", candidates=again, facets=turn.facets)
        return None

    def _ordinal(self, named: str, pending: tuple[str, ...]) -> Item | None:
        if named not in cues.CHOICES:
            return None
        place = cues.CHOICES[named]
        return self._knowledge.get(pending[place]) if place < len(pending) else None

    def _described(self, turn: Turn, pending: tuple[str, ...]) -> Item | None:
        """Find what the visitor's words single out: a candidate, or another of its subject."""
        items = [item for other in pending if (item := self._knowledge.get(other))]
        if not items or not turn.analysis.terms:
            return None
        shared = frozenset.intersection(*(self._knowledge.subject(i).concepts for i in items))
        kin = [hit.item.id for hit in turn.found.hits]
        if not turn.concepts & shared:
            subject = self._knowledge.subject(items[0])
            whole = turn.analysis.joined(subject.only(shared), 1.0)
            kin = [hit.item.id for hit in self._knowledge.search(whole, limit=WIDE).hits]
        among = [i for i in dict.fromkeys((*pending, *kin)) if self._shares(i, shared)]
        hits = self._knowledge.compare(turn.analysis, among)
        if not hits or hits[0].fit.cover < COVERED:
            return None
        tied = len(hits) > 1 and hits[0].fit.logit - hits[1].fit.logit < TIE
        return None if tied else hits[0].item

    def _shares(self, item_id: str, shared: frozenset[str]) -> bool:
        item = self._knowledge.get(item_id)
        return item is not None and shared <= self._knowledge.subject(item).concepts

    def _move(self, turn: Turn) -> Move | None:
        """Make moves that need no subject, where there is none."""
        named = self._cues.move(turn.text)
        kind = next((move for move in MOVES if move == named), None)
        topical = turn.concepts and turn.found.score >= ASK
        if kind is None or (topical and kind != "person"):
            return None
        if kind == "more":
            item = self._knowledge.get(turn.state.focus)
            return Move(kind="more", item=item) if item else None
        return Move(kind=kind)

    def _social(self, turn: Turn) -> Move | None:
        kind = SOCIAL.get(turn.percept.intent)
        if self._cues.choice(turn.text) == cues.NONE:
            kind = "deny"
        if kind is None or turn.concepts or turn.facets:
            return None
        if kind == "complain" and not self._cues.about_us(turn.text):
            return self._feeling(turn)
        if kind == "affirm" and turn.state.open_question:
            return Move(kind="noted")
        return Move(kind=kind)

    def _follow_up(self, turn: Turn) -> Move | None:
        """Go on with what is in focus, also where half of the subject is left out."""
        focus = self._knowledge.get(turn.state.focus)
        if focus is None:
            return None
        if turn.facets and self._about(turn, focus):
            return Move(kind="answer", item=focus, facets=turn.facets, score=1.0)
        goes_on = self._cues.goes_on(turn.text)
        if self._judge.verdict(turn) == "answer" and not (goes_on and len(turn.concepts) == 1):
            return None
        if not turn.concepts:
            return None
        return self._half_subject(turn, focus, goes_on=goes_on)

    def _half_subject(self, turn: Turn, focus: Item, *, goes_on: bool) -> Move | None:
        """Put what is in focus beside what was said; the item found must know what was said."""
        whole = turn.analysis.joined(self._knowledge.subject(focus), FOCUS_SHARE)
        kept = self._knowledge.subject(focus).concepts - turn.concepts
        if turn.concepts <= self._knowledge.actions:
            kept -= self._knowledge.actions
        likely = [
            hit
            for hit in self._knowledge.search(whole, limit=WIDE).hits
            if hit.score >= ASK and kept & self._knowledge.subject(hit.item).concepts
        ]
        own = self._knowledge.compare(turn.analysis, [hit.item.id for hit in likely])
        fits = [hit for hit in own if hit.fit.cover >= COVERED]
        if not fits:
            return None
        best = max(fits, key=lambda hit: hit.fit.nearest)
        carried = goes_on and not self._cues.supposes(turn.text)
        facets = turn.facets or (turn.state.asked if carried else ())
        return Move(kind="answer", item=best.item, facets=facets, score=best.score)

    def _about(self, turn: Turn, focus: Item) -> bool:
        """Whether a question for a facet names nothing else: "要带什么", "要带户口本吗"."""
        lines = (line for kind in turn.facets for line in focus.facet(kind, "zh"))
        known = {
            *self._knowledge.analyse(" ".join(lines)).terms,
            *self._knowledge.subject(focus).terms,
        }
        named = self._knowledge.analyse(self._cues.without_facets(turn.text))
        stray = sum(weight for term, weight in named.terms.items() if term not in known)
        return stray <= STRAY and all(CONCEPT + name in known for name in named.concepts)

    def _letter(self, turn: Turn) -> Move | None:
        """Read a long account of what went wrong as a letter, not as a question to be guessed."""
        if not self._cues.letter(turn.text):
            return None
        point = self._judge.story(turn, letter=True)
        desk = self._knowledge.get(self._complaints)
        matters = point.candidates if point else (desk,) if desk else ()
        return Move(kind="letter", candidates=matters)

    def _subject(self, turn: Turn) -> Move | None:
        verdict = self._judge.verdict(turn)
        if verdict == "unknown" or turn.found.best is None:
            return self._judge.story(turn)
        if verdict == "answer":
            best = turn.found.best
            return Move(kind="answer", item=best.item, facets=turn.facets, score=best.score)
        candidates = self._judge.candidates(turn.found)
        if not candidates:
            return self._judge.story(turn)
        if len(candidates) == 1 and self._judge.alone(turn):
            return Move(kind="answer", item=candidates[0], facets=turn.facets)
        return Move(kind="choose", candidates=candidates, facets=turn.facets)

    def _feeling(self, turn: Turn) -> Move | None:
        """Listen to a feeling without a question."""
        emotion = turn.percept.emotion
        matter = turn.facets or turn.analysis.inside().concepts
        if self._cues.downcast(turn.text) and not matter:
            return Move(kind="listen")
        asks = turn.facets or turn.concepts or turn.percept.intent == "ask"
        if emotion.intensity < FELT or asks:
            return None
        return Move(kind="listen" if emotion.dominant in HEAVY else "affirm")

    def _ignorance(self, turn: Turn) -> Move:
        """No subject, nothing understood, or a subject that we have nothing on.

        Whoever is upset is listened to, rather than told what is not to be had here.
        """
        emotion = turn.percept.emotion
        if emotion.dominant in UPSET and emotion.intensity >= UPSET_FROM:
            return Move(kind="listen")
        terms = turn.analysis.terms
        words = sum(weight >= WORD_WEIGHT for weight in terms.values())
        if not words and (turn.facets or not terms):
            asks = turn.facets or self._cues.requests(turn.text)
            return Move(kind="which" if asks else "unclear", facets=turn.facets)
        known = self._knowledge.understands(turn.analysis)
        if turn.percept.intent == "other" and not known and not (words and len(terms) > 1):
            return Move(kind="unclear")
        if not self._cues.service(turn.text) and not turn.analysis.inside().concepts:
            return Move(kind="offtopic" if self._elsewhere(turn) else "unclear")
        best = turn.found.best
        return Move(kind="unknown", theme=best.item.theme if best and self._judge.kin(turn) else "")

    def _elsewhere(self, turn: Turn) -> bool:
        """Whether something is wanted that isn't ours; a mere statement may be a need in hiding."""
        asks = turn.percept.intent == "ask" or self._cues.errand(turn.text)
        return asks or turn.analysis.outside
