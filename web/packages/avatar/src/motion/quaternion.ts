/** Rotations as x, y, z, w in flat arrays, in the axes of VRM 1.0: x to the figure's left, y up, z ahead. */

/** Move the rotation at `target[at]` towards `source[from]` by `weight` 0..1, the short way round. */
export function blendQuaternion(
  target: Float32Array,
  at: number,
  source: Float32Array,
  from: number,
  weight: number,
): void {
  let dot = 0;
  for (let i = 0; i < 4; i += 1) dot += (target[at + i] ?? 0) * (source[from + i] ?? 0);
  const sign = dot < 0 ? -1 : 1;
  let length = 0;
  for (let i = 0; i < 4; i += 1) {
    const a = target[at + i] ?? 0;
    const value = a + (sign * (source[from + i] ?? 0) - a) * weight;
    target[at + i] = value;
    length += value * value;
  }
  const scale = length > 0 ? 1 / Math.sqrt(length) : 1;
  for (let i = 0; i < 4; i += 1) target[at + i] = (target[at + i] ?? 0) * scale;
}

/** Radians: turn to the figure's left, nod down, tilt towards the figure's right shoulder. */
export interface Turn {
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
}

/** Angles of the rotation at `bones[at]`, taken apart as yaw, then pitch, then roll. */
export function turnOf(bones: Float32Array, at: number): Turn {
  const x = bones[at] ?? 0;
  const y = bones[at + 1] ?? 0;
  const z = bones[at + 2] ?? 0;
  const w = bones[at + 3] ?? 1;
  return {
    yaw: Math.atan2(2 * (x * z + w * y), 1 - 2 * (x * x + y * y)),
    pitch: Math.asin(Math.max(-1, Math.min(1, 2 * (w * x - y * z)))),
    roll: Math.atan2(2 * (x * y + w * z), 1 - 2 * (x * x + z * z)),
  };
}

/** The rotation for small angles given apart, as x, y, z, w. */
export function quaternionOf({ yaw, pitch, roll }: Turn): [number, number, number, number] {
  const [sy, cy] = [Math.sin(yaw / 2), Math.cos(yaw / 2)];
  const [sp, cp] = [Math.sin(pitch / 2), Math.cos(pitch / 2)];
  const [sr, cr] = [Math.sin(roll / 2), Math.cos(roll / 2)];
  return [
    cy * sp * cr + sy * cp * sr,
    sy * cp * cr - cy * sp * sr,
    cy * cp * sr - sy * sp * cr,
    cy * cp * cr + sy * sp * sr,
  ];
}
