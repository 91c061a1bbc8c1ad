import type { Lang } from '@qingzhi/protocol';
import { type TextKey, catalogue } from '../catalogue.ts';
import { button, make } from './dom.ts';
import { icon } from './icons.ts';

/** What the service tells that is neither an answer nor trouble: a calm line, until it is put away. */
export class NoticeLine {
  readonly element: HTMLElement;
  private readonly words = make('p', { class: 'notice__words', attrs: { role: 'status' } });

  constructor(private readonly changed: () => void) {
    const close = button({ class: 'help__tool', id: 'notice-close', label: 'panel.close' }, () => this.hide(), icon('close'));
    this.element = make('section', { class: 'notice', id: 'notice', label: 'notice.label' }, icon('hours'), this.words, close);
    this.element.hidden = true;
  }

  get shown(): boolean {
    return !this.element.hidden;
  }

  /** Say one of the page's own words. */
  tell(message: TextKey, lang: Lang): void {
    this.say(catalogue(lang)[message]);
  }

  /** `text` is in the visitor's language already. */
  say(text: string): void {
    this.element.hidden = false;
    this.words.textContent = text;
    this.changed();
  }

  hide(): void {
    this.element.hidden = true;
    this.words.textContent = '';
    this.changed();
  }
}
