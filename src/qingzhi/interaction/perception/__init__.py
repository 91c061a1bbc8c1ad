"""What the visitor wants and how they feel, read from what they write."""

from qingzhi.interaction.perception.intent import INTENTS
from qingzhi.interaction.perception.perceiver import Perceiver

__all__ = ["INTENTS", "Perceiver"]
