import type { Card } from '@qingzhi/protocol';
import { encode } from 'uqr';
import { listOf, readableParts } from '../answer/take-along.ts';
import { Dialog } from './dialog.ts';
import { button, drawing, make } from './dom.ts';
import { icon } from './icons.ts';

/** The lowest level of correction: nothing soils a screen, and larger modules are read from further away. */
const LEVEL = 'L';
/** Light modules around a code, which readers need (ISO/IEC 18004, 9.1: four). */
const QUIET = 4;
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
    this.parts = readableParts(text, (part) => matrixOf(part).size <= most);
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

/** The code as a drawing: dark modules in one path, on white. */
function codeOf(text: string): SVGSVGElement {
  const { data, size } = matrixOf(text);
  const modules = data.flatMap((line, y) => line.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return drawing(`0 0 ${size} ${size}`, [
    [`M0 0h${size}v${size}H0z`, 'code__light'],
    [modules.join(''), 'code__dark'],
  ]);
}

function matrixOf(text: string): ReturnType<typeof encode> {
  return encode(text, { ecc: LEVEL, border: QUIET });
}
