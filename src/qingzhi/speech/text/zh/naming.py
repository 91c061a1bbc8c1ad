"""Numbers that name rather than count: telephones, cards, codes, plates, rooms, lines."""

from __future__ import annotations

import re
from typing import Final

from qingzhi.speech.text.numerals import cardinal, digits
from qingzhi.speech.text.rule import Rule, after, before, rule
from qingzhi.speech.text.zh.common import PAIRED, N, W, counted

_PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_CALLED: Final = re.compile(
    r"(?:拨打|致电|来电|呼叫|热线|电话|服务号|短号|拨|打|[Tt]el|客服|专线|手机号?|联系|传真|分机号?|短信至?|发送至?|转|座机|总机)"
    r"(?:号码?|是|为|至|到|：|:|\.|\s|或|[:：，,]){0,4}$"
)
_CODED: Final = re.compile(
    r"(?:编号|号码|卡号|账号|帐号|密码|口令|验证码|校验码|识别码|取件码|提货码|取票码|邀请码|条码|单号|尾号|学号|代码|证号|"
    r"证书号|车牌号?|邮编|邮政编码|工号|警号|排队号|序列号|流水号|批号|文号|档号|考号|准考证号?|案号|型号|编码|户号|房号|"
    r"税号|信用代码|受理号|回执号|订单号?|运单号?|业务号|[Ii][Dd]|QQ|qq|微信|群号?|末[四六4]位|后[四六4]位|前[六四]位|暗号|首位|"
    r"身份证号?码?|护照号?|保单号?|合同号?|发票号?|税务登记号|设备号|房间号?|病历号|住院号|就诊号|门诊号|社保号|公积金号)"
    r"(?:码|是|为|：|:|分别|\s|[“\"'（(「\[【]|第){0,4}$"
)
_ROOMED: Final = re.compile(
    r"\s*(?:室(?!内|外|温|友|[12]?\d?[厅卫])|房(?!间|子)|房间|号房|号室|号病房|病房|病室|病区|诊室|号诊室|教室|会议室|办公室|号宿舍|宿舍|包间|包厢|铺|卡座|柜)"
)
_HOUSED: Final = re.compile(r"(?:[门栋座幢层楼]|单元|\d号|[A-Z]座|大厦)\s*$")
_STREET: Final = re.compile(r"[路街道巷]\s*$")
_LINED: Final = re.compile(
    r"\s*(?:路(?!人|程|费|边|面|段|口|途)|次(?:列|航|动|高铁|特快|直达|城际|车|旅|[，。、]|$)|航班|国道|省道|县道|线(?:公交|专))"
)
_HOT: Final = re.compile(
    r"(?:11[0249]|12[02]|12[0-9]{3}|9[56]\d{3}|100(?:00|01|10|86|60|99|50)|1008611|10020|1068\d*|118114|116114)"
)
_URGENT: Final = re.compile(
    r"\s*(?:热线|急救|救护|报警|火警|查号|客服|平台|专线|电话|投诉|服务|政务|台(?!套)|中心|指挥|短信|接听|咨询|便民|监督|举报|心理|援助|网站|网$|[Aa]pp|APP|小程序|购票|官网|号码|出警|接警|调度|交通|事故|、1[12]\\d|和1[12]\\d)"
)
_GRADED: Final = re.compile(r"(?:985|211|360|315|618|1024|996|007|404|110|119|120|122|114|911)")
_NAMED_SO: Final = re.compile(
    r"(?:[、/和及]\d{3})?\s*(?:工程|高校|院校|大学|晚会|维权|消费者|安全卫士|大促|购物节|工作制)"
)


def _telephone(m: re.Match[str]) -> str:
    groups = [group for group in re.split(r"[-\s()（）]+", m[0]) if group]
    if len(groups) == 1 and len(groups[0]) == 11 and groups[0].startswith("1"):
        number = groups[0]
        groups = [number[:3], number[3:7], number[7:]]
    return "，".join(_group(group) for group in groups)


def _group(text: str) -> str:
    plus = W["add"] if text.startswith("+") else ""
    return plus + digits(text, telephone=True)


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


