import { Recent } from './recent.ts';

/** `attract`: a kiosk waits for somebody; `ended`: the visit is over. */
export type PageState = 'offline' | 'thinking' | 'speaking' | 'stopped' | 'idle' | 'attract' | 'ended';

/** What the state of the page follows from. */
export interface Situation {
  readonly connected: boolean;
  /** Sound is being heard. */
  readonly audible: boolean;
  /** Sound can be heard at all; otherwise text stands for it. */
  readonly canSound: boolean;
}

/** Dropped responses of which something might still arrive. */
const KEPT = 32;

/**
 * Which responses count. A stop makes every response that is asked for or running count no more,
 * so whatever still arrives of it is passed over.
 */
export class Turns {
  private asked = 0;
  private unwanted = 0;
  private readonly dropped = new Recent(KEPT);
  private running: string | null = null;
  private answered = false;
  private halted = false;

  /** A response has been asked for. */
  ask(): void {
    this.asked += 1;
    this.halted = false;
    this.answered = false;
  }

  created(response: string): void {
    this.asked = Math.max(0, this.asked - 1);
    if (this.unwanted > 0) {
      this.unwanted -= 1;
      this.dropped.add(response);
    } else {
      this.running = response;
    }
  }

  /** Something of a wanted response has arrived. */
  progress(): void {
    this.answered = true;
  }

  done(response: string): void {
    if (this.running === response) this.running = null;
  }

  /** The server refused what was asked. */
  refused(): boolean {
    if (this.asked === 0) return false;
    this.asked -= 1;
    this.unwanted = Math.min(this.unwanted, this.asked);
    return true;
  }

  /** Whether what arrives for `response` is to be played and shown. */
  wanted(response: string): boolean {
    return !this.dropped.has(response);
  }

  /** Whether the server is still at work for us. */
  get busy(): boolean {
    return this.running !== null || this.asked > this.unwanted;
  }

  /** Drop what is asked for or running. `halt`: the visitor wanted rest, not another answer. */
  stop(halt: boolean): void {
    this.unwanted = this.asked;
    if (this.running !== null) this.dropped.add(this.running);
    this.running = null;
    this.halted = halt;
  }

  /** The session is a new one: nothing is to come for the old one. */
  reset(): void {
    this.asked = 0;
    this.unwanted = 0;
    this.running = null;
    this.dropped.clear();
  }

  state({ connected, audible, canSound }: Situation): PageState {
    if (!connected) return 'offline';
    if (audible && !this.halted) return 'speaking';
    if (this.busy && !(this.answered && !canSound)) return 'thinking';
    return this.halted ? 'stopped' : 'idle';
  }
}
