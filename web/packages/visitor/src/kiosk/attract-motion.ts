import { BONE, FACE, type Segment } from '@qingzhi/avatar';

/** Where the head turns at a moment, in radians, and how much she smiles, 0..1. */
interface Key {
  readonly at: number;
  readonly yaw: number;
  readonly pitch: number;
  readonly smile: number;
}

const FPS = 30;
const FADE = 0.4;
const COLUMNS = [FACE.mouthSmileLeft, FACE.mouthSmileRight, FACE.cheekSquintLeft, FACE.cheekSquintRight, FACE.browInnerUp];
const BONES = [BONE.head, BONE.neck, BONE.upperChest];
/** How the turn is shared among the bones, from the head downwards. */
const SHARES = [0.55, 0.3, 0.15];

/** Little scenes that say: come near. Each begins and ends at rest. */
const SCENES: readonly (readonly Key[])[] = [
  // A look to either side, then a nod to whoever is there.
  [rest(0), { at: 0.9, yaw: 0.32, pitch: 0, smile: 0.3 }, { at: 1.7, yaw: 0.32, pitch: 0, smile: 0.35 }, { at: 2.9, yaw: -0.3, pitch: 0, smile: 0.4 }, { at: 3.6, yaw: -0.3, pitch: 0, smile: 0.4 }, { at: 4.5, yaw: 0, pitch: 0, smile: 0.7 }, { at: 5, yaw: 0, pitch: 0.16, smile: 0.8 }, { at: 5.5, yaw: 0, pitch: -0.02, smile: 0.7 }, rest(7)],
  // A bow of greeting.
  [rest(0), { at: 0.6, yaw: 0, pitch: -0.04, smile: 0.5 }, { at: 1.4, yaw: 0, pitch: 0.3, smile: 0.6 }, { at: 1.9, yaw: 0, pitch: 0.3, smile: 0.6 }, { at: 2.8, yaw: 0, pitch: 0, smile: 0.75 }, rest(4.6)],
  // Attentive: the head a little to one side.
  [rest(0), { at: 0.8, yaw: -0.14, pitch: 0.05, smile: 0.6 }, { at: 2.4, yaw: -0.14, pitch: 0.05, smile: 0.7 }, { at: 3.2, yaw: 0.06, pitch: 0, smile: 0.5 }, rest(4.4)],
];

function rest(at: number): Key {
  return { at, yaw: 0, pitch: 0, smile: 0.15 };
}

/** The scene of this number, from `start` seconds on the conversation's clock. */
export function attractScene(number: number, start: number): Segment {
  const keys = SCENES[number % SCENES.length] ?? [];
  const frames = Math.round((keys.at(-1)?.at ?? 0) * FPS);
  const face = new Float32Array(frames * 52);
  const bones = new Float32Array(frames * BONES.length * 4);
  for (let frame = 0; frame < frames; frame += 1) {
    const { yaw, pitch, smile } = between(keys, frame / FPS);
    const shown = [smile, smile, smile * 0.35, smile * 0.35, smile * 0.2];
    COLUMNS.forEach((column, index) => (face[frame * 52 + column] = shown[index] ?? 0));
    SHARES.forEach((share, index) => bones.set(turn(yaw * share, pitch * share), 4 * (frame * BONES.length + index)));
  }
  return {
    layer: 'reaction',
    item: null,
    start,
    fade: FADE,
    fps: FPS,
    frames,
    face,
    columns: COLUMNS,
    boneIndex: BONES,
    bones,
    hips: null,
    gaze: [],
  };
}

function between(keys: readonly Key[], at: number): Omit<Key, 'at'> {
  const next = keys.find((key) => key.at > at) ?? keys.at(-1) ?? rest(0);
  const before = keys.findLast((key) => key.at <= at) ?? next;
  const span = next.at - before.at;
  const part = span > 0 ? ease((at - before.at) / span) : 1;
  const mix = (a: number, b: number): number => a + (b - a) * part;
  return { yaw: mix(before.yaw, next.yaw), pitch: mix(before.pitch, next.pitch), smile: mix(before.smile, next.smile) };
}

function ease(x: number): number {
  return x * x * (3 - 2 * x);
}

/** A rotation x, y, z, w by small angles. */
function turn(yaw: number, pitch: number): readonly number[] {
  const [sy, cy, sp, cp] = [Math.sin(yaw / 2), Math.cos(yaw / 2), Math.sin(pitch / 2), Math.cos(pitch / 2)];
  return [sp * cy, cp * sy, -sp * sy, cp * cy];
}
