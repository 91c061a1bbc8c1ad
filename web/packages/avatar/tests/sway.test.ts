import { VRMSpringBoneJoint, VRMSpringBoneManager } from '@pixiv/three-vrm';
import { Object3D, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { Sway } from '../src/figure3d/sway.ts';

const LINK = 0.085;
const SETTINGS = { stiffness: 0.75, gravityPower: 0.08, dragForce: 0.25, hitRadius: 0.012 };
/** Radians that the head turns, and the second at which it stops. */
const TURN = 0.7;
const STOPS = 0.3;

/** A strand of three bones beside a head that turns. */
class Strand {
  readonly head = new Object3D();
  readonly sway: Sway;
  private readonly tip: Object3D;
  private readonly free = new Object3D();

  constructor() {
    const manager = new VRMSpringBoneManager();
    let parent = this.head;
    const bones = [0, 1, 2, 3].map((n) => {
      const bone = new Object3D();
      bone.position.set(...((n === 0 ? [0.08, 0, 0.06] : [0, -LINK, 0]) as [number, number, number]));
      parent.add(bone);
      parent = bone;
      return bone;
    });
    bones.slice(0, -1).forEach((bone, n) => {
      const joint = new VRMSpringBoneJoint(bone, bones[n + 1] ?? null, SETTINGS);
      manager.addJoint(joint);
    });
    this.head.updateMatrixWorld(true);
    manager.setInitState();
    this.tip = parent;
    this.free.position.set(0.08, -3 * LINK, 0.06);
    this.head.add(this.free);
    const reset = (): void => {
      this.head.updateMatrixWorld(true);
      manager.reset();
    };
    this.sway = new Sway({ update: (seconds) => manager.update(seconds), reset });
  }

  /** Turn the head to where it is at `time`, after `passed` seconds. */
  turn(time: number, passed: number): void {
    const share = Math.min(1, time / STOPS);
    this.head.rotation.y = TURN * share * share * (3 - 2 * share);
    this.sway.advance(passed);
    this.head.updateMatrixWorld(true);
  }

  /** Metres between the tip and where it hangs at rest. */
  get away(): number {
    return this.tip.getWorldPosition(new Vector3()).distanceTo(this.free.getWorldPosition(new Vector3()));
  }
}

/** How far the tip is away, by frame, while the head turns and for `seconds` in all. */
function filmed(rate: number, seconds: number): number[] {
  const strand = new Strand();
  return Array.from({ length: Math.round(seconds * rate) }, (_, n) => {
    strand.turn((n + 1) / rate, 1 / rate);
    return strand.away;
  });
}

describe('hair', () => {
  it.each([10, 24, 60, 144])('lags behind the head and has settled 0.8 s after it stops, at %i frames a second', (rate) => {
    const away = filmed(rate, STOPS + 0.8);
    expect(Math.max(...away)).toBeGreaterThan(0.01);
    expect(Math.max(...away)).toBeLessThan(3 * LINK);
    expect(away.at(-1)).toBeLessThan(0.006);
  });

  it('swings about as far at 10 frames a second as at 60', () => {
    const [slow, quick] = [10, 60].map((rate) => Math.max(...filmed(rate, 1)));
    expect(slow).toBeLessThan(2 * (quick ?? 0));
  });

  it('is at rest after a pause, wherever the head is by then', () => {
    const strand = new Strand();
    strand.turn(0.1, 1 / 60);
    strand.turn(60, 60);
    expect(strand.away).toBeLessThan(1e-6);
  });

  it.each([NaN, Infinity, -1, 1e9])('keeps its place when %f seconds are said to have passed', (seconds) => {
    const strand = new Strand();
    strand.turn(1, seconds);
    strand.turn(1, 1 / 60);
    expect(strand.away).toBeLessThan(0.2);
  });

  it('goes on in steps that springs are tuned for, and loses no time', () => {
    const steps: number[] = [];
    const sway = new Sway({ update: (seconds) => steps.push(seconds), reset: () => steps.push(NaN) });
    const frames = [1 / 60, 1 / 144, 1 / 144, 0.1, 0.4, 1 / 30];
    for (const passed of frames) sway.advance(passed);
    expect(steps.reduce((sum, seconds) => sum + seconds)).toBeCloseTo(frames.reduce((sum, passed) => sum + passed));
    expect(Math.max(...steps)).toBeLessThan(1 / 40);
    expect(Math.min(...steps)).toBeGreaterThan(1 / 110);
  });
});
