import { describe, expect, it } from 'vitest';
import { edgesFrom } from '../src/input/edges.ts';
import { SyllableTable } from '../src/input/syllables.ts';

const table = new SyllableTable(['an', 'en', 'fan', 'fang', 'gan', 'lue', 'shen', 'xi', 'xian']);
const ways = (letters: string): string[] =>
  edgesFrom(table, letters, 0, {}).map(
    ({ end, whole }) => letters.slice(0, end) + (whole ? '' : '~'),
  );

describe('syllables that may begin the letters', () => {
  it('are all that fit, the longest first', () => {
    expect(ways('fangan')).toEqual(['fang', 'fan', 'f~']);
    expect(ways('xianx')).toEqual(['xian', 'xi', 'x~']);
  });

  it('may be cut short at the end of the input, and to an initial before', () => {
    expect(ways('she')).toEqual(['she~', 'sh~', 's~']);
    expect(ways('xi')).toEqual(['xi', 'xi~', 'x~']);
  });

  it('do not reach over an apostrophe', () => {
    expect(ways("xi'an")).toEqual(['xi', 'x~']);
    expect(edgesFrom(table, "xi''an", 0, {})[0]).toMatchObject({ end: 2, next: 4 });
  });

  it('are none where no syllable begins so', () => {
    expect(ways('vvv')).toEqual([]);
    expect(ways('')).toEqual([]);
  });

  it('may be spelt in two ways with ü', () => {
    expect(table.id('lve')).toBe(table.id('lue'));
  });

  it('include what an accent mixes up, at a price, if asked', () => {
    const whole = edgesFrom(table, 'fan', 0, { accents: true }).filter((edge) => edge.whole);
    expect(whole.map(({ range }) => table.names[range.low])).toEqual(['fan', 'fang']);
    expect(whole.map(({ penalty }) => penalty > 0)).toEqual([false, true]);
  });
});
