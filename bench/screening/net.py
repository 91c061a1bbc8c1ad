"""Train the reader: words' vectors brought to a few dimensions, convolutions, heads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from qingzhi.safety.learned.reader import WIDTHS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

HEADS: Final[Mapping[str, int]] = {
    "misuse": 1, "care": 1, "crisis": 1, "offence": 1, "bond": 1, "kind": 6, "level": 3,
    "category": 21,
}  # fmt: skip
MISSING: Final = -1
SPREAD: Final = 3.0
"""How far rows of unlike length (as logarithm) may meet in one batch."""
_LEAST: Final = -1e4


@dataclass(frozen=True, slots=True)
class Plan:
    """How a reader is made: `dims` of a word, `filters` of each width in each of `branches`."""

    seed: int = 20010
    dims: int = 32
    filters: int = 64
    branches: int = 2
    epochs: int = 7
    batch: int = 64
    rate: float = 3e-3
    decay: float = 0.01
    dropout: float = 0.4
    silence: float = 0.12
    """Share of words that are left out at random."""
    smooth: float = 0.02
    own: int = 16
    """Further dimensions, which only words that were seen use."""
    aside: float = 0.3
    """Weight of the heads that only tell kinds apart."""


class Net(nn.Module):  # type: ignore[misc]  # the library is untyped here
    """Several small readers of one table of words; their answers are averaged."""

    def __init__(self, given: NDArray[np.float32], plan: Plan) -> None:
        super().__init__()
        self.plan = plan
        self.given = nn.Embedding.from_pretrained(torch.from_numpy(given), freeze=True)
        self.bring = nn.Linear(given.shape[1], plan.dims, bias=False)
        self.own = nn.Embedding(len(given), plan.own)
        nn.init.normal_(self.own.weight, 0, 0.05)
        dims = plan.dims + plan.own
        every = plan.filters * plan.branches
        self.convs = nn.ModuleList(nn.Linear(width * dims, every) for width in WIDTHS)
        pooled = (len(WIDTHS) + 1) * plan.filters
        self.out = nn.Parameter(torch.randn(plan.branches, pooled, sum(HEADS.values())) * 0.05)
        self.bias = nn.Parameter(torch.zeros(sum(HEADS.values())))

    def vectors(self, rows: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.bring(self.given(rows)), self.own(rows)], -1)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        """Rows [B, T], 0 where there is none, to log odds [B, branches, O]."""
        plan = self.plan
        mask = (rows > 0).float()
        kept = mask
        if self.training:
            kept = mask * (torch.rand(rows.shape) > plan.silence).float()
        x = self.vectors(rows) * kept[..., None]
        length = mask.sum(1).clamp(min=1)
        pooled = []
        for width, conv in zip(WIDTHS, self.convs, strict=True):
            side = x if width == 1 else functional.pad(x, (0, 0, 1, 1))
            count = side.shape[1] - width + 1
            runs = torch.cat([side[:, i : i + count] for i in range(width)], -1)
            seen = torch.relu(conv(runs))
            last = length + (1 if width == 2 else 0)
            there = (torch.arange(count)[None] < last[:, None]).float()[..., None]
            pooled.append((seen + (there - 1) * 1e4).amax(1))
            if width == 1:
                whole = (seen * there).sum(1) / length.sqrt()[:, None]
        pooled.append(whole)
        features = torch.stack(
            [p.view(len(rows), plan.branches, plan.filters) for p in pooled], 2
        ).flatten(2)
        features = functional.dropout(features, plan.dropout, self.training)
        return torch.einsum("bkf,kfo->bko", features, self.out) + self.bias


def loss(said: torch.Tensor, labels: Mapping[str, torch.Tensor], plan: Plan) -> torch.Tensor:
    """Sum the heads' losses where a label is there; `said` is [B, branches, O]."""
    total, at = torch.zeros(()), 0
    for name, size in HEADS.items():
        part, label = said[..., at : at + size], labels[name]
        at += size
        there = label != MISSING
        if not bool(there.any()):
            continue
        part, label = part[there], label[there]
        if size == 1:
            aim = label.float()[:, None].expand(len(label), part.shape[1])
            aim = aim * (1 - 2 * plan.smooth) + plan.smooth
            share = there.float().mean()
            total = total + share * functional.binary_cross_entropy_with_logits(part[..., 0], aim)
        else:
            aim = label[:, None].expand(len(label), part.shape[1]).flatten()
            each = functional.cross_entropy(part.flatten(0, 1), aim, label_smoothing=0.05)
            total = total + plan.aside * there.float().mean() * each
    return total


def padded(cuts: Sequence[Sequence[int]]) -> torch.Tensor:
    """Lay words in a rectangle; rows are counted from 1, for 0 is silence."""
    longest = max(1, *(len(cut) for cut in cuts))
    table = np.zeros((len(cuts), longest), np.int64)
    for i, cut in enumerate(cuts):
        table[i, : len(cut)] = cut
    return torch.from_numpy(table)


def train(
    cuts: Sequence[Sequence[int]],
    labels: Mapping[str, NDArray[np.int64]],
    given: NDArray[np.float32],
    seen: NDArray[np.bool_],
    plan: Plan,
) -> Net:
    """Fit one net; only words that are `seen` learn vectors of their own.

    `cuts` hold rows of `given`, in which row 0 is silence and 1 the unknown word.
    """
    torch.manual_seed(plan.seed)
    generator = torch.Generator().manual_seed(plan.seed)
    net = Net(given, plan)
    free = torch.from_numpy(seen.astype(np.float32))[:, None]
    net.own.weight.register_hook(lambda gradient: gradient * free)
    with torch.no_grad():
        net.own.weight *= free
    steps = plan.epochs * (len(cuts) // plan.batch + 1)
    optimiser = torch.optim.AdamW(net.parameters(), lr=plan.rate, weight_decay=plan.decay)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, plan.rate, total_steps=steps + 1)
    every = {name: torch.from_numpy(values) for name, values in labels.items()}
    lengths = np.array([len(cut) for cut in cuts])
    for _ in range(plan.epochs):
        net.train()
        for batch in _batches(lengths, plan.batch, generator):
            said = net(padded([cuts[i] for i in batch]))
            where = torch.from_numpy(batch)
            optimiser.zero_grad()
            loss(said, {name: values[where] for name, values in every.items()}, plan).backward()
            optimiser.step()
            pace.step()
    net.eval()
    return net


def _batches(
    lengths: NDArray[np.int64], size: int, generator: torch.Generator
) -> list[NDArray[np.int64]]:
    """Deal rows into batches of like length, in random order."""
    noise = torch.rand(len(lengths), generator=generator).numpy()
    order = np.argsort(np.log1p(lengths) + noise * SPREAD, kind="stable")
    batches = [order[i : i + size] for i in range(0, len(order), size)]
    turn = torch.randperm(len(batches), generator=generator).tolist()
    return [batches[i] for i in turn]


def said(net: Net, cuts: Sequence[Sequence[int]]) -> NDArray[np.float32]:
    """Let a net read: log odds [N, O]."""
    with torch.no_grad():
        parts = [net(padded(cuts[i : i + 128])).mean(1) for i in range(0, len(cuts), 128)]
    return torch.cat(parts).numpy() if parts else np.zeros((0, sum(HEADS.values())), np.float32)
