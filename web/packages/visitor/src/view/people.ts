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
  translate(root: ParentNode): void;
}

/** The way to a person: now, or by a call-back. */
export class PeopleDialog {
  readonly dialog = new Dialog('people', 'people.title', () => this.form.clear());
  private readonly choices: HTMLElement;
  private readonly form: CallbackForm;
  private readonly answer: HTMLElement;
  /** The way that is left when nobody is there now. */
  private readonly instead = button({ class: 'action', id: 'people-instead', text: 'people.callback' }, () => this.fill('callback'));
  private readonly words = make('p', { class: 'people__words', attrs: { role: 'status' } });

  constructor(private readonly actions: PeopleActions) {
    this.form = new CallbackForm((wish) => this.send(wish), () => this.choose(), actions.translate);
    this.choices = make(
      'div',
      { class: 'people__ways' },
      way('queue', 'person', () => this.send({ kind: 'queue' })),
      way('callback', 'phone', () => this.fill('callback')),
      way('contact', 'heart', () => this.fill('contact')),
      make('p', { class: 'dialog__note', text: 'people.note' }),
    );
    const close = button({ class: 'action action--main', text: 'people.close' }, () => this.dialog.close());
    this.answer = make('div', { class: 'people__answer' }, this.words, make('div', { class: 'dialog__actions' }, this.instead, close));
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

  /** What came of the wish, in the words of the service: shown where it was wished. `instead`: offer the form. */
  tell(message: string, instead = false): void {
    if (!this.dialog.shown) return;
    this.instead.hidden = !instead;
    this.show(this.answer);
    delete this.words.dataset['text'];
    this.words.textContent = message;
    this.answer.querySelector<HTMLElement>('button:not([hidden])')?.focus();
  }

  private choose(): void {
    this.show(this.choices, 'people.title');
  }

  private fill(kind: FormKind): void {
    this.form.begin(kind);
    this.show(this.form.element, `form.title.${kind}`);
    if (this.dialog.shown) this.form.focus();
  }

  private send(wish: Wish): void {
    if (this.actions.request(wish)) return;
    this.tell('');
    this.words.dataset['text'] = 'people.offline';
    this.actions.translate(this.answer);
  }

  /** Without a title the one before stays. */
  private show(part: HTMLElement, title?: TextKey): void {
    for (const one of [this.choices, this.form.element, this.answer]) one.hidden = one !== part;
    if (title !== undefined) this.dialog.entitle(title);
    this.actions.translate(this.dialog.element);
  }
}

function way(name: 'callback' | 'contact' | 'queue', sign: IconName, press: () => void): HTMLButtonElement {
  const words = make('span', { class: 'way__words' }, make('strong', { text: `people.${name}` }), make('span', { text: `people.${name}Note` }));
  return button({ class: 'way', id: `people-${name}` }, press, icon(sign), words, icon('next'));
}
