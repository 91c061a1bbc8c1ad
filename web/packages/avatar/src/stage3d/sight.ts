import type { Point } from '../gaze/angles.ts';
import type { Sight } from '../gaze/sight.ts';

/** How much of the way from the figure to the visitor the glass is, and metres at least. */
const GLASS = 0.45;
const GLASS_LEAST = 0.6;

/** A visitor before the glass through which the camera shows the figure, who stands at z = 0. */
export class CameraSight implements Sight {
  private home: Point = [0, 1.6, 2];
  /** Half the picture's height and width at a metre's distance. */
  private half = { up: 0.2, right: 0.2 };
  private offset: Point = [0, 0, 0];

  /** Where a camera of this vertical field of view (degrees) stands: there a visitor is expected. */
  stand(position: Point, fov: number, aspect: number): void {
    this.home = position;
    const up = Math.tan((fov * Math.PI) / 360);
    this.half = { up, right: up * aspect };
  }

  /** The visitor was seen: metres to their right, up and nearer than expected; `null`: unknown again. */
  see(offset: Point | null): void {
    this.offset = offset ?? [0, 0, 0];
  }

  get visitor(): Point {
    const [x, y, z] = this.home;
    const [right, up, nearer] = this.offset;
    return [x + right, y + up, z - nearer];
  }

  screen(x: number, y: number): Point {
    const [hx, hy, hz] = this.home;
    const glass = Math.max(GLASS_LEAST, GLASS * hz);
    const reach = Math.max(0, hz - glass);
    return [hx + x * this.half.right * reach, hy + y * this.half.up * reach, glass];
  }
}
