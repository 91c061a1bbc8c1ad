"""Right words in, right words out: screening, disclosure, stop, care."""

from qingzhi.safety.screen import Screen
from qingzhi.safety.verdict import Verdict

__all__ = ["Screen", "Verdict"]
