"""Labels of generated content inside sound files."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
import soundfile

from qingzhi.io.labels import label, wav_head, write_sound
from qingzhi.score import SAMPLE_RATE

SOUND = np.sin(np.arange(SAMPLE_RATE // 4) / 20).astype(np.float32) * 0.3


def test_a_label_says_what_the_standard_asks() -> None:
    """Generated, by whom, and a number of its own (GB 45438-2025)."""
    fields = json.loads(label("示范大厅"))["AIGC"]
    assert fields["Label"] == "1"
    assert fields["ContentProducer"] == "示范大厅"
    assert fields["ProduceID"] != json.loads(label())["AIGC"]["ProduceID"]
    assert json.loads(label())["AIGC"]["ContentProducer"]


@pytest.mark.parametrize(
    ("container", "subtype"),
    [("WAV", "PCM_16"), ("FLAC", "PCM_16"), ("OGG", "OPUS"), ("MP3", "MPEG_LAYER_III")],
)
def test_every_kind_of_file_carries_it(container: str, subtype: str) -> None:
    """It is read back whole, a Chinese name too, and the sound is unharmed."""
    mark, buffer = label("示范大厅"), io.BytesIO()
    write_sound(buffer, SOUND, mark, container=container, subtype=subtype)
    buffer.seek(0)
    with soundfile.SoundFile(buffer) as file:
        assert file.comment == mark
        assert file.samplerate == SAMPLE_RATE
        assert np.abs(file.read()).max() > 0.2


@pytest.mark.parametrize("producer", ["", "a", "ab", "示范大厅", 'quote " and \\ slash', "x" * 999])
def test_a_stream_carries_it_in_its_head(producer: str) -> None:
    """Whatever its length, the sound after it begins at the right byte."""
    mark = label(producer)
    sound = np.rint(SOUND * 32767).astype("<i2").tobytes()
    with soundfile.SoundFile(io.BytesIO(wav_head(mark) + sound)) as file:
        assert file.comment == mark
        assert file.read(dtype="int16").tobytes()[: len(sound)] == sound
