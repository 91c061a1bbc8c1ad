"""The visitor's page against a desk with synthetic tones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.actions import (
    AUDIBLE,
    AWAIT,
    SILENT,
    ask,
    expect_state,
    open_quietly,
    reach,
    sent,
    violations,
)
from tests.browser.material import ANSWER

if TYPE_CHECKING:
    from tests.browser.fake_desk import FakeDesk

pytestmark = pytest.mark.browser

SIZES: Final = {"desktop": (1280, 800), "phone": (390, 844), "kiosk": (1080, 1920)}
WAITING: Final = {
    "zh": ("现在访客较多，请稍等，轮到您会自动接通。", "您的问题已留着", "未连接"),
    "en": (
        "The desk is busy just now. Please wait, you will be connected automatically.",
        "Your question is kept",
        "Not connected",
    ),
}
"""What a full desk says, what it says of a question, and the state, by language."""
WORDS: Final = "[data-text]:not([data-text='']):not([hidden]):not([data-speaks] *)"
ANY_CLAUSE: Final = re.compile("|".join(ANSWER))
FOCUSED: Final = """() => {
  const { activeElement } = document.querySelector('qingzhi-human').shadowRoot;
  return activeElement?.id || activeElement?.className;
}"""
LARGEST_JAW: Final = """async (frames) => {
  let most = 0;
  for (let frame = 0; frame < frames; frame += 1) {
    most = Math.max(most, window.qingzhiProbe.face[24]);
    await new Promise(requestAnimationFrame);
  }
  return most;
}"""


def test_a_question_by_keyboard_is_answered_with_sound_and_subtitles_until_stop(
    page: Page, desk: FakeDesk
) -> None:
    """Asking by keyboard gives sound, marked subtitles and a card; Stop gives silence."""
    open_quietly(page, desk)
    ask(page, "身份证丢了怎么办？")
    expect_state(page, "speaking")
    reach(page, "rms", AUDIBLE)
    expect(page.locator("#subtitles p")).to_have_text(ANY_CLAUSE)
    expect(page.locator(".subtitles__word")).not_to_be_empty()
    expect(page.locator(".card__title")).to_have_text("居民身份证丢失补领")
    expect(page.locator(".sources a")).to_have_attribute("href", "https://law.example/id-card")

    page.locator("#stop").focus()
    page.keyboard.press("Enter")
    expect_state(page, "stopped")
    reach(page, "rms", 0.0, SILENT)
    assert page.evaluate(AWAIT, ["rms", AUDIBLE, 1.0, 30]) is None, "it went on after Stop"


def test_stop_tells_the_server_what_was_heard(page: Page, desk: FakeDesk) -> None:
    """A stop sends the milliseconds that really sounded, which is less than what was sent."""
    open_quietly(page, desk)
    ask(page, "身份证丢了怎么办？")
    expect_state(page, "speaking")
    reach(page, "rms", AUDIBLE)
    heard = page.evaluate("() => window.qingzhiProbe.audio.ms")
    page.keyboard.press("Escape")
    expect_state(page, "stopped")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    truncated = sent(desk, "conversation.item.truncate")[-1]
    assert truncated["item_id"] == "i-r2"
    assert heard <= truncated["audio_end_ms"] < heard + 1500


def test_the_mouth_moves_with_the_sound_and_rests_after_it(page: Page, desk: FakeDesk) -> None:
    """Jaw coefficients follow the sound and are at rest when it has been stopped."""
    open_quietly(page, desk)
    ask(page, "身份证丢了怎么办？")
    expect_state(page, "speaking")
    assert page.evaluate(LARGEST_JAW, 60) > 0.3
    page.keyboard.press("Escape")
    reach(page, "rms", 0.0, SILENT)
    page.evaluate(LARGEST_JAW, 15)
    assert page.evaluate(LARGEST_JAW, 15) == 0


def test_a_new_question_silences_the_old_answer(page: Page, desk: FakeDesk) -> None:
    """Asking while she speaks cancels what is being said and plays only the new answer."""
    page.goto(desk.url)
    expect_state(page, "speaking")
    ask(page, "公积金怎么提取？")
    expect(page.locator("#subtitles p")).to_have_text(ANY_CLAUSE)
    assert page.evaluate("() => window.qingzhiProbe.audio.item") == "i-r2"
    expect(page.locator(".entry__mark")).to_have_count(1)


def test_enter_that_ends_a_composition_sends_nothing(page: Page, desk: FakeDesk) -> None:
    """An input method's Enter picks a word; only a plain Enter sends."""
    open_quietly(page, desk)
    page.locator("#ask").fill("shenfenzheng")
    page.evaluate(
        """() => {
          const { shadowRoot } = document.querySelector('qingzhi-human');
          const enter = {key: 'Enter', isComposing: true, bubbles: true, cancelable: true};
          shadowRoot.getElementById('ask').dispatchEvent(new KeyboardEvent('keydown', enter));
        }"""
    )
    assert page.locator(".entry--you").count() == 0
    page.locator("#ask").press("Shift+Enter")
    assert page.locator(".entry--you").count() == 0
    page.locator("#ask").press("Enter")
    expect(page.locator(".entry--you")).to_have_count(1)
    expect(page.locator("#ask")).to_have_value("")


