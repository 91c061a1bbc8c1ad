import { type Object3D, Quaternion, Vector3 } from 'three';
import { type Angles, type Point, anglesOf, pointing } from '../gaze/angles.ts';
import { type EyeSide, glanceOf, withinReach, writeLook } from '../gaze/eyes.ts';
import { GazeControl } from '../gaze/gaze.ts';
import type { Sight } from '../gaze/sight.ts';
import type { Pose } from '../motion/segment.ts';
import type { JointName } from './bones.ts';
import type { Skeleton } from './skeleton.ts';

const SIDES: readonly (readonly [EyeSide, JointName])[] = [
  ['Left', 'leftEye'],
  ['Right', 'rightEye'],
];
/** Shares of the head's turn; the neck's is the head's where a figure has none. */
const NECK = 0.4;
/** From the head's joint to between the eyes, for figures without joints for them; metres. */
const EYES_FROM_HEAD = new Vector3(0, 0.07, 0.09);

const FORWARD = new Vector3(0, 0, 1);
const SEEN = new Vector3();
const TURN = new Quaternion();
const BACK = new Quaternion();

/** Points a figure's eyes, and its head a little, at what it attends to. */
export class Attention {
  private readonly control = new GazeControl();
  private readonly head: Object3D | null;
  /** Undoes how the head is turned in T-pose. */
  private readonly upright = new Quaternion();

  constructor(private readonly skeleton: Skeleton) {
    this.head = skeleton.joint('head');
    this.head?.getWorldQuaternion(this.upright).invert();
  }

  /**
   * Turn head and eyes for `pose`, whose bones the skeleton has already taken on, and write the
   * eyes' turn into `face`. `still`: without any life of its own.
   */
  apply({ gaze }: Pose, face: Float32Array, sight: Sight, wall: number, still: boolean): void {
    const eyes = this.middle();
    const glance = glanceOf(face);
    const looking = still
      ? this.control.settle(gaze, sight, eyes, glance)
      : this.control.step(gaze, sight, eyes, glance, wall);
    this.turnHead(looking.head);
    for (const [side, joint] of SIDES) this.turnEye(side, joint, looking.at, face);
  }

  private turnHead(angles: Angles): void {
    const neck = this.skeleton.joint('neck') === null ? 0 : NECK;
    if (neck > 0) this.skeleton.turn('neck', turned(angles, neck));
    this.skeleton.turn('head', turned(angles, 1 - neck));
  }

  private turnEye(side: EyeSide, joint: JointName, at: Point, face: Float32Array): void {
    const eye = this.skeleton.joint(joint);
    SEEN.set(...at).sub(eye?.getWorldPosition(new Vector3()) ?? new Vector3(...this.middle()));
    const angles = withinReach(anglesOf(SEEN.applyQuaternion(this.headBack()).toArray()));
    // The shortest way round: an eye doesn't roll about its line of sight (Listing's law).
    TURN.setFromUnitVectors(FORWARD, SEEN.set(...pointing(angles)));
    this.skeleton.turn(joint, TURN);
    writeLook(face, side, angles);
  }

  /** Takes directions of the world into the head's own axes. */
  private headBack(): Quaternion {
    return this.head?.getWorldQuaternion(BACK).multiply(this.upright).invert() ?? BACK.identity();
  }

  private middle(): Point {
    const [left, right] = SIDES.map(([, joint]) => this.skeleton.joint(joint)?.getWorldPosition(new Vector3()));
    if (left !== undefined && right !== undefined) return left.add(right).multiplyScalar(0.5).toArray();
    const head = this.head?.getWorldPosition(new Vector3()) ?? new Vector3();
    return head.add(EYES_FROM_HEAD).toArray();
  }
}

function turned({ yaw, pitch }: Angles, share: number): Quaternion {
  TURN.setFromAxisAngle(SEEN.set(0, 1, 0), share * yaw);
  return TURN.multiply(BACK.setFromAxisAngle(SEEN.set(1, 0, 0), -share * pitch));
}
