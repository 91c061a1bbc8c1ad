"""Where on the page each sound stands, for subtitles that follow the voice."""

from __future__ import annotations

import re
from contextlib import aclosing
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pypinyin
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style

from qingzhi.score import Clause
from qingzhi.speech.espeak import EspeakEngine
from qingzhi.speech.phrasing import plan
from qingzhi.speech.pool import Pool
from qingzhi.speech.speaker import Speaker, Voice, _written
from qingzhi.speech.text.characters import HANZI
from qingzhi.speech.text.normalise import runs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from qingzhi.score import PhoneMark
    from qingzhi.speech.neural import NeuralEngine

FRAMES = (
    "请带{}到3号窗口办理。",
    "您的{}会在5-8个工作日内寄出，请留意12345的来电。",
    "办{}要交￥1.5万，2026年11月22日9:30前有效。",
    "如果{}丢了，请拨打010-12345678，或者登录www.gov.cn补办。",
    "关于{}：满18周岁、GDP增长3.85%的地区，第2次申请只需1/3的费用。",
    "这份{}一共120页，温度-5℃也可以领取，一会儿我陪您去。",
    "扫码用App提交{}，验证码0078，VIP passport都行。",
    "{}的问题请写信到help@gov.cn，A4纸打印2份，《办法》第12条有说明。",
)
THINGS = ("身份证", "社保卡", "居住证", "营业执照", "户口簿", "行驶证", "passport", "离婚证")
CHINESE = [frame.format(thing) for frame in FRAMES for thing in THINGS]
ENGLISH = (
    "Please bring 120 copies, e.g. your well-known ID.",
    "The fee is $5 or 3.5%; pay by 2026-11-22.",
    "Dr. Smith's office is open 9:30 to 17:00, call 12345 & ask.",
)
_SOUNDS = re.compile(r"[a-zA-ZÀ-ɏ0-9]")


@pytest.fixture(scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("espeak")


@pytest.fixture
async def espeak(_folder: Path) -> AsyncIterator[Speaker]:
    """Open a speaker with espeak alone."""
    options = {"readings": str(_folder / "none.toml")}
    pool = Pool("qingzhi.speech.espeak:EspeakEngine", options)
    await pool.open()
    speaker = Speaker([Voice(EspeakEngine.record, pool)])
    yield speaker
    await speaker.close()


async def test_espeaks_marks_stand_where_they_are_written(espeak: Speaker) -> None:
    """Of 64 mixed service sentences every hanzi, number and word is covered, in order."""
    for text in CHINESE:
        check(text, await marks(espeak, text))


async def test_espeaks_english_marks_stand_where_they_are_written(espeak: Speaker) -> None:
    """Numbers that the library reads as several words belong to the one written."""
    for text in ENGLISH:
        check(text, await marks(espeak, text, lang="en"))


@pytest.mark.voice
def test_the_neural_voices_marks_stand_where_they_are_written(neural: NeuralEngine) -> None:
    """The same of the demonstration voice, on what is Chinese."""
    for text in CHINESE[::8]:
        for piece in plan(clause(text)):
            if piece.request.lang == "zh":
                first = next(neural.speak(piece.request))
                check_hanzi(
                    text,
                    [_written(mark.chars, piece.source) for mark in first.marks],
                    [mark.syllable for mark in first.marks],
                )


async def test_a_number_is_one_place(espeak: Speaker) -> None:
    """Each syllable of a number points to all of it; hanzi around it keep their own places."""
    text = "共120页，￥5万"
    places = {text[slice(*mark.chars)] for mark in await marks(espeak, text)}
    assert places == {"共", "120", "页", "￥5万"}


async def test_emphasis_on_a_number_reaches_all_its_syllables(espeak: Speaker) -> None:
    """A number is emphasised as a whole, and nothing beside it."""
    found = await marks(espeak, "共120页", emphasis=((1, 4),))
    strong = {mark.chars for mark in found if mark.stress == 1.0}
    assert strong == {(1, 4)}


@given(
    st.text(alphabet="您一12.,:-/%￥万年月 aAé'。，\u200b😀𠀀", max_size=60),
    st.sampled_from(["zh", "en"]),
)
def test_spans_of_any_text_are_in_range_and_in_order(text: str, lang: Any) -> None:
    """One span a spoken character, none empty, none outside, none before an earlier one."""
    for run in runs(Clause(id="c", generation=0, text=text, lang=lang)):
        assert len(run.source) == len(run.text)
        assert all(0 <= start < end <= len(text) for start, end in run.source)
        assert all(a <= b for a, b in pairwise(run.source))


def check(text: str, found: tuple[PhoneMark, ...]) -> None:
    spans = [mark.chars for mark in found]
    assert all(0 <= start < end <= len(text) for start, end in spans), text
    assert all(a <= b for a, b in pairwise(spans)), text
    covered = {i for start, end in spans for i in range(start, end)}
    sounding = {i for i, char in enumerate(text) if HANZI.match(char) or _SOUNDS.match(char)}
    assert sounding <= covered, (text, [text[i] for i in sorted(sounding - covered)])
    check_hanzi(text, spans, [mark.syllable for mark in found])


def check_hanzi(text: str, spans: list[tuple[int, int]], syllables: list[str]) -> None:
    """Compare single hanzi with their possible readings, tones aside."""
    for (start, end), syllable in zip(spans, syllables, strict=True):
        if HANZI.fullmatch(text[start:end]):
            rows = pypinyin.pinyin(text[start], style=Style.NORMAL, heteronym=True, v_to_u=False)
            said = syllable.rstrip("012345")
            assert {said, said.removesuffix("r")} & {*rows[0]} or text[start] == "儿", syllable


def clause(text: str, **more: Any) -> Clause:
    return Clause(id="c", generation=0, text=text, **more)


async def marks(speaker: Speaker, text: str, **more: Any) -> tuple[PhoneMark, ...]:
    async with aclosing(speaker.speak(clause(text, **more))) as chunks:
        return [chunk.marks async for chunk in chunks if chunk.marks][-1]
