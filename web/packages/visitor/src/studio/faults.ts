import { Refused } from './api.ts';
import type { StudioKey } from './words.ts';

/** What went wrong, in the words of the page, and what the service or the file said of it. */
export interface Problem {
  readonly key: StudioKey;
  readonly detail: string;
}

const BY_PARAM: Readonly<Record<string, StudioKey>> = { spec: 'fault.spec', body: 'fault.spec', name: 'fault.name', figure: 'fault.publish' };
const BY_STATUS: Readonly<Record<number, StudioKey>> = { 404: 'fault.gone', 429: 'fault.many' };
const BY_CODE: Readonly<Record<string, StudioKey>> = { disk_full: 'fault.disk', asset_unavailable: 'fault.disk' };
/** What needs no more words. */
const PLAIN: ReadonlySet<StudioKey> = new Set(['fault.gone', 'fault.many', 'fault.name', 'fault.offline']);
const UNREAD = 'Nothing about a person was understood';

/** The problem that an error stands for. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof Refused)) return told(error instanceof TypeError ? 'fault.offline' : 'fault.show', error instanceof Error ? error.message : '');
  if (error.param === 'text') return told(error.message.startsWith(UNREAD) ? 'fault.unread' : 'fault.contradicts', error.message);
  const key = BY_CODE[error.code] ?? BY_STATUS[error.status] ?? BY_PARAM[error.param ?? ''] ?? 'fault.other';
  return told(key, error.message);
}

function told(key: StudioKey, detail: string): Problem {
  return { key, detail: PLAIN.has(key) ? '' : detail };
}
