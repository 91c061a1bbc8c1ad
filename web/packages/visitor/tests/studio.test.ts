import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Refused, StudioApi } from '../src/studio/api.ts';
import { problemOf } from '../src/studio/faults.ts';
import { GROUPS } from '../src/studio/fields.ts';
import en from '../src/studio/messages/en.json';
import zh from '../src/studio/messages/zh.json';
import { optionsOf } from '../src/studio/options.ts';
import { History } from '../src/studio/state/history.ts';
import { Previews, type Standing } from '../src/studio/state/previews.ts';
import { at, looksAlike, put } from '../src/studio/state/spec.ts';
import { linesOf } from '../src/studio/state/steps.ts';
import { keyOf } from '../src/studio/words.ts';

const SCHEMA: unknown = JSON.parse(readFileSync(new URL('../../../../docs/avatar-spec.schema.json', import.meta.url), 'utf-8'));
const BASE = new URL('https://desk.example/sub/');

describe('undo', () => {
  it('takes a whole drag back at once, and gives it again', () => {
    const history = new History(0);
    for (const value of [1, 2, 3]) history.commit(value, 'age');
    history.settle();
    history.commit(4, 'age');
    expect(history.undo()).toBe(true);
    expect(history.present).toBe(3);
    history.undo();
    expect(history.present).toBe(0);
    expect(history.undo()).toBe(false);
    history.redo();
    expect(history.present).toBe(3);
  });

  it('forgets what was undone as soon as something else is done', () => {
    const history = new History('a');
    history.commit('b');
    history.undo();
    history.commit('c');
    expect(history.canRedo).toBe(false);
    history.undo();
    expect(history.present).toBe('a');
  });

  it('begins a step of its own after an undo, whatever is moved', () => {
    const history = new History(0);
    history.commit(1, 'age');
    history.undo();
    history.commit(2, 'age');
    expect(history.canUndo).toBe(true);
  });

  it('goes back a long way, not for ever', () => {
    const history = new History(0);
    for (let step = 1; step <= 500; step += 1) history.commit(step);
    let steps = 0;
    while (history.undo()) steps += 1;
    expect(steps).toBe(200);
    expect(history.present).toBe(300);
  });
});

