"""Words for people, Chinese and English, and what each asks for.

A table's key holds words with one meaning, parted by `|`; its value says which fields they set.
Fields are those of the specification, but for a few that are only wishes: `style` and `dress` name
a hair cut or clothes that may not be made yet, `build` is a body mass index, `tall` is stature in
deviations from the mean, `years` a guess of an age with its limits.
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
    "女性|女士|女人|女的|女生|女|female|woman|lady|she|her": {"gender": _F},
    "男性|男士|先生|男人|男的|男生|男|male|man|gentleman|guy|he|his": {"gender": _M},
    "小姐": {"gender": _F, "years": Years(26, 16, 45)},
    "美女": {"gender": _F, "years": Years(25, 16, 60)},
    "帅哥": {"gender": _M, "years": Years(26, 16, 60)},
    "小女孩|小姑娘|女童|女娃|little girl|girl|schoolgirl": _kin(_F, 8, 3, 22),
    "女孩|姑娘": _kin(_F, 18, 3, 30),
    "小男孩|小伙伴|男童|男娃|little boy|boy|schoolboy": _kin(_M, 8, 3, 18),
    "男孩": _kin(_M, 14, 3, 25),
    "小伙子|小伙|小哥|young man": _kin(_M, 24, 15, 38),
    "少女|teenage girl": _kin(_F, 15, 11, 19),
    "少年|teenage boy": _kin(_M, 15, 11, 19),
    "阿姨|大妈|大婶|婶婶|大娘|auntie|aunt": _kin(_F, 52, 30, 75),
    "大姐|姐姐|小姐姐|sister": _kin(_F, 32, 14, 60),
    "妹妹": _kin(_F, 16, 3, 40),
    "大叔|叔叔|大伯|伯伯|uncle": _kin(_M, 50, 28, 75),
    "大哥|哥哥|brother": _kin(_M, 34, 14, 60),
    "弟弟": _kin(_M, 15, 3, 40),
    "奶奶|老奶奶|姥姥|外婆|老太太|婆婆|老大娘|老妇人|grandmother|grandma|granny|"
    "old woman|elderly woman|old lady":
        _kin(_F, 72, 48, 90),
    "爷爷|老爷爷|姥爷|外公|老大爷|大爷|老头|老头儿|老先生|老汉|grandfather|grandpa|"
    "old man|elderly man":
        _kin(_M, 73, 48, 90),
    "妈妈|母亲|宝妈|mother|mom|mum": _kin(_F, 38, 18, 90),
    "爸爸|父亲|father|dad": _kin(_M, 40, 18, 90),
    "老板娘": _kin(_F, 42, 22, 75),
}  # fmt: skip
AGE: Final[Mapping[str, Effects]] = {
    "小孩|孩子|儿童|小朋友|娃娃|child|kid": {"years": Years(7, 3, 13)},
    "幼儿|学龄前|toddler|preschooler": {"years": Years(4, 3, 6)},
    "小学生": {"years": Years(9, 6, 13)},
    "中学生|青少年|teenager|teen": {"years": Years(15, 11, 19)},
    "大学生|college student|student": {"years": Years(20, 15, 30)},
    "青年|年轻人|年轻|young": {"years": Years(25, 14, 44)},
    "中年人|中年|middle-aged|middle aged": {"years": Years(47, 35, 64)},
    "老年人|老人|老年|年迈|高龄|上了年纪|elderly|old|senior": {"years": Years(72, 55, 90)},
}
BODY: Final[Mapping[str, Effects]] = {
    "微胖|稍胖|略胖|有点胖|丰满|圆润|plump|chubby|curvy|slightly overweight": {"build": 25.5},
    "偏胖|较胖|胖乎乎|胖墩墩|overweight|heavyset|heavy": {"build": 28.0},
    "肥胖|很胖|胖|大胖|obese|fat|very heavy": {"build": 31.0},
    "偏瘦|较瘦|清瘦|苗条|纤细|瘦小|slim|slender|lean": {"build": 19.0},
    "很瘦|瘦削|干瘦|骨瘦如柴|瘦|very thin|skinny|thin|gaunt": {"build": 17.3},
    "匀称|中等身材|身材适中|标准身材|average build|medium build": {"build": 22.5},
    "壮实|健壮|结实|强壮|魁梧|虎背熊腰|muscular|stocky|sturdy|burly": {
        "muscle": 0.85,
        "build": 25.5,
    },
    "健美|运动员身材|athletic|fit": {"muscle": 0.78, "build": 22.8},
    "高挑|高个子|高个|个子高|身材高大|高大|tall": {"tall": 1.4},
    "很高|特别高|very tall": {"tall": 2.2},
    "矮个子|矮个|个子矮|矮小|个子不高|小个子|short stature|petite|short man|short woman": {
        "tall": -1.4
    },
    "中等个子|中等个头|average height|medium height": {"tall": 0.0},
}
HAIR: Final[Mapping[str, Effects]] = {
    "光头|秃顶|秃头|bald|shaved head": {"style": "bald"},
    "谢顶|地中海|balding|receding": {"style": "balding"},
    "寸头|板寸|平头|小平头|buzz cut|buzzcut|crew cut": {"style": "buzz"},
    "短发|短头发|short hair|short-haired|cropped hair": {"style": "short"},
    "精灵短发|超短发|利落短发|男式短发|pixie cut|pixie|very short hair": {"style": "pixie"},
    "长发|长头发|披肩发|披肩长发|长直发|long hair|long-haired": {"style": "long"},
    "中长发|齐肩发|shoulder-length hair|medium hair": {"style": "lob"},
    "波波头|齐耳短发|bob": {"style": "bob"},
    "马尾|马尾辫|高马尾|低马尾|ponytail": {"style": "ponytail"},
    "丸子头|发髻|盘发|盘头|发包|bun|updo|chignon": {"style": "bun"},
    "双马尾|羊角辫|pigtails": {"style": "pigtails"},
    "麻花辫|辫子|braid|braids": {"style": "braid"},
    "卷发|自来卷|curly hair|curls|curly": {"style": "curls"},
    "大波浪|波浪卷|波浪发|长卷发|wavy hair|waves|wavy": {"style": "wavy"},
    "烫发|烫头|短卷发|羊毛卷|perm|permed hair|permed": {"style": "perm"},
    "爆炸头|非洲卷|afro hair|afro": {"style": "afro"},
    "头发稀疏|头发稀少|稀疏的头发|发量少|thin hair|thinning hair|sparse hair": {"style": "thin"},
    "刘海|齐刘海|bangs|fringe": {"style": "fringe"},
    "偏分|侧分|三七分|side part|side parting": {"style": "side-part"},
    "背头|大背头|油头|slicked back|slicked-back": {"style": "slick"},
    "花白|灰白|头发花白|两鬓斑白|salt-and-pepper|greying|graying|grey-haired|"
    "gray-haired|grey hair|gray hair": {"hair.grey": 0.6},
    "白发|满头白发|白头发|银发|white hair|white-haired|silver hair": {"hair.grey": 1.0},
    "黑发|黑头发|乌黑|black hair|dark hair|black-haired": {"hair.colour": "#17110f"},
    "棕发|棕色头发|褐发|褐色头发|栗色头发|brown hair|brown-haired|brunette": {
        "hair.colour": "#4a3020"
    },
    "金发|金色头发|blond hair|blonde hair|blond|blonde|fair hair": {"hair.colour": "#a8824f"},
    "红发|红头发|red hair|red-haired|redhead|ginger": {"hair.colour": "#7a3a20"},
    "黄头发|染黄|染发|dyed hair": {"hair.colour": "#7a5530"},
}
FACE: Final[Mapping[str, Effects]] = {
    "单眼皮|monolid|single eyelid|single eyelids": {"eyes.crease": 0.0, "face.epicanthus": 0.35},
    "双眼皮|double eyelid|double eyelids": {"eyes.crease": 0.95},
    "大眼睛|眼睛大|浓眉大眼|big eyes|large eyes": {"face.eye-size": 1.0, "face.eye-opening": 0.6},
    "小眼睛|眼睛小|眯眯眼|small eyes": {"face.eye-size": 0.2, "face.eye-opening": -0.2},
    "丹凤眼|凤眼|phoenix eyes|upturned eyes": {"face.eye-outer-height": 0.6, "eyes.crease": 0.2},
    "杏眼|almond eyes|almond-shaped eyes": {"face.eye-opening": 0.55, "eyes.crease": 0.8},
    "眼袋|bags under the eyes|eye bags": {"face.eye-bag": 0.7},
    "蓝眼睛|碧眼|blue eyes|blue-eyed": {"eyes.iris": "#5b7a94"},
    "绿眼睛|green eyes|green-eyed": {"eyes.iris": "#5d6b4a"},
    "灰眼睛|grey eyes|gray eyes": {"eyes.iris": "#76838a"},
    "棕色眼睛|褐色眼睛|brown eyes|brown-eyed": {"eyes.iris": "#5a3a24"},
    "黑眼睛|dark eyes": {"eyes.iris": "#2c1a12"},
    "高鼻梁|鼻梁高|鼻梁挺|高挺的鼻子|挺鼻|high nose bridge|straight nose": {
        "face.nose-bridge": 0.8
    },
    "塌鼻梁|塌鼻子|low nose bridge|flat nose": {"face.nose-bridge": -0.3},
    "大鼻子|鼻子大|宽鼻|big nose|broad nose|wide nose": {
        "face.nose-width": 0.5,
        "face.nose-wings": 0.4,
    },
    "小鼻子|small nose|button nose": {"face.nose-width": -0.6, "face.nose-volume": -0.5},
    "鹰钩鼻|aquiline nose|hooked nose": {"face.nose-hump": 0.8, "face.nose-point-height": -0.4},
    "厚嘴唇|嘴唇厚|丰唇|full lips|thick lips": {
        "face.upper-lip-full": 0.5,
        "face.lower-lip-full": 0.6,
    },
    "薄嘴唇|嘴唇薄|薄唇|thin lips": {"face.upper-lip-full": -0.8, "face.lower-lip-full": -0.5},
    "大嘴|wide mouth": {"face.mouth-width": 0.7},
    "樱桃小嘴|小嘴|small mouth": {"face.mouth-width": -0.5},
    "圆脸|娃娃脸|圆圆的脸|round face|baby face": {"face.head-round": 0.8, "face.cheek-volume": 0.6},
    "鹅蛋脸|椭圆脸|oval face": {"face.head-oval": 0.8},
    "瓜子脸|尖下巴|heart-shaped face|pointed chin": {
        "face.head-taper": 0.3,
        "face.chin-width": -0.7,
    },
    "方脸|国字脸|square face|square jaw": {"face.head-square": 0.5, "face.jaw-angle": 0.7},
    "长脸|long face": {"face.head-rectangular": 0.5, "face.head-height": 0.4},
    "高颧骨|颧骨高|high cheekbones": {"face.cheek-bones": 0.6, "face.cheekbone-width": 0.3},
    "双下巴|double chin": {"face.double-chin": 0.8},
    "招风耳|protruding ears|big ears": {"face.ear-wing": 0.5, "face.ear-size": 0.4},
    "浓眉|粗眉|thick eyebrows|bushy eyebrows": {"brows.thickness": 0.8, "brows.density": 1.0},
    "细眉|柳叶眉|thin eyebrows": {"brows.thickness": -0.6, "brows.arch": 0.4},
    "雀斑|freckles|freckled": {"skin.freckles": 0.9},
    "皱纹|wrinkles|wrinkled": {"skin.lines": 0.9},
    "酒窝|笑眯眯|微笑|面带微笑|和蔼|慈祥|亲切|friendly|smiling|kind": {"smile": 1.8},
    "严肃|不苟言笑|stern|serious": {"smile": 0.2},
    "喉结": {"face.adams-apple": 1.0},
}
SKIN: Final[Mapping[str, Effects]] = {
    "白皙|皮肤白|肤白|白净|fair skin|fair-skinned|pale skin|pale|light skin": {
        "skin.tone": "monk-2"
    },
    "黄皮肤|小麦色|小麦肤色|tanned|olive skin|tan": {"skin.tone": "monk-5"},
    "皮肤黝黑|黝黑|古铜色|皮肤黑|晒黑|deeply tanned": {"skin.tone": "monk-6"},
    "棕色皮肤|brown skin|brown-skinned": {"skin.tone": "monk-7"},
    "深色皮肤|黑皮肤|dark skin|dark-skinned": {"skin.tone": "monk-8"},
    "化妆|化了妆|妆容|make-up|makeup": {"skin.make_up": 0.7},
    "淡妆|light make-up|light makeup": {"skin.make_up": 0.4},
    "浓妆|heavy make-up|heavy makeup": {"skin.make_up": 1.0},
    "素颜|素面朝天|no make-up|no makeup|bare-faced|without makeup|without make-up": {
        "skin.make_up": 0.0
    },
    "口红|红唇|lipstick|red lips": {"skin.lips": "#a94a50"},
}
_ASIA, _EUROPE, _AFRICA = {"asian": 1.0}, {"caucasian": 1.0}, {"african": 1.0}
REGION: Final[Mapping[str, Effects]] = {
    "中国人|中国|东亚人|东亚|亚洲人|亚洲|亚裔|汉族|华人|日本人|韩国人|朝鲜族|"
    "chinese|east asian|asian|japanese|korean": {"ancestry": _ASIA},
    "欧洲人|欧洲|欧美|白人|西方人|俄罗斯人|俄罗斯族|法国人|德国人|英国人|caucasian|"
    "european|white|russian|french|german|british": {"ancestry": _EUROPE},
    "非洲人|非洲|非裔|黑人|尼日利亚人|肯尼亚人|african|black|nigerian|kenyan": {
        "ancestry": _AFRICA,
        "skin.tone": "monk-8",
    },
    "维吾尔族|维族|新疆人|哈萨克族|中亚人|uyghur|central asian|kazakh": {
        "ancestry": {"asian": 0.5, "caucasian": 0.5}
    },
    "蒙古族|藏族|mongolian|tibetan": {"ancestry": _ASIA, "skin.tone": "monk-5"},
    "东南亚人|东南亚|傣族|泰国人|越南人|southeast asian|thai|vietnamese|filipino": {
        "ancestry": {"asian": 0.85, "african": 0.15},
        "skin.tone": "monk-5",
    },
    "南亚人|印度人|印度|south asian|indian": {
        "ancestry": {"caucasian": 0.65, "african": 0.2, "asian": 0.15},
        "skin.tone": "monk-6",
    },
    "中东人|阿拉伯人|middle eastern|arab": {
        "ancestry": {"caucasian": 0.9, "african": 0.1},
        "skin.tone": "monk-4",
    },
    "拉美人|拉丁裔|latino|latina|hispanic": {
        "ancestry": {"caucasian": 0.6, "asian": 0.4},
        "skin.tone": "monk-4",
    },
    "混血|mixed race|mixed-race|eurasian": {"ancestry": {"asian": 0.5, "caucasian": 0.5}},
}
WORN: Final[Mapping[str, Effects]] = {
    "眼镜|近视镜|glasses|spectacles|eyeglasses": {"glasses.frame": "rectangular"},
    "黑框眼镜|black-framed glasses|black-rimmed glasses": {
        "glasses.frame": "rectangular",
        "glasses.colour": "#151416",
    },
    "圆框眼镜|圆眼镜|round glasses": {"glasses.frame": "round"},
    "金丝眼镜|金边眼镜|gold-rimmed glasses|gold-framed glasses": {
        "glasses.frame": "oval",
        "glasses.colour": "#8a6a34",
    },
    "半框眼镜|half-rim glasses|half-rimmed glasses": {"glasses.frame": "half-rim"},
    "无框眼镜|rimless glasses": {"glasses.frame": "rimless"},
    "方框眼镜|square glasses|rectangular glasses": {"glasses.frame": "rectangular"},
    "老花镜|reading glasses": {"glasses.frame": "half-rim"},
    "胡子|大胡子|络腮胡|络腮胡子|胡须|beard|bearded|full beard": {
        "beard.style": "full",
        "man": True,
    },
    "小胡子|八字胡|moustache|mustache": {"beard.style": "moustache", "man": True},
    "山羊胡|goatee": {"beard.style": "goatee", "man": True},
    "胡茬|胡渣|胡子拉碴|stubble|unshaven": {"beard.style": "stubble", "man": True},
    "刮得干净|clean-shaven|clean shaven": {"beard.style": "none", "man": True},
    "胸牌|工牌|名牌|工号牌|name badge|name tag|badge": {"accessory": "badge"},
    "丝巾|围巾|领巾|scarf": {"accessory": "scarf"},
    "领带|necktie|tie": {"accessory": "tie"},
    "耳麦|耳机|headset|headphones": {"accessory": "headset"},
}
DRESS: Final[Mapping[str, Effects]] = {
    "正装|西装|西服|职业装|套装|职业套装|西装革履|formal dress|formal wear|"
    "formal clothes|suit|business suit|blazer": {"dress": "suit"},
    "西装裙|套裙|职业裙装|skirt suit|blazer and skirt": {"dress": "skirt-suit"},
    "白大褂|白衣|white coat|lab coat": {"dress": "white-coat"},
    "护士服|nurse uniform|scrubs": {"dress": "nurse"},
    "制服|工作服|uniform": {"dress": "uniform"},
    "旗袍|qipao|cheongsam": {"dress": "qipao", "woman": True},
    "中山装|zhongshan suit|mao suit": {"dress": "zhongshan", "man": True},
    "衬衫|衬衣|shirt": {"dress": "shirt"},
    "马甲|背心|waistcoat|vest": {"dress": "waistcoat"},
    "开衫|毛衣|针织衫|cardigan|sweater": {"dress": "cardigan"},
    "t恤|牛仔裤|休闲装|便装|t-shirt|tee|jeans|casual clothes": {"dress": "casual"},
    "连衣裙|裙子|长裙|dress": {"dress": "dress", "woman": True},
    "夹克|冲锋衣|导游服|jacket": {"dress": "jacket"},
    "校服|school uniform": {"dress": "child"},
}
WORK: Final[Mapping[str, Effects]] = {
    "医生|大夫|医师|doctor|physician": {"dress": "white-coat", "scene": "clinic", "grown": True},
    "护士|nurse": {"dress": "nurse", "scene": "clinic", "grown": True},
    "办事员|窗口人员|柜员|政务人员|公务员|工作人员|clerk|civil servant|receptionist|teller": {
        "dress": "suit",
        "scene": "hall",
        "accessory": "badge",
        "grown": True,
    },
    "理财顾问|理财经理|客户经理|银行经理|financial adviser|financial advisor|bank manager|banker": {
        "dress": "suit",
        "scene": "office",
        "grown": True,
    },
    "主持人|新闻主播|主播|news anchor|news host|anchor|presenter|host": {
        "dress": "suit",
        "scene": "studio",
        "grown": True,
    },
    "导游|讲解员|向导|tour guide|guide": {"dress": "jacket", "scene": "hall", "grown": True},
    "客服|营业员|话务员|customer service agent|operator": {"dress": "uniform", "grown": True},
    "警察|民警|保安|交警|police officer|policeman|security guard": {
        "dress": "uniform",
        "grown": True,
    },
    "老师|教师|教授|teacher|professor": {
        "dress": "cardigan",
        "scene": "classroom",
        "grown": True,
    },
    "律师|经理|老板|总裁|lawyer|manager|executive|ceo": {
        "dress": "suit",
        "scene": "office",
        "grown": True,
    },
    "工程师|程序员|engineer|programmer": {"dress": "casual", "grown": True},
    "工人|农民|司机|厨师|worker|farmer|driver|chef": {"dress": "casual", "grown": True},
    "学生|schoolchild": {"dress": "child"},
}
SCENE: Final[Mapping[str, Effects]] = {
    "政务大厅|办事大厅|大厅|营业厅|hall|lobby": {"scene": "hall"},
    "办公室|office": {"scene": "office"},
    "诊室|诊所|医院|clinic|hospital": {"scene": "clinic"},
    "教室|课堂|学校|classroom|school": {"scene": "classroom"},
    "演播室|演播厅|直播间|studio": {"scene": "studio"},
}
COLOURS: Final[Mapping[str, str]] = {
    "藏青|藏蓝|深蓝|navy|dark blue": "#222b40",
    "蓝|天蓝|blue": "#2f4f86",
    "浅蓝|淡蓝|light blue": "#b9cde4",
    "黑|black": "#17171a",
    "深灰|炭灰|charcoal|dark grey|dark gray": "#33353a",
    "灰|grey|gray": "#5d6066",
    "浅灰|light grey|light gray": "#a9abb0",
    "白|white": "#e9e8e4",
    "米|米白|米黄|cream|beige": "#d8ccb4",
    "红|大红|red": "#8f1f25",
    "酒红|暗红|枣红|burgundy|wine": "#4d1a24",
    "粉|粉红|pink": "#d9a0a6",
    "绿|墨绿|green|dark green": "#1f4a3c",
    "黄|yellow": "#c9a23a",
    "橙|橘|orange": "#c56a2a",
    "紫|purple": "#4a2f5c",
    "棕|咖啡|褐|brown": "#4a3426",
}
"""Of cloth; in Chinese `色` may follow."""
COLOURED: Final[Mapping[str, str]] = {
    "西装|西服|外套|套装|正装|上衣|制服|旗袍|中山装|夹克|开衫|毛衣|连衣裙|裙子|suit|"
    "jacket|coat|blazer|uniform|dress|cardigan|sweater|qipao": "garment.coat",
    "衬衫|衬衣|t恤|shirt|blouse|t-shirt": "garment.shirt",
    "裤子|长裤|西裤|牛仔裤|trousers|pants|jeans": "garment.trousers",
    "皮鞋|鞋子|鞋|shoes": "garment.shoes",
    "领带|丝巾|围巾|领巾|tie|scarf": "garment.accent",
}
"""What a colour before these words dyes."""
NEGATED: Final[Mapping[str, Any]] = {
    "glasses.frame": "none",
    "beard.style": "none",
    "skin.make_up": 0.0,
    "skin.freckles": 0.0,
    "skin.lines": 0.0,
    "skin.lips": None,
    "face.eye-bag": -0.5,
    "face.double-chin": 0.0,
    "hair.grey": 0.0,
}
"""What it means that somebody has not what a word says; other negations are not understood."""
MEANT: Final[Mapping[str, Mapping[str, str]]] = {"short": {"female": "bob", "male": "crop"}}
"""Wishes that mean another style for women than for men."""
FALLBACKS: Final[Mapping[str, tuple[str, ...]]] = {
    "balding": ("balding", "bald"),
    "lob": ("lob", "bob", "long", "bun"),
    "bob": ("bob", "bun"),
    "long": ("long", "ponytail", "bun"),
    "ponytail": ("ponytail", "bun"),
    "pigtails": ("pigtails", "children", "ponytail", "bun"),
    "braid": ("braid", "ponytail", "bun"),
    "curls": ("curls", "long", "bun"),
    "fringe": ("fringe", "bob", "bun"),
    "side-part": ("side-part", "crop"),
    "slick": ("slick", "side-part", "crop"),
    "skirt-suit": ("skirt-suit", "suit"),
}
"""The styles to try for a wish, in order, for as long as not all are made."""
FILLER: Final = frozenset(
    {
        "的", "一个", "一位", "一名", "一", "个", "位", "名", "有", "有着", "穿", "穿着", "身穿",
        "戴", "戴着", "留", "留着", "扎", "扎着", "梳", "梳着", "着", "和", "与", "并", "且",
        "很", "是", "以及", "她", "他", "长", "长着", "长相", "外貌", "身材", "体型", "身高",
        "体重", "年龄", "大约", "大概", "约", "左右", "看上去", "看起来", "请", "给我", "生成",
        "做", "来", "要", "想要", "形象", "数字人", "人", "的人", "人物", "而且", "也", "还",
        "又", "呈", "地", "得", "了", "岁", "头发", "皮肤", "眼睛", "脸", "一点", "有点", "比较",
        "非常", "带", "a", "an", "the", "is", "are", "was", "with", "and", "has", "have",
        "wearing", "wears", "wear", "in", "of", "who", "at", "to", "for", "as", "about", "very",
        "quite", "rather", "person", "figure", "avatar", "looks", "look", "like", "please",
        "make", "me", "create", "it", "i", "want", "years", "old", "hair", "eyes", "skin",
        "face", "build", "aged", "age", "year",
    }
)  # fmt: skip
"""Words that carry no wish of their own."""
