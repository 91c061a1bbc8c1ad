import { LADDER, type Level, type Rung } from './ladder.ts';

/** One picture, as it was measured. Milliseconds. */
export interface Frame {
  /** When drawing it began. */
  readonly at: number;
  /** How long drawing it kept the page's thread. */
  readonly busy: number;
  /** From then until the browser was ready for another. */
  readonly cost: number;
}

/** Pictures after a change that say nothing: shaders compile, textures are uploaded. */
const WARM_UP = 3;
/** Drawing may take this share of the time between two pictures before it is too much. */
const BUSY = 0.6;
/** A picture is late if it takes so many times the time between two; this share may be. */
const LATE = 1.4;
const LATE_SHARE = 0.08;
/** So many pictures in a row, so many times too slow, need no long look. */
const HOPELESS = 3;
const HOPELESS_RUN = 3;

/** Before effort is raised everything was easy for so long; twice as long after each mistake. */
const CALM_MS = 8_000;
const CALM_MOST_MS = 240_000;
/** Easy, against the time that there would be one rung higher. */
const EASY_BUSY = 0.4;
const EASY_COST = 1.2;
const UNEASY_SHARE = 0.05;
/** A rung that is left so soon after it was tried was a mistake. */
const MISTAKE_MS = 20_000;

/**
 * Chooses how much effort to make, from how long pictures take. It goes down before the figure
 * stutters, and up again after a long calm. A level once given up is not tried again by itself.
 */
export class Shedding {
  private place = 0;
  private frames: Frame[] = [];
  private skip = WARM_UP;
  private calmSince: number | null = null;
  private calm = CALM_MS;
  private raisedAt: number | null = null;

  constructor(private readonly ladder: readonly Rung[] = LADDER) {}

  get rung(): Rung {
    const rung = this.ladder[this.place];
    if (rung === undefined) throw new RangeError('A ladder needs at least one rung.');
    return rung;
  }

  /** Take a measured picture into account; true if there is another rung now. */
  frame(frame: Frame): boolean {
    if (this.skip > 0) {
      this.skip -= 1;
      return false;
    }
    this.frames.push(frame);
    if (this.frames.length > this.rung.fps) this.frames.shift();
    if (this.hopeless()) return this.lower(this.fitting(frame.cost), frame.at);
    if (this.strained()) return this.lower(this.place + 1, frame.at);
    return this.eased(frame.at) && this.raise(frame.at);
  }

  /** What was measured so far says nothing about what comes: the page was hidden, or resized. */
  pause(): void {
    this.frames = [];
    this.skip = WARM_UP;
    this.calmSince = null;
  }

  /** Begin `level` at its best rung; false where this ladder hasn't got it. */
  enter(level: Level): boolean {
    const at = this.ladder.findIndex((rung) => rung.level === level);
    if (at < 0) return false;
    this.place = at;
    this.pause();
    return true;
  }

  /** The present level doesn't work at all; false where there is no other. */
  abandon(): boolean {
    const { level } = this.rung;
    const next = this.ladder.findIndex((rung, at) => at > this.place && rung.level !== level);
    return next >= 0 && this.lower(next, null);
  }

  private hopeless(): boolean {
    const slow = HOPELESS * this.budget(this.place);
    const last = this.frames.slice(-HOPELESS_RUN);
    return last.length === HOPELESS_RUN && last.every(({ cost }) => cost > slow);
  }

  private strained(): boolean {
    if (this.frames.length < this.rung.fps) return false;
    const budget = this.budget(this.place);
    const busy = this.frames.reduce((sum, frame) => sum + frame.busy, 0) / this.frames.length;
    return busy > BUSY * budget || this.share(({ cost }) => cost > LATE * budget) > LATE_SHARE;
  }

  /** Whether all has been easy for long enough to try the next higher rung of this level. */
  private eased(at: number): boolean {
    if (this.ladder[this.place - 1]?.level !== this.rung.level) return false;
    const budget = this.budget(this.place - 1);
    const uneasy = this.share(({ busy, cost }) => busy > EASY_BUSY * budget || cost > EASY_COST * budget);
    if (uneasy > UNEASY_SHARE) this.calmSince = null;
    else this.calmSince ??= at;
    return this.calmSince !== null && at - this.calmSince >= this.calm;
  }

  /** The highest rung below this one that has time for pictures of `cost`, which grows with their area. */
  private fitting(cost: number): number {
    const { level, scale } = this.rung;
    const fits = this.ladder.findIndex(
      (rung, at) => at > this.place && rung.level === level && cost * (rung.scale / scale) ** 2 < LATE * this.budget(at),
    );
    return fits >= 0 ? fits : this.leastOf(level);
  }

  /** The last rung of `level`, or the first of the next where this is it. */
  private leastOf(level: Level): number {
    const last = this.ladder.findLastIndex((rung) => rung.level === level);
    return last > this.place ? last : this.place + 1;
  }

  private raise(at: number): boolean {
    this.place -= 1;
    this.raisedAt = at;
    this.pause();
    return true;
  }

  private lower(place: number, at: number | null): boolean {
    if (place >= this.ladder.length) return false;
    if (at !== null && this.raisedAt !== null && at - this.raisedAt < MISTAKE_MS) {
      this.calm = Math.min(CALM_MOST_MS, 2 * this.calm);
    }
    this.raisedAt = null;
    this.place = place;
    this.pause();
    return true;
  }

  /** Milliseconds between two pictures on the rung at `place`. */
  private budget(place: number): number {
    return 1000 / (this.ladder[place] ?? this.rung).fps;
  }

  private share(test: (frame: Frame) => boolean): number {
    return this.frames.filter(test).length / Math.max(1, this.frames.length);
  }
}
