import { type ClientEvent, RealtimeClient, type Socket } from '@qingzhi/protocol';
import { describe, expect, it } from 'vitest';
import { Handover } from '../src/handover.ts';

/** A desk that says what the test has it say, and notes what it hears of. */
function desk() {
  const sent: ClientEvent[] = [];
  const socket: Socket = {
    readyState: 1,
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (data) => void sent.push(JSON.parse(data) as ClientEvent),
    close: () => undefined,
  };
  const client = new RealtimeClient({ url: new URL('wss://desk.example/v1/realtime'), open: () => socket });
  const heard: string[] = [];
  const handover = new Handover(client, {
    stands: ({ kind, state }, taken) => heard.push(`${kind} ${state} ${String(taken)}`),
    said: () => undefined,
    gone: () => heard.push('gone'),
    unavailable: () => heard.push('unavailable'),
    unsaid: (text) => heard.push(`unsaid ${text}`),
  });
  client.connect();
  let number = 0;
  const say = (event: object): void => {
    number += 1;
    socket.onmessage?.(new MessageEvent('message', { data: JSON.stringify({ event_id: `event_${String(number)}`, ...event }) }));
  };
  say({ type: 'session.created', session: { id: 's', qingzhi: { resume_token: '' } } });
  const stand = (kind: string, state: string): void => say({ type: 'handover.state', kind, state, message: '', position: null, wait_s: null });
  return { handover, heard, sent, stand, fail: (code: string) => say({ type: 'error', error: { code, message: '' } }) };
}

describe('the way to a person', () => {
  it('is ended by its own end alone', () => {
    const { handover, heard, stand } = desk();
    stand('queue', 'waiting');
    stand('queue', 'taken');
    for (const state of ['noted', 'refused', 'cancelled', 'done']) stand('callback', state);
    stand('queue', 'refused');
    expect(handover.taken).toBe(true);
    expect(heard.slice(2).every((news) => news.endsWith('true'))).toBe(true);
    stand('queue', 'closed');
    expect(handover.taken).toBe(false);
  });

  it('is waited on while a call-back is left', () => {
    const { handover, stand } = desk();
    stand('queue', 'waiting');
    stand('callback', 'noted');
    expect(handover.waiting).toBe(true);
  });

  it('gives words back that were too many at once', () => {
    const { handover, heard, stand, fail } = desk();
    fail('too_fast');
    stand('queue', 'taken');
    handover.tell('在吗');
    fail('too_fast');
    expect(heard.slice(1)).toEqual(['unsaid 在吗']);
  });

  it('cancels the one and takes back the other', () => {
    const { handover, sent } = desk();
    handover.cancel();
    handover.withdraw();
    expect(sent).toEqual([
      { type: 'handover.cancel', kind: 'queue' },
      { type: 'handover.cancel', kind: 'callback' },
    ]);
  });

  it('is forgotten with its session', () => {
    const { handover, heard, stand } = desk();
    stand('queue', 'waiting');
    handover.forget();
    expect([handover.waiting, heard.at(-1)]).toEqual([false, 'gone']);
  });
});
