import type { Card } from '@qingzhi/protocol';
import { listOf, readableParts } from '../answer/take-along.ts';
import { codeOf, sizeOf } from './code.ts';
import { Dialog } from './dialog.ts';
import { button, make } from './dom.ts';
import { icon } from './icons.ts';

/** Pixels of a module that a phone's camera still tells apart at arm's length. */
const LEAST_MODULE = 4;

/** Shows a card's list as a code to photograph, and as text; works without a network. */
export class TakeAlong {
  readonly dialog = new Dialog('take', 'take.title', () => this.clear());
  private readonly code = make('div', { class: 'take__code', attrs: { role: 'img' }, label: 'take.code' });
  private readonly place = make('span', { class: 'take__place', attrs: { role: 'status' } });
  private readonly turn = make('div', { class: 'take__turn' });
  private readonly list = make('pre', { class: 'take__list', attrs: { tabindex: '0', role: 'region' }, label: 'take.list' });
  private parts: readonly string[] = [];
  private shown = 0;

  constructor(printing: boolean) {
    const back = button({ class: 'tool', label: 'take.back' }, () => this.show(this.shown - 1), icon('back'));
    const next = button({ class: 'tool', label: 'take.next' }, () => this.show(this.shown + 1), icon('next'));
    this.turn.append(back, this.place, next);
    const actions = make('div', { class: 'dialog__actions' });
    if (printing) actions.append(button({ class: 'action' }, () => print(), icon('print'), make('span', { text: 'take.print' })));
    this.dialog.content.append(
      make('p', { class: 'take__how', text: 'take.how' }),
      make('div', { class: 'take__paper' }, make('div', { class: 'take__codes' }, this.code, this.turn), this.list),
      actions,
    );
  }

  open(card: Card, lang: string, returning: HTMLElement): void {
    const text = listOf(card);
    this.list.textContent = text;
    this.list.lang = lang;
    this.dialog.open(returning);
    const most = this.code.clientWidth / LEAST_MODULE;
    this.parts = readableParts(text, (part) => sizeOf(part) <= most);
    this.turn.hidden = this.parts.length < 2;
    this.show(0);
  }

  private show(part: number): void {
    this.shown = (part + this.parts.length) % this.parts.length;
    this.place.textContent = `${this.shown + 1} / ${this.parts.length}`;
    this.code.replaceChildren(codeOf(this.parts[this.shown] ?? ''));
  }

  /** Nothing of the list stays in the page. */
  private clear(): void {
    this.parts = [];
    this.code.replaceChildren();
    this.list.textContent = '';
  }
}
