import type { Lang } from '@qingzhi/protocol';
import en from './messages/en.json';
import zh from './messages/zh.json';

export type StaffKey = keyof typeof zh;

const CATALOGUES: Readonly<Record<Lang, Readonly<Record<StaffKey, string>>>> = { zh, en };

export function staffWords(lang: Lang): Readonly<Record<StaffKey, string>> {
  return CATALOGUES[lang];
}

/** The message of this name, where there is one. */
export function keyOf(name: string): StaffKey | null {
  return name in zh ? (name as StaffKey) : null;
}
