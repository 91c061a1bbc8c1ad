/** A point, direction or linear-light colour as three numbers; metres for points, x right, y up, z to the viewer. */
export type Triple = readonly [number, number, number];

export const add = (a: Triple, b: Triple): Triple => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const minus = (a: Triple, b: Triple): Triple => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scaled = (a: Triple, s: number): Triple => [a[0] * s, a[1] * s, a[2] * s];
export const times = (a: Triple, b: Triple): Triple => [a[0] * b[0], a[1] * b[1], a[2] * b[2]];
export const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const length = (a: Triple): number => Math.hypot(a[0], a[1], a[2]);
export const unit = (a: Triple): Triple => scaled(a, 1 / (length(a) || 1));

export function cross(a: Triple, b: Triple): Triple {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function mixed(a: Triple, b: Triple, t: number): Triple {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}

/** Two directions that stand square on `n` and on each other. */
export function tangents(n: Triple): [Triple, Triple] {
  const side = unit(cross(Math.abs(n[1]) < 0.9 ? [0, 1, 0] : [1, 0, 0], n));
  return [side, cross(n, side)];
}

/** A colour written as 0xRRGGBB in sRGB (IEC 61966-2-1), as linear light 0..1. */
export function linear(hex: number): Triple {
  const channel = (shift: number): number => {
    const c = ((hex >> shift) & 255) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [channel(16), channel(8), channel(0)];
}
