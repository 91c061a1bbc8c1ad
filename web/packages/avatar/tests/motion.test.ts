import { describe, expect, it } from 'vitest';
import { glanceOf } from '../src/gaze/eyes.ts';
import { Idle } from '../src/motion/idle.ts';
import { Mixer } from '../src/motion/mixer.ts';
import { ARKIT, BONE, FACE } from '../src/motion/names.ts';
import { blendQuaternion, quaternionOf, turnOf } from '../src/motion/quaternion.ts';
import { type Segment, restPose } from '../src/motion/segment.ts';

const JAW = FACE.jawOpen;

interface Options {
  readonly layer?: string;
  readonly item?: string | null;
  readonly start?: number;
  readonly seconds?: number;
  readonly fade?: number;
  readonly columns?: readonly number[];
}

/** A segment whose every coefficient is `value`. */
function steady(value: number, options: Options = {}): Segment {
  const frames = Math.round((options.seconds ?? 1) * 30);
  return {
    layer: options.layer ?? 'speech',
    item: options.item === undefined ? 'a' : options.item,
    start: options.start ?? 0,
    fade: options.fade ?? 0,
    fps: 30,
    frames,
    face: new Float32Array(frames * ARKIT.length).fill(value),
    columns: options.columns ?? [],
    boneIndex: [],
    bones: null,
    hips: null,
    gaze: [],
  };
}

/** A mixer whose item `a` has begun at wall time 10. */
function mixerAt10(): Mixer {
  const mixer = new Mixer(new Idle(() => 0.5));
  mixer.times.begin(0);
  mixer.times.hear('a', 0, 10);
  return mixer;
}

const jaw = (mixer: Mixer, wall: number): number => mixer.at(wall).face[JAW] ?? -1;

describe('mixing', () => {
  it('plays a segment on the clock of its sound', () => {
    const mixer = mixerAt10();
    mixer.add(steady(0.8, { start: 0.5 }));
    expect(jaw(mixer, 10.4)).toBe(0);
    expect(jaw(mixer, 10.6)).toBeCloseTo(0.8);
  });

  it('forgets an item whose sound will not be heard', () => {
    const mixer = mixerAt10();
    mixer.add(steady(0.8, { item: 'later' }));
    mixer.add(steady(0.8, { item: null, start: 30 }));
    expect(mixer.pending).toBe(2);
    mixer.forget('later');
    expect(mixer.pending).toBe(1);
    expect(mixer.times.local('later', 20)).toBeNull();
  });

  it('leaves out a layer that it does not know', () => {
    const mixer = mixerAt10();
    mixer.add({ ...steady(0.8), layer: 'tail' });
    expect(mixer.pending).toBe(0);
  });

  it('waits for a sound that has not begun', () => {
    const mixer = mixerAt10();
    mixer.add(steady(0.8, { item: 'later' }));
    expect(jaw(mixer, 20)).toBe(0);
  });

  it('stands still with the sound', () => {
    const mixer = mixerAt10();
    const ramp = steady(0);
    for (let frame = 0; frame < 30; frame += 1) ramp.face?.fill(frame / 30, frame * 52, (frame + 1) * 52);
    mixer.add(ramp);
    mixer.times.hear('a', 0.5, 30);
    expect(jaw(mixer, 30)).toBeCloseTo(0.5);
  });

  it('interpolates between frames', () => {
    const mixer = mixerAt10();
    const segment = steady(0);
    segment.face?.fill(1, 52, 104);
    mixer.add(segment);
    expect(jaw(mixer, 10 + 0.25 / 30)).toBeCloseTo(0.25);
  });

  it('lets a later layer cover only the columns it owns', () => {
    const mixer = mixerAt10();
    mixer.add(steady(0.3, { layer: 'idle', item: null, seconds: 60 }));
    mixer.add(steady(0.9, { columns: [JAW] }));
    const { face } = mixer.at(10.5);
    expect(face[JAW]).toBeCloseTo(0.9);
    expect(face[FACE.browInnerUp]).toBeCloseTo(0.3);
  });

  it('cross-fades from one segment to the next without showing what lies below', () => {
    const mixer = mixerAt10();
    mixer.add(steady(0.6, { seconds: 0.5 }));
    mixer.add(steady(0.6, { start: 0.5, fade: 0.2 }));
    for (let wall = 10.4; wall < 10.9; wall += 0.02) expect(jaw(mixer, wall)).toBeCloseTo(0.6);
  });

  it('lets lips that follow sound speak at once, and the brows come with the fade', () => {
    const mixer = mixerAt10();
    mixer.add(steady(0.8, { fade: 0.15 }));
    const { face } = mixer.at(10.07);
    expect(face[JAW]).toBeCloseTo(0.8);
    expect(face[FACE.browInnerUp]).toBeLessThan(0.5);
    expect(face[FACE.mouthSmileLeft]).toBeLessThan(0.5);
  });

  it('lets go gently of what ends without a fade of its own', () => {
    const mixer = mixerAt10();
    mixer.add(steady(0.8, { seconds: 0.5 }));
    expect(jaw(mixer, 10.6)).toBeGreaterThan(0.3);
    expect(jaw(mixer, 10.85)).toBe(0);
  });

  it('replaces what it had planned from the new segment’s start on', () => {
    const mixer = mixerAt10();
    mixer.add(steady(0.2));
    mixer.add(steady(0.9, { start: 0.5 }));
    mixer.add(steady(0.4, { start: 0.3 }));
    expect(jaw(mixer, 10.2)).toBeCloseTo(0.2);
    expect(jaw(mixer, 10.6)).toBeCloseTo(0.4);
  });

  it('fades back to the layer below after the end', () => {
    const mixer = mixerAt10();
    mixer.add(steady(0.8, { seconds: 0.5, fade: 0.2 }));
    expect(jaw(mixer, 10.6)).toBeGreaterThan(0.1);
    expect(jaw(mixer, 10.6)).toBeLessThan(0.8);
    expect(jaw(mixer, 10.8)).toBe(0);
  });

  it('comes to rest within 150 ms of a stop, and plays nothing planned for later', () => {
    const mixer = mixerAt10();
    mixer.add(steady(0.8, { seconds: 5 }));
    mixer.add(steady(0.8, { start: 5, seconds: 5 }));
    expect(jaw(mixer, 10.5)).toBeCloseTo(0.8);
    mixer.cut(10.5);
    expect(jaw(mixer, 10.65)).toBe(0);
    expect(jaw(mixer, 15.5)).toBe(0);
  });

  it('takes the newest gaze that has begun', () => {
    const mixer = mixerAt10();
    const gaze = [
      { at: 'visitor', x: 0, y: 0, start: 0 },
      { at: 'screen', x: 0.5, y: 0, start: 0.5 },
    ] as const;
    mixer.add({ ...steady(0, { layer: 'gaze' }), gaze });
    expect(mixer.at(10.2).gaze.at).toBe('visitor');
    expect(mixer.at(10.7).gaze.at).toBe('screen');
  });

  it('turns bones the short way and leaves unnamed ones alone', () => {
    const mixer = mixerAt10();
    const turned = quaternionOf({ yaw: 0.4, pitch: 0, roll: 0 });
    const bones = Float32Array.from({ length: 30 * 4 }, (_, i) => -(turned[i % 4] ?? 0));
    const arm = (): Float32Array => mixer.at(10.5).bones.slice(4 * BONE.leftUpperArm, 4 * BONE.leftUpperArm + 16);
    const resting = arm();
    mixer.add({ ...steady(0), boneIndex: [BONE.head], bones });
    expect(turnOf(mixer.at(10.5).bones, 4 * BONE.head).yaw).toBeCloseTo(0.4);
    expect(arm()).toEqual(resting);
  });
});

