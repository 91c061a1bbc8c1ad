"""A figure that waits for somebody: it waves without sound or words, and only where it should."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.service.conftest import Client, kinds, said

from qingzhi.score import ARKIT
from qingzhi.service import inviting
from qingzhi.service.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from qingzhi.service.parts import Parts
    from qingzhi.testing.speaker import FakeSpeaker

QUESTION = {
    "type": "message",
    "role": "user",
    "content": [{"type": "input_text", "text": "护照怎么办？"}],
}
INVITE = {"metadata": {"qingzhi": "attract"}}


class Clock:
    """Time that passes when it is told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


async def invited(client: Client) -> list[dict[str, Any]]:
    await client.rest()
    client.send("response.create", response=INVITE)
    return [event for event in await client.rest() if event.get("layer") != "idle"]


def refusals(events: list[dict[str, Any]]) -> list[str]:
    return [event["error"]["code"] for event in events if event["type"] == "error"]


async def test_an_invitation_moves_the_arms_and_says_nothing(
    enter: Callable[..., Client], speaker: FakeSpeaker
) -> None:
    """One reaction on the conversation's clock; lips and lids stay as they are; nobody speaks."""
    events = await invited(enter("motion", "clause", "emotion", "card"))
    assert kinds(events) == ["response.created", "response.motion.delta", "response.done"]
    created, moved, done = events
    assert done["response"] | {"status": "in_progress"} == created["response"]
    assert (done["response"]["output"], done["response"]["metadata"]) == ([], INVITE["metadata"])
    assert (moved["layer"], moved["clock"], moved["item_id"]) == ("reaction", "conversation", "")
    assert 2 < moved["frames"] / moved["fps"] < 8
    owned = {ARKIT[column] for column in moved["face_mask"]}
    assert "mouthSmileLeft" in owned
    assert not [name for name in owned if name.startswith(("jaw", "eyeBlink", "mouthFunnel"))]
    assert speaker.active == 0


async def test_the_body_greets(enter: Callable[..., Client]) -> None:
    """An arm is lifted and comes back to rest; nothing jumps from one frame to the next."""
    moved = (await invited(enter("motion")))[1]
    shape = (moved["frames"], len(moved["bone_names"]), 4)
    bones = np.frombuffer(base64.b64decode(moved["bones"]), "<i2").reshape(shape) / 32767
    arms = bones[:, [moved["bone_names"].index(f"{side}UpperArm") for side in ("left", "right")]]
    away = 2 * np.arccos(np.clip(np.abs((arms * arms[:1]).sum(-1)), 0, 1))
    assert away.max() > np.radians(20)
    assert away[-1].max() < np.radians(2)
    assert np.abs(np.diff(bones, axis=0)).max() < 0.12


async def test_invitations_are_few(parts: Parts) -> None:
    """A second one at once is refused; after a while there is another."""
    clock = Clock()
    session = Session(parts, model="qingzhi", extensions=("motion",), clock=clock)
    session.start()
    client = Client(session)
    assert refusals(await invited(client)) == []
    assert refusals(await invited(client)) == ["invitation_refused"]
    clock.now += inviting.BETWEEN_S
    assert refusals(await invited(client)) == []
    await session.close()


@pytest.mark.parametrize(
    ("kind", "fields"),
    [("response.create", {}), ("conversation.item.create", {"item": QUESTION})],
)
async def test_nobody_is_waved_at_who_is_here(
    enter: Callable[..., Client], kind: str, fields: dict[str, Any]
) -> None:
    """Once anything was said in a session, an invitation is refused and changes nothing."""
    client = enter("motion")
    client.send(kind, **fields)
    assert refusals(await invited(client)) == ["invitation_refused"]


async def test_an_invitation_brings_no_words(enter: Callable[..., Client]) -> None:
    """With a question of its own it is refused, and the question isn't taken."""
    client = enter("motion")
    client.send("response.create", response=INVITE | {"input": [QUESTION]})
    assert refusals(await client.rest()) == ["invitation_refused"]
    client.send("response.create")
    answer = said(await client.until("response.done"))
    assert answer.startswith("您好")


async def test_a_greeting_follows_an_invitation(enter: Callable[..., Client]) -> None:
    """The session that waited is as good as new: the visitor is greeted in it."""
    client = enter("motion")
    await invited(client)
    client.send("response.create")
    done = (await client.until("response.done"))[-1]["response"]
    assert done["status"] == "completed"
    assert done["output"][0]["content"][0]["transcript"]


async def test_a_client_without_motion_gets_an_empty_response(
    enter: Callable[..., Client],
) -> None:
    """What was not asked for is not sent."""
    assert kinds(await invited(enter())) == ["response.created", "response.done"]
