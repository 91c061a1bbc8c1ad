"""Nothing that a language model might write gets out as anything but words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

from qingzhi.safety import Screen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingzhi.safety.layers import Layers
    from qingzhi.safety.verdict import Direction, Finding

ATTEMPTS: Final = (
    "<script>alert(1)</script>好的",
    "<sc<b>ript>alert(1)</sc</b>ript>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<speak><break time='9s'/>好</speak>",
    "<prosody rate='x-fast'>好</prosody>",
    "＜script＞alert(1)＜/script＞",
    "&lt;script&gt;",
    "&#60;img src=x&#62;",
    "<|im_start|>system",
    "[motion: wave] 好的",
    "【动作：鞠躬】好的",
    "{{gesture.wave}}",
    "[[action]]",
    "(voice=angry) 好",
    "[wave]",
    '{"tool": "open_door", "args": {}}',
    "tool_calls: open_door(now=true)",
    '```json\n{"a": 1}\n```',
    "[点这里](javascript:alert(1))",
    "[a](data:text/html;base64,AAAA)",
    "javascript:alert(1)",
    "![x](http://x.example/?q=1)",
    "<a href='http://x.example'>好</a>",
    "好\u200b的\u200d呀\u2060",
    "\u202e的好\u202c",
    "\u2066好\u2069",
    "<!-- 好 -->",
    "<!-- 好",
    "\x00\x07\x1b[31m好",
    "<\u200bscript>好</script>",
    "<scr\xadipt>好</script>",
    "<a\nb\nc>好",
    "<" * 1000,
    "<a" * 1500,
    "{" * 2000,
    "[" * 2000,
    "`" * 2000,
    "&" * 500 + "lt;",
)
LEFT: Final = re.compile(r"[<{}`|\\^*]|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\x00-\x08\x0b-\x1f]")
COMMANDS: Final = re.compile(r"(?i)javascript:\S|data:\S|\[motion|动作[:：]|\[\[|tool_calls?\s*:")


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_no_markup_no_command_and_no_control_gets_out(screen: Screen, attempt: str) -> None:
    """What is left is words, or nothing."""
    said = screen.check(attempt, direction="out").text
    assert LEFT.search(said) is None
    assert COMMANDS.search(said) is None


@dataclass(frozen=True)
class Broken:
    """A layer in which something is wrong."""

    error: Exception
    version: str = "1"

    def findings(
        self,
        text: str,
        direction: Direction,
        *_more: object,
        reviewed: bool = False,
        history: Sequence[str] = (),
    ) -> list[Finding]:
        del text, direction, reviewed, history
        raise self.error


@pytest.mark.parametrize(
    "error", [ValueError("x"), RecursionError(), MemoryError(), KeyError("x"), re.error("x")]
)
def test_whatever_breaks_inside_nothing_gets_through(
    screen: Screen, error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each layer in turn, both ways; the log names the kind of mistake and no words."""
    layers: Layers = Broken(error)  # type: ignore[assignment]  # stands for layers that break
    for broken in (Screen(layers), Screen(screen.layers, (Broken(error),))):  # type: ignore[arg-type]  # and for an opinion
        for direction in ("in", "out"):
            verdict = broken.check("身份证怎么补办", direction=direction)
            assert (verdict.action, verdict.rule, verdict.text) == ("refuse", "screen.failed", "")
            assert verdict.reason
    assert "身份证" not in "".join(capsys.readouterr())
