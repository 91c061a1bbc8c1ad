import { Backoff } from './backoff.ts';
import { type ClientEvent, type EventOf, type ServerEvent, type ServerEventType, parseEvent } from './events.ts';

/** `busy`: the server has no place free just now; like `lost`, it is tried again. */
export type LinkState = 'connecting' | 'open' | 'lost' | 'busy' | 'closed';

/** What the client needs of a WebSocket; tests hand in their own. */
export interface Socket {
  readonly readyState: number;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(data: string): void;
  close(): void;
}

export interface ClientOptions {
  /** The socket's address without resume parameters. */
  readonly url: URL;
  readonly open?: (url: URL) => Socket;
  readonly backoff?: Backoff;
  /** A fresh session (first, or resume refused) has begun: configure it here. */
  readonly onSession?: (resumed: boolean) => void;
  readonly onLink?: (state: LinkState) => void;
}

type Handler = (event: ServerEvent) => void;

const OPEN = 1;
/** Milliseconds that the server keeps the session of a client that is gone. */
const KEPT_MS = 30_000;
/** The server no longer has the session: begin a new one. */
const RESUME_FAILED = 'resume_failed';
/** The server has no place free: as an error before the session begins, and as the code of the close (Try Again Later). */
const OVERLOADED = 'overloaded';
const TRY_LATER = 1013;

/** The realtime connection: typed events out, typed events in, and reconnection that resumes. */
export class RealtimeClient {
  private socket: Socket | null = null;
  private readonly handlers = new Map<ServerEventType, Handler[]>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly backoff: Backoff;
  private sessionId = '';
  private resume = '';
  private last = 0;
  private turnedAway = false;
  /** Nothing is heard any more; the server has yet to be told to forget. */
  private ending = false;
  private deadline: ReturnType<typeof setTimeout> | undefined;
  private state: LinkState = 'closed';

  constructor(private readonly options: ClientOptions) {
    this.backoff = options.backoff ?? new Backoff();
  }

  get link(): LinkState {
    return this.state;
  }

  /** Call `handler` for each event named `type`. */
  on<T extends ServerEventType>(type: T, handler: (event: EventOf<T>) => void): this {
    const list = this.handlers.get(type) ?? [];
    // The map is keyed by the very name that narrows the event.
    list.push(handler as Handler);
    this.handlers.set(type, list);
    return this;
  }

  connect(): void {
    clearTimeout(this.timer);
    this.turnedAway = false;
    this.enter('connecting');
    const socket = (this.options.open ?? openSocket)(this.address());
    this.socket = socket;
    socket.onmessage = (message) => this.receive(message.data);
    socket.onclose = ({ code }) => this.lost(socket, code);
  }

  /** Try now instead of waiting; an attempt that hangs gives way. */
  retry(): void {
    if (this.state === 'open' || this.state === 'closed') return;
    this.abandon();
    this.connect();
  }

  /** Send now; `false` when there is no connection to send on. */
  send(event: ClientEvent): boolean {
    if (this.socket === null || this.socket.readyState !== OPEN || this.state !== 'open') return false;
    this.socket.send(JSON.stringify(event));
    return true;
  }

  /**
   * Leave for good, and have the server forget the session: now, or as soon as it is reached
   * again while it still keeps the session.
   */
  end(): void {
    if (this.send({ type: 'session.end' }) || this.resume === '') {
      this.close();
      return;
    }
    this.enter('closed');
    this.ending = true;
    this.handlers.clear();
    this.deadline = setTimeout(() => this.close(), KEPT_MS);
    this.abandon();
    this.connect();
  }

  /** Leave for good. */
  close(): void {
    clearTimeout(this.timer);
    clearTimeout(this.deadline);
    this.abandon();
    this.enter('closed');
  }

  private abandon(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private address(): URL {
    const url = new URL(this.options.url);
    if (this.resume) {
      url.searchParams.set('resume', this.resume);
      url.searchParams.set('last', String(this.last));
    }
    return url;
  }

  private receive(data: unknown): void {
    const event = typeof data === 'string' ? parseEvent(data) : null;
    if (event === null) return;
    if (event.type === 'session.created') this.begin(event);
    else if (!this.isNew(event.event_id)) return;
    if (event.type === 'error' && event.error.code === RESUME_FAILED) {
      this.resume = '';
      if (this.ending) this.close();
    }
    // In an open session the same code speaks of one answer only.
    if (event.type === 'error' && event.error.code === OVERLOADED) this.turnedAway = this.state === 'connecting';
    for (const handler of this.handlers.get(event.type) ?? []) handler(event);
  }

  /** After resuming, the server may send again what has been heard already. */
  private isNew(id: string): boolean {
    const number = numberOf(id);
    if (number === null) return true;
    if (number <= this.last) return false;
    this.last = number;
    return true;
  }

  private begin(event: EventOf<'session.created'>): void {
    const resumed = this.sessionId !== '' && event.session.id === this.sessionId;
    this.sessionId = event.session.id;
    this.resume = event.session.qingzhi?.resume_token ?? '';
    if (!resumed) this.last = numberOf(event.event_id) ?? 0;
    this.backoff.reset();
    this.enter('open');
    if (this.ending) {
      this.send({ type: 'session.end' });
      this.close();
      return;
    }
    this.options.onSession?.(resumed);
  }

  private lost(socket: Socket, code: number): void {
    if (socket !== this.socket) return;
    this.socket = null;
    this.enter(this.turnedAway || code === TRY_LATER ? 'busy' : 'lost');
    this.timer = setTimeout(() => this.connect(), this.backoff.next());
  }

  private enter(state: LinkState): void {
    if (state === this.state) return;
    this.state = state;
    if (!this.ending) this.options.onLink?.(state);
  }
}

/** The event's number within its session, from `event_12`; `null` for errors outside of one. */
function numberOf(id: string): number | null {
  const number = Number(/^event_(\d+)$/.exec(id)?.[1] ?? 0);
  return number > 0 ? number : null;
}

function openSocket(url: URL): Socket {
  return new WebSocket(url);
}

/** The address of the realtime interface on the page's own server. */
export function realtimeUrl(page: string, model: string, events: readonly string[]): URL {
  const url = new URL('v1/realtime', page);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = '';
  url.search = '';
  url.searchParams.set('model', model);
  if (events.length > 0) url.searchParams.set('qingzhi', events.join(','));
  return url;
}
