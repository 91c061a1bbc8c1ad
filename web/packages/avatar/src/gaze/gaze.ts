import type { Gaze } from '../motion/segment.ts';
import { type Angles, type Point, plus, pointing } from './angles.ts';
import { Fixation } from './fixation.ts';
import { HeadFollow, headShare } from './follow.ts';
import { Saccade } from './saccade.ts';
import { type Sight, aimOf } from './sight.ts';

/** What looking somewhere asks of the body at one moment. */
export interface Looking {
  /** Turn of head and neck together, on top of their own movement. */
  readonly head: Angles;
  /** The point that both eyes converge on. */
  readonly at: Point;
}

/**
 * Turns a gaze target into eyes that jump and a head that follows. The eyes' direction is kept
 * in the world, not in the head: a head that nods leaves them where they look.
 */
export class GazeControl {
  private readonly saccade = new Saccade();
  private readonly follow = new HeadFollow();
  private readonly fixation: Fixation;
  private steppedAt: number | null = null;

  constructor(random: () => number = Math.random) {
    this.fixation = new Fixation(random);
  }

  /** At `wall` seconds, for eyes whose middle is at `eyes`; `glance` is added by the motion itself. */
  step(gaze: Gaze, sight: Sight, eyes: Point, glance: Angles, wall: number): Looking {
    const passed = this.steppedAt === null ? 0 : Math.max(0, wall - this.steppedAt);
    this.steppedAt = wall;
    const { angles, distance } = aimOf(gaze, sight, eyes);
    const head = this.follow.toward(angles, passed);
    const looked = plus(this.saccade.toward(angles, wall), plus(glance, this.fixation.at(wall)));
    return { head, at: along(eyes, looked, distance) };
  }

  /** Be where `gaze` leads in the end, without any life of its own: for still pictures. */
  settle(gaze: Gaze, sight: Sight, eyes: Point, glance: Angles): Looking {
    this.saccade.reset();
    this.follow.reset();
    this.steppedAt = null;
    const { angles, distance } = aimOf(gaze, sight, eyes);
    return { head: headShare(angles), at: along(eyes, plus(angles, glance), distance) };
  }
}

function along([x, y, z]: Point, angles: Angles, distance: number): Point {
  const [dx, dy, dz] = pointing(angles);
  return [x + distance * dx, y + distance * dy, z + distance * dz];
}
