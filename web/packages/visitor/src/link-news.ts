import type { LinkState } from '@qingzhi/protocol';
import type { TextKey } from './catalogue.ts';

const TROUBLE: Readonly<Partial<Record<LinkState, TextKey>>> = { lost: 'banner.lost', busy: 'banner.busy' };

/** What the visitor has to know of the connection: nothing, or the trouble that lasts until it is open. */
export class LinkNews {
  private trouble: TextKey | null = null;
  private unsent = false;

  /** The name of the message; `null` when all is well. */
  get message(): TextKey | null {
    return this.unsent ? 'banner.unsent' : this.trouble;
  }

  /** Trouble stays while a new attempt is under way. */
  enter(state: LinkState): void {
    this.trouble = state === 'open' ? null : (TROUBLE[state] ?? this.trouble);
    if (state === 'open') this.unsent = false;
  }

  /** A question could not be sent and was kept. */
  keep(): void {
    this.unsent = true;
  }
}
