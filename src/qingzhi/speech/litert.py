"""One way to open a TensorFlow Lite model: one thread, and not a word on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qingzhi.errors import EngineUnavailable

if TYPE_CHECKING:
    from pathlib import Path


def interpreter(model: Path) -> Any:
    """Open `model`. Raises EngineUnavailable when it cannot be read."""
    from ai_edge_litert.interpreter import Interpreter  # noqa: PLC0415 - 0.2 s, workers only

    try:
        return Interpreter(model_path=str(model), num_threads=1)
    except ValueError as error:
        raise EngineUnavailable(
            f"The model {model.name} cannot be opened.",
            hint="Fetch the voice again with `qingzhi assets fetch`.",
        ) from error
