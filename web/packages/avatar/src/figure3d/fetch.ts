import { FigureError } from './errors.ts';

/** Bytes that have come, and how many will; `null` where the server doesn't say. */
export type Progress = (loaded: number, total: number | null) => void;

/** No figure is larger; what is, isn't one. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The bytes at `url`. Throws `FigureError`, or the signal's reason once `signal` aborts. */
export async function fetchBytes(url: string, progress?: Progress, signal?: AbortSignal): Promise<ArrayBuffer> {
  const response = await reach(url, signal);
  const length = Number(response.headers.get('content-length'));
  // A compressed answer tells its packed size, not the size of what comes out.
  const total = length > 0 && response.headers.get('content-encoding') === null ? length : null;
  const chunks: Uint8Array[] = [];
  let loaded = 0;
  for await (const chunk of chunksOf(response, signal)) {
    chunks.push(chunk);
    loaded += chunk.byteLength;
    if (loaded > MOST_BYTES) throw new FigureError('broken', `The figure is larger than ${MOST_BYTES} bytes.`);
    progress?.(loaded, total);
  }
  return joined(chunks, loaded);
}

async function reach(url: string, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw new FigureError('unreachable', 'The figure could not be fetched.', { cause: error });
  }
  if (!response.ok) throw new FigureError('unreachable', `The server answered ${response.status} for the figure.`);
  return response;
}

async function* chunksOf(response: Response, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof FigureError
      ? error
      : new FigureError('unreachable', 'The figure broke off on its way.', { cause: error });
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function joined(chunks: readonly Uint8Array[], length: number): ArrayBuffer {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes.buffer;
}
