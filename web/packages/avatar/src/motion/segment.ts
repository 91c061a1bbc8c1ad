import type { GazeTarget } from '@qingzhi/protocol';
import { ARKIT, BONES, SPEAKING } from './names.ts';
import { blendQuaternion } from './quaternion.ts';

export interface Gaze extends Omit<GazeTarget, 'start_ms'> {
  readonly start: number;
}

/** A piece of one motion layer. Times are seconds on the clock of `item`, or of the conversation. */
export interface Segment {
  readonly layer: string;
  /** The audio item whose clock counts; `null`: the conversation's. */
  readonly item: string | null;
  readonly start: number;
  readonly fade: number;
  readonly fps: number;
  readonly frames: number;
  /** [frames, 52] */
  readonly face: Float32Array | null;
  /** Columns of `face` that count; empty: all. */
  readonly columns: readonly number[];
  /** For each animated bone its place in `BONES`; −1: unknown to this player. */
  readonly boneIndex: readonly number[];
  /** [frames, bones, 4] local rotations x, y, z, w. */
  readonly bones: Float32Array | null;
  /** [frames, 3] metres. */
  readonly hips: Float32Array | null;
  readonly gaze: readonly Gaze[];
}

/** Everything a figure needs for one moment. */
export interface Pose {
  /** [52] 0..1 */
  readonly face: Float32Array;
  /** [BONES, 4] */
  readonly bones: Float32Array;
  /** [3] metres */
  readonly hips: Float32Array;
  gaze: Gaze;
}

const BETWEEN = new Float32Array(4);

export const AT_VISITOR: Gaze = { at: 'visitor', x: 0, y: 0, start: 0 };

export function restPose(): Pose {
  const bones = new Float32Array(BONES.length * 4);
  for (let bone = 0; bone < BONES.length; bone += 1) bones[4 * bone + 3] = 1;
  return { face: new Float32Array(ARKIT.length), bones, hips: new Float32Array(3), gaze: AT_VISITOR };
}

export function endOf(segment: Segment): number {
  return segment.start + segment.frames / segment.fps;
}

/** How much of a segment is seen, 0..1: of lips that speak, and of all else. */
export interface Weight {
  readonly lips: number;
  readonly rest: number;
}

/** Lay `segment` as it is at `time` over `pose`. */
export function lay(segment: Segment, time: number, weight: Weight, pose: Pose): void {
  if (Math.max(weight.lips, weight.rest) <= 0) return;
  const place = Math.min(segment.frames - 1, Math.max(0, (time - segment.start) * segment.fps));
  const frame = Math.floor(place);
  const next = Math.min(segment.frames - 1, frame + 1);
  const part = place - frame;
  layFace(segment, frame, next, part, weight, pose.face);
  layBones(segment, frame, next, part, weight.rest, pose.bones);
  if (segment.hips !== null) layRow(segment.hips, frame * 3, next * 3, part, weight.rest, pose.hips);
  const gaze = segment.gaze.findLast(({ start }) => start <= time);
  if (gaze !== undefined && weight.rest > 0.5) pose.gaze = gaze;
}

function layFace(
  { face, columns }: Segment,
  frame: number,
  next: number,
  part: number,
  weight: Weight,
  target: Float32Array,
): void {
  if (face === null) return;
  const width = ARKIT.length;
  const count = columns.length === 0 ? width : columns.length;
  for (let i = 0; i < count; i += 1) {
    const column = columns.length === 0 ? i : (columns[i] ?? 0);
    const a = face[frame * width + column] ?? 0;
    const b = face[next * width + column] ?? 0;
    const below = target[column] ?? 0;
    const share = SPEAKING[column] === true ? weight.lips : weight.rest;
    target[column] = below + (a + (b - a) * part - below) * share;
  }
}

function layRow(
  source: Float32Array,
  first: number,
  second: number,
  part: number,
  weight: number,
  target: Float32Array,
): void {
  for (let i = 0; i < target.length; i += 1) {
    const a = source[first + i] ?? 0;
    const b = source[second + i] ?? 0;
    const below = target[i] ?? 0;
    target[i] = below + (a + (b - a) * part - below) * weight;
  }
}

function layBones(
  { bones, boneIndex }: Segment,
  frame: number,
  next: number,
  part: number,
  weight: number,
  target: Float32Array,
): void {
  if (bones === null) return;
  const count = boneIndex.length;
  for (let i = 0; i < count; i += 1) {
    const bone = boneIndex[i] ?? -1;
    if (bone < 0) continue;
    const from = 4 * (frame * count + i);
    BETWEEN.set(bones.subarray(from, from + 4));
    blendQuaternion(BETWEEN, 0, bones, 4 * (next * count + i), part);
    blendQuaternion(target, 4 * bone, BETWEEN, 0, weight);
  }
}
