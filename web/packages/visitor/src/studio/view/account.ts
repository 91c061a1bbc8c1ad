import type { Lang } from '@qingzhi/protocol';
import { make } from '../../view/dom.ts';
import type { Described } from '../api.ts';
import { type StudioKey, keyOf, studioWords } from '../words.ts';

/** Reasons as the service gives them, and what the page calls them. */
const WHY: readonly (readonly [RegExp, StudioKey])[] = [
  [/^nothing was said$/, 'why.unsaid'],
  [/the mean for the age and gender$/, 'why.mean'],
  [/^usual for the region$/, 'why.region'],
  [/^usual for the age$/, 'why.age'],
  [/ is mostly a (man|woman)'s$/, 'why.gender'],
  [/ mostly means$/, 'why.means'],
  [/^usual where hair is /, 'why.hair'],
  [/ is not made yet$/, 'why.unmade'],
  [/nobody in particular$/, 'why.likeness'],
  [/^headwear /, 'why.headwear'],
  [/^masks /, 'why.masks'],
  [/^pregnancy /, 'why.pregnancy'],
  [/^jewellery /, 'why.jewellery'],
  [/^marks on /, 'why.marks'],
  [/^patterns /, 'why.patterns'],
  [/^aids /, 'why.aids'],
  [/^missing limbs /, 'why.limbs'],
  [/^figures are people$/, 'why.people'],
  [/^figures are dressed$/, 'why.dressed'],
];
const HEX = /^#[0-9a-f]{6}$/i;
const TONE = /^monk-(\d+)$/;
const UNITS: Readonly<Record<string, StudioKey>> = { age: 'unit.years', height_cm: 'unit.cm', weight_kg: 'unit.kg' };

/** What was understood of a sentence, what was assumed and why, and what was left out. */
export function account(described: Described, lang: Lang): HTMLElement {
  const words = studioWords(lang);
  const understood = [...meanings(described, lang)].map(([said, meant]) => item('heard', said, meant.join(' · ')));
  const assumed = described.assumed.map(({ field, value, why }) => item('guessed', `${fieldName(field, lang)} ${shown(field, value, lang)}`, reason(why, lang), colourOf(value)));
  const ignored = described.ignored.map((said) => item('left', said, ''));
  const refused = described.refused.map(({ words: said, why }) => item('refused', said, reason(why, lang)));
  const parts: readonly (readonly [StudioKey, readonly HTMLElement[]])[] = [
    ['words.understood', understood],
    ['words.refused', refused],
    ['words.ignored', ignored],
    ['words.assumed', assumed],
  ];
  const shownParts = parts.filter(([, items]) => items.length > 0);
  return make('dl', { class: 'account' }, ...shownParts.flatMap(([key, items]) => [make('dt', {}, words[key]), make('dd', {}, make('ul', { class: 'account__items' }, ...items))]));
}

/** What each word was taken for: one that means clothes and a room is told once. */
function meanings({ understood }: Described, lang: Lang): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { words, field, value } of understood) {
    const meant = `${fieldName(field, lang)} ${shown(field, value, lang)}`.trim();
    found.set(words, [...new Set([...(found.get(words) ?? []), meant])]);
  }
  return found;
}

function item(kind: string, main: string, aside: string, colour: string | null = null): HTMLElement {
  const made = make('li', { class: `said said--${kind}` }, make('span', { class: 'said__main' }, main));
  if (colour !== null) {
    const dot = make('span', { class: 'said__dot', attrs: { 'aria-hidden': 'true' } });
    dot.style.setProperty('--colour', colour);
    made.prepend(dot);
  }
  if (aside !== '') made.append(make('span', { class: 'said__aside' }, aside));
  return made;
}

/** The name of a field, or of the part that it belongs to. */
function fieldName(field: string, lang: Lang): string {
  const first = field.split('.')[0] ?? field;
  for (const name of [`field.${field}`, `group.${first}`, `part.${first}`]) {
    const key = keyOf(name);
    if (key !== null) return studioWords(lang)[key];
  }
  return field;
}

function shown(field: string, value: unknown, lang: Lang): string {
  if (typeof value === 'number') {
    const unit = UNITS[field];
    return unit === undefined ? `${Math.round(value * 100)}` : `${Math.round(value * 10) / 10} ${studioWords(lang)[unit]}`;
  }
  const step = typeof value === 'string' ? TONE.exec(value)?.[1] : undefined;
  if (step !== undefined) return step;
  const key = typeof value === 'string' ? keyOf(`option.${field}.${value}`) : null;
  return key === null ? '' : studioWords(lang)[key];
}

function colourOf(value: unknown): string | null {
  return typeof value === 'string' && HEX.test(value) ? value : null;
}

function reason(why: string, lang: Lang): string {
  const key = WHY.find(([pattern]) => pattern.test(why))?.[1];
  return key === undefined ? why : studioWords(lang)[key];
}
