"""Signs in Chinese text: what is said, what only pauses, what is only seen."""

from __future__ import annotations

import re
from typing import Final

from qingzhi.speech.text.characters import HANZI
from qingzhi.speech.text.numerals import cardinal, digits
from qingzhi.speech.text.rule import Rule, after, before, rule
from qingzhi.speech.text.spoken import one_of, table
from qingzhi.speech.text.zh import counting, naming, sums
from qingzhi.speech.text.zh.common import W
from qingzhi.speech.text.zh.latin import FILE as _FILE
from qingzhi.speech.text.zh.latin import address, numbered

_SIGN: Final = table("zh", "sign")
_UNIT: Final = table("zh", "unit")
_GREEK: Final = table("zh", "greek")
_PAUSE: Final = "，"
_STOPS: Final = frozenset("，,。.；;：:！!？?、…\n")
_CHINESE: Final = "[一二三四五六七八九十]"
_DATED: Final = re.compile(
    r"(?:[\d万亿千百多元日月年号时点分℃%元级楼层岁期届]|(?:周|星期|礼拜)[一二三四五六日天末]|[上下]午|[早晚]上?)$"
)
_UNTIL: Final = re.compile(r"\d|周|星期|礼拜|今|次日|当日|[上下]午|[早晚]|明年|年底|负|零")
_MEASURE: Final = re.compile(
    r"(?:元|(?:[￥$€£]|[A-Z]{3})\s*[\d.,]+[万亿]?|\d\s*[A-Za-z²³]{1,4}|[\d一二两三四五六七八九十百千万]\s*(?:[角分次个人件度吨天年月日台户份张米克升斤辆"
    r"位套间床平亩字页票车秒片粒袋盒瓶]|分钟|小时|人次|公里|平方米|毫[克升]))$"
)
_EACH: Final = re.compile(
    r"(?:[人天日月年次个件套台户份张辆间床晚夜时秒分亩吨度斤克米升页字票车周季班节盒瓶杯碗袋板包箱片粒]|小时|分钟|平|公|立|千|百|学)"
)
_ENCIRCLED: Final = (
    {
        chr(code): i
        for start in (0x2460, 0x2474, 0x2776, 0x24F5)
        for i, code in enumerate(
            range(start, start + (20 if start < 0x2700 and start != 0x24F5 else 10)), 1
        )
    }
    | {chr(code): i for i, code in enumerate(range(0x3220, 0x322A), 1)}
    | {chr(code): i for i, code in enumerate(range(0x2488, 0x249C), 1)}
)
_ROMAN: Final = {
    chr(code): i for start in (0x2160, 0x2170) for i, code in enumerate(range(start, start + 12), 1)
}
_HALVES: Final = {
    "½": (1, 2),
    "⅓": (1, 3),
    "⅔": (2, 3),
    "¼": (1, 4),
    "¾": (3, 4),
    "⅕": (1, 5),
    "⅛": (1, 8),
}
_LOW: Final = "₀₁₂₃₄₅₆₇₈₉"


def _line_start(m: re.Match[str]) -> bool:
    """Whether an item begins here: at the start of a line, or after a gap."""
    return before(m, 1).isspace() or not m.string[: m.start()].rsplit("\n", 1)[-1].strip()


def _silent_at_start(m: re.Match[str]) -> str | None:
    return "" if _line_start(m) else None


def _item(m: re.Match[str]) -> str | None:
    """1. at the start of a line."""
    return cardinal(m[1]) + _PAUSE if _line_start(m) else None


def _bracketed(m: re.Match[str]) -> str:
    """(1) and （一）: a number in brackets."""
    number = cardinal(m[1]) if m[1].isdigit() else m[1]
    return number + ("" if re.search(r"\w$", before(m, 1)) else _PAUSE)


def _encircled(m: re.Match[str]) -> str:
    listed = not re.match(r"\s*[：:、.]|[、和与至到-]?[①-⑳]", after(m)) and not re.search(
        r"(?:步骤|第|图|表|项|条)$", before(m)
    )
    return cardinal(str(_ENCIRCLED[m[0]])) + (_PAUSE if listed else "")


def _opened(m: re.Match[str]) -> str:
    head = before(m, 1)
    return "" if not head or head in _STOPS or head in "（([【“" else _PAUSE


def _closed(m: re.Match[str]) -> str:
    tail = after(m, 1)
    return "" if not tail or tail in _STOPS or tail in "）)]】”、》" else _PAUSE


