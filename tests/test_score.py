"""What passes between the parts survives the wire and is checked when it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.emotion import BASIC, Emotion, Stance
from qingzhi.errors import InputError
from qingzhi.score import (
    ARKIT,
    BONES,
    FPS,
    Act,
    Clause,
    Layer,
    MotionFrames,
    Percept,
    PhoneMark,
    Source,
    SpeechChunk,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

LETTERS = st.characters(exclude_categories=["Cs"])
TEXT = st.text(LETTERS, max_size=30)
UNIT = st.floats(0, 1)
SIGNED = st.floats(-1, 1)
EMOTIONS = st.builds(Emotion, *[UNIT] * len(BASIC))
LANGS = st.sampled_from(["zh", "en"])
PERCEPTS = st.builds(
    Percept,
    text=TEXT,
    lang=LANGS,
    intent=TEXT,
    emotion=EMOTIONS,
    confidence=UNIT,
    valence=SIGNED,
    arousal=SIGNED,
    evidence=st.lists(TEXT, max_size=3).map(tuple),
    channel=st.sampled_from(["text", "voice", "vision", "signal", "fused"]),
)
PLACES = st.integers(0, 100)
CLAUSES = st.builds(
    Clause,
    id=TEXT,
    generation=st.integers(0, 2**31),
    text=TEXT,
    spoken=TEXT,
    lang=LANGS,
    emotion=EMOTIONS,
    stance=st.sampled_from(Stance),
    act=st.sampled_from(Act),
    emphasis=st.lists(st.tuples(PLACES, PLACES), max_size=3).map(tuple),
    target=st.none() | TEXT,
    style=TEXT,
    sources=st.lists(st.builds(Source, id=TEXT, title=TEXT, url=TEXT), max_size=2).map(tuple),
    interruptible=st.booleans(),
    verdict=TEXT,
)
MARKS = st.builds(
    PhoneMark,
    phone=TEXT,
    start=st.integers(0, 2**31),
    end=st.integers(0, 2**31),
    syllable=TEXT,
    stress=UNIT,
    word=st.integers(-1, 1000),
    provisional=st.booleans(),
)


@given(st.one_of(PERCEPTS, CLAUSES, MARKS))
def test_records_survive_json(record: Percept | Clause | PhoneMark) -> None:
    """Encoded and decoded again, a record is the same, with its emotion and its kinds."""
    assert msgspec.json.decode(msgspec.json.encode(record), type=type(record)) == record


@given(st.one_of(PERCEPTS, CLAUSES, MARKS))
def test_records_survive_msgpack(record: Percept | Clause | PhoneMark) -> None:
    """The same in the binary form."""
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(record), type=type(record)) == record


@given(st.binary())
def test_any_bytes_are_a_clause_or_a_decoding_error(data: bytes) -> None:
    """Bytes from outside give a clause or msgspec's own error, never another one."""
    try:
        clause = msgspec.json.decode(data, type=Clause)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return
    assert clause.utterance == (clause.spoken or clause.text)


@pytest.mark.parametrize(
    "text",
    [
        '{"id":"a","generation":0,"text":"x","emotion":{"joy":2}}',
        '{"id":"a","generation":0,"text":"x","act":"dance"}',
        '{"id":"a","generation":0,"text":"x","lang":"tlh"}',
        '{"id":"a","text":"x"}',
    ],
)
def test_a_clause_that_cannot_be_is_not_decoded(text: str) -> None:
    """An intensity, act or language that is none, or a missing generation, is refused."""
    with pytest.raises((msgspec.ValidationError, InputError)):
        msgspec.json.decode(text, type=Clause)


@given(text=TEXT, spoken=TEXT)
def test_what_is_said_is_the_spoken_form(text: str, spoken: str) -> None:
    """`utterance` is the spoken form where there is one, else the text."""
    clause = Clause(id="a", generation=0, text=text, spoken=spoken)
    assert clause.utterance == (spoken or text)


@given(start=st.integers(0, 10**9), count=st.integers(0, 4800))
def test_a_chunk_ends_after_its_samples(start: int, count: int) -> None:
    """A chunk ends where the next one begins."""
    chunk = SpeechChunk("a", 0, start, zeros(count))
    assert chunk.end == start + count


def zeros(*shape: int) -> NDArray[np.float32]:
    return np.zeros(shape, np.float32)


@given(frames=st.integers(0, 60), count=st.integers(0, len(BONES)))
def test_frames_of_one_length_fit(frames: int, count: int) -> None:
    """Face, bones and hips of the same number of frames make a segment of that length."""
    segment = MotionFrames(
        Layer.SPEECH,
        0,
        0.0,
        face=zeros(frames, len(ARKIT)),
        bone_names=BONES[:count],
        bones=zeros(frames, count, 4),
        hips=zeros(frames, 3),
    )
    assert len(segment) == frames
    assert segment.seconds == frames / FPS


def test_a_segment_may_be_empty() -> None:
    """A segment that holds only a gaze has no frames."""
    assert len(MotionFrames(Layer.GAZE, 0, 0.0)) == 0


@pytest.mark.parametrize(
    "arrays",
    [
        {"face": zeros(3, 51)},
        {"face": zeros(3)},
        {"face": zeros(3, 52, 1)},
        {"bones": zeros(3, 2, 4), "bone_names": ("head",)},
        {"bones": zeros(3, 1, 3), "bone_names": ("head",)},
        {"bones": zeros(3, 1, 4)},
        {"hips": zeros(3, 4)},
        {"hips": zeros(3)},
        {"face": zeros(3, 52), "hips": zeros(4, 3)},
        {"bones": zeros(2, 1, 4), "bone_names": ("head",), "hips": zeros(3, 3)},
    ],
)
def test_arrays_of_the_wrong_shape_are_refused(arrays: dict[str, NDArray[np.float32]]) -> None:
    """A wrong number of columns, axes or frames raises InputError when the segment is made."""
    with pytest.raises(InputError):
        MotionFrames(Layer.IDLE, 0, 0.0, **arrays)  # type: ignore[arg-type]


def test_names_are_those_of_the_standards() -> None:
    """52 ARKit coefficients and the VRM bones, each named once."""
    assert len(ARKIT) == len(set(ARKIT)) == 52
    assert len(BONES) == len(set(BONES)) == 52
    assert "head" in BONES
    assert "leftThumbMetacarpal" in BONES
