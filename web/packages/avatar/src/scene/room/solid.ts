import type { Triple } from './vector.ts';

/** An upright box that stops light and throws back `albedo` of it. */
export interface Solid {
  low: Triple;
  high: Triple;
  albedo: Triple;
}

/** Where a ray meets a solid: distance in units of its direction, the face's normal, and the solid. */
export interface Hit {
  distance: number;
  normal: Triple;
  solid: Solid;
}

/** The solids of a room, laid out flat: a room has about a hundred, so a plain walk beats a tree. */
export class Solids {
  private readonly bounds: Float64Array;

  constructor(private readonly solids: readonly Solid[]) {
    this.bounds = Float64Array.from(solids.flatMap(({ low, high }) => [...low, ...high]));
  }

  /** Whether anything stands between two points, their own surfaces apart. */
  blocked(ax: number, ay: number, az: number, bx: number, by: number, bz: number): boolean {
    const { bounds } = this;
    const [ix, iy, iz] = [1 / (bx - ax), 1 / (by - ay), 1 / (bz - az)];
    for (let i = 0; i < bounds.length; i += 6) {
      let near = 1e-4;
      let far = 1 - 1e-4;
      const x0 = ((bounds[i] ?? 0) - ax) * ix;
      const x1 = ((bounds[i + 3] ?? 0) - ax) * ix;
      near = Math.max(near, Math.min(x0, x1));
      far = Math.min(far, Math.max(x0, x1));
      if (near > far) continue;
      const y0 = ((bounds[i + 1] ?? 0) - ay) * iy;
      const y1 = ((bounds[i + 4] ?? 0) - ay) * iy;
      near = Math.max(near, Math.min(y0, y1));
      far = Math.min(far, Math.max(y0, y1));
      if (near > far) continue;
      const z0 = ((bounds[i + 2] ?? 0) - az) * iz;
      const z1 = ((bounds[i + 5] ?? 0) - az) * iz;
      near = Math.max(near, Math.min(z0, z1));
      far = Math.min(far, Math.max(z0, z1));
      if (near < far) return true;
    }
    return false;
  }

  /** The nearest face a ray from outside meets, or null when it leaves the room. */
  first(from: Triple, direction: Triple): Hit | null {
    let found: Hit | null = null;
    for (const solid of this.solids) {
      const hit = enter(solid, from, direction);
      if (hit && hit.distance < (found?.distance ?? Infinity)) found = hit;
    }
    return found;
  }
}

/** Slab test: the face through which the ray enters, null when it misses or starts inside. */
function enter(solid: Solid, from: Triple, direction: Triple): Hit | null {
  let near = 1e-4;
  let far = Infinity;
  let face = -1;
  for (const axis of [0, 1, 2] as const) {
    const inverse = 1 / direction[axis];
    const a = (solid.low[axis] - from[axis]) * inverse;
    const b = (solid.high[axis] - from[axis]) * inverse;
    if (Math.min(a, b) > near) {
      near = Math.min(a, b);
      face = axis;
    }
    far = Math.min(far, Math.max(a, b));
  }
  if (face < 0 || near > far) return null;
  const side = (axis: 0 | 1 | 2): number => (face === axis ? -Math.sign(direction[axis]) : 0);
  return { distance: near, normal: [side(0), side(1), side(2)], solid };
}
