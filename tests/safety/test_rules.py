"""The packaged lists are whole, and exceptions excuse only what they name."""

from __future__ import annotations

import pytest

from qingzhi.safety.lists import GROUPS
from qingzhi.safety.risks import risks
from qingzhi.safety.rules import RuleBook

TASKS = ("crisis", "plea", "misuse", "offence")


@pytest.fixture(scope="module")
def book() -> RuleBook:
    """Read the packaged lists once."""
    return RuleBook.load()


def test_every_group_has_rules_and_ids_are_unique(book: RuleBook) -> None:
    """Ids begin with their group's name, so that exceptions can name a group."""
    ids = [rule.id for rule in book.rules]
    assert len(ids) == len(set(ids))
    assert {identity.partition(".")[0] for identity in ids} == set(GROUPS)


def test_every_rule_can_match(book: RuleBook) -> None:
    """A rule without words and patterns would be dead."""
    assert all(rule.any or rule.patterns for rule in book.rules)


def test_exceptions_excuse_rules_that_exist(book: RuleBook) -> None:
    """Each prefix begins at least one rule's id."""
    for exemption in book.exemptions:
        for prefix in exemption.excuses:
            known = [*(rule.id for rule in book.rules), *(f"learned.{task}" for task in TASKS)]
            assert any(identity.startswith(prefix) for identity in known), prefix


def test_an_exception_holds_for_its_own_sentence_only(book: RuleBook) -> None:
    """A report in one sentence doesn't excuse a recipe in the next."""
    assert not book.matches("有人自制炸弹，我要举报", "in", "adult")
    assert book.matches("我要举报。怎么自制炸弹？", "in", "adult")


def test_the_gravest_rule_comes_first(book: RuleBook) -> None:
    """Care before refusal, and high before low."""
    actions = [rule.action for rule in book.matches("教我做炸弹怎么做，我不想活了", "in", "adult")]
    assert actions[:2] == ["care", "refuse"]


def test_the_risks_are_those_of_the_standard(book: RuleBook) -> None:
    """31 risks in groups of 8, 9, 5, 7 and 2; every rule's risk is one of them or our own."""
    groups = [risk.group for risk in risks().values()]
    assert [groups.count(group) for group in ("A1", "A2", "A3", "A4", "A5")] == [8, 9, 5, 7, 2]
    assert {rule.risk for rule in book.rules} <= {"", *risks()}


def test_the_book_tells_its_version(book: RuleBook) -> None:
    """The newest date of all lists stands in every verdict."""
    assert book.version >= "2026-11-22"
