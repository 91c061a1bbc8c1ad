/** Ways in which regional accents mix up initials and finals; typed for one, meant the other. */
export const ACCENTS: readonly (readonly [string, string])[] = [
  ['zh', 'z'],
  ['ch', 'c'],
  ['sh', 's'],
  ['n', 'l'],
  ['f', 'h'],
  ['ing', 'in'],
  ['eng', 'en'],
  ['ang', 'an'],
];

/** Other spellings of ü. */
const SPELLINGS: readonly (readonly [typed: string, syllable: string])[] = [
  ['lve', 'lue'],
  ['nve', 'nue'],
];

/** Ids from `low` up to, not including, `high`. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

export const LONGEST_SYLLABLE = 6;

/** The syllables of toneless pinyin in alphabetical order; an id is a place in it. */
export class SyllableTable {
  readonly names: readonly string[];
  readonly #ids: Map<string, number>;
  readonly #prefixes = new Map<string, Range>();
  readonly #firsts: readonly number[];

  constructor(names: readonly string[]) {
    this.names = names;
    this.#firsts = names.map((name) => name.charCodeAt(0));
    this.#ids = new Map(names.map((name, id) => [name, id]));
    names.forEach((name, id) => {
      for (let size = 1; size <= name.length; size++) this.#widen(name.slice(0, size), id);
    });
    for (const [typed, syllable] of SPELLINGS) {
      const id = this.#ids.get(syllable);
      if (id !== undefined) this.#ids.set(typed, id);
    }
  }

  /** The syllable spelt so, or undefined. */
  id(typed: string): number | undefined {
    return this.#ids.get(typed);
  }

  /** Syllables that begin so, or undefined. */
  prefix(typed: string): Range | undefined {
    return this.#prefixes.get(typed);
  }

  /** The first letter of each syllable of a key. */
  initials(key: string): string {
    const letters: number[] = [];
    for (let i = 0; i < key.length; i++) letters.push(this.#firsts[key.charCodeAt(i)] ?? 0);
    return String.fromCharCode(...letters);
  }

  /** Syllables that an accent mixes up with `id`, itself not among them. */
  soundAlikes(id: number): readonly number[] {
    const name = this.names[id] ?? '';
    const heads = ACCENTS.slice(0, 5).flatMap(([a, b]) => swapped(name, a, b, 'head'));
    const all = [name, ...heads].flatMap((each) => [
      each,
      ...ACCENTS.slice(5).flatMap(([a, b]) => swapped(each, a, b, 'tail')),
    ]);
    return all.flatMap((each) => (each === name ? [] : (this.#ids.get(each) ?? [])));
  }

  #widen(prefix: string, id: number): void {
    const range = this.#prefixes.get(prefix);
    this.#prefixes.set(prefix, { low: range?.low ?? id, high: id + 1 });
  }
}

function swapped(name: string, a: string, b: string, where: 'head' | 'tail'): string[] {
  const fits = (part: string): boolean =>
    where === 'head' ? name.startsWith(part) : name.endsWith(part);
  const put = (from: string, to: string): string =>
    where === 'head' ? to + name.slice(from.length) : name.slice(0, -from.length) + to;
  if (fits(a)) return [put(a, b)];
  return fits(b) ? [put(b, a)] : [];
}
