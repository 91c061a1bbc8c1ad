/** Metres, in the axes of VRM 1.0: x to the figure's left, y up, z ahead. */
export type Point = readonly [x: number, y: number, z: number];

/** A direction in radians from straight ahead: to the figure's left, and up. */
export interface Angles {
  readonly yaw: number;
  readonly pitch: number;
}

export const AHEAD: Angles = { yaw: 0, pitch: 0 };

export function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

/** The direction of a vector of any length; ahead where it has none. */
export function anglesOf([x, y, z]: Point): Angles {
  return { yaw: Math.atan2(x, z), pitch: Math.atan2(y, Math.hypot(x, z)) };
}

/** The unit vector that points there. */
export function pointing({ yaw, pitch }: Angles): Point {
  const level = Math.cos(pitch);
  return [level * Math.sin(yaw), Math.sin(pitch), level * Math.cos(yaw)];
}

export function plus(a: Angles, b: Angles): Angles {
  return { yaw: a.yaw + b.yaw, pitch: a.pitch + b.pitch };
}

export function mixed(from: Angles, to: Angles, share: number): Angles {
  return { yaw: from.yaw + (to.yaw - from.yaw) * share, pitch: from.pitch + (to.pitch - from.pitch) * share };
}

/** How far apart two directions are, for small angles. */
export function apart(a: Angles, b: Angles): number {
  return Math.hypot(a.yaw - b.yaw, a.pitch - b.pitch);
}

export function minus([ax, ay, az]: Point, [bx, by, bz]: Point): Point {
  return [ax - bx, ay - by, az - bz];
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** 0 up to `low`, 1 from `high` on, smooth between. */
export function smoothstep(low: number, high: number, value: number): number {
  const t = clamp((value - low) / (high - low), 0, 1);
  return t * t * (3 - 2 * t);
}
