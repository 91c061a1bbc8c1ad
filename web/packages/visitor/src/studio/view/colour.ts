import { make } from '../../view/dom.ts';
import type { ColourField } from '../fields.ts';
import { type Spec, at } from '../state/spec.ts';
import { type Change, type Control, freshId, labelOf } from './control.ts';

/** A colour that can be chosen: what a specification calls it, and how it looks. */
export interface Swatch {
  readonly value: string;
  readonly colour: string;
}

/** A row of colours, one of one's own, and, where that may be, none: as the maker finds natural. */
export class Colour implements Control {
  readonly element: HTMLElement;
  private readonly radios: readonly HTMLInputElement[];
  private readonly own = make('input', { class: 'swatch__own', label: 'field.custom', title: 'field.custom', attrs: { type: 'color' } });
  private readonly auto: HTMLInputElement | null = null;

  constructor(
    private readonly field: ColourField,
    private readonly swatches: readonly Swatch[],
    private readonly change: Change,
  ) {
    const group = freshId('colour');
    this.radios = swatches.map(({ value, colour }, place) => {
      const radio = make('input', { class: 'swatch', attrs: { type: 'radio', name: group, value, 'aria-label': `${place + 1}: ${colour}`, 'data-path': field.path } });
      radio.style.setProperty('--colour', colour);
      radio.addEventListener('change', () => this.change([[field.path, value]], null));
      return radio;
    });
    this.own.addEventListener('input', () => this.change([[field.path, this.own.value]], field.path));
    this.own.addEventListener('change', () => this.change([], null));
    const row = make('div', { class: 'swatches' }, ...this.radios, this.own);
    if (field.open === true) {
      this.auto = make('input', { class: 'chip__input', attrs: { type: 'radio', name: group, value: '' } });
      this.auto.addEventListener('change', () => this.change([[field.path, null]], null));
      row.prepend(make('label', { class: 'chip chip--small' }, this.auto, make('span', { text: 'field.auto' })));
    }
    this.element = make('fieldset', { class: 'field colour' }, make('legend', { text: labelOf(field) }), row);
  }

  show(spec: Spec): void {
    const stands = at(spec, this.field.path);
    const value = typeof stands === 'string' ? stands.toLowerCase() : null;
    for (const radio of this.radios) radio.checked = radio.value === value;
    if (this.auto !== null) this.auto.checked = value === null;
    const colour = this.swatches.find((swatch) => swatch.value === value)?.colour ?? value;
    const known = this.radios.some(({ checked }) => checked);
    if (colour !== null) this.own.value = colour;
    this.own.classList.toggle('swatch__own--chosen', value !== null && !known);
  }
}
