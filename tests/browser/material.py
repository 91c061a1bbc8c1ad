"""Synthetic answers: texts, tones and mouth movements that are known to the sample."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from qingzhi.score import ARKIT, FPS, SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Envelope: TypeAlias = Callable[[NDArray[np.float64]], NDArray[np.float64]]

SYLLABLES_A_SECOND: Final = 4.0
NO_FIGURE: Final = {"state": "absent", "progress": 0, "url": None, "bytes": 0, "scene": "hall"}
BURST_PERIOD_S: Final = 0.7
BURST_START_S: Final = 0.3
BURST_S: Final = 0.2
FULL_JAW: Final = 0.5
EXTENSIONS: Final[dict[str, Any]] = {
    "events": [],
    "lang": "zh",
    "audience": "adult",
    "declared_by": "",
    "profile": "service",
    "region": "CN",
    "ends_in_s": None,
    "resume_token": "",
}
HELP: Final = {
    "kind": "self_harm",
    "level": "high",
    "title": "现在就能打的电话",
    "numbers": [
        {"call": "12356", "name": "全国统一心理援助热线", "hours": "全天"},
        {"call": "110", "name": "公安报警", "hours": "全天", "sms": "12110"},
        {"call": "120", "name": "医疗急救", "hours": "全天"},
    ],
    "offers": ["queue", "callback", "contact"],
}
GREETING: Final = ("您好，我是人工智能咨询员晓青。", "请问您想办什么事？")
ANSWER: Final = (
    "身份证丢了可以补领，",
    "您带上户口簿到就近的派出所申请就行。",
    "一般二十个工作日能拿到新证。",
)
CARD: Final = {
    "title": "居民身份证丢失补领",
    "facets": [
        {"kind": "who", "label": "谁可以办", "lines": ["身份证丢失的公民"]},
        {"kind": "fee", "label": "费用", "lines": ["40 元"]},
        {"kind": "time", "label": "办理时间", "lines": ["20 个工作日内"]},
        {"kind": "where", "label": "在哪里办", "lines": ["就近的公安派出所"]},
        {"kind": "documents", "label": "带什么", "lines": ["居民户口簿", "本人到场拍照、按指纹"]},
        {
            "kind": "steps",
            "label": "怎么办",
            "lines": ["填写申领登记表", "缴费并领取回执", "凭回执领证"],
        },
    ],
    "citations": [
        {"id": "law", "title": "中华人民共和国居民身份证法", "url": "https://law.example/id-card"}
    ],
    "suggestions": ["可以在外地补办吗？", "临时身份证怎么办？"],
    "focus": [],
}


def swell(seconds: NDArray[np.float64]) -> NDArray[np.float64]:
    """One swell a syllable, 0..1."""
    swells: NDArray[np.float64] = np.sin(np.pi * seconds * SYLLABLES_A_SECOND) ** 2
    return swells


def bursts(seconds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Short bursts with long silences between them, from one sample to the next: 0 or 1."""
    # Half a sample of grace: frame 9 at 30 a second must not fall before 0.3 s by rounding.
    since = (seconds + 0.5 / SAMPLE_RATE) % BURST_PERIOD_S
    return ((since >= BURST_START_S) & (since < BURST_START_S + BURST_S)).astype(np.float64)


def ramps(seconds: NDArray[np.float64]) -> NDArray[np.float64]:
    """0..1: the share of the burst period that has passed since a burst began."""
    shares: NDArray[np.float64] = ((seconds - BURST_START_S) / BURST_PERIOD_S) % 1
    return shares


def length_ms(text: str) -> float:
    """How long a clause sounds."""
    return len(text) * 1000 / SYLLABLES_A_SECOND


def clause(name: str, text: str, start_ms: float) -> dict[str, Any]:
    """Describe a clause with the times of its words, two characters each."""
    step = 1000 / SYLLABLES_A_SECOND
    words = [
        [at, min(at + 2, len(text)), start_ms + at * step, start_ms + (at + 2) * step]
        for at in range(0, len(text), 2)
    ]
    emotion = {"name": "trust", "strength": "moderate", "vector": {"trust": 0.5}}
    return {
        "id": name,
        "text": text,
        "lang": "zh",
        "act": "inform",
        "stance": "neutral",
        "emotion": emotion,
        "audio_start_ms": start_ms,
        "words": words,
        "sources": [],
        "target": None,
    }


def tone(envelope: Envelope, text: str) -> NDArray[np.int16]:
    """Return the sound of a clause, at 24 kHz."""
    seconds = np.arange(int(length_ms(text) * SAMPLE_RATE / 1000)) / SAMPLE_RATE
    voice = sum(np.sin(2 * np.pi * 200 * k * seconds) / k for k in (1, 2, 3))
    return (6000 * envelope(seconds) * voice).astype("<i2")


def motion(envelope: Envelope, text: str, start_ms: float) -> dict[str, Any]:
    """Open the jaw with the sound, keep a light smile and turn the head slowly."""
    frames = int(length_ms(text) * FPS / 1000)
    seconds = np.arange(frames) / FPS
    face = np.zeros((frames, len(ARKIT)))
    face[:, ARKIT.index("jawOpen")] = FULL_JAW * envelope(seconds)
    face[:, ARKIT.index("mouthFunnel")] = 0.35 * np.abs(np.sin(2.1 * seconds))
    for side in ("Left", "Right"):
        face[:, ARKIT.index(f"mouthSmile{side}")] = 0.35
        face[:, ARKIT.index(f"mouthUpperUp{side}")] = 0.3 * envelope(seconds)
    angle = 0.06 * np.sin(1.7 * seconds)
    head = np.stack([0 * angle, np.sin(angle / 2), 0 * angle, np.cos(angle / 2)], axis=1)
    mask = [index for index, name in enumerate(ARKIT) if name.startswith(("jaw", "mouth"))]
    return {
        "layer": "speech",
        "clock": "audio",
        "start_ms": start_ms,
        "fps": FPS,
        "fade_ms": 120,
        "frames": frames,
        "face": base64.b64encode((255 * face).astype(np.uint8).tobytes()).decode(),
        "face_mask": mask,
        "bone_names": ["head"],
        "bones": base64.b64encode((32767 * head).astype("<i2").tobytes()).decode(),
        "hips": None,
        "generation": 0,
        "gaze": [{"at": "visitor", "x": 0, "y": 0, "start_ms": start_ms}],
    }
