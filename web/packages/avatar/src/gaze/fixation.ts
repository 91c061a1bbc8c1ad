import { type Angles, radians } from './angles.ts';

/**
 * Eyes that rest on something are never quite still: they drift, and small jumps bring them back
 * (S. Martinez-Conde et al., "The role of fixational eye movements in visual perception", 2004).
 */
const DRIFT = radians(0.1);
const JUMP = radians(0.35);
const SHORTEST_S = 0.5;
const LONGEST_S = 1.5;

export class Fixation {
  private offset: Angles = { yaw: 0, pitch: 0 };
  private next = 0;

  constructor(private readonly random: () => number = Math.random) {}

  /** What to add to where the eyes point at `wall` seconds. */
  at(wall: number): Angles {
    if (wall >= this.next) {
      this.next = wall + SHORTEST_S + (LONGEST_S - SHORTEST_S) * this.random();
      this.offset = { yaw: JUMP * this.between(), pitch: 0.6 * JUMP * this.between() };
    }
    return {
      yaw: this.offset.yaw + DRIFT * Math.sin(2.9 * wall),
      pitch: this.offset.pitch + 0.7 * DRIFT * Math.sin(3.7 * wall + 1),
    };
  }

  private between(): number {
    return 2 * this.random() - 1;
  }
}
