import type { Lang } from '@qingzhi/protocol';

export interface Preferences {
  readonly lang: Lang;
  /** 0..1 */
  readonly volume: number;
  readonly muted: boolean;
  /** Place in the list of text sizes. */
  readonly size: number;
}

export const SIZES = 3;
const KEY = 'qingzhi.preferences';

/** What the visitor chose before, over what the address (`?lang=`) and the browser say. */
export function load(address: URLSearchParams, browserLang: string): Preferences {
  const asked = address.get('lang');
  const stored = read();
  const lang = langOf(asked) ?? langOf(stored['lang']) ?? (browserLang.startsWith('zh') ? 'zh' : 'en');
  return {
    lang,
    volume: within(stored['volume'], 0, 1, 0.9),
    muted: stored['muted'] === true,
    size: Math.round(within(stored['size'], 0, SIZES - 1, 0)),
  };
}

export function save(preferences: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // A browser that keeps nothing (private mode, kiosk) is no reason to stop.
  }
}

function read(): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function langOf(value: unknown): Lang | null {
  return value === 'zh' || value === 'en' ? value : null;
}

function within(value: unknown, low: number, high: number, otherwise: number): number {
  return typeof value === 'number' && value >= low && value <= high ? value : otherwise;
}
