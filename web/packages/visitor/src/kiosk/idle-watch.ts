/** What the watch tells. */
export interface Watched {
  /** Nobody seems to be there: the visit ends in so many seconds. */
  warn(seconds: number): void;
  /** Somebody is there after all. */
  calm(): void;
  leave(): void;
}

const TICK_MS = 500;
/** Seconds of counting down. */
export const WARNING_SECONDS = 15;

/** Watches whether a visitor is still there. Time that the figure speaks or thinks doesn't count. */
export class IdleWatch {
  private timer: ReturnType<typeof setInterval> | undefined;
  private touched = 0;
  private warned: number | null = null;

  /** `now`: seconds of any clock. */
  constructor(
    private readonly idleSeconds: () => number,
    private readonly busy: () => boolean,
    private readonly watched: Watched,
    private readonly now: () => number = () => performance.now() / 1000,
  ) {}

  start(): void {
    this.stop();
    this.touched = this.now();
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.relax();
  }

  /** The visitor did something. */
  touch(): void {
    this.touched = this.now();
    this.relax();
  }

  /** One look at the clock. */
  tick(): void {
    if (this.busy()) {
      this.touch();
      return;
    }
    const over = this.now() - this.touched - this.idleSeconds();
    if (over >= WARNING_SECONDS) {
      this.stop();
      this.watched.leave();
    } else if (over >= 0) {
      this.count(Math.ceil(WARNING_SECONDS - over));
    }
  }

  private count(left: number): void {
    if (left === this.warned) return;
    this.warned = left;
    this.watched.warn(left);
  }

  private relax(): void {
    if (this.warned === null) return;
    this.warned = null;
    this.watched.calm();
  }
}
