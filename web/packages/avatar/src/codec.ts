import type { MotionDelta } from '@qingzhi/protocol';
import { ARKIT, BONE, isBone } from './motion/names.ts';
import type { Segment } from './motion/segment.ts';

const FULL_BYTE = 255;
const FULL_INT16 = 32767;
const METRES_PER_STEP = 1e-4;
const MOST_FRAMES = 30_000;

/** Bytes of a base64 text; `null` where it isn't one. */
export function bytesOf(text: string): Uint8Array | null {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    return null;
  }
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Samples −1..1 of PCM16 little endian; a dangling odd byte is dropped. */
export function samplesOf(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  return int16(bytes, 32768);
}

/** A motion event as a segment of floats; `null` where its arrays don't fit what it announces. */
export function segmentOf(event: MotionDelta): Segment | null {
  const { frames, fps } = event;
  if (!Number.isInteger(frames) || frames < 1 || frames > MOST_FRAMES || !(fps > 0)) return null;
  const known = event.bone_names.map((name) => (isBone(name) ? BONE[name] : -1));
  const face = decoded(event.face, frames * ARKIT.length, unitBytes);
  const bones = decoded(event.bones, frames * known.length * 4, (b) => int16(b, FULL_INT16));
  const hips = decoded(event.hips, frames * 3, (b) => int16(b, 1 / METRES_PER_STEP));
  if (face === undefined || bones === undefined || hips === undefined) return null;
  return {
    layer: event.layer,
    item: event.clock === 'audio' ? event.item_id : null,
    start: event.start_ms / 1000,
    fade: Math.max(0, event.fade_ms / 1000),
    fps,
    frames,
    face,
    columns: event.face_mask.filter((column) => column >= 0 && column < ARKIT.length),
    boneIndex: known,
    bones,
    hips,
    gaze: event.gaze.map(({ at, x, y, start_ms }) => ({ at, x, y, start: start_ms / 1000 })),
  };
}

/** `null`: not sent; `undefined`: sent in the wrong size. */
function decoded(
  text: string | null,
  length: number,
  convert: (bytes: Uint8Array) => Float32Array,
): Float32Array | null | undefined {
  if (text === null) return null;
  const bytes = bytesOf(text);
  const values = bytes === null ? null : convert(bytes);
  return values?.length === length ? values : undefined;
}

function unitBytes(bytes: Uint8Array): Float32Array {
  return Float32Array.from(bytes, (value) => value / FULL_BYTE);
}

function int16(bytes: Uint8Array, full: number): Float32Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(bytes.byteLength >> 1);
  for (let i = 0; i < values.length; i += 1) values[i] = view.getInt16(2 * i, true) / full;
  return values;
}