def _until(m: re.Match[str]) -> str | None:
    if _DATED.search(before(m)) and _UNTIL.match(after(m)):
        return W["to"]
    return None


def _slash(m: re.Match[str]) -> str:
    head, tail = before(m), after(m).lstrip("（(")
    if _MEASURE.search(head) and _EACH.match(tail):
        return W["each"]
    joined = HANZI.match(tail) and head and HANZI.match(head[-1])
    if joined and not (head.endswith(("和", "或")) or tail.startswith(("或", "和"))):
        return W["or"]
    if re.search(r"[A-Za-z]$", head) and re.match(r"[A-Za-z]", tail):
        return "" if re.search(r"[A-Z]$", head) and re.match(r"[A-Z]", tail) else W["or"]
    return "" if head.endswith(("和", "或")) or not (tail and head) else W["or"]


def _compared(m: re.Match[str]) -> str:
    """> and < are said before numbers; elsewhere > leads from one page to the next."""
    if re.match(r"\s*[-\d￥$]", after(m)) or re.search(r"[\dA-Za-z]\s*$", before(m)):
        return _SIGN[m[0]]
    return _PAUSE


_KEYED: Final = re.compile(r"(?:按|拨|键入|输入)[下“\"]?[\d#*、和或键号井星]{0,6}\s?$")
"""Before a key of the telephone."""


def _stars(m: re.Match[str]) -> str:
    head, tail = before(m), after(m)
    if re.match(r"[号为的标项键]", tail) or (_KEYED.search(head) and len(m[0]) == 1):
        return W["star"]
    if re.search(r"\d$", head) and re.match(r"\d", tail) and len(m[0]) == 1:
        return W["times"]
    paired = _emphasis(m)
    if not paired and head and HANZI.match(head[-1]) and len(m[0]) < 3:
        return W["somebody"] * len(m[0])
    if re.search(r"[\dA-Za-z]$", head) and not paired:
        return W["star"] * len(m[0])
    return ""


def _emphasis(m: re.Match[str]) -> bool:
    """Whether stars open or close what is marked as **strong**."""
    if len(m[0]) not in {1, 2, 3}:
        return False
    mark = re.escape(m[0])
    begins = re.match(rf"(?![\s，。、；：！？*])[^*\n]+?{mark}(?!\*)", after(m, 80))
    ends = re.search(rf"(?<!\*){mark}(?![\s，。、；：！？*])[^*\n]+$", before(m, 80))
    return begins is not None or ends is not None


def _and(m: re.Match[str]) -> str:
    latin = re.search(r"[A-Za-z]\s*$", before(m)) and re.match(r"\s*[A-Za-z]", after(m))
    return " and " if latin else W["and"]


def _hash(m: re.Match[str]) -> str:
    """#topic# only marks; 5# is number five; else the key."""
    if re.match(r"[^#\s]{1,30}#", after(m, 32)) or re.search(r"#[^#\s]{1,30}$", before(m, 32)):
        return ""
    if (
        re.search(r"\d$", before(m))
        and not _KEYED.search(before(m))
        and not re.match(r"\d", after(m))
    ):
        return W["number"]
    return _SIGN["#"]


def _space(m: re.Match[str]) -> str:
    """Make a small pause of a gap between words; within 姓  名 or 3 个 it is nothing."""
    head, tail = before(m), after(m)
    if head and tail and head[-1] in _STOPS and head[-1].isascii() and tail[0].isascii():
        return " "
    if not head or not tail or head[-1] in _STOPS or tail[0] in _STOPS:
        return ""
    words = re.search(rf"{HANZI.pattern}{{2}}$|第?[\d]+[条章节款项]?$|[\d][-.]?\d*$", head)
    return (
        _PAUSE
        if words and re.match(rf"{HANZI.pattern}{{2}}", tail) and not _UNITS.match(tail)
        else (" " if tail[0].isascii() and head[-1].isascii() else "")
    )


_UNITS: Final = re.compile(r"[个位名人份张件条次天年月日号时点分秒元万亿千百楼层室米公平岁度级周]")


def _named(m: re.Match[str]) -> str:
    return _SIGN[m[0]]


def _times(m: re.Match[str]) -> str:
    """×× is somebody or something; 打× a cross; else times."""
    if len(m[0]) > 1 or not re.search(r"[\w)）]\s*$", before(m)):
        return W["somebody"] * len(m[0])
    if re.search(r"[\w)）]\s*$", before(m)) and re.match(r"\s*[\dA-Za-z]", after(m)):
        return W["times"]
    return (
        W["cross"]
        if re.search(r"[打画划]$", before(m)) or re.match(r"号", after(m))
        else W["times"]
    )


