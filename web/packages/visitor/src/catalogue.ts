import type { Lang } from '@qingzhi/protocol';
import en from './messages/en.json';
import zh from './messages/zh.json';

export type Catalogue = typeof zh;
/** Names of the messages that are a single text. */
export type TextKey = { [K in keyof Catalogue]: Catalogue[K] extends string ? K : never }[keyof Catalogue];

const CATALOGUES: Readonly<Record<Lang, Catalogue>> = { zh, en };
/** What the `lang` attribute says. */
export const LANG_TAG: Readonly<Record<Lang, string>> = { zh: 'zh-CN', en: 'en' };

const LANGS: readonly Lang[] = ['zh', 'en'];

/** The `lang` of a text whose language nobody tells: Chinese where it holds a Chinese character. */
export function langOf(text: string): string {
  return LANG_TAG[/\p{Script=Han}/u.test(text) ? 'zh' : 'en'];
}

/** The `lang` of what the server calls `zh` or `en`. */
export function langTag(lang: string): string {
  return lang === 'zh' || lang === 'en' ? LANG_TAG[lang] : lang;
}

export function catalogue(lang: Lang): Catalogue {
  return CATALOGUES[lang];
}

/** Texts by name. */
export type Words = Readonly<Record<string, string | readonly string[]>>;

type Place = readonly [dataName: string, write: (element: HTMLElement, text: string) => void];

const PLACES: readonly Place[] = [
  ['text', (element, text) => void (element.textContent = text)],
  ['label', (element, text) => element.setAttribute('aria-label', text)],
  ['title', (element, text) => element.setAttribute('title', text)],
  ['placeholder', (element, text) => element.setAttribute('placeholder', text)],
];

/**
 * Write the texts of `lang` wherever `data-text`, `data-label`, `data-title` … name one; `data-n`
 * is the number in it. What lies within `data-speaks` has a language of its own. `words`: whose texts, if not the visitor's.
 */
export function translate(root: ParentNode, lang: Lang, words: (lang: Lang) => Words = catalogue): void {
  for (const [name, write] of PLACES) {
    for (const element of root.querySelectorAll<HTMLElement>(`[data-${name}]`)) {
      const text = words(langWithin(element, lang))[element.dataset[name] ?? ''];
      if (typeof text === 'string') write(element, text.replace('{n}', element.dataset['n'] ?? '{n}'));
    }
  }
}

/** Let `part`, with all its words, be in the language that `tag` says, whatever the page speaks. */
export function speakIn(part: HTMLElement, tag: string): void {
  part.lang = tag;
  part.dataset['speaks'] = tag;
}

function langWithin(element: Element, lang: Lang): Lang {
  const own = element.closest<HTMLElement>('[data-speaks]')?.dataset['speaks'];
  return LANGS.find((known) => LANG_TAG[known] === own) ?? lang;
}
