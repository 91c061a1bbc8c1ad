import type { Card, Facet } from '@qingzhi/protocol';
import { describe, expect, it } from 'vitest';
import { REASONS } from '../src/answer/feedback.ts';
import { runsOf } from '../src/answer/phones.ts';
import { Shelf, askedFacets } from '../src/answer/shelf.ts';
import { CODE_BYTES, hasList, listOf, partsOf, readableParts } from '../src/answer/take-along.ts';
import zh from '../src/messages/zh.json';

function facet(kind: string, ...lines: readonly string[]): Facet {
  return { kind, label: `【${kind}】`, lines };
}

function card(title: string, facets: readonly Facet[], id = title): Card {
  return { title, facets, citations: [{ id, title: 'law', url: '' }], suggestions: [], note: '仅供参考', focus: [] };
}

const CARD = card('身份证丢失补领', [
  facet('summary', '身份证丢了补领，本人带户口簿到派出所。'),
  facet('materials', '居民户口簿', '本人到场'),
  facet('where', '就近的公安派出所'),
  facet('fee', '工本费 40 元。'),
  facet('legal_basis', '居民身份证法第十四条'),
]);

describe('the shelf of cards', () => {
  it('leads a second answer to the first that shows the same card, and not to itself', () => {
    const shelf = new Shelf();
    expect(shelf.place('r1', CARD)).toBeNull();
    expect(shelf.place('r1', CARD)).toBeNull();
    expect(shelf.place('r2', CARD)).toBe('r1');
  });

  it('tells cards apart by their source, not by their title alone', () => {
    const shelf = new Shelf();
    shelf.place('r1', CARD);
    expect(shelf.place('r2', card(CARD.title, CARD.facets, 'another'))).toBeNull();
  });

  it('shows a card again once the answer that held it is gone', () => {
    const shelf = new Shelf();
    shelf.place('r1', CARD);
    shelf.forget('r1');
    expect(shelf.place('r2', CARD)).toBeNull();
    shelf.clear();
    expect(shelf.place('r3', CARD)).toBeNull();
  });
});

describe('the facets that were asked for', () => {
  it.each([
    [['where'], ['where']],
    [['fee', 'materials'], ['materials', 'fee']],
    [['summary', 'legal_basis'], []],
    [['dancing'], []],
    [[], []],
  ])('with a focus on %o are %o', (focus, kinds) => {
    expect(askedFacets({ ...CARD, focus }).map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe('the list to take along', () => {
  const [MOST] = CODE_BYTES;

  it('is there when there are papers to bring', () => {
    expect(hasList(CARD)).toBe(true);
    expect(hasList(card('x', [facet('materials')]))).toBe(false);
    expect(hasList(card('x', [facet('where', 'there')]))).toBe(false);
  });

  it('numbers the papers, says where and what it costs, and leaves the law at home', () => {
    expect(listOf(CARD)).toBe(
      '身份证丢失补领\n\n【【materials】】\n1. 居民户口簿\n2. 本人到场\n\n【【where】】\n就近的公安派出所\n\n【【fee】】\n工本费 40 元。\n\n仅供参考',
    );
  });

  it('stays whole while it fits one code', () => {
    expect(partsOf('短', MOST)).toEqual(['短']);
    expect(partsOf('字'.repeat(200), MOST)).toHaveLength(1);
  });

  it('comes in smaller pieces where larger ones could not be read, and never without end', () => {
    const text = '字'.repeat(190);
    expect(readableParts(text, () => true)).toHaveLength(1);
    const half = readableParts(text, (part) => part.length < 120);
    expect(half.map((part) => part.length < 120)).toEqual([true, true]);
    expect(readableParts(text, () => false)).toEqual(partsOf(text, CODE_BYTES[4]));
  });

  it.each([['字'.repeat(999)], [`${'长'.repeat(150)}\n`.repeat(9)], ['😀'.repeat(400)], ['a\n'.repeat(600)]])(
    'comes apart into numbered pieces that fit, and loses nothing (%#)',
    (text) => {
      const parts = partsOf(text, MOST);
      expect(parts.length).toBeGreaterThan(1);
      for (const [index, part] of parts.entries()) {
        expect(new TextEncoder().encode(part).length).toBeLessThanOrEqual(MOST);
        expect(part.startsWith(`(${index + 1}/${parts.length})\n`)).toBe(true);
      }
      const joined = parts.map((part) => part.replace(/^.*\n/, '')).join('');
      expect(joined.replaceAll('\n', '')).toBe(text.replaceAll('\n', ''));
    },
  );
});

describe('telephone numbers', () => {
  const phones = (text: string): readonly string[] => runsOf(text).flatMap(({ phone }) => (phone === null ? [] : [phone]));

  it.each([
    ['打 12345 问一下', ['12345']],
    ['电话 010-12345678 或 13812345678', ['01012345678', '13812345678']],
    ['拨打 110、119', ['110', '119']],
    ['400-820-1234', ['4008201234']],
  ])('are found in %o', (text, numbers) => {
    expect(phones(text)).toEqual(numbers);
  });

  it.each([['工本费 40 元'], ['补助 12300 元'], ['20251122 号'], ['身份证号 110101199003071234'], ['110 元'], ['3.110']])(
    'are not seen in %o',
    (text) => {
      expect(phones(text)).toEqual([]);
    },
  );

  it('leave the text as it was', () => {
    const text = '打 12345，或 010-12345678。';
    expect(runsOf(text).map((run) => run.text).join('')).toBe(text);
    expect(runsOf('')).toEqual([]);
  });
});

describe('the reasons of a thumb down', () => {
  it('have their words', () => {
    for (const reason of REASONS) expect(Object.keys(zh)).toContain(`feedback.reason.${reason}`);
  });
});
