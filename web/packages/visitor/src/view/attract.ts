import { type Catalogue, langOf } from '../catalogue.ts';
import { button, make } from './dom.ts';

const LINE_SECONDS = 6;

/** What a kiosk shows while nobody is there: inviting lines in turn, and questions that could be asked. */
export class Attract {
  readonly element: HTMLElement;
  private readonly line = make('p', { class: 'attract__line' });
  private readonly examples = make('div', { class: 'attract__examples', label: 'suggestions.label', attrs: { role: 'group' } });
  private timer: ReturnType<typeof setInterval> | undefined;
  private turn = 0;

  /** `begin` gets the example that was chosen, if one was. */
  constructor(
    private readonly begin: (question: string | null) => void,
    elder: () => void,
  ) {
    const start = button({ class: 'attract__start', id: 'begin' }, () => this.begin(null), make('span', { text: 'attract.start' }), make('span', { class: 'attract__other', text: 'attract.startOther' }));
    const easy = button({ class: 'attract__elder', id: 'begin-elder' }, elder, make('span', { text: 'attract.elder' }), make('span', { class: 'attract__other', text: 'attract.elderNote' }));
    this.element = make('section', { class: 'attract', label: 'attract.label' }, this.line, this.examples, make('div', { class: 'attract__ways' }, start, easy));
    this.element.addEventListener('pointerdown', (event) => {
      if (event.target instanceof Element && event.target.closest('button') === null) this.begin(null);
    });
    this.element.hidden = true;
  }

  get shown(): boolean {
    return !this.element.hidden;
  }

  /** Show the lines of both languages in turn. */
  show(here: Catalogue, there: Catalogue): void {
    this.element.hidden = false;
    const lines = here['attract.lines'].flatMap((line, index) => [line, there['attract.lines'][index] ?? line]);
    this.turn = 0;
    this.say(lines);
    clearInterval(this.timer);
    this.timer = setInterval(() => {
      this.turn += 1;
      this.say(lines);
    }, LINE_SECONDS * 1000);
    this.examples.replaceChildren(...here['suggestions.first'].map((text) => this.example(text)));
  }

  hide(): void {
    clearInterval(this.timer);
    this.element.hidden = true;
  }

  private say(lines: readonly string[]): void {
    const text = lines[this.turn % lines.length] ?? '';
    this.line.textContent = text;
    this.line.lang = langOf(text);
    // Two names for one movement: a change of name starts it again.
    this.line.dataset['turn'] = String(this.turn % 2);
  }

  private example(text: string): HTMLElement {
    const chip = button({ class: 'chip' }, () => this.begin(text), text);
    chip.lang = langOf(text);
    return chip;
  }
}
