"""Words with which a visitor takes back the telephone number that they left.

Only a turn made of nothing else counts: 不用回电了 does, 不用回电了，我去窗口办什么 does not.
"""

from __future__ import annotations

import re
from typing import Final

from qingzhi.safety.normalise import folded

LENGTH: Final = 40
"""Characters of the longest turn that is looked at."""
_NOT_WORD: Final = re.compile(r"[\W_]+")
_SOFT: Final = (
    r"(?:好|那|算了|请|麻烦|你|您|你们|您们|帮我|给我|把|我|想|要|还是|就|先|这个|刚才|刚刚)*"
)
_NUMBER: Final = (
    r"(?:我?(?:刚才|刚刚|之前)?留?下?的?(?:那个|这个)?(?:联系)?(?:电话|号码|手机号|联系方式))"
)
_END: Final = r"(?:吧|了|啦|掉|谢谢|好吗|行吗|可以吗|吗)*"
_ZH: Final = re.compile(
    rf"{_SOFT}(?:"
    rf"(?:不用|不要|不必|别|取消|撤回|撤销)(?:再|给我|回|打)*(?:回电|回电话|打电话|打给我|回拨|来电|打过来|打回来)"
    rf"|(?:取消|撤回|撤销|删除|删掉|删了|去掉|不留){_NUMBER}"
    rf"|{_NUMBER}(?:请|帮我|给我)?(?:取消|撤回|撤销|删除|删掉|删了|删|去掉|不留)"
    rf"|(?:取消|撤回|撤销)(?:回电|回拨|预约回电)"
    rf"){_END}"
)
_EN: Final = re.compile(
    r"(?:please |ok |no |can you |could you |i want to |i d like to )*(?:"
    r"(?:cancel|withdraw|take back|stop) (?:the |my |that )?(?:call ?back|return call|call)"
    r"|(?:delete|remove|erase|withdraw|take back|forget) (?:my |the |that )?"
    r"(?:telephone number|phone number|number|phone|contact details)"
    r"|(?:don t|do not|no need to) (?:call|ring|phone) me(?: back)?"
    r")(?: (?:please|thanks|thank you|again|any ?more|now|after all))*"
)


def is_withdrawal(text: str) -> bool:
    """Whether a turn as a whole asks not to be called, or to erase the number, in zh or en."""
    if len(text) > LENGTH:
        return False
    words = _NOT_WORD.sub(" ", folded(text)).strip()
    return bool(_ZH.fullmatch(words.replace(" ", "")) or _EN.fullmatch(words))
