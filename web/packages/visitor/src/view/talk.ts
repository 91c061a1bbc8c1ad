import { langOf } from '../catalogue.ts';
import { Composer } from './composer.ts';
import { button, make } from './dom.ts';
import { icon } from './icons.ts';

export interface TalkActions {
  /** `false` when it could not be sent. */
  ask(text: string): boolean;
  stop(): void;
}

/** The conversation: log, suggestions and the box for the question. */
export class Talk {
  readonly element: HTMLElement;
  readonly log = make('div', { class: 'log', id: 'log', label: 'log.label', attrs: { role: 'log', 'aria-live': 'off' } });
  readonly scroller: HTMLElement;
  readonly box = make('textarea', {
    id: 'ask',
    placeholder: 'ask.placeholder',
    attrs: { rows: '1', maxlength: '1000', autocomplete: 'off', enterkeyhint: 'send' },
  });
  readonly keys = make('div', { class: 'keys' });
  private readonly note = make('p', { class: 'ask__note', text: 'ask.note' });
  private readonly label = make('label', { class: 'unseen', text: 'ask.label', attrs: { for: 'ask' } });
  private readonly chips = make('div', { class: 'chips', id: 'suggestions', label: 'suggestions.label', attrs: { role: 'group' } });
  private readonly form: HTMLFormElement;

  /** `care`: what leads to people, above the conversation. */
  constructor(
    private readonly actions: TalkActions,
    care: HTMLElement,
  ) {
    this.scroller = make(
      'div',
      { class: 'talk__scroll', id: 'scroll', label: 'log.label', attrs: { tabindex: '0', role: 'region' } },
      this.log,
      this.chips,
    );
    this.form = make(
      'form',
      { class: 'ask', id: 'form' },
      this.label,
      this.box,
      make('button', { class: 'send', id: 'send', label: 'ask.send', attrs: { type: 'submit' } }, icon('send'), make('span', { text: 'ask.send' })),
      button({ class: 'stop', id: 'stop', title: 'ask.stopHint', label: 'ask.stop', attrs: { 'aria-keyshortcuts': 'Escape' } }, actions.stop, icon('stop'), make('span', { text: 'ask.stop' })),
      this.note,
    );
    this.element = make('section', { class: 'talk', label: 'talk.label' }, care, this.scroller, this.form, this.keys);
    new Composer(this.form, this.box, actions.ask);
  }

  /** Whom the words in the box are for; they are yet to be translated. */
  address(whom: 'figure' | 'staff'): void {
    this.form.dataset['to'] = whom;
    const staff = whom === 'staff';
    this.box.dataset['placeholder'] = staff ? 'ask.staffPlaceholder' : 'ask.placeholder';
    this.label.dataset['text'] = staff ? 'ask.staffLabel' : 'ask.label';
    this.note.dataset['text'] = staff ? 'ask.staffNote' : 'ask.note';
    this.chips.hidden = staff || this.chips.childElementCount === 0;
  }

  /** Words that didn't arrive are not lost. */
  restore(text: string): void {
    if (this.box.value === '') this.box.value = text;
  }

  focus(): void {
    this.box.focus({ preventScroll: true });
  }

  suggest(questions: readonly string[]): void {
    const chips = questions.map((text) => {
      const chip = button({ class: 'chip' }, () => void this.actions.ask(text), text);
      chip.lang = langOf(text);
      return chip;
    });
    this.chips.replaceChildren(...chips);
    this.chips.hidden = questions.length === 0;
  }

  clear(): void {
    this.form.reset();
    this.box.rows = 1;
    this.suggest([]);
  }
}
