import type { Lamp } from '../light/radiosity.ts';
import { Mesh, type Paint } from './mesh.ts';
import type { Solid } from './solid.ts';
import type { Triple } from './vector.ts';

/** Figure-sized shapes that shade the floor under the figure without being seen, low and high corners in metres. */
const STAND_IN: readonly (readonly [Triple, Triple])[] = [
  [[-0.12, 0.14, -0.07], [0.12, 0.8, 0.07]],
  [[-0.2, 0.8, -0.11], [0.2, 1.4, 0.11]],
  [[-0.08, 1.4, -0.1], [0.08, 1.65, 0.1]],
];

/** A room before it is lit: what is seen, what stops light, what gives it. The viewer is outside at +z. */
export class Room {
  /** Opaque surfaces. */
  readonly body = new Mesh();
  /** The floor at y = 0, in which the body is mirrored. */
  readonly floor = new Mesh();
  /** Panes: their radiance is laid over what is behind. */
  readonly glass = new Mesh();
  readonly solids: Solid[] = STAND_IN.map(([low, high]) => ({ low, high, albedo: [0.1, 0.1, 0.12] }));
  readonly lamps: Lamp[] = [];

  constructor(readonly seed: number) {}

  /** A floor to `far` that stops light, finer where the figure's shadow falls. */
  ground(half: number, far: number, paint: Paint): void {
    const [near, fine] = [4, 1.2];
    const piece = (x: number, X: number, z: number, Z: number, grain: number): void =>
      this.floor.quad([x, 0, Z], [X - x, 0, 0], [0, 0, z - Z], paint, grain);
    piece(-half, half, far, -fine, 0.24);
    piece(-half, -fine, -fine, fine, 0.24);
    piece(-fine, fine, -fine, fine, 0.09);
    piece(fine, half, -fine, fine, 0.24);
    piece(-half, half, fine, near, 0.24);
    this.shade([-half - 2, -0.3, far - 1], [half + 2, 0, 9], paint);
  }

  /** A box that is seen and that stops light. */
  block(low: Triple, high: Triple, paint: Paint, grain?: number): void {
    this.body.box(low, high, paint, grain);
    this.shade(low, high, paint);
  }

  /** A box that stops light and isn't seen; stands for many small things. */
  shade(low: Triple, high: Triple, paint: Paint): void {
    const { albedo } = paint;
    const middle: Triple = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2];
    this.solids.push({ low, high, albedo: typeof albedo === 'function' ? albedo(middle) : albedo });
  }

  /** A panel that is seen at `seen` and lights the room at `radiance`. */
  lamp(origin: Triple, u: Triple, v: Triple, radiance: Triple, seen: Triple = radiance): void {
    this.lamps.push({ origin, u, v, radiance });
    this.body.quad(origin, u, v, { albedo: [0, 0, 0], glow: seen }, 2);
  }

  /** Light that comes in from where nobody looks. */
  hiddenLamp(origin: Triple, u: Triple, v: Triple, radiance: Triple): void {
    this.lamps.push({ origin, u, v, radiance });
  }
}
