"""Word lists: how they are read, checked, and what they hold."""

from qingzhi.safety.lists.entries import Exemption, Rule
from qingzhi.safety.lists.shelf import GROUPS, Shelf, install

__all__ = ["GROUPS", "Exemption", "Rule", "Shelf", "install"]
