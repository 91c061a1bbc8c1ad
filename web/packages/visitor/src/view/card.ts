import type { Card, Citation, Facet } from '@qingzhi/protocol';
import { runsOf } from '../answer/phones.ts';
import { langOf } from '../catalogue.ts';
import { add, button, make } from './dom.ts';
import { type IconName, icon } from './icons.ts';

/** Facets that read as a sequence or as a checklist; all others are plain lines. */
const LISTS: Readonly<Record<string, 'ol' | 'ul'>> = { steps: 'ol', documents: 'ul', materials: 'ul' };
/** Facets that say where to go, and the sign of each. */
const PLACES: Readonly<Record<string, IconName>> = { where: 'place', address: 'place', hours: 'hours', phone: 'phone', online: 'screen' };
/** Facets of a word or two, which stand side by side. */
const FACTS: ReadonlySet<string> = new Set(['fee', 'time_limit', 'time', 'validity']);
/** Facets that say where the statements come from: folded away with the citations. */
const GROUNDS: ReadonlySet<string> = new Set(['legal_basis', 'sources']);
/** A fact longer than so many Chinese characters takes the whole width; two letters count as one. */
const SHORT = 24;

export interface CardActions {
  /** Web addresses and telephone numbers become links; a kiosk has none. */
  readonly links: boolean;
  /** Show the list to take along; `null` where the card has none. */
  readonly take: ((pressed: HTMLElement) => void) | null;
}

/** An answer in a form to read, check and take along; without facets only a heading for what follows. */
export function renderCard(parent: Node, card: Card, actions: CardActions): void {
  const bare = card.facets.length === 0;
  const box = add(parent, 'section', { className: bare ? 'card card--bare' : 'card' });
  add(box, 'h4', { className: 'card__title', text: card.title });
  if (bare) return;
  const shown = card.facets.filter(({ kind }) => !GROUNDS.has(kind));
  renderFacets(box, shown, actions.links);
  const take = actions.take;
  if (take !== null) {
    const press: HTMLButtonElement = button({ class: 'card__take' }, () => take(press), icon('code'), make('span', { text: 'take.open' }));
    box.append(press);
  }
  if (card.note) add(box, 'p', { className: 'card__note', text: card.note });
}

/** Only what was asked for of a card that stands above, and the way to it. */
export function renderPart(parent: Node, card: Card, facets: readonly Facet[], links: boolean, jump: () => void): void {
  const box = add(parent, 'section', { className: 'card card--part' });
  const head = add(box, 'div', { className: 'card__above' });
  add(head, 'span', { className: 'card__of', text: card.title });
  head.append(button({ class: 'card__jump link', text: 'card.above' }, jump));
  if (facets.length > 0) renderFacets(box, facets, links);
}

function renderFacets(parent: Node, facets: readonly Facet[], links: boolean): void {
  const box = add(parent, 'div', { className: 'card__facets' });
  for (const facet of facets) renderFacet(box, facet, links);
}

function renderFacet(parent: Node, { kind, label, lines }: Facet, links: boolean): void {
  const list = LISTS[kind];
  const fact = FACTS.has(kind) && widthOf(lines.join('')) <= SHORT;
  const sign = PLACES[kind];
  const box = add(parent, 'section', { className: fact ? 'facet facet--fact' : sign === undefined ? 'facet' : 'facet facet--place' });
  box.dataset['kind'] = kind;
  if (sign !== undefined) box.append(icon(sign));
  add(box, 'h5', { className: 'facet__label', text: label });
  if (list === undefined) {
    for (const line of lines) renderLine(add(box, 'p'), line, links);
    return;
  }
  const items = add(box, list);
  for (const line of lines) add(items, 'li', { text: line });
}

function renderLine(line: HTMLElement, text: string, links: boolean): void {
  for (const run of runsOf(text)) {
    if (run.phone === null) line.append(run.text);
    else if (links) line.append(make('a', { class: 'phone', attrs: { href: `tel:${run.phone}` } }, run.text));
    else line.append(make('strong', { class: 'phone' }, run.text));
  }
}

function widthOf(text: string): number {
  const wide = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return wide + (text.length - wide) / 2;
}

/** Where the statements come from, folded; only web addresses become links. */
export function renderGrounds(parent: Node, facets: readonly Facet[], citations: readonly Citation[], links: boolean): void {
  const cited = new Set(citations.map(({ title }) => title));
  const grounds = facets.filter(({ kind }) => GROUNDS.has(kind)).map((facet) => ({ ...facet, lines: facet.lines.filter((line) => !cited.has(line)) }));
  const fold = add(parent, 'details', { className: 'sources' });
  add(fold, 'summary', { message: 'card.sources' });
  for (const { label, lines, kind } of grounds) {
    if (lines.length === 0) continue;
    const box = add(fold, 'section', { className: 'sources__group' });
    if (kind === 'legal_basis') add(box, 'h5', { className: 'facet__label', text: label });
    const items = add(box, 'ul');
    for (const line of lines) add(items, 'li', { text: line });
  }
  const list = add(fold, 'ul');
  for (const citation of citations) renderCitation(add(list, 'li'), citation, links);
}

function renderCitation(item: HTMLElement, { title, url }: Citation, links: boolean): void {
  item.lang = langOf(title);
  const address = links ? webAddress(url) : null;
  if (address === null) {
    item.textContent = title;
    return;
  }
  const link = add(item, 'a', { text: title });
  link.href = address;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  link.dataset['title'] = 'card.open';
}

export function webAddress(text: string): string | null {
  return /^https?:\/\//i.test(text) ? text : null;
}
