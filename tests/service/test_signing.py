"""The place for sign language, and the contract that an interpreter keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.service.conftest import Client, kinds, said

from qingzhi.errors import EngineCrashed
from qingzhi.score import Clause
from qingzhi.service import signing
from qingzhi.service.signing import MOST_GLOSSES, Signer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pytest

    from qingzhi.score import Lang
    from qingzhi.service.parts import Parts

CLAUSE = Clause(id="c", generation=0, text="护照怎么办")


class Fingers:
    """Spells every character; may be told to fail or to go on and on."""

    language = "csl"

    def __init__(self, *, times: int = 1, broken: bool = False) -> None:
        self.times, self.broken = times, broken

    def gloss(self, text: str, lang: Lang) -> Sequence[str]:
        if self.broken:
            raise EngineCrashed("No hands.")
        return list(text) * self.times


class Entry:
    """An entry point as the package metadata gives it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def load(self) -> Callable[[], Fingers]:
        return lambda: Fingers(times=int(self.name))


def test_without_an_interpreter_there_are_no_signs() -> None:
    """The words remain, and no language is claimed."""
    assert Signer().gloss(CLAUSE) == ()
    assert Signer().language == ""


def test_the_first_interpreter_by_name_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Found through the entry point group."""
    groups: list[str] = []

    def found(*, group: str) -> list[Entry]:
        groups.append(group)
        return [Entry("2"), Entry("1")]

    monkeypatch.setattr(signing, "entry_points", found)
    assert Signer.installed().gloss(CLAUSE) == tuple(CLAUSE.text)
    assert groups == ["qingzhi.sign"]


def test_an_interpreter_that_fails_costs_its_signs_only() -> None:
    """The answer goes on in words."""
    assert Signer(Fingers(broken=True)).gloss(CLAUSE) == ()


def test_an_interpreter_that_goes_on_and_on_is_cut() -> None:
    """One clause can't flood a client."""
    assert len(Signer(Fingers(times=1000)).gloss(CLAUSE)) == MOST_GLOSSES


async def test_clients_that_ask_get_every_clause_to_sign(
    parts: Parts, enter: Callable[..., Client]
) -> None:
    """In order, timed on the sound, with the glosses; others get none."""
    parts.signer = Signer(Fingers())
    client = enter("sign")
    client.ask("护照多少钱？")
    events = await client.until("response.done")
    signs = [e for e in events if e["type"] == "response.sign"]
    assert "".join(e["text"] for e in signs) == said(events)
    assert all(e["gloss"] == list(e["text"]) and e["language"] == "csl" for e in signs)
    starts = [e["audio_start_ms"] for e in signs]
    assert starts == sorted(starts)
    other = enter("clause")
    other.ask("护照多少钱？")
    assert "response.sign" not in kinds(await other.until("response.done"))
