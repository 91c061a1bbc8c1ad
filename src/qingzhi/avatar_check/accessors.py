"""Numbers out of a file's bytes. Call it only for a file whose references are sound."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.avatar_check.references import COMPRESSED, WIDTH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar_check.container import File

    Values = NDArray[Any]

_DTYPE: Final = {5120: "<i1", 5121: "<u1", 5122: "<i2", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
_KEPT: Final = 512
"""Accessors that are kept once read."""


class Reader:
    """Reads accessors [count, width] and the bytes of views."""

    def __init__(self, file: File) -> None:
        self._document = file.document
        self._binary = file.binary
        self.stored = lru_cache(_KEPT)(self._stored)

    def compressed(self, number: int) -> bool:
        """Whether an accessor's bytes are stored in a way or at a place that isn't read here."""
        accessor = self._document.accessors[number]
        sparse = accessor.sparse
        used = [accessor.buffer_view]
        used += [sparse.indices.buffer_view, sparse.values.buffer_view] if sparse else []
        return any(view is not None and self._away(view) for view in used)

    def _away(self, number: int) -> bool:
        view = self._document.buffer_views[number]
        packed = bool(COMPRESSED & {*view.extensions})
        return packed or len(self.view(number)) < view.byte_length

    def view(self, number: int) -> bytes:
        """Return the bytes of a view."""
        view = self._document.buffer_views[number]
        if view.buffer or self._document.buffers[0].uri is not None:
            return b""
        return self._binary[view.byte_offset : view.byte_offset + view.byte_length]

    def values(self, number: int) -> Values:
        """Return what an accessor means: floats where it is normalised, else as stored."""
        stored = self.stored(number)
        if not self._document.accessors[number].normalized or stored.dtype.kind == "f":
            return stored
        return np.maximum(stored / np.iinfo(stored.dtype).max, -1.0)

    def _stored(self, number: int) -> Values:
        accessor = self._document.accessors[number]
        dtype, width = np.dtype(_DTYPE[accessor.component_type]), WIDTH[accessor.type]
        if accessor.buffer_view is None:
            values = np.zeros((accessor.count, width), dtype)
        else:
            view = self._document.buffer_views[accessor.buffer_view]
            row = dtype.itemsize * width
            raw = np.frombuffer(self.view(accessor.buffer_view), np.uint8)
            values = _strided(raw[accessor.byte_offset :], accessor.count, row, view.byte_stride)
            values = values.view(dtype)
        if accessor.sparse is None:
            return values
        index, moved = self._sparse(number, dtype, width)
        values = values.copy()
        values[index[index < len(values)]] = moved[index < len(values)]
        return values

    def sparse_index(self, number: int) -> Values | None:
        """Return the rows [count] that a sparse accessor replaces; None for a dense one."""
        accessor = self._document.accessors[number]
        if accessor.sparse is None:
            return None
        return self._sparse(number, np.dtype(_DTYPE[accessor.component_type]), 1)[0]

    def _sparse(self, number: int, dtype: np.dtype[Any], width: int) -> tuple[Values, Values]:
        sparse = self._document.accessors[number].sparse
        if sparse is None:
            raise LookupError(number)
        inner = sparse.indices
        index = np.frombuffer(
            self.view(inner.buffer_view),
            np.dtype(_DTYPE[inner.component_type]),
            sparse.count,
            inner.byte_offset,
        )
        moved = np.frombuffer(
            self.view(sparse.values.buffer_view),
            dtype,
            sparse.count * width,
            sparse.values.byte_offset,
        )
        return index, moved.reshape(-1, width)


def _strided(raw: Values, count: int, row: int, stride: int | None) -> Values:
    """Take `count` rows of bytes [count, row] out of interleaved ones."""
    step = stride or row
    rows = np.lib.stride_tricks.as_strided(raw, (count, row), (step, 1), writeable=False)
    return np.ascontiguousarray(rows)
