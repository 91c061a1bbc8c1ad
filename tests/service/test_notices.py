"""What a page is told that is no answer and no error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs
from tests.service.conftest import kinds

from qingzhi.motion.rules import Ruling
from qingzhi.service import metrics
from qingzhi.service.hall import Hall
from qingzhi.service.messages import spoken
from qingzhi.speech import VoiceRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.service.conftest import Client

    from qingzhi.service.parts import Parts
    from qingzhi.testing.speaker import FakeSpeaker


def record(name: str, *languages: str) -> VoiceRecord:
    return VoiceRecord(
        name=name,
        languages=languages,  # type: ignore[arg-type]
        gender="neutral",
        licence="CC0-1.0",
        permitted_use="any",
        engine=name,
        quality=1,
    )


def noticed(client: Client) -> list[str]:
    return [event["code"] for event in client.events if event["type"] == "session.notice"]


async def test_a_voice_that_stands_in_is_told_once(
    enter: Callable[..., Client], speaker: FakeSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the first clause that another voice says; again only after the usual one was back."""
    ready = [record("usual", "zh"), record("fake", "zh", "en")]
    monkeypatch.setattr(speaker, "voices", lambda: ready)
    client = enter("notice")
    for voice, told in (("usual", 1), ("usual", 1), ("fake", 1), ("usual", 2)):
        client.send("session.update", session={"audio": {"output": {"voice": voice}}})
        client.ask("护照怎么办？")
        await client.until("response.done")
        assert noticed(client) == ["voice.fallback"] * told


async def test_a_voice_for_another_language_is_no_stand_in(
    enter: Callable[..., Client], speaker: FakeSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """English by the English voice is as it should be."""
    monkeypatch.setattr(
        speaker, "voices", lambda: [record("usual", "en"), record("fake", "zh", "en")]
    )
    client = enter("notice")
    client.send("session.update", session={"audio": {"output": {"voice": "usual"}}})
    client.ask("护照怎么办？")
    await client.until("response.done")
    assert noticed(client) == []


async def test_every_open_page_hears_of_the_figure(parts: Parts) -> None:
    """Those that asked for notices; the others get nothing they don't know."""
    hall = Hall(parts)
    asked, stock = hall.enter("qingzhi", ("notice",)), hall.enter("qingzhi", ())
    hall.tell("figure.ready")
    assert (asked.outbox.waiting, stock.outbox.waiting) == (2, 1)
    await hall.close()


@pytest.mark.parametrize(
    "code", ["figure.ready", "figure.absent", "voice.fallback", "gesture.ruled"]
)
def test_notices_are_in_both_languages(code: str) -> None:
    """A visitor reads them in Chinese or in English."""
    assert spoken(code, "en").isascii()
    assert not spoken(code, "zh").isascii()


async def test_what_the_rules_changed_is_told_and_counted(enter: Callable[..., Client]) -> None:
    """A gesture that the rules replaced goes to the log, to the operator's figures, to the page."""
    client = enter("notice", "motion")
    ruling = Ruling("ok_sign", "nod_palm", "ok-sign")
    before = metrics.RULED.labels(ruling.rule)._value.get()
    client.session.stage.performer.rulings.append(ruling)
    client.ask("护照怎么办？")
    with capture_logs() as logs:
        await client.until("response.done")
    assert noticed(client) == ["gesture.ruled"]
    assert metrics.RULED.labels(ruling.rule)._value.get() == before + 1
    told = next(line for line in logs if line["event"] == "gesture ruled")
    assert (told["asked"], told["made"], told["rule"]) == ("ok_sign", "nod_palm", "ok-sign")
    assert client.session.stage.performer.rulings == []


async def test_a_session_chooses_its_manner(enter: Callable[..., Client]) -> None:
    """The manner is set in mid-conversation; one that does not exist changes nothing."""
    client = enter("motion")
    held = []
    for wanted in ("children", "brutal", "auto"):
        client.send("session.update", session={"qingzhi": {"style": wanted}})
        held.append(client.session.settings.style)
    assert held == ["children", "children", "auto"]


async def test_a_stock_client_is_told_nothing(
    enter: Callable[..., Client], speaker: FakeSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client that did not ask for notices gets none, whatever happens to the voice."""
    monkeypatch.setattr(speaker, "voices", lambda: [record("usual", "zh")])
    client = enter()
    client.send("session.update", session={"audio": {"output": {"voice": "usual"}}})
    client.ask("护照怎么办？")
    assert "session.notice" not in kinds(await client.until("response.done"))
