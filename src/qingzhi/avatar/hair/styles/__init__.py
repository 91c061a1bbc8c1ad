"""The styles, by family, as data: see `style` and `cut` for what the numbers mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingzhi.avatar.hair.styles.curled import CURLED, SHORT_CURLED
from qingzhi.avatar.hair.styles.hanging import HANGING
from qingzhi.avatar.hair.styles.short import SHORT
from qingzhi.avatar.hair.styles.sparse import SPARSE
from qingzhi.avatar.hair.styles.tied import TIED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingzhi.avatar.hair.cut import Cut
    from qingzhi.avatar.hair.style import Style

STYLES: Final[Mapping[str, Style]] = {**TIED, **HANGING, **CURLED}
"""Hair that is combed to where it is tied, hangs or lies free."""
CUTS: Final[Mapping[str, Cut]] = {**SHORT, **SHORT_CURLED, **SPARSE}
"""Hair that is cut short."""
