/** What springs, step by step: see VRMC_springBone 1.0. */
export interface Springs {
  update(seconds: number): void;
  reset(): void;
}

/** Seconds of one step that springs are tuned for. */
const STEP = 1 / 60;
/** What is shorter waits for more: springs lose a share of their speed in each step, however short it is. */
const SHORTEST = 0.6 * STEP;
/** A page that stood still for so many seconds shows hair that has come to rest. */
const PAUSE = 0.5;

/** Lets hair swing alike at every frame rate. */
export class Sway {
  private owed = 0;

  constructor(private readonly springs: Springs) {}

  /** Go on by `passed` seconds, in steps of about the length that springs are tuned for. */
  advance(passed: number): void {
    if (!(passed < PAUSE)) {
      this.owed = 0;
      this.springs.reset();
      return;
    }
    this.owed += Math.max(0, passed);
    if (this.owed < SHORTEST) return;
    const steps = Math.max(1, Math.round(this.owed / STEP));
    for (let n = 0; n < steps; n += 1) this.springs.update(this.owed / steps);
    this.owed = 0;
  }
}
