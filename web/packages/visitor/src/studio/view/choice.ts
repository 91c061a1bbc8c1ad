import type { Lang } from '@qingzhi/protocol';
import { make } from '../../view/dom.ts';
import type { ChoiceField } from '../fields.ts';
import { type Spec, at } from '../state/spec.ts';
import { labelled } from '../words.ts';
import { type Change, type Control, freshId, labelOf } from './control.ts';

/** One of several words, or any number of them. */
export class Choice implements Control {
  readonly element: HTMLElement;
  private readonly inputs: readonly HTMLInputElement[];
  private readonly names: readonly HTMLElement[];

  constructor(
    private readonly field: ChoiceField,
    words: readonly string[],
    private readonly change: Change,
  ) {
    const many = field.kind === 'many';
    const group = freshId('choice');
    this.names = words.map(() => make('span', { class: 'chip__name' }));
    this.inputs = words.map((word) => {
      const input = make('input', { class: 'chip__input', attrs: { type: many ? 'checkbox' : 'radio', name: group, value: word, 'data-path': field.path } });
      input.addEventListener('change', () => this.changed());
      return input;
    });
    const chips = this.inputs.map((input, place) => make('label', { class: 'chip' }, input, this.names[place] ?? ''));
    this.element = make('fieldset', { class: 'field choice' }, make('legend', { text: labelOf(field) }), make('div', { class: 'chips' }, ...chips));
  }

  show(spec: Spec, lang: Lang): void {
    const stands = at(spec, this.field.path);
    const chosen = Array.isArray(stands) ? stands : [stands];
    for (const [place, input] of this.inputs.entries()) {
      input.checked = chosen.includes(input.value);
      const name = this.names[place];
      if (name !== undefined) name.textContent = labelled(lang, `option.${this.field.path}`, input.value);
    }
  }

  private changed(): void {
    const chosen = this.inputs.filter(({ checked }) => checked).map(({ value }) => value);
    const [first] = chosen;
    if (this.field.kind === 'many') this.change([[this.field.path, chosen]], null);
    else if (first !== undefined) this.change([[this.field.path, first]], null);
  }
}
