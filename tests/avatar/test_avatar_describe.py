"""Descriptions: what sentences mean, what is assumed, and what is refused."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.avatar.people import kin, lexicon, work
from qingzhi.avatar.people.describe import describe, nearest
from qingzhi.avatar.people.measures import measures
from qingzhi.avatar.people.reading import MAX_CHARS
from qingzhi.avatar.spec import AvatarSpec
from qingzhi.errors import InputError
from qingzhi.service.studio.shelf import plain

F, M = "female", "male"
SENTENCES: list[tuple[str, dict[str, Any]]] = [
    # Ages.
    ("35岁女性", {"gender": F, "age": 35}),
    ("三十五岁的女士", {"gender": F, "age": 35}),
    ("十八岁的姑娘", {"gender": F, "age": 18}),
    ("三岁到五岁的小男孩", {"gender": M, "age": 4}),
    ("三四十岁的男人", {"age": 35, "gender": M}),
    ("二十七八岁的女人", {"age": 27.5}),
    ("五十来岁的大妈", {"age": 50, "gender": F}),
    ("四十多岁的男性", {"age": 44}),
    ("六十出头的老头", {"age": 62, "gender": M}),
    ("年近七十的老太太", {"age": 68, "gender": F}),
    ("年过半百？不，年过五十的男士", {"age": 53}),
    ("30-40岁女性", {"age": 35}),
    ("25到30岁之间的女人", {"age": 27.5}),
    ("七十二周岁老汉", {"age": 72, "gender": M}),
    ("A 35-year-old woman", {"age": 35, "gender": F}),
    ("a man aged 61", {"age": 61, "gender": M}),
    ("a woman in her mid-forties", {"age": 45, "gender": F}),
    ("an Asian man in his late fifties", {"age": 58, "gender": M}),
    ("thirty-two year old man", {"age": 32}),
    ("girl, six years old", {"age": 6, "gender": F}),
    ("a 20-25 year old woman", {"age": 22.5}),
    ("28, female, 165 cm", {"age": 28, "gender": F, "height_cm": 165}),
    # Statures.
    ("女，一米六五", {"height_cm": 165}),
    ("男，1米8", {"height_cm": 180}),
    ("男，1米75", {"height_cm": 175}),
    ("男，一米八二", {"height_cm": 182}),
    ("男性，身高1.72米", {"height_cm": 172}),
    ("女性，165厘米", {"height_cm": 165}),
    ("女性，一百六十二公分", {"height_cm": 162}),
    ("男，身高178", {"height_cm": 178}),
    ("a man, 5'9\"", {"height_cm": 175.3}),
    ("a man, 6 ft 1 in", {"height_cm": 185.4}),
    ("a woman five foot four", {"height_cm": 162.6}),
    ("a woman, 1.68 m tall", {"height_cm": 168}),
    ("男，6英尺", {"height_cm": 182.9}),
    # Weights and builds.
    ("女，110斤", {"weight_kg": 55}),
    ("男，一百五十斤", {"weight_kg": 75}),
    ("女，52公斤", {"weight_kg": 52}),
    ("a man, 180 lbs", {"weight_kg": 81.6}),
    ("女，165厘米，体重60kg", {"weight_kg": 60}),
    ("35岁女性，165厘米，微胖", {"weight_kg": 69.4}),
    ("30岁女，165厘米，苗条", {"weight_kg": 51.7}),
    ("30岁男人，壮实", {"muscle": 0.85}),
    ("a stocky man", {"muscle": 0.85}),
    # Hair; what is short is another cut for women than for men.
    ("短发女性", {"hair.style": "bob"}),
    ("短发男性", {"hair.style": "crop"}),
    ("a woman with a pixie cut", {"hair.style": "pixie"}),
    ("大波浪的女士", {"hair.style": "wavy"}),
    ("烫发的大妈", {"hair.style": "perm"}),
    ("头发稀疏的爷爷", {"hair.style": "thin"}),
    ("an elderly man with thin hair", {"hair.style": "thin"}),
    ("an African woman with an afro", {"hair.style": "afro"}),
    ("光头大叔", {"hair.style": "bald", "gender": M}),
    ("寸头小伙", {"hair.style": "buzz", "gender": M}),
    ("丸子头少女", {"hair.style": "bun", "gender": F, "age": 15}),
    ("花白头发的爷爷", {"hair.grey": 0.6, "gender": M}),
    ("满头白发的奶奶", {"hair.grey": 1.0, "gender": F}),
    ("金发女人", {"hair.colour": "#a8824f"}),
    ("a woman with white hair in a bun", {"hair.grey": 1.0, "hair.style": "bun"}),
    ("a bald man", {"hair.style": "bald"}),
    # Eyes, faces, skins.
    ("单眼皮女孩", {"eyes.crease": 0.0}),
    ("双眼皮、大眼睛的女人", {"eyes.crease": 0.95, "face.eye-size": 1.0}),
    ("蓝眼睛的欧洲男人", {"eyes.iris": "#5b7a94", "ancestry.caucasian": 1.0}),
    ("圆脸，高鼻梁的男人", {"face.head-round": 0.8, "face.nose-bridge": 0.8}),
    ("国字脸，浓眉的男人", {"face.head-square": 0.5, "brows.thickness": 0.8}),
    ("皮肤黝黑的渔民大叔", {"skin.tone": "monk-6"}),
    ("皮肤白皙的女生", {"skin.tone": "monk-2"}),
    ("a dark-skinned woman", {"skin.tone": "monk-8"}),
    ("有雀斑的女孩", {"skin.freckles": 0.9}),
    ("素颜女性", {"skin.make_up": 0.0}),
    ("化浓妆的女人", {"skin.make_up": 1.0}),
    # Where people come from.
    ("非洲男人", {"ancestry.african": 1.0, "skin.tone": "monk-8"}),
    ("维吾尔族姑娘", {"ancestry.asian": 0.5, "ancestry.caucasian": 0.5}),
    ("a South Asian woman", {"skin.tone": "monk-6"}),
    ("混血小伙子", {"ancestry.asian": 0.5, "gender": M}),
    ("日本男人", {"ancestry.asian": 1.0}),
    # Glasses and beards, had and not had.
    ("戴眼镜的男人", {"glasses.frame": "rectangular"}),
    ("不戴眼镜的男人", {"glasses.frame": "none"}),
    ("金丝眼镜的女教授", {"glasses.frame": "oval"}),
    ("a man with round glasses", {"glasses.frame": "round"}),
    ("a man without glasses", {"glasses.frame": "none"}),
    ("络腮胡男人", {"beard.style": "full"}),
    ("没有胡子的男人", {"beard.style": "none"}),
    ("留着小胡子的人", {"beard.style": "moustache", "gender": M}),
    ("a bearded man, no glasses", {"beard.style": "full", "glasses.frame": "none"}),
    ("a clean-shaven man", {"beard.style": "none"}),
    # Clothes and callings.
    ("穿黑色西装白衬衫的男人", {"garment.coat": "#17171a", "garment.shirt": "#e9e8e4"}),
    ("穿红色旗袍的人", {"garment.coat": "#8f1f25", "gender": F}),
    ("a woman in a navy suit", {"garment.coat": "#222b40"}),
    ("男医生", {"gender": M, "scene": "clinic"}),
    ("演播室里的女主持人", {"gender": F, "scene": "studio"}),
    ("戴胸牌的女柜员", {"accessories": ("badge",), "scene": "hall"}),
    ("系丝巾的女士", {"accessories": ("scarf",)}),
    # Kinship.
    ("老爷爷", {"gender": M, "age": 73}),
    ("小姑娘", {"gender": F, "age": 8}),
    ("grandma", {"gender": F, "age": 72}),
    ("大叔", {"gender": M, "age": 50}),
    ("小学生，男", {"gender": M, "age": 9}),
    ("middle-aged man", {"gender": M, "age": 47}),
]  # fmt: skip


def value(spec: AvatarSpec, path: str) -> Any:
    """Read a field by its dotted name."""
    at: Any = spec
    for name in path.split("."):
        at = at.get(name) if isinstance(at, dict) else getattr(at, name)
    return at


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_a_sentence_means_what_people_mean(text: str, expected: dict[str, Any]) -> None:
    """Each field that the words speak of has their value."""
    made = describe(text).spec
    for path, wanted in expected.items():
        found = value(made, path)
        if isinstance(wanted, float):
            assert found == pytest.approx(wanted, abs=0.06), path
        else:
            assert found == wanted, path


def test_the_account_names_words_assumptions_and_what_was_left() -> None:
    """Understood items name their words, assumed ones their reason, and the rest is not hidden."""
    report = describe("35岁女性，165厘米，短发，会弹钢琴").report()
    assert set(report) == {"spec", "understood", "assumed", "ignored", "refused"}
    assert {"words": "女性", "field": "gender", "value": F} in report["understood"]
    assert all(set(item) == {"field", "value", "why"} for item in report["assumed"])
    assert {item["field"] for item in report["assumed"]} >= {"weight_kg", "ancestry"}
    assert any("弹钢琴" in words for words in report["ignored"])
    assert msgspec.convert(report["spec"], AvatarSpec).age == 35


MORE: list[tuple[str, dict[str, Any]]] = [
    ("快递员", {"garment.style": "jacket"}),
    ("外卖小哥", {"gender": M, "garment.style": "jacket"}),
    ("空姐", {"gender": F, "garment.style": "skirt-suit"}),
    ("消防员，男", {"gender": M, "garment.style": "uniform"}),
    ("a firefighter", {"garment.style": "uniform"}),
    ("银行柜员，女，穿制服", {"garment.style": "uniform", "scene": "hall"}),
    ("微胖的幼儿园阿姨", {"gender": F, "age": 32, "garment.style": "cardigan"}),
    ("阿婆", {"gender": F, "age": 72, "hair.style": "perm"}),
    ("靓仔", {"gender": M, "age": 26}),
    ("四十岁出头的大老爷们", {"gender": M, "age": 42}),
    ("一个小囡", {"gender": F, "age": 8, "garment.style": "child", "hair.style": "pigtails"}),
    ("花甲之年的老先生", {"gender": M, "age": 62}),
    ("耄耋老人", {"age": 85}),
    ("奔五的男人", {"age": 48}),
    ("啤酒肚大叔", {"face.stomach": 0.8}),
    ("瘦高个男医生", {"gender": M, "garment.style": "white-coat"}),
    ("白色短发的奶奶", {"hair.grey": 1.0, "hair.style": "bob"}),
    ("六十岁的教师，花白短发", {"hair.grey": 0.6, "hair.style": "bob"}),
    ("一头乌黑的长发的女人", {"hair.colour": "#17110f", "hair.style": "long"}),
    ("胖胖的老爷爷，白胡子", {"beard.style": "full", "beard.colour": "#e9e8e4"}),
    ("a man with long black hair", {"hair.style": "long", "hair.colour": "#17110f"}),
    ("a woman with short grey hair", {"hair.style": "bob", "hair.grey": 0.6}),
    ("a boy with curly red hair", {"hair.style": "curls", "hair.colour": "#7a3a20"}),
    ("an old man with a white beard", {"beard.colour": "#e9e8e4", "ancestry.asian": 1.0}),
    ("a woman with white shoes", {"garment.shoes": "#e9e8e4", "ancestry.asian": 1.0}),
    ("a middle-aged Black woman", {"ancestry.african": 1.0}),
    ("女，其他", {"gender": F}),
]


@pytest.mark.parametrize(("text", "wanted"), MORE)
def test_jobs_dialects_and_ages_in_words_are_read(text: str, wanted: dict[str, Any]) -> None:
    """What people call each other and do for a living says how they look."""
    made = describe(text)
    assert made.ignored == []
    for path, expected in wanted.items():
        assert value(made.spec, path) == expected, path


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("长得像刘德华的男人", "长得像刘德华"),
        ("一个像刘德华那样的五十岁男人", "像刘德华那样的"),
        ("a 40 year old man who looks like George Clooney, grey hair", "george clooney"),
    ],
)
def test_nobodys_likeness_is_made(text: str, words: str) -> None:
    """A wish to look like a real person is put aside, and said to be."""
    made = describe(text)
    (refused,) = made.refused
    assert words in refused.words
    assert made.spec.gender == M
    assert words not in made.spec.name
    assert not any(words in left for left in made.ignored)


@pytest.mark.parametrize(
    "text",
    ["35岁女性，165厘米，短发", "a woman, 5'4\"; glasses!", "女" + "，胖" * 60, "男_/..\\😀"],
)
def test_a_described_figure_can_be_saved_under_its_name(text: str) -> None:
    """The name is of letters, digits, spaces and hyphens, however the sentence was written."""
    name = describe(text).spec.name
    assert plain(name) == name


def test_a_likeness_alone_is_refused_with_the_reason() -> None:
    """Where nothing else was said, the answer says what figures do not show."""
    with pytest.raises(InputError, match="nobody in particular"):
        describe("someone who looks like Taylor Swift")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("戴帽子的老爷爷", "headwear"),
        ("a pregnant woman", "pregnancy"),
        ("五十岁的阿姨，碎花裙子", "patterns"),
        ("a man with a tattoo", "marks"),
    ],
)
def test_what_figures_cannot_have_is_told(text: str, why: str) -> None:
    """Words that are understood and lead to nothing are not silently dropped."""
    assert [why in refused.why for refused in describe(text).refused] == [True]


def test_what_is_refused_and_not_wanted_is_no_matter() -> None:
    """Somebody without a hat is just somebody."""
    assert describe("她不戴帽子").refused == []


def test_a_wish_that_is_not_made_yet_gets_what_is_nearest() -> None:
    """A cut that nobody can make is replaced by the next one that is, by gender."""
    assert nearest("ponytail", ("bun", "crop", "ponytail"), "bun") == "ponytail"
    assert nearest("ponytail", ("bun", "crop"), "bun") == "bun"
    assert nearest("ponytail", ("bun", "crop"), "crop") == "crop"
    assert nearest("moon-suit", ("suit",), "suit") == "suit"


def test_kilograms_are_seen_in_the_face_too() -> None:
    """A face goes with the weight that was named, and not only with words for a build."""
    heavy, usual = (describe(f"45岁女性，164厘米，{kilos}公斤").spec for kilos in (110, 58))
    assert heavy.face["head-fat"] > usual.face.get("head-fat", 0) + 0.4


def test_the_same_words_make_the_same_person_and_others_another() -> None:
    """A description decides its seed."""
    assert describe("四十岁男人") == describe("四十岁男人")
    assert describe("四十岁男人").spec.face != describe("四十岁的男人").spec.face


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "few words"),
        ("  \n ", "few words"),
        ("女，男", "contradict"),
        ("5岁，身高180厘米", "tall"),
        ("95岁的爷爷", "3 to 90"),
        ("1岁男孩", "3 to 90"),
        ("5岁的老爷爷", "contradict"),
        ("40岁的小学生", "contradict"),
        ("10岁男孩，络腮胡", "contradict"),
        ("8岁的女医生", "contradict"),
        ("女，短发，马尾", "contradict"),
        ("单眼皮，双眼皮，女", "contradict"),
        ("又胖又瘦的女人", "contradict"),
        ("女，160厘米，170厘米", "contradict"),
        ("女，165厘米，20公斤", "contradict"),
        ("戴眼镜又不戴眼镜的女人", "contradict"),
        ("qwertz uiop", "Nothing"),
        ("女" * (MAX_CHARS + 1), "characters"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(text: str, says: str) -> None:
    """Contradictions, impossible people and nonsense end in the one documented error."""
    with pytest.raises(InputError, match=says) as raised:
        describe(text)
    assert raised.value.param == "text"


@given(st.text(max_size=120))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text gives a specification or the documented error."""
    try:
        made = describe(text)
    except InputError:
        return
    assert 3 <= made.spec.age <= 90


_TABLES = (
    kin.GENDER, lexicon.BODY, lexicon.HAIR, lexicon.WORN, work.WORK, lexicon.REGION,
    lexicon.FACE,
)  # fmt: skip
_WORDS = [word for table in _TABLES for key in table for word in key.split("|")]


@given(
    st.lists(st.sampled_from([*_WORDS, "不", "没有", "30岁", "一米七", "，", "no "]), max_size=8)
)
def test_no_mixture_of_known_words_breaks_it(words: list[str]) -> None:
    """Whatever known words stand together, the result is a valid person or a clear refusal."""
    try:
        made = describe(" ".join(words))
    except InputError:
        return
    assert msgspec.convert(msgspec.to_builtins(made.spec), AvatarSpec) == made.spec


@given(st.text("0123456789零一二三四五六七八九十百米岁斤公kg'\"半两到-", max_size=16))
def test_no_digits_break_the_measures(text: str) -> None:
    """Measures are finite whatever digits stand beside each other."""
    assert all(0 <= found.value < 1e7 for found in measures(text))
