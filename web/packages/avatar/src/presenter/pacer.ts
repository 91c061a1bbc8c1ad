/** A display rarely ticks exactly when it should. */
const SLACK_MS = 4;

/** Picks, from the display's ticks, those to draw on, and measures what was drawn. Milliseconds. */
export class Pacer {
  private drawnAt: number | null = null;
  private busy = 0;

  /** Whether a picture is due at `now`. */
  due(now: number, fps: number): boolean {
    return this.drawnAt === null || now - this.drawnAt >= 1000 / fps - SLACK_MS;
  }

  /** A picture was begun at `at` and kept the thread for `busy`. */
  drew(at: number, busy: number): void {
    this.drawnAt = at;
    this.busy = busy;
    this.open = true;
  }

  /** At the first tick after a picture: what it cost; `null` at any other. */
  settle(now: number): { at: number; busy: number; cost: number } | null {
    if (!this.open || this.drawnAt === null) return null;
    this.open = false;
    return { at: this.drawnAt, busy: this.busy, cost: now - this.drawnAt };
  }

  /** The display stood still meanwhile. */
  reset(): void {
    this.open = false;
  }

  private open = false;
}
