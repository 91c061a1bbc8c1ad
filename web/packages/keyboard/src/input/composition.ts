import { type Candidate, type Conversion, type Converter, MAX_LETTERS } from './converter.ts';
import type { Match } from './lattice.ts';

const NOTHING: Conversion = { candidates: [], spelling: '', work: 0 };
const LETTER = /^[a-z']$/;

/** Letters typed so far, of which the first ones may already be chosen for. */
export class Composition {
  #letters = '';
  #picks: readonly Candidate[] = [];
  #conversion: Conversion = NOTHING;
  #converter: Converter | null = null;

  /** The dictionary has come. */
  use(converter: Converter): void {
    this.#converter = converter;
    this.#convert();
  }

  get active(): boolean {
    return this.#letters !== '';
  }

  /** What was chosen, and the letters after it. */
  get preview(): string {
    return this.#picked() + (this.#conversion.spelling || this.#rest());
  }

  get candidates(): readonly Candidate[] {
    return this.#conversion.candidates;
  }

  /** All letters as typed, without apostrophes. */
  get raw(): string {
    return this.#letters.replaceAll("'", '');
  }

  /** Add a letter or an apostrophe; others are refused, and so is more than fits. */
  type(letter: string): boolean {
    const leading = letter === "'" && (this.#rest() === '' || this.#letters.endsWith("'"));
    if (!LETTER.test(letter) || leading || this.#letters.length >= MAX_LETTERS) return false;
    this.#letters += letter;
    this.#convert();
    return true;
  }

  /** Delete the last letter; where none is left after a choice, the choice is taken back. */
  backspace(): void {
    this.#letters = this.#letters.slice(0, -1);
    if (this.#rest() === '') this.#picks = this.#picks.slice(0, -1);
    this.#convert();
  }

  /** Choose a candidate. Gives the text once it covers all letters, else null. */
  choose(place: number): string | null {
    const candidate = this.#conversion.candidates[place];
    if (!candidate) return null;
    this.#picks = [...this.#picks, candidate];
    if (this.#rest() !== '') {
      this.#convert();
      return null;
    }
    const text = this.#picked();
    this.#learn();
    this.clear();
    return text;
  }

  clear(): void {
    this.#letters = '';
    this.#picks = [];
    this.#conversion = NOTHING;
  }

  /** Wipe what was learned, and what is being typed. */
  forget(): void {
    this.#converter?.memory.forget();
    this.clear();
  }

  #picked(): string {
    return this.#picks.map((pick) => pick.text).join('');
  }

  #rest(): string {
    return this.#letters.slice(this.#picks.reduce((sum, pick) => sum + pick.length, 0));
  }

  #convert(): void {
    const rest = this.#rest();
    this.#conversion = rest === '' ? NOTHING : (this.#converter?.convert(rest) ?? NOTHING);
  }

  /** Remember each word chosen, and all of them as one if the visitor put it together. */
  #learn(): void {
    const memory = this.#converter?.memory;
    const matches = this.#picks.flatMap((pick) => pick.matches);
    if (!memory || matches.some((match) => match.entry.key === '')) return;
    for (const { entry } of matches) memory.learn(entry.text, entry.key, entry);
    if (this.#picks.length > 1) memory.learn(joined(matches, 'text'), joined(matches, 'key'));
  }
}

function joined(matches: readonly Match[], part: 'text' | 'key'): string {
  return matches.map((match) => match.entry[part]).join('');
}
