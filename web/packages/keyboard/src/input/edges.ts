import { LONGEST_SYLLABLE, type Range, type SyllableTable } from './syllables.ts';

/** A stretch of typed letters that may stand for one syllable. */
export interface Edge {
  /** Where its letters end. */
  readonly end: number;
  /** Where the next syllable begins: after the apostrophes. */
  readonly next: number;
  readonly range: Range;
  /** Typed in full, so `range` holds one id. */
  readonly whole: boolean;
  readonly penalty: number;
}

/** Nats that a syllable costs which is cut short (by its initial alone; at the end of the input),
 * or meant with another accent. Chosen on the tuning sentences. */
const SHORT_COST = 4;
const UNFINISHED_COST = 2.5;
const ACCENT_COST = 2;
const DOUBLE_INITIAL = /^[zcs]h/;

export interface EdgeOptions {
  /** Take zh for z, n for l, ing for in … as well. */
  readonly accents?: boolean;
}

/** Skip apostrophes. */
export function skip(letters: string, at: number): number {
  while (letters[at] === "'") at++;
  return at;
}

/** Syllables that may begin at `at`, whole and long ones first. */
export function edgesFrom(
  table: SyllableTable,
  letters: string,
  at: number,
  options: EdgeOptions,
): readonly Edge[] {
  const stop = stretch(letters, at);
  const whole: Edge[] = [];
  const short: Edge[] = [];
  const add = (to: Edge[], end: number, range: Range, penalty: number): void => {
    to.push({ end, next: skip(letters, end), range, whole: to === whole, penalty });
  };
  for (let end = Math.min(stop, at + LONGEST_SYLLABLE); end > at; end--) {
    const typed = letters.slice(at, end);
    const id = table.id(typed);
    if (id !== undefined) {
      add(whole, end, one(id), 0);
      const alike = options.accents ? table.soundAlikes(id) : [];
      for (const other of alike) add(whole, end, one(other), ACCENT_COST);
    }
    const range = table.prefix(typed);
    if (!range) continue;
    if (end === letters.length) add(short, end, range, UNFINISHED_COST);
    else if (isInitial(typed) && id === undefined) add(short, end, range, SHORT_COST);
  }
  return [...whole, ...short];
}

/** End of the letters that no apostrophe divides. */
function stretch(letters: string, at: number): number {
  const end = letters.indexOf("'", at);
  return end === -1 ? letters.length : end;
}

function isInitial(typed: string): boolean {
  return typed.length === 1 || (typed.length === 2 && DOUBLE_INITIAL.test(typed));
}

function one(id: number): Range {
  return { low: id, high: id + 1 };
}
