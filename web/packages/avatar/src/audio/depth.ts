/** What the controller wants of the next block. */
export interface Plan {
  /** Playing speed, 1 or slightly more. */
  readonly speed: number;
  /** Seconds of the coming silence to leave out. */
  readonly skip: number;
}

const LEAST_DEPTH = 0.04;
const MOST_DEPTH = 0.24;
const CALM = 10;
const TOLERATED_LAG = 0.02;
const MOST_HASTE = 0.03;
const KEPT_SILENCE = 0.05;

/**
 * Decides how much sound to hold before starting and how to win back time after a stall.
 *
 * Each underrun adds a lag behind the sender. It is given back in pauses, by leaving silence out,
 * and in speech by playing at most 3 % faster, which nobody hears. All times are seconds.
 */
export class DepthController {
  private needed = LEAST_DEPTH;
  private owed = 0;
  private calm = 0;

  /** Sound to have in hand before playing starts or starts again. */
  get startDepth(): number {
    return this.needed;
  }

  /** How far playing is behind where it would be without stalls. */
  get lag(): number {
    return this.owed;
  }

  /** The sound ran out in the middle of an item. */
  underrun(): void {
    this.needed = Math.min(MOST_DEPTH, this.needed * 2);
    this.calm = 0;
  }

  /** Playing stood still for `seconds`, waiting for sound. */
  waited(seconds: number): void {
    this.owed += seconds;
  }

  /** A new item starts: nothing is owed to it. */
  restart(): void {
    this.owed = 0;
  }

  /** Plan a block of `seconds`, with `depth` in hand of which the next `silence` are silent. */
  plan(seconds: number, depth: number, silence: number): Plan {
    this.settle(seconds);
    if (this.owed <= TOLERATED_LAG || depth <= this.needed) return { speed: 1, skip: 0 };
    const spare = depth - this.needed;
    const skip = Math.max(0, Math.min(this.owed, silence - KEPT_SILENCE, spare));
    const speed = 1 + Math.min(MOST_HASTE, this.owed, spare);
    this.owed = Math.max(0, this.owed - skip - (speed - 1) * seconds);
    return { speed, skip };
  }

  private settle(seconds: number): void {
    this.calm += seconds;
    if (this.calm < CALM) return;
    this.calm = 0;
    this.needed = Math.max(LEAST_DEPTH, this.needed * 0.7);
  }
}
