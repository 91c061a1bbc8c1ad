import type { Lang } from '@qingzhi/protocol';
import en from './messages/en.json';
import zh from './messages/zh.json';

export type StudioKey = keyof typeof zh;

const CATALOGUES: Readonly<Record<Lang, Readonly<Record<StudioKey, string>>>> = { zh, en };

export function studioWords(lang: Lang): Readonly<Record<StudioKey, string>> {
  return CATALOGUES[lang];
}

/** The message of this name, where there is one. */
export function keyOf(name: string): StudioKey | null {
  return Object.hasOwn(zh, name) ? (name as StudioKey) : null;
}

/** The message of this name. Throws `RangeError` where the page has none. */
export function wordFor(name: string): StudioKey {
  const key = keyOf(name);
  if (key === null) throw new RangeError(`No message is called ${name}.`);
  return key;
}

/** The message called `key` with its places filled. */
export function filled(lang: Lang, key: StudioKey, places: Readonly<Record<string, string | number>>): string {
  return CATALOGUES[lang][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(places[name] ?? whole));
}

/** The message `prefix.name` in `lang`; the name itself where the catalogue is older than the service. */
export function labelled(lang: Lang, prefix: string, name: string): string {
  const key = keyOf(`${prefix}.${name}`);
  return key === null ? name : CATALOGUES[lang][key];
}
