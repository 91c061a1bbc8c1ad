import type { Dialog } from '../view/dialog.ts';
import { Countdown } from '../view/farewell.ts';
import type { Talk } from '../view/talk.ts';
import { FieldKeys } from './field-keys.ts';
import { IdleWatch } from './idle-watch.ts';
import { ScreenKeys } from './screen-keys.ts';

export interface KioskActions {
  busy(): boolean;
  /** Somebody may be on the telephone, or waits for a person. */
  patient(): boolean;
  /** Nobody is there any more. */
  leave(): void;
}

/** How much longer the page waits for somebody whom it has sent to people. */
const PATIENCE = 5;
const SIGNS = ['pointerdown', 'keydown', 'input', 'wheel', 'touchmove'] as const;

/** What makes a public machine of the component: nobody's visit stays on it. */
export class Kiosk {
  readonly countdown: Countdown;
  readonly keys: ScreenKeys;
  private readonly fieldKeys: FieldKeys;
  private readonly watch: IdleWatch;
  private readonly seen = (): void => this.watch.touch();
  /** Long presses and right clicks open nothing. */
  private readonly refuse = (event: Event): void => event.preventDefault();

  constructor(
    private readonly root: HTMLElement,
    idleSeconds: number,
    actions: KioskActions,
    talk: Talk,
    people: Dialog,
  ) {
    this.countdown = new Countdown(this.seen, actions.leave);
    this.watch = new IdleWatch(() => idleSeconds * (actions.patient() ? PATIENCE : 1), () => actions.busy(), {
      warn: (seconds) => this.countdown.show(seconds),
      calm: () => this.countdown.dialog.close(),
      leave: () => actions.leave(),
    });
    this.keys = new ScreenKeys(talk.keys, talk.box, (visible) => (root.dataset['keys'] = visible ? 'open' : 'closed'));
    this.fieldKeys = new FieldKeys(people.element, () => this.keys.settings);
    for (const sign of SIGNS) root.addEventListener(sign, this.seen, { passive: true, capture: true });
    root.addEventListener('contextmenu', this.refuse);
    root.addEventListener('dragstart', this.refuse);
  }

  /** Somebody speaks to the visitor. */
  attend(): void {
    this.watch.touch();
  }

  /** Somebody is here. */
  begin(): void {
    this.watch.start();
  }

  end(): void {
    this.watch.stop();
    this.fieldKeys.close();
    this.keys.forget();
  }

  close(): void {
    this.watch.stop();
    this.keys.close();
    this.fieldKeys.close();
    for (const sign of SIGNS) this.root.removeEventListener(sign, this.seen, { capture: true });
    this.root.removeEventListener('contextmenu', this.refuse);
    this.root.removeEventListener('dragstart', this.refuse);
  }
}
