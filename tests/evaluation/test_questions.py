"""Questions of a load: many, different, made from the pack."""

from __future__ import annotations

import pytest

from qingzhi.errors import InputError
from qingzhi.evaluation.questions import phrases, questions
from qingzhi.interaction.knowledge import FACETS, load_items
from qingzhi.scenarios import pack

PACK = pack()


def test_enough_and_all_different() -> None:
    """Two long runs' worth of questions, and no two alike but for punctuation."""
    asked = questions(PACK, 4000)
    assert len(asked) == 4000
    assert len({"".join(filter(str.isalnum, text)) for text in asked}) == 4000


def test_a_seed_repeats_itself() -> None:
    """The same seed gives the same questions, another one others."""
    assert questions(PACK, 50, seed=3) == questions(PACK, 50, seed=3)
    assert questions(PACK, 50, seed=3) != questions(PACK, 50, seed=4)


def test_questions_name_their_items() -> None:
    """Each question holds an ask, a title or an alias of some item."""
    items = load_items(PACK)
    words = {w.rstrip("？?。") for i in items for w in (i.title.zh, *i.aliases.zh, *i.asks.zh)}
    for question in questions(PACK, 300):
        assert any(word in question for word in words), question


def test_the_phrases_cover_every_facet() -> None:
    """No facet of an item is left without a question about it."""
    assert set(phrases().wants) == set(FACETS)


def test_too_many_are_refused() -> None:
    """A number that the pack can't yield is an error that tells how many it can."""
    with pytest.raises(InputError, match="yields"):
        questions(PACK, 10_000_000)
