import en from './en.json' with { type: 'json' };
import zh from './zh.json' with { type: 'json' };

export type Lang = 'zh' | 'en';
export type Labels = Readonly<Record<keyof typeof zh, string>>;

const CATALOGUES: Readonly<Record<Lang, Labels>> = { zh, en };

/** What the keys say, with the page's own words over ours. */
export function labels(lang: Lang, own: Partial<Labels> = {}): Labels {
  return { ...CATALOGUES[lang], ...own };
}
