import type { TextKey } from '../catalogue.ts';
import { make } from './dom.ts';

/** A switch in the form that the settings have. */
export function toggle(id: string): HTMLInputElement {
  return make('input', { id, class: 'switch', attrs: { type: 'checkbox', role: 'switch' } });
}

/** A setting and its name on one line. */
export function row(input: HTMLInputElement, text: TextKey): HTMLElement {
  return make('label', { class: 'setting' }, make('span', { text }), input);
}

/** A setting with a sentence of what it means. */
export function explained(setting: HTMLElement, note: TextKey): HTMLElement {
  return make('div', { class: 'setting-group' }, setting, make('p', { class: 'setting__note', text: note }));
}
