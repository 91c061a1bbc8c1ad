import { describe, expect, it } from 'vitest';
import { type Angles, anglesOf, apart, pointing, radians } from '../src/gaze/angles.ts';
import { glanceOf, withinReach, writeLook } from '../src/gaze/eyes.ts';
import { Fixation } from '../src/gaze/fixation.ts';
import { HeadFollow, headShare } from '../src/gaze/follow.ts';
import { GazeControl } from '../src/gaze/gaze.ts';
import { Saccade, saccadeSeconds } from '../src/gaze/saccade.ts';
import { type Sight, aimOf } from '../src/gaze/sight.ts';
import { FACE } from '../src/motion/names.ts';
import { AT_VISITOR, restPose } from '../src/motion/segment.ts';
import { CameraSight } from '../src/stage3d/sight.ts';

const MS = 0.001;
const AHEAD: Angles = { yaw: 0, pitch: 0 };
const SIGHT: Sight = { visitor: [0, 1.5, 2], screen: (x, y) => [x, 1.5 + y, 1] };
const EYES = [0, 1.5, 0] as const;

/** The course of a jump from straight ahead by `angle`, a sample each millisecond. */
function jump(angle: number): Angles[] {
  const eyes = new Saccade();
  eyes.toward(AHEAD, 0);
  return Array.from({ length: 150 }, (_, ms) => eyes.toward({ yaw: angle, pitch: 0 }, 1 + ms * MS));
}

describe('directions', () => {
  it('count to the figure’s left and up', () => {
    expect(anglesOf([1, 0, 1]).yaw).toBeCloseTo(radians(45));
    expect(anglesOf([0, 1, 1]).pitch).toBeCloseTo(radians(45));
  });

  it('come back from the vectors that point there', () => {
    const back = anglesOf(pointing({ yaw: 0.4, pitch: -0.3 }));
    expect(back.yaw).toBeCloseTo(0.4);
    expect(back.pitch).toBeCloseTo(-0.3);
  });
});

describe('a jump of the eyes', () => {
  it('takes the time of the main sequence: 43 ms over 10°, 65 ms over 20°', () => {
    expect(saccadeSeconds(radians(10))).toBeCloseTo(0.043, 6);
    expect(saccadeSeconds(radians(20))).toBeCloseTo(0.065, 6);
  });

  it('has arrived when its time is over, not before', () => {
    const course = jump(radians(10));
    expect(course[40]?.yaw).toBeLessThan(radians(9.999));
    expect(course[44]?.yaw).toBeCloseTo(radians(10), 6);
  });

  it('is fastest half way, at a speed near what people reach', () => {
    const course = jump(radians(10));
    const speeds = course.slice(1).map(({ yaw }, at) => (yaw - (course[at]?.yaw ?? 0)) / MS);
    const peak = Math.max(...speeds);
    expect(Math.abs(speeds.indexOf(peak) - 21)).toBeLessThanOrEqual(2);
    expect(peak).toBeGreaterThan(radians(300));
    expect(peak).toBeLessThan(radians(600));
  });

  it('never goes beyond its target', () => {
    for (const { yaw } of jump(radians(15))) expect(yaw).toBeLessThanOrEqual(radians(15) + 1e-9);
  });

  it('starts again from where the eyes are when the target jumps meanwhile', () => {
    const eyes = new Saccade();
    eyes.toward(AHEAD, 0);
    eyes.toward({ yaw: radians(20), pitch: 0 }, 1);
    const midway = eyes.toward({ yaw: radians(20), pitch: 0 }, 1.03);
    const turned = eyes.toward({ yaw: radians(-20), pitch: 0 }, 1.031);
    expect(apart(midway, turned)).toBeLessThan(radians(1.5));
  });

  it('is not made after a target that creeps', () => {
    const eyes = new Saccade();
    eyes.toward(AHEAD, 0);
    expect(eyes.toward({ yaw: radians(0.8), pitch: 0 }, 0.016).yaw).toBe(radians(0.8));
  });
});

describe('the head', () => {
  it('leaves small looks to the eyes and takes on half of large ones', () => {
    expect(headShare({ yaw: radians(6), pitch: 0 }).yaw).toBeLessThan(radians(1.2));
    expect(headShare({ yaw: radians(45), pitch: 0 }).yaw).toBeGreaterThan(radians(20));
  });

  it('never turns further than is comfortable', () => {
    const far = headShare({ yaw: radians(170), pitch: radians(-80) });
    expect(far.yaw).toBeLessThanOrEqual(radians(38));
    expect(far.pitch).toBeGreaterThanOrEqual(radians(-16));
  });

  it('follows slowly, without overshoot', () => {
    const head = new HeadFollow();
    head.toward(AHEAD, 0);
    const aim = { yaw: radians(40), pitch: 0 };
    const course = Array.from({ length: 90 }, () => head.toward(aim, 1 / 60).yaw);
    expect(course[3]).toBeLessThan(0.25 * headShare(aim).yaw);
    expect(course[60]).toBeGreaterThan(0.97 * headShare(aim).yaw);
    expect(Math.max(...course)).toBeLessThanOrEqual(headShare(aim).yaw + 1e-9);
  });

  it('goes the same way at any frame rate', () => {
    const aim = { yaw: radians(40), pitch: radians(10) };
    const after = (fps: number): Angles => {
      const head = new HeadFollow();
      head.toward(AHEAD, 0);
      return Array.from({ length: fps / 5 }, () => head.toward(aim, 1 / fps)).at(-1) ?? AHEAD;
    };
    expect(apart(after(60), after(15))).toBeLessThan(1e-9);
  });
});

