/** What `GET /v1/figures/{service}` answers. */
export interface FigureNews {
  readonly state: 'ready' | 'making' | 'absent';
  /** 0..1 */
  readonly progress: number;
  readonly url: URL | null;
  readonly bytes: number;
  readonly scene: string;
}

const ABSENT: FigureNews = { state: 'absent', progress: 0, url: null, bytes: 0, scene: '' };
const ASK_AGAIN_MS = 1500;
/** A figure that is absent now may be made later, without this page hearing of it. */
const LOOK_AGAIN_MS = 60_000;
/** Failed tries in a row after which the drawn head stays. */
const MOST_FAILURES = 4;

export type Fetch = (url: URL, init: RequestInit) => Promise<Response>;

/** Read the answer; what can't be understood means that there is no figure. */
export function readNews(value: unknown, server: URL): FigureNews {
  if (typeof value !== 'object' || value === null) return ABSENT;
  const { state, progress, url, bytes, scene }: Record<string, unknown> = { ...value };
  const news = {
    progress: typeof progress === 'number' ? Math.min(1, Math.max(0, progress)) : 0,
    bytes: typeof bytes === 'number' && bytes > 0 ? bytes : 0,
    scene: typeof scene === 'string' ? scene : '',
  };
  const place = typeof url === 'string' ? figureUrl(url, server) : null;
  if (state === 'ready' && place !== null) return { state, url: place, ...news };
  return state === 'making' ? { state, url: null, ...news } : ABSENT;
}

/** The figure lies on the service's own server; the path it names counts from the service's root. */
function figureUrl(path: string, server: URL): URL | null {
  if (!URL.canParse(path.replace(/^\/(?!\/)/, ''), server)) return null;
  const url = new URL(path.replace(/^\/(?!\/)/, ''), server);
  return url.origin === server.origin ? url : null;
}

/** Asks for the figure of a service until it is ready; seldom, while there is none. */
export class FigureWatch {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly leaving = new AbortController();
  private failures = 0;
  private settled = false;

  constructor(
    private readonly server: URL,
    private readonly service: string,
    private readonly told: (news: FigureNews) => void,
    private readonly ask: Fetch = (url, init) => fetch(url, init),
  ) {}

  async start(): Promise<void> {
    const news = await this.news();
    if (this.leaving.signal.aborted || this.settled) return;
    if (news !== null) this.told(news);
    this.settled = news?.state === 'ready';
    clearTimeout(this.timer);
    if (this.settled) return;
    this.timer = setTimeout(() => void this.start(), news?.state === 'absent' ? LOOK_AGAIN_MS : ASK_AGAIN_MS);
  }

  /** Something may have changed: ask now. */
  look(): void {
    if (!this.settled) void this.start();
  }

  close(): void {
    this.leaving.abort();
    clearTimeout(this.timer);
  }

  /** `null`: ask again later. */
  private async news(): Promise<FigureNews | null> {
    const url = new URL(`v1/figures/${encodeURIComponent(this.service)}`, this.server);
    try {
      const response = await this.ask(url, { cache: 'no-cache', signal: this.leaving.signal });
      if (response.status >= 400 && response.status < 500) return ABSENT;
      if (response.ok) {
        this.failures = 0;
        return readNews(await response.json(), this.server);
      }
    } catch (error) {
      // No network, a broken answer, or we are leaving: the figure is never worth an error.
      if (!(error instanceof TypeError || error instanceof SyntaxError || error instanceof DOMException)) throw error;
    }
    this.failures += 1;
    return this.failures >= MOST_FAILURES ? ABSENT : null;
  }
}
