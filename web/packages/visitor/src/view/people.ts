import type { HandoverState } from '@qingzhi/protocol';
import type { FormKind } from '../answer/callback.ts';
import type { TextKey } from '../catalogue.ts';
import type { Wish } from '../handover.ts';
import { CallbackForm } from './callback-form.ts';
import { Dialog } from './dialog.ts';
import { button, make } from './dom.ts';
import { type IconName, icon } from './icons.ts';

export interface PeopleActions {
  /** `false` when there is no connection. */
  request(wish: Wish): boolean;
  /** Have the numbers erased that were left; `false` when there is no connection. */
  withdraw(): boolean;
  translate(root: ParentNode): void;
}

/** The way to a person: now, or by a call-back. */
export class PeopleDialog {
  readonly dialog = new Dialog('people', 'people.title', () => this.closed());
  private readonly choices: HTMLElement;
  private readonly form: CallbackForm;
  private readonly answer: HTMLElement;
  /** The way that is left when nobody is there now. */
  private readonly instead = button({ class: 'action', id: 'people-instead', text: 'people.callback' }, () => this.fill('callback'));
  /** Back to what was filled in. */
  private readonly again = button({ class: 'action', id: 'people-again', text: 'people.again' }, () => this.refill());
  private readonly callback = way('callback', 'phone', () => this.fill('callback'));
  private readonly undo = way('withdraw', 'close', () => this.withdraw());
  private filled: FormKind | null = null;
  /** Days that a number is kept; 0: nobody makes call-backs here. */
  private days = 0;
  private readonly words = make('p', { class: 'people__words', attrs: { role: 'status' } });

  constructor(private readonly actions: PeopleActions) {
    this.form = new CallbackForm((wish) => this.send(wish), () => this.choose(), actions.translate);
    this.choices = make(
      'div',
      { class: 'people__ways' },
      way('queue', 'person', () => this.send({ kind: 'queue' })),
      this.callback,
      way('contact', 'heart', () => this.fill('contact')),
      this.undo,
      make('p', { class: 'dialog__note', text: 'people.note' }),
    );
    const close = button({ class: 'action action--main', text: 'people.close' }, () => this.dialog.close());
    this.answer = make('div', { class: 'people__answer' }, this.words, make('div', { class: 'dialog__actions' }, this.again, this.instead, close));
    this.forget();
    this.keepFor(0);
    this.dialog.content.append(this.choices, this.form.element, this.answer);
  }

  /** Show all the ways. */
  open(returning: HTMLElement | null): void {
    this.choose();
    this.dialog.open(returning);
  }

  /** Show the form at once. */
  openForm(kind: FormKind, returning: HTMLElement | null): void {
    this.fill(kind);
    this.dialog.open(returning);
    this.form.focus();
  }

  /** A number that is left is kept for so many days; 0 where nobody makes call-backs. */
  keepFor(days: number): void {
    this.days = days;
    this.callback.hidden = days === 0;
    this.form.keepFor(days);
  }

  /** What came of the wish, in the words of the service: shown where it was wished. */
  stands({ state, kind, message }: HandoverState): void {
    const refused = state === 'refused';
    if (kind === 'callback' && !refused) this.undo.hidden = state !== 'noted';
    if (!this.dialog.shown) return;
    delete this.words.dataset['text'];
    this.words.textContent = message;
    this.answered(refused && kind === 'queue' && this.days > 0, refused && this.filled !== null);
  }

  /** What keeps the wish from going anywhere, in the page's own words. */
  tell(message: TextKey): void {
    this.words.dataset['text'] = message;
    this.answered(false, false);
  }

  /** Nothing that was left is known any more. */
  forget(): void {
    this.undo.hidden = true;
  }

  private answered(instead: boolean, again: boolean): void {
    this.instead.hidden = !instead || again;
    this.again.hidden = !again;
    this.show(this.answer);
    this.answer.querySelector<HTMLElement>('button:not([hidden])')?.focus();
  }

  private choose(): void {
    this.filled = null;
    this.show(this.choices, 'people.title');
  }

  private refill(): void {
    if (this.filled === null) return;
    this.show(this.form.element, `form.title.${this.filled}`);
    this.form.focus();
  }

  private closed(): void {
    this.filled = null;
    this.form.clear();
  }

  private fill(kind: FormKind): void {
    this.filled = kind;
    this.form.begin(kind);
    this.show(this.form.element, `form.title.${kind}`);
    if (this.dialog.shown) this.form.focus();
  }

  private send(wish: Wish): void {
    if (!this.actions.request(wish)) this.tell('people.offline');
  }

  private withdraw(): void {
    if (!this.actions.withdraw()) this.tell('people.offline');
  }

  /** Without a title the one before stays. */
  private show(part: HTMLElement, title?: TextKey): void {
    for (const one of [this.choices, this.form.element, this.answer]) one.hidden = one !== part;
    if (title !== undefined) this.dialog.entitle(title);
    this.actions.translate(this.dialog.element);
  }
}

function way(name: 'callback' | 'contact' | 'queue' | 'withdraw', sign: IconName, press: () => void): HTMLButtonElement {
  const words = make('span', { class: 'way__words' }, make('strong', { text: `people.${name}` }), make('span', { text: `people.${name}Note` }));
  return button({ class: 'way', id: `people-${name}` }, press, icon(sign), words, icon('next'));
}
