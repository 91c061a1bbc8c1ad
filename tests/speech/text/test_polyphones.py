"""Characters with several readings, in sentences of the desk."""

from __future__ import annotations

import pytest

from qingzhi.speech.text.pinyin import Reader
from qingzhi.speech.text.polyphones import polyphones
from qingzhi.speech.text.syllable import split

SENTENCES = {
    "请尽[早还]清贷款": "zao3 huan2",
    "我[还]没轮到": "hai2",
    "有借有[还]": "huan2",
    "您[得]亲自来": "dei3",
    "写[得]很认真": "de5",
    "不[得]入内": "de2",
    "耐心[地]解释": "de5",
    "详细[地]址": "di4",
    "目[的]地": "di4",
    "有[的]地方": "de5",
    "找不[着]": "zhao2",
    "统一[着]装": "zhuo2",
    "陪[着]您": "zhe5",
    "办不[了]": "liao3",
    "办好[了]": "le5",
    "第三[行]": "hang2",
    "各[行]各业": "hang2",
    "这样[行]吗": "xing2",
    "局[长]接待日": "zhang3",
    "玩的时[长]": "chang2",
    "[重]新提交": "chong2",
    "[为]您办理": "wei4",
    "改[为]二楼": "wei2",
    "成[都]的班车": "du1",
    "全[都]在": "dou1",
    "[单]先生": "shan4",
    "[任]女士": "ren2",
    "[任]意窗口": "ren4",
    "广东省[区]域": "qu1",
    "[应]缴税款": "ying1",
    "回[应]您": "ying4",
    "当[天]办结": "tian1",
    "社保[卡]在银行": "ka3",
    "鱼刺[卡]在喉咙": "qia3",
    "两地温[差]": "cha1",
    "质量很[差]": "cha4",
    "电[子]证照": "zi3",
    "请把[片]子带来": "pian1",
    "照[片]": "pian4",
    "真的[假]的": "jia3",
    "婚[假]": "jia4",
    "[系]好安全带": "ji4",
    "血压计[系]在左臂": "ji4",
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


@pytest.mark.parametrize(("marked", "said"), SENTENCES.items(), ids=SENTENCES.keys())
def test_context_decides(reader: Reader, marked: str, said: str) -> None:
    """Words, neighbours, titles and numbers tell how a character is read."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    found = [f"{s.pinyin}{s.lexical}" for s in reader.read(text) if start <= s.char < end]
    assert " ".join(found) == said


def test_the_table_holds_syllables_and_ends_with_a_usual_reading() -> None:
    """Each entry is for one character, each reading is pinyin, the last has no pattern."""
    for char, several in polyphones().items():
        assert len(char) == 1
        split(several.usual)
        for pattern in several.patterns:
            split(pattern.reading)
