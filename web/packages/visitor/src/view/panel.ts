import type { TextKey } from '../catalogue.ts';
import { button, make } from './dom.ts';
import { icon } from './icons.ts';

/** A panel that a button opens beside it; Escape, the button again or a press elsewhere closes it. */
export class Panel {
  readonly element: HTMLElement;
  readonly content = make('div', { class: 'panel__content' });

  constructor(
    private readonly opener: HTMLButtonElement,
    title: TextKey,
    private readonly opening: () => void = () => undefined,
  ) {
    const id = `${opener.id}-panel`;
    const close = button({ class: 'panel__close', label: 'panel.close' }, () => this.close(), icon('close'));
    const head = make('div', { class: 'panel__head' }, make('h2', { id: `${id}-title`, text: title }), close);
    this.element = make(
      'div',
      { class: `panel panel--${opener.id}`, id, attrs: { role: 'dialog', 'aria-labelledby': `${id}-title` } },
      head,
      this.content,
    );
    this.element.hidden = true;
    opener.setAttribute('aria-controls', id);
    opener.setAttribute('aria-expanded', 'false');
    opener.addEventListener('click', () => (this.element.hidden ? this.open() : this.close()));
    this.element.addEventListener('keydown', (event) => this.key(event));
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !this.owns(relatedTarget)) this.hide();
    });
  }

  /** A press at `target`, wherever in the component. */
  pressed(target: Node): void {
    if (!this.element.hidden && !this.owns(target)) this.hide();
  }

  open(): void {
    this.opening();
    this.element.hidden = false;
    this.opener.setAttribute('aria-expanded', 'true');
    this.element.querySelector<HTMLElement>('.panel__content :is(button, input)')?.focus();
  }

  /** Close, and go back to the button. */
  close(): void {
    if (this.element.hidden) return;
    this.hide();
    this.opener.focus();
  }

  hide(): void {
    this.element.hidden = true;
    this.opener.setAttribute('aria-expanded', 'false');
  }

  private owns(target: Node): boolean {
    return this.element.contains(target) || this.opener.contains(target);
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    // Escape closes the panel only: the figure goes on speaking.
    event.stopPropagation();
    this.close();
  }
}
