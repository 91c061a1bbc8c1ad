import { describe, expect, it } from 'vitest';
import { Recent } from '../src/recent.ts';

describe('the newest names', () => {
  it('are kept up to the limit; the oldest goes first', () => {
    const recent = new Recent(2);
    expect(['a', 'b', 'c', 'd'].map((name) => recent.add(name))).toEqual([null, null, 'a', 'b']);
    expect(['a', 'b', 'c', 'd'].filter((name) => recent.has(name))).toEqual(['c', 'd']);
  });

  it('take a known name only once', () => {
    const recent = new Recent(2);
    for (const name of ['a', 'b', 'a', 'b']) expect(recent.add(name)).toBeNull();
  });

  it('are none after clearing', () => {
    const recent = new Recent(2);
    recent.add('a');
    recent.clear();
    expect(recent.has('a')).toBe(false);
  });
});
