import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Backoff, RealtimeClient, type LinkState, type Socket, parseEvent, realtimeUrl } from '../src/index.ts';

class FakeSocket implements Socket {
  readyState = 1;
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  readonly sent: string[] = [];
  constructor(readonly url: URL) {}
  send(data: string): void {
    this.sent.push(data);
  }
  close(): void {
    this.readyState = 3;
  }
  say(event: object): void {
    this.onmessage?.({ data: JSON.stringify(event) } as MessageEvent<unknown>);
  }
  drop(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code } as CloseEvent);
  }
}

function setUp() {
  const sockets: FakeSocket[] = [];
  const links: LinkState[] = [];
  const sessions: boolean[] = [];
  const client = new RealtimeClient({
    url: new URL('ws://desk.example/v1/realtime?model=qingzhi'),
    open: (url) => {
      const socket = new FakeSocket(url);
      sockets.push(socket);
      return socket;
    },
    backoff: new Backoff(100, 1000, () => 1),
    onLink: (state) => links.push(state),
    onSession: (resumed) => sessions.push(resumed),
  });
  const latest = (): FakeSocket => {
    const socket = sockets.at(-1);
    if (socket === undefined) throw new Error('no socket was opened');
    return socket;
  };
  return { client, sockets, links, sessions, latest };
}

const overloaded = {
  type: 'error',
  event_id: 'event_0',
  error: { type: 'x', code: 'overloaded', message: '', param: null, event_id: null },
};

const created = (id: string, seq: number) => ({
  type: 'session.created',
  event_id: `event_${seq}`,
  session: { id, qingzhi: { resume_token: 'token' } },
});

