import type { Socket } from '@qingzhi/protocol';

const CONNECTING = 0;
const CLOSED = 3;

/** A socket that asks for a pass before it opens: each pass lets one socket in, and not for long. */
export class AdmittedSocket implements Socket {
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  private inner: WebSocket | null = null;
  private closed = false;

  /** `pass` gives `null` where none is needed, or none is given. */
  constructor(url: URL, pass: () => Promise<string | null>) {
    void this.enter(url, pass);
  }

  get readyState(): number {
    return this.inner?.readyState ?? (this.closed ? CLOSED : CONNECTING);
  }

  send(data: string): void {
    this.inner?.send(data);
  }

  close(): void {
    this.closed = true;
    this.inner?.close();
  }

  private async enter(url: URL, ask: () => Promise<string | null>): Promise<void> {
    const pass = await ask();
    if (this.closed) return;
    if (pass !== null) url.searchParams.set('pass', pass);
    this.inner = new WebSocket(url);
    this.inner.onopen = (event) => this.onopen?.(event);
    this.inner.onmessage = (event) => this.onmessage?.(event);
    this.inner.onclose = (event) => this.onclose?.(event);
  }
}
