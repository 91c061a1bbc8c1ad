import { describe, expect, it } from 'vitest';
import { attractScene } from '../src/kiosk/attract-motion.ts';
import { IdleWatch, WARNING_SECONDS } from '../src/kiosk/idle-watch.ts';

/** A watch whose clock is set by hand. */
function watched(idle = 30): { watch: IdleWatch; at: (seconds: number) => void; log: string[]; busy: { now: boolean } } {
  const clock = { now: 0 };
  const log: string[] = [];
  const busy = { now: false };
  const watch = new IdleWatch(
    () => idle,
    () => busy.now,
    { warn: (seconds) => log.push(`warn ${seconds}`), calm: () => log.push('calm'), leave: () => log.push('leave') },
    () => clock.now,
  );
  const at = (seconds: number): void => {
    clock.now = seconds;
    watch.tick();
  };
  return { watch, at, log, busy };
}

describe('the watch over a visit', () => {
  it('warns once a second after the idle time, then ends the visit', () => {
    const { at, log } = watched();
    for (const seconds of [10, 29.9]) at(seconds);
    expect(log).toEqual([]);
    for (const seconds of [30, 30.2, 31.2]) at(seconds);
    expect(log).toEqual([`warn ${WARNING_SECONDS}`, `warn ${WARNING_SECONDS - 1}`]);
    at(30 + WARNING_SECONDS);
    expect(log.slice(-2)).toEqual(['calm', 'leave']);
  });

  it('begins again when somebody stirs', () => {
    const { watch, at, log } = watched();
    at(35);
    watch.touch();
    expect(log.at(-1)).toBe('calm');
    at(64.9);
    expect(log).toHaveLength(2);
    at(65);
    expect(log.at(-1)).toBe(`warn ${WARNING_SECONDS}`);
  });

  it('never ends a visit while the figure speaks', () => {
    const { at, log, busy } = watched();
    busy.now = true;
    for (const seconds of [40, 80, 120]) at(seconds);
    busy.now = false;
    at(149);
    expect(log).toEqual([]);
  });
});

describe('the inviting motion', () => {
  it.each([0, 1, 2, 3])('of scene %d begins and ends at rest, and never moves fast', (number) => {
    const { bones, face, frames, boneIndex } = attractScene(number, 5);
    if (bones === null || face === null) throw new Error('it moves head and face');
    const width = boneIndex.length * 4;
    const yaw = (frame: number): number => 2 * Math.asin(bones[frame * width + 1] ?? 0);
    expect(Math.abs(yaw(0))).toBeLessThan(0.02);
    expect(Math.abs(yaw(frames - 1))).toBeLessThan(0.02);
    for (let frame = 1; frame < frames; frame += 1) expect(Math.abs(yaw(frame) - yaw(frame - 1))).toBeLessThan(0.03);
    expect(Math.min(...face)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...face)).toBeLessThanOrEqual(1);
    for (let at = 0; at < bones.length; at += 4) expect(Math.hypot(...bones.subarray(at, at + 4))).toBeCloseTo(1, 5);
  });
});
