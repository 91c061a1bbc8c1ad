import type { TextKey } from '../catalogue.ts';
import { button, make } from './dom.ts';
import { icon } from './icons.ts';

let dialogs = 0;

/** A modal dialog with a heading. The browser keeps the focus inside and gives it back afterwards. */
export class Dialog {
  readonly element: HTMLDialogElement;
  private readonly title: HTMLElement;
  readonly content = make('div', { class: 'dialog__content' });
  private returning: HTMLElement | null = null;

  constructor(
    kind: string,
    title: TextKey,
    private readonly closed: () => void = () => undefined,
  ) {
    dialogs += 1;
    const id = `dialog-${dialogs}`;
    this.title = make('h2', { id, text: title });
    this.element = make(
      'dialog',
      { class: `dialog dialog--${kind}`, attrs: { 'aria-labelledby': id } },
      make(
        'div',
        { class: 'dialog__head' },
        // A dialog may lie over the standing mark.
        make('div', { class: 'dialog__names' }, this.title, make('p', { class: 'ai-mark ai-mark--small', text: 'ai.mark', title: 'ai.explain' })),
        button({ class: 'dialog__close', label: 'panel.close' }, () => this.close(), icon('close')),
      ),
      this.content,
    );
    // Escape closes the dialog only: the figure goes on speaking.
    this.element.addEventListener('keydown', (event) => event.stopPropagation());
    this.element.addEventListener('click', (event) => {
      if (event.target === this.element) this.close();
    });
    this.element.addEventListener('close', () => this.finish());
  }

  /** Give it another heading, which is yet to be translated. */
  entitle(title: TextKey): void {
    this.title.dataset['text'] = title;
  }

  get shown(): boolean {
    return this.element.open;
  }

  /** Show it; the focus goes back to `returning` when it is closed, or without it to where it was. */
  open(returning: HTMLElement | null): void {
    if (this.shown) return;
    this.returning = returning;
    this.element.showModal();
  }

  close(): void {
    if (this.shown) this.element.close();
  }

  private finish(): void {
    this.closed();
    if (this.returning?.isConnected) this.returning.focus({ preventScroll: true });
    this.returning = null;
  }
}
