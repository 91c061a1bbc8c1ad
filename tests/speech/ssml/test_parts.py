"""SSML documents as parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.errors import InputError
from qingzhi.score import Sound
from qingzhi.speech.ssml import Emphasis, Manner, Mark, Part, parts


def one(inner: str, lang: str = "zh-CN") -> Part:
    """Give the single part of a document."""
    (part,) = parts(f'<speak xml:lang="{lang}">{inner}</speak>')
    return part


def test_plain_text_is_cut_into_sentences() -> None:
    """Each sentence is a part."""
    assert [p.text for p in parts("<speak>您好。请坐！</speak>")] == ["您好。", "请坐！"]


def test_gaps_of_the_document_are_not_said() -> None:
    """Lines and indents between hanzi vanish, between words they are one space."""
    assert one("\n  请 坐\n  这里\n").text.strip() == "请坐这里"
    assert one("请 \n<emphasis> 坐\n</emphasis>\n这里").text == "请坐这里"
    assert one("Please\n   sit", "en-US").text == "Please sit"


def test_a_break_is_the_silence_after_a_part() -> None:
    """Time goes before strength, and breaks in a row add up."""
    first, second = parts('<speak>请<break time="300ms"/><break time="1s"/>坐</speak>')
    assert (first.text, first.pause_s) == ("请", 1.3)
    assert (second.text, second.pause_s) == ("坐", None)


def test_prosody_is_a_manner_of_its_own() -> None:
    """Rate multiplies, pitch and volume add up, within what voices can do."""
    found = parts(
        '<speak>好<prosody rate="80%" pitch="+2st" volume="-3dB">慢'
        '<prosody rate="x-slow" volume="silent">很慢</prosody></prosody></speak>'
    )
    assert [p.manner for p in found] == [
        Manner(),
        Manner(0.8, 2.0, -3.0),
        Manner(0.5, 2.0, -60.0),
    ]


def test_emphasis_marks_spans_of_the_part() -> None:
    """Reduced words are not among those that are stressed."""
    part = one(
        '请<emphasis level="strong">务必</emphasis>带<emphasis level="reduced">上</emphasis>'
    )
    assert part.emphasis == (Emphasis(1, 3, "strong"), Emphasis(4, 5, "reduced"))
    assert part.stressed == ((1, 3),)


@pytest.mark.parametrize(
    ("attributes", "text", "said"),
    [
        ('interpret-as="telephone"', "110-1234", "幺幺零，幺二三四"),
        ('interpret-as="digits"', "110", "一一零"),
        ('interpret-as="cardinal"', "110", "一百一十"),
        ('interpret-as="ordinal"', "3", "第三"),
        ('interpret-as="characters"', "a-1", "A 杠一"),
        ('interpret-as="spell-out"', "VIP", "V I P"),
        ('interpret-as="date" format="mdy"', "11/22/2026", "二零二六年十一月二十二日"),
        ('interpret-as="date" format="ymd"', "20261122", "二零二六年十一月二十二日"),
        ('interpret-as="date"', "2026-11-22", "二零二六年十一月二十二日"),
        ('interpret-as="time"', "9:05", "九点零五分"),
        ('interpret-as="currency"', "￥12", "十二元"),
        ('interpret-as="unit"', "5km", "五公里"),
        ('interpret-as="address"', "5栋301室", "五栋三零幺室"),
    ],
)
def test_say_as_in_chinese(attributes: str, text: str, said: str) -> None:
    """Each kind is read as it says."""
    assert one(f"<say-as {attributes}>{text}</say-as>").text == said


@pytest.mark.parametrize(
    ("attributes", "text", "said"),
    [
        ('interpret-as="telephone"', "911-12", "nine one one, one two"),
        ('interpret-as="ordinal"', "3rd", "third"),
        (
            'interpret-as="date" format="dmy"',
            "22/11/2026",
            "November twenty-second twenty twenty-six",
        ),
        ('interpret-as="characters"', "a1", "A one"),
    ],
)
def test_say_as_in_english(attributes: str, text: str, said: str) -> None:
    """The same in English."""
    assert one(f"<say-as {attributes}>{text}</say-as>", "en-US").text == said


@pytest.mark.parametrize(
    "phones", ['alphabet="pinyin" ph="hang2"', 'alphabet="x-pinyin" ph="háng"', 'ph="xaŋ˧˥"']
)
def test_a_phoneme_is_pinyin_for_mandarin(phones: str) -> None:
    """Digits, marks and IPA come to the same."""
    assert one(f"银<phoneme {phones}>行</phoneme>").sounds == (Sound(1, 2, "hang2"),)


def test_a_phoneme_in_english_stays_ipa() -> None:
    """What an English voice gets is IPA."""
    part = one('<phoneme ph="təˈmɑːtoʊ">tomato</phoneme>', "en-US")
    assert part.sounds == (Sound(0, 6, "təˈmɑːtoʊ", "ipa"),)


def test_sub_marks_and_languages() -> None:
    """An alias is said instead; marks keep their place; a language makes a part."""
    found = parts(
        '<speak><sub alias="信用社">农信</sub>好<mark name="m"/>吗'
        '<lang xml:lang="en-US">Hello</lang></speak>'
    )
    assert [(p.text, p.lang) for p in found] == [("信用社好吗", "zh"), ("Hello", "en")]
    assert found[0].marks == (Mark("m", 4),)


def test_paragraphs_and_sentences_open_parts() -> None:
    """A part knows whether a paragraph or a sentence begins with it."""
    found = parts("<speak><p><s>甲</s><s>乙</s></p><p>丙</p></speak>")
    assert [(p.text, p.opens) for p in found] == [
        ("甲", "paragraph"),
        ("乙", "sentence"),
        ("丙", "paragraph"),
    ]


WRONG = {
    "": "no element",
    "<a/>": "begins with <a>",
    "<speak>": "Close every tag",
    "<speak>a & b</speak>": "&amp;",
    "<speak><voice/></speak>": "<voice> is not understood",
    "<speak><s><s>a</s></s></speak>": "can't stand in <s>",
    "<speak><sub alias='x'><mark name='a'/></sub></speak>": "nothing but text",
    "<speak><break>x</break></speak>": "holds no text",
    "<speak><break time='1h'/></speak>": "500ms",
    "<speak><break time='99s'/></speak>": "too long",
    "<speak><break strength='huge'/></speak>": "x-strong",
    "<speak><prosody rate='quick'>a</prosody></speak>": "80%",
    "<speak><prosody pitch='+9Hz'>a</prosody></speak>": r"\+2st",
    "<speak><prosody volume='5'>a</prosody></speak>": r"\+6dB",
    "<speak><prosody range='high'>a</prosody></speak>": "no attribute 'range'",
    "<speak><emphasis level='very'>a</emphasis></speak>": "strong",
    "<speak><say-as>1</say-as></speak>": "interpret-as",
    "<speak><say-as interpret-as='cardinal'>abc</say-as></speak>": "digits",
    "<speak><say-as interpret-as='date' format='ymd'>2026-13-01</say-as></speak>": "Months",
    "<speak><say-as interpret-as='date' format='my'>1-2-3</say-as></speak>": "2 numbers",
    "<speak><phoneme alphabet='pinyin' ph='zzz'>好</phoneme></speak>": "hang2",
    "<speak><phoneme alphabet='sapi' ph='a'>好</phoneme></speak>": "x-pinyin",
    "<speak><phoneme ph='tomato'>好</phoneme></speak>": "pinyin",
    "<speak><phoneme ph='a'/></speak>": "holds no text",
    "<speak><mark/></speak>": "needs name",
    "<speak><sub>a</sub></speak>": "needs alias",
    "<speak><lang>a</lang></speak>": "needs xml:lang",
    "<speak xml:lang='fr'>a</speak>": "zh-CN",
}


@pytest.mark.parametrize(("document", "told"), WRONG.items(), ids=range(len(WRONG)))
def test_a_mistake_is_told_with_its_place_and_the_way_out(document: str, told: str) -> None:
    """Every mistake names line and column and says what to do."""
    with pytest.raises(InputError, match=told) as caught:
        parts(document)
    assert "line 1, column" in str(caught.value)
    assert caught.value.hint or not document
    assert caught.value.param == "ssml"


def test_the_place_of_a_mistake_is_counted_from_one() -> None:
    """The second line's third character is line 2, column 3."""
    with pytest.raises(InputError, match="line 2, column 3"):
        parts("<speak>\n  <x/></speak>")


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]><speak>&a;</speak>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><speak>&a;</speak>',
        '<!DOCTYPE x SYSTEM "http://example.com/x.dtd"><speak/>',
        '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><speak>&b;</speak>',
        "<speak>&undefined;</speak>",
        "<?xml-stylesheet href='x'?><speak/>",
        "<speak>" + "<emphasis>" * 5_000 + "</emphasis>" * 5_000 + "</speak>",
        "<speak>" + "<break/>" * 5_000 + "</speak>",
        "<speak>" + "好" * 100_000 + "</speak>",
        "<speak>\ud800</speak>",
        "<speak>\x00</speak>",
        "<speak a='1' a='2'/>",
        "<speak></speak><speak/>",
    ],
    ids=range(13),
)
def test_hostile_documents_are_refused(document: str) -> None:
    """Entities, depth, size, broken characters and second roots come to an InputError."""
    with pytest.raises(InputError):
        parts(document)


@given(
    st.lists(
        st.sampled_from(
            [
                "<speak>", "</speak>", "<p>", "</p>", "<s>", "</s>", "您好。", "a", "1",
                "<break/>", "<break time='1s'/>", "<emphasis>", "</emphasis>", "<mark name='m'/>",
                "<prosody rate='slow'>", "</prosody>", "<say-as interpret-as='digits'>",
                "</say-as>", "<sub alias='b'>", "</sub>", "<lang xml:lang='en'>", "</lang>",
                "<phoneme ph='a' alphabet='pinyin'>", "</phoneme>", "&amp;", "&", "<!--x-->",
            ]
        ),
        max_size=12,
    )
)  # fmt: skip
def test_any_document_is_parts_or_an_input_error(pieces: list[str]) -> None:
    """Whatever is put together, spans lie in the text or the mistake is told."""
    try:
        found = parts("".join(pieces))
    except InputError:
        return
    for part in found:
        size = len(part.text)
        assert all(0 <= e.start < e.end <= size for e in part.emphasis)
        assert all(0 <= s.start < s.end <= size for s in part.sounds)
        assert all(0 <= m.at <= size for m in part.marks)
