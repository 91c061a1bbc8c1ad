import type { ClauseInfo, WordTime } from '@qingzhi/protocol';
import { describe, expect, it } from 'vitest';
import { Captions } from '../src/captions.ts';

function clause(id: string, start: number, text: string, words: readonly WordTime[]): ClauseInfo {
  return { id, text, lang: 'zh', act: 'inform', stance: 'neutral', emotion: { name: 'neutral', strength: 'weak', vector: {} }, audio_start_ms: start, words, sources: [], target: null };
}

const FIRST = clause('1', 0, '您好，请说。', [
  [0, 2, 100, 400],
  [3, 5, 600, 900],
]);
const SECOND = clause('2', 1200, '好的。', [[0, 2, 1300, 1600]]);

describe('subtitles', () => {
  const captions = new Captions();
  captions.add('i', SECOND);
  captions.add('i', FIRST);

  it.each([
    [0.0, '1', 0, null],
    [0.2, '1', 0, [0, 2]],
    [0.5, '1', 2, null],
    [0.7, '1', 3, [3, 5]],
    [1.0, '1', 6, null],
    [1.25, '2', 0, null],
    [1.4, '2', 0, [0, 2]],
    [9.0, '2', 3, null],
  ])('at %d s show clause %s with %i characters said', (seconds, id, said, word) => {
    expect(captions.at('i', seconds)).toMatchObject({ clause: { id }, said, word });
  });

  it('take over revised times', () => {
    const revised = new Captions();
    revised.add('i', FIRST);
    revised.add('i', { ...FIRST, words: [[0, 2, 500, 700]] });
    expect(revised.at('i', 0.2)?.word).toBeNull();
  });

  it('are empty for an item without clauses', () => {
    expect(captions.at('other', 1)).toBeNull();
    expect(captions.unspoken('other')).toBeNull();
  });

  it('show the newest clause whole when there is no sound', () => {
    expect(captions.unspoken('i')).toMatchObject({ clause: { id: '2' }, said: 3, word: null });
  });
});
