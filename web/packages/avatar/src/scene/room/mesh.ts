import { add, cross, scaled, type Triple, unit } from './vector.ts';

/** What a surface is made of: reflectance and own light, both linear; either may vary from place to place. */
export interface Paint {
  albedo: Triple | ((at: Triple) => Triple);
  /** Radiance the surface gives off by itself, 1 = display white. */
  glow?: Triple | ((at: Triple) => Triple);
  /** Light comes through from behind: leaves, paper, curtains. */
  thin?: boolean;
}

export const BLACK: Triple = [0, 0, 0];

/** Triangles with what is needed to light each corner; grows by quads, boxes and strips. */
export class Mesh {
  readonly positions: number[] = [];
  readonly normals: number[] = [];
  readonly albedos: number[] = [];
  readonly glows: number[] = [];
  readonly thin: boolean[] = [];
  readonly indices: number[] = [];

  get corners(): number {
    return this.thin.length;
  }

  corner(at: Triple, normal: Triple, paint: Paint): number {
    const { albedo, glow = BLACK } = paint;
    this.positions.push(...at);
    this.normals.push(...normal);
    this.albedos.push(...(typeof albedo === 'function' ? albedo(at) : albedo));
    this.glows.push(...(typeof glow === 'function' ? glow(at) : glow));
    this.thin.push(paint.thin ?? false);
    return this.corners - 1;
  }

  /** A grid over the parallelogram at `origin` spanned by `u` and `v`, facing u × v, in cells of about `grain` metres. */
  quad(origin: Triple, u: Triple, v: Triple, paint: Paint, grain = 0.4): void {
    const columns = Math.max(1, Math.ceil(Math.hypot(...u) / grain));
    const rows = Math.max(1, Math.ceil(Math.hypot(...v) / grain));
    const normal = unit(cross(u, v));
    this.grid(columns, rows, (s, t) => [add(add(origin, scaled(u, s)), scaled(v, t)), normal], paint);
  }

  /** A bent sheet: `surface` gives point and normal for s, t in 0..1. */
  grid(columns: number, rows: number, surface: (s: number, t: number) => [Triple, Triple], paint: Paint): void {
    const first = this.corners;
    for (let j = 0; j <= rows; j++) {
      for (let i = 0; i <= columns; i++) this.corner(...surface(i / columns, j / rows), paint);
    }
    const wide = columns + 1;
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++) {
        const a = first + j * wide + i;
        this.indices.push(a, a + 1, a + wide, a + 1, a + wide + 1, a + wide);
      }
    }
  }

  /** A box between two corners, low then high, without a face on y = 0 that nobody sees. */
  box([x, y, z]: Triple, [X, Y, Z]: Triple, paint: Paint, grain = 0.4): void {
    const [w, h, d] = [X - x, Y - y, Z - z];
    this.quad([x, y, Z], [w, 0, 0], [0, h, 0], paint, grain);
    this.quad([X, y, z], [-w, 0, 0], [0, h, 0], paint, grain);
    this.quad([x, y, z], [0, 0, d], [0, h, 0], paint, grain);
    this.quad([X, y, Z], [0, 0, -d], [0, h, 0], paint, grain);
    this.quad([x, Y, Z], [w, 0, 0], [0, 0, -d], paint, grain);
    if (y > 0.01) this.quad([x, y, z], [w, 0, 0], [0, 0, d], paint, grain);
  }

  /** A body of rotation about a vertical axis: `profile` gives [radius, height] from bottom to top. */
  lathe([x, y, z]: Triple, profile: readonly (readonly [number, number])[], paint: Paint, sides = 20): void {
    const rings = profile.length - 1;
    const ring = (t: number): readonly [number, number] => profile[Math.round(t * rings)] ?? [0, 0];
    this.grid(sides, rings, (s, t) => {
      const turn = -2 * Math.PI * s;
      const [[r, h], [r0, h0], [r1, h1]] = [ring(t), ring(Math.max(0, t - 1 / rings)), ring(Math.min(1, t + 1 / rings))];
      const normal = unit([Math.cos(turn) * (h1 - h0), r0 - r1, Math.sin(turn) * (h1 - h0)]);
      return [[x + r * Math.cos(turn), y + h, z + r * Math.sin(turn)], normal];
    }, paint);
  }
}
