import { isTable } from './spec.ts';

export interface Fault {
  readonly code: string;
  readonly severity: 'error' | 'info' | 'warning';
  readonly where: string;
  readonly clause: string;
  readonly hint: string;
}

export interface Report {
  readonly ok: boolean;
  readonly faults: readonly Fault[];
  readonly measured: Readonly<Record<string, unknown>>;
}

export interface Facts {
  readonly bytes: number;
  readonly triangles: number | null;
  readonly height_cm: number | null;
  readonly cpu_s: number | null;
}

/** How a figure that was asked for stands. */
export interface Step {
  readonly state: 'making' | 'ready' | 'waiting';
  readonly progress: number;
  /** The name of the file, once it is there. */
  readonly file: string | null;
  readonly facts: Facts | null;
  readonly report: Report | null;
  /** Why it may not be published; `null`: it may. */
  readonly refusal: string | null;
}

/** Whether a line of the service is a step. */
export function isStep(value: unknown): value is Step {
  return isTable(value) && typeof value['state'] === 'string' && typeof value['progress'] === 'number';
}

/** The lines of an answer, as they come. */
export async function* linesOf(response: Response): AsyncGenerator<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || value === undefined) break;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line !== '');
  }
  if (rest !== '') yield rest;
}
