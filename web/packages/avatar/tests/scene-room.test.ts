import { describe, expect, it } from 'vitest';
import { DESIGNS } from '../src/scene/designs.ts';
import { allSenders, bounced, type Lamp, lit, patches } from '../src/scene/light/radiosity.ts';
import { SCENE_NAMES } from '../src/scene/names.ts';
import { blur, disc, STATION } from '../src/scene/plate/lens.ts';
import { affordable } from '../src/scene/plate/plate.ts';
import { Mesh } from '../src/scene/room/mesh.ts';
import { seeded } from '../src/scene/room/random.ts';
import { Solids } from '../src/scene/room/solid.ts';

const WHITE = { albedo: [0.8, 0.8, 0.8] } as const;
const LAMP: Lamp = { origin: [-0.5, 3, 0.5], u: [0, 0, -1], v: [1, 0, 0], radiance: [4, 4, 4] };
const wall = { low: [-2, 1.4, -2], high: [2, 1.6, 2], albedo: [0.5, 0.5, 0.5] } as const;

/** Radiance in the middle of a white floor under one lamp. */
function floorLight(solids: Solids, height = 0): number {
  const mesh = new Mesh();
  mesh.quad([-0.1, height, 0.1], [0.2, 0, 0], [0, 0, -0.2], WHITE);
  return lit(mesh, patches([LAMP]), solids)[0] ?? 0;
}

describe.each(SCENE_NAMES)('the room of the scene %s', (name) => {
  const room = DESIGNS[name].room();

  it('is laid out alike on every visit', () => {
    const again = DESIGNS[name].room();
    expect(again.body.positions).toEqual(room.body.positions);
    expect(again.body.albedos).toEqual(room.body.albedos);
    expect(again.solids).toEqual(room.solids);
    expect(again.lamps).toEqual(room.lamps);
  });

  it('stays within what a weak machine lights and draws quickly', () => {
    expect(room.body.corners + room.floor.corners + room.glass.corners).toBeLessThan(50_000);
    expect(room.solids.length).toBeLessThan(120);
    expect(allSenders(room).senders.length).toBeLessThan(500);
  });

  it('has whole triangles, unit normals and surfaces that give back less light than they get', () => {
    for (const mesh of [room.body, room.floor, room.glass]) {
      expect(mesh.indices.length % 3).toBe(0);
      expect(mesh.indices.every((i) => i >= 0 && i < mesh.corners)).toBe(true);
      expect(mesh.albedos.every((a) => a >= 0 && a < 1)).toBe(true);
      expect(mesh.glows.every((g) => g >= 0 && g < 10)).toBe(true);
      expect([...mesh.positions, ...mesh.normals].every(Number.isFinite)).toBe(true);
    }
  });

  it('leaves the place free where the figure stands and moves its arms', () => {
    const near = (i: number): boolean => {
      const [x = 0, y = 0, z = 0] = room.body.positions.slice(3 * i, 3 * i + 3);
      return Math.abs(x) < 0.8 && z > -0.8 && z < 4 && y < 2.2;
    };
    expect(Array.from({ length: room.body.corners }, (_, i) => i).filter(near)).toEqual([]);
  });
});

describe('the light', () => {
  it('falls off with distance and is stopped by what stands between', () => {
    const open = new Solids([]);
    expect(floorLight(open)).toBeGreaterThan(0.05);
    expect(floorLight(open, 1)).toBeGreaterThan(1.5 * floorLight(open));
    expect(floorLight(new Solids([wall]))).toBeLessThan(0.2 * floorLight(open));
  });

  it('does not depend on how finely a lamp is cut', () => {
    const whole = patches([LAMP]).reduce((sum, { flux }) => sum + flux[0], 0);
    const halves = patches([{ ...LAMP, v: [0.5, 0, 0] }, { ...LAMP, origin: [0, 3, 0.5], v: [0.5, 0, 0] }]);
    expect(halves.reduce((sum, { flux }) => sum + flux[0], 0)).toBeCloseTo(whole, 6);
  });

  it('only loses by bouncing, and bounces alike for the same seed', () => {
    const direct = patches([LAMP]);
    const solids = new Solids([{ ...wall, low: [-9, -1, -9], high: [9, 0, 9] }, { ...wall, low: [-9, 4, -9], high: [9, 5, 9] }]);
    const once = bounced(direct, solids, 5);
    const power = (all: typeof once): number => all.reduce((sum, { flux }) => sum + flux[0], 0);
    expect(once.length).toBeGreaterThan(0);
    expect(power(once)).toBeLessThan(power(direct));
    expect(bounced(direct, solids, 5)).toEqual(once);
  });

  it('lets no ray through a box, from whichever side it comes', () => {
    const solids = new Solids([wall]);
    expect(solids.blocked(0, 0, 0, 0, 3, 0)).toBe(true);
    expect(solids.blocked(0, 3, 0, 0.3, 0, 0.2)).toBe(true);
    expect(solids.blocked(0, 0, 0, 0, 1.3, 0)).toBe(false);
    expect(solids.blocked(3, 0, 0, 3, 3, 0)).toBe(false);
    expect(solids.first([0, 0, 0], [0, 1, 0])).toMatchObject({ distance: 1.4, normal: [0, -1, 0] });
    expect(solids.first([3, 0, 0], [0, 1, 0])).toBeNull();
  });
});

describe('the lens', () => {
  it('is sharp at the figure and ever softer behind it', () => {
    expect(blur(STATION, STATION.focus)).toBe(0);
    expect(blur(STATION, 12)).toBeGreaterThan(blur(STATION, 7));
  });

  it('is covered evenly by its exposures', () => {
    const points = Array.from({ length: 64 }, (_, i) => disc(i, 64));
    expect(Math.max(...points.map(([x, y]) => Math.hypot(x, y)))).toBeLessThanOrEqual(1);
    for (const axis of [0, 1] as const) expect(Math.abs(points.reduce((sum, p) => sum + p[axis], 0) / 64)).toBeLessThan(0.03);
  });

  it('takes fewer exposures on a slow machine, never too few for a smooth picture', () => {
    expect(affordable(0.001)).toBe(64);
    expect(affordable(0.05)).toBeLessThan(64);
    expect(affordable(60)).toBe(18);
    expect(affordable(0)).toBe(64);
  });
});

describe('the seeded numbers', () => {
  it('lie in 0..1, repeat for a seed and differ between seeds', () => {
    const take = (seed: number): number[] => Array.from({ length: 50 }, seeded(seed));
    expect(take(1).every((value) => value >= 0 && value < 1)).toBe(true);
    expect(take(1)).toEqual(take(1));
    expect(take(1)).not.toEqual(take(2));
  });
});
