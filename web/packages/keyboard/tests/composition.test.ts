import { beforeEach, describe, expect, it } from 'vitest';
import { Composition } from '../src/input/composition.ts';
import { Converter, MAX_LETTERS } from '../src/input/converter.ts';
import { SHIPPED } from './shipped.ts';

let composition: Composition;
const type = (letters: string): void => {
  for (const letter of letters) composition.type(letter);
};
const place = (text: string): number =>
  composition.candidates.findIndex((candidate) => candidate.text === text);

beforeEach(() => {
  composition = new Composition();
  composition.use(new Converter(SHIPPED));
});

describe('a composition', () => {
  it('shows the letters divided into syllables', () => {
    type('nihao');
    expect(composition.preview).toBe("ni'hao");
  });

  it('ends with the text when a candidate covers all letters', () => {
    type('nihao');
    expect(composition.choose(0)).toBe('你好');
    expect(composition.active).toBe(false);
    expect(composition.candidates).toEqual([]);
  });

  it('goes on with the rest when a candidate covers the first ones', () => {
    type('shebaoka');
    expect(composition.choose(place('社保'))).toBeNull();
    expect(composition.preview).toBe('社保ka');
    expect(composition.choose(place('卡'))).toBe('社保卡');
  });

  it('takes a choice back when the letters after it are deleted', () => {
    type('shebaoka');
    composition.choose(place('社保'));
    composition.backspace();
    expect(composition.preview).toBe('社保k');
    composition.backspace();
    expect(composition.preview).toBe("she'bao");
    expect(composition.raw).toBe('shebao');
  });

  it('is over when its last letter is deleted', () => {
    type('n');
    composition.backspace();
    expect(composition.active).toBe(false);
    composition.backspace();
    expect(composition.preview).toBe('');
  });

  it('gives its letters as they were typed, without apostrophes', () => {
    type("xi'an");
    expect(composition.raw).toBe('xian');
  });

  it('takes letters and single apostrophes between them only', () => {
    for (const odd of ["'", 'A', '1', '', 'ab', '你', '\n', '🀄']) {
      expect(composition.type(odd), odd).toBe(false);
    }
    type("xi''an");
    expect(composition.preview).toBe("xi'an");
  });

  it('refuses more letters than fit', () => {
    type('a'.repeat(5000));
    expect(composition.raw).toHaveLength(MAX_LETTERS);
  });

  it('does not answer to a candidate that is not there', () => {
    type('ni');
    expect(composition.choose(-1)).toBeNull();
    expect(composition.choose(100_000)).toBeNull();
    expect(composition.choose(NaN)).toBeNull();
    expect(composition.preview).toBe('ni');
  });

  it('keeps letters that come before the dictionary, and converts them when it is there', () => {
    const early = new Composition();
    for (const letter of 'nihao') early.type(letter);
    expect(early.preview).toBe('nihao');
    expect(early.candidates).toEqual([]);
    early.use(new Converter(SHIPPED));
    expect(early.candidates[0]?.text).toBe('你好');
  });

  it('remembers a name that was put together from characters, until it is told to forget', () => {
    const name = (): number => {
      type('qinweiran');
      return place('覃炜冉');
    };
    expect(name()).toBe(-1);
    for (const char of '覃炜冉') composition.choose(place(char));
    expect(name()).toBe(0);
    composition.forget();
    expect(name()).toBe(-1);
  });
});
