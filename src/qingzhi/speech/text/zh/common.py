"""What the rules for Chinese share: words of the catalogue, numbers, what may follow them."""

from __future__ import annotations

import re
from typing import Final

from qingzhi.speech.text.numerals import cardinal, digits, quantity
from qingzhi.speech.text.spoken import strings

W: Final = strings("zh")
"""Words that rules put in, by their names in the catalogue."""

N: Final = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
"""A number with thousands separators or without, and decimals."""
TO: Final = r"\s*(?:-{1,2}|~|—{1,2}|至|到)\s*"
"""What joins the ends of a range."""
NO_DIGIT: Final = r"(?![\d])(?!\.\d)"

PAIRED: Final = re.compile(
    r"\s*(?:个|位|名|人(?!民币)|份|张|件|条(?!例)|次(?!元|供水)|天|年(?!级)|周(?!年庆)|岁|小时|分钟|秒|元|块|"
    r"套|页|间|辆|台|部(?!门)|种|项|家|户|口|册|支|把|遍|批|组|倍|万|亿|千|百万|步|句|只|片|粒|瓶|盒|袋|杯|"
    r"颗|针|剂|学期|星期|车道|厅|室[12]?\d?[厅卫]|卫|居|公里|千米|米|厘米|毫米|平方|立方|公斤|千克|克|吨|升|"
    r"毫升|成|斤|段|轮|届|起|场|封|顿|扇|幢|座|门|株|头|匹|艘|架|笔|桶|箱|包|根|块|对|副|双|串|排|行|列|款|"
    r"样|面|处|点(?!\d)|刻|夜|晚|宿|克拉|海里|英里|英寸|英尺|字|声|拨|节|课时|学分|分(?!之|局|院|行|公司|区|校|店)|"
    r"车|瓦|千瓦|伏|亩|公顷|兆|站|度|角|毛|工作日|自然日|审(?!判)|卷|帧|发|级(?=台阶)|代人|周岁|周内|省|市|地)"
)
"""After one of these two is liǎng."""
COUNTING: Final = re.compile(
    r"(?:以下|这|那|共|分|有|前|后|每|各|另|任选|任意|其中|仅|近|约|满|第?一或)\s*$"
)
"""Before a number that counts what is also numbered (2类, 2层, 2级)."""
NUMBERED: Final = re.compile(r"\s*(?:类|层|级|本|栏|区|期|队|班)")


def counted(text: str, head: str, tail: str) -> str:
    """Read a whole number or decimal by what stands around it: 2个 is 两个, 第2个 第二个."""
    if head.rstrip().endswith("第"):
        return cardinal(text)
    if PAIRED.match(tail) or (NUMBERED.match(tail) and COUNTING.search(head)):
        return quantity(text)
    return cardinal(text)


def signed(text: str) -> str:
    """Read a number that may have a sign before it."""
    if text.startswith("-"):
        return W["minus"] + cardinal(text[1:])
    return cardinal(text.lstrip("+"))


def spelt(text: str) -> str:
    """Digits one by one as on the telephone, what stands between as it is."""
    return re.sub(r"\d+", lambda m: digits(m[0], telephone=True), text)
