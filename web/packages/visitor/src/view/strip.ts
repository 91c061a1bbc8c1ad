import type { HandoverState, Lang } from '@qingzhi/protocol';
import { type TextKey, catalogue } from '../catalogue.ts';
import { button, make } from './dom.ts';
import { icon } from './icons.ts';

/** What the button of a state does: give up waiting, go back to the figure, or put the line away. */
const BUTTONS: Readonly<Record<HandoverState['state'], TextKey>> = {
  waiting: 'strip.cancel',
  taken: 'strip.return',
  noted: 'strip.dismiss',
  cancelled: 'strip.dismiss',
  closed: 'strip.dismiss',
  done: 'strip.dismiss',
  refused: 'strip.dismiss',
};

/** How the wish for a person stands, in one line that stays in sight. */
export class HandoverStrip {
  readonly element: HTMLElement;
  private readonly message = make('p', { class: 'strip__message' });
  private readonly wait = make('p', { class: 'strip__wait' });
  private readonly press: HTMLButtonElement;
  /** Beside a number that is kept. */
  private readonly undo: HTMLButtonElement;
  private state: HandoverState | null = null;

  /** `cancel` gives up waiting, or goes back to the figure; `withdraw` has a number erased. */
  constructor(
    private readonly cancel: () => void,
    withdraw: () => void,
    private readonly changed: () => void,
  ) {
    this.undo = button({ class: 'strip__press', id: 'strip-withdraw', text: 'strip.withdraw' }, withdraw);
    this.press = button({ class: 'strip__press', id: 'strip-press', text: 'strip.cancel' }, () => this.pressed());
    this.element = make('section', { class: 'strip', id: 'strip', label: 'strip.label' }, icon('person'), make('div', { class: 'strip__words', attrs: { role: 'status' } }, this.message, this.wait), make('div', { class: 'strip__presses' }, this.undo, this.press));
    this.element.hidden = true;
  }

  get shown(): boolean {
    return !this.element.hidden;
  }

  /** The visitor waits or is being helped. */
  get busy(): boolean {
    return this.state?.state === 'waiting' || this.state?.state === 'taken';
  }

  show(state: HandoverState, lang: Lang): void {
    this.state = state;
    this.element.hidden = false;
    this.element.dataset['state'] = state.state;
    this.undo.hidden = state.state !== 'noted';
    this.message.textContent = state.message;
    this.speak(lang);
    this.changed();
  }

  /** The words that are not the service's. */
  speak(lang: Lang): void {
    if (this.state === null) return;
    const words = catalogue(lang);
    this.undo.textContent = words['strip.withdraw'];
    this.press.dataset['text'] = BUTTONS[this.state.state];
    this.press.textContent = words[BUTTONS[this.state.state]];
    this.wait.textContent = waitOf(this.state, words);
  }

  hide(): void {
    this.state = null;
    this.element.hidden = true;
    this.message.textContent = '';
    this.wait.textContent = '';
    this.changed();
  }

  private pressed(): void {
    if (this.busy) this.cancel();
    else this.hide();
  }
}

/** How long it may take: an honest estimate, or that there is none. */
function waitOf({ state, wait_s }: HandoverState, words: ReturnType<typeof catalogue>): string {
  if (state === 'taken') return words['strip.person'];
  if (state !== 'waiting') return '';
  if (wait_s === null) return words['strip.waitUnknown'];
  const minutes = Math.max(1, Math.round(wait_s / 60));
  return (minutes === 1 ? words['strip.waitOne'] : words['strip.wait']).replace('{n}', String(minutes));
}
