import { type Dictionary, START } from './dictionary.ts';
import { type EdgeOptions, skip } from './edges.ts';
import { Lattice, type Match, Work } from './lattice.ts';
import { Memory } from './memory.ts';

/** Letters and apostrophes of one composition, at most. */
export const MAX_LETTERS = 64;

/** What may be put in the text for the first letters. */
export interface Candidate {
  readonly text: string;
  /** Letters it stands for, with the apostrophes after them. */
  readonly length: number;
  /** Its words, to learn from. */
  readonly matches: readonly Match[];
}

export interface Conversion {
  readonly candidates: readonly Candidate[];
  /** The letters with an apostrophe between syllables, as the likeliest sentence divides them. */
  readonly spelling: string;
  /** Words and ways looked at. */
  readonly work: number;
}

/** Sentences kept at each place of the lattice. */
const BEAM = 12;
const SENTENCE_WIDTH = { whole: 24, short: 4 };
const LIST_WIDTH = { whole: 400, short: 60 };
/** Abbreviated words offered that leave letters over. */
const MAX_CUT_SHORT = 4;
/** Nats of a letter that begins no syllable. */
const STRAY_COST = 30;
/** Longer words offered, their place among the candidates, and what they may cost (nats). */
const MAX_LONGER = 2;
const LONGER_AT = 2;
const LONGER_COST = 13;
const EMPTY: Conversion = { candidates: [], spelling: '', work: 0 };

interface Path {
  readonly cost: number;
  readonly word: number;
  readonly match: Match;
  readonly before: Path | null;
}

/** Pinyin letters to Chinese: the likeliest sentence, then words and characters. */
export class Converter {
  readonly memory = new Memory();
  readonly #dictionary: Dictionary;
  readonly #options: EdgeOptions;

  constructor(dictionary: Dictionary, options: EdgeOptions = {}) {
    this.#dictionary = dictionary;
    this.#options = options;
  }

  /** Convert `letters` (a–z and apostrophes; further ones than MAX_LETTERS are not read). */
  convert(letters: string): Conversion {
    const read = letters.slice(0, MAX_LETTERS);
    const start = skip(read, 0);
    if (start === read.length) return { ...EMPTY, spelling: read };
    const work = new Work();
    const lattice = new Lattice(read, this.#dictionary, this.memory, this.#options, work);
    const sentence = this.#sentence(lattice, start, work);
    const words = lattice.from(start, LIST_WIDTH);
    const candidates = listed(sentence, words, read.length);
    const longer = this.#longer(words, read.length, candidates);
    return {
      candidates: candidates.toSpliced(LONGER_AT, 0, ...longer),
      spelling: spelled(read, sentence),
      work: work.done,
    };
  }

  /** Likely words that begin as what was typed: 营业 goes on to 营业执照. */
  #longer(
    words: readonly Match[],
    end: number,
    offered: readonly Candidate[],
  ): readonly Candidate[] {
    const typed = words.filter(({ next, whole, ends }) => whole && next === end && ends.length > 1);
    const [likeliest] = typed.toSorted((one, other) => one.cost - other.cost);
    if (!likeliest) return [];
    const texts = new Set(offered.map((candidate) => candidate.text));
    return this.#dictionary
      .longer(likeliest.entry.key)
      .filter(({ text, cost }) => cost < LONGER_COST && !texts.has(text) && texts.add(text))
      .slice(0, MAX_LONGER)
      .map((entry) => ({ text: entry.text, length: end, matches: [{ ...likeliest, entry }] }));
  }

  /** Viterbi search over words with bigram costs, a beam of the best paths at each place. */
  #sentence(lattice: Lattice, start: number, work: Work): readonly Match[] {
    const { letters } = lattice;
    const beams: Path[][] = Array.from({ length: letters.length + 1 }, () => []);
    for (let at = start; at < letters.length; at++) {
      const beam = best(beams[at] ?? []);
      if (at !== start && beam.length === 0) continue;
      const matches = lattice.from(at, SENTENCE_WIDTH);
      for (const match of matches.length > 0 ? matches : [stray(letters, at)]) {
        beams[match.next]?.push(this.#extended(beam, match));
        work.done += Math.max(1, beam.length);
      }
    }
    return matchesOf(best(beams[letters.length] ?? [])[0] ?? null);
  }

  /** The cheapest way to put `match` after one of the paths. */
  #extended(beam: readonly Path[], match: Match): Path {
    const { pairs } = this.#dictionary;
    const { word } = match.entry;
    let before: Path | null = null;
    let cost = beam.length === 0 ? pairs.cost(START, word) : Infinity;
    for (const path of beam) {
      const sum = path.cost + pairs.cost(path.word, word);
      if (sum < cost) [cost, before] = [sum, path];
    }
    return { cost: cost + match.cost, word, match, before };
  }
}

/** A letter that no syllable begins with stands for itself. */
function stray(letters: string, at: number): Match {
  const text = letters.charAt(at);
  const entry = { word: START, text, key: '', cost: STRAY_COST };
  const next = skip(letters, at + 1);
  return { entry, start: at, next, ends: [at + 1], cost: STRAY_COST, whole: false };
}

/** The cheapest paths, no two with the same last word. */
function best(paths: Path[]): Path[] {
  paths.sort((one, other) => one.cost - other.cost);
  const words = new Set<number>();
  const kept: Path[] = [];
  for (const path of paths) {
    if (words.has(path.word) && path.word !== START) continue;
    words.add(path.word);
    if (kept.push(path) === BEAM) break;
  }
  return kept;
}

function matchesOf(last: Path | null): readonly Match[] {
  const matches: Match[] = [];
  for (let path = last; path; path = path.before) matches.unshift(path.match);
  return matches;
}

/** The sentence, then words by how much they stand for and how likely they are. */
function listed(
  sentence: readonly Match[],
  words: readonly Match[],
  end: number,
): readonly Candidate[] {
  const sorted = [...words].sort((one, other) => other.next - one.next || one.cost - other.cost);
  const texts = new Set<string>();
  const candidates: Candidate[] = [];
  let cutShort = 0;
  for (const matches of [sentence, ...sorted.map((match) => [match])]) {
    const [first] = matches;
    const text = matches.map((match) => match.entry.text).join('');
    const length = matches.at(-1)?.next ?? 0;
    if (!first || texts.has(text)) continue;
    if (!first.whole && length < end && ++cutShort > MAX_CUT_SHORT) continue;
    texts.add(text);
    candidates.push({ text, length, matches });
  }
  return candidates;
}

/** Put apostrophes where syllables meet that the visitor did not divide. */
function spelled(letters: string, sentence: readonly Match[]): string {
  const ends = new Set(sentence.flatMap((match) => match.ends));
  let spelling = '';
  for (let i = 0; i < letters.length; i++) {
    const letter = letters.charAt(i);
    if (ends.has(i) && i > 0 && letter !== "'" && letters[i - 1] !== "'") spelling += "'";
    spelling += letter;
  }
  return spelling;
}
