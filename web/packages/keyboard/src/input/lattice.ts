import type { Dictionary, Entry } from './dictionary.ts';
import { type Edge, type EdgeOptions, edgesFrom } from './edges.ts';
import type { Memory } from './memory.ts';

/** A word that stands for the letters from `start` up to `next`. */
export interface Match {
  readonly entry: Entry;
  readonly start: number;
  readonly next: number;
  /** Where each of its syllables ends in the letters. */
  readonly ends: readonly number[];
  /** Nats, with what cut-short syllables cost. */
  readonly cost: number;
  /** Every syllable was typed in full. */
  readonly whole: boolean;
}

const MAX_SYLLABLES = 8;
const MAX_SHORT_SYLLABLES = 5;
/** Words looked at for one abbreviation, and ways to divide the letters from one place on. */
const MAX_SCANNED = 600;
const MAX_WAYS = 240;

/** How many words are kept of one way to divide the letters. */
export interface Width {
  readonly whole: number;
  readonly short: number;
}

/** Counts what a conversion looks at, so that tests can bound it. */
export class Work {
  done = 0;
}

/** Words over the typed letters. */
export class Lattice {
  readonly #edges: (readonly Edge[])[] = [];

  readonly letters: string;
  readonly #dictionary: Dictionary;
  readonly #memory: Memory;
  readonly #options: EdgeOptions;
  readonly #work: Work;

  constructor(
    letters: string,
    dictionary: Dictionary,
    memory: Memory,
    options: EdgeOptions,
    work: Work,
  ) {
    this.letters = letters;
    this.#dictionary = dictionary;
    this.#memory = memory;
    this.#options = options;
    this.#work = work;
  }

  /** Words that begin at `start`. */
  from(start: number, width: Width): readonly Match[] {
    const found: Match[] = [];
    let ways = 0;
    const walk = (at: number, path: readonly Edge[], short: boolean): void => {
      for (const edge of this.#edgesAt(at)) {
        if (++ways > MAX_WAYS) return;
        const cut = short || !edge.whole;
        const longer = [...path, edge];
        this.#collect(start, longer, cut, width, found);
        const most = cut ? MAX_SHORT_SYLLABLES : MAX_SYLLABLES;
        if (longer.length < most) walk(edge.next, longer, cut);
      }
    };
    walk(start, [], false);
    return found;
  }

  #edgesAt(at: number): readonly Edge[] {
    return (this.#edges[at] ??= edgesFrom(this.#dictionary.syllables, this.letters, at, this.#options));
  }

  #collect(
    start: number,
    path: readonly Edge[],
    short: boolean,
    width: Width,
    found: Match[],
  ): void {
    const penalty = path.reduce((sum, edge) => sum + edge.penalty, 0);
    const entries = short ? this.#short(path, width.short) : this.#whole(path, width.whole);
    if (entries.length === 0) return;
    const ends = path.map((edge) => edge.end);
    const next = path.at(-1)?.next ?? start;
    for (const entry of entries) {
      found.push({ entry, start, next, ends, cost: entry.cost + penalty, whole: !short });
    }
    this.#work.done += entries.length;
  }

  #whole(path: readonly Edge[], most: number): readonly Entry[] {
    const key = String.fromCharCode(...path.map((edge) => edge.range.low));
    this.#work.done++;
    const known = this.#dictionary.exact(key).slice(0, most);
    const learned = this.#memory.recall(key);
    return learned.length === 0 ? known : [...learned, ...known];
  }

  #short(path: readonly Edge[], most: number): readonly Entry[] {
    const { syllables } = this.#dictionary;
    const initials = syllables.initials(String.fromCharCode(...path.map((edge) => edge.range.low)));
    const fitting: Entry[] = [];
    let scanned = 0;
    for (const entry of this.#dictionary.abbreviated(initials)) {
      if (++scanned > MAX_SCANNED || fitting.length >= most) break;
      if (path.every((edge, i) => covers(edge, entry.key.charCodeAt(i)))) fitting.push(entry);
    }
    this.#work.done += scanned;
    return fitting;
  }
}

function covers({ range }: Edge, syllable: number): boolean {
  return syllable >= range.low && syllable < range.high;
}
