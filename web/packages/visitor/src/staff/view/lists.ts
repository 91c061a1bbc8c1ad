import { button, make } from '../../view/dom.ts';
import type { Board, Callback } from '../board.ts';
import type { StaffKey } from '../words.ts';
import { type Minutes, callbackEntry, takenEntry, waitingEntry } from './entry.ts';

export interface ListActions {
  take(id: string): void;
  open(id: string): void;
  done(id: string): void;
}

/** Who waits, who is being helped, whom to call. */
export class Lists {
  readonly element: HTMLElement;
  readonly count = make('p', { class: 'bar__count', id: 'count', attrs: { role: 'status' } });
  private readonly waiting = list('waiting');
  private readonly taken = list('taken');
  private readonly callbacks = list('callbacks');
  /** The call-back that was pressed once. */
  private sure = '';

  constructor(private readonly actions: ListActions) {
    this.element = make('div', { class: 'lists' }, this.taken.element, this.waiting.element, this.callbacks.element);
  }

  show(board: Board, chosen: string, minutes: Minutes): void {
    const held = focused(this.element);
    this.waiting.fill(board.waiting.map((entry) => waitingEntry(entry, minutes, () => this.actions.take(entry.id))));
    this.taken.fill(board.taken.map((entry) => takenEntry(entry, entry.id === chosen, () => this.actions.open(entry.id))));
    this.callbacks.fill(board.callbacks.map((entry) => callbackEntry(entry, minutes, this.done(entry))));
    this.taken.element.hidden = board.taken.length === 0;
    this.callbacks.say(board.failed.includes('callbacks') ? 'callbacks.failed' : null);
    held?.();
  }

  /** Twice: the first press asks. */
  private done({ id }: Callback): HTMLButtonElement {
    const press: HTMLButtonElement = button({ class: this.sure === id ? 'press press--sure' : 'press', text: this.sure === id ? 'done.sure' : 'done' }, () => {
      if (this.sure === id) {
        this.sure = '';
        this.actions.done(id);
        return;
      }
      this.sure = id;
      this.actions.open('');
    });
    return press;
  }
}

/** Give the focus back to the button that has it, once its list has been made anew. */
function focused(root: HTMLElement): (() => void) | null {
  const { activeElement } = document;
  const id = activeElement?.closest<HTMLElement>('[data-id]')?.dataset['id'];
  if (id === undefined || !root.contains(activeElement)) return null;
  return () => root.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"] button`)?.focus();
}

interface List {
  readonly element: HTMLElement;
  fill(entries: readonly HTMLElement[]): void;
  /** Why it is empty, where that isn't for want of entries. */
  say(message: StaffKey | null): void;
}

function list(name: 'callbacks' | 'taken' | 'waiting'): List {
  const items = make('ul', { class: 'items' });
  const none: StaffKey = `${name}.none`;
  const empty = make('p', { class: 'none', text: none });
  const element = make('section', { class: `list list--${name}`, attrs: { 'aria-labelledby': `${name}-title` } }, make('h2', { id: `${name}-title`, text: `${name}.title` }), empty, items);
  return {
    element,
    fill: (entries) => {
      empty.hidden = entries.length > 0;
      items.replaceChildren(...entries);
    },
    say: (message) => {
      empty.dataset['text'] = message ?? none;
      empty.classList.toggle('none--failed', message !== null);
    },
  };
}