describe('the realtime client', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is open once the server has created the session, and sends only then', () => {
    const { client, latest, links } = setUp();
    client.connect();
    expect(client.send({ type: 'response.create' })).toBe(false);
    latest().say(created('s1', 1));
    expect(client.send({ type: 'response.create' })).toBe(true);
    expect(latest().sent).toEqual(['{"type":"response.create"}']);
    expect(links).toEqual(['connecting', 'open']);
  });

  it('reconnects after a break with the token and the last number it has seen', () => {
    const { client, sockets, latest, links, sessions } = setUp();
    client.connect();
    latest().say(created('s1', 1));
    latest().say({ type: 'session.notice', event_id: 'event_7', level: 'info', code: 'x', message: '' });
    latest().drop();
    expect(links.at(-1)).toBe('lost');
    vi.advanceTimersByTime(101);
    expect(sockets).toHaveLength(2);
    expect(latest().url.searchParams.get('resume')).toBe('token');
    expect(latest().url.searchParams.get('last')).toBe('7');
    latest().say(created('s1', 8));
    expect(sessions).toEqual([false, true]);
  });

  it('starts anew when the server no longer knows the session', () => {
    const { client, latest, sessions } = setUp();
    client.connect();
    latest().say(created('s1', 40));
    latest().drop();
    vi.advanceTimersByTime(101);
    latest().say(created('s2', 1));
    const seen: string[] = [];
    client.on('session.notice', (event) => seen.push(event.code));
    latest().say({ type: 'session.notice', event_id: 'event_2', level: 'info', code: 'fresh', message: '' });
    expect(sessions).toEqual([false, false]);
    expect(seen).toEqual(['fresh']);
  });

  it('gives up the old session when the server refuses to resume it', () => {
    const { client, latest } = setUp();
    client.connect();
    latest().say(created('s1', 3));
    latest().drop();
    vi.advanceTimersByTime(101);
    latest().say({ type: 'error', event_id: 'event_0', error: { type: 'x', code: 'resume_failed', message: '', param: null, event_id: null } });
    latest().drop();
    vi.advanceTimersByTime(1001);
    expect(latest().url.searchParams.has('resume')).toBe(false);
  });

  it('hears an event that was sent twice only once', () => {
    const { client, latest } = setUp();
    const seen: string[] = [];
    client.on('session.notice', (event) => seen.push(event.event_id));
    client.connect();
    latest().say(created('s1', 1));
    for (const seq of [2, 3, 3, 2, 4]) {
      latest().say({ type: 'session.notice', event_id: `event_${seq}`, level: 'info', code: '', message: '' });
    }
    expect(seen).toEqual(['event_2', 'event_3', 'event_4']);
  });

  const ended = '{"type":"session.end"}';

  it('has the server forget at once where there is a connection', () => {
    const { client, sockets, latest, links } = setUp();
    client.connect();
    latest().say(created('s1', 1));
    client.end();
    expect(latest().sent).toEqual([ended]);
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
    expect(links).toEqual(['connecting', 'open', 'closed']);
  });

  it('has the server forget once it is reached again, unseen and unheard', () => {
    const { client, sockets, latest, links, sessions } = setUp();
    const heard: string[] = [];
    client.on('session.notice', ({ code }) => heard.push(code));
    client.connect();
    latest().say(created('s1', 4));
    latest().drop();
    client.end();
    latest().drop();
    vi.advanceTimersByTime(201);
    expect(latest().url.searchParams.get('resume')).toBe('token');
    latest().say(created('s1', 4));
    latest().say({ type: 'session.notice', event_id: 'event_5', level: 'info', code: 'x', message: '' });
    expect(latest().sent).toEqual([ended]);
    expect(latest().readyState).toBe(3);
    expect([links.at(-1), sessions, heard]).toEqual(['closed', [false], []]);
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(3);
  });

  it('lets the session be when the server no longer has it, or stays away too long', () => {
    const refused = setUp();
    refused.client.connect();
    refused.latest().say(created('s1', 4));
    refused.latest().drop();
    refused.client.end();
    refused.latest().say({ type: 'error', event_id: 'event_0', error: { type: 'x', code: 'resume_failed', message: '', param: null, event_id: null } });
    vi.advanceTimersByTime(60_000);
    expect(refused.sockets).toHaveLength(2);

    const away = setUp();
    away.client.connect();
    away.latest().say(created('s1', 4));
    away.latest().drop();
    away.client.end();
    for (let second = 0; second < 40; second += 1) {
      away.latest().drop();
      vi.advanceTimersByTime(1000);
    }
    const tried = away.sockets.length;
    vi.advanceTimersByTime(60_000);
    expect(away.sockets).toHaveLength(tried);
  });

  it('tells a full desk from a broken connection, by the error or by the code of the close, and tries again', () => {
    const { client, sockets, latest, links } = setUp();
    client.connect();
    latest().say(overloaded);
    latest().drop();
    vi.advanceTimersByTime(101);
    latest().drop(1013);
    vi.advanceTimersByTime(201);
    latest().drop();
    expect(links).toEqual(['connecting', 'busy', 'connecting', 'busy', 'connecting', 'lost']);
    vi.advanceTimersByTime(401);
    expect(sockets).toHaveLength(4);
  });

  it('takes an overloaded answer for no full desk', () => {
    const { client, latest } = setUp();
    client.connect();
    latest().say(created('s1', 1));
    latest().say(overloaded);
    latest().drop();
    expect(client.link).toBe('lost');
  });

  it('tries at once when asked to, once, and leaves an open connection alone', () => {
    const { client, sockets, latest } = setUp();
    client.connect();
    latest().drop();
    client.retry();
    expect(sockets).toHaveLength(2);
    vi.advanceTimersByTime(101);
    expect(sockets).toHaveLength(2);
    const hanging = latest();
    client.retry();
    expect(hanging.readyState).toBe(3);
    hanging.drop();
    expect(client.link).toBe('connecting');
    latest().say(created('s1', 1));
    client.retry();
    expect(sockets).toHaveLength(3);
    expect(client.link).toBe('open');
  });

  it('stays away once closed', () => {
    const { client, sockets, latest } = setUp();
    client.connect();
    const socket = latest();
    client.close();
    socket.drop();
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
    expect(client.link).toBe('closed');
  });

  it('passes over whatever is no event', () => {
    for (const data of ['', '{', 'null', '[]', '7', '{"type":3}', '{"type":"unheard.of"}', '"error"']) {
      expect(parseEvent(data)).toBeNull();
    }
  });
});

describe('back-off', () => {
  it('doubles up to its limit and begins again after a success', () => {
    const backoff = new Backoff(100, 500, () => 1);
    expect([1, 2, 3, 4, 5].map(() => backoff.next())).toEqual([100, 200, 400, 500, 500]);
    backoff.reset();
    expect(backoff.next()).toBe(100);
  });

  it('never waits longer than four seconds', () => {
    const backoff = new Backoff(undefined, undefined, () => 1);
    expect(Math.max(...Array.from({ length: 20 }, () => backoff.next()))).toBe(4000);
  });

  it('spreads clients over the second half of the time', () => {
    expect(new Backoff(100, 500, () => 0).next()).toBe(50);
  });
});

describe('the address', () => {
  it('follows the page, securely where the page is secure, and below a path prefix', () => {
    const url = realtimeUrl('https://desk.example/hall/?lang=en#top', 'qingzhi', ['motion', 'card']);
    expect(url.href).toBe('wss://desk.example/hall/v1/realtime?model=qingzhi&qingzhi=motion%2Ccard');
    expect(realtimeUrl('http://localhost:8000/', 'a', []).protocol).toBe('ws:');
  });
});
