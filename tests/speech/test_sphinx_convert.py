"""CMU Sphinx' model becomes sounds, and nothing else does."""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qingzhi.assets import Assets
from qingzhi.errors import AssetCorrupt
from qingzhi.settings import Settings
from qingzhi.speech.diphones import FILE, PHONES, Diphones
from qingzhi.speech.hearing import ASSET
from qingzhi.speech.orders import mandarin
from qingzhi.speech.sphinx_convert import SOURCES, _english, convert

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def model() -> Path:
    """Give the fetched model's folder, or skip."""
    assets = Assets(Settings.from_env())
    if not assets.ready(ASSET):
        pytest.skip(f"the sounds are not in the cache: qingzhi assets fetch {ASSET}")
    return assets.path(ASSET)


@pytest.mark.slow
def test_the_conversion_depends_on_the_source_alone(model: Path, tmp_path: Path) -> None:
    """Twice the same numbers, with English in its own order."""
    sums = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        convert(model, tmp_path / name)
        with np.load(tmp_path / name / FILE, allow_pickle=False) as stored:
            parts = {key: stored[key] for key in sorted(stored)}
        sums.append(
            {key: hashlib.sha256(part.tobytes()).hexdigest() for key, part in parts.items()}
        )
        assert parts["mean"].shape == parts["precision"].shape == (len(PHONES), 3, 128, 13)
    assert sums[0] == sums[1]
    english = Diphones.load(tmp_path / "one" / FILE).english
    assert np.exp(english).sum(axis=1) == pytest.approx(1.0, abs=0.02)
    pair = PHONES.index("s"), PHONES.index("t")
    assert english[pair] > mandarin()[pair] + 1.0


def test_a_dictionary_tells_what_follows_what(tmp_path: Path) -> None:
    """Pairs within words are likelier than chance, pauses stand around words."""
    (tmp_path / "d").write_text("see S IY\nseas S IY Z\nempty\n", "utf-8")
    order = np.exp(_english(tmp_path / "d"))
    s, i, z = (PHONES.index(phone) for phone in ("s", "iː", "z"))
    assert order.sum(axis=1) == pytest.approx(1.0, abs=1e-4)
    assert order[s, i] > 0.4
    assert order[i, z] > order[i, 0] > order[i, s]
    assert order[0].argmax() == s


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 64, b"\xff" * 400, b"endhdr\n" + struct.pack("<8i", 0, 9, 9, 9, 9, 9, 9, 9)],
)
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """What is not the model that is expected is one clear error, and nothing is written."""
    for name in SOURCES:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(AssetCorrupt, match="cannot be converted"):
        convert(tmp_path, tmp_path)
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("name", SOURCES)
def test_a_missing_or_cut_file_is_refused(model: Path, tmp_path: Path, name: str) -> None:
    """Each file is needed, whole."""
    for one in SOURCES:
        (tmp_path / one).symlink_to(model / one)
    (tmp_path / name).unlink()
    with pytest.raises(AssetCorrupt):
        convert(tmp_path, tmp_path)
    whole = (model / name).read_bytes()
    if name != "dictionary.txt":
        (tmp_path / name).write_bytes(whole[: len(whole) // 2])
        with pytest.raises(AssetCorrupt):
            convert(tmp_path, tmp_path)
