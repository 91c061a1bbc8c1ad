import type { Card, Citation } from '@qingzhi/protocol';
import { hasList } from '../answer/take-along.ts';
import { askedFacets } from '../answer/shelf.ts';
import { speakIn } from '../catalogue.ts';
import { renderCard, renderGrounds, renderPart } from './card.ts';
import { add, button } from './dom.ts';

/** What an answer can have done for it. */
export interface AnswerActions {
  /** Web addresses become links. */
  readonly links: boolean;
  take(card: Card, lang: string, pressed: HTMLElement): void;
  jump(entry: HTMLElement): void;
}

/** One answer on the page: its words, its card or a part of one, and where it comes from. */
export class Answer {
  readonly entry: HTMLElement;
  /** What can be asked of it: why it holds something back, whom to call. */
  private readonly more: HTMLElement;
  readonly foot: HTMLElement;
  private readonly text: HTMLElement;
  /** What has been said, within `text`. */
  private readonly spoken: Text;
  private readonly cardBox: HTMLElement;
  private readonly sourcesBox: HTMLElement;
  private readonly cited = new Map<string, Citation>();
  private shown: Card | null = null;
  private above: HTMLElement | null = null;

  constructor(
    root: HTMLElement,
    private readonly actions: AnswerActions,
  ) {
    this.entry = add(root, 'article', { className: 'entry entry--figure' });
    this.entry.tabIndex = -1;
    add(this.entry, 'h3', { className: 'entry__who', message: 'log.figure' });
    this.text = add(this.entry, 'p', { className: 'entry__text' });
    this.spoken = this.text.appendChild(new Text());
    this.cardBox = add(this.entry, 'div', { className: 'entry__card' });
    this.sourcesBox = add(this.entry, 'div');
    this.more = add(this.entry, 'div', { className: 'entry__more' });
    this.foot = add(this.entry, 'div', { className: 'entry__foot' });
  }

  get said(): string {
    return this.spoken.data;
  }

  get lang(): string {
    return this.entry.lang;
  }

  set lang(lang: string) {
    speakIn(this.entry, lang);
  }

  append(text: string): void {
    this.spoken.appendData(text);
  }

  /** `above`: the entry that shows the same card already. */
  card(card: Card, above: HTMLElement | null): void {
    this.shown = card;
    this.above = above;
    for (const citation of card.citations) this.cited.set(citation.id, citation);
    this.showSources();
    if (above !== null) {
      this.showPart();
      return;
    }
    this.cardBox.replaceChildren();
    const take = hasList(card) ? (pressed: HTMLElement) => this.actions.take(card, this.lang, pressed) : null;
    renderCard(this.cardBox, card, { links: this.actions.links, take });
  }

  cite(citations: readonly Citation[]): void {
    for (const citation of citations) this.cited.set(citation.id, citation);
    this.showSources();
  }

  /** It holds something back: offer the reason. */
  refused(ask: () => void): void {
    this.offer('why', button({ class: 'link', text: 'why.label' }, ask));
  }

  /** It came with a help card, which may have been put away. */
  helped(numbers: boolean, show: () => void): void {
    this.offer('help', button({ class: 'link', text: numbers ? 'help.again' : 'people.title' }, show));
  }

  stopped(): boolean {
    if (this.entry.classList.contains('entry--stopped')) return false;
    this.entry.classList.add('entry--stopped');
    add(this.text, 'span', { className: 'entry__mark', message: 'log.stopped' });
    return true;
  }

  private offer(name: string, link: HTMLElement): void {
    if (this.more.querySelector(`[data-offer="${name}"]`) !== null) return;
    link.dataset['offer'] = name;
    this.more.append(link);
  }

  private showPart(): void {
    const { shown, above } = this;
    if (shown === null || above === null) return;
    this.cardBox.replaceChildren();
    renderPart(this.cardBox, shown, askedFacets(shown), this.actions.links, () => this.actions.jump(above));
  }

  /** The card above tells where its statements come from; only others are told here. */
  private showSources(): void {
    this.sourcesBox.replaceChildren();
    const known = this.above === null ? new Set<string>() : new Set(this.shown?.citations.map(({ id }) => id));
    const cited = [...this.cited.values()].filter(({ id }) => !known.has(id));
    const facets = this.above === null ? (this.shown?.facets ?? []) : [];
    if (cited.length > 0) renderGrounds(this.sourcesBox, facets, cited, this.actions.links);
  }
}
