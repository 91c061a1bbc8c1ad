import type { Labels } from '../messages/index.ts';

/** What a key does: a letter of the composition, a text put in as it is, or an action. */
export type Press =
  | { readonly type: 'letter'; readonly letter: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'layer'; readonly layer: LayerName }
  | { readonly type: 'backspace' | 'space' | 'enter' | 'shift' | 'divide' };

export interface Key {
  readonly press: Press;
  /** Sign on the key, or the name of the word on it. */
  readonly face: { readonly sign: string } | { readonly word: keyof Labels } | { readonly icon: Icon };
  /** Name of what a screen reader says instead of the face. */
  readonly label?: keyof Labels;
  /** Half columns, of which a row has 20. */
  readonly span: number;
  readonly look?: 'side' | 'main';
}

export type Icon = 'backspace' | 'shift' | 'hide' | 'keys' | 'more' | 'earlier' | 'later';
/** `figures` are the numbers among English signs. */
export type LayerName = 'pinyin' | 'english' | 'numbers' | 'figures' | 'symbols';
export type Rows = readonly (readonly Key[])[];

export interface Layer {
  readonly rows: Rows;
  /** Offered in the bar while nothing is being composed. */
  readonly quick: readonly string[];
}

const LETTER_ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'] as const;

function letters(row: string): Key[] {
  return [...row].map((letter) => ({
    press: { type: 'letter', letter },
    face: { sign: letter },
    span: 2,
  }));
}

function signs(row: string): Key[] {
  return [...row].map((sign) => text(sign, 2));
}

function text(sign: string, span: number): Key {
  return { press: { type: 'text', text: sign }, face: { sign }, span };
}

function layer(name: LayerName, word: keyof Labels, label: keyof Labels, span = 3): Key {
  return { press: { type: 'layer', layer: name }, face: { word }, label, span, look: 'side' };
}

const BACKSPACE: Key = {
  press: { type: 'backspace' },
  face: { icon: 'backspace' },
  label: 'backspace',
  span: 3,
  look: 'side',
};
const SHIFT: Key = {
  press: { type: 'shift' },
  face: { icon: 'shift' },
  label: 'shift',
  span: 3,
  look: 'side',
};
const DIVIDE: Key = {
  press: { type: 'divide' },
  face: { word: 'divide' },
  label: 'divideHint',
  span: 3,
  look: 'side',
};
const SPACE: Key = { press: { type: 'space' }, face: { word: 'space' }, span: 7 };
const ENTER: Key = { press: { type: 'enter' }, face: { word: 'send' }, span: 4, look: 'main' };
const ID_CARD_X: Key = {
  press: { type: 'text', text: 'X' },
  face: { sign: 'X' },
  label: 'idCardX',
  span: 2,
};
const TO_SYMBOLS = layer('symbols', 'toSymbols', 'toSymbolsHint');
const TO_LETTERS = layer('pinyin', 'toLetters', 'toLettersHint', 5);
const TO_ENGLISH = layer('english', 'toEnglish', 'toEnglishHint', 2);
const TO_PINYIN = layer('pinyin', 'toPinyin', 'toPinyinHint', 2);

function toNumbers(name: LayerName): Key {
  return layer(name, 'toNumbers', 'toNumbersHint');
}

function letterRows(left: Key, bottom: readonly Key[]): Rows {
  const [top, middle, low] = LETTER_ROWS;
  return [letters(top), letters(middle), [left, ...letters(low), BACKSPACE], bottom];
}

/** Layouts by name. Sign layers lead back to the letters, and the numbers, of where one came from. */
export const LAYERS: Readonly<Record<LayerName, Layer>> = {
  pinyin: {
    rows: letterRows(DIVIDE, [
      toNumbers('numbers'),
      TO_ENGLISH,
      text('，', 2),
      SPACE,
      text('。', 2),
      ENTER,
    ]),
    quick: ['，', '。', '？', '！', '、', '：', '“', '”', '（', '）'],
  },
  english: {
    rows: letterRows(SHIFT, [
      toNumbers('figures'),
      TO_PINYIN,
      text(',', 2),
      SPACE,
      text('.', 2),
      ENTER,
    ]),
    quick: [',', '.', '?', '!', "'", '"', '-', '@', ':', '/'],
  },
  numbers: {
    rows: [
      signs('1234567890'),
      signs('-/：；（）￥@“”'),
      [TO_SYMBOLS, ID_CARD_X, ...signs('。，、？！.'), BACKSPACE],
      [TO_LETTERS, text('%', 2), SPACE, text('·', 2), ENTER],
    ],
    quick: ['年', '月', '日', '号', '元', '岁', '个', '室', '栋', '点'],
  },
  figures: {
    rows: [
      signs('1234567890'),
      signs('-/:;()$&@"'),
      [TO_SYMBOLS, ID_CARD_X, ...signs(".,?!'#"), BACKSPACE],
      [TO_LETTERS, text('%', 2), SPACE, text('+', 2), ENTER],
    ],
    quick: ['.', ',', '-', '/', ':', '@', '#', '%', '(', ')'],
  },
  symbols: {
    rows: [
      signs('【】｛｝#%^*+='),
      signs('_—\\｜~《》$&·'),
      [toNumbers('numbers'), ...signs('…,\'"?!:'), BACKSPACE],
      [TO_LETTERS, text('℃', 2), SPACE, text('№', 2), ENTER],
    ],
    quick: ['（', '）', '［', '］', '「', '」', '→', '×', '÷', '≈'],
  },
};
