import type { Turn } from '../motion/quaternion.ts';
import type { Point } from './shape.ts';

const PIVOT_Y = 150;

/** Turns the head: places in the head (x right, y down, z towards us) to places on the drawing. */
export class View {
  private sinYaw = 0;
  private cosYaw = 1;
  private sinPitch = 0;
  private cosPitch = 1;
  private sinRoll = 0;
  private cosRoll = 1;
  private shift: Point = [0, 0];

  set({ yaw, pitch, roll }: Turn, shift: Point): void {
    [this.sinYaw, this.cosYaw] = [Math.sin(yaw), Math.cos(yaw)];
    [this.sinPitch, this.cosPitch] = [Math.sin(pitch), Math.cos(pitch)];
    [this.sinRoll, this.cosRoll] = [Math.sin(roll), Math.cos(roll)];
    this.shift = shift;
  }

  at(x: number, y: number, z: number): Point {
    const turned = x * this.cosYaw + z * this.sinYaw;
    const deep = z * this.cosYaw - x * this.sinYaw;
    const nodded = (y - PIVOT_Y) * this.cosPitch + deep * this.sinPitch;
    return [
      turned * this.cosRoll + nodded * this.sinRoll + this.shift[0],
      nodded * this.cosRoll - turned * this.sinRoll + PIVOT_Y + this.shift[1],
    ];
  }

  /** A place on the face's surface, `lift` before it. */
  readonly onFace = ([x, y]: Point, lift = 0): Point => this.at(x, y, surface(x, y) + lift);

  /** A move that puts all places at one depth. */
  flat(z: number): (point: Point) => Point {
    return ([x, y]) => this.at(x, y, z);
  }
}

/** Depth of the face at a place: an ellipsoid as wide and high as the head. */
function surface(x: number, y: number): number {
  return 100 * Math.sqrt(Math.max(0.04, 1 - (x / 138) ** 2 - ((y - 10) / 225) ** 2));
}
