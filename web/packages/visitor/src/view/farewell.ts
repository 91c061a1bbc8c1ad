import { Dialog } from './dialog.ts';
import { button, make } from './dom.ts';

/** Asks whether a visitor is still there, and counts down. */
export class Countdown {
  readonly dialog: Dialog;
  private readonly left = make('p', { class: 'countdown__left', attrs: { role: 'timer' } });

  constructor(stay: () => void, leave: () => void) {
    this.dialog = new Dialog('countdown', 'countdown.title', stay);
    this.dialog.content.append(
      this.left,
      make('p', { class: 'dialog__note', text: 'countdown.note' }),
      make(
        'div',
        { class: 'dialog__actions' },
        button({ class: 'action action--main', id: 'stay', text: 'countdown.stay', attrs: { autofocus: '' } }, () => this.dialog.close()),
        button({ class: 'action', text: 'tools.leave' }, leave),
      ),
    );
  }

  show(seconds: number): void {
    this.left.textContent = String(seconds);
    this.dialog.open(null);
  }
}

/** What stands there after a visit: that nothing is kept, and the way into a new one. */
export class Farewell {
  readonly element: HTMLElement;
  private readonly again: HTMLButtonElement;
  private readonly why = make('p', { class: 'farewell__why' });

  constructor(begin: () => void) {
    this.again = button({ class: 'action action--main', id: 'again', text: 'farewell.again' }, begin);
    this.element = make(
      'section',
      { class: 'farewell', label: 'farewell.title' },
      make('h2', { text: 'farewell.title' }),
      this.why,
      make('p', { text: 'farewell.note', attrs: { role: 'status' } }),
      this.again,
    );
    this.element.hidden = true;
  }

  /** `why`: what the service said of the end, where it was the one to end. */
  show(why = ''): void {
    this.element.hidden = false;
    this.why.textContent = why;
    this.again.focus({ preventScroll: true });
  }

  hide(): void {
    this.element.hidden = true;
  }
}
