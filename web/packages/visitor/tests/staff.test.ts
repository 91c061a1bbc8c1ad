import { describe, expect, it } from 'vitest';
import { Refused, StaffApi } from '../src/staff/api.ts';
import { isBoard } from '../src/staff/board.ts';
import en from '../src/staff/messages/en.json';
import zh from '../src/staff/messages/zh.json';
import { Watch } from '../src/staff/watch.ts';

const BASE = new URL('https://desk.example/sub/');
const BOARD = { seq: 7, waiting: [], taken: [], callbacks: [], failed: [] };

/** A service that gives these answers in turn; afterwards none, until the asking is given up. */
function service(...answers: readonly (Response | Error)[]) {
  const asked: { url: string; init: RequestInit }[] = [];
  const left = [...answers];
  const api = new StaffApi(BASE, 'the key', (url, init) => {
    asked.push({ url: url.href, init });
    const answer = left.shift();
    if (answer instanceof Response) return Promise.resolve(answer);
    if (answer instanceof Error) return Promise.reject(answer);
    return new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))));
  });
  return { api, asked };
}

describe('the staff interface', () => {
  it('carries the key in a header only, and asks from the state that is known', async () => {
    const { api, asked } = service(Response.json(BOARD));
    await api.board(7, new AbortController().signal);
    expect(asked[0]?.url).toBe('https://desk.example/sub/v1/handovers?after=7');
    expect(asked[0]?.init.headers).toMatchObject({ Authorization: 'Bearer the key' });
  });

  it('never lets a name become another address', async () => {
    const { api, asked } = service(Response.json({}));
    await api.step('../x?y', 'take');
    expect(asked[0]?.url).toBe('https://desk.example/sub/v1/handovers/..%2Fx%3Fy/take');
  });

  it('says what the service refused', async () => {
    const { api } = service(Response.json({}, { status: 409 }));
    await expect(api.step('h_1', 'take')).rejects.toEqual(new Refused(409));
  });

  it.each([null, [], 'x', {}, { ...BOARD, seq: '7' }, { ...BOARD, waiting: {} }, { ...BOARD, failed: null }])('takes %o for no board', (value) => {
    expect(isBoard(value)).toBe(false);
  });
});

describe('the watch', () => {
  it('shows each board until the key is refused', async () => {
    const seen: unknown[] = [];
    const { api } = service(Response.json(BOARD), Response.json({ ...BOARD, seq: 8 }), Response.json({}, { status: 401 }));
    await new Watch(api, { show: ({ seq }) => seen.push(seq), lost: () => seen.push('lost'), refused: (status) => seen.push(status) }).run();
    expect(seen).toEqual([7, 8, 401]);
  });

  it('tells of a lost service, and ends when it is told to', async () => {
    const seen: string[] = [];
    const { api } = service(new TypeError('no network'));
    const watch: Watch = new Watch(api, { show: () => undefined, lost: () => (seen.push('lost'), watch.stop()), refused: () => undefined });
    await watch.run();
    expect(seen).toEqual(['lost']);
  });
});

describe('the staff messages', () => {
  it('are the same in both languages, and none is empty', () => {
    expect(Object.keys(en)).toEqual(Object.keys(zh));
    for (const text of [...Object.values(en), ...Object.values(zh)]) expect(text.trim()).not.toBe('');
  });
});
