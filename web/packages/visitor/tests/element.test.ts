import { describe, expect, it } from 'vitest';
import { readOptions } from '../src/element/options.ts';
import { langOf } from '../src/preferences.ts';
import { inOwnUnit } from '../src/view/units.ts';

const HOME = new URL('https://desk.example/');

function read(attributes: Readonly<Record<string, string>>): ReturnType<typeof readOptions> {
  return readOptions((name) => attributes[name] ?? null, HOME);
}

describe('the attributes', () => {
  it('have defaults that work without any', () => {
    expect(read({})).toEqual({ server: HOME, service: 'qingzhi', mode: 'page', figure: 'auto', scene: null, idleSeconds: 60, region: null });
  });

  it.each([
    ['https://other.example', 'https://other.example/'],
    ['https://other.example/desk', 'https://other.example/desk/'],
    ['https://other.example/desk/?x=1#y', 'https://other.example/desk/'],
    ['/sub', 'https://desk.example/sub/'],
    ['', 'https://desk.example/'],
    ['javascript:alert(1)', 'https://desk.example/'],
    ['data:text/html,x', 'https://desk.example/'],
    ['https://', 'https://desk.example/'],
  ])('name the server %o as %s', (server, href) => {
    expect(read({ server }).server.href).toBe(href);
  });

  it('fall back where they make no sense', () => {
    expect(read({ mode: 'huge', figure: 'x', scene: 'moon', 'idle-seconds': 'soon' })).toEqual(read({}));
  });

  it.each([['cn', 'CN'], [' INTL ', 'INTL'], ['', null], ['C', null], ['CN;x', null], ['中国', null]])('name the region %o as %s', (region, name) => {
    expect(read({ region }).region).toBe(name);
  });

  it.each([['1', 10], ['90', 90], ['1e9', 3600], ['-5', 10], [' ', 60]])('bound the idle time %o to %d s', (text, seconds) => {
    expect(read({ 'idle-seconds': text }).idleSeconds).toBe(seconds);
  });
});

describe('a language', () => {
  it('is the first part of its tag', () => {
    expect(['zh', 'zh-CN', 'EN-us', 'en'].map(langOf)).toEqual(['zh', 'zh', 'en', 'en']);
    expect(['', 'fr', 'zho', null, 7].map(langOf)).toEqual([null, null, null, null, null]);
  });
});

describe('lengths', () => {
  it('count the own unit, whatever their sign and form', () => {
    expect(inOwnUnit('a{margin:-.5rem 2rem 1.25rem 0}')).toBe(
      'a{margin:calc(-.5 * var(--rem)) calc(2 * var(--rem)) calc(1.25 * var(--rem)) 0}',
    );
  });

  it('leave names and other units alone', () => {
    const css = ':host{--rem:16px}.x2rem{width:3em;height:4px;inset:calc(100% - var(--rem))}';
    expect(inOwnUnit(css)).toBe(css);
  });
});
