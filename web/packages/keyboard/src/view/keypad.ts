import type { Labels } from '../messages/index.ts';
import { button, element, icon } from './element.ts';
import { type Key, LAYERS, type LayerName, type Press } from './layouts.ts';
import { Roving } from './roving.ts';

/** What the faces of the keys depend on. */
export interface KeypadState {
  readonly layer: LayerName;
  readonly upper: boolean;
  readonly composing: boolean;
  readonly submits: boolean;
  readonly labels: Labels;
}

/** The four rows of keys. */
export class Keypad {
  readonly element: HTMLElement;
  readonly roving: Roving;
  readonly #keys = new Map<HTMLButtonElement, Key>();
  #layer: LayerName | null = null;

  constructor(parent: ParentNode) {
    this.element = element('keypad', parent);
    this.element.setAttribute('role', 'group');
    this.roving = new Roving(this.element);
  }

  /** What the button does; null: it is not one of the keys. */
  press(target: HTMLButtonElement): Press | null {
    return this.#keys.get(target)?.press ?? null;
  }

  show(state: KeypadState): void {
    this.element.setAttribute('aria-label', state.labels.keys);
    if (this.#layer !== state.layer) this.#lay(state.layer);
    for (const [made, key] of this.#keys) this.#face(made, key, state);
    this.roving.refresh();
  }

  #lay(name: LayerName): void {
    this.#layer = name;
    this.#keys.clear();
    this.element.replaceChildren();
    for (const keys of LAYERS[name].rows) {
      const width = keys.reduce((sum, key) => sum + key.span, 0);
      const row = element(width < 20 ? 'row row--inset' : 'row', this.element);
      for (const key of keys) this.#add(key, row);
    }
  }

  #add(key: Key, row: HTMLElement): void {
    const look = key.look ? ` key--${key.look}` : '';
    const made = button(`key span-${key.span} key--${key.press.type}${look}`, row);
    if ('icon' in key.face) made.append(icon(key.face.icon));
    this.#keys.set(made, key);
  }

  #face(made: HTMLButtonElement, key: Key, state: KeypadState): void {
    const { labels, upper } = state;
    const word = wordOf(key, state);
    if (word !== null) write(made, labels[word]);
    else if ('sign' in key.face) write(made, cased(key.face.sign, upper));
    if (key.press.type === 'shift') made.setAttribute('aria-pressed', String(upper));
    made.classList.toggle('key--on', key.press.type === 'shift' && upper);
    made.classList.toggle('key--idle', key.press.type === 'divide' && !state.composing);
    if (key.press.type === 'letter') made.dataset['sign'] = made.textContent;
    const label = labelOf(key, state);
    if (label) made.setAttribute('aria-label', labels[label]);
    else made.removeAttribute('aria-label');
  }
}

/** Most presses change no face: laying them out again would cost a slow kiosk its pace. */
function write(made: HTMLElement, face: string): void {
  if (made.textContent !== face) made.textContent = face;
}

function cased(sign: string, upper: boolean): string {
  return upper && sign.length === 1 ? sign.toUpperCase() : sign;
}

/** Space and enter say what they do just now. */
function wordOf(key: Key, { composing, submits }: KeypadState): keyof Labels | null {
  if (key.press.type === 'space') return composing ? 'pick' : 'space';
  if (key.press.type === 'enter') return composing ? 'raw' : submits ? 'send' : 'newline';
  return 'word' in key.face ? key.face.word : null;
}

function labelOf(key: Key, { composing }: KeypadState): keyof Labels | null {
  if (key.press.type === 'enter') return composing ? 'rawHint' : null;
  return key.label ?? null;
}
