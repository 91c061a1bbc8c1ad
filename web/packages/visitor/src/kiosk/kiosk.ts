import { Countdown } from '../view/farewell.ts';
import { IdleWatch } from './idle-watch.ts';

export interface KioskActions {
  busy(): boolean;
  /** Nobody is there any more. */
  leave(): void;
}

const SIGNS = ['pointerdown', 'keydown', 'input', 'wheel', 'touchmove'] as const;

/** What makes a public machine of the component: nobody's visit stays on it. */
export class Kiosk {
  readonly countdown: Countdown;
  private readonly watch: IdleWatch;
  private readonly seen = (): void => this.watch.touch();
  /** Long presses and right clicks open nothing. */
  private readonly refuse = (event: Event): void => event.preventDefault();

  constructor(
    private readonly root: HTMLElement,
    idleSeconds: number,
    actions: KioskActions,
    returning: () => HTMLElement,
  ) {
    this.countdown = new Countdown(this.seen, actions.leave);
    this.watch = new IdleWatch(idleSeconds, () => actions.busy(), {
      warn: (seconds) => this.countdown.show(seconds, returning()),
      calm: () => this.countdown.dialog.close(),
      leave: () => actions.leave(),
    });
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
  }

  close(): void {
    this.watch.stop();
    for (const sign of SIGNS) this.root.removeEventListener(sign, this.seen, { capture: true });
    this.root.removeEventListener('contextmenu', this.refuse);
    this.root.removeEventListener('dragstart', this.refuse);
  }
}
