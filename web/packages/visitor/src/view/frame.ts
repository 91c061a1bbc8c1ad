import type { Mode } from '../element/options.ts';
import { make } from './dom.ts';

/** The parts of the component in the order in which they are read. */
export interface FrameParts {
  readonly stage: HTMLElement;
  readonly bar: HTMLElement;
  readonly banner: HTMLElement;
  readonly front: HTMLElement;
  readonly talk: HTMLElement;
  readonly attract: HTMLElement;
  readonly farewell: HTMLElement;
  readonly panels: readonly HTMLElement[];
  readonly dialogs: readonly HTMLElement[];
}

/** Put the parts together. `skip` goes to the question. */
export function frame(mode: Mode, parts: FrameParts, skip: () => void): HTMLElement {
  const over = make('a', { class: 'skip', text: 'skip', attrs: { href: '#ask' } });
  over.addEventListener('click', (event) => {
    // The address of a page can't point into a component.
    event.preventDefault();
    skip();
  });
  const root = make(
    'div',
    { class: 'human' },
    parts.stage,
    over,
    parts.bar,
    ...parts.panels,
    parts.banner,
    parts.front,
    parts.talk,
    parts.attract,
    parts.farewell,
    ...parts.dialogs,
  );
  root.dataset['mode'] = mode;
  return root;
}
