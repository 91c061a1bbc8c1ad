import type { VRMHumanoid } from '@pixiv/three-vrm';
import { type Object3D, Quaternion, Vector3 } from 'three';
import { BONES } from '../motion/names.ts';
import type { Pose } from '../motion/segment.ts';
import type { JointName } from './bones.ts';

const EYES = ['leftEye', 'rightEye'] as const;

/**
 * The figure's joints in the axes that motion is given in: VRM 1.0's normalised humanoid, where
 * every joint's axes in T-pose are the figure's own.
 */
export class Skeleton {
  private readonly joints: readonly (Object3D | null)[];
  private readonly rest: Vector3;
  private readonly hips: Object3D | null;
  private readonly eyes: readonly (Object3D | null)[];

  /** `turned`: the figure's file looks to −Z, as those of VRM 0 do. */
  constructor(
    private readonly humanoid: VRMHumanoid,
    private readonly turned = false,
  ) {
    this.joints = BONES.map((name) => humanoid.getNormalizedBoneNode(name));
    this.hips = humanoid.getNormalizedBoneNode('hips');
    this.eyes = EYES.map((name) => humanoid.getNormalizedBoneNode(name));
    this.rest = this.hips?.position.clone() ?? new Vector3();
  }

  /** A joint to be read and turned in the figure's axes. */
  joint(name: JointName): Object3D | null {
    return this.humanoid.getNormalizedBoneNode(name);
  }

  /** The node of the file that hangs on `name`, for where it is in the world. */
  node(name: JointName): Object3D | null {
    return this.humanoid.getRawBoneNode(name);
  }

  /** Take on the bones and hips of `pose`; eyes look straight ahead. */
  apply({ bones, hips }: Pose): void {
    const flip = this.turned ? -1 : 1;
    this.joints.forEach((joint, bone) => {
      const at = 4 * bone;
      joint?.quaternion.set(flip * (bones[at] ?? 0), bones[at + 1] ?? 0, flip * (bones[at + 2] ?? 0), bones[at + 3] ?? 1);
    });
    for (const eye of this.eyes) eye?.quaternion.identity();
    this.hips?.position.set(
      this.rest.x + flip * (hips[0] ?? 0),
      this.rest.y + (hips[1] ?? 0),
      this.rest.z + flip * (hips[2] ?? 0),
    );
  }

  /** Turn a joint further by `turn`, given in the figure's axes, on top of its pose. */
  turn(name: JointName, turn: Quaternion): void {
    this.joint(name)?.quaternion.multiply(this.turned ? FLIPPED.set(-turn.x, turn.y, -turn.z, turn.w) : turn);
  }

  /** Carry the joints over to the file's own nodes. */
  commit(): void {
    this.humanoid.update();
  }
}

const FLIPPED = new Quaternion();
