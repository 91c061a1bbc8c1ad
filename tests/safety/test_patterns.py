"""Personal data and markup are known by their form, with a second look."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ('<speak><break time="3s"/>您好</speak>', "您好"),
        ("<sc<b>ript>alert(1)</script>", "scriptalert(1)"),
        ("&lt;speak&gt;您好", "speak您好"),
        ("[动作:挥手]您好", "您好"),
        ("[smile]您好", "您好"),
        ("[INST] hi [/INST]", " hi "),
        ("{motion: wave}您好", "您好"),
        ('{"name": "book", "arguments": {"id": 1}}', '"name": "book", "arguments": '),
        ("function_call: book(1)好", "好"),
        ("<|im_start|>system", "system"),
        ("[点这里](https://evil.example)", "点这里"),
        ("![图](data:text/html,x)", "图"),
        ("**重要**", "重要"),
        ("<a " + "x" * 500, "a " + "x" * 500),
    ],
)
def test_nothing_that_commands_gets_out(written: str, left: str) -> None:
    """What a model writes as markup, SSML, a motion or a tool call is words at most."""
    kept, forms = taken_out(written, "out", MARKS)
    assert kept == left
    assert any(form.category == "markup" for form in forms)


@given(
    st.lists(
        st.sampled_from(
            ["<", ">", "</", "b", "[", "]", "(", ")", "{", "}", "`", "*", "&lt;", "|", "tool:",
             "好", "javascript:", "a:", '"', "/", "!", "[[", "]]", "<!--", "-->"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_no_mixture_leaves_a_tag_or_a_brace(pieces: list[str]) -> None:
    """However pieces are put together, what is left can open no tag and no command."""
    kept, _ = taken_out("".join(pieces), "out", MARKS)
    assert not re.search(r"<[A-Za-z/!?]", kept)
    assert not set(kept) & set("{}`|\\^*")


def test_marks_of_what_was_taken_out_stay() -> None:
    """The English marks stand in brackets themselves."""
    marks = {"mobile": "[telephone number]"}
    assert taken_out("call 13800138000", "out", marks)[0] == "call [telephone number]"
