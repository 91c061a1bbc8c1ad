import { button, make } from '../../view/dom.ts';
import type { Callback, Person, Taken, Waiting } from '../board.ts';
import { type StaffKey, keyOf } from '../words.ts';

const MINUTE_MS = 60_000;
/** Minutes from which on hours are told. */
const LONG = 120;
const LANGS: Readonly<Record<string, string>> = { zh: '中文', en: 'English' };

export type Minutes = (milliseconds: number) => string;

/** How long ago, in whole minutes or hours, by the words of the page. */
export function minutesOf(words: Readonly<Record<StaffKey, string>>, now: number): Minutes {
  return (since) => {
    const minutes = Math.floor(Math.max(0, now - since) / MINUTE_MS);
    if (minutes === 0) return words['since.now'];
    if (minutes < LONG) return words['since.minutes'].replace('{n}', String(minutes));
    return words['since.hours'].replace('{n}', String(Math.floor(minutes / 60)));
  };
}

/** Somebody who waits: how urgent, which need, how long; a button to take over. */
export function waitingEntry(entry: Waiting, minutes: Minutes, take: () => void): HTMLElement {
  const press = button({ class: 'press press--main', text: 'take' }, take);
  return make('li', { class: `item item--${entry.urgency}`, attrs: { 'data-id': entry.id } }, head(entry), about(entry), make('div', { class: 'item__foot' }, make('span', { class: 'item__since' }, minutes(entry.since)), press));
}

/** Somebody who is being helped: pressing shows the conversation. */
export function takenEntry(entry: Taken, chosen: boolean, open: () => void): HTMLElement {
  const last = entry.lines.at(-1);
  const press = button({ class: 'item__open', attrs: { 'aria-pressed': String(chosen) } }, open, head(entry), make('span', { class: 'item__last' }, last?.text ?? ''));
  return make('li', { class: `item item--${entry.urgency} item--taken`, attrs: { 'data-id': entry.id } }, press);
}

/** A call to make, with all that the visitor wrote for it. */
export function callbackEntry(entry: Callback, minutes: Minutes, done: HTMLElement): HTMLElement {
  return make('li', { class: `item item--${entry.urgency}`, attrs: { 'data-id': entry.id } }, head(entry), callLink(entry.phone, 'item__phone'), ...written(entry), make('div', { class: 'item__foot' }, make('span', { class: 'item__since' }, minutes(entry.at)), done));
}

/** What is known of an entry before anybody has spoken. */
export function about(entry: Taken | Waiting): HTMLElement {
  const parts = entry.phone === '' ? [] : [make('p', {}, callLink(entry.phone, 'item__phone'))];
  return make('div', { class: 'item__about' }, ...parts, ...written(entry));
}

/** Urgency, name, need, language, group. */
export function head(entry: Callback | Taken | Waiting): HTMLElement {
  const urgency = keyOf(`urgency.${entry.urgency}`);
  const audience = 'audience' in entry ? keyOf(`audience.${entry.audience}`) : null;
  const tags = make('span', { class: 'tags' });
  if (urgency !== null) tags.append(make('span', { class: `tag tag--${entry.urgency}`, text: urgency }));
  if (entry.need !== '') tags.append(make('span', { class: 'tag', text: keyOf(`need.${entry.need}`) ?? 'need.other' }));
  if (audience !== null) tags.append(make('span', { class: 'tag', text: audience }));
  tags.append(make('span', { class: 'tag tag--quiet' }, LANGS[entry.lang] ?? entry.lang));
  const name = entry.name === '' ? make('strong', { text: 'who.unknown' }) : make('strong', {}, entry.name);
  return make('span', { class: 'item__head' }, name, tags);
}

function written({ note, contact }: { readonly note: string; readonly contact: Person | null }): HTMLElement[] {
  const parts = note === '' ? [] : [make('p', { class: 'item__note' }, note)];
  if (contact !== null) parts.push(make('p', { class: 'item__contact' }, make('span', { text: 'contact' }), `${contact.name} `, callLink(contact.phone)));
  return parts;
}

function callLink(phone: string, look = ''): HTMLElement {
  return make('a', { class: look, attrs: { href: `tel:${phone.replace(/[^\d+]/g, '')}` } }, phone);
}