def test_a_suggestion_asks(page: Page, desk: FakeDesk) -> None:
    """Pressing a suggestion asks it, and the card brings the next ones."""
    open_quietly(page, desk)
    page.locator(".chip").first.click()
    expect(page.locator(".entry--you")).to_have_count(1)
    expect(page.locator(".chip").first).to_have_text("可以在外地补办吗？")
    assert sent(desk, "conversation.item.create")[0]["item"]["content"][0]["text"]


def test_without_a_gesture_the_greeting_is_text_and_the_start_button_makes_it_sound(
    strict_browser: Browser, desk: FakeDesk
) -> None:
    """The greeting can be read at once; the first gesture starts its sound from the beginning."""
    page = strict_browser.new_page()
    page.goto(f"{desk.url}?lang=zh")
    expect(page.locator("#log")).to_contain_text("我是人工智能咨询员晓青")
    expect(page.locator("#start")).to_be_visible()
    expect_state(page, "idle")
    page.locator("#start").click()
    expect_state(page, "speaking")
    assert reach(page, "rms", AUDIBLE) > 0
    expect(page.locator("#start")).to_be_hidden()
    expect(page.locator("#subtitles")).to_contain_text("您好")
    page.close()


def test_a_lost_connection_is_said_and_mended(page: Page, desk: FakeDesk) -> None:
    """A break shows a banner; the page reconnects by itself and can be asked again."""
    open_quietly(page, desk)
    desk.drop()
    expect(page.locator("#banner")).to_be_visible()
    expect(page.locator("#banner")).to_be_hidden(timeout=15_000)
    ask(page, "身份证丢了怎么办？")
    expect_state(page, "speaking")
    assert sent(desk, "response.create")[-1].get("response") is None, "it must not greet twice"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_full_desk_is_said_kindly_and_a_question_waits_for_its_turn(
    page: Page, desk: FakeDesk, lang: str
) -> None:
    """A full desk asks for patience; a question stays in the box; the page gets in by itself."""
    desk.full = True
    page.goto(f"{desk.url}?lang={lang}")
    busy, kept, offline = WAITING[lang]
    banner = page.locator("#banner [role=alert]")
    expect(banner).to_have_text(busy)
    expect(page.locator("#state")).to_have_text(offline)
    expect(page.locator(".banner__retry")).to_be_visible()
    ask(page, "身份证丢了怎么办？")
    expect(banner).to_contain_text(kept)
    expect(page.locator("#ask")).to_have_value("身份证丢了怎么办？")
    desk.full = False
    expect_state(page, "speaking")
    expect(page.locator("#banner")).to_be_hidden()
    page.locator("#ask").press("Enter")
    expect(page.locator(".entry--you")).to_have_count(1)


def test_the_visitor_may_try_again_at_once(page: Page, desk: FakeDesk) -> None:
    """The banner's button connects without waiting."""
    desk.full = True
    page.goto(f"{desk.url}?lang=zh")
    retry = page.get_by_role("button", name="重试")
    expect(retry).to_be_visible()
    desk.full = False
    # Should the desk be found in this very moment, the button goes before a pointer gets there.
    retry.evaluate("button => button.click()")
    expect_state(page, "speaking")
    expect(retry).to_be_hidden()


