"""Numbers that name rather than count: telephones, cards, codes, plates, rooms, lines."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from qingzhi.speech.text.numerals import cardinal, digits
from qingzhi.speech.text.rule import Rule, after, before, rule
from qingzhi.speech.text.spoken import context
from qingzhi.speech.text.zh.common import PAIRED, N, W, counted

_PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_CALLED: Final = re.compile(context("called") + r"(?:号码?|是|为|至|到|\.|\s|或|[:：，,]){0,4}$")
_CODED: Final = re.compile(context("coded") + r"(?:码|是|为|：|:|分别|\s|[“\"'（(「\[【]|第){0,4}$")
_ROOMED: Final = re.compile(r"\s*" + context("roomed"))
_ROOMS: Final = re.compile(r"(?:\s?[、和，,/及]\s?\d{3,5})+" + _ROOMED.pattern)
"""After the first of several rooms."""
_LINED: Final = re.compile(r"\s*" + context("lined"))
_URGENT: Final = re.compile(r"\s*" + context("urgent"))
_MEASURED: Final = re.compile(r"\s*" + context("measured"))
_COUNTED: Final = re.compile(r"\s*" + context("counted"))
_TALLIED: Final = re.compile(r"\s*" + context("tallied"))
_TALLY: Final = re.compile(context("tally") + r"(?:[了为是至到约]|超过|[:：\s])*$")
_HANDED: Final = re.compile(
    r"(?:[由转接呼找报打拨按]|转接|接通|关注|联系|通过|立即|及时|(?:11[0249]|12[02])\s?[、和或及/，])[到至给了]?\s*$"
)
"""Before a short service number."""
_COUNTED_OFF: Final = re.compile(_MEASURED.pattern + "|" + _COUNTED.pattern)
_HOUSED: Final = re.compile(r"(?:[门栋座幢层楼]|单元|\d号|[A-Z]座|大厦)\s*$")
_HOT: Final = re.compile(
    r"(?:11[0249]|12[02]|12\d{3}|9[56]\d{3}|100(?:00|01|10|86|60|99|50|20)|1008611|1068\d*|11[68]114)$"
)
_GRADED: Final = re.compile(r"(?:985|211|360|315|618|1024|996|007|404|11[049]|12[02]|911)$")
_NAMED_SO: Final = re.compile(
    r"(?:[、/和及]\d{3})?\s*(?:工程|高校|院校|大学|晚会|维权|消费者|安全卫士|大促|购物节|工作制)"
)


def _telephone(m: re.Match[str]) -> str | None:
    if m[0].isdigit() and _counts(before(m, 16), after(m)):
        return None
    return _dial(m[0])


def _dial(text: str) -> str:
    """010-12345678-801: what stands behind a whole number is its extension."""
    extended = re.search(r"(?<=\d{4})-(\d{1,6})$", text)
    if extended and _WHOLE.search(text[: extended.start()]):
        return _grouped(text[: extended.start()]) + W["extension"] + _group(extended[1])
    return _grouped(text)


_WHOLE: Final = re.compile(
    r"(?:^|[- )）])\d{7,8}$|^0\d{2,3}[- ]\d{3,4}[- ]\d{4}$|^[2-8]\d{3}[- ]\d{4}$"
)
"""A fixed line without its extension."""


def _grouped(text: str) -> str:
    groups = [group for group in re.split(r"[-\s()（）]+", text) if group]
    if len(groups) == 1 and len(groups[0]) == 11 and groups[0].startswith("1"):
        number = groups[0]
        groups = [number[:3], number[3:7], number[7:]]
    return "，".join(_group(group) for group in groups)


def _group(text: str) -> str:
    plus = W["add"] if text.startswith("+") else ""
    return plus + digits(text, telephone=True)


def _local(m: re.Match[str]) -> str | None:
    """8812 3456 and 88123456-801 where a word before tells that it is a telephone."""
    return _telephone(m) if _CALLED.search(before(m, 16)) else None


def _extended(m: re.Match[str]) -> str:
    """010-12345678转801."""
    return W["extension"] + digits(m[1], telephone=True)


def _masked(m: re.Match[str]) -> str:
    """138****5678."""
    return re.sub(
        r"\d+|\*",
        lambda part: W["star"] if part[0] == "*" else digits(part[0], telephone=True),
        m[0],
    )


def _identity(m: re.Match[str]) -> str:
    number = m[0].upper()
    parts = (number[:6], number[6:14], number[14:])
    return "，".join(digits(part, telephone=True) for part in parts) + (
        " X" if number.endswith("X") else ""
    )


def _card(m: re.Match[str]) -> str:
    return "，".join(digits(group, telephone=True) for group in m[0].split())


def _embassy(m: re.Match[str]) -> str:
    return m[0][0] + digits(m[1] + m[2], telephone=True)


def _police(m: re.Match[str]) -> str:
    return m[0][0] + _plate(m[1])


def _dashed(m: re.Match[str]) -> str:
    """8-3-2016: a code of several numbers."""
    return W["hyphen"].join(_name(part) for part in m[0].split("-"))


def _rooms(m: re.Match[str]) -> str | None:
    """101-105室."""
    if not _ROOMED.match(after(m)) or m[1] >= m[2]:
        return None
    return W["to"].join(digits(part, telephone=True) for part in m.groups())


def _pair(m: re.Match[str]) -> str:
    return f"{_name(m[1])}{W['hyphen']}{_name(m[2])}"


def _name(part: str) -> str:
    return (
        cardinal(part)
        if len(part) <= 2 and not part.startswith("0")
        else digits(part, telephone=True)
    )


def _network(m: re.Match[str]) -> str:
    return W["point"].join(digits(part, telephone=True) for part in m[0].split("."))


def _plain(m: re.Match[str]) -> str:
    """Any other number: by what is before it and behind it."""
    text, head, tail = m[0], before(m, 16), after(m)
    if "." in text or "," in text:
        return counted(text, head, tail)
    if _names(text, head, tail):
        return digits(text, telephone=True)
    return counted(text, head, tail)


def _names(text: str, head: str, tail: str) -> bool:
    """Whether a whole number is a name: then it is said digit by digit."""
    if head.rstrip().endswith("第"):
        return len(text) > 2 and _ROOMED.match(tail) is not None
    if len(text) > 6 and not text.startswith("0") and _counts(head, tail):
        return False
    long = len(text) > 8 and not text.endswith("0000")
    if long or (len(text) > 1 and text.startswith("0")):
        return not re.match(r"\s*[元万亿]", tail)
    return any(name.fits(text, head, tail) for name in _NAMES)


def _counts(head: str, tail: str) -> bool:
    """Whether words around a long number say that it counts and none that it is a code."""
    if _CODED.search(head) or _CALLED.search(head):
        return False
    return _TALLIED.match(tail) is not None or _TALLY.search(head) is not None


class _Name(NamedTuple):
    """A number of so many digits with this before it and behind it, and not that behind it."""

    least: int
    most: int
    number: re.Pattern[str] = re.compile("")
    before: re.Pattern[str] = re.compile("")
    after: re.Pattern[str] = re.compile("")
    unless: re.Pattern[str] = re.compile("(?!)")

    def fits(self, text: str, head: str, tail: str) -> bool:
        return (
            self.least <= len(text) <= self.most
            and self.number.match(text) is not None
            and self.after.match(tail) is not None
            and self.unless.match(tail) is None
            and self.before.search(head) is not None
        )


_NAMES: Final = (
    _Name(2, 8, before=_CODED, unless=_MEASURED),
    _Name(3, 8, before=_CALLED, unless=_MEASURED),
    _Name(3, 4, after=re.compile(r"[Pp](?![A-Za-z])")),
    _Name(3, 8, after=_ROOMED),
    _Name(3, 5, after=_ROOMS),
    _Name(3, 8, after=_LINED),
    _Name(7, 8, number=re.compile(r"\d+(?<!000)$"), unless=_COUNTED),
    _Name(4, 4, before=re.compile(r"[路街道巷]\s*$"), after=re.compile("号")),
    _Name(3, 4, before=_HOUSED, unless=re.compile(r"\s*[号个人户层㎡平米m年]")),
    _Name(3, 8, number=_HOT, after=_URGENT),
    _Name(3, 6, number=_HOT, before=_HANDED, unless=_COUNTED_OFF),
    _Name(5, 5, number=_HOT, unless=_COUNTED),
    _Name(3, 4, number=_GRADED, after=_NAMED_SO),
    _Name(2, 2, number=re.compile("84"), after=re.compile("消毒")),
    _Name(3, 3, number=re.compile("925|999"), after=re.compile("纯?[银金]")),
    _Name(3, 4, before=re.compile(r"[A-Za-z]{3,}\s$"), unless=PAIRED),
)

DIGIT: Final[tuple[Rule, ...]] = (
    rule("network", r"(?:\d{1,3}\.){3}\d{1,3}(?![\d.])", _network),
    rule("identity", r"[1-9]\d{5}(?:18|19|20)\d{9}[\dXx](?![\dA-Za-z])", _identity),
    rule("card", r"\d{4}(?: \d{4}){2,3}(?: \d{1,4})?(?!\d)", _card),
    rule("telephone", r"\d{2,4}\*{2,}\d{2,4}", _masked),
    rule("telephone", r"(?:86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)", _telephone),
    rule("telephone", r"0\d{2,3}[- ]\d{5,8}(?:-\d{1,6})?(?!\d)", _telephone),
    rule("telephone", r"0\d{2,3}[- ]?\d{3,4}[- ]\d{4}(?:-\d{1,6})?(?!\d)", _telephone),
    rule("telephone", r"00[1-9]\d{0,2}[- ]\d{1,4}(?:[- ]?\d{3,4}){1,3}(?!\d)", _telephone),
    rule("telephone", r"\d{3,4}[- ]\d{4}(?![\d-])|[2-8]\d{6,7}-\d{1,6}(?!\d)", _local),
    rule("telephone", r"[48]00\d?[- ]\d{3,4}[- ]?\d{3,4}(?!\d)", _telephone),
    rule("telephone", r"[48]00\d{7}(?!\d)", _telephone),
    rule("number", r"\d+(?=[A-Z]{1,2}\d)", lambda m: digits(m[0], telephone=True)),
)
CODE: Final[tuple[Rule, ...]] = (
    rule("room", r"(\d{3,5})\s*(?:-|~|—|至|到)\s*(\d{3,5})(?!\d)", _rooms),
    rule("code", r"\d+(?:-\d+){2,}(?![\d%])", _dashed),
)
LAST: Final[tuple[Rule, ...]] = (
    rule("code", r"(\d+)-(\d+)(?!\d)", _pair),
    rule("number", N, _plain),
)
_ABROAD: Final = (
    r"\+(?=(?:[- ]?\d){8,15}(?!\d))(?!\d+\s*(?:元|[万亿]))"
    r"(?:\d{1,3}[- ]\d{1,4}(?:[- ]?\d{3,4}){1,3}|\d{9,15})(?:-\d{1,6})?(?!\d)"
)
"""A number with the code of its country."""
SIGN: Final[tuple[Rule, ...]] = (
    rule(
        "year",
        r"[〔\[（(【]((?:19|20)\d\d)[〕\]）)】]\s*(?=第?\d+[号期])",
        lambda m: digits(m[1]) + "，",
    ),
    rule("telephone", r"(?:(?<=分机)|(?<=分机号))\s?-(\d{1,6})(?!\d)", lambda m: _group(m[1])),
    rule("telephone", _ABROAD, _telephone),
    rule(
        "telephone",
        r"[(（](?:\+\d{1,3}|0\d{2,3}|86)[)）]\s?-?\d{1,4}(?:[- ]?\d{3,4}){1,3}(?:-\d{1,6})?(?!\d)",
        lambda m: ("，" if re.search(r"\w$", before(m, 1)) else "") + _dial(m[0]),
    ),
)
HANZI: Final[tuple[Rule, ...]] = (
    rule("plate", rf"(?<=WJ)[{_PROVINCES}]\s?[·•.]?\s?(\d{{4,5}}[A-Z]?)(?![A-Z\d])", _police),
    rule("plate", r"使\s?(\d{3})\s?[·•.\- ]?\s?(\d{3})(?!\d)", _embassy),
    rule("telephone", r"转\s?(\d{1,6})(?!\d|\s*(?:[站车线次个号]|[年月日]))", _extended),
    rule(
        "plate",
        rf"[{_PROVINCES}]\s?([A-Z])\s?[·•.\-]?\s?((?:[A-Z\d]\s?){{4,6}})(?=[港澳学警挂试超领使]?)(?![A-Za-z\d])",
        lambda m: m[0][0] + " " + _plate(m[1] + m[2]),
    ),
)
START: Final = frozenset("转" + _PROVINCES)


def _plate(text: str) -> str:
    return " ".join(
        digits(part, telephone=True) if part.isdigit() else part
        for part in re.findall(r"\d+|[A-Z]", text)
    )
