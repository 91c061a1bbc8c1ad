import { type VRM, VRMUtils } from '@pixiv/three-vrm';
import { type BufferAttribute, type Group, Mesh, type Object3D, type Texture, Vector3 } from 'three';
import type { Sight } from '../gaze/sight.ts';
import { ARKIT } from '../motion/names.ts';
import type { Pose } from '../motion/segment.ts';
import { Attention } from './attention.ts';
import type { Face } from './face.ts';
import { Wardrobe } from './materials.ts';
import type { Skeleton } from './skeleton.ts';
import { Sway } from './sway.ts';

/** Heights of a standing figure above the floor, in metres, and how far ahead its face is. */
export interface Build {
  readonly top: number;
  readonly eyes: number;
  readonly chest: number;
  readonly hips: number;
  readonly ahead: number;
}

/** A figure in three dimensions that plays poses. */
export class Figure3D {
  readonly build: Build;
  private readonly wardrobe: Wardrobe;
  private readonly attention: Attention;
  private readonly columns = new Float32Array(ARKIT.length);
  private readonly sway: Sway | null;
  private appliedAt: number | null = null;

  constructor(
    readonly root: Group,
    private readonly skeleton: Skeleton,
    private readonly face: Face,
    private readonly vrm: VRM | null,
  ) {
    this.wardrobe = new Wardrobe(root);
    this.build = measure(root, skeleton);
    this.attention = new Attention(skeleton);
    this.sway = swayOf(root, vrm);
  }

  /** Let the scene's surroundings shine on it. */
  light(environment: Texture | null, intensity = 1): void {
    this.wardrobe.light(environment, intensity);
  }

  /** Let the surroundings stand `yaw` radians round it. */
  turnLight(yaw: number): void {
    this.wardrobe.turnLight(yaw);
  }

  /** Every texture that it shows. */
  get textures(): ReadonlySet<Texture> {
    return this.wardrobe.textures();
  }

  /** Take on `pose` as it is at `wall` seconds; `still`: without any movement of its own. */
  apply(pose: Pose, wall: number, sight: Sight, still = false): void {
    const passed = this.appliedAt === null ? 0 : Math.max(0, wall - this.appliedAt);
    this.appliedAt = wall;
    this.columns.set(pose.face);
    this.skeleton.apply(pose);
    this.attention.apply(pose, this.columns, sight, wall, still);
    this.skeleton.commit();
    this.face.apply(this.columns);
    this.vrm?.nodeConstraintManager?.update();
    this.sway?.advance(passed);
  }

  dispose(): void {
    this.root.removeFromParent();
    this.wardrobe.dispose();
    VRMUtils.deepDispose(this.root);
  }
}

/** Springs come to rest about their bones where these are now, not where they were last drawn. */
function swayOf(root: Object3D, vrm: VRM | null): Sway | null {
  const springs = vrm?.springBoneManager;
  if (!springs) return null;
  const reset = (): void => {
    root.updateMatrixWorld(true);
    springs.reset();
  };
  return new Sway({ update: (seconds) => springs.update(seconds), reset });
}

const AT = new Vector3();

function measure(root: Object3D, skeleton: Skeleton): Build {
  root.updateMatrixWorld(true);
  const top = topOf(root);
  const place = (name: 'leftEye' | 'head' | 'upperChest' | 'chest' | 'spine' | 'hips'): Vector3 | null => {
    const node = skeleton.node(name);
    return node === null ? null : node.getWorldPosition(new Vector3());
  };
  const head = place('head') ?? AT;
  const eyes = place('leftEye') ?? new Vector3(0, head.y + 0.4 * (top - head.y), head.z + 0.09);
  const chest = place('upperChest') ?? place('chest') ?? place('spine') ?? head;
  return { top, eyes: eyes.y, chest: chest.y, hips: place('hips')?.y ?? 0.55 * top, ahead: eyes.z };
}

/** The highest point as modelled: bounds that three computes also hold every morph. */
function topOf(root: Object3D): number {
  let top = 0;
  root.traverse((object) => {
    const places = object instanceof Mesh ? (object.geometry.getAttribute('position') as BufferAttribute) : null;
    for (let i = 0; i < (places?.count ?? 0); i += 1) top = Math.max(top, places?.getY(i) ?? 0);
  });
  return top;
}
