"""Models of a few hundred bytes that the real libraries load: each token hums for a while.

A token lasts 0.1 s at speed 1; the hum's pitch is 200 Hz times what the speaker's style says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pytest

pytest.importorskip("sherpa_onnx", reason="sherpa-onnx belongs to the extra `test`")
pytest.importorskip("onnx", reason="onnx belongs to the extra `test`")

import onnx
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    Inputs = Sequence[tuple[str, Any, Sequence[Any]]]

RATE: Final = 24_000
PER_TOKEN: Final = RATE // 10
HUM_HZ: Final = 200.0
SPEAKERS: Final = ("zf_001", "zf_002", "zm_009", "zf_017")
PITCHES: Final = (1.0, 1.5, 0.5, 2.0)
LENGTHS: Final = 64
_WIDTH: Final = 4

TOKENS: Final = ["$", ",", ".", "!", "?", ";", " ", *"nihaomjqugwzyedtrks", *"12345", *"RˈAɡɛə"]
LEXICON: Final = """你 n i 3
好 h a o 3
您 n i n 2
妈 m a 1
吗 m a 5
请 q i n g 3
问 w e n 4
再 z a i 4
见 j i a n 4
衣 y i 1
一 y i 1
花 h u a 1
行 x i n g 2
点 d i a n 3
ok o k A
"""


def kokoro(folder: Path, **changed: str) -> Path:
    """Make a model that hums as many tokens as it gets, at the pitch of the style's mean."""
    folder.mkdir(parents=True, exist_ok=True)
    steps = [
        helper.make_node("Shape", ["tokens"], ["shape"]),
        helper.make_node("Gather", ["shape", "second"], ["count"], axis=0),
        helper.make_node("Squeeze", ["speed", "first"], ["speed0"]),
        helper.make_node("ReduceMean", ["style"], ["pitch"], keepdims=0),
    ]
    inputs: Inputs = [
        ("tokens", TensorProto.INT64, [1, "N"]),
        ("style", TensorProto.FLOAT, [1, _WIDTH]),
        ("speed", TensorProto.FLOAT, [1]),
    ]
    facts = {
        "model_type": "kokoro",
        "sample_rate": str(RATE),
        "version": "2",
        "voice": "en-us",
        "has_espeak": "1",
        "n_speakers": str(len(SPEAKERS)),
        "style_dim": f"{LENGTHS},1,{_WIDTH}",
        "speaker_names": ",".join(SPEAKERS),
    }
    _save(folder / "model.onnx", [*steps, *_hum()], inputs, [("audio", ["S"])], facts | changed)
    styles = np.ones((len(SPEAKERS), LENGTHS, 1, _WIDTH), np.float32)
    styles *= np.array(PITCHES, np.float32)[:, None, None, None]
    styles.tofile(folder / "voices.bin")
    return _dictionary(folder)


def vits(folder: Path, **changed: str) -> Path:
    """Make a VITS model with as many speakers: the number of the speaker sets the pitch."""
    folder.mkdir(parents=True, exist_ok=True)
    steps = [
        helper.make_node("Gather", ["x_length", "zero_index"], ["count"], axis=0),
        helper.make_node("Squeeze", ["length_scale", "first"], ["scale0"]),
        helper.make_node("Div", ["unit", "scale0"], ["speed0"]),
        helper.make_node("Gather", ["pitches", "sid"], ["pitch1"], axis=0),
        helper.make_node("Squeeze", ["pitch1", "first"], ["pitch"]),
    ]
    last = [helper.make_node("Reshape", ["audio", "as_batch"], ["y"])]
    inputs: Inputs = [
        ("x", TensorProto.INT64, [1, "N"]),
        ("x_length", TensorProto.INT64, [1]),
        ("noise_scale", TensorProto.FLOAT, [1]),
        ("length_scale", TensorProto.FLOAT, [1]),
        ("noise_scale_w", TensorProto.FLOAT, [1]),
        ("sid", TensorProto.INT64, [1]),
    ]
    facts = {
        "model_type": "vits",
        "sample_rate": str(RATE),
        "n_speakers": str(len(SPEAKERS)),
        "language": "Chinese",
        "comment": "made for a test",
        "add_blank": "0",
    }
    _save(
        folder / "model.onnx",
        [*steps, *_hum(), *last],
        inputs,
        [("y", [1, 1, "S"])],
        facts | changed,
    )
    return _dictionary(folder)


