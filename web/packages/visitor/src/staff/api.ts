import { type Board, isBoard } from './board.ts';

/** What can be done with one entry. */
export type Step = 'close' | 'done' | 'take';

/** The service refused; `status` is that of HTTP. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly status: number) {
    super(`The service answered ${status}.`);
  }
}

export type Fetch = (url: URL, init: RequestInit) => Promise<Response>;

/** The staff's side of the hand-over, over HTTP. Throws `Refused`, or `TypeError` where the service isn't reached. */
export class StaffApi {
  constructor(
    private readonly base: URL,
    private readonly key: string,
    private readonly fetch: Fetch = (url, init) => globalThis.fetch(url, init),
  ) {}

  /** The board; with `after` once it has changed since that state, or after a while. */
  async board(after: number | null, signal: AbortSignal): Promise<Board> {
    const url = new URL('v1/handovers', this.base);
    if (after !== null) url.searchParams.set('after', String(after));
    const value: unknown = await (await this.send(url, { signal })).json();
    if (!isBoard(value)) throw new TypeError('The answer is no board.');
    return value;
  }

  async step(id: string, step: Step): Promise<void> {
    await this.send(this.address(id, step), { method: 'POST' });
  }

  async say(id: string, text: string): Promise<void> {
    await this.send(this.address(id, 'say'), { method: 'POST', body: JSON.stringify({ text }) });
  }

  private address(id: string, step: string): URL {
    return new URL(`v1/handovers/${encodeURIComponent(id)}/${step}`, this.base);
  }

  private async send(url: URL, init: RequestInit): Promise<Response> {
    const headers = { Authorization: `Bearer ${this.key}`, 'Content-Type': 'application/json' };
    const response = await this.fetch(url, { ...init, headers, cache: 'no-store', credentials: 'omit' });
    if (!response.ok) throw new Refused(response.status);
    return response;
  }
}
