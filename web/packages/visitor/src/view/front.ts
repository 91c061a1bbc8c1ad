import { button, make } from './dom.ts';
import { icon } from './icons.ts';
import { Subtitles } from './subtitles.ts';

/** What lies before the figure: the state, the button for sound, the subtitles. */
export class Front {
  readonly element: HTMLElement;
  readonly start: HTMLButtonElement;
  readonly subtitles: Subtitles;
  readonly state = make('p', { class: 'front__state', id: 'state', text: 'state.offline', attrs: { role: 'status' } });
  private readonly hint = make('p', { class: 'front__hint', id: 'figure-hint', attrs: { role: 'status' } });

  constructor(wake: () => void) {
    this.start = button({ class: 'start', id: 'start' }, wake, icon('play'), make('span', { text: 'stage.start' }));
    this.start.hidden = true;
    const line = make('div', { class: 'subtitles', id: 'subtitles', attrs: { 'aria-hidden': 'true' } });
    const announcer = make('p', { class: 'unseen', id: 'announcer', attrs: { 'aria-live': 'polite' } });
    this.subtitles = new Subtitles(line, announcer);
    this.element = make('section', { class: 'front', label: 'stage.label' }, make('div', { class: 'front__top' }, this.state, this.hint, this.start), line, announcer);
  }

  /** Say discreetly what the figure is shown as instead. */
  tell(message: 'figure.text' | null): void {
    if (message === null) delete this.hint.dataset['text'];
    else this.hint.dataset['text'] = message;
    this.hint.textContent = '';
  }
}
