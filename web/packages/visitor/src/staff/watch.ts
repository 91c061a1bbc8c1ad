import { type StaffApi, Refused } from './api.ts';
import type { Board } from './board.ts';

export interface Watching {
  show(board: Board): void;
  /** The service isn't reached just now; it is tried again. */
  lost(): void;
  /** The service refuses the key: 401, 404 where it has no staff, 429 after too many wrong ones. */
  refused(status: number): void;
}

const AGAIN_MS = 3_000;
/** Statuses that trying again doesn't mend. */
const FINAL: ReadonlySet<number> = new Set([401, 403, 404, 429]);

/** Asks for the board again and again, which also says that somebody is at the desk. */
export class Watch {
  private readonly end = new AbortController();

  constructor(
    private readonly api: StaffApi,
    private readonly watching: Watching,
  ) {}

  async run(): Promise<void> {
    const { signal } = this.end;
    let seq: number | null = null;
    while (!signal.aborted) {
      try {
        const board: Board = await this.api.board(seq, signal);
        seq = board.seq;
        if (!signal.aborted) this.watching.show(board);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Refused && FINAL.has(error.status)) {
          this.watching.refused(error.status);
          return;
        }
        if (!(error instanceof Refused || error instanceof TypeError || error instanceof SyntaxError)) throw error;
        // What has happened meanwhile is asked for anew.
        seq = null;
        this.watching.lost();
        await pause(AGAIN_MS, signal);
      }
    }
  }

  stop(): void {
    this.end.abort();
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
