/** Waiting times between attempts to reconnect: doubling, capped, spread so that clients don't march in step. */
export class Backoff {
  private attempt = 0;

  constructor(
    private readonly firstMs = 400,
    private readonly mostMs = 4_000,
    private readonly random: () => number = Math.random,
  ) {}

  /** Milliseconds to wait before the next attempt: 50–100 % of the doubled time. */
  next(): number {
    const full = Math.min(this.mostMs, this.firstMs * 2 ** this.attempt);
    this.attempt += 1;
    return full * (0.5 + 0.5 * this.random());
  }

  reset(): void {
    this.attempt = 0;
  }
}
