import { REASONS, type Rating, type Reason } from '../answer/feedback.ts';
import { Dialog } from './dialog.ts';
import { button, make } from './dom.ts';
import { icon } from './icons.ts';

export type Rate = (response: string, rating: Rating, reason: Reason | null) => void;

/** Asks why an answer was no good. */
export class FeedbackDialog {
  readonly dialog = new Dialog('feedback', 'feedback.title');
  private readonly form: HTMLFormElement;
  private decide: (reason: Reason) => void = () => undefined;

  constructor() {
    const choices = REASONS.map((reason) =>
      make('label', { class: 'reason' }, make('input', { attrs: { type: 'radio', name: 'reason', value: reason, required: '' } }), make('span', { text: `feedback.reason.${reason}` })),
    );
    this.form = make(
      'form',
      { attrs: { method: 'dialog' } },
      make('fieldset', { class: 'reasons' }, make('legend', { class: 'unseen', text: 'feedback.title' }), ...choices),
      make('p', { class: 'dialog__note', text: 'feedback.note' }),
      make('div', { class: 'dialog__actions' }, make('button', { class: 'action action--main', text: 'feedback.send', attrs: { type: 'submit' } })),
    );
    this.form.addEventListener('submit', () => this.submit());
    this.dialog.content.append(this.form);
  }

  ask(returning: HTMLElement, decide: (reason: Reason) => void): void {
    this.form.reset();
    this.decide = decide;
    this.dialog.open(returning);
  }

  private submit(): void {
    const chosen = new FormData(this.form).get('reason');
    const reason = REASONS.find((one) => one === chosen);
    if (reason !== undefined) this.decide(reason);
  }
}

/** The two thumbs below an answer; once one is given, a word of thanks. */
export function thumbs(
  response: string,
  dialog: FeedbackDialog,
  rate: Rate,
  translate: (root: ParentNode) => void,
): HTMLElement {
  const thanks = make('span', { class: 'thumbs__thanks', attrs: { role: 'status' } });
  const show = (rating: Rating): void => {
    up.setAttribute('aria-pressed', String(rating === 'up'));
    down.setAttribute('aria-pressed', String(rating === 'down'));
    thanks.dataset['text'] = 'feedback.thanks';
    translate(row);
  };
  const up = thumb('up', () => {
    rate(response, 'up', null);
    show('up');
  });
  const down = thumb('down', () =>
    dialog.ask(down, (reason) => {
      rate(response, 'down', reason);
      show('down');
    }),
  );
  const row = make('div', { class: 'thumbs', label: 'feedback.label', attrs: { role: 'group' } }, up, down, thanks);
  return row;
}

function thumb(rating: Rating, press: () => void): HTMLButtonElement {
  return button({ class: 'thumb', label: `feedback.${rating}`, title: `feedback.${rating}`, attrs: { 'aria-pressed': 'false' } }, press, icon(rating));
}
