"""How far apart the sound and the mouth are, measured in the browser."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pytest
from tests.browser.actions import ask, expect_state, open_quietly
from tests.browser.material import BURST_PERIOD_S, FULL_JAW

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.browser.fake_desk import FakeDesk

pytestmark = [pytest.mark.browser, pytest.mark.alone]

MOST_OFFSET_MS: Final = 40.0
LOUD: Final = 0.05
NEARLY_OPEN: Final = 0.9 * FULL_JAW
SAME_BURST_MS: Final = 1000 * BURST_PERIOD_S / 2

TAP: Final = """
const Plain = window.AudioContext;
window.AudioContext = class extends Plain {
  constructor(options) {
    super(options);
    window.tap = new AnalyserNode(this, { fftSize: 32768 });
  }
};
const connect = AudioNode.prototype.connect;
AudioNode.prototype.connect = function (target, ...rest) {
  if (this instanceof AudioWorkletNode) connect.call(this, window.tap);
  return connect.call(this, target, ...rest);
};
"""
"""Listen to the voice beside the page's own wiring, before the volume."""

WATCH: Final = """async ([loud, open, window_ms]) => {
  const { tap, qingzhiProbe: probe } = window;
  const { context } = tap;
  const samples = new Float32Array(tap.fftSize);
  const silence = 0.05 * context.sampleRate;
  const short = Math.round(window_ms * context.sampleRate / 1000);
  const seen = { heard: [], loud: [], jaw: [], frames: 0 };
  const started = performance.now();
  let was = { loud: true, jaw: true };
  while (probe.state === 'speaking') {
    const { contextTime, performanceTime } = context.getOutputTimestamp();
    const now = performance.now();
    tap.getFloatTimeDomainData(samples);
    const end = context.currentTime;
    // The newest change from silence to sound, and when the loudspeaker is to give it.
    let onset = null;
    for (let at = 0, quiet = 0; at < samples.length; at += 1) {
      if (samples[at] !== 0 && quiet > silence) onset = at;
      quiet = samples[at] === 0 ? quiet + 1 : 0;
    }
    if (onset !== null) {
      const began = end - (samples.length - onset) / context.sampleRate;
      seen.heard.push(performanceTime + 1000 * (began - contextTime));
    }
    let power = 0;
    for (const sample of samples.subarray(-short)) power += sample * sample;
    const is = { loud: Math.sqrt(power / short) > loud, jaw: probe.face[24] > open };
    if (is.loud && !was.loud) seen.loud.push(now);
    if (is.jaw && !was.jaw) seen.jaw.push(now);
    was = is;
    seen.frames += 1;
    await new Promise(requestAnimationFrame);
  }
  seen.seconds = (performance.now() - started) / 1000;
  return seen;
}"""
"""Times on the page's clock (ms): when bursts are to leave the loudspeaker, when the sound of the
last few ms was loud at a frame, when a frame showed the jaw open."""


def clusters(times: list[float]) -> list[float]:
    """Join the many readings of one burst into their median; a burst of one reading is left out."""
    ordered = sorted(times)
    cuts = [i for i, (a, b) in enumerate(pairwise(ordered), 1) if b - a > SAME_BURST_MS]
    groups = np.split(np.array(ordered), cuts)
    return [float(np.median(group)) for group in groups if len(group) > 1]


def offsets(sound: list[float], mouth: list[float]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return, for each opening of the mouth, how much later than its sound it was seen, in ms."""
    near = [min((jaw - one for one in sound), key=abs) for jaw in mouth]
    return np.array([offset for offset in near if abs(offset) < SAME_BURST_MS])


def report(name: str, values: np.ndarray[Any, np.dtype[np.float64]]) -> str:
    median, p95 = np.median(values), np.percentile(np.abs(values), 95)
    return f"{name}: median {median:+.1f} ms, p95 |offset| {p95:.1f} ms, {len(values)} pairs"


def test_the_mouth_opens_with_the_sound(
    page: Page, burst_desk: FakeDesk, record_property: Callable[[str, object], None]
) -> None:
    """The median distance between the sound that leaves and the mouth that is shown is <= 40 ms."""
    page.add_init_script(TAP)
    open_quietly(page, burst_desk)
    ask(page, "身份证丢了怎么办？")
    expect_state(page, "speaking")
    seen = page.evaluate(WATCH, [LOUD, NEARLY_OPEN, 10])
    by_clock = offsets(clusters(seen["heard"]), seen["jaw"])
    by_level = offsets(seen["loud"], seen["jaw"])
    assert len(by_clock) >= 5, "too few bursts were seen"
    lines = [report("output clock", by_clock), report("level at a frame", by_level)]
    lines.append(f"{seen['frames'] / seen['seconds']:.0f} frames a second")
    for line in lines:
        record_property("sync", line)
        print(line)  # noqa: T201 - shown by `pytest -s`
    assert abs(np.median(by_clock)) <= MOST_OFFSET_MS
