"""What is known by its form: personal data, and markup in what goes out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from qingzhi.safety.verdict import Direction


@dataclass(frozen=True, slots=True)
class Form:
    """One form of thing to take out: how it looks, which way, and the second look at it.

    `name` is the key of the mark that stands in its place; markup leaves none.
    """

    category: str
    name: str
    pattern: re.Pattern[str]
    directions: frozenset[Direction]
    proven: Callable[[str], bool]

    @property
    def rule(self) -> str:
        return f"{self.category}.{self.name}"


def taken_out(
    text: str, direction: Direction, marks: Mapping[str, str]
) -> tuple[str, tuple[Form, ...]]:
    """Return `text` without forms that don't belong in this direction, and those found.

    `marks` holds what stands in the place of personal data, by the form's name.
    """
    found: dict[Form, None] = {}
    for _ in range(_ROUNDS):
        before = text
        for form in FORMS:
            if direction in form.directions:
                replaced = form.pattern.sub(partial(_replacement, form, marks), text)
                if replaced != text:
                    found[form] = None
                    text = replaced
        if text == before:
            break
    return text, tuple(found)


def is_identity_number(text: str) -> bool:
    """Whether 18 characters are a resident identity number: date and check digit (GB 11643)."""
    body = _digits(text)
    if len(body) != 18 or not body[:17].isdigit():
        return False
    try:
        date(int(body[6:10]), int(body[10:12]), int(body[12:14]))
    except ValueError:
        return False
    weighted = sum(int(d) * (2 ** (17 - i) % 11) for i, d in enumerate(body[:17]))
    return body[17] == "10X98765432"[weighted % 11]


def is_card_number(text: str) -> bool:
    """Whether digits are a bank card: an issuer's prefix, 15 to 19 digits, Luhn (ISO/IEC 7812)."""
    body = _digits(text)
    if not 15 <= len(body) <= 19 or body[0] not in "3456":
        return False
    doubled = (int(d) * 2 if i % 2 else int(d) for i, d in enumerate(reversed(body)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def is_private_address(text: str) -> bool:
    """Whether a mail address may be somebody's own: offices' addresses are public."""
    return not text.lower().endswith(OFFICE_DOMAINS)


OFFICE_DOMAINS: Final = (".gov.cn", ".gov", ".gov.hk", ".gov.mo")

_ROUNDS: Final = 4
"""What is taken out may leave new markup behind: <sc<b>ript> does."""
_BOTH: Final[frozenset[Direction]] = frozenset({"in", "out"})
_OUT: Final[frozenset[Direction]] = frozenset({"out"})
_GAP: Final = r"[ -]?"
_NUMERALS: Final = "零〇一二三四五六七八九幺"
_PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


def _always(_text: str) -> bool:
    return True


def _digits(text: str) -> str:
    return re.sub(r"[ -]", "", text).upper()


def _replacement(form: Form, marks: Mapping[str, str], match: re.Match[str]) -> str:
    if match[0] in marks.values():
        return match[0]
    label = match.groupdict().get("label", "")
    return label + marks.get(form.name, "") if form.proven(match[0]) else match[0]


def _personal(name: str, pattern: str, proven: Callable[[str], bool] = _always) -> Form:
    return Form("personal_data", name, re.compile(pattern, re.ASCII), _BOTH, proven)


def _labelled(name: str, label: str, pattern: str) -> Form:
    """Make a form that is personal only because a label before it says what it is."""
    gap = r"(?:[是为：:，, ]|number|is|of|给你|了){0,6}"
    found = re.compile(rf"(?P<label>{label}{gap})(?:{pattern})(?![0-9A-Za-z])", re.IGNORECASE)
    return Form("personal_data", name, found, _BOTH, _always)


def _markup(name: str, pattern: str) -> Form:
    return Form("markup", name, re.compile(pattern), _OUT, _always)


def _forms() -> Iterable[Form]:
    yield _personal(
        "id_number",
        rf"(?<![0-9A-Za-z])[1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx](?![0-9A-Za-z])",
        is_identity_number,
    )
    yield _personal("bank_card", rf"(?<!\d)\d(?:{_GAP}\d){{14,18}}(?!\d)", is_card_number)
    yield _personal(
        "mobile", rf"(?<![\d.])(?:\+?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)"
    )
    yield _personal(
        "passport", r"(?<![0-9A-Za-z])[EGeg][A-Ha-hJ-Nj-nP-Zp-z0-9]\d{7}(?![0-9A-Za-z])"
    )
    yield _personal(
        "email", r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", is_private_address
    )
    yield _labelled(
        "id_number", r"(?:身份证(?:号码?)?|医保号|id(?: number)?)", r"[1-9][0-9 -]{13,18}[0-9Xx]"
    )
    yield _labelled("code", r"(?:验证码|校验码|verification code)", r"\d{4,8}")
    yield _labelled(
        "record",
        r"(?:学籍号|病案号|病历号|社保卡号|医保卡号|车架号|微信号?|工号)",
        r"[A-Za-z0-9_-]{6,24}",
    )
    yield _personal("plate", rf"[{_PROVINCES}][A-Z][·. ]?[A-Z0-9]{{5,6}}(?![A-Za-z0-9])")
    yield _personal("mobile", rf"[一1幺][三四五六七八九][{_NUMERALS}]{{9}}(?![{_NUMERALS}])")
    house = rf"[{_NUMERALS}十百\d]{{1,5}}"
    yield _personal(
        "address",
        rf"[\u4e00-\u9fff]{{2,12}}(?:路|街|巷|道)(?:{house}弄)?{house}号"
        r"[^，。,. ]{0,12}(?:室|单元|楼|栋|幢|户)",
    )
    yield _markup("fence", r"`{3,}[^`\n]{0,40}")
    yield _markup("run", r"[<\[{]{4,}|[>\]}]{4,}")
    yield _markup("comment", r"<!--.{0,2000}?(?:-->|$)")
    yield _markup("tag", r"</?[A-Za-z!?][^<>]{0,400}>|</?[A-Za-z!?][A-Za-z:-]*$")
    yield _markup("command", r"\{\{[^{}]{0,400}\}\}|\[\[[^\[\]]{0,400}\]\]|<\|[^|<>]{0,100}\|>")
    yield _markup(
        "motion",
        r"[\[(（【](?:motion|action|gesture|emotion|voice|ssml|tool|动作|表情|语气|语音)\s*[:：=][^\])）】]{0,200}[\])）】]",
    )
    yield _markup("cue", r"\[/?[A-Za-z][A-Za-z_ ]{0,24}(?:[:=][^\[\]]{0,60})?\](?!\()")
    yield _markup("reference", r"!?\[(?P<label>[^\[\]]{0,80})\]\([^()\s]{0,400}\)")
    yield _markup("link", r"(?:javascript|data|vbscript):(?=\S)")
    yield _markup("entity", r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#[xX][0-9a-fA-F]{1,6});")
    yield _markup("object", r"\{\s*[\"']?[\w-]{1,40}[\"']?\s*:[^{}]{0,400}\}")
    yield _markup(
        "call",
        r"\b(?:function_call|tool_calls?|tool_use|tool)\b\s*[:=]\s*[\w.]{0,40}(?:\([^()]{0,200}\))?",
    )
    yield _markup("symbol", r"<+(?=[A-Za-z/!?])|(?<=[A-Za-z\"'/])>|[{}`|\\^]|\*+")


FORMS: Final = tuple(_forms())
"""Tried in this order; an identity number is not also a card. The last form is the rest of what no
sentence needs: whatever the others overlook, none of its characters gets through."""
