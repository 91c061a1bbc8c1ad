import type { PerspectiveCamera } from 'three';
import type { Point } from '../gaze/angles.ts';
import type { Sight } from '../gaze/sight.ts';

/** How much of the way from the figure to the camera the glass is, and metres at least. */
const GLASS = 0.45;
const GLASS_LEAST = 0.6;

/** The visitor before the glass through which the camera shows the figure, who stands at z = 0. */
export class CameraSight implements Sight {
  private readonly camera: PerspectiveCamera;
  private home: Point = [0, 1.6, 2];
  private moved: Point | null = null;

  constructor(camera: PerspectiveCamera) {
    this.camera = camera;
  }

  /** Where the camera is when it stands before the figure: there a visitor is expected. */
  stand(x: number, y: number, z: number): void {
    this.home = [x, y, z];
  }

  /** The visitor was seen elsewhere: metres to their right, up and nearer; `null`: unknown again. */
  see(offset: Point | null): void {
    this.moved = offset;
  }

  get visitor(): Point {
    const [x, y, z] = this.home;
    const [right, up, nearer] = this.moved ?? [0, 0, 0];
    return [x + right, y + up, z - nearer];
  }

  screen(x: number, y: number): Point {
    const [hx, hy, hz] = this.home;
    const glass = Math.max(GLASS_LEAST, GLASS * hz);
    const half = Math.tan((this.camera.fov * Math.PI) / 360) * (hz - glass);
    return [hx + x * half * this.camera.aspect, hy + y * half, glass];
  }
}
