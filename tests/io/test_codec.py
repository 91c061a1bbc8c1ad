"""Sound and motion as bytes and back."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from qingzhi.errors import ProtocolError
from qingzhi.io import codec
from qingzhi.io.events import AudioDelta, MotionDelta, encode
from qingzhi.score import ARKIT, Gaze, Layer, MotionFrames


def segment(frames: int, seed: int) -> MotionFrames:
    """Return a random, valid segment."""
    rng = np.random.default_rng(seed)
    bones = rng.standard_normal((frames, 2, 4)).astype(np.float32)
    bones /= np.linalg.norm(bones, axis=2, keepdims=True)
    return MotionFrames(
        layer=Layer.SPEECH,
        generation=3,
        start_s=0.5,
        face=rng.random((frames, len(ARKIT)), dtype=np.float32),
        bone_names=("head", "neck"),
        bones=bones,
        hips=(rng.random((frames, 3), dtype=np.float32) - 0.5) * 0.2,
        gaze=(Gaze("away", 0.1, -0.2, 0.25),),
    )


@given(hnp.arrays(np.float32, st.integers(0, 400), elements=st.floats(-4, 4, width=32)))
def test_pcm_round_trip(samples: np.ndarray) -> None:
    """Within half a step of 16 bits; louder samples stop at the rim."""
    back = codec.from_pcm16(codec.pcm16(samples))
    assert np.allclose(back, np.clip(samples, -1, 1), atol=0.51 / 32767)


def test_odd_pcm_is_refused() -> None:
    """Half a sample can't be read."""
    with pytest.raises(ProtocolError):
        codec.from_pcm16(b"abc")


@given(st.integers(0, 40), st.integers(0, 2**31))
def test_motion_round_trip(frames: int, seed: int) -> None:
    """Every array comes back within its quantisation step, moved by the offset."""
    before = segment(frames, seed)
    event = codec.motion_event(before, response_id="r", item_id="i", offset_s=1.0)
    after = codec.motion_frames(event)
    assert after.start_s == pytest.approx(1.5)
    assert after.bone_names == before.bone_names
    assert after.gaze[0].start_s == pytest.approx(1.25)
    for name, step in (("face", 1 / 255), ("bones", 1 / 32767), ("hips", codec.HIPS_UNIT)):
        assert np.allclose(getattr(after, name), getattr(before, name), atol=0.51 * step)


def test_arrays_of_the_wrong_shape_are_refused() -> None:
    """A cut-off payload is a ProtocolError that names the array."""
    event = codec.motion_event(segment(4, 0), response_id="r", item_id="i")
    event.frames = 5
    with pytest.raises(ProtocolError, match="face"):
        codec.motion_frames(event)


def test_binary_messages_carry_the_same_payload() -> None:
    """Header as JSON without the payload, then raw bytes."""
    sound = AudioDelta(event_id="e", response_id="r", item_id="i", delta=codec.b64(b"\1\2\3\4"))
    header, payload = codec.unpack(codec.pack(sound))
    assert payload == b"\1\2\3\4"
    assert header["type"] == "response.output_audio.delta"
    motion: MotionDelta = codec.motion_event(segment(3, 1), response_id="r", item_id="i")
    header, payload = codec.unpack(codec.pack(motion))
    assert len(payload) == 3 * (len(ARKIT) + 2 * 4 * 2 + 3 * 2)
    assert len(codec.pack(motion)) < len(encode(motion))


@given(st.binary(max_size=64))
def test_any_bytes_unpack_or_are_refused(data: bytes) -> None:
    """Cut-off and foreign frames are ProtocolErrors."""
    for message in (data, b"QZ" + data):
        with contextlib.suppress(ProtocolError):
            codec.unpack(message)
