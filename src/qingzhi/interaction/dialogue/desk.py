"""The desk's own facts: hotlines, the mood of its subjects, examples to name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import msgspec

from qingzhi.errors import InputError
from qingzhi.interaction.knowledge.items import WordLists, Words, read_toml

if TYPE_CHECKING:
    from pathlib import Path

    from qingzhi.score import Lang

OTHER: Final = "other"


class Hotline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number to call, and whose it is."""

    number: str
    name: Words


class Desk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`hotlines` by theme, with `other` for the rest; `moods` maps a feeling to item ids."""

    hotlines: dict[str, Hotline]
    moods: dict[str, frozenset[str]] = {}
    unprompted: frozenset[str] = frozenset()
    """Items that are never suggested: nobody wants to be asked about a divorce or a death."""
    complaints: str = ""
    """The item that takes complaints: the way on for whoever writes about what went wrong."""
    examples: WordLists = WordLists()
    accounts: dict[str, Words] = {}
    """Where people look up their own records, by theme, with `other` for the rest."""
    advice: Literal["", "medical_advice", "financial_advice", "legal_advice"] = ""
    """The field in which the desk as a whole gives advice: it says first that it is an AI."""

    @classmethod
    def load(cls, pack: Path) -> Desk:
        """Read `desk.toml`. Raises InputError naming the key that is wrong."""
        try:
            desk = msgspec.convert(read_toml(pack / "desk.toml"), cls)
        except msgspec.ValidationError as error:
            raise InputError(f"desk.toml: {error}", param="desk.toml") from error
        if OTHER not in desk.hotlines:
            raise InputError("desk.toml: hotlines.other is missing.", param="hotlines.other")
        if desk.accounts and OTHER not in desk.accounts:
            raise InputError("desk.toml: accounts.other is missing.", param="accounts.other")
        return desk

    def hotline(self, theme: str) -> Hotline:
        """Who knows about a theme."""
        return self.hotlines.get(theme, self.hotlines[OTHER])

    def slots(self, theme: str, lang: Lang) -> dict[str, str]:
        """Give a hotline's number and name for a message."""
        hotline = self.hotline(theme)
        return {"number": hotline.number, "name": hotline.name.of(lang)}

    def account(self, theme: str) -> Words:
        """Where one's own records of a theme are; the hotline where that is not told."""
        return self.accounts.get(theme, self.accounts.get(OTHER, self.hotline(theme).name))

    def mood(self, item_id: str) -> str:
        """Give the feeling that a subject carries by itself, or an empty string."""
        return next((feeling for feeling, ids in self.moods.items() if item_id in ids), "")
