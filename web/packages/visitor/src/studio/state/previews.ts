/** How a picture of the newest wish stands. */
export type Standing = { readonly state: 'failed'; readonly error: unknown } | { readonly state: 'idle' | 'making' | 'waiting'; readonly progress: number };

export interface Previewing<Wish> {
  /** Make and show it; `signal` aborts once something newer is wanted. */
  make(wish: Wish, signal: AbortSignal, tell: (standing: Standing) => void): Promise<void>;
  tell(standing: Standing): void;
}

const IDLE: Standing = { state: 'idle', progress: 0 };
/** Milliseconds without a change before a picture is made. */
const WAIT_MS = 300;

/** Asks for pictures a moment after a change. The newest wish wins: older ones are dropped. */
export class Previews<Wish> {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: AbortController | null = null;

  constructor(
    private readonly previewing: Previewing<Wish>,
    private readonly wait = WAIT_MS,
  ) {}

  /** Have `wish` shown soon; `now`: without waiting for further changes. */
  want(wish: Wish, now = false): void {
    this.drop();
    this.previewing.tell({ state: 'waiting', progress: 0 });
    this.timer = setTimeout(() => void this.make(wish), now ? 0 : this.wait);
  }

  /** Nothing is wanted any more. */
  drop(): void {
    clearTimeout(this.timer);
    this.running?.abort();
    this.running = null;
  }

  private async make(wish: Wish): Promise<void> {
    const running = new AbortController();
    this.running = running;
    const tell = (standing: Standing): void => {
      if (!running.signal.aborted) this.previewing.tell(standing);
    };
    try {
      await this.previewing.make(wish, running.signal, tell);
      tell(IDLE);
    } catch (error) {
      tell({ state: 'failed', error });
    }
  }
}
