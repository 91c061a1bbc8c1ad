import { type Angles, apart, mixed, radians } from './angles.ts';

/** A target that moves by less is followed smoothly; eyes jump to one that moves further. */
const JUMP = radians(1.2);
/** Main sequence (R. H. S. Carpenter, "Movements of the Eyes", 1988): 21 ms, and 2.2 ms a degree. */
const LEAST_S = 0.021;
const PER_RADIAN_S = 0.0022 / radians(1);
const MOST_S = 0.11;

interface Jump {
  readonly from: Angles;
  readonly at: number;
  readonly seconds: number;
}

/** Where the eyes point while their target moves: held, followed, or on their way in a jump. */
export class Saccade {
  private goal: Angles | null = null;
  private jump: Jump | null = null;
  private now: Angles | null = null;

  /** The direction at `wall` seconds for eyes that want to point to `goal`. The first one is there at once. */
  toward(goal: Angles, wall: number): Angles {
    if (this.goal === null || this.now === null) this.now = goal;
    else if (apart(goal, this.goal) > JUMP) this.jump = begin(this.now, goal, wall);
    this.goal = goal;
    this.now = this.jump === null ? goal : mixed(this.jump.from, goal, progress(this.jump, wall));
    if (this.jump !== null && wall >= this.jump.at + this.jump.seconds) this.jump = null;
    return this.now;
  }

  /** Forget where the eyes were. */
  reset(): void {
    this.goal = null;
    this.jump = null;
    this.now = null;
  }
}

/** How long a jump over `angle` radians takes. */
export function saccadeSeconds(angle: number): number {
  return Math.min(MOST_S, LEAST_S + PER_RADIAN_S * angle);
}

function begin(from: Angles, goal: Angles, at: number): Jump {
  return { from, at, seconds: saccadeSeconds(apart(from, goal)) };
}

/** Minimum jerk: speed rises and falls like a bell. */
function progress({ at, seconds }: Jump, wall: number): number {
  const t = Math.min(1, Math.max(0, (wall - at) / seconds));
  return t * t * t * (10 + t * (6 * t - 15));
}
