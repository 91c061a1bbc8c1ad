"""The packaged model is whole, small, and surer of plain cases than of nothing."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qingzhi.interaction.perception.features import BUCKETS, buckets, weights
from qingzhi.interaction.perception.model import CLASSES, LANGS, VIEWS, EmotionModel

if TYPE_CHECKING:
    from qingzhi.score import Lang


@pytest.fixture(scope="module")
def model() -> EmotionModel:
    """Read the packaged file once."""
    return EmotionModel.load()


def test_the_file_is_small() -> None:
    """All languages together stay under three megabytes."""
    file = files("qingzhi.interaction.perception") / "emotion.npz"
    assert len(file.read_bytes()) <= 3_000_000


@pytest.mark.parametrize("lang", LANGS)
def test_arrays_have_the_documented_shapes(model: EmotionModel, lang: Lang) -> None:
    """Coefficients are int8 [B, C]; the rest is float32."""
    assert set(model.views[lang]) == set(VIEWS[lang])
    for view in model.views[lang].values():
        assert view.coefficients.shape == (BUCKETS[lang], len(CLASSES))
        assert view.coefficients.dtype == np.int8
        assert view.scale.shape == view.bias.shape == view.threshold.shape == (len(CLASSES),)
        assert view.rarity.shape == (BUCKETS[lang],)


@pytest.mark.parametrize(
    ("text", "lang", "emotion"),
    [
        ("i am so happy for you", "en", "joy"),
        ("i'm terrified of dying", "en", "fear"),
        ("this makes me so angry", "en", "anger"),
        ("that is so sad, i'm sorry", "en", "sadness"),
        ("太好了哈哈", "zh", "joy"),
        ("你给我滚出去", "zh", "anger"),
    ],
)
def test_plain_cases_stand_out(model: EmotionModel, text: str, lang: Lang, emotion: str) -> None:
    """The emotion of an obvious sentence is the strongest of the eight."""
    excess = dict(zip(CLASSES[:-1], model.excess(text, lang)[:-1], strict=True))
    assert max(excess, key=excess.__getitem__) == emotion


@pytest.mark.parametrize("lang", LANGS)
def test_probabilities_are_probabilities(model: EmotionModel, lang: Lang) -> None:
    """Any text, the empty one too, gives finite values in 0..1."""
    for view in model.views[lang].values():
        for text in ("", "x", "护照", "a" * 600):
            p = view.probabilities(text, lang)
            assert np.isfinite(p).all()
            assert ((p >= 0) & (p <= 1)).all()


def test_feature_weights_have_unit_length() -> None:
    """A long text weighs no more than a short one, and none weighs nothing."""
    rarity = np.ones(BUCKETS["zh"], dtype=np.float32)
    for text, length in (("护照", 1.0), ("护照" * 50, 1.0)):
        _, values = weights(buckets(text, "zh"), rarity)
        assert float(np.linalg.norm(values)) == pytest.approx(length, abs=1e-5)
