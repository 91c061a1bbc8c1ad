import { make } from '../../view/dom.ts';
import type { TextField } from '../fields.ts';
import { type Spec, at } from '../state/spec.ts';
import { type Change, type Control, freshId, labelOf } from './control.ts';

const LONGEST = 80;

/** A line of text that is never empty. */
export class Text implements Control {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;

  constructor(
    private readonly field: TextField,
    change: Change,
  ) {
    const id = freshId('text');
    this.input = make('input', { id, class: 'text__input', attrs: { type: 'text', maxlength: String(LONGEST), autocomplete: 'off', 'data-path': field.path } });
    this.input.addEventListener('change', () => {
      const text = this.input.value.trim();
      if (text !== '') change([[field.path, text]], null);
    });
    this.element = make('div', { class: 'field text' }, make('label', { text: labelOf(field), attrs: { for: id } }), this.input);
  }

  show(spec: Spec): void {
    const stands = at(spec, this.field.path);
    if (document.activeElement !== this.input) this.input.value = typeof stands === 'string' ? stands : '';
  }
}
