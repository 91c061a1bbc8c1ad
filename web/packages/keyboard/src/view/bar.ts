import type { Candidate } from '../input/converter.ts';
import type { Labels } from '../messages/index.ts';
import { button, element, icon } from './element.ts';
import { Roving } from './roving.ts';

/** What a button of the bar asks for. */
export type BarPress =
  | { readonly type: 'choose'; readonly place: number }
  | { readonly type: 'quick'; readonly text: string }
  | { readonly type: 'expand' | 'earlier' | 'later' | 'hide' };

export interface BarState {
  readonly preview: string;
  readonly candidates: readonly Candidate[];
  readonly quick: readonly string[];
  /** Said where candidates would stand: loading, or not available. */
  readonly notice: string;
  readonly expanded: boolean;
  readonly labels: Labels;
}

/** Candidates in the one-line bar; the grid shows more, in steps as it is scrolled. */
const IN_BAR = 40;
const IN_GRID = 400;

/** Composition, candidates and the buttons beside them. */
export class Bar {
  readonly element: HTMLElement;
  readonly roving: Roving;
  readonly #preview: HTMLElement;
  readonly #status: HTMLElement;
  readonly #list: HTMLElement;
  readonly #presses = new Map<HTMLButtonElement, BarPress>();
  readonly #earlier: HTMLButtonElement;
  readonly #later: HTMLButtonElement;
  readonly #expand: HTMLButtonElement;
  readonly #hide: HTMLButtonElement;
  #shown = '';

  constructor(parent: ParentNode) {
    this.element = element('bar', parent);
    this.element.setAttribute('role', 'group');
    this.#preview = element('preview', this.element);
    this.#status = element('status', this.element);
    this.#status.setAttribute('role', 'status');
    this.#list = element('list', this.element);
    const tools = element('tools', this.element);
    this.#earlier = this.#tool('earlier', tools);
    this.#later = this.#tool('later', tools);
    this.#expand = button('tool tool--expand', tools);
    this.#hide = this.#tool('hide', tools);
    this.roving = new Roving(this.element);
  }

  press(target: HTMLButtonElement): BarPress | null {
    if (target === this.#expand) return { type: 'expand' };
    return this.#presses.get(target) ?? null;
  }

  show(state: BarState): void {
    const { labels, preview, candidates } = state;
    const composing = preview !== '';
    this.element.setAttribute('aria-label', composing ? labels.candidates : labels.punctuation);
    this.#preview.textContent = preview;
    this.#status.textContent = state.notice || (candidates[0]?.text ?? '');
    this.element.classList.toggle('bar--composing', composing);
    this.#name(labels, state.expanded);
    for (const tool of [this.#earlier, this.#later]) tool.hidden = candidates.length === 0;
    this.#expand.hidden = candidates.length === 0;
    this.#hide.hidden = composing;
    this.#fill(state);
    this.roving.refresh();
  }

  /** Turn one page, by what is in sight. */
  page(direction: 1 | -1): void {
    const { clientWidth, clientHeight, scrollHeight } = this.#list;
    const down = scrollHeight > clientHeight + 1;
    const size = 0.9 * direction;
    this.#list.scrollBy(down ? { top: clientHeight * size } : { left: clientWidth * size });
  }

  #name(labels: Labels, expanded: boolean): void {
    this.#earlier.setAttribute('aria-label', labels.earlier);
    this.#later.setAttribute('aria-label', labels.later);
    this.#hide.setAttribute('aria-label', labels.hide);
    this.#expand.setAttribute('aria-label', expanded ? labels.less : labels.more);
    this.#expand.setAttribute('aria-expanded', String(expanded));
    this.#expand.replaceChildren(icon(expanded ? 'keys' : 'more'));
  }

  #fill({ candidates, quick, notice, preview, expanded }: BarState): void {
    const offered = candidates.slice(0, expanded ? IN_GRID : IN_BAR);
    const signs = preview === '' ? quick : [];
    const shown = [...offered.map((each) => `${each.text} ${each.length}`), ...signs, notice].join('\n');
    if (shown === this.#shown) return;
    this.#shown = shown;
    for (const child of this.#list.querySelectorAll('button')) this.#presses.delete(child);
    this.#list.replaceChildren();
    this.#list.scrollTo(0, 0);
    offered.forEach(({ text }, place) => this.#option(text, 'candidate', { type: 'choose', place }));
    for (const text of signs) this.#option(text, 'candidate candidate--sign', { type: 'quick', text });
    if (offered.length === 0 && notice !== '') element('notice', this.#list).textContent = notice;
  }

  #option(text: string, className: string, press: BarPress): void {
    const made = button(className, this.#list);
    made.textContent = text;
    this.#presses.set(made, press);
  }

  #tool(name: 'earlier' | 'later' | 'hide', parent: ParentNode): HTMLButtonElement {
    const made = button(`tool tool--${name}`, parent);
    made.append(icon(name));
    this.#presses.set(made, { type: name });
    return made;
  }
}
