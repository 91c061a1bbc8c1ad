import type { Figure3D } from './figure3d/figure3d.ts';
import { loadFigure } from './figure3d/load.ts';
import { ARKIT, BONE, FACE, isBone } from './motion/names.ts';
import { type Pose, restPose } from './motion/segment.ts';
import { restArms } from './motion/rest.ts';
import type { Cost, Framing, SceneMaker, ViewName } from './stage3d/scene.ts';
import { Stage3D } from './stage3d/stage3d.ts';
import type { Seat } from './stage3d/stool.ts';

/** One picture of one pose. */
export interface PictureOptions {
  readonly view?: ViewName | Framing;
  /** Degrees that the camera goes round the figure, to its left. */
  readonly yaw?: number;
  /** Width and height in pixels. */
  readonly size?: readonly [number, number];
  /** The 52 coefficients in ARKit's order, or some of them by name. */
  readonly face?: readonly number[] | Readonly<Record<string, number>>;
  /** Local rotations x, y, z, w by bone; bones left out are at rest. */
  readonly bones?: Readonly<Record<string, readonly [number, number, number, number]>>;
  readonly hips?: readonly [number, number, number];
  /** Where a stool stands for the figure to sit on. */
  readonly seat?: Seat | null;
  readonly gaze?: { readonly at: Pose['gaze']['at']; readonly x: number; readonly y: number };
}

const SIZE = [720, 900] as const;

/** Takes pictures of a figure: the same pose gives the same picture. */
export class PictureMaker {
  private readonly stage: Stage3D;
  private figure: Figure3D | null = null;

  constructor(scene: SceneMaker) {
    this.stage = new Stage3D({ scene, still: true, software: true });
    this.stage.furnish();
  }

  async load(source: string | ArrayBuffer): Promise<void> {
    const figure = await loadFigure(source);
    this.stage.show(figure);
    this.figure?.dispose();
    this.figure = figure;
  }

  dispose(): void {
    this.stage.dispose();
  }

  /** The picture as a PNG in a `data:` address. */
  draw(options: PictureOptions = {}): string {
    const [width, height] = options.size ?? SIZE;
    this.stage.resize(width, height, 1);
    this.stage.frame(options.view ?? 'bust', ((options.yaw ?? 0) * Math.PI) / 180);
    this.stage.seat(options.seat ?? null);
    this.stage.render(poseOf(options), 0);
    return this.stage.canvas.toDataURL('image/png');
  }

  get cost(): Cost {
    return this.stage.cost;
  }
}

/** The pose that `options` describes; names and lengths that no figure knows throw `RangeError`. */
export function poseOf({ face, bones, hips, gaze }: PictureOptions): Pose {
  const pose = restPose();
  restArms(pose);
  pose.face.set(isList(face) ? whole(face) : named(face ?? {}));
  for (const [name, turn] of Object.entries(bones ?? {})) {
    if (!isBone(name)) throw new RangeError(`No bone is called ${name}.`);
    pose.bones.set(turn, 4 * BONE[name]);
  }
  pose.hips.set(hips ?? []);
  if (gaze !== undefined) pose.gaze = { ...gaze, start: 0 };
  return pose;
}

function isList(face: PictureOptions['face']): face is readonly number[] {
  return Array.isArray(face);
}

function whole(face: readonly number[]): readonly number[] {
  if (face.length !== ARKIT.length) throw new RangeError(`A face has ${ARKIT.length} coefficients, not ${face.length}.`);
  return face;
}

function named(face: Readonly<Record<string, number>>): readonly number[] {
  const unknown = Object.keys(face).find((name) => !Object.hasOwn(FACE, name));
  if (unknown !== undefined) throw new RangeError(`No face coefficient is called ${unknown}.`);
  return ARKIT.map((name) => face[name] ?? 0);
}
