import type { HandoverState, Help, Lang } from '@qingzhi/protocol';
import type { Wish } from '../handover.ts';
import { make } from './dom.ts';
import { HelpCard, type Offer } from './help.ts';
import { NoticeLine } from './notice.ts';
import { PeopleDialog } from './people.ts';
import { HandoverStrip } from './strip.ts';

export interface CareActions {
  /** Numbers can be called from here. */
  readonly calls: boolean;
  readonly prints: boolean;
  request(wish: Wish): boolean;
  cancel(): void;
  withdraw(): boolean;
  translate(root: ParentNode): void;
  /** What is shown has changed. */
  changed(): void;
  /** What had the focus has been put away. */
  refocus(): void;
}

/** What stands above the conversation: the ways to people (help lines, queue, call-back), and notices. */
export class Care {
  readonly element: HTMLElement;
  readonly help: HelpCard;
  readonly strip: HandoverStrip;
  readonly people: PeopleDialog;
  readonly notice: NoticeLine;

  constructor(private readonly actions: CareActions) {
    const { calls, prints, translate, changed, refocus, request, withdraw } = actions;
    this.help = new HelpCard({ calls, prints, translate, changed, take: (offer, pressed) => this.take(offer, pressed) });
    this.strip = new HandoverStrip(actions.cancel, withdraw, changed);
    this.people = new PeopleDialog({ request, withdraw, translate });
    this.notice = new NoticeLine(changed);
    this.element = make('div', { class: 'care' }, this.notice.element, this.strip.element, this.help.element, this.help.announcer);
    this.element.addEventListener('focusout', ({ target }) => {
      // A part that is hidden loses the focus without another getting it.
      if (target instanceof HTMLElement && target.closest('[hidden]') !== null) refocus();
    });
  }

  get shown(): boolean {
    return this.leads || this.notice.shown;
  }

  /** The visitor has been shown a way to people, and may be on it. */
  get leads(): boolean {
    return this.help.shown || this.strip.shown;
  }

  showHelp(help: Help): void {
    this.help.show(help);
  }

  /**
   * The wish stands otherwise; where it was wished in the dialog, its end is told there. While the
   * visitor waits or is being helped the line says that, whatever becomes of another wish.
   */
  stands(state: HandoverState, lang: Lang): void {
    const { shown } = this.people.dialog;
    if (state.state === 'waiting' || state.state === 'taken') this.people.dialog.close();
    else this.people.stands(state);
    if (!this.strip.busy || (state.kind === 'queue' && state.state !== 'refused')) this.strip.show(state, lang);
    else if (!shown) this.notice.say(state.message);
  }

  unavailable(): void {
    this.people.open(null);
    this.people.tell('people.unavailable');
  }

  /** The session in which somebody waited, or left a number, is gone. */
  lost(): void {
    this.strip.hide();
    this.people.forget();
  }

  speak(lang: Lang): void {
    this.strip.speak(lang);
  }

  clear(): void {
    this.help.clear();
    this.lost();
    this.notice.hide();
  }

  private take(offer: Offer, pressed: HTMLElement): void {
    if (offer !== 'queue') this.people.openForm(offer, pressed);
    else if (!this.actions.request({ kind: 'queue' })) this.people.open(pressed);
  }
}
