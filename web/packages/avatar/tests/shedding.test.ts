import { describe, expect, it } from 'vitest';
import { LADDER, LEVELS, ladderOf } from '../src/presenter/ladder.ts';
import { Pacer } from '../src/presenter/pacer.ts';
import { Shedding } from '../src/presenter/shedding.ts';

const TICK = 1000 / 60;

/** A machine with a virtual clock, that draws at the rate it is asked for. */
class Machine {
  at = 0;

  constructor(
    private readonly shedding: Shedding,
    /** Milliseconds that a picture of the given scale takes: of the page's thread, and in all. */
    private readonly speed: (scale: number) => { busy: number; cost: number },
  ) {}

  /** Draw for `seconds`; the rungs that were reached on the way. */
  run(seconds: number): string[] {
    const reached: string[] = [];
    for (const end = this.at + 1000 * seconds; this.at < end; ) {
      const { level, fps, scale } = this.shedding.rung;
      const { busy, cost } = this.speed(scale);
      const changed = this.shedding.frame({ at: this.at, busy, cost: Math.ceil(cost / TICK) * TICK });
      this.at += Math.max(1000 / fps, Math.ceil(cost / TICK) * TICK);
      if (changed) reached.push(named(this.shedding));
      else expect(named(this.shedding)).toBe(`${level} ${fps} ${scale}`);
    }
    return reached;
  }
}

function named({ rung: { level, fps, scale } }: Shedding): string {
  return `${level} ${fps} ${scale}`;
}

describe('the ladder', () => {
  it('costs less with every rung', () => {
    for (const level of LEVELS) {
      const work = LADDER.filter((rung) => rung.level === level).map(({ fps, scale }) => fps * scale ** 2);
      expect([...work].sort((a, b) => b - a)).toEqual(work);
    }
  });

  it('of one level alone keeps its sharpness', () => {
    expect(ladderOf('3d')).toEqual([60, 30, 15].map((fps) => ({ level: '3d', fps, scale: 1 })));
    expect(ladderOf('text')).toHaveLength(1);
  });
});

