import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reset } from '../src/conversation-clock.ts';
import { type FigureNews, FigureWatch, readNews } from '../src/figure-watch.ts';
import { passFor } from '../src/pass.ts';

const SERVER = new URL('https://desk.example/sub/');

describe('news of the figure', () => {
  it('name a file on the service’s own server', () => {
    const ready = { state: 'ready', progress: 1, url: '/figures/abc.glb', bytes: 7, scene: 'hall' };
    expect(readNews(ready, SERVER).url?.href).toBe('https://desk.example/sub/figures/abc.glb');
  });

  it.each([
    [{ state: 'ready', url: 'https://evil.example/x.glb' }],
    [{ state: 'ready', url: '//evil.example/x.glb' }],
    [{ state: 'ready', url: 'javascript:alert(1)' }],
    [{ state: 'ready' }],
    [{ state: 'dancing' }],
    [null],
    [[]],
    ['ready'],
  ])('that make no sense mean that there is none (%#)', (value) => {
    expect(readNews(value, SERVER)).toMatchObject({ state: 'absent', url: null });
  });

  it('keep the progress within bounds', () => {
    for (const [progress, shown] of [[-1, 0], [0.5, 0.5], [7, 1], ['x', 0]]) {
      expect(readNews({ state: 'making', progress }, SERVER)).toMatchObject({ state: 'making', progress: shown });
    }
  });
});

describe('the watch over the figure', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function watching(answers: readonly (() => Response)[]): { watch: FigureWatch; told: FigureNews['state'][]; asked: () => number } {
    const told: FigureNews['state'][] = [];
    let asked = 0;
    const watch = new FigureWatch(SERVER, 'a b', ({ state }) => told.push(state), async () => {
      const answer = answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      if (answer === undefined) throw new TypeError('no answer');
      return answer();
    });
    return { watch, told, asked: () => asked };
  }

  const making = (): Response => Response.json({ state: 'making', progress: 0.1 });
  const ready = (): Response => Response.json({ state: 'ready', url: '/figures/x.glb' });
  const absent = (): Response => Response.json({ state: 'absent' });
  const failing = (): Response => {
    throw new TypeError('network');
  };

  it('asks until the figure is ready, and then no more', async () => {
    const { watch, told, asked } = watching([making, making, ready]);
    await watch.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual(['making', 'making', 'ready']);
    expect(asked()).toBe(3);
  });

  it('gives up after some failures, and says so', async () => {
    const { watch, told } = watching([failing]);
    await watch.start();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(told).toEqual(['absent']);
  });

  it('takes a refusal and nonsense for no figure', async () => {
    for (const answer of [() => new Response('', { status: 404 }), () => Response.json(7)]) {
      const { watch, told } = watching([answer]);
      await watch.start();
      expect(told).toEqual(['absent']);
    }
  });

  it('looks again now and then, and when it is told to, for a figure that is made later', async () => {
    const { watch, told, asked } = watching([absent, absent, ready]);
    await watch.start();
    await vi.advanceTimersByTimeAsync(61_000);
    expect(told).toEqual(['absent', 'absent']);
    watch.look();
    await vi.advanceTimersByTimeAsync(0);
    watch.look();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(told).toEqual(['absent', 'absent', 'ready']);
    expect(asked()).toBe(3);
  });

  it('is silent once it is closed', async () => {
    const { watch, told, asked } = watching([making]);
    await watch.start();
    watch.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([told.length, asked()]).toEqual([1, 1]);
  });
});

describe('a pass', () => {
  const post = (body: unknown, status = 200) => async (): Promise<Response> => Response.json(body, { status });

  const away = { origin: 'https://agency.example', framed: false };

  it.each([
    [away, 'p'],
    [{ origin: 'https://desk.example', framed: true }, 'p'],
    [{ origin: 'https://desk.example', framed: false }, null],
  ])('is asked for on pages of other origins, and in frames, where no cookie goes: %o', async (place, pass) => {
    expect(await passFor(SERVER, place, post({ pass: 'p' }))).toBe(pass);
  });

  it.each([[{}], [null], [{ pass: 7 }], [{ pass: '' }], [[]]])('is none when the answer is %o', async (body) => {
    expect(await passFor(SERVER, away, post(body))).toBeNull();
  });

  it('is none when it is refused, or nobody answers', async () => {
    expect(await passFor(SERVER, away, post({ pass: 'p' }, 403))).toBeNull();
    expect(await passFor(SERVER, away, () => Promise.reject(new TypeError('network')))).toBeNull();
  });
});

describe('the conversation’s clock', () => {
  it('stays while idle motion comes some seconds ahead', () => {
    for (const [start, local] of [[0, 0.02], [10, 5], [20, 15.2], [30, 16]]) expect(reset(start ?? 0, local ?? 0, 100)).toBeNull();
  });

  it('follows the server when motion comes too late or much too early', () => {
    expect(reset(10, 14, 100)).toBe(90);
    expect(reset(60, 5, 100)).toBe(40);
  });
});