def _silent(_: re.Match[str]) -> str:
    return ""


def _pause(m: re.Match[str]) -> str:
    return "" if _line_start(m) else _PAUSE


def _low(m: re.Match[str]) -> str:
    return digits("".join(str(_LOW.index(c)) for c in m[0]))


def _half(m: re.Match[str]) -> str:
    up, down = _HALVES[m[0]]
    return f"{cardinal(str(down))}{W['of']}{cardinal(str(up))}"


def _coordinate(m: re.Match[str]) -> str:
    return {"′": W["minute"], "″": W["second"]}[m[0]]


LIST: Final[tuple[Rule, ...]] = (rule("list", r"(\d{1,2})(?:[.．、)）](?!\d)|\s*[）)])\s*", _item),)
"""Before all other rules for digits."""
SIGN: Final[tuple[Rule, ...]] = (
    *sums.SIGN,
    rule(
        "year",
        r"[（(]((?:19|20)\d\d)[)）](?=\.[A-Za-z]|[》”])",
        lambda m: _PAUSE + digits(m[1]),
    ),
    rule("heading", r"#{1,6}\s+", _silent_at_start),
    rule("bullet", r"(?:[-*+•●■◆▪·○◇□>]|——?)\s+", _silent_at_start),
    rule("bullet", r"[*•●■◆▪·○◇□](?=[^\d\s*])", _silent_at_start),
    rule("markup", r"</?[A-Za-z][^<>\n]{0,80}>", _silent),
    rule("list", rf"[（(]\s*(\d{{1,2}}|{_CHINESE}{{1,3}})\s*[)）]\s*", _bracketed),
    *naming.SIGN,
    *counting.SIGN,
    rule("range", r"\s*(?:-{1,2}|~|—{1,2})\s*", _until),
    rule("path", r"(?:/[A-Za-z0-9_.-]+){2,}/?", lambda m: address(m[0])),
    rule("file", rf"(?<=[^\s.])\.(?={_FILE})", lambda _: W["point"]),
    rule("code", r"№\s?[.:：]?\s?(\d+)", numbered),
    rule("list", "[" + "".join(_ENCIRCLED) + "]", _encircled),
    rule("roman", "[" + "".join(_ROMAN) + "]", lambda m: cardinal(str(_ROMAN[m[0]]))),
    rule("fraction", "[" + "".join(_HALVES) + "]", _half),
    rule("power", "[²³]", lambda m: W["possessive"] + W["square" if m[0] == "²" else "cubic"]),
    rule("number", f"[{_LOW}]+", _low),
    rule("unit", r"[′″]", _coordinate),
    rule("number", r"(?<=[一二三四五六七八九〇○十])○", lambda _: W["zero"]),
    rule("pause", r"\.{3,}|。{2,}|…+", lambda _: "…"),
    rule("pause", r"\.(?=\s|$)", lambda _: "。"),
    rule("bracket", r"[（(\[【{]", _opened),
    rule("bracket", r"[）)\]】}]", _closed),
    rule("quote", r"[《》〈〉“”‘’「」『』\"'〔〕〖〗«»`]", _silent),
    rule("sign", r"[#*]号", lambda m: _SIGN["#"] if m[0][0] == "#" else W["star"]),
    rule("sign", r"\*+", _stars),
    rule("sign", r"/", _slash),
    rule("sign", r"#", _hash),
    rule("sign", r"&", _and),
    rule("sign", r"[<>＜＞]", _compared),
    rule("sign", r"×+", _times),
    rule("sign", one_of(_SIGN), _named),
    rule(
        "unit",
        one_of({k: v for k, v in _UNIT.items() if not k[0].isascii()}),
        lambda m: _UNIT[m[0]],
    ),
    rule("letter", one_of(_GREEK), lambda m: _GREEK[m[0]]),
    rule("sign", r"(?<=\w)-(?=\w[^，。；\n]{0,20}=)", lambda _: W["minus_sign"]),
    rule("pause", r"(?:—|--)+|[|→⇒➡▶⟶]|(?<=\S)-(?=\S)", _pause),
    rule("space", r"[ \t]+", _space),
    rule("decoration", r"[~_^\\\-·•※\u00ad␣○●□■◇◆△▲▽▼☆★.]+", _silent),
)
