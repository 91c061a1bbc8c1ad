"""Personal data and markup are known by their form, with a second look."""

from __future__ import annotations

import pytest

from qingzhi.safety.patterns import is_card_number, is_identity_number, taken_out

MARKS = {name: f"<{name}>" for name in ("id_number", "bank_card", "mobile", "passport", "email")}
# The worked example of GB 11643 and the usual test numbers of card networks: nobody's own.
IDENTITY = "11010519491231002X"
CARD = "4111 1111 1111 1111"


@pytest.mark.parametrize(
    ("text", "clean", "names"),
    [
        (f"我的身份证是{IDENTITY}。", "我的身份证是<id_number>。", ["id_number"]),
        (f"卡号{CARD}转过来", "卡号<bank_card>转过来", ["bank_card"]),
        ("打我手机138 0013 8000吧", "打我手机<mobile>吧", ["mobile"]),
        ("+86-13800138000", "<mobile>", ["mobile"]),
        ("护照E12345678过期了", "护照<passport>过期了", ["passport"]),
        ("发到 somebody@example.com 吧", "发到 <email> 吧", ["email"]),
    ],
)
def test_personal_data_is_taken_out(text: str, clean: str, names: list[str]) -> None:
    """Each form gives way to its mark, and the rest of the sentence stays."""
    kept, found = taken_out(text, "in", MARKS)
    assert (kept, [form.name for form in found]) == (clean, names)


@pytest.mark.parametrize(
    "text",
    [
        "请拨打12345或者110、010-12345678",
        "统一社会信用代码91310000MA1FL0XX5B",
        "事项编码11440000006939756B2440101007000",
        "办理时限20个工作日，费用160元",
        "110105194912310021",
        "邮箱 info@service.gov.cn",
        "2026年11月22日 09:30",
        "3.1415926535897932",
    ],
)
def test_public_numbers_stay(text: str) -> None:
    """Hotlines, codes, wrong check digits and offices' addresses are nobody's personal data."""
    assert taken_out(text, "out", MARKS) == (text, ())


@pytest.mark.parametrize(
    "markup",
    [
        "<speak>", "</prosody>", '<img src="x" onerror="y">', "<!-- x -->", "{{name}}",
        "[[wave]]", "[motion: wave]", "【动作：挥手】", "<|system|>", "```json", "javascript:",
    ],
)  # fmt: skip
def test_markup_goes_from_what_is_said(markup: str) -> None:
    """No tag, template or command is left in outgoing text; incoming text keeps it."""
    assert taken_out(f"您好{markup}请坐", "out", MARKS)[0].replace("请坐", "") == "您好"
    assert taken_out(f"您好{markup}请坐", "in", MARKS)[0] == f"您好{markup}请坐"


def test_comparison_signs_are_no_markup() -> None:
    """A text about numbers keeps its signs and brackets."""
    assert taken_out("年龄<60或>18的（含18）", "out", MARKS)[1] == ()


def test_identity_numbers_are_checked() -> None:
    """Date and check digit decide, not the length."""
    assert is_identity_number(IDENTITY)
    assert not is_identity_number("110105194912310021")
    assert not is_identity_number("110105194913310028")


def test_card_numbers_are_checked() -> None:
    """Luhn and an issuer's first digit decide."""
    assert is_card_number(CARD)
    assert not is_card_number("4111111111111112")
    assert not is_card_number("0000000000000000")
