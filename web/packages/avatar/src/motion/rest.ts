import { BONE, type BoneName, isBone } from './names.ts';
import type { Pose } from './segment.ts';

type Rotation = readonly [x: number, y: number, z: number, w: number];

/** The left arm hanging: elbow a little bent, palm to the thigh, fingers loose. */
const HANGING: Readonly<Partial<Record<BoneName, Rotation>>> = {
  leftUpperArm: [0.1996, -0.1056, -0.6166, 0.7542],
  leftLowerArm: [-0.0656, -0.2091, -0.0141, 0.9756],
  leftHand: [0, 0.0847, -0.0205, 0.9962],
  leftThumbMetacarpal: [0.0932, 0.0384, -0.0892, 0.9909],
  leftThumbProximal: [0.0277, 0.0527, -0.0277, 0.9978],
  leftThumbDistal: [0.0362, 0.069, -0.0362, 0.9963],
  leftIndexProximal: [0.0031, -0.026, -0.1187, 0.9926],
  leftIndexIntermediate: [0, 0, -0.1681, 0.9858],
  leftIndexDistal: [0, 0, -0.1111, 0.9938],
  leftMiddleProximal: [0.0013, -0.0086, -0.1509, 0.9885],
  leftMiddleIntermediate: [0, 0, -0.2134, 0.977],
  leftMiddleDistal: [0, 0, -0.1412, 0.99],
  leftRingProximal: [-0.0015, 0.0086, -0.1776, 0.9841],
  leftRingIntermediate: [0, 0, -0.2507, 0.9681],
  leftRingDistal: [0, 0, -0.1663, 0.9861],
  leftLittleProximal: [-0.0051, 0.0257, -0.1935, 0.9808],
  leftLittleIntermediate: [0, 0, -0.273, 0.962],
  leftLittleDistal: [0, 0, -0.1812, 0.9834],
};

/** Both arms: the right one is the left one's mirror image. */
const REST: readonly (readonly [number, Rotation])[] = Object.entries(HANGING).flatMap(([left, turn]) => {
  const right = left.replace('left', 'right');
  if (!isBone(left) || !isBone(right)) return [];
  const [x, y, z, w] = turn;
  return [
    [BONE[left], turn],
    [BONE[right], [x, -y, -z, w]],
  ] satisfies [number, Rotation][];
});

/** Let the arms of `pose` hang as they do when nothing is meant. */
export function restArms({ bones }: Pose): void {
  for (const [bone, turn] of REST) bones.set(turn, 4 * bone);
}
