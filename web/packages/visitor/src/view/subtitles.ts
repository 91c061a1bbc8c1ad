import type { Caption } from '../captions.ts';
import { langTag } from '../catalogue.ts';
import { add } from './dom.ts';

/** The subtitle line: what has been said, the word being said, what is to come. */
export class Subtitles {
  private shown = '';
  private clause = '';
  private readonly said: HTMLElement;
  private readonly word: HTMLElement;
  private readonly rest: HTMLElement;

  /** `announcer` tells screen readers each clause once; the line itself changes word by word. */
  constructor(
    private readonly line: HTMLElement,
    private readonly announcer: HTMLElement,
  ) {
    const text = add(line, 'p');
    this.said = add(text, 'span', { className: 'subtitles__said' });
    this.word = add(text, 'span', { className: 'subtitles__word' });
    this.rest = add(text, 'span', { className: 'subtitles__rest' });
  }

  show(caption: Caption | null): void {
    const key = caption === null ? '' : `${caption.clause.id}:${caption.said}:${caption.word?.[1] ?? ''}`;
    if (key === this.shown) return;
    this.shown = key;
    this.line.classList.toggle('subtitles--on', caption !== null);
    if (caption === null) {
      this.clause = '';
      return;
    }
    const { clause, said, word } = caption;
    const to = word?.[1] ?? said;
    this.said.textContent = clause.text.slice(0, said);
    this.word.textContent = clause.text.slice(said, to);
    this.rest.textContent = clause.text.slice(to);
    if (clause.id !== this.clause) this.announce(clause.id, clause.text, langTag(clause.lang));
  }

  /** Nothing that was said stays in the page. */
  clear(): void {
    this.show(null);
    for (const part of [this.said, this.word, this.rest, this.announcer]) part.textContent = '';
  }

  private announce(id: string, text: string, lang: string): void {
    this.clause = id;
    this.line.lang = lang;
    this.announcer.lang = lang;
    this.announcer.textContent = text;
  }
}
