"""The operator's models, loaded by the real library: Kokoro, Matcha and VITS made in the test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.speech.engines import models
from tests.speech.engines.models import HUM_HZ, PER_TOKEN, RATE

from qingzhi.emotion import Emotion
from qingzhi.errors import EngineError, EngineUnavailable
from qingzhi.score import PhoneMark
from qingzhi.speech import voicefile
from qingzhi.speech.engine import EngineChunk, EngineRequest
from qingzhi.speech.engines.sherpa import KokoroEngine, MatchaEngine, VitsEngine, _parts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qingzhi.settings import Settings
    from qingzhi.speech.voicefile import VoiceFile

    Written = Callable[..., VoiceFile]
    Loaded = Callable[..., Any]

KINDS = {
    "kokoro": (KokoroEngine, models.kokoro),
    "matcha": (MatchaEngine, models.matcha),
    "vits": (VitsEngine, models.vits),
}
NEUTRAL_TOKENS = 9
"""How the dictionary spells 请问: q i n g 3 w e n 4."""


@pytest.fixture
def loaded(settings: Settings, write: Written, no_espeak: None) -> Loaded:
    """Make a model, describe it as a voice and load it."""

    def load(kind: str, **more: Any) -> Any:
        engine, build = KINDS[kind]
        build(voicefile.folder(settings, kind))
        return engine(engine.prepare(write(kind, kind, **more), settings))

    return load


def spoken(engine: Any, text: str, **more: Any) -> list[EngineChunk]:
    return list(engine.speak(EngineRequest(utterance=text, **more)))


def sound(chunks: list[EngineChunk]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.concatenate([chunk.samples for chunk in chunks])


def pitch(samples: np.ndarray[tuple[int], np.dtype[np.float32]]) -> float:
    """Find the strongest frequency of a hum in Hz."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 1 << 18))
    return float(np.argmax(spectrum)) * RATE / (1 << 18)


def test_the_first_part_comes_before_the_rest(loaded: Loaded) -> None:
    """A piece with a pause is two chunks; the second's marks hold the first's."""
    chunks = spoken(loaded("kokoro"), "您好妈妈，请问再见")
    assert len(chunks) == 2
    first, second = (chunk.marks for chunk in chunks)
    assert second[: len(first)] == first
    assert second[len(first)].start >= len(chunks[0].samples)
    assert second[len(first)].word == first[-1].word + 1
    assert second[-1].chars == (8, 9)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("您好，请问您要办什么业务？", ["您好，请问您要办什么业务？"]),
        ("您好妈妈，请问，好。", ["您好妈妈，", "请问，好。"]),
        ("请带好身份证、户口本，到三号窗口。", ["请带好身份证、户口本，", "到三号窗口。"]),
        ("……", ["……"]),
        ("", [""]),
    ],
)
def test_parts_end_at_pauses(text: str, parts: list[str]) -> None:
    """None is too short to sound whole; nothing is lost between them."""
    assert _parts(text) == parts


def test_our_reader_decides_how_a_hanzi_is_read(loaded: Loaded, settings: Settings) -> None:
    """行 is spelled as the operator's reading says, not as the dictionary has it."""
    settings.data.mkdir(parents=True, exist_ok=True)
    (settings.data / "readings.toml").write_text('[readings]\n"行衣" = "ma1 yi1"\n', "utf-8")
    engine = loaded("kokoro")
    said = engine._reader.read("行衣")
    assert engine._lexicon.chinese("行衣", said) == ["m", "a", "1", "y", "i", "1"]
    assert engine._lexicon.homophones("行衣", said) in {"妈衣", "妈一"}


def test_a_missing_tone_is_made_and_erhua_written(loaded: Loaded) -> None:
    """The dictionary never shows hao2 or dianr3; both are spelled from what it shows."""
    engine = loaded("kokoro")
    assert engine._lexicon._spelling("hao", "2").tokens == ("h", "a", "o", "2")
    spelled = engine._lexicon.chinese("一点儿", engine._reader.read("一点儿"))
    assert spelled[-6:] == [*"dian", "R", "3"]


def test_english_unknown_to_the_dictionary_is_spelled_by_phones(loaded: Loaded) -> None:
    """Nothing is dropped: what is not in the dictionary comes from espeak-ng's phones."""
    phones = (("ə", 0.0), ("ɡ", 0.0), ("ɛ", 1.0), ("n", 0.0))
    marks = [PhoneMark(p, i, i + 1, stress=s, chars=(3, 8)) for i, (p, s) in enumerate(phones)]
    spelled = loaded("kokoro")._lexicon.english("ok again", marks)
    assert spelled == ["o", "k", "A", " ", *"əɡˈɛn", " "]


def test_a_syllable_the_model_cannot_say_is_an_error(loaded: Loaded) -> None:
    """The next voice says it; it is never left out."""
    with pytest.raises(EngineError, match="dictionary"):
        spoken(loaded("kokoro"), "您好鬱")