describe('what eyes can do', () => {
  it('is as asked within a comfortable range', () => {
    expect(withinReach({ yaw: radians(20), pitch: radians(-15) })).toEqual({ yaw: radians(20), pitch: radians(-15) });
  });

  it('ends at their limits, smoothly', () => {
    const far = withinReach({ yaw: radians(-90), pitch: radians(70) });
    expect(far.yaw).toBeGreaterThanOrEqual(radians(-32));
    expect(far.pitch).toBeLessThanOrEqual(radians(22));
    const [near, further] = [24, 25].map((angle) => withinReach({ yaw: radians(angle), pitch: 0 }).yaw);
    expect((further ?? 0) - (near ?? 0)).toBeGreaterThan(0);
    expect((further ?? 0) - (near ?? 0)).toBeLessThan(radians(1.001));
  });

  it('is written so that it reads back', () => {
    const { face } = restPose();
    const turn = { yaw: radians(12), pitch: radians(-9) };
    writeLook(face, 'Left', turn);
    writeLook(face, 'Right', turn);
    expect(face[FACE.eyeLookOutLeft]).toBeCloseTo(0.4);
    expect(face[FACE.eyeLookInRight]).toBeCloseTo(0.4);
    expect(face[FACE.eyeLookInLeft]).toBe(0);
    expect(apart(glanceOf(face), turn)).toBeLessThan(1e-6);
  });
});

describe('a gaze', () => {
  it('at a place to the right of the screen is to the left of the figure', () => {
    expect(aimOf({ at: 'screen', x: 0.5, y: -0.2, start: 0 }, SIGHT, EYES).angles.yaw).toBeGreaterThan(0);
    expect(aimOf({ at: 'away', x: 0.5, y: 0.5, start: 0 }, SIGHT, EYES).angles).toEqual({ yaw: radians(22.5), pitch: radians(17.5) });
  });

  it('leaves the eyes where they look while the head is still on its way', () => {
    const control = new GazeControl(() => 0.5);
    control.step(AT_VISITOR, SIGHT, EYES, AHEAD, 0);
    const aside = { at: 'away', x: 0.8, y: 0, start: 0 } as const;
    control.step(aside, SIGHT, EYES, AHEAD, 1);
    const soon = control.step(aside, SIGHT, EYES, AHEAD, 1.12);
    const late = control.step(aside, SIGHT, EYES, AHEAD, 1.22);
    expect(apart(anglesOf([soon.at[0], soon.at[1] - 1.5, soon.at[2]]), { yaw: radians(36), pitch: 0 })).toBeLessThan(radians(0.5));
    expect(late.head.yaw).toBeGreaterThan(soon.head.yaw);
  });

  it('that is held is never quite still, and never off by more than half a degree', () => {
    const fixation = new Fixation();
    const course = Array.from({ length: 600 }, (_, frame) => fixation.at(frame / 60));
    expect(new Set(course.map(({ yaw }) => yaw.toFixed(5))).size).toBeGreaterThan(100);
    for (const offset of course) expect(apart(offset, AHEAD)).toBeLessThan(radians(0.55));
  });

  it('for a still picture is where it ends, however often it is asked', () => {
    const control = new GazeControl();
    const aside = { at: 'away', x: -0.4, y: 0.2, start: 0 } as const;
    expect(control.settle(aside, SIGHT, EYES, AHEAD)).toEqual(control.settle(aside, SIGHT, EYES, AHEAD));
  });
});

describe('the visitor', () => {
  it('is where the camera stands, until they are seen elsewhere', () => {
    const sight = new CameraSight();
    sight.stand([0, 1.5, 2], 20, 1);
    expect(sight.visitor).toEqual([0, 1.5, 2]);
    sight.see([0.3, -0.1, 0.5]);
    expect(sight.visitor).toEqual([0.3, 1.4, 1.5]);
    sight.see(null);
    expect(sight.visitor).toEqual([0, 1.5, 2]);
  });

  it('has a screen before them whose edges lie at the edges of the picture', () => {
    const sight = new CameraSight();
    sight.stand([0, 1.5, 2], 90, 2);
    const [x, y, z] = sight.screen(1, -1);
    expect(z).toBeCloseTo(0.9);
    expect(x).toBeCloseTo(2 * 1.1);
    expect(y).toBeCloseTo(1.5 - 1.1);
  });
});
