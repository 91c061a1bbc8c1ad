"""A place for sign language: an interpreter that the operator installs glosses what is said.

An interpreter is found through the entry point group `qingzhi.sign`; the first by name is used.
A client that asks for `sign` gets each clause's words with its glosses, for a signing figure of
its own beside ours. Without an interpreter the words come alone.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Final, Protocol

import structlog

from qingzhi.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qingzhi.score import Clause, Lang

log = structlog.get_logger(__name__)
GROUP: Final = "qingzhi.sign"
MOST_GLOSSES: Final = 200
"""Glosses of one clause that are sent on."""


class Interpreter(Protocol):
    """What an installed interpreter offers.

    `language` is the sign language's tag (BCP 47), such as `csl` for Chinese Sign Language.
    """

    language: str

    def gloss(self, text: str, lang: Lang) -> Sequence[str]:
        """Give the signs for one clause, in order. Quick, no I/O. Raises EngineError."""
        ...


class Signer:
    """Glosses clauses with the interpreter that is installed, if one is."""

    def __init__(self, interpreter: Interpreter | None = None) -> None:
        self._interpreter = interpreter

    @classmethod
    def installed(cls) -> Signer:
        """Load the first interpreter by name. Raises what its module raises."""
        found = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
        if not found:
            return cls()
        make: Callable[[], Interpreter] = found[0].load()
        return cls(make())

    @property
    def language(self) -> str:
        """The tag of the sign language; empty without an interpreter."""
        return self._interpreter.language if self._interpreter else ""

    def gloss(self, clause: Clause) -> tuple[str, ...]:
        """Give the signs of a clause; none where the interpreter fails, for the words remain."""
        if self._interpreter is None:
            return ()
        try:
            return tuple(self._interpreter.gloss(clause.text, clause.lang))[:MOST_GLOSSES]
        except EngineError as error:
            log.warning("interpreter failed", code=error.code)
            return ()
