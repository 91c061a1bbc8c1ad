import type { Lang, MotionDelta } from '@qingzhi/protocol';
import { type Step, isStep, linesOf } from './state/steps.ts';
import { type Spec, isSpec, isTable } from './state/spec.ts';

/** The service refused: its status, and what it said is wrong. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly status: number,
    message: string,
    readonly param: string | null = null,
    readonly code = '',
  ) {
    super(message);
  }
}

export interface Saved {
  readonly name: string;
  readonly saved_at: number;
  readonly published: boolean;
}

export interface Overview {
  readonly shipped: readonly string[];
  readonly saved: readonly Saved[];
  readonly levels: readonly string[];
  readonly gestures: readonly string[];
  /** The figure that the desk shows: its name, or a file. */
  readonly desk: string;
}

/** A form in which a specification is written down. */
export type Form = 'toml' | 'json';

export interface Described {
  readonly spec: Spec;
  readonly understood: readonly { readonly words: string; readonly field: string; readonly value: unknown }[];
  readonly assumed: readonly { readonly field: string; readonly value: unknown; readonly why: string }[];
  readonly ignored: readonly string[];
  readonly refused: readonly { readonly words: string; readonly why: string }[];
}

export type Fetch = (url: URL, init: RequestInit) => Promise<Response>;
const BASE = 'v1/studio/figures';

/** The workshop over HTTP. Throws `Refused`, or `TypeError` where the service isn't reached. */
export class StudioApi {
  constructor(
    private readonly base: URL,
    private readonly key: string,
    private readonly fetch: Fetch = (url, init) => globalThis.fetch(url, init),
  ) {}

  async overview(): Promise<Overview> {
    return (await this.json('')) as Overview;
  }

  async schema(): Promise<{ readonly schema: unknown; readonly tones: readonly string[] }> {
    return (await this.json('schema')) as { schema: unknown; tones: readonly string[] };
  }

  shipped(name: string): Promise<Spec> {
    return this.spec(`shipped/${encodeURIComponent(name)}`);
  }

  saved(name: string): Promise<Spec> {
    return this.spec(`saved/${encodeURIComponent(name)}`);
  }

  random(seed: number): Promise<Spec> {
    return this.spec('random', { method: 'POST', body: JSON.stringify({ seed }) });
  }

  async describe(text: string): Promise<Described> {
    const value = await this.json('describe', { method: 'POST', body: JSON.stringify({ text }) });
    if (!isTable(value) || !isSpec(value['spec'])) throw new TypeError('The answer is no description.');
    return value as unknown as Described;
  }

  /** The specification as TOML. */
  async toml(spec: Spec): Promise<string> {
    return (await this.send('toml', { method: 'POST', body: JSON.stringify(spec) })).text();
  }

  /** The specification that a file holds. */
  read(content: Blob, form: Form): Promise<Spec> {
    return this.spec(`read?form=${form}`, { method: 'POST', body: content });
  }

  /** Have a figure made, and hear how it stands. Aborting drops it. */
  build(spec: Spec, level: string, report: Lang | null, signal: AbortSignal): AsyncGenerator<Step> {
    return this.steps('builds', { spec, level, report }, signal);
  }

  publish(name: string, spec: Spec, { report, replace }: { report: Lang; replace: boolean }, signal: AbortSignal): AsyncGenerator<Step> {
    return this.steps(`published/${encodeURIComponent(name)}`, { spec, report, replace }, signal);
  }

  /** Let the desk show a figure from now on. */
  async turn(name: string): Promise<void> {
    await this.send('desk', { method: 'PUT', body: JSON.stringify({ name }) });
  }

  /** The file that a build has made. */
  async file(name: string, signal: AbortSignal): Promise<ArrayBuffer> {
    return (await this.send(`files/${encodeURIComponent(name)}`, { signal }, 'default')).arrayBuffer();
  }

  async performance(emotion: string, gesture: string | null): Promise<MotionDelta> {
    const asked = new URLSearchParams({ emotion, ...(gesture === null ? {} : { gesture }) });
    return (await this.json(`performance?${asked}`)) as unknown as MotionDelta;
  }

  async save(name: string, spec: Spec, replace: boolean): Promise<string> {
    const value = await this.json(`saved/${encodeURIComponent(name)}`, { method: 'PUT', body: JSON.stringify({ spec, replace }) });
    return isTable(value) && typeof value['name'] === 'string' ? value['name'] : name;
  }

  async delete(name: string): Promise<void> {
    await this.send(`saved/${encodeURIComponent(name)}`, { method: 'DELETE' });
  }

  private async spec(path: string, init: RequestInit = {}): Promise<Spec> {
    const value = await this.json(path, init);
    if (!isSpec(value)) throw new TypeError('The answer is no specification.');
    return value;
  }

  private async json(path: string, init: RequestInit = {}): Promise<unknown> {
    return (await this.send(path, init)).json();
  }

  private async *steps(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<Step> {
    const response = await this.send(path, { method: 'POST', body: JSON.stringify(body), signal });
    for await (const line of linesOf(response)) {
      const value: unknown = JSON.parse(line);
      if (!isTable(value)) throw new TypeError('The answer is no step.');
      if (value['state'] === 'failed') throw refusalOf(response.status, value);
      if (isStep(value)) yield value;
    }
  }

  private async send(path: string, init: RequestInit, cache: RequestCache = 'no-store'): Promise<Response> {
    const headers: Record<string, string> = { 'Content-Type': 'application/json' };
    if (this.key !== '') headers['Authorization'] = `Bearer ${this.key}`;
    const url = new URL(path === '' ? BASE : `${BASE}/${path}`, this.base);
    const response = await this.fetch(url, { ...init, headers, cache, credentials: 'omit' });
    if (!response.ok) throw refusalOf(response.status, await response.json().catch(() => null));
    return response;
  }
}

function refusalOf(status: number, body: unknown): Refused {
  const error = isTable(body) ? body['error'] : null;
  if (!isTable(error)) return new Refused(status, '');
  const text = (name: string): string | null => (typeof error[name] === 'string' ? error[name] : null);
  return new Refused(status, text('message') ?? '', text('param'), text('code') ?? '');
}
