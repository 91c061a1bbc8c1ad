import { type Angles, mixed, radians, smoothstep } from '../gaze/angles.ts';

/** How far from the middle of a face eyes wander over it, and how long they rest in one place. */
const REACH = radians(2.6);
const SHORTEST_S = 0.7;
const LONGEST_S = 3.2;
const JUMP_S = 0.035;

/** Eyes that look somebody in the face go from eye to eye and to the mouth; fixed ones stare. */
export class Glance {
  private from: Angles = { yaw: 0, pitch: 0 };
  private to: Angles = { yaw: 0, pitch: 0 };
  private jumpedAt = 0;
  private next = 1;

  constructor(private readonly random: () => number) {}

  /** What to add to the eyes' direction at `wall` seconds. */
  at(wall: number): Angles {
    if (wall >= this.next) this.jump(wall);
    return mixed(this.from, this.to, smoothstep(0, JUMP_S, wall - this.jumpedAt));
  }

  private jump(wall: number): void {
    this.from = this.to;
    this.to = { yaw: REACH * (2 * this.random() - 1), pitch: REACH * (this.random() - 0.7) };
    this.jumpedAt = wall;
    this.next = wall + SHORTEST_S + (LONGEST_S - SHORTEST_S) * this.random() ** 2;
  }
}
