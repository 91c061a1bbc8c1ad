"""Words that take back a number, and words that only sound like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.service.withdrawing import LENGTH, is_withdrawal


@pytest.mark.parametrize(
    "text",
    [
        "不用回电了", "不用给我回电话了。", "别打电话了", "请不要再打给我", "取消回电", "撤回电话",
        "把我的电话删掉", "请帮我删除刚才留的电话吧", "我的手机号请删掉",
        "算了，不用打电话了，谢谢",
        "cancel the callback", "Please delete my number.", "don't call me", "Don't call me back!",
        "no need to call me back, thanks", "Can you remove my phone number please",
    ],
)  # fmt: skip
def test_a_number_is_taken_back(text: str) -> None:
    """In both languages, politely or not."""
    assert is_withdrawal(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "回电话", "请给我回电话", "电话", "不用了", "删除", "取消", "取消预约",
        "撤回申请怎么办", "不用回电了，我想问身份证怎么办", "不用打电话了，我不想活了",
        "注销手机号怎么办", "你们的电话是多少",
        "call me back", "cancel my appointment", "I want to die, don't call me",
        "how do I delete my number from the register",
    ],
)  # fmt: skip
def test_other_words_take_nothing_back(text: str) -> None:
    """Only a turn made of nothing else counts."""
    assert not is_withdrawal(text)


@given(st.text(max_size=LENGTH * 2))
def test_any_text_is_judged(text: str) -> None:
    """No text breaks it."""
    is_withdrawal(text)


def test_no_text_holds_it_up() -> None:
    """What is repeated without end is not looked at, or quickly given up."""
    for word in ("请", "不用", "把我", "please ", "delete my "):
        assert not is_withdrawal((word * LENGTH)[:LENGTH] + "x")
