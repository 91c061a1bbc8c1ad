import type { Entry } from './dictionary.ts';

/** Texts remembered at most; the oldest goes first. */
const CAPACITY = 300;
/** Syllables of a text that is worth remembering. */
const LONGEST = 8;
/** Nats that a text unknown to the dictionary costs once it was chosen. */
const NEW_COST = 6;
/** Nats gained by a known one; a single character serves too many words to gain much. */
const WORD_GAIN = 3;
const CHARACTER_GAIN = 1;
const AGAIN_GAIN = 1;
const MOST_AGAIN = 3;

/** Stands for a word that the dictionary does not number. */
export const UNNUMBERED = 0;

interface Learned {
  readonly entry: Entry;
  readonly times: number;
}

/** What this visitor chose. It lives in this object alone and is gone with `forget`. */
export class Memory {
  readonly #learned = new Map<string, Learned>();
  readonly #texts = new Map<string, Set<string>>();

  get size(): number {
    return this.#learned.size;
  }

  /** Remember that `text` was chosen for the syllables `key`; `known` is the dictionary's word. */
  learn(text: string, key: string, known?: Entry): void {
    if (key === '' || key.length > LONGEST) return;
    const name = `${key} ${text}`;
    const before = this.#learned.get(name);
    const entry = before?.entry ?? known ?? { word: UNNUMBERED, text, key, cost: NEW_COST };
    this.#learned.delete(name);
    this.#learned.set(name, { entry, times: (before?.times ?? 0) + 1 });
    const texts = this.#texts.get(key) ?? new Set<string>();
    this.#texts.set(key, texts.add(name));
    if (this.#learned.size > CAPACITY) this.#dropOldest();
  }

  /** What was chosen for `key`, with its cost lowered. */
  recall(key: string): readonly Entry[] {
    const names = this.#texts.get(key);
    if (!names) return [];
    return [...names].flatMap((name) => {
      const learned = this.#learned.get(name);
      return learned ? [cheaper(learned)] : [];
    });
  }

  forget(): void {
    this.#learned.clear();
    this.#texts.clear();
  }

  #dropOldest(): void {
    const [oldest] = this.#learned;
    if (!oldest) return;
    const [name, { entry }] = oldest;
    this.#learned.delete(name);
    const texts = this.#texts.get(entry.key);
    texts?.delete(name);
    if (texts?.size === 0) this.#texts.delete(entry.key);
  }
}

function cheaper({ entry, times }: Learned): Entry {
  const first = entry.key.length > 1 ? WORD_GAIN : CHARACTER_GAIN;
  const gain = first + AGAIN_GAIN * Math.min(times - 1, MOST_AGAIN);
  return { ...entry, cost: Math.max(0, entry.cost - gain) };
}
