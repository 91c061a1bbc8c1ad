"""Looking after somebody in need: what is said, turn by turn, and to whom they can turn."""

from qingzhi.safety.care.hearing import SPELL
from qingzhi.safety.care.talk import STRONGER, Caring, Helper, Said
from qingzhi.safety.care.words import opening

__all__ = ["SPELL", "STRONGER", "Caring", "Helper", "Said", "opening"]
