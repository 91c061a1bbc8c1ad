import { PairTable } from './pairs.ts';
import { SyllableTable } from './syllables.ts';

/** The dictionary's text is not what `bench/pinyin/pack.py` writes. */
export class DictionaryError extends Error {
  override readonly name = 'DictionaryError';
}

/** A word under one of its readings. `key` has one code unit for each syllable: its id. */
export interface Entry {
  /** Number of the word; pairs of words go by it. */
  readonly word: number;
  readonly text: string;
  readonly key: string;
  /** −ln p of the word, and of this reading of it. */
  readonly cost: number;
}

const HEADER = 'qingzhi-pinyin 1';
const STEP = 0.2;
const FIRST_SIGN = 33;
const LAST_SIGN = 126;
const BASE = 47;
const FIRST_SHARE = '@'.charCodeAt(0);
/** Word 0 is the start of a clause. */
export const START = 0;
const MAX_WORDS = 65_536;
const MAX_SYLLABLES_OF_WORD = 8;
const FIRST_HAN = 0x4e00;
const LAST_HAN = 0x9fff;

/** Syllables by which longer words are found. */
const START_SYLLABLES = 2;

const none: readonly Entry[] = [];

/** Words by what is typed for them: whole syllables, or their first letters. */
export class Dictionary {
  /** Parse the whole text. Throws DictionaryError, which names the line at fault. */
  static parse(text: string): Dictionary {
    return new Parser(text).parse();
  }

  readonly syllables: SyllableTable;
  readonly pairs: PairTable;
  readonly #byKey: ReadonlyMap<string, readonly Entry[]>;
  readonly #byInitials: ReadonlyMap<string, readonly Entry[]>;
  readonly #longerByStart: ReadonlyMap<string, readonly Entry[]>;

  constructor(syllables: SyllableTable, entries: readonly Entry[], pairs: PairTable) {
    this.syllables = syllables;
    this.pairs = pairs;
    this.#byKey = grouped(entries, (entry) => entry.key);
    this.#byInitials = grouped(entries, (entry) => syllables.initials(entry.key));
    const longer = entries.filter((entry) => entry.key.length > START_SYLLABLES);
    this.#longerByStart = grouped(longer, (entry) => entry.key.slice(0, START_SYLLABLES));
  }

  /** Words read exactly so, the likeliest first. */
  exact(key: string): readonly Entry[] {
    return this.#byKey.get(key) ?? none;
  }

  /** Words whose syllables begin with these letters, the likeliest first. */
  abbreviated(initials: string): readonly Entry[] {
    return this.#byInitials.get(initials) ?? none;
  }

  /** Words that go on after `key` (two syllables or more), the likeliest first. */
  longer(key: string): readonly Entry[] {
    const same = this.#longerByStart.get(key.slice(0, START_SYLLABLES)) ?? none;
    return same.filter((entry) => entry.key.length > key.length && entry.key.startsWith(key));
  }
}

function grouped(
  entries: readonly Entry[],
  name: (entry: Entry) => string,
): ReadonlyMap<string, readonly Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = name(entry);
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  for (const group of groups.values()) group.sort((one, other) => one.cost - other.cost);
  return groups;
}

interface Read {
  readonly syllable: number;
  readonly cost: number;
}

/** One pass over the lines; every character of them is checked. */
class Parser {
  readonly #lines: readonly string[];
  readonly #entries: Entry[] = [];
  readonly #texts: string[] = [''];
  /** Code of a character → its readings, the cheapest first. */
  readonly #read: Read[][] = [];
  #at = 0;

  constructor(text: string) {
    this.#lines = text.split('\n');
  }

