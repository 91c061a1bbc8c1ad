import { describe, expect, it } from 'vitest';
import { PastVisits, type Shelf } from '../src/past.ts';

/** A shelf in memory, and a clock that is set by hand. */
function remembered(start = '2026-11-22T14:00:00', kept: Record<string, string> = {}) {
  const clock = { now: new Date(start) };
  const shelf: Shelf = {
    getItem: (name) => kept[name] ?? null,
    setItem: (name, value) => void (kept[name] = value),
    removeItem: (name) => void delete kept[name],
  };
  const at = (time: string): void => void (clock.now = new Date(time));
  return { past: new PastVisits(() => shelf, () => clock.now), at, kept };
}

const NONE = { visits: 0, minutes: 0, late: 0, today: 0 };

describe('past visits', () => {
  it('count from the first question on, once each', () => {
    const { past, at, kept } = remembered();
    past.begin();
    at('2026-11-22T14:10:00');
    past.end();
    expect(kept).toEqual({});
    past.begin();
    past.asked();
    past.asked();
    at('2026-11-22T14:22:30');
    past.end();
    expect(past.before()).toEqual({ visits: 1, minutes: 12.5, late: 0, today: 12.5 });
  });

  it('keep nothing but three numbers a day', () => {
    const { past, kept } = remembered();
    past.begin();
    past.asked();
    past.end();
    expect(JSON.parse(kept['qingzhi.past'] ?? '')).toEqual({ '2026-11-22': { visits: 1, minutes: 0, late: 0 } });
  });

  it.each([['22:59', 0], ['23:00', 1], ['04:59', 1], ['05:00', 0]])('that begin at %s are late: %d', (time, late) => {
    const { past } = remembered(`2026-11-22T${time}:00`);
    past.begin();
    past.asked();
    expect(past.before().late).toBe(late);
  });

  it('count no minute twice when the page is left for a while', () => {
    const { past, at } = remembered();
    past.begin();
    past.asked();
    at('2026-11-22T14:03:00');
    past.pause();
    at('2026-11-22T14:05:00');
    past.end();
    expect(past.before().minutes).toBe(5);
  });

  it('are forgotten after seven days, and at once when that is wished', () => {
    const { past, at, kept } = remembered();
    past.begin();
    past.asked();
    past.end();
    at('2026-11-28T14:00:00');
    expect(past.before()).toEqual({ ...NONE, visits: 1 });
    at('2026-11-29T14:00:00');
    expect(past.before()).toEqual(NONE);
    past.forget();
    expect(kept).toEqual({});
  });

  it.each(['', '[]', 'null', '{"x":1}', '{"2026-11-22":{"visits":-1,"minutes":"9","late":1e9}}', '{"2026-11-22":7}'])('take %o for nothing', (text) => {
    expect(remembered('2026-11-22T14:00:00', { 'qingzhi.past': text }).past.before()).toEqual(NONE);
  });

  it('do without a browser that keeps anything', () => {
    const past = new PastVisits(() => {
      throw new DOMException('no storage', 'SecurityError');
    });
    past.begin();
    past.asked();
    past.end();
    past.forget();
    expect(past.before()).toEqual(NONE);
  });
});
