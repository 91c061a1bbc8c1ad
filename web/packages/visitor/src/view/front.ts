import { button, make } from './dom.ts';
import { icon } from './icons.ts';
import { Subtitles } from './subtitles.ts';

/** What lies before the figure: the state, the button for sound, the subtitles. */
export class Front {
  readonly element: HTMLElement;
  readonly start: HTMLButtonElement;
  readonly subtitles: Subtitles;
  /** A sign-language interpreter's place, which the page around may fill. */
  readonly sign = make('slot', { attrs: { name: 'sign' } });
  private readonly company = make('p', { class: 'front__company', id: 'company' });
  readonly state = make('p', { class: 'front__state', id: 'state', text: 'state.offline', attrs: { role: 'status' } });
  private readonly hint = make('p', { class: 'front__hint', id: 'figure-hint', attrs: { role: 'status' } });

  constructor(wake: () => void) {
    this.start = button({ class: 'start', id: 'start' }, wake, icon('play'), make('span', { text: 'stage.start' }));
    this.start.hidden = true;
    const line = make('div', { class: 'subtitles', id: 'subtitles', attrs: { 'aria-hidden': 'true' } });
    const announcer = make('p', { class: 'unseen', id: 'announcer', attrs: { 'aria-live': 'polite' } });
    this.subtitles = new Subtitles(line, announcer);
    this.element = make('section', { class: 'front', label: 'stage.label' }, make('div', { class: 'front__top' }, this.state, this.company, this.hint, this.start), this.signBox(), line, announcer);
  }

  /** Say whom the figure speaks with, where that is more than a matter of course; `''`: it isn't. */
  keepCompany(text: string): void {
    if (this.company.textContent !== text) this.company.textContent = text;
  }

  /** Say discreetly what the figure is shown as instead. */
  tell(message: 'figure.text' | null): void {
    if (message === null) delete this.hint.dataset['text'];
    else this.hint.dataset['text'] = message;
    this.hint.textContent = '';
  }

  private signBox(): HTMLElement {
    const box = make('div', { class: 'sign', label: 'sign.label', attrs: { role: 'group' } }, this.sign);
    const fill = (): void => {
      box.hidden = this.sign.assignedElements().length === 0;
      this.element.dataset['sign'] = String(!box.hidden);
    };
    box.hidden = true;
    this.sign.addEventListener('slotchange', fill);
    return box;
  }
}
