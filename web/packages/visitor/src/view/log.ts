import type { Card, Citation } from '@qingzhi/protocol';
import { langOf } from '../catalogue.ts';
import { renderCard, renderSources } from './card.ts';
import { add } from './dom.ts';

/** Entries on the page, about thirty turns; older ones leave it. */
const MOST_ENTRIES = 60;

/** One answer on the page. */
interface Answer {
  readonly entry: HTMLElement;
  readonly text: HTMLElement;
  /** What has been said, within `text`. */
  readonly words: Text;
  readonly card: HTMLElement;
  readonly sources: HTMLElement;
  readonly cited: Map<string, Citation>;
}

/** The conversation so far. `changed` is called after each addition, to translate and scroll. */
export class Log {
  private readonly answers = new Map<string, Answer>();

  constructor(
    private readonly root: HTMLElement,
    private readonly scroller: HTMLElement,
    private readonly changed: (root: ParentNode) => void,
  ) {}

  question(text: string): void {
    const entry = this.entry('entry--you');
    add(entry, 'h2', { className: 'unseen', message: 'log.you' });
    add(entry, 'p', { className: 'entry__text', text }).lang = langOf(text);
    this.changed(entry);
    this.scroller.scrollTo({ top: entry.offsetTop - this.root.offsetTop });
  }

  /** The answer is in the language `lang`, which may not be the page's. */
  speaks(response: string, lang: string): void {
    const { text, card } = this.answer(response);
    text.lang = lang;
    card.lang = lang;
  }

  append(response: string, text: string): void {
    this.answer(response).words.appendData(text);
    this.follow();
  }

  card(response: string, card: Card): void {
    const answer = this.answer(response);
    answer.card.replaceChildren();
    renderCard(answer.card, card);
    this.cite(answer, card.citations);
  }

  sources(response: string, citations: readonly Citation[]): void {
    this.cite(this.answer(response), citations);
  }

  /** Mark an answer as broken off. */
  stopped(response: string): void {
    const answer = this.answers.get(response);
    if (answer === undefined || answer.entry.classList.contains('entry--stopped')) return;
    answer.entry.classList.add('entry--stopped');
    add(answer.text, 'span', { className: 'entry__mark', message: 'log.stopped' });
    this.changed(answer.entry);
  }

  failed(): void {
    const entry = this.entry('entry--failed');
    add(entry, 'p', { className: 'entry__text', message: 'log.failed' });
    this.changed(entry);
    this.follow();
  }

  private answer(response: string): Answer {
    const known = this.answers.get(response);
    if (known !== undefined) return known;
    const entry = this.entry('entry--figure');
    add(entry, 'h2', { className: 'entry__who', message: 'log.figure' });
    const text = add(entry, 'p', { className: 'entry__text' });
    const made: Answer = {
      entry,
      text,
      words: text.appendChild(new Text()),
      card: add(entry, 'div'),
      sources: add(entry, 'div'),
      cited: new Map(),
    };
    this.answers.set(response, made);
    this.changed(entry);
    return made;
  }

  /** A new entry at the end; the oldest one makes room for it. */
  private entry(kind: string): HTMLElement {
    if (this.root.childElementCount >= MOST_ENTRIES) this.root.firstElementChild?.remove();
    for (const [response, { entry }] of this.answers) {
      if (!entry.isConnected) this.answers.delete(response);
    }
    return add(this.root, 'article', { className: `entry ${kind}` });
  }

  private cite({ entry, sources, cited }: Answer, citations: readonly Citation[]): void {
    for (const citation of citations) cited.set(citation.id, citation);
    sources.replaceChildren();
    if (cited.size > 0) renderSources(sources, [...cited.values()]);
    this.changed(entry);
    this.follow();
  }

  /** Keep the end in sight, but never push the question that is being answered out of it. */
  private follow(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const latest = Array.from(this.root.querySelectorAll<HTMLElement>('.entry--you')).at(-1);
    const top = latest === undefined ? scrollHeight : latest.offsetTop - this.root.offsetTop;
    const end = scrollHeight - clientHeight;
    if (scrollTop < Math.min(end, top)) this.scroller.scrollTop = Math.min(end, top);
  }
}
