import { Countdown } from '../view/farewell.ts';
import type { Talk } from '../view/talk.ts';
import { IdleWatch } from './idle-watch.ts';
import { ScreenKeys } from './screen-keys.ts';

export interface KioskActions {
  busy(): boolean;
  /** Nobody is there any more. */
  leave(): void;
}

const SIGNS = ['pointerdown', 'keydown', 'input', 'wheel', 'touchmove'] as const;

/** What makes a public machine of the component: nobody's visit stays on it. */
export class Kiosk {
  readonly countdown: Countdown;
  readonly keys: ScreenKeys;
  private readonly watch: IdleWatch;
  private readonly seen = (): void => this.watch.touch();
  /** Long presses and right clicks open nothing. */
  private readonly refuse = (event: Event): void => event.preventDefault();

  constructor(
    private readonly root: HTMLElement,
    idleSeconds: number,
    actions: KioskActions,
    talk: Talk,
  ) {
    this.countdown = new Countdown(this.seen, actions.leave);
    this.watch = new IdleWatch(idleSeconds, () => actions.busy(), {
      warn: (seconds) => this.countdown.show(seconds),
      calm: () => this.countdown.dialog.close(),
      leave: () => actions.leave(),
    });
    this.keys = new ScreenKeys(talk.keys, talk.box, (visible) => (root.dataset['keys'] = visible ? 'open' : 'closed'));
    for (const sign of SIGNS) root.addEventListener(sign, this.seen, { passive: true, capture: true });
    root.addEventListener('contextmenu', this.refuse);
    root.addEventListener('dragstart', this.refuse);
  }

  /** Somebody is here. */
  begin(): void {
    this.watch.start();
  }

  end(): void {
    this.watch.stop();
    this.keys.forget();
  }

  close(): void {
    this.watch.stop();
    this.keys.close();
    for (const sign of SIGNS) this.root.removeEventListener(sign, this.seen, { capture: true });
    this.root.removeEventListener('contextmenu', this.refuse);
    this.root.removeEventListener('dragstart', this.refuse);
  }
}
