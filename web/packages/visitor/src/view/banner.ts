import type { LinkState } from '@qingzhi/protocol';
import type { TextKey } from '../catalogue.ts';
import { LinkNews } from '../link-news.ts';
import { add } from './dom.ts';

/** One line above the page for what the visitor has to know at once. */
export class Banner {
  private readonly news = new LinkNews();
  private readonly line: HTMLElement;
  /** Shown exactly while there is trouble with the connection. */
  private readonly retry: HTMLButtonElement;

  constructor(
    private readonly box: HTMLElement,
    private readonly translate: (root: ParentNode) => void,
    retry: () => void,
  ) {
    this.line = add(box, 'p');
    this.line.setAttribute('role', 'alert');
    this.retry = add(box, 'button', { className: 'banner__retry', message: 'banner.retry' });
    this.retry.type = 'button';
    this.retry.hidden = true;
    this.retry.addEventListener('click', retry);
  }

  /** Say that the connection is lost or the desk full, until it is open. */
  link(state: LinkState): void {
    this.news.enter(state);
    this.report();
  }

  /** Say that a question could not be sent and was kept, until the connection is open. */
  unsent(): void {
    this.news.keep();
    this.report();
  }

  tell(message: TextKey): void {
    if (!this.box.hidden && this.line.dataset['text'] === message) return;
    this.box.hidden = false;
    this.line.dataset['text'] = message;
    this.translate(this.box);
  }

  /** Nothing is to be told any more. */
  clear(): void {
    this.news.enter('open');
    this.report();
    this.box.hidden = true;
  }

  private report(): void {
    const { message } = this.news;
    const mended = message === null && !this.retry.hidden;
    this.retry.hidden = message === null;
    if (message !== null) this.tell(message);
    else if (mended) this.box.hidden = true;
  }
}
