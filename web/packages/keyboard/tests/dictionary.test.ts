import { describe, expect, it } from 'vitest';
import { Dictionary, DictionaryError } from '../src/input/dictionary.ts';
import { TEXT } from './shipped.ts';

const HEAD = 'qingzhi-pinyin 1\n[characters]\n';
const SMALL = `${HEAD}chong 重9\nqing 庆5\nzhong 中1重2\n[words]\n中A重庆*=010\n重A庆)=10\n[pairs]\nQ!Q+\n`;
const parse = (text: string) => () => Dictionary.parse(text);

describe('a dictionary', () => {
  it('gives words by their syllables, read as marked', () => {
    const dictionary = Dictionary.parse(SMALL);
    const ids = ['chong', 'qing'].map((name) => dictionary.syllables.id(name) ?? NaN);
    const key = String.fromCharCode(...ids);
    expect(dictionary.exact(key).map(({ text }) => text)).toEqual(['重庆']);
    expect(dictionary.abbreviated('cq').map(({ text }) => text)).toEqual(['重庆']);
  });

  it('orders readings of one syllable by cost', () => {
    const dictionary = Dictionary.parse(SMALL);
    const key = String.fromCharCode(dictionary.syllables.id('zhong') ?? NaN);
    expect(dictionary.exact(key).map(({ text }) => text)).toEqual(['中', '重']);
  });

  it('holds all characters of GB 2312 and enough words', () => {
    const [, characters = '', words = ''] = TEXT.split(/\[(?:characters|words|pairs)\]\n/);
    expect(new Set(characters.match(/[\u4e00-\u9fff]/g)).size).toBe(6763);
    expect(words.split('\n').length).toBeGreaterThan(3000);
  });
});

describe('a text that is no dictionary', () => {
  it.each<[string, string]>([
    ['empty', ''],
    ['a web page', '<!doctype html><title>404</title>'],
    ['another version', SMALL.replace('pinyin 1', 'pinyin 2')],
    ['cut off', SMALL.slice(0, -12)],
    ['without its last line end', SMALL.slice(0, -1)],
    ['with more after it', `${SMALL}more\n`],
    ['with a character that has no cost', SMALL.replace('庆5', '庆')],
    ['with a cost out of range', SMALL.replace('庆5', '庆\u007f')],
    ['with syllables out of order', SMALL.replace('chong', 'zhuang')],
    ['with a syllable twice', SMALL.replace('chong', 'qing')],
    ['with a syllable of other signs', SMALL.replace('qing', 'qíng')],
    ['with a character nobody reads', SMALL.replace('庆)', '好)')],
    ['with a reading that is not there', SMALL.replace('=10', '=90')],
    ['with readings cut short', SMALL.replace('=10', '=1')],
    ['sharing more than there is', SMALL.replace('重A庆', '重G庆')],
    ['sharing nothing', SMALL.replace('重A庆', '重@庆')],
    ['with a word without end', SMALL.replace('重A庆', `重A${'庆'.repeat(5000)}`)],
    ['with a pair of unknown words', SMALL.replace('Q!Q+', '~!~+')],
    ['with a number too large', SMALL.replace('Q!Q+', `${'"'.repeat(5000)}Q!`)],
    ['with half a number', SMALL.replace('Q!Q+', 'Q!"')],
    ['with odd control signs', SMALL.replace('Q!Q+', '\u0000\u0000')],
  ])('%s, is refused with the line at fault', (_, text) => {
    expect(parse(text)).toThrow(DictionaryError);
    expect(parse(text)).toThrow(/^line \d+: /);
  });

  it('made by breaking any one sign of a true one, is refused or still one', () => {
    for (let at = 0; at < SMALL.length; at++) {
      for (const sign of ['', '\n', '\u0000', '字', '~', '[', '=']) {
        const broken = SMALL.slice(0, at) + sign + SMALL.slice(at + 1);
        try {
          expect(Dictionary.parse(broken)).toBeInstanceOf(Dictionary);
        } catch (error) {
          expect(error).toBeInstanceOf(DictionaryError);
        }
      }
    }
  });

  it('of more words than can be numbered, is refused', () => {
    const words = Array.from({ length: 70_000 }, (_, i) => {
      const place = (n: number): string => '中重庆'.charAt(n % 3);
      return `A${[0, 1, 2, 3, 4, 5, 6].map((d) => place(Math.floor(i / 3 ** d))).join('')}!`;
    });
    const huge = SMALL.replace('[words]\n', `[words]\n中${words.join('')}\n`);
    expect(parse(huge)).toThrow(/too many words/);
  });
});