def _dashed(m: re.Match[str]) -> str:
    """8-3-2016: a code of several numbers."""
    return W["hyphen"].join(_name(part) for part in m[0].split("-"))


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
        return False
    if (len(text) > 1 and text.startswith("0")) or (len(text) > 8 and not text.endswith("0000")):
        return not re.match(r"\s*[元万亿]", tail)
    if re.match(r"[Pp](?![A-Za-z])", tail):
        return len(text) > 2
    if _CODED.search(head) and not _MEASURED.match(tail):
        return len(text) > 1
    if len(text) >= 3 and _CALLED.search(head) and not _MEASURED.match(tail):
        return True
    if len(text) >= 3 and (_ROOMED.match(tail) or _LINED.match(tail)):
        return True
    if len(text) in {7, 8} and not text.endswith("000") and not _COUNTED.match(tail):
        return True
    if len(text) == 4 and _STREET.search(head) and tail.startswith("号"):
        return True
    if (
        len(text) in {3, 4}
        and _HOUSED.search(head)
        and not re.match(r"\s*[号个人户层㎡平米m年]", tail)
    ):
        return True
    if _HOT.fullmatch(text) and (
        _URGENT.match(tail) or (len(text) == 5 and not _COUNTED.match(tail))
    ):
        return True
    if _GRADED.fullmatch(text) and _NAMED_SO.match(tail):
        return True
    return (
        len(text) in {3, 4}
        and re.search(r"[A-Za-z]{3,}\s$", head) is not None
        and not PAIRED.match(tail)
    )


_MEASURED: Final = re.compile(
    r"\s*(?:个|位(?!于)|名|人|份|张|件|条|次|天|年|周|岁|小时|分钟|秒|元|块|万|亿|余|多|级|%|米|公里|部|台|套)"
)
_COUNTED: Final = re.compile(
    r"\s*(?:个|位|名|人|份|张|件|条|次|天|年|周|岁|小时|分钟|秒|元|块|万|亿|千|余|多|套|页|间|辆|台|部|种|项|家|户|"
    r"册|支|把|组|倍|步|只|片|米|公里|平|亩|吨|公斤|千克|克|度|美|日|港|英|欧|立|升|字|股|票|点|分|篇|枚|棵|株|头|对|所|座|栋|艘|幅|尾)"
)

DIGIT: Final[tuple[Rule, ...]] = (
    rule("network", r"(?:\d{1,3}\.){3}\d{1,3}(?![\d.])", _network),
    rule("identity", r"[1-9]\d{5}(?:18|19|20)\d{9}[\dXx](?![\dA-Za-z])", _identity),
    rule("card", r"\d{4}(?: \d{4}){2,3}(?: \d{1,4})?(?!\d)", _card),
    rule("telephone", r"\d{2,4}\*{2,}\d{2,4}", _masked),
    rule("telephone", r"(?:86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)", _telephone),
    rule("telephone", r"0\d{2,3}[- ]\d{5,8}(?:-\d{1,6})?(?!\d)", _telephone),
    rule("telephone", r"[48]00\d?[- ]\d{3,4}[- ]?\d{3,4}(?!\d)", _telephone),
    rule("telephone", r"[48]00\d{7}(?!\d)", _telephone),
    rule("number", r"\d+(?=[A-Z]{1,2}\d)", lambda m: digits(m[0], telephone=True)),
)
CODE: Final[tuple[Rule, ...]] = (rule("code", r"\d+(?:-\d+){2,}(?![\d%])", _dashed),)
LAST: Final[tuple[Rule, ...]] = (
    rule("code", r"(\d+)-(\d+)(?!\d)", _pair),
    rule("number", N, _plain),
)
SIGN: Final[tuple[Rule, ...]] = (
    rule(
        "year",
        r"[〔\[（(【]((?:19|20)\d\d)[〕\]）)】]\s*(?=第?\d+[号期])",
        lambda m: digits(m[1]) + "，",
    ),
    rule("telephone", r"\+\d{1,3}[- ]?\d{2,4}(?:[- ]?\d{3,4}){1,3}(?!\d)", _telephone),
    rule(
        "telephone",
        r"[(（]0\d{2,3}[)）]\s?-?\d{7,8}(?:-\d{1,6})?(?!\d)",
        lambda m: "，" + _telephone(m),
    ),
)
HANZI: Final[tuple[Rule, ...]] = (
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
