"""Turns the demonstration voice's acoustic model into one that is deterministic and steerable.

The FastSpeech2 graph as distributed keeps two dropout layers active, so it never says the same
thing twice and needs TensorFlow's Flex ops for random numbers; and it takes one ratio of speed,
pitch and energy for a whole sentence. The graph written here has no dropout, only built-in ops,
and takes a ratio and a shift for every phone:

    speed_ratios    [1, N] float32   times the predicted duration
    f0_ratios       [1, N] float32   times the predicted F0 (z-score)
    f0_shift        [1, N] float32   added to it
    energy_ratios   [1, N] float32   times the predicted energy (z-score)
    energy_shift    [1, N] float32   added to it

Format: the TensorFlow Lite schema, as flatbuffers.
"""

from __future__ import annotations

import copy
import json
import os
import struct
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.errors import EngineUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERSION: Final = 1
"""Raise it when the graph written changes: older conversions are made again."""

SOURCES: Final = ("fastspeech2.tflite", "mb_melgan.tflite", "baker_mapper.json")
ACOUSTIC: Final = "acoustic.tflite"
VOCODER: Final = "vocoder.tflite"
SYMBOLS: Final = "symbols.json"

_RANDOM: Final = b"FlexRandomUniform"
_RATIOS: Final = b"_ratios"
_SHIFTED: Final = ((b"f0_shift", 3), (b"energy_shift", 4))
"""Name of each new input, and which output it shifts."""
_ADD: Final = 0
"""`BuiltinOperator.ADD` of the schema."""


def convert(source: Path, target: Path) -> None:
    """Write the steerable voice from the raw members in `source` into the folder `target`.

    The result depends on the source alone, byte for byte. About half a second.
    Raises EngineUnavailable when the source is not the model that is expected.
    """
    raw, vocoder, mapper = (source / name for name in SOURCES)
    try:
        graph = steerable(raw.read_bytes())
        symbols = json.loads(mapper.read_text("utf-8"))["symbol_to_id"]
        target.mkdir(parents=True, exist_ok=True)
        (target / ACOUSTIC).write_bytes(graph)
        (target / SYMBOLS).write_text(json.dumps(symbols, sort_keys=True), "utf-8")
        _link(vocoder, target / VOCODER)
    except (OSError, LookupError, ValueError, StopIteration, struct.error) as error:
        raise EngineUnavailable(
            f"The demonstration voice cannot be converted: {type(error).__name__}.",
            hint="Fetch it again with `qingzhi assets fetch`.",
        ) from error


def _link(source: Path, target: Path) -> None:
    """Leave the vocoder as it is: a hard link where the disk allows, else a copy."""
    try:
        os.link(source, target)
    except OSError:
        target.write_bytes(source.read_bytes())


def steerable(model: bytes) -> bytes:
    """Rewrite the acoustic model: no dropout, per-phone ratios, shift inputs."""
    import flatbuffers  # noqa: PLC0415 - needed only at the first start
    from ai_edge_litert import schema_py_generated as schema  # noqa: PLC0415 - the same

    root = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(bytearray(model), 0))
    if not root.subgraphs:
        raise ValueError("The file holds no graph.")
    graph = _Graph(root)
    graph.drop_dropout()
    graph.widen_ratios()
    for name, output in _SHIFTED:
        graph.shift(name, output)
    graph.write_back()
    builder = flatbuffers.Builder(len(model) + (1 << 20))
    builder.Finish(root.Pack(builder), b"TFL3")
    return bytes(builder.Output())


class _Graph:
    """The first subgraph of a model under surgery: `dropped` ops go, `renamed` tensors move."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._graph = root.subgraphs[0]
        self._tensors = self._graph.tensors
        self._ops = list(self._graph.operators)
        self._maker = {out: i for i, op in enumerate(self._ops) for out in op.outputs}
        self._dropped: set[int] = set()
        self._renamed: dict[int, int] = {}
        self._added: dict[int, Any] = {}

    def drop_dropout(self) -> None:
        """Replace `x · 1/(1−p) · (random ≥ p)` by x, which is its expectation."""
        for i, op in enumerate(self._ops):
            if _name(self._root.operatorCodes[op.opcodeIndex].customCode) == _RANDOM:
                self._drop_one(i)

    def _drop_one(self, random: int) -> None:
        shape = self._maker[self._ops[random].inputs[0]]
        compare = self._user(self._ops[random].outputs[0])
        cast = self._user(self._ops[compare].outputs[0])
        mask = self._ops[cast].outputs[0]
        masked = self._user(mask)
        scaled = next(self._maker[k] for k in self._ops[masked].inputs if k != mask)
        self._dropped |= {shape, random, compare, cast, masked, scaled}
        self._renamed[self._ops[masked].outputs[0]] = self._ops[shape].inputs[0]

    def widen_ratios(self) -> None:
        """Make each ratio input [1, N]; it is a scalar that is reshaped to [1, 1]."""
        for tensor in self._graph.inputs:
            if _name(self._tensors[tensor].name).endswith(_RATIOS):
                reshape = self._user(tensor)
                self._dropped.add(reshape)
                self._renamed[self._ops[reshape].outputs[0]] = tensor
                _per_phone(self._tensors[tensor])

    def shift(self, name: bytes, output: int) -> None:
        """Add an input `name` [1, N] to what the graph gives as its `output`-th output."""
        out = self._graph.outputs[output]
        before = self._clone(out, name + b"_before")
        given = self._clone(self._graph.inputs[-1], name)
        _per_phone(self._tensors[given])
        producer = self._maker[out]
        self._ops[producer].outputs = np.array([before], np.int32)
        add = copy.deepcopy(next(op for op in self._ops if self._builtin(op) == _ADD))
        add.inputs = np.array([before, given], np.int32)
        add.outputs = np.array([out], np.int32)
        self._added[producer] = add
        self._graph.inputs = np.append(self._graph.inputs, given).astype(np.int32)

    def write_back(self) -> None:
        for op in self._ops:
            op.inputs = np.array([self._renamed.get(k, k) for k in op.inputs], np.int32)
        self._graph.operators = list(self._kept())
        self._root.signatureDefs = None
        self._root.metadata = None

    def _kept(self) -> Iterator[Any]:
        for i, op in enumerate(self._ops):
            if i not in self._dropped:
                yield op
                if i in self._added:
                    yield self._added[i]

    def _user(self, tensor: int) -> int:
        """Find the first op that reads `tensor`. Raises StopIteration when none does."""
        return next(i for i, op in enumerate(self._ops) if tensor in list(op.inputs))

    def _builtin(self, op: Any) -> int:
        code = self._root.operatorCodes[op.opcodeIndex]
        return max(int(code.builtinCode), int(code.deprecatedBuiltinCode))

    def _clone(self, tensor: int, name: bytes) -> int:
        made = copy.deepcopy(self._tensors[tensor])
        made.name = name
        self._tensors.append(made)
        return len(self._tensors) - 1


def _per_phone(tensor: Any) -> None:
    tensor.shape = np.array([1, 1], np.int32)
    tensor.shapeSignature = np.array([1, -1], np.int32)


def _name(text: bytes | str | None) -> bytes:
    return text.encode() if isinstance(text, str) else text or b""
