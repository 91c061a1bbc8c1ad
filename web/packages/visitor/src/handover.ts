import type { Contact, HandoverRequest, HandoverSaid, HandoverState, RealtimeClient } from '@qingzhi/protocol';

/** What a visitor asks a person for. Nothing that names anybody is taken without `consent`. */
export interface Wish {
  readonly kind: HandoverRequest['kind'];
  readonly phone?: string;
  readonly name?: string;
  readonly note?: string;
  readonly contact?: Contact | null;
  readonly consent?: boolean;
}

/** Who shows how the wish for a person stands. */
export interface HandoverNews {
  /** `taken`: whether a member of staff reads along, which nothing but its own end changes. */
  stands(state: HandoverState, taken: boolean): void;
  said(event: HandoverSaid): void;
  /** The session in which the visitor waited or talked is gone. */
  gone(): void;
  /** There is nobody to hand over to. */
  unavailable(): void;
  /** The visitor's latest words didn't reach the member of staff: it was too much at once. */
  unsaid(text: string): void;
}

const UNAVAILABLE = 'handover_unavailable';
const TOO_FAST = 'too_fast';

/** The visitor's side of the way to a person. */
export class Handover {
  /** How the queue stands: news of a call-back, or of a wish that was refused, end nothing there. */
  private queue: HandoverState['state'] | null = null;
  private latest = '';

  constructor(
    private readonly client: RealtimeClient,
    private readonly news: HandoverNews,
  ) {
    client
      .on('handover.state', (event) => {
        if (event.kind === 'queue' && event.state !== 'refused') this.queue = event.state;
        news.stands(event, this.taken);
      })
      .on('handover.said', (event) => news.said(event))
      .on('error', ({ error }) => {
        if (error.code === UNAVAILABLE) news.unavailable();
        else if (error.code === TOO_FAST && this.taken) news.unsaid(this.latest);
      });
  }

  /** A member of staff reads along: what the visitor writes is for them. */
  get taken(): boolean {
    return this.queue === 'taken';
  }

  get waiting(): boolean {
    return this.queue === 'waiting';
  }

  /** `false` when there is no connection; so too of the others. */
  request(wish: Wish): boolean {
    return this.client.send({ type: 'handover.request', ...wish });
  }

  tell(text: string): boolean {
    this.latest = text;
    return this.client.send({ type: 'handover.message', text });
  }

  /** Wait no longer, or go back to the figure. */
  cancel(): boolean {
    return this.client.send({ type: 'handover.cancel', kind: 'queue' });
  }

  /** Have the numbers erased that were left in this visit. */
  withdraw(): boolean {
    return this.client.send({ type: 'handover.cancel', kind: 'callback' });
  }

  /** The session is another one: nobody waits in it. */
  forget(): void {
    if (this.waiting || this.taken) this.news.gone();
    this.queue = null;
    this.latest = '';
  }
}