describe('previews', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** A maker that is done when it is told to. */
  function maker() {
    const begun: { wish: string; signal: AbortSignal; end: (error?: Error) => void }[] = [];
    const told: Standing[] = [];
    const previews = new Previews<string>({
      make: (wish, signal) => new Promise((resolve, reject) => void begun.push({ wish, signal, end: (error) => (error ? reject(error) : resolve()) })),
      tell: (standing) => told.push(standing),
    });
    return { begun, told, previews };
  }

  it('are asked for once a hand rests, for the last state only', async () => {
    const { begun, previews } = maker();
    for (const wish of ['a', 'b', 'c']) {
      previews.want(wish);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(begun).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(300);
    expect(begun.map(({ wish }) => wish)).toEqual(['c']);
  });

  it('drop an older one for a newer, whose end alone is told', async () => {
    const { begun, told, previews } = maker();
    previews.want('old', true);
    await vi.advanceTimersByTimeAsync(0);
    previews.want('new', true);
    expect(begun[0]?.signal.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    begun[0]?.end(new Error('dropped'));
    await vi.advanceTimersByTimeAsync(0);
    expect(told.at(-1)?.state).toBe('waiting');
    begun[1]?.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(told.at(-1)).toEqual({ state: 'idle', progress: 0 });
  });

  it('tell what failed, and make the next one all the same', async () => {
    const { begun, told, previews } = maker();
    const error = new Error('no');
    previews.want('a', true);
    await vi.advanceTimersByTimeAsync(0);
    begun[0]?.end(error);
    await vi.advanceTimersByTimeAsync(0);
    expect(told.at(-1)).toEqual({ state: 'failed', error });
    previews.want('b', true);
    await vi.advanceTimersByTimeAsync(0);
    expect(begun).toHaveLength(2);
  });
});

describe('a specification', () => {
  const spec = { name: 'a', scene: 'hall', age: 30, skin: { tone: 'monk-3' } };

  it('is changed at a path and nowhere else', () => {
    const changed = put(put(spec, 'skin.blush', 0.5), 'face.nose-width', 1);
    expect(changed).toEqual({ ...spec, skin: { tone: 'monk-3', blush: 0.5 }, face: { 'nose-width': 1 } });
    expect(at(changed, 'face.nose-width')).toBe(1);
    expect(at(changed, 'name.first')).toBeUndefined();
    expect(spec.skin).toEqual({ tone: 'monk-3' });
  });

  it('looks alike under another name and in another room', () => {
    expect(looksAlike(spec, { ...spec, name: 'b', scene: 'office' })).toBe(true);
    expect(looksAlike(spec, { ...spec, age: 31 })).toBe(false);
  });
});

describe('the controls', () => {
  const fields = GROUPS.flatMap(({ parts }) => parts.flatMap((part) => part.fields));
  const { $defs } = SCHEMA as { $defs: { AvatarSpec: { properties: { face: { propertyNames: { enum: string[] } } } } } };

  it('cover every slider of the face', () => {
    const shown = new Set(fields.map(({ path }) => path).filter((path) => path.startsWith('face.')));
    expect([...shown].sort()).toEqual($defs.AvatarSpec.properties.face.propertyNames.enum.map((name) => `face.${name}`).sort());
  });

  it('offer each choice that the schema allows, with a name for it', () => {
    for (const { kind, path } of fields) {
      if (kind !== 'choice' && kind !== 'many') continue;
      const options = optionsOf(SCHEMA, path);
      expect(options.length, path).toBeGreaterThan(1);
      for (const option of options) expect(keyOf(`option.${path}.${option}`), `${path}.${option}`).not.toBeNull();
    }
  });

  it('have names', () => {
    for (const { path, label } of fields) expect(keyOf(`field.${label ?? path}`), path).not.toBeNull();
    for (const { name, parts } of GROUPS) {
      expect(keyOf(`group.${name}`), name).not.toBeNull();
      for (const part of parts) expect(keyOf(`part.${part.name}`), part.name).not.toBeNull();
    }
  });
});

describe('the workshop over HTTP', () => {
  function service(...answers: readonly Response[]) {
    const asked: { url: string; init: RequestInit }[] = [];
    const left = [...answers];
    const api = new StudioApi(BASE, 'the key', (url, init) => {
      asked.push({ url: url.href, init });
      return Promise.resolve(left.shift() ?? Response.json({}));
    });
    return { api, asked };
  }

  it('never lets a name become another address, and carries the key in a header only', async () => {
    const { api, asked } = service(Response.json({ name: 'x' }));
    await api.saved('../a?b');
    expect(asked[0]?.url).toBe('https://desk.example/sub/v1/studio/figures/saved/..%2Fa%3Fb');
    expect(asked[0]?.init.headers).toMatchObject({ Authorization: 'Bearer the key' });
  });

  it('hears the steps of a figure, and its failure as an error', async () => {
    const lines = [{ state: 'waiting', progress: 0 }, { state: 'failed', error: { message: 'No.', code: 'invalid_input', param: 'spec' } }];
    const { api } = service(new Response(lines.map((line) => JSON.stringify(line)).join('\n')));
    const seen: string[] = [];
    const failing = (async () => {
      for await (const { state } of api.build({ name: 'a' }, 'preview', null, new AbortController().signal)) seen.push(state);
    })();
    await expect(failing).rejects.toEqual(new Refused(200, 'No.', 'spec', 'invalid_input'));
    expect(seen).toEqual(['waiting']);
  });

  it('reads lines wherever they are cut', async () => {
    const pieces = ['{"a"', ':1}\n{"b":', '2}\n\n{"c":3}'].map((piece) => new TextEncoder().encode(piece));
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const piece of pieces) controller.enqueue(piece);
        controller.close();
      },
    });
    const lines: string[] = [];
    for await (const line of linesOf(new Response(body))) lines.push(line);
    expect(lines).toEqual(['{"a":1}', '{"b":2}', '{"c":3}']);
  });

  it('sends a file as it is, and says in which form', async () => {
    const { api, asked } = service(Response.json({ name: 'kept' }));
    const file = new Blob(['name = "kept"']);
    expect(await api.read(file, 'toml')).toEqual({ name: 'kept' });
    expect(asked[0]?.url).toBe('https://desk.example/sub/v1/studio/figures/read?form=toml');
    expect(asked[0]?.init.body).toBe(file);
  });

  it('replaces what was published on the word only', async () => {
    const { api, asked } = service(new Response(''), new Response(''));
    const signal = new AbortController().signal;
    for (const replace of [false, true]) for await (const step of api.publish('a', { name: 'a' }, { report: 'zh', replace }, signal)) expect(step).toBeUndefined();
    expect(asked.map(({ init }) => JSON.parse(String(init.body)).replace)).toEqual([false, true]);
  });

  it.each([{ value: null }, { value: [] }, { value: 'x' }, { value: { spec: 5 } }])('takes $value for no description', async ({ value }) => {
    const { api } = service(Response.json(value));
    await expect(api.describe('a')).rejects.toThrow(TypeError);
  });
});

describe('problems', () => {
  it('say what to do, and repeat the service only where that adds something', () => {
    expect(problemOf(new TypeError('x'))).toEqual({ key: 'fault.offline', detail: '' });
    expect(problemOf(new Refused(429, 'Too many.'))).toEqual({ key: 'fault.many', detail: '' });
    expect(problemOf(new Refused(400, 'Too tall.', 'text'))).toEqual({ key: 'fault.contradicts', detail: 'Too tall.' });
    expect(problemOf(new Refused(400, 'Bad.', 'spec'))).toEqual({ key: 'fault.spec', detail: 'Bad.' });
  });
});

describe('the workshop’s messages', () => {
  it('are the same in both languages, and none is empty', () => {
    expect(Object.keys(en)).toEqual(Object.keys(zh));
    for (const text of [...Object.values(en), ...Object.values(zh)]) expect(text.trim()).not.toBe('');
  });
});
