import type { Lang } from '@qingzhi/protocol';
import { ADULT, type Company, ELDER } from './company.ts';

export interface Preferences {
  readonly lang: Lang;
  /** 0..1 */
  readonly volume: number;
  readonly muted: boolean;
  /** Place in the list of text sizes. */
  readonly size: number;
  /** Place in the same list, for the subtitles. */
  readonly captions: number;
  /** More contrast, less motion; `null`: as the system says. */
  readonly contrast: boolean | null;
  readonly calm: boolean | null;
  readonly company: Company;
  /** Whether this browser counts visits, so that the figure can suggest a rest. */
  readonly remember: boolean;
}

export const SIZES = 3;
const KEY = 'qingzhi.preferences';

/** What the visitor chose before, over what the page (`asked`) and the browser say of the language. */
export function load(asked: string | null, browserLang: string): Preferences {
  const stored = read();
  return {
    lang: langOf(asked) ?? langOf(stored['lang']) ?? langOf(browserLang) ?? 'en',
    volume: within(stored['volume'], 0, 1, 0.9),
    muted: stored['muted'] === true,
    size: Math.round(within(stored['size'], 0, SIZES - 1, 0)),
    captions: Math.round(within(stored['captions'], 0, SIZES - 1, 0)),
    contrast: choice(stored['contrast']),
    calm: choice(stored['calm']),
    company: stored['elder'] === true ? ELDER : ADULT,
    remember: stored['remember'] !== false,
  };
}

/** What a kiosk shows each new visitor. */
export function fresh(asked: string | null, browserLang: string): Preferences {
  const lang = langOf(asked) ?? langOf(browserLang) ?? 'en';
  return { lang, volume: 0.9, muted: false, size: 0, captions: 0, contrast: null, calm: null, company: ADULT, remember: false };
}

/** Who is a minor is said anew for each visit: it is nothing for a browser to keep. */
export function save({ company, ...kept }: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...kept, elder: company.audience === 'elder' }));
  } catch {
    // A browser that keeps nothing (private mode, kiosk) is no reason to stop.
  }
}

/** The language of a tag such as `zh-CN`; `null` for one that the page doesn't speak. */
export function langOf(value: unknown): Lang | null {
  const primary = typeof value === 'string' ? value.toLowerCase().split('-')[0] : '';
  return primary === 'zh' || primary === 'en' ? primary : null;
}

function read(): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function choice(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

function within(value: unknown, low: number, high: number, otherwise: number): number {
  return typeof value === 'number' && value >= low && value <= high ? value : otherwise;
}
