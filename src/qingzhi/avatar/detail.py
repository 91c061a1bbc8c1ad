"""How finely a figure is made: whole, or quickly for a look at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Detail:
    """Sizes of pictures in texels, and how closely light is looked at."""

    head: int
    body: int
    sheet: int
    """Of the flat drawings before the face."""
    eye: int
    directions: int
    """That light may come from."""


WHOLE: Final = Detail(head=2048, body=1024, sheet=2048, eye=512, directions=40)
PREVIEW: Final = Detail(head=512, body=256, sheet=768, eye=256, directions=6)
