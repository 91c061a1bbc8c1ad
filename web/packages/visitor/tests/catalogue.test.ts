import { describe, expect, it } from 'vitest';
import { langOf, langTag } from '../src/catalogue.ts';
import { webAddress } from '../src/view/card.ts';
import en from '../src/messages/en.json';
import zh from '../src/messages/zh.json';

describe('the message catalogues', () => {
  it('have the same messages', () => {
    expect(Object.keys(en)).toEqual(Object.keys(zh));
  });

  it('leave nothing empty', () => {
    for (const text of [...Object.values(en), ...Object.values(zh)].flat()) expect(text.trim()).not.toBe('');
  });
});

describe('the language of a text', () => {
  it('is Chinese as soon as there is a Chinese character', () => {
    expect(langOf('怎么办 ID card？')).toBe('zh-CN');
    for (const text of ['How do I?', '12345', '']) expect(langOf(text)).toBe('en');
  });

  it('is what the server calls it', () => {
    expect(['zh', 'en', 'ja'].map(langTag)).toEqual(['zh-CN', 'en', 'ja']);
  });
});

describe('links', () => {
  it('are made of web addresses only', () => {
    expect(webAddress('https://law.example/1')).toBe('https://law.example/1');
    for (const text of ['javascript:alert(1)', 'data:text/html,x', '', '//x', ' https://x']) expect(webAddress(text)).toBeNull();
  });
});
