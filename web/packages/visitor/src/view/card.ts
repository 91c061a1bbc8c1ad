import type { Card, Citation, Facet } from '@qingzhi/protocol';
import { langOf } from '../catalogue.ts';
import { add } from './dom.ts';

/** Facets that take the card's whole width. */
const WIDE: ReadonlySet<string> = new Set(['summary', 'who', 'steps', 'materials', 'documents', 'where', 'notice', 'legal_basis']);

/** Facets that read as a sequence or as a checklist; all others are plain lines. */
const LISTS: Readonly<Record<string, 'ol' | 'ul'>> = {
  steps: 'ol',
  documents: 'ul',
  materials: 'ul',
};

/** An answer in a form to read, check and take along; without facets only a heading for what follows. */
export function renderCard(parent: Node, card: Card): void {
  const bare = card.facets.length === 0;
  const box = add(parent, 'section', { className: bare ? 'card card--bare' : 'card' });
  add(box, 'h3', { className: 'card__title', text: card.title });
  if (!bare) {
    const facets = add(box, 'div', { className: 'card__facets' });
    for (const facet of card.facets) renderFacet(facets, facet);
  }
  if (card.note) add(box, 'p', { className: 'card__note', text: card.note });
}

function renderFacet(parent: Node, { kind, label, lines }: Facet): void {
  const list = LISTS[kind];
  const box = add(parent, 'section', { className: WIDE.has(kind) ? 'facet facet--wide' : 'facet' });
  box.dataset['kind'] = kind;
  add(box, 'h4', { className: 'facet__label', text: label });
  if (list === undefined) {
    for (const line of lines) add(box, 'p', { text: line });
    return;
  }
  const items = add(box, list);
  for (const line of lines) add(items, 'li', { text: line });
}

/** Where the statements come from. Only web addresses become links. */
export function renderSources(parent: Node, citations: readonly Citation[]): void {
  const box = add(parent, 'section', { className: 'sources' });
  add(box, 'h4', { className: 'facet__label', message: 'card.sources' });
  const list = add(box, 'ol');
  for (const { title, url } of citations) {
    const item = add(list, 'li');
    item.lang = langOf(title);
    const address = webAddress(url);
    if (address === null) {
      item.textContent = title;
      continue;
    }
    const link = add(item, 'a', { text: title });
    link.href = address;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    link.dataset['title'] = 'card.open';
  }
}

export function webAddress(text: string): string | null {
  return /^https?:\/\//i.test(text) ? text : null;
}