def matcha(folder: Path) -> Path:
    """Make an acoustic model that makes frames, and a vocoder that hums as long as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    frames = 10
    steps = [
        helper.make_node("Gather", ["x_length", "zero_index"], ["count"], axis=0),
        helper.make_node("Cast", ["count"], ["count_f"], to=TensorProto.FLOAT),
        helper.make_node("Squeeze", ["length_scale", "first"], ["scale0"]),
        helper.make_node("Mul", ["count_f", "frames"], ["plain"]),
        helper.make_node("Mul", ["plain", "scale0"], ["scaled"]),
        helper.make_node("Cast", ["scaled"], ["length"], to=TensorProto.INT64),
        helper.make_node("Unsqueeze", ["length", "first"], ["length1"]),
        helper.make_node("Concat", ["mel_head", "length1"], ["mel_shape"], axis=0),
        helper.make_node("ConstantOfShape", ["mel_shape"], ["mel"]),
    ]
    inputs: Inputs = [
        ("x", TensorProto.INT64, [1, "N"]),
        ("x_length", TensorProto.INT64, [1]),
        ("noise_scale", TensorProto.FLOAT, [1]),
        ("length_scale", TensorProto.FLOAT, [1]),
    ]
    facts = {
        "model_type": "matcha-tts",
        "sample_rate": str(RATE),
        "n_speakers": "1",
        "use_eos_bos": "0",
        "pad_id": "0",
        "jieba": "1",
    }
    mel = [("mel", [1, 80, "T"])]
    _save(folder / "model-steps-3.onnx", steps, inputs, mel, facts, frames=frames)
    speaking = [
        helper.make_node("Shape", ["mels"], ["shape"]),
        helper.make_node("Gather", ["shape", "third"], ["frame_count"], axis=0),
        helper.make_node("Cast", ["frame_count"], ["frame_f"], to=TensorProto.FLOAT),
        helper.make_node("Div", ["frame_f", "frames"], ["count_f0"]),
        helper.make_node("Cast", ["count_f0"], ["count"], to=TensorProto.INT64),
        helper.make_node("Identity", ["unit"], ["speed0"]),
        helper.make_node("Identity", ["unit"], ["pitch"]),
    ]
    _save(
        folder / "hifigan_v2.onnx",
        [*speaking, *_hum(), helper.make_node("Reshape", ["audio", "as_batch"], ["y"])],
        [("mels", TensorProto.FLOAT, [1, 80, "T"])],
        [("y", [1, 1, "S"])],
        {"model_type": "hifigan", "sample_rate": str(RATE)},
        frames=frames,
    )
    return _dictionary(folder)


def _hum() -> list[Any]:
    """Nodes from `count`, `speed0` and `pitch` to `audio`."""
    return [
        helper.make_node("Cast", ["count"], ["count_float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["count_float", "per_token"], ["plain_size"]),
        helper.make_node("Div", ["plain_size", "speed0"], ["size"]),
        helper.make_node("Range", ["nothing", "size", "unit"], ["time"]),
        helper.make_node("Mul", ["turn", "pitch"], ["step"]),
        helper.make_node("Mul", ["time", "step"], ["phase"]),
        helper.make_node("Sin", ["phase"], ["wave"]),
        helper.make_node("Mul", ["wave", "loudness"], ["audio"]),
    ]


def _save(
    path: Path,
    nodes: list[Any],
    inputs: Inputs,
    outputs: Sequence[tuple[str, Sequence[Any]]],
    facts: Mapping[str, str],
    *,
    frames: int = 1,
) -> None:
    constants: dict[str, Any] = {
        "zero_index": np.array(0, np.int64),
        "second": np.array(1, np.int64),
        "third": np.array(2, np.int64),
        "first": np.array([0], np.int64),
        "nothing": np.float32(0),
        "unit": np.float32(1),
        "frames": np.float32(frames),
        "per_token": np.float32(PER_TOKEN),
        "turn": np.float32(2 * np.pi * HUM_HZ / RATE),
        "loudness": np.float32(0.2),
        "pitches": np.array(PITCHES, np.float32),
        "as_batch": np.array([1, 1, -1], np.int64),
        "mel_head": np.array([1, 80], np.int64),
    }
    used = {name for node in nodes for name in node.input}
    graph = helper.make_graph(
        nodes,
        "hum",
        [helper.make_tensor_value_info(name, kind, shape) for name, kind, shape in inputs],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs],
        [
            numpy_helper.from_array(np.asarray(value), name)
            for name, value in constants.items()
            if name in used
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    for key, value in facts.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.save(model, str(path))


def _dictionary(folder: Path) -> Path:
    tokens = "".join(f"{token} {number}\n" for number, token in enumerate(TOKENS))
    (folder / "tokens.txt").write_text(tokens, "utf-8")
    (folder / "lexicon-zh.txt").write_text(LEXICON, "utf-8")
    return folder