def test_rate_and_emotion_change_the_sound(loaded: Loaded) -> None:
    """Faster speech is shorter; joy is higher and quicker than neutral."""
    engine = loaded("kokoro")
    plain, fast = sound(spoken(engine, "请问")), sound(spoken(engine, "请问", rate=1.6))
    assert len(fast) == pytest.approx(len(plain) / 1.6, rel=0.05)
    joyful = sound(spoken(engine, "请问", emotion=Emotion.of("joy", "strong")))
    assert pitch(joyful) > pitch(plain) * 1.03
    assert len(joyful) < len(plain)


@pytest.mark.parametrize(("speaker", "hz"), [("zf_002", 1.5), (2, 0.5), ("zf_017", 2.0)])
def test_speakers_are_chosen_by_name_or_number(loaded: Loaded, speaker: object, hz: float) -> None:
    """Kokoro tells the names of its speakers."""
    assert pitch(sound(spoken(loaded("kokoro", speaker=speaker), "请问"))) == pytest.approx(
        HUM_HZ * hz, rel=0.02
    )


def test_vits_has_many_speakers(loaded: Loaded) -> None:
    """The number reaches the model."""
    assert pitch(sound(spoken(loaded("vits", speaker=3), "请问"))) == pytest.approx(
        HUM_HZ * 2, rel=0.02
    )


def test_speakers_are_mixed(loaded: Loaded) -> None:
    """A blend lies between its speakers, in the shares that are given."""
    engine = loaded("kokoro", blend={"zf_001": 0.5, "zf_017": 0.5})
    assert pitch(sound(spoken(engine, "请问"))) == pytest.approx(HUM_HZ * 1.5, rel=0.02)


def test_a_feeling_leans_towards_its_speaker(loaded: Loaded) -> None:
    """The stronger it is, the further; never as far as another person."""
    engine = loaded("kokoro", feelings={"trust": "zf_017"})
    numbers = [engine._cast.number(Emotion.of("trust", s)) for s in ("weak", "moderate", "strong")]
    assert numbers == [1, 2, 3]
    assert engine._cast.number(Emotion.of("fear", "strong")) == 0
    steps = [pitch(sound(spoken(engine, "请问"))) for _ in range(1)]
    steps += [
        pitch(sound(spoken(engine, "请问", emotion=Emotion.of("trust", s))))
        for s in ("weak", "moderate", "strong")
    ]
    assert steps == sorted(steps)


def test_emphasised_words_have_full_stress(loaded: Loaded) -> None:
    """Marks carry the emphasis, so that the body beats on it."""
    marks = spoken(loaded("kokoro"), "您好妈妈，请问再见", emphasis=((5, 7),))[-1].marks
    assert {mark.chars for mark in marks if mark.stress == 1.0} == {(5, 6), (6, 7)}


def _without(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).unlink()


def _with(name: str, data: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "more", "said"),
    [
        (_without("model.onnx"), {}, "model.onnx"),
        (_without("voices.bin"), {}, "voices.bin"),
        (_without("tokens.txt"), {}, "tokens.txt"),
        (_without("lexicon-zh.txt"), {}, "lexicon"),
        (_with("model.onnx", b""), {}, "sample_rate"),
        (_with("model.onnx", b"not a model at all"), {}, "ONNX"),
        (_with("model.onnx", b"\x3a\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), {}, "ONNX"),
        (_with("voices.bin", b"\0" * 12), {}, "bytes"),
        (lambda folder: models.kokoro(folder, style_dim="1"), {}, "Kokoro"),
        (lambda folder: models.kokoro(folder, sample_rate="12"), {}, "odd rate"),
        (lambda folder: None, {"speaker": "nobody"}, "zf_001"),
        (lambda folder: None, {"speaker": 99}, "no speaker"),
        (lambda folder: None, {"feelings": {"boredom": "zf_001"}}, "boredom"),
        (lambda folder: None, {"feelings": {"joy": "zf_001", "fear": "zf_001"}}, "places"),
        (lambda folder: None, {"model": {"acoustic": "other.onnx"}}, "other.onnx"),
    ],
)
def test_what_is_wrong_with_the_files_is_told(
    settings: Settings, write: Written, harm: Callable[[Path], object], more: Any, said: str
) -> None:
    """Before the library sees them, which would end the process without a word."""
    folder = models.kokoro(voicefile.folder(settings, "kokoro"))
    harm(folder)
    with pytest.raises(EngineUnavailable, match=said):
        KokoroEngine.prepare(write("kokoro", "kokoro", **more), settings)


def test_a_token_takes_as_long_as_the_model_says(loaded: Loaded) -> None:
    """The whole spelling reaches the model: nothing is lost on the way."""
    samples = sound(spoken(loaded("vits"), "请问"))
    assert len(samples) == pytest.approx(PER_TOKEN * NEUTRAL_TOKENS, rel=0.05)
