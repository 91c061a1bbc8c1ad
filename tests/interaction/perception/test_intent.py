"""The rule table names what a turn wants."""

from __future__ import annotations

import pytest

from qingzhi.interaction.perception import INTENTS
from qingzhi.interaction.perception.intent import IntentTable
from qingzhi.interaction.perception.reading import Reading


@pytest.fixture(scope="module")
def table() -> IntentTable:
    """Read the packaged table once."""
    return IntentTable.load()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("停！", "stop"),
        ("停车证怎么办", "ask"),
        ("请再说一遍", "repeat"),
        ("你是真人吗？", "identity"),
        ("是不是在跟机器人说话", "identity"),
        ("声音太小了", "louder"),
        ("说得太快了", "slower"),
        ("好的，谢谢", "thank"),
        ("不用了谢谢", "deny"),
        ("怎么投诉物业", "ask"),
        ("我要投诉你", "complain"),
        ("您好呀", "greet"),
        ("再见", "bye"),
        ("嗯嗯", "affirm"),
        ("护照", "other"),
        ("shut up!", "stop"),
        ("Please stop.", "stop"),
        ("who are you", "identity"),
        ("pardon?", "repeat"),
        ("yes please", "affirm"),
        ("see you later", "bye"),
        ("how do I complain about a neighbour", "ask"),
        ("passport", "other"),
        ("", "other"),
    ],
)
def test_turns_have_the_expected_intent(table: IntentTable, text: str, intent: str) -> None:
    """One plain example or trap for each rule."""
    assert table.rule(Reading.of(text)).intent == intent


def test_every_rule_names_a_known_intent(table: IntentTable) -> None:
    """The table has no misspelt intent, and both languages cover all that rules can tell."""
    for rules in table.rules.values():
        assert {rule.intent for rule in rules} == set(INTENTS) - {"other"}
