/** Seconds that are left of a visit where a limit applies, on the page's own clock. */
export class Stay {
  private until: number | null = null;

  /** `now`: seconds of any clock. */
  constructor(private readonly now: () => number = () => performance.now() / 1000) {}

  /** `null`: nothing limits it. */
  limit(seconds: number | null): void {
    this.until = seconds === null ? null : this.now() + seconds;
  }

  /** Whole minutes that are left, the one under way counted; `null`: nothing limits it. */
  get minutes(): number | null {
    return this.until === null ? null : Math.max(0, Math.ceil((this.until - this.now()) / 60));
  }
}
