import { type Pose, type Segment, type Weight, endOf, lay } from './segment.ts';
import type { Timelines } from './timeline.ts';

/** Lips that follow sound cross over in no more than this: a consonant is shorter than a fade. */
const LIPS_FADE = 0.07;
/** A layer that has nothing more to show lets those below through over this time, at least. */
const RELEASE = 0.3;

/** A segment in play; it goes within `release` s of `end`, which a cut may have brought forward. */
interface Entry {
  readonly segment: Segment;
  end: number;
  release: number;
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
    this.entries.push({ segment, end: endOf(segment), release: Math.max(segment.fade, RELEASE) });
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

  /** End at `wall` what counts on sound, within `release` s, and forget what hasn't begun. */
  cut(wall: number, release: number): void {
    this.entries = this.entries.filter(({ segment }) => {
      const local = segment.item === null ? Infinity : this.times.local(segment.item, wall);
      return local !== null && local >= segment.start;
    });
    for (const entry of this.entries) {
      if (entry.segment.item === null) continue;
      const local = this.times.local(entry.segment.item, wall) ?? entry.end;
      entry.end = Math.min(entry.end, local);
      entry.release = release;
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
    if (next.segment.item !== item || next.segment.start > entry.end + entry.release) return null;
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
      return !covered && (this.handover(index, wall) !== null || local <= entry.end + entry.release);
    });
  }
}

/** At `local`: fading in from the start and out after the end. */
function opacity({ segment, end, release }: Entry, local: number): Weight {
  const { start, fade, item } = segment;
  const outward = 1 - eased(local - end, release);
  const lipsFade = item === null ? fade : Math.min(fade, LIPS_FADE);
  return {
    lips: Math.min(eased(local - start, lipsFade), outward),
    rest: Math.min(eased(local - start, fade), outward),
  };
}

/** 0 before a time of `length` seconds, 1 after it. */
function eased(since: number, length: number): number {
  if (length <= 0) return since < 0 ? 0 : 1;
  return ramp(since / length);
}

function ramp(x: number): number {
  const t = Math.min(1, Math.max(0, x));
  return t * t * (3 - 2 * t);
}
