import { type Pose, type Segment, endOf, lay } from './segment.ts';
import type { Timelines } from './timeline.ts';

/** A segment in play: where a cut has shortened it, `end` comes before its last frame. */
interface Entry {
  readonly segment: Segment;
  end: number;
  fade: number;
}

/** One layer: segments of which each replaces the one before from its start on, cross-faded. */
export class Track {
  private entries: Entry[] = [];

  constructor(private readonly times: Timelines) {}

  get size(): number {
    return this.entries.length;
  }

  add(segment: Segment): void {
    this.entries = this.entries.filter(
      ({ segment: old }) => old.item !== segment.item || old.start < segment.start,
    );
    this.entries.push({ segment, end: endOf(segment), fade: segment.fade });
  }

  /** Lay this layer as it is at `wall` over `pose`. */
  apply(wall: number, pose: Pose): void {
    this.prune(wall);
    this.entries.forEach((entry, index) => {
      const local = this.times.local(entry.segment.item, wall);
      if (local === null || local < entry.segment.start) return;
      const handedOver = this.handover(index, wall);
      lay(entry.segment, Math.min(local, entry.end), opacity(entry, handedOver ?? local), pose);
    });
  }

  /** End at `wall` what counts on sound, fading over `fade` seconds, and forget what hasn't begun. */
  cut(wall: number, fade: number): void {
    this.entries = this.entries.filter(({ segment }) => {
      const local = segment.item === null ? Infinity : this.times.local(segment.item, wall);
      return local !== null && local >= segment.start;
    });
    for (const entry of this.entries) {
      if (entry.segment.item === null) continue;
      const local = this.times.local(entry.segment.item, wall) ?? entry.end;
      entry.end = Math.min(entry.end, local);
      entry.fade = fade;
    }
  }

  forget(item: string): void {
    this.entries = this.entries.filter(({ segment }) => segment.item !== item);
  }

  /** Whether anything is still to be played at or after `wall`. */
  live(wall: number): boolean {
    return this.entries.some(({ segment, end }) => {
      const local = this.times.local(segment.item, wall);
      return local !== null && local >= segment.start && local <= end;
    });
  }

  /**
   * The local time at which a successor took over, if one did without a gap: the older segment
   * then keeps the opacity of that moment beneath its successor, so that nothing below shines
   * through the cross-fade.
   */
  private handover(index: number, wall: number): number | null {
    const entry = this.entries[index];
    const next = this.entries[index + 1];
    if (entry === undefined || next === undefined) return null;
    const { item } = entry.segment;
    if (next.segment.item !== item || next.segment.start > entry.end + entry.fade) return null;
    const local = this.times.local(item, wall);
    return local !== null && local >= next.segment.start ? next.segment.start : null;
  }

  /** Forget what is over: faded away, or wholly covered by its successor. */
  private prune(wall: number): void {
    this.entries = this.entries.filter((entry, index) => {
      const local = this.times.local(entry.segment.item, wall);
      if (local === null) return true;
      const next = this.entries[index + 1];
      const covered =
        next !== undefined &&
        next.segment.item === entry.segment.item &&
        local > next.segment.start + next.segment.fade;
      return !covered && (this.handover(index, wall) !== null || local <= entry.end + entry.fade);
    });
  }
}

/** 0..1 at `local`: fading in from the start and out after the end. */
function opacity({ segment, end, fade }: Entry, local: number): number {
  const inward = segment.fade > 0 ? ramp((local - segment.start) / segment.fade) : 1;
  const outward = local <= end ? 1 : fade > 0 ? 1 - ramp((local - end) / fade) : 0;
  return Math.min(inward, outward);
}

function ramp(x: number): number {
  const t = Math.min(1, Math.max(0, x));
  return t * t * (3 - 2 * t);
}
