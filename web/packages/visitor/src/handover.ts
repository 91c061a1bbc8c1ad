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
  stands(state: HandoverState): void;
  said(event: HandoverSaid): void;
  /** The session in which the visitor waited or talked is gone. */
  gone(): void;
  /** There is nobody to hand over to. */
  unavailable(message: string): void;
}

const UNAVAILABLE = 'handover_unavailable';

/** The visitor's side of the way to a person. */
export class Handover {
  private latest: HandoverState | null = null;

  constructor(
    private readonly client: RealtimeClient,
    private readonly news: HandoverNews,
  ) {
    client
      .on('handover.state', (event) => {
        this.latest = event;
        news.stands(event);
      })
      .on('handover.said', (event) => news.said(event))
      .on('error', ({ error }) => {
        if (error.code === UNAVAILABLE) news.unavailable(error.message);
      });
  }

  /** A member of staff reads along: what the visitor writes is for them. */
  get taken(): boolean {
    return this.latest?.state === 'taken';
  }

  get waiting(): boolean {
    return this.latest?.state === 'waiting';
  }

  /** `false` when there is no connection; so too of the others. */
  request(wish: Wish): boolean {
    return this.client.send({ type: 'handover.request', ...wish });
  }

  tell(text: string): boolean {
    return this.client.send({ type: 'handover.message', text });
  }

  cancel(): boolean {
    return this.client.send({ type: 'handover.cancel' });
  }

  /** The session is another one: nobody waits in it. */
  forget(): void {
    if (this.waiting || this.taken) this.news.gone();
    this.latest = null;
  }
}
