import type { LinkState } from '@qingzhi/protocol';
import type { TextKey } from '../catalogue.ts';

const LINK: Readonly<Partial<Record<LinkState, TextKey>>> = { lost: 'banner.lost' };

/** One line above the page for what the visitor has to know at once. */
export class Banner {
  private broken = false;

  constructor(
    private readonly line: HTMLElement,
    private readonly translate: (root: ParentNode) => void,
  ) {}

  /** Say that the connection is lost, until it is back. */
  link(state: LinkState): void {
    if (state === 'open' && this.broken) this.clear();
    const message = LINK[state];
    if (message === undefined) return;
    this.broken = true;
    this.tell(message);
  }

  tell(message: TextKey): void {
    if (!this.line.hidden && this.line.dataset['text'] === message) return;
    this.line.hidden = false;
    this.line.dataset['text'] = message;
    this.translate(this.line.parentNode ?? document);
  }

  /** Show a text that came from the server, already in the visitor's language. */
  say(text: string): void {
    delete this.line.dataset['text'];
    this.line.hidden = false;
    this.line.textContent = text;
  }

  private clear(): void {
    this.broken = false;
    this.line.hidden = true;
  }
}
