"""Words for what people do and where: what they usually wear there, and what room is behind them.

The tables are read as those in `lexicon`. What somebody `usual`ly wears gives way to clothes that
are named; nobody `grown` is a child.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

Effects = dict[str, Any]

WORK: Final[Mapping[str, Effects]] = {
    "医生|大夫|医师|牙医|中医|药剂师|药师|兽医|doctor|physician|dentist|surgeon|pharmacist|vet": {
        "usual": "white-coat",
        "scene": "clinic",
        "grown": True,
    },
    "科学家|研究员|scientist|researcher": {
        "usual": "white-coat",
        "scene": "office",
        "grown": True,
    },
    "护士|护工|护士长|nurse|caregiver": {"usual": "nurse", "scene": "clinic", "grown": True},
    "办事员|窗口人员|柜员|政务人员|公务员|工作人员|社区工作者|社工|前台|clerk|"
    "civil servant|receptionist|teller": {
        "usual": "suit",
        "scene": "hall",
        "accessory": "badge",
        "grown": True,
    },
    "理财顾问|理财经理|客户经理|银行经理|financial adviser|financial advisor|bank manager|banker": {
        "usual": "suit",
        "scene": "office",
        "grown": True,
    },
    "主持人|新闻主播|主播|news anchor|news host|anchor|presenter|host": {
        "usual": "suit",
        "scene": "studio",
        "grown": True,
    },
    "导游|讲解员|向导|tour guide|guide": {"usual": "jacket", "scene": "hall", "grown": True},
    "客服|营业员|话务员|customer service agent|operator": {"usual": "uniform", "grown": True},
    "警察|民警|保安|交警|特警|消防员|军人|士兵|飞行员|机长|海关人员|police officer|"
    "policeman|police|traffic warden|security guard|bouncer|firefighter|soldier|pilot": {
        "usual": "uniform",
        "grown": True,
    },
    "图书管理员|作家|librarian|writer": {"usual": "cardigan", "grown": True},
    "老师|教师|教授|幼师|幼儿园老师|幼儿园阿姨|保育员|teacher|professor|kindergarten teacher": {
        "usual": "cardigan",
        "scene": "classroom",
        "grown": True,
    },
    "律师|法官|经理|老板|总裁|会计|商务人士|企业家|lawyer|judge|manager|executive|ceo|"
    "accountant|entrepreneur": {
        "usual": "suit",
        "scene": "office",
        "grown": True,
    },
    "工程师|程序员|设计师|画家|摄影师|engineer|programmer|designer|artist|photographer": {
        "usual": "casual",
        "grown": True,
    },
    "工人|农民|司机|厨师|矿工|渔民|清洁工|农民工|worker|farmer|driver|chef|cook|miner|cleaner": {
        "usual": "casual",
        "grown": True,
    },
    "快递小哥|外卖小哥": {"usual": "jacket", "gender": "male", "grown": True},
    "快递员|外卖员|骑手|配送员|courier|delivery": {
        "usual": "jacket",
        "grown": True,
    },
    "志愿者|volunteer": {"usual": "jacket"},
    "服务员|餐厅服务员|酒保|waiter|waitress|bartender": {"usual": "waistcoat", "grown": True},
    "空乘|乘务员|flight attendant|cabin crew": {"usual": "skirt-suit", "grown": True},
    "空姐|stewardess": {"usual": "skirt-suit", "gender": "female", "grown": True},
    "空少|steward": {"usual": "suit", "gender": "male", "grown": True},
    "businessman": {"usual": "suit", "gender": "male", "grown": True},
    "businesswoman": {"usual": "suit", "gender": "female", "grown": True},
    "运动员|篮球运动员|足球运动员|健身教练|教练|athlete|basketball player|coach|trainer": {
        "usual": "casual",
        "muscle": 0.75,
    },
    "歌手|演员|模特|singer|actor|actress|model": {"usual": "casual"},
    "学生|schoolchild": {"usual": "child"},
}
SCENE: Final[Mapping[str, Effects]] = {
    "政务大厅|办事大厅|大厅|营业厅|hall|lobby": {"scene": "hall"},
    "办公室|office": {"scene": "office"},
    "诊室|诊所|clinic": {"scene": "clinic"},
    "教室|课堂|classroom": {"scene": "classroom"},
    "演播室|演播厅|直播间|studio": {"scene": "studio"},
}
PLACES: Final[Mapping[str, Effects]] = {
    "幼儿园|小学|中学|大学|银行|医院|博物馆|图书馆|kindergarten|bank|hospital|museum": {}
}
"""Words that say where somebody works and nothing of looks; 幼儿园 is no 幼儿."""
