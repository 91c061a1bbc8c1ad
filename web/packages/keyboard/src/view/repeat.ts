/** Milliseconds until a held key repeats, between repeats, and between them once it runs. */
const DELAY = 420;
const PACE = 95;
const FAST_PACE = 45;
const FAST_AFTER = 12;

/** Repeats an action while a key is held. */
export class Repeat {
  #timer: ReturnType<typeof setTimeout> | undefined;

  start(action: () => void): void {
    this.stop();
    let times = 0;
    const again = (): void => {
      action();
      this.#timer = setTimeout(again, ++times > FAST_AFTER ? FAST_PACE : PACE);
    };
    this.#timer = setTimeout(again, DELAY);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
