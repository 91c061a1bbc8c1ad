import { button, make } from '../../view/dom.ts';
import type { StudioKey } from '../words.ts';
import { freshId } from './control.ts';
import { icon } from './icons.ts';

/** A modal dialog. The browser keeps the focus inside and gives it back afterwards. */
export class Sheet {
  readonly element: HTMLDialogElement;
  readonly content = make('div', { class: 'sheet__content' });
  private readonly fault = make('p', { class: 'sheet__fault', attrs: { role: 'alert' } });

  constructor(title: StudioKey, closed: () => void = () => undefined) {
    const id = freshId('sheet');
    const close = button({ class: 'tool tool--icon', label: 'close' }, () => this.close(), icon('close'));
    this.element = make('dialog', { class: 'sheet', attrs: { 'aria-labelledby': id } }, make('div', { class: 'sheet__head' }, make('h2', { id, text: title }), close), this.content, this.fault);
    this.element.addEventListener('click', (event) => {
      if (event.target === this.element) this.close();
    });
    this.element.addEventListener('close', closed);
    // What is typed here is nothing for the page's own keys.
    this.element.addEventListener('keydown', (event) => event.stopPropagation());
  }

  open(): void {
    this.say('');
    if (!this.element.open) this.element.showModal();
  }

  close(): void {
    if (this.element.open) this.element.close();
  }

  say(fault: string): void {
    this.fault.textContent = fault;
  }
}
