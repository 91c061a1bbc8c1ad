import type { Card, Citation, Help, HandoverSaid } from '@qingzhi/protocol';
import { Shelf } from '../answer/shelf.ts';
import { type TextKey, langOf, speakIn } from '../catalogue.ts';
import { Answer, type AnswerActions } from './answer.ts';
import { add } from './dom.ts';

/** Entries on the page, about thirty turns; older ones leave it. */
const MOST_ENTRIES = 60;

export interface LogActions extends Omit<AnswerActions, 'jump'> {
  /** Write the words of what was added. */
  translate(root: ParentNode): void;
  /** Buttons below a complete answer to a question. */
  foot(response: string): HTMLElement;
  /** Ask why an answer in `lang` holds something back. */
  why(lang: string): void;
  help(help: Help): void;
}

/** The conversation so far. */
export class Log {
  private readonly answers = new Map<string, Answer>();
  private readonly shelf = new Shelf();
  private asked: { readonly text: string; readonly entry: HTMLElement }[] = [];

  constructor(
    private readonly root: HTMLElement,
    private readonly scroller: HTMLElement,
    private readonly actions: LogActions,
  ) {}

  /** The questions that are on the page, oldest first. */
  get questions(): readonly { readonly text: string; readonly entry: HTMLElement }[] {
    return this.asked.filter(({ entry }) => entry.isConnected);
  }

  question(text: string): void {
    const entry = this.words('entry--you', 'log.you', text);
    this.asked = [...this.questions, { text, entry }];
    this.scroller.scrollTo({ top: entry.offsetTop - this.root.offsetTop });
  }

  /** The visitor's words to a member of staff. */
  told(text: string): void {
    this.words('entry--you', 'log.you', text);
    this.toEnd();
  }

  /** The latest of them didn't arrive. */
  untold(): void {
    const entry = [...this.root.querySelectorAll<HTMLElement>('.entry--you')].at(-1);
    if (entry === undefined || entry.classList.contains('entry--stopped')) return;
    entry.classList.add('entry--stopped');
    add(entry, 'span', { className: 'entry__mark', message: 'log.untold' });
    this.actions.translate(entry);
  }

  /** Words of a member of staff: a person's, and marked as such. */
  said({ text, at }: HandoverSaid): void {
    const entry = this.words('entry--staff', 'log.staff', text);
    const when = add(entry, 'time', { className: 'entry__when', text: new Date(at).toLocaleTimeString(entry.lang, { hour: '2-digit', minute: '2-digit' }) });
    when.dateTime = new Date(at).toISOString();
    entry.querySelector('.entry__who')?.append(when);
    this.toEnd();
  }

  /** An answer holds something back. */
  refused(response: string): void {
    const answer = this.answer(response);
    answer.refused(() => this.actions.why(answer.lang));
    this.renew(answer);
  }

  /** An answer came with a help card. */
  help(help: Help): void {
    const answer = this.answer(help.response_id);
    answer.helped(help.numbers.length > 0, () => this.actions.help(help));
    this.renew(answer);
  }

  /** The answer is in the language `lang`, which may not be the page's; so are all words that belong to it. */
  speaks(response: string, lang: string): void {
    const answer = this.answer(response);
    if (answer.lang === lang) return;
    answer.lang = lang;
    this.actions.translate(answer.entry);
  }

  append(response: string, text: string): void {
    const answer = this.answer(response);
    answer.append(text);
    this.renew(answer);
  }

  card(response: string, card: Card): void {
    const answer = this.answer(response);
    const earlier = card.facets.length === 0 ? null : this.shelf.place(response, card);
    answer.card(card, earlier === null ? null : (this.answers.get(earlier)?.entry ?? null));
    this.renew(answer);
  }

  sources(response: string, citations: readonly Citation[]): void {
    const answer = this.answer(response);
    answer.cite(citations);
    this.renew(answer);
  }

  /** An answer is whole; what it says. A question's answer can be rated. */
  completed(response: string): { readonly text: string; readonly lang: string } | null {
    const answer = this.answers.get(response);
    if (answer === undefined) return null;
    if (this.asked.length > 0 && answer.foot.childElementCount === 0) {
      answer.foot.append(this.actions.foot(response));
      this.renew(answer);
    }
    return { text: answer.said, lang: answer.lang };
  }

  /** Mark an answer as broken off. */
  stopped(response: string): void {
    const answer = this.answers.get(response);
    if (answer?.stopped() === true) this.actions.translate(answer.entry);
  }

  failed(): void {
    this.makeRoom();
    const entry = add(this.root, 'article', { className: 'entry entry--failed' });
    add(entry, 'p', { className: 'entry__text', message: 'log.failed' });
    this.actions.translate(entry);
    this.follow();
  }

  /** Show an entry, and put the reader there. */
  jump(entry: HTMLElement): void {
    this.scroller.scrollTo({ top: entry.offsetTop - this.root.offsetTop });
    entry.focus({ preventScroll: true });
  }

  clear(): void {
    this.root.replaceChildren();
    this.answers.clear();
    this.shelf.clear();
    this.asked = [];
  }

  private words(kind: string, who: TextKey, text: string): HTMLElement {
    this.makeRoom();
    const entry = add(this.root, 'article', { className: `entry ${kind}` });
    entry.tabIndex = -1;
    speakIn(entry, langOf(text));
    add(entry, 'h3', { className: kind === 'entry--you' ? 'unseen' : 'entry__who', message: who });
    add(entry, 'p', { className: 'entry__text', text });
    this.actions.translate(entry);
    return entry;
  }

  private toEnd(): void {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  private answer(response: string): Answer {
    const known = this.answers.get(response);
    if (known !== undefined) return known;
    this.makeRoom();
    const made = new Answer(this.root, { ...this.actions, jump: (entry) => this.jump(entry) });
    this.answers.set(response, made);
    this.actions.translate(made.entry);
    return made;
  }

  /** The oldest entry makes room for a new one. */
  private makeRoom(): void {
    if (this.root.childElementCount >= MOST_ENTRIES) this.root.firstElementChild?.remove();
    for (const [response, { entry }] of this.answers) {
      if (entry.isConnected) continue;
      this.answers.delete(response);
      this.shelf.forget(response);
    }
    this.asked = [...this.questions];
  }

  private renew({ entry }: Answer): void {
    this.actions.translate(entry);
    this.follow();
  }

  /** Keep the end in sight, but never push the greeting, or the question that is being answered, out of it. */
  private follow(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const latest = this.asked.at(-1)?.entry;
    const top = latest === undefined ? 0 : latest.offsetTop - this.root.offsetTop;
    const end = scrollHeight - clientHeight;
    if (scrollTop < Math.min(end, top)) this.scroller.scrollTop = Math.min(end, top);
  }
}
