"""What passes between the parts, like a score between players.

    Percept ──► Clause ──► SpeechChunk (samples, PhoneMarks) ──► MotionFrames (layers)

Records are frozen `msgspec` structs; frames and samples are numpy arrays in float32.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from qingzhi.emotion import NEUTRAL_EMOTION, Emotion, Stance
from qingzhi.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Lang = Literal["zh", "en"]
Rating = Literal["up", "down"]
"""What a visitor thought of an answer."""
Reason = Literal[
    "wrong",
    "incomplete",
    "unclear",
    "outdated",
    "too_long",
    "not_understood",
    "impolite",
    "other",
]
"""Why an answer was no good. There is no free text: no visitor's words are stored."""
SAMPLE_RATE: Final = 24_000
"""Samples a second of everything that is spoken inside the service."""
FPS: Final = 30
"""Motion frames a second."""

ARKIT: Final = (
    "browDownLeft",
    "browDownRight",
    "browInnerUp",
    "browOuterUpLeft",
    "browOuterUpRight",
    "cheekPuff",
    "cheekSquintLeft",
    "cheekSquintRight",
    "eyeBlinkLeft",
    "eyeBlinkRight",
    "eyeLookDownLeft",
    "eyeLookDownRight",
    "eyeLookInLeft",
    "eyeLookInRight",
    "eyeLookOutLeft",
    "eyeLookOutRight",
    "eyeLookUpLeft",
    "eyeLookUpRight",
    "eyeSquintLeft",
    "eyeSquintRight",
    "eyeWideLeft",
    "eyeWideRight",
    "jawForward",
    "jawLeft",
    "jawOpen",
    "jawRight",
    "mouthClose",
    "mouthDimpleLeft",
    "mouthDimpleRight",
    "mouthFrownLeft",
    "mouthFrownRight",
    "mouthFunnel",
    "mouthLeft",
    "mouthLowerDownLeft",
    "mouthLowerDownRight",
    "mouthPressLeft",
    "mouthPressRight",
    "mouthPucker",
    "mouthRight",
    "mouthRollLower",
    "mouthRollUpper",
    "mouthShrugLower",
    "mouthShrugUpper",
    "mouthSmileLeft",
    "mouthSmileRight",
    "mouthStretchLeft",
    "mouthStretchRight",
    "mouthUpperUpLeft",
    "mouthUpperUpRight",
    "noseSneerLeft",
    "noseSneerRight",
    "tongueOut",
)
"""The 52 face coefficients of Apple's ARKit, in the order of `MotionFrames.face`."""

_FINGERS: Final = tuple(
    f"{side}{finger}{part}"
    for side in ("left", "right")
    for finger, parts in (
        ("Thumb", ("Metacarpal", "Proximal", "Distal")),
        ("Index", ("Proximal", "Intermediate", "Distal")),
        ("Middle", ("Proximal", "Intermediate", "Distal")),
        ("Ring", ("Proximal", "Intermediate", "Distal")),
        ("Little", ("Proximal", "Intermediate", "Distal")),
    )
    for part in parts
)
BONES: Final = (
    "hips",
    "spine",
    "chest",
    "upperChest",
    "neck",
    "head",
    "leftUpperLeg",
    "leftLowerLeg",
    "leftFoot",
    "leftToes",
    "rightUpperLeg",
    "rightLowerLeg",
    "rightFoot",
    "rightToes",
    "leftShoulder",
    "leftUpperArm",
    "leftLowerArm",
    "leftHand",
    "rightShoulder",
    "rightUpperArm",
    "rightLowerArm",
    "rightHand",
    *_FINGERS,
)
"""VRM 1.0 humanoid bones (eyes and jaw are driven by the face coefficients)."""


class Act(StrEnum):
    """What a clause does in the dialogue."""

    GREET = "greet"
    DISCLOSE = "disclose"
    INFORM = "inform"
    INSTRUCT = "instruct"
    LIST = "list"
    ASK = "ask"
    CONFIRM = "confirm"
    APOLOGISE = "apologise"
    EMPATHISE = "empathise"
    ENCOURAGE = "encourage"
    WARN = "warn"
    REFUSE = "refuse"
    THANK = "thank"
    WAIT = "wait"
    FAREWELL = "farewell"


class Source(msgspec.Struct, frozen=True):
    """Where a statement comes from: a knowledge record's id, title and public address."""

    id: str
    title: str
    url: str = ""


class Percept(msgspec.Struct, frozen=True, kw_only=True):
    """What the visitor wants and feels, as far as one channel tells.

    Intensity lies in `emotion`; `confidence` (0..1) is how sure the perception is of it.
    `valence` and `arousal` are −1..1. `evidence` holds the features that decided, never raw text.
    """

    text: str
    lang: Lang
    intent: str = "ask"
    emotion: Emotion = NEUTRAL_EMOTION
    confidence: float = 0.0
    valence: float = 0.0
    arousal: float = 0.0
    evidence: tuple[str, ...] = ()
    channel: Literal["text", "voice", "vision", "signal", "fused"] = "text"


class Need(msgspec.Struct, frozen=True):
    """What somebody needs care for, and how near the danger is."""

    kind: str
    level: Literal["low", "medium", "high"]


class Care(msgspec.Struct, kw_only=True):
    """How far one visitor has been cared for. It holds nothing that they said.

    `need` is the gravest so far, `form` what it is about within its kind, `asked` the question
    that was left open, `quiet` the turns since anything told of need, `told` how often each entry
    of the catalogue was used.
    """

    need: Need | None = None
    form: str = ""
    asked: str = ""
    quiet: int = 0
    told: dict[str, int] = {}
    checked: bool = False


