import type { Lang } from '@qingzhi/protocol';
import { button, make } from '../../view/dom.ts';
import type { SlideField } from '../fields.ts';
import { type Spec, at } from '../state/spec.ts';
import { keyOf, studioWords } from '../words.ts';
import { type Change, type Control, type Edits, freshId, labelOf } from './control.ts';
import { icon } from './icons.ts';

/** A slider, with the way back to where it rests, and a box for leaving it to the maker. */
export class Slide implements Control {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly value = make('output', { class: 'slide__value' });
  private readonly reset: HTMLButtonElement;
  private readonly auto: HTMLInputElement | null = null;

  constructor(
    private readonly field: SlideField,
    private readonly change: Change,
  ) {
    const { least, most, step } = field;
    const id = freshId('slide');
    this.input = make('input', { id, class: 'slide__input', attrs: { type: 'range', min: String(least), max: String(most), step: String(step), 'data-path': field.path } });
    this.input.addEventListener('input', () => this.change(this.edits(Number(this.input.value)), field.path));
    this.input.addEventListener('change', () => this.change([], null));
    this.reset = button({ class: 'slide__reset', label: 'field.reset', title: 'field.reset' }, () => this.change(this.edits(field.rest), null), icon('reset'));
    this.value.htmlFor.add(id);
    const head = make('div', { class: 'slide__head' }, make('label', { text: labelOf(field), attrs: { for: id } }), this.reset);
    if (field.open === true) {
      this.auto = make('input', { attrs: { type: 'checkbox' } });
      this.auto.addEventListener('change', () => this.change(this.auto?.checked === true ? [[field.path, null]] : this.edits(field.rest), null));
      head.append(make('label', { class: 'slide__auto' }, this.auto, make('span', { text: 'field.auto' })));
    }
    head.append(this.value);
    this.element = make('div', { class: 'field slide' }, head, this.input);
    this.element.style.setProperty('--rest', String((field.rest - least) / (most - least)));
  }

  show(spec: Spec, lang: Lang): void {
    const { path, rest, least, most, unit, open } = this.field;
    const stands = at(spec, path);
    const left = open === true && typeof stands !== 'number';
    const value = typeof stands === 'number' ? stands : rest;
    this.input.value = String(value);
    this.input.disabled = left;
    if (this.auto !== null) this.auto.checked = left;
    const words = studioWords(lang);
    const told = left ? words['field.auto'] : unit === undefined ? percent(value) : `${round(value)} ${words[keyOf(`unit.${unit}`) ?? 'unit.cm']}`;
    this.value.textContent = told;
    this.input.setAttribute('aria-valuetext', told);
    this.reset.hidden = left || unit !== undefined || Math.abs(value - rest) < 1e-6;
    this.element.style.setProperty('--at', String((value - least) / (most - least)));
    this.element.classList.toggle('slide--auto', left);
  }

  private edits(value: number): Edits {
    const { path, also = [], clears } = this.field;
    const edits: Edits = [path, ...also].map((place) => [place, value] as const);
    return clears === undefined ? edits : [...edits, [clears, null]];
  }
}

function percent(value: number): string {
  const whole = Math.round(value * 100);
  return whole > 0 ? `${whole}` : `${whole}`.replace('-', '−');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