def test_every_text_changes_with_the_language(page: Page, desk: FakeDesk) -> None:
    """The switch changes texts, names and the `lang` attribute, and tells the server.

    What has been said keeps its language.
    """
    open_quietly(page, desk)
    before = page.locator(WORDS).all_inner_texts()
    page.locator("#language").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    after = page.locator(WORDS).all_inner_texts()
    expect(page.locator(".entry__who")).to_have_text("晓青")
    assert all(one != other for one, other in zip(before, after, strict=True) if one)
    expect(page.locator("#ask")).to_have_attribute("placeholder", "What do you need?")
    assert sent(desk, "session.update")[-1]["session"]["qingzhi"] == {"lang": "en"}
    page.reload()
    expect_state(page, "speaking")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_an_answer_has_the_language_of_its_clauses(page: Page, desk: FakeDesk) -> None:
    """On the English page a Chinese question and answer are Chinese with all words of theirs."""
    open_quietly(page, desk, "en")
    ask(page, "身份证丢了怎么办？")
    expect(page.locator(".entry--you")).to_have_attribute("lang", "zh-CN")
    answer = page.locator(".entry--figure").last
    expect(answer).to_have_attribute("lang", "zh-CN")
    expect(answer.locator(".entry__who")).to_have_text("晓青")
    expect(answer.locator(".sources summary")).to_have_text("依据与来源")
    expect(page.locator("#ask")).to_have_attribute("placeholder", "What do you need?")
    expect(page.locator(".chip").first).to_have_attribute("lang", "zh-CN")
    expect(page.locator("#subtitles")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("size", [(360, 780), (1080, 1920)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_head_of_the_page_is_one_row_on_upright_screens(
    page: Page, desk: FakeDesk, lang: str, size: tuple[int, int]
) -> None:
    """Name and tools stand beside each other in either language."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_quietly(page, desk, lang)
    name, tools = (page.locator(part).bounding_box() for part in (".brand", ".tools"))
    assert name
    assert tools
    assert name["x"] + name["width"] <= tools["x"]
    assert tools["y"] < name["y"] + name["height"]


def test_mute_silences_and_volume_brings_sound_back(page: Page, desk: FakeDesk) -> None:
    """Muting takes the sound away while she goes on speaking; moving the volume unmutes."""
    open_quietly(page, desk)
    ask(page, "身份证丢了怎么办？")
    reach(page, "rms", AUDIBLE)
    page.locator("#mute").click()
    reach(page, "rms", 0.0, 1e-3)
    expect_state(page, "speaking")
    page.locator("#settings").click()
    page.locator("#volume").fill("100")
    reach(page, "rms", AUDIBLE)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_stands_in_the_way_of_assistive_technology(
    page: Page, desk: FakeDesk, size: str, lang: str
) -> None:
    """Axe finds nothing serious, and nothing sticks out sideways, with an answer on the page."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    open_quietly(page, desk, lang)
    ask(page, "身份证丢了怎么办？")
    expect(page.locator(".card")).to_be_visible()
    expect_state(page, "speaking")
    assert violations(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("size", SIZES)
def test_the_largest_text_still_fits(page: Page, desk: FakeDesk, size: str) -> None:
    """At the largest text size nothing sticks out sideways and the question box stays in sight."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    open_quietly(page, desk, "en")
    page.locator("#settings").click()
    page.locator("#size-2").check()
    page.keyboard.press("Escape")
    expect(page.locator(".human")).to_have_attribute("data-size", "2")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    expect(page.locator("#ask")).to_be_in_viewport()
    expect(page.locator("#stop")).to_be_in_viewport()


def test_the_whole_page_is_reached_by_tab_alone(page: Page, desk: FakeDesk) -> None:
    """Tab goes through the skip link, the tools, the conversation, the question and Stop."""
    open_quietly(page, desk)
    seen: list[str] = []
    for _ in range(14):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
    tools = ["mute", "language", "history", "settings", "leave"]
    wanted = ["skip", *tools, "scroll", "ask", "send", "stop"]
    assert [name for name in seen if name in wanted][: len(wanted)] == wanted
