/** Steps that are kept. */
const MOST = 200;

/** States with the way back and forth. Changes with the same `mark` in a row are one step. */
export class History<T> {
  private readonly past: T[] = [];
  private readonly future: T[] = [];
  private mark: string | null = null;

  constructor(private current: T) {}

  get present(): T {
    return this.current;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** `mark`: what is being changed, while a hand is at it; `null`: a step of its own. */
  commit(state: T, mark: string | null = null): void {
    if (mark === null || mark !== this.mark) this.past.push(this.current);
    if (this.past.length > MOST) this.past.shift();
    this.future.length = 0;
    this.mark = mark;
    this.current = state;
  }

  /** The hand let go: the next change is a step of its own. */
  settle(): void {
    this.mark = null;
  }

  undo(): boolean {
    return this.step(this.past, this.future);
  }

  redo(): boolean {
    return this.step(this.future, this.past);
  }

  private step(from: T[], to: T[]): boolean {
    const state = from.pop();
    if (state === undefined) return false;
    to.push(this.current);
    this.current = state;
    this.mark = null;
    return true;
  }
}
