import type { TextKey } from '../catalogue.ts';
import type { StaffKey } from '../staff/words.ts';
import type { StudioKey } from '../studio/words.ts';

/** A message of the visitor's page, of the staff's or of the workshop's. */
type Word = TextKey | StaffKey | StudioKey;

/** Names of messages, so that a change of language reaches every text and label. */
interface Words {
  readonly text?: Word;
  readonly label?: Word;
  readonly title?: Word;
  readonly placeholder?: Word;
}

interface Parts extends Words {
  readonly class?: string;
  readonly id?: string;
  readonly attrs?: Readonly<Record<string, string>>;
}

const WORDS = ['text', 'label', 'title', 'placeholder'] as const satisfies readonly (keyof Words)[];
const SVG = 'http://www.w3.org/2000/svg';

/** A new element with its children. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  parts: Parts = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (parts.class !== undefined) made.className = parts.class;
  if (parts.id !== undefined) made.id = parts.id;
  for (const [name, value] of Object.entries(parts.attrs ?? {})) made.setAttribute(name, value);
  for (const name of WORDS) {
    const message = parts[name];
    if (message !== undefined) made.dataset[name] = message;
  }
  made.append(...children);
  return made;
}

/** A button that submits nothing. */
export function button(parts: Parts, press: () => void, ...children: readonly (Node | string)[]): HTMLButtonElement {
  const made = make('button', parts, ...children);
  made.type = 'button';
  made.addEventListener('click', press);
  return made;
}

interface Options {
  readonly className?: string;
  readonly text?: string;
  readonly message?: TextKey;
}

/** A new element at the end of `parent`. */
export function add<K extends keyof HTMLElementTagNameMap>(
  parent: Node,
  tag: K,
  { className, text, message }: Options = {},
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className !== undefined) made.className = className;
  if (text !== undefined) made.textContent = text;
  if (message !== undefined) made.dataset['text'] = message;
  parent.appendChild(made);
  return made;
}

/** An SVG drawing that assistive technology passes over, of one path or several with a class each. */
export function drawing(viewBox: string, paths: readonly (readonly [d: string, className: string])[]): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', viewBox);
  svg.setAttribute('aria-hidden', 'true');
  for (const [d, className] of paths) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    path.setAttribute('class', className);
    svg.append(path);
  }
  return svg;
}