  parse(): Dictionary {
    this.#expect(HEADER);
    this.#expect('[characters]');
    const syllables = this.#characters();
    this.#expect('[words]');
    for (const line of this.#section()) this.#words(line);
    this.#expect('[pairs]');
    const pairs = this.#pairs();
    if (this.#at < this.#lines.length - 1 || this.#lines.at(-1) !== '') this.#fail('ends too late');
    return new Dictionary(syllables, this.#entries, pairs);
  }

  #characters(): SyllableTable {
    const rows = [...this.#section()].map((line) => {
      const row = /^([a-z]{1,6}) (.+)$/.exec(line);
      return { name: row?.[1] ?? this.#fail('no syllable'), chars: row?.[2] ?? '' };
    });
    const names = rows.map((row) => row.name);
    if (names.some((name, i) => i > 0 && name <= (names[i - 1] ?? ''))) this.#fail('out of order');
    const numbers = new Map<string, number>();
    rows.forEach((row, syllable) => this.#row(row.chars, syllable, numbers));
    this.#read.forEach((readings) => readings.sort((one, other) => one.cost - other.cost));
    return new SyllableTable(names);
  }

  #row(chars: string, syllable: number, numbers: Map<string, number>): void {
    if (chars.length % 2 !== 0) this.#fail('a character without its cost');
    for (let i = 0; i < chars.length; i += 2) {
      const char = this.#han(chars, i);
      const cost = this.#cost(chars, i + 1);
      const word = numbers.get(char) ?? this.#add(char);
      numbers.set(char, word);
      this.#entries.push({ word, text: char, key: String.fromCharCode(syllable), cost });
      (this.#read[char.charCodeAt(0)] ??= []).push({ syllable, cost });
    }
  }

  #words(line: string): void {
    let before = this.#han(line, 0);
    let word = 0;
    for (let i = 1; i < line.length; ) {
      const shared = line.charCodeAt(i++) - FIRST_SHARE;
      const from = i;
      while (isHan(line.charCodeAt(i))) i++;
      if (shared < 1 || shared > before.length) this.#fail('shares more than there is');
      const text = before.slice(0, shared) + line.slice(from, i);
      if (text.length < 2 || text.length > MAX_SYLLABLES_OF_WORD) this.#fail('an odd length');
      const cost = this.#cost(line, i++);
      let places = '';
      if (line[i] === '=') {
        places = line.slice(i + 1, i + 1 + text.length);
        i += 1 + text.length;
      }
      if (text !== before) word = this.#add(text);
      before = text;
      this.#entries.push({ word, text, key: this.#key(text, places), cost });
    }
  }

  /** The syllables of a word; `places` tells which reading each character has. */
  #key(text: string, places: string): string {
    const ids: number[] = [];
    for (let i = 0; i < text.length; i++) {
      const place = places === '' ? 0 : places.charCodeAt(i) - 48;
      const reading = this.#read[text.charCodeAt(i)]?.[place];
      ids.push((reading ?? this.#fail(`${text} cannot be read`)).syllable);
    }
    return String.fromCharCode(...ids);
  }

  #pairs(): PairTable {
    const table = new PairTable(this.#texts.length);
    let first = 0;
    for (const line of this.#section()) {
      let i = 0;
      const next = (): number => {
        let value = 0;
        for (;;) {
          const digit = line.charCodeAt(i++) - FIRST_SIGN;
          if (!(digit >= 0 && digit < 2 * BASE)) this.#fail('no number');
          if (digit >= BASE) return value * BASE + digit - BASE;
          value = value * BASE + digit + 1;
          if (value > MAX_WORDS) this.#fail('a number too large');
        }
      };
      first += next();
      table.setLoss(this.#known(first), this.#cost(line, i++));
      for (let second = 0; i < line.length; ) {
        second += next();
        table.set(first, this.#known(second), this.#cost(line, i++));
      }
    }
    return table;
  }

  #known(word: number): number {
    return word < this.#texts.length ? word : this.#fail('no such word');
  }

  #add(text: string): number {
    if (this.#texts.length >= MAX_WORDS) this.#fail('too many words');
    return this.#texts.push(text) - 1;
  }

  #han(line: string, at: number): string {
    return isHan(line.charCodeAt(at)) ? line.charAt(at) : this.#fail('no character');
  }

  #cost(line: string, at: number): number {
    const sign = line.charCodeAt(at);
    if (!(sign >= FIRST_SIGN && sign <= LAST_SIGN)) this.#fail('no cost');
    return (sign - FIRST_SIGN) * STEP;
  }

  #expect(line: string): void {
    if (this.#lines[this.#at] !== line) this.#fail(`expected ${line}`);
    this.#at++;
  }

  *#section(): Generator<string> {
    for (; this.#at < this.#lines.length; this.#at++) {
      const line = this.#lines[this.#at] ?? '';
      if (line === '' || /^\[[a-z]+\]$/.test(line)) return;
      yield line;
    }
  }

  #fail(what: string): never {
    throw new DictionaryError(`line ${this.#at + 1}: ${what}`);
  }
}

function isHan(code: number): boolean {
  return code >= FIRST_HAN && code <= LAST_HAN;
}