class Sound(msgspec.Struct, frozen=True):
    """How [start, end) of a clause's utterance is pronounced, where its writer says so.

    `phones` is pinyin with tone digits (5: neutral), one syllable a space, or IPA.
    """

    start: int
    end: int
    phones: str
    alphabet: Literal["pinyin", "ipa"] = "pinyin"


class Clause(msgspec.Struct, frozen=True, kw_only=True):
    """The smallest thing said in one breath.

    `emphasis` holds [start, end) character spans of `text`, `sounds` of `utterance`. `target` is
    the id of the thing on the screen that is pointed at. `verdict` is the id of the safety verdict
    that let it pass.
    """

    id: str
    generation: int
    text: str
    spoken: str = ""
    lang: Lang = "zh"
    emotion: Emotion = NEUTRAL_EMOTION
    stance: Stance = Stance.NONE
    act: Act = Act.INFORM
    emphasis: tuple[tuple[int, int], ...] = ()
    target: str | None = None
    style: str = "formal"
    sources: tuple[Source, ...] = ()
    interruptible: bool = True
    verdict: str = ""
    sounds: tuple[Sound, ...] = ()

    @property
    def utterance(self) -> str:
        """What is to be said: `spoken` where it differs from `text`."""
        return self.spoken or self.text


class PhoneMark(msgspec.Struct, frozen=True, gc=False):
    """One phone in time. `start` and `end` are samples from the start of the clause's audio.

    `phone` is IPA ("" is silence); `syllable` is pinyin with its tone digit or an English
    syllable; `stress` 0..1; `word` counts words of the clause from 0, −1 for silence. `chars` is
    the written word or hanzi it belongs to, [start, end) of the clause's utterance: "120" for
    each of its syllables; (−1, −1) where the voice doesn't tell.
    """

    phone: str
    start: int
    end: int
    syllable: str = ""
    stress: float = 0.0
    word: int = -1
    provisional: bool = False
    chars: tuple[int, int] = (-1, -1)


@dataclass(frozen=True, slots=True)
class SpeechChunk:
    """A piece of a clause's audio: `samples` float32 mono −1..1, `start` its first sample's place.

    `marks` are all marks of the clause that are known now and replace earlier ones; an engine
    that knows the whole clause at once sends all of them with the first chunk.
    """

    clause_id: str
    generation: int
    start: int
    samples: NDArray[np.float32]
    marks: tuple[PhoneMark, ...] = ()
    last: bool = False
    voice: str = ""
    sample_rate: int = SAMPLE_RATE

    @property
    def end(self) -> int:
        return self.start + len(self.samples)


class Layer(StrEnum):
    """Layers are composed in this order: each later one plays over the earlier ones."""

    IDLE = "idle"
    SPEECH = "speech"
    REACTION = "reaction"
    GAZE = "gaze"


class Gaze(msgspec.Struct, frozen=True):
    """Where the figure looks; the player resolves it against its own camera.

    `x`, `y` in −1..1 are screen coordinates for `screen`, and offsets for `away`.
    """

    at: Literal["visitor", "screen", "away"] = "visitor"
    x: float = 0.0
    y: float = 0.0
    start_s: float = 0.0


@dataclass(frozen=True, slots=True)
class MotionFrames:
    """A segment of one layer.

    `face` [T, 52] ARKit coefficients in the order of ARKIT; `bones` [T, B, 4] local rotations
    (x, y, z, w) relative to T-pose of the VRM humanoid bones in `bone_names` (the mask: bones
    not named are left to lower layers); `hips` [T, 3] metres relative to rest, x to the
    figure's left, y up, z forward. `start_s` counts on `clock`: seconds from the start of the
    audio of `clause_id` for `audio`, of the conversation for `conversation`. A later segment
    replaces its own layer from its start on, cross-faded over `fade_s`.
    """

    layer: Layer
    generation: int
    start_s: float
    face: NDArray[np.float32] | None = None
    bone_names: tuple[str, ...] = ()
    bones: NDArray[np.float32] | None = None
    hips: NDArray[np.float32] | None = None
    gaze: tuple[Gaze, ...] = ()
    clock: Literal["audio", "conversation"] = "audio"
    clause_id: str = ""
    fps: int = FPS
    fade_s: float = 0.15
    face_mask: tuple[int, ...] = ()
    """Columns of `face` that this layer owns; empty: all."""

    def __post_init__(self) -> None:
        lengths = {len(a) for a in (self.face, self.bones, self.hips) if a is not None}
        if len(lengths) > 1:
            raise InputError("Arrays of one segment must have the same number of frames.")
        if self.face is not None and self.face.shape[1:] != (len(ARKIT),):
            raise InputError(f"face must be [T, {len(ARKIT)}], not {self.face.shape}.")
        if self.bones is not None and self.bones.shape[1:] != (len(self.bone_names), 4):
            raise InputError(f"bones must be [T, {len(self.bone_names)}, 4].")
        if self.hips is not None and self.hips.shape[1:] != (3,):
            raise InputError("hips must be [T, 3].")

    def __len__(self) -> int:
        for array in (self.face, self.bones, self.hips):
            if array is not None:
                return len(array)
        return 0

    @property
    def seconds(self) -> float:
        return len(self) / self.fps
