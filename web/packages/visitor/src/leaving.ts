import type { EndReason } from './element/events.ts';
import type { PageState } from './turns.ts';

/** How the visit ends: who ended it, and what the service said of that. */
export interface Leave {
  readonly reason: EndReason;
  readonly why: string;
}

/** Seconds of silence after which the last words have been heard: between two clauses there is less. */
const SILENCE_S = 0.7;
const SPOKEN: ReadonlySet<PageState> = new Set(['idle', 'stopped']);

/** Ends a visit as soon as the good-bye has been heard; nothing is asked, and nothing holds anybody back. */
export class Leaving {
  private leave: Leave | null = null;
  private silent: number | null = null;

  after(leave: Leave): void {
    this.leave = leave;
    this.silent = null;
  }

  /** The visitor goes on after all. */
  stay(): void {
    this.leave = null;
  }

  /** Called once a frame: how to end the visit now, if it is to end. */
  due(state: PageState, wall: number): Leave | null {
    if (this.leave === null || !SPOKEN.has(state)) {
      this.silent = null;
      return null;
    }
    this.silent ??= wall;
    if (wall - this.silent < SILENCE_S) return null;
    const { leave } = this;
    this.stay();
    return leave;
  }
}
