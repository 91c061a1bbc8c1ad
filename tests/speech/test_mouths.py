"""Phones become classes that a mouth tells apart."""

from __future__ import annotations

import pytest

from qingzhi.speech.mouths import classes, cut
from qingzhi.speech.phones import INVENTORY, SILENCE


@pytest.mark.parametrize(
    ("phone", "expected"),
    [
        ("pʰ", "m"),
        ("m", "m"),
        ("v", "f"),
        ("ʈʂʰ", "ʃ"),
        ("tsʰ", "s"),
        ("iaʊ", "iau"),
        ("yɛn", "yɛt"),
    ],
)
def test_known_phones(phone: str, expected: str) -> None:
    """Aspiration is dropped, ligatures are one sound, finals come apart."""
    assert "".join(name for name, _ in cut(phone)) == expected


def test_every_phone_of_the_voices_has_a_class() -> None:
    """Shares sum to one; silence has none."""
    for phone in INVENTORY - {SILENCE}:
        pieces = cut(phone)
        assert {name for name, _ in pieces} <= set(classes())
        assert sum(share for _, share in pieces) == pytest.approx(1.0)
    assert cut(SILENCE) == ()


def test_glides_are_shorter_than_their_vowels() -> None:
    """In 'ia' the a has more of the time."""
    shares = dict(cut("ia"))
    assert shares["a"] > shares["i"]
