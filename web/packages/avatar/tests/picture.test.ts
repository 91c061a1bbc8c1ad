import { describe, expect, it } from 'vitest';
import { Idle } from '../src/motion/idle.ts';
import { BONE, FACE } from '../src/motion/names.ts';
import { restPose } from '../src/motion/segment.ts';
import { poseOf } from '../src/picture.ts';

type Vector = readonly [number, number, number];

function turned(bones: Float32Array, bone: number, [x, y, z]: Vector): Vector {
  const [qx = 0, qy = 0, qz = 0, qw = 1] = bones.subarray(4 * bone, 4 * bone + 4);
  const [tx, ty, tz] = [2 * (qy * z - qz * y), 2 * (qz * x - qx * z), 2 * (qx * y - qy * x)];
  return [x + qw * tx + qy * tz - qz * ty, y + qw * ty + qz * tx - qx * tz, z + qw * tz + qx * ty - qy * tx];
}

/** Where the wrist is from the shoulder, in arm lengths, of arms of 27 and 24 cm. */
function wrist(bones: Float32Array, side: 'left' | 'right'): Vector {
  const along = side === 'left' ? 1 : -1;
  const fore = turned(bones, BONE[`${side}LowerArm`], [along * 0.24, 0, 0]);
  const [x, y, z] = turned(bones, BONE[`${side}UpperArm`], [along * 0.27 + fore[0], fore[1], fore[2]]);
  return [x / 0.51, y / 0.51, z / 0.51];
}

describe('a figure for which no motion comes', () => {
  it('lets both arms hang, a little out and ahead', () => {
    const pose = restPose();
    new Idle(() => 0.5).apply(10, pose);
    const [left, right] = [wrist(pose.bones, 'left'), wrist(pose.bones, 'right')];
    expect(left[0]).toBeCloseTo(0.13, 2);
    expect(left[1]).toBeCloseTo(-0.965, 2);
    expect(left[2]).toBeCloseTo(0.09, 2);
    expect(right[0]).toBeCloseTo(-left[0], 3);
    expect(right.slice(1)).toEqual([expect.closeTo(left[1], 3), expect.closeTo(left[2], 3)]);
  });

  it('has rotations of length one only', () => {
    const pose = restPose();
    new Idle(() => 0.5).apply(10, pose);
    for (let at = 0; at < pose.bones.length; at += 4) {
      expect(Math.hypot(...pose.bones.subarray(at, at + 4))).toBeCloseTo(1, 3);
    }
  });
});

describe('the pose of a picture', () => {
  it('takes coefficients in order or by name', () => {
    const list = Array.from({ length: 52 }, (_, at) => at / 52);
    expect(poseOf({ face: list }).face[51]).toBeCloseTo(51 / 52);
    expect(poseOf({ face: { jawOpen: 0.5 } }).face[FACE.jawOpen]).toBe(0.5);
  });

  it('takes some bones and rests the others', () => {
    const pose = poseOf({ bones: { head: [0, 0.6, 0, 0.8] }, hips: [0, 0.01, 0] });
    expect([...pose.bones.subarray(4 * BONE.head, 4 * BONE.head + 4)]).toEqual([0, expect.closeTo(0.6), 0, expect.closeTo(0.8)]);
    expect(wrist(pose.bones, 'left')[1]).toBeLessThan(-0.9);
    expect(pose.hips[1]).toBeCloseTo(0.01);
  });

  it('looks at the visitor unless it is told otherwise', () => {
    expect(poseOf({}).gaze.at).toBe('visitor');
    expect(poseOf({ gaze: { at: 'screen', x: 0.5, y: 0 } }).gaze).toMatchObject({ at: 'screen', x: 0.5 });
  });

  it('refuses names that no figure knows, and lists of another length', () => {
    expect(() => poseOf({ face: { jawopen: 1 } })).toThrow(RangeError);
    expect(() => poseOf({ face: { toString: 1 } })).toThrow(RangeError);
    expect(() => poseOf({ face: [0, 1] })).toThrow(RangeError);
    expect(() => poseOf({ bones: { leftArm: [0, 0, 0, 1] } })).toThrow(RangeError);
  });
});
