import { describe, expect, it } from 'vitest';
import { FRONT, dragged, keyed, lifted, zoomed } from '../src/viewer/orbit.ts';
import { Pace } from '../src/viewer/pace.ts';

describe('the camera of the viewer', () => {
  it('goes round as far as it is dragged, and stays off the floor', () => {
    expect(dragged(FRONT, -0.5, 0).yaw).toBeGreaterThan(1);
    const low = dragged(FRONT, 0, -10);
    expect(low.pitch).toBeGreaterThan(-0.2);
    expect(dragged(FRONT, 0, 10).pitch).toBeLessThan(0.5);
  });

  it('comes neither into the figure nor out of the room', () => {
    expect(zoomed(FRONT, 100).zoom).toBe(4);
    expect(zoomed(FRONT, 0.001).zoom).toBe(0.8);
    expect(Math.abs(lifted(FRONT, 9).lift)).toBeLessThan(1);
  });

  it('obeys keys, and leaves the others alone', () => {
    expect(keyed(FRONT, 'ArrowRight')?.yaw).toBeGreaterThan(0);
    expect(keyed({ ...FRONT, yaw: 2 }, 'Home')).toEqual(FRONT);
    expect(keyed(FRONT, 'Tab')).toBeNull();
  });
});

describe('the pace of pictures', () => {
  /** Draw `count` pictures of `cost` milliseconds each, as soon as each is due; give when the last one was. */
  function drawn(pace: Pace, cost: number, count: number): number {
    let now = 0;
    for (let picture = 0; picture < count; picture += 1) {
      while (!pace.due(now)) now += 16;
      pace.drew(now);
      now += cost;
    }
    pace.due(now);
    return now;
  }

  it('draws at every tick what is cheap, as sharp as can be', () => {
    const pace = new Pace();
    drawn(pace, 16, 20);
    expect(pace.sharpness).toBe(1);
    expect(pace.due(320)).toBe(true);
  });

  it('draws less sharp and less often what is dear', () => {
    const pace = new Pace();
    const end = drawn(pace, 400, 6);
    expect(pace.sharpness).toBeLessThan(0.5);
    expect(end).toBeGreaterThan(6 * 400 * 3);
  });

  it('forgives the first pictures of something new, and hurries after a change', () => {
    const pace = new Pace();
    drawn(pace, 900, 2);
    expect(pace.sharpness).toBe(1);
    expect(pace.due(1801)).toBe(false);
    pace.hurry();
    expect(pace.due(1802)).toBe(true);
  });
});