describe('shedding', () => {
  it('leaves a machine alone that keeps up', () => {
    const shedding = new Shedding();
    expect(new Machine(shedding, () => ({ busy: 3, cost: 10 })).run(60)).toEqual([]);
    expect(named(shedding)).toBe('3d 60 1');
  });

  it('goes down before pictures come late, when the page has hardly time for anything else', () => {
    const shedding = new Shedding();
    const first = new Machine(shedding, () => ({ busy: 12, cost: 15 })).run(3)[0];
    expect(first).toBe('3d 30 1');
  });

  it('finds 30 pictures a second where 60 are too many', () => {
    const shedding = new Shedding();
    new Machine(shedding, () => ({ busy: 4, cost: 24 })).run(5);
    expect(named(shedding)).toBe('3d 30 1');
  });

  it('draws fewer pixels where pictures are large rather than many', () => {
    const shedding = new Shedding();
    new Machine(shedding, (scale) => ({ busy: 2, cost: 45 * scale ** 2 })).run(5);
    expect(named(shedding)).toBe('3d 30 0.75');
  });

  it('comes down within a dozen pictures on a machine without a graphics card', () => {
    const shedding = new Shedding();
    const machine = new Machine(shedding, () => ({ busy: 20, cost: 600 }));
    expect(machine.run(12 * 0.6)).toEqual(['3d 15 0.5', '2d 60 1']);
  });

  it('never takes the figure away, however slow a drawing is', () => {
    const shedding = new Shedding();
    new Machine(shedding, () => ({ busy: 300, cost: 400 })).run(30);
    expect(named(shedding)).toBe('2d 15 1');
    expect(shedding.abandon()).toBe(false);
  });

  it('does not judge by the first pictures after a change', () => {
    const shedding = new Shedding();
    const slow = { at: 0, busy: 400, cost: 900 };
    expect([slow, slow, slow].map((frame) => shedding.frame(frame))).toEqual([false, false, false]);
    expect(new Machine(shedding, () => ({ busy: 3, cost: 10 })).run(5)).toEqual([]);
  });

  it('forgives a single hiccup', () => {
    const shedding = new Shedding();
    let frame = 0;
    const machine = new Machine(shedding, () => ({ busy: 3, cost: (frame += 1) % 90 === 0 ? 120 : 10 }));
    expect(machine.run(20)).toEqual([]);
  });

  it('climbs again after a long calm, never at once', () => {
    const shedding = new Shedding();
    let slow = true;
    const machine = new Machine(shedding, () => ({ busy: 3, cost: slow ? 24 : 10 }));
    machine.run(3);
    slow = false;
    expect(machine.run(7)).toEqual([]);
    expect(machine.run(3)).toEqual(['3d 60 1']);
  });

  it('waits twice as long after each climb that was a mistake', () => {
    const shedding = new Shedding();
    // Light enough to look easy at 30, too heavy for 60.
    const machine = new Machine(shedding, () => ({ busy: 3, cost: shedding.rung.fps === 60 ? 30 : 16 }));
    const climbs: number[] = [];
    for (let second = 0; second < 240; second += 1) {
      if (machine.run(1).includes('3d 60 1')) climbs.push(second);
    }
    const waits = climbs.slice(1).map((second, at) => second - (climbs[at] ?? 0));
    expect(waits.length).toBeGreaterThanOrEqual(3);
    waits.slice(1).forEach((wait, at) => expect(wait).toBeGreaterThan(1.7 * (waits[at] ?? 0)));
  });

  it('does not try the third dimension again by itself once it was given up', () => {
    const shedding = new Shedding();
    shedding.abandon();
    new Machine(shedding, () => ({ busy: 1, cost: 5 })).run(600);
    expect(named(shedding)).toBe('2d 60 1');
  });

  it('enters a level again when it is told to', () => {
    const shedding = new Shedding();
    shedding.abandon();
    expect(shedding.enter('3d')).toBe(true);
    expect(named(shedding)).toBe('3d 60 1');
  });

  it('stays on a level that somebody insists on', () => {
    const shedding = new Shedding(ladderOf('3d'));
    new Machine(shedding, () => ({ busy: 20, cost: 900 })).run(60);
    expect(named(shedding)).toBe('3d 15 1');
    expect(shedding.abandon()).toBe(false);
    expect(shedding.enter('2d')).toBe(false);
  });

  it('forgets what it measured before a pause', () => {
    const shedding = new Shedding();
    const slow = (at: number) => ({ at, busy: 1, cost: 200 });
    for (const at of [0, 1, 2, 3, 4]) shedding.frame(slow(at));
    shedding.pause();
    expect(shedding.frame(slow(5))).toBe(false);
    expect(named(shedding)).toBe('3d 60 1');
  });
});

describe('the pacer', () => {
  it.each([
    [60, 60, 60],
    [120, 60, 60],
    [60, 30, 30],
    [60, 15, 15],
    [144, 60, 72],
  ])('of a display of %d Hz asked for %d pictures draws %d', (hertz, fps, drawn) => {
    const pacer = new Pacer();
    let count = 0;
    for (let tick = 0; tick < 10 * hertz; tick += 1) {
      const now = (1000 * tick) / hertz;
      if (!pacer.due(now, fps)) continue;
      pacer.drew(now, 1);
      count += 1;
    }
    expect(count / 10).toBe(drawn);
  });

  it('tells what a picture cost once, at the tick after it', () => {
    const pacer = new Pacer();
    expect(pacer.settle(0)).toBeNull();
    pacer.drew(100, 7);
    expect(pacer.settle(116)).toEqual({ at: 100, busy: 7, cost: 16 });
    expect(pacer.settle(133)).toBeNull();
  });

  it('does not count the time that a page was hidden', () => {
    const pacer = new Pacer();
    pacer.drew(100, 7);
    pacer.reset();
    expect(pacer.settle(60_000)).toBeNull();
  });
});
