"""A small network that reads words: convolutions of one to three words, pooled, then heads.

Its words' vectors let it know what it was not shown: who learnt 推翻 has met 废黜 as well.
It runs on numpy alone. Recipe: `MODEL.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from qingzhi.safety.learned.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

WIDTHS: Final = (1, 2, 3)
"""Words that one filter sees."""


@dataclass(frozen=True, slots=True)
class Reader:
    """The weights, read once.

    `vectors` int8 [N, D] times `scale` [D]; `filters` by width, float32 [width·D, F]; their
    `biases` [F]; `out` float32 [4·F, O] and `bias` [O], which `heads` divides.
    """

    words: Words
    vectors: NDArray[np.int8]
    scale: NDArray[np.float32]
    filters: tuple[NDArray[np.float32], ...]
    biases: tuple[NDArray[np.float32], ...]
    out: NDArray[np.float32]
    bias: NDArray[np.float32]
    heads: Mapping[str, slice]

    @classmethod
    def load(cls) -> Self:
        """Read the packaged weights."""
        with (
            (files(__package__) / "reader.npz").open("rb") as file,
            np.load(file, allow_pickle=False) as stored,
        ):
            ends = np.cumsum(stored["sizes"]).tolist()
            heads = {
                name: slice(end - size, end)
                for name, size, end in zip(
                    stored["heads"].tolist(), stored["sizes"].tolist(), ends, strict=True
                )
            }
            return cls(
                Words(stored["keys"], stored["costs"]),
                stored["vectors"],
                stored["scale"],
                tuple(stored[f"filter{width}"].astype(np.float32) for width in WIDTHS),
                tuple(stored[f"bias{width}"].astype(np.float32) for width in WIDTHS),
                stored["out"].astype(np.float32),
                stored["bias"].astype(np.float32),
                heads,
            )

    def read(self, cut: list[int]) -> NDArray[np.float32]:
        """Give what every head says of a text cut into rows: log odds, float32 [O]."""
        rows = np.array(cut or [-1])
        x = np.where(rows[:, None] >= 0, self.vectors[rows], 0).astype(np.float32) * self.scale
        pooled = []
        for width, weights, bias in zip(WIDTHS, self.filters, self.biases, strict=True):
            seen = np.maximum(_runs(x, width) @ weights + bias, 0)
            pooled.append(seen.max(axis=0))
            if width == 1:
                whole = seen.sum(axis=0) / np.sqrt(len(seen))
        said: NDArray[np.float32] = np.concatenate([*pooled, whole]) @ self.out + self.bias
        return said


def _runs(x: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    """Lay `width` neighbours side by side, with a silent word before and after: [T', width·D]."""
    if width == 1:
        return x
    padded = np.pad(x, ((1, 1), (0, 0)))
    count = len(padded) - width + 1
    return np.hstack([padded[i : i + count] for i in range(width)])
