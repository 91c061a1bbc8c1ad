import { describe, expect, it } from 'vitest';
import { Converter, MAX_LETTERS } from '../src/input/converter.ts';
import { SHIPPED } from './shipped.ts';

const converter = new Converter(SHIPPED);
const texts = (letters: string): string[] =>
  converter.convert(letters).candidates.map((candidate) => candidate.text);
const first = (letters: string): string | undefined => texts(letters)[0];

describe('sentences', () => {
  it.each([
    ['shenfenzhengdiulezenmeban', '身份证丢了怎么办'],
    ['banjuzhuzhengyaodaishenmecailiao', '办居住证要带什么材料'],
    ['gongjijintiqu', '公积金提取'],
    ['yibaokadiule', '医保卡丢了'],
    ['womenyaoquyinhang', '我们要去银行'],
  ])('%s is %s', (letters, text) => {
    expect(first(letters)).toBe(text);
  });

  it('are divided into syllables as they are understood', () => {
    expect(converter.convert('nihao').spelling).toBe("ni'hao");
    expect(converter.convert('gongjijintiqu').spelling).toBe("gong'ji'jin'ti'qu");
  });

  it('keep the apostrophes that the visitor typed', () => {
    expect(converter.convert("xi'anren").spelling).toBe("xi'an'ren");
  });
});

describe('words', () => {
  it.each([
    ['juzhuzheng', '居住证'],
    ['gongjijin', '公积金'],
    ['yibao', '医保'],
    ['shebao', '社保'],
    ['chushengzheng', '出生证'],
    ['yingyezhizhao', '营业执照'],
  ])('of the service desk come first: %s', (letters, text) => {
    expect(first(letters)).toBe(text);
  });

  it.each([
    ['chongqing', '重庆'],
    ['yinhang', '银行'],
    ['xingzou', '行走'],
    ['diaodang', '调档'],
    ['huankuan', '还款'],
  ])('are read as they are said: %s', (letters, text) => {
    expect(first(letters)).toBe(text);
  });

  it.each([
    ['lv', '绿'],
    ['nv', '女'],
    ['nvren', '女人'],
    ['lue', '略'],
    ['lve', '略'],
    ['qinlve', '侵略'],
    ['qinlue', '侵略'],
  ])('with ü are typed with v, or u where it is unmistakable: %s', (letters, text) => {
    expect(texts(letters).slice(0, 3)).toContain(text);
  });

  it('of one syllable and of two are both offered where the letters allow', () => {
    expect(texts('xian').slice(0, 3)).toContain('先');
    expect(texts('xian')).toContain('西安');
  });

  it('of one syllable are not, once an apostrophe divides it', () => {
    const whole = converter.convert("xi'an").candidates.filter(({ length }) => length === 5);
    expect(whole.map(({ text }) => text)).toContain('西安');
    expect(whole.map(({ text }) => text)).not.toContain('先');
    expect(first("xi'an")).toBe('西安');
  });

  it('come with the letters they stand for', () => {
    const word = converter.convert('shebaoka').candidates.find(({ text }) => text === '社保');
    expect(word?.length).toBe(6);
  });
});

describe('abbreviations', () => {
  it.each([
    ['sfz', '身份证'],
    ['jzz', '居住证'],
    ['gjj', '公积金'],
    ['gjjtq', '公积金提取'],
    ['shenfz', '身份证'],
  ])('%s is %s', (letters, text) => {
    expect(first(letters)).toBe(text);
  });

  it('complete a last syllable that is cut short', () => {
    expect(first('shenfenzhe')).toBe('身份证');
    expect(first('gongjiji')).toBe('公积金');
  });
});

describe('longer words', () => {
  it.each([
    ['yingye', '营业执照'],
    ['juzhu', '居住证'],
    ['gongji', '公积金'],
  ])('that begin so are offered near the front: %s', (letters, text) => {
    expect(texts(letters).slice(0, 4)).toContain(text);
    expect(first(letters)).not.toBe(text);
  });

  it('are offered once, however many readings they have', () => {
    expect(texts('shebao').filter((text) => text === '社保卡')).toHaveLength(1);
  });

  it('are not offered for a single syllable', () => {
    expect(texts('ju')).not.toContain('居住证');
  });
});

describe('accents', () => {
  it('are understood only where the page asks for it', () => {
    const lenient = new Converter(SHIPPED, { accents: true });
    const of = (each: Converter): string[] => each.convert('senfenzen').candidates.map((c) => c.text);
    expect(of(lenient)).toContain('身份证');
    expect(of(converter)).not.toContain('身份证');
  });
});

describe('hostile letters', () => {
  const hostile = [
    'a'.repeat(10_000),
    'an'.repeat(5_000),
    'z'.repeat(10_000),
    'xianan'.repeat(2_000),
    'shi'.repeat(3_000),
    "n'".repeat(5_000),
    'zhuangshuangchuang'.repeat(500),
    'gengeng'.repeat(500),
  ];

  it.each(hostile.map((each) => [each.slice(0, 12), each]))('%s… take bounded work', (_, letters) => {
    const lenient = new Converter(SHIPPED, { accents: true });
    for (const each of [converter, lenient]) {
      const { work, candidates } = each.convert(letters);
      expect(work).toBeLessThan(60_000);
      expect(candidates.every(({ length }) => length <= MAX_LETTERS)).toBe(true);
    }
  });

  it.each(['', "'", "'''", 'i', 'uuu', 'vvv', '你好', '<1>', '\u0000', '🀄', 'A'])(
    'such as %j do not break it, and what has no syllable stands for itself',
    (letters) => {
      const { candidates } = converter.convert(letters);
      const stray = letters.replaceAll("'", '');
      expect(candidates.map(({ text }) => text)).toEqual(stray === '' ? [] : [stray]);
    },
  );
});

describe('memory', () => {
  it('brings up what was chosen before, until it is told to forget', () => {
    const fresh = new Converter(SHIPPED);
    const order = (): string[] => fresh.convert('shishi').candidates.map(({ text }) => text);
    const [usual] = order();
    const rare = fresh.convert('shishi').candidates.find(({ text }) => text === '史诗');
    const [match] = rare?.matches ?? [];
    expect(usual).not.toBe('史诗');
    if (match) for (let i = 0; i < 4; i++) fresh.memory.learn('史诗', match.entry.key, match.entry);
    expect(order()[0]).toBe('史诗');
    fresh.memory.forget();
    expect(order()[0]).toBe(usual);
    expect(fresh.memory.size).toBe(0);
  });

  it('is bounded', () => {
    const { memory } = new Converter(SHIPPED);
    for (let i = 0; i < 5_000; i++) memory.learn(`字${i}`, String.fromCharCode(i % 400, 1));
    expect(memory.size).toBeLessThanOrEqual(300);
  });
});
