/**
 * Local times of the clocks that motion counts on, against the page's wall clock (seconds).
 *
 * An item's clock runs with its sound, stands still while the sound does, and goes on by itself
 * once the sound has ended, so that a gesture can come to rest.
 */
export class Timelines {
  private readonly offsets = new Map<string, number>();
  private conversation = 0;

  /** The conversation's clock shows zero at `wall`. */
  begin(wall: number): void {
    this.conversation = wall;
  }

  /** At `wall`, `seconds` of `item` have been heard. */
  hear(item: string, seconds: number, wall: number): void {
    this.offsets.set(item, wall - seconds);
  }

  forget(item: string): void {
    this.offsets.delete(item);
  }

  /** Seconds on the clock of `item` (`null`: the conversation's); `null` before it has begun. */
  local(item: string | null, wall: number): number | null {
    const offset = item === null ? this.conversation : this.offsets.get(item);
    return offset === undefined ? null : wall - offset;
  }
}
