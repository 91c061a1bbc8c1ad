/** Milliseconds after which a visit begins without a pass. */
const MOST_WAIT_MS = 5_000;

export type Post = (url: URL, init: RequestInit) => Promise<Response>;

/** Where the component runs. */
export interface Place {
  readonly origin: string;
  /** In a frame of another page, to which browsers may give no cookie. */
  readonly framed: boolean;
}

function here(): Place {
  return { origin: location.origin, framed: window.top !== window };
}

/**
 * Ask the service for a visitor's pass, which it gives to its own pages and to those that its
 * operator has named. `null` where the cookie of the service's own page is the pass, and where
 * none is given: the socket then says why.
 */
export async function passFor(
  server: URL,
  { origin, framed }: Place = here(),
  post: Post = (url, init) => fetch(url, init),
): Promise<string | null> {
  if (server.origin === origin && !framed) return null;
  try {
    const init: RequestInit = { method: 'POST', credentials: 'omit', signal: AbortSignal.timeout(MOST_WAIT_MS) };
    const response = await post(new URL('v1/pass', server), init);
    return response.ok ? readPass(await response.json()) : null;
  } catch (error) {
    // No network, no permission, no answer in time, or no JSON.
    if (error instanceof TypeError || error instanceof SyntaxError || error instanceof DOMException) return null;
    throw error;
  }
}

function readPass(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('pass' in value)) return null;
  return typeof value.pass === 'string' && value.pass !== '' ? value.pass : null;
}
