"""Words for who somebody is to others, and for how old: kinship, address, generations.

The tables are read as those in `lexicon`. What somebody born in a decade is called counts from the
middle of the 2020s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Effects = dict[str, Any]


class Years(NamedTuple):
    """An age that a word suggests, and the ages that it can still mean."""

    likely: float
    least: float
    most: float


def _kin(gender: str, likely: float, least: float, most: float) -> Effects:
    return {"gender": gender, "years": Years(likely, least, most)}


_F, _M = "female", "male"
GENDER: Final[Mapping[str, Effects]] = {
    "女性|女士|女人|女的|女生|女子|女|她|female|woman|lady|she|her|gal": {"gender": _F},
    "男性|男士|先生|男人|男的|男生|男子|男|他|汉子|爷们|大老爷们|male|man|gentleman|guy|he|his|bloke":
        {"gender": _M},
    "其他|其它|她们|他们": {},
    "小姐": {"gender": _F, "years": Years(26, 16, 45)},
    "美女|靓女|辣妹|御姐": {"gender": _F, "years": Years(25, 16, 60)},
    "帅哥|靓仔|小鲜肉|型男": {"gender": _M, "years": Years(26, 16, 60)},
    "小女孩|小姑娘|女童|女娃|女娃娃|小囡|囡囡|小丫头|萝莉|little girl|girl|schoolgirl":
        _kin(_F, 8, 3, 22),
    "女孩|女孩子|姑娘|闺女|丫头|妮子|妹子|大妹子|川妹子|妹陀|湘妹子|lass": _kin(_F, 18, 3, 32),
    "小男孩|小伙伴|男童|男娃|男娃娃|细路仔|little boy|boy|schoolboy": _kin(_M, 8, 3, 18),
    "男孩|男孩子|lad": _kin(_M, 14, 3, 25),
    "小伙子|小伙|小哥|小哥哥|后生|后生仔|帅小伙|young man": _kin(_M, 24, 15, 38),
    "少女|teenage girl": _kin(_F, 15, 11, 19),
    "少年|teenage boy": _kin(_M, 15, 11, 19),
    "阿姨|大妈|大婶|婶婶|大娘|婶子|嬢嬢|auntie|aunt": _kin(_F, 52, 30, 75),
    "大姐|姐姐|小姐姐|阿姐|sister": _kin(_F, 32, 14, 60),
    "妹妹|小妹|老妹": _kin(_F, 16, 3, 40),
    "大叔|叔叔|大伯|伯伯|阿叔|阿伯|uncle": _kin(_M, 50, 28, 75),
    "大哥|哥哥|大兄弟|brother": _kin(_M, 34, 14, 60),
    "弟弟|小弟|老弟": _kin(_M, 15, 3, 40),
    "奶奶|老奶奶|姥姥|外婆|阿婆|阿嬷|老太太|老太|婆婆|老大娘|老妇人|grandmother|grandma|granny|"
    "old woman|elderly woman|old lady":
        _kin(_F, 72, 48, 90),
    "爷爷|老爷爷|姥爷|外公|阿公|老爷子|老大爷|老头子|老倌|大爷|老头|老头儿|老先生|老汉|grandfather|grandpa|"
    "old man|elderly man":
        _kin(_M, 73, 48, 90),
    "妈妈|母亲|宝妈|mother|mom|mum": _kin(_F, 38, 18, 90),
    "爸爸|父亲|father|dad": _kin(_M, 40, 18, 90),
    "老板娘": _kin(_F, 42, 22, 75),
}  # fmt: skip
AGE: Final[Mapping[str, Effects]] = {
    "小孩|孩子|小孩子|儿童|小朋友|娃娃|娃儿|child|kid": {"years": Years(7, 3, 13)},
    "幼儿|学龄前|toddler|preschooler": {"years": Years(4, 3, 6)},
    "小学生": {"years": Years(9, 6, 13)},
    "中学生|青少年|teenager|teen": {"years": Years(15, 11, 19)},
    "大学生|college student|university student|student": {"years": Years(20, 15, 30)},
    "研究生|graduate student": {"years": Years(25, 21, 36)},
    "青年|年轻人|年轻|young": {"years": Years(25, 14, 44)},
    "中年人|中年|middle-aged|middle aged": {"years": Years(47, 35, 64)},
    "而立|而立之年|三十而立": {"years": Years(31, 29, 35)},
    "不惑|不惑之年": {"years": Years(41, 39, 46)},
    "知天命|知天命之年|年过半百|半百": {"years": Years(52, 49, 59)},
    "花甲|花甲之年|年过花甲|耳顺": {"years": Years(62, 59, 69)},
    "古稀|古稀之年|年过古稀": {"years": Years(72, 69, 79)},
    "耄耋|耄耋之年|耄耋老人|耄耋老者": {"years": Years(85, 79, 90)},
    "奔三|奔三十": {"years": Years(28, 25, 30)},
    "奔四|奔四十": {"years": Years(38, 34, 40)},
    "奔五|奔五十": {"years": Years(48, 44, 50)},
    "奔六|奔六十": {"years": Years(58, 54, 60)},
    "60后": {"years": Years(61, 56, 66)},
    "70后": {"years": Years(51, 46, 56)},
    "80后": {"years": Years(41, 36, 46)},
    "90后": {"years": Years(31, 26, 36)},
    "00后|零零后": {"years": Years(21, 16, 26)},
    "老年人|老人|老者|长者|老年|年迈|高龄|退休|retired|上了年纪|elderly|old|senior": {
        "years": Years(72, 50, 90)
    },
}
