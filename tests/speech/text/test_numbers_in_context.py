"""Numbers that only the words around them tell apart: counts, codes, durations, scores, sums."""

from __future__ import annotations

import pytest

from qingzhi.speech.text.normalise import spoken

CHINESE = {
    "全市人口17560061人": "全市人口一千七百五十六万零六十一人",
    "累计服务1234567890人次": "累计服务十二亿三千四百五十六万七千八百九十人次",
    "全年收入13812345678元": "全年收入一百三十八亿一千二百三十四万五千六百七十八元",
    "面积1234567890平方米": "面积十二亿三千四百五十六万七千八百九十平方米",
    "访问量达1234567890": "访问量达十二亿三千四百五十六万七千八百九十",
    "流水号1234567890": "流水号幺二三四五六七八九零",
    "手机13812345678张先生": "手机幺三八，幺二三四，五六七八张先生",
    "时长12:35": "时长十二分三十五秒",
    "用时1:05:30": "用时一小时零五分三十秒",
    "片长95:00": "片长九十五分钟",
    "以2:03:15的成绩夺冠": "以两小时零三分十五秒的成绩夺冠",
    "视频12:35开始播放": "视频十二点三十五分开始播放",
    "共HK$500": "共五百港元",
    "共A$25": "共二十五澳元",
    "共500THB": "共五百泰铢",
    "共SGD 30": "共三十新加坡元",
    "US$5-10一份": "五到十美元一份",
    "拨打+86-10-12345678": "拨打加八六，幺零，幺二三四五六七八",
    "拨打+852-2345-6789": "拨打加八五二，二三四五，六七八九",
    "拨打+886 2 2345 6789": "拨打加八八六，二，二三四五，六七八九",
    "拨打(+86)10-12345678": "拨打，加八六，幺零，幺二三四五六七八",
    "传真0755-8812 3456": "传真零七五五，八八幺二，三四五六",
    "电话8812-3456": "电话八八幺二，三四五六",
    "座机0755-88123456-801": "座机零七五五，八八幺二三四五六转八零幺",
    "由119处置": "由幺幺九处置",
    "转接120": "转接幺二零",
    "与110联系": "与幺幺零联系",
    "110受理110起案件": "幺幺零受理一百一十起案件",
    "打了120次电话": "打了一百二十次电话",
    "证书编号NO:0012": "证书编号零零幺二",
    "№12号柜": "编号十二号柜",
    "排队号No.A012": "排队号A零幺二",
    "使014·578": "使零幺四五七八",
    "WJ京12345": "WJ京幺二三四五",
    "302展厅": "三零二展厅",
    "105号窗口": "幺零五号窗口",
    "99号窗口": "九十九号窗口",
    "101-105室": "幺零幺到幺零五室",
    "1203、1204室": "幺二零三、幺二零四室",
    "12-1室": "十二杠一室",
    "面积3.5万m²": "面积三点五万平方米",
    "发电2.3亿kWh": "发电二点三亿千瓦时",
    "产量10万t/a": "产量十万吨每年",
    "噪声65dB(A)": "噪声六十五分贝",
    "血小板200×10³/μL": "血小板二百乘十的三次方每微升",
    "约10^6个": "约十的六次方个",
    "收听FM103.9MHz": "收听FM一百零三点九兆赫",
    "账号sz-hall": "账号SZ杠hall",
    "“申请表.pdf”": "申请表点PDF",
    "按*键": "按星号键",
    "请按1#": "请按一井号",
    "拨*#06#": "拨星号井号零六井号",
    "10号楼5#": "十号楼五号",
    "8-3=5": "八减三等于五",
    "8−3等于5": "八减三等于五",
    "12÷4=3": "十二除以四等于三",
    "计算8-3×2": "计算八减三乘二",
    "决赛21-19、19-21": "决赛二十一比十九、十九比二十一",
    "以25-23、25-21取胜": "以二十五比二十三、二十五比二十一取胜",
    "(3+5)×2=16": "三加五，乘二等于十六",
    "约5'30\"": "约五分三十秒",
    "2026/27赛季": "二零二六到二七赛季",
    "甲队3-1乙队": "甲队三比一乙队",
    "半决赛3-5个工作日": "半决赛三到五个工作日",
}
ENGLISH = {
    "Your code is 482910.": "Your code is four eight two nine one zero.",
    "Order No. 45021": "Order number four five zero two one",
    "Card ending in 4321": "Card ending in four three two one",
    "Take bus No. 305.": "Take bus number three oh five.",
    "Room 1203": "Room twelve oh three",
    "Ring (0755) 8812-3456": "Ring zero seven five five, eight eight one two, three four five six",
    "Call 0755-8812 3456.": "Call zero seven five five, eight eight one two, three four five six.",
    "1230000 people": "one million two hundred thirty thousand people",
    "open 24/7": "open twenty-four seven",
    "12:00 noon": "twelve noon",
    "9am-5pm": "nine A M to five P M",
    "3 April 2026": "the third of April, twenty twenty-six",
    "11/22/2026": "November twenty-second, twenty twenty-six",
    "in 2026-27": "in twenty twenty-six to twenty-seven",
    "the 2026 budget": "the twenty twenty-six budget",
    "$0.99": "ninety-nine cents",
    "50 USD": "fifty US dollars",
    "US$5-10": "five to ten dollars",
    "A$25": "twenty-five Australian dollars",
    "2 1/2": "two and a half",
    "500 mg/dL": "five hundred milligrams per decilitre",
    "5×10⁹/L": "five times ten to the power of nine per litre",
    "won 3-1": "won three to one",
    "10 - 4 = 6": "ten minus four equals six",
    "Duration 3:45": "Duration three minutes forty-five seconds",
    "the students' cards": "the students' cards",
    "the 'terms' are": "the terms are",
    "Press # or *99#": "Press hash or star nine nine hash",
    "Call +852 2345 6789": "Call plus eight five two, two three four five, six seven eight nine",
    "Monday-Friday": "Monday to Friday",
    "version v2.1": "version two point one",
}


@pytest.mark.parametrize(("written", "said"), CHINESE.items(), ids=CHINESE.keys())
def test_chinese_words_tell_what_a_number_is(written: str, said: str) -> None:
    """The same digits are a count, a code, a time that passes or a result."""
    assert spoken(written, "zh") == said


@pytest.mark.parametrize(("written", "said"), ENGLISH.items(), ids=ENGLISH.keys())
def test_english_words_tell_what_a_number_is(written: str, said: str) -> None:
    """Codes are said in digits, amounts and results as numbers."""
    assert spoken(written, "en") == said


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("piece", ["1+", "1-", "*1", "#1*", "1、123"])
def test_endless_sums_and_keys_are_read(piece: str, lang: str) -> None:
    """What only looks like a sum or a key, over and over, keeps no digit."""
    said = spoken(piece * 500, "en" if lang == "en" else "zh")
    assert said
    assert not any(char in "0123456789" for char in said)
