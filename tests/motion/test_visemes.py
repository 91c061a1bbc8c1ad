"""Phones to mouths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.motion.visemes import is_vowel, sounds, target, visemes
from qingzhi.score import ARKIT


@pytest.mark.parametrize(
    ("phone", "expected"),
    [
        ("p", ("bilabial",)),
        ("pʰ", ("bilabial",)),
        ("m", ("bilabial",)),
        ("f", ("labiodental",)),
        ("tɕʰ", ("palatal",)),
        ("ʈʂʰ", ("retroflex",)),
        ("tsʰ", ("sibilant",)),
        ("ɻ̩", ("apical",)),
        ("ɹ̩", ("apical",)),
        ("aɪ", ("open", "close_front")),
        ("iaŋ", ("close_front", "open", "velar")),
        ("uan", ("close_round", "open", "alveolar")),
        ("yɛn", ("front_round", "open_front", "alveolar")),
        ("iʊŋ", ("close_front", "close_round", "velar")),
        ("ɚ", ("rhotic_vowel",)),
        ("tʃ", ("postalveolar",)),
        ("ˈəʊ", ("mid", "close_round")),
        ("iː", ("close_front",)),
        ("ɜː", ("mid",)),
        ("θ", ("dental",)),
        ("ɑ5", ("open",)),
    ],
)
def test_known_phones(phone: str, expected: tuple[str, ...]) -> None:
    """Mandarin initials and finals and espeak's English come apart into their sounds."""
    assert tuple(sound.viseme for sound in sounds(phone)) == expected


def test_every_phone_that_voices_report_is_known() -> None:
    """No phone of the voices' inventory falls back to a guess by letters."""
    from qingzhi.motion.visemes import _inventory, _plain
    from qingzhi.speech.phones import INVENTORY

    letters = {c for phone in INVENTORY for c in _plain(phone)}
    known = "".join(_inventory())
    assert {c for c in letters if c not in known} == set()


@given(st.text(max_size=40))
def test_any_string_is_a_phone(phone: str) -> None:
    """Unknown phones fall back by their letters; shares always sum to one."""
    found = sounds(phone)
    assert bool(found) == bool(phone.strip())
    assert not found or sum(s.share for s in found) == pytest.approx(1.0)
    assert all(s.viseme in visemes() for s in found)


def test_glides_are_shorter_than_their_vowels() -> None:
    """In 'iaŋ' the a is the longest sound."""
    shares = {s.viseme: s.share for s in sounds("iaŋ")}
    assert shares["open"] > max(shares["close_front"], shares["velar"])


def test_targets_are_faces() -> None:
    """Each viseme is 52 coefficients between 0 and 1, even."""
    for name in visemes():
        face = target(name)
        assert face.shape == (len(ARKIT),)
        assert 0.0 <= face.min() <= face.max() <= 1.0
        sides = {s: [i for i, n in enumerate(ARKIT) if n.endswith(s)] for s in ("Left", "Right")}
        assert face[sides["Left"]].sum() == pytest.approx(face[sides["Right"]].sum())


def test_vowels_carry_syllables() -> None:
    """Finals have a vowel, initials have none."""
    assert is_vowel("ɻ̩")
    assert is_vowel("uən")
    assert not is_vowel("ʂ")
    assert not is_vowel("")