describe('rotations', () => {
  it('are taken apart as they were put together', () => {
    for (const turn of [
      { yaw: 0.3, pitch: -0.2, roll: 0.1 },
      { yaw: -0.5, pitch: 0.4, roll: -0.3 },
    ]) {
      const found = turnOf(Float32Array.from(quaternionOf(turn)), 0);
      expect(found.yaw).toBeCloseTo(turn.yaw);
      expect(found.pitch).toBeCloseTo(turn.pitch);
      expect(found.roll).toBeCloseTo(turn.roll);
    }
  });

  it('stay of unit length while blending', () => {
    const target = Float32Array.from(quaternionOf({ yaw: 1, pitch: 0, roll: 0 }));
    blendQuaternion(target, 0, Float32Array.from(quaternionOf({ yaw: -1, pitch: 0.5, roll: 0.2 })), 0, 0.3);
    expect(Math.hypot(...target)).toBeCloseTo(1);
  });
});

describe('idling', () => {
  it('blinks now and then and always opens the eyes again', () => {
    const idle = new Idle(() => 0.5);
    const lids = Array.from({ length: 1200 }, (_, i) => {
      const pose = restPose();
      idle.apply(i / 60, pose);
      return pose.face[FACE.eyeBlinkLeft] ?? 0;
    });
    const blinks = lids.filter((lid, i) => lid > 0.5 && (lids[i - 1] ?? 0) <= 0.5);
    expect(blinks.length).toBeGreaterThanOrEqual(3);
    expect(blinks.length).toBeLessThanOrEqual(8);
    expect(Math.max(...lids)).toBeGreaterThan(0.8);
    expect(lids.filter((lid) => lid === 0).length).toBeGreaterThan(1000);
  });

  it('lets the eyes wander over the visitor’s face, and rest in between', () => {
    const idle = new Idle();
    const course = Array.from({ length: 60 * 60 }, (_, frame) => {
      const pose = restPose();
      idle.apply(frame / 60, pose);
      return glanceOf(pose.face);
    });
    const moved = course.slice(1).filter(({ yaw }, at) => Math.abs(yaw - (course[at]?.yaw ?? 0)) > 1e-6);
    expect(moved.length).toBeGreaterThan(30);
    expect(moved.length).toBeLessThan(0.1 * course.length);
    for (const { yaw, pitch } of course) expect(Math.hypot(yaw, pitch)).toBeLessThan(0.06);
  });

  it('keeps the head still for visitors who asked for reduced motion', () => {
    const idle = new Idle(() => 0.5);
    idle.liveliness = 0;
    const pose = restPose();
    idle.apply(3.3, pose);
    const { yaw, pitch, roll } = turnOf(pose.bones, 4 * BONE.head);
    expect(Math.abs(yaw) + Math.abs(pitch) + Math.abs(roll)).toBe(0);
  });
});
