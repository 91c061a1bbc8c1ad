/** What the desk knows of the people who want a person: docs/handover.md. Times are milliseconds since 1970. */

export interface Person {
  readonly name: string;
  readonly phone: string;
}

interface Entry {
  readonly id: string;
  readonly lang: string;
  /** `none`, `low`, `medium`, `high`. */
  readonly urgency: string;
  /** A kind of care, or `''`. */
  readonly need: string;
  readonly name: string;
  readonly phone: string;
  readonly note: string;
  readonly contact: Person | null;
}

export interface Waiting extends Entry {
  readonly position: number;
  readonly since: number;
  readonly audience: string;
}

export interface Line {
  /** From 1, through the whole conversation: the oldest are not kept. */
  readonly number: number;
  readonly by: 'staff' | 'visitor';
  readonly text: string;
  readonly at: number;
}

export interface Taken extends Entry {
  readonly since: number;
  readonly audience: string;
  /** Whether the visitor's connection stands. */
  readonly here: boolean;
  readonly lines: readonly Line[];
}

export interface Callback extends Entry {
  readonly at: number;
}

export interface Board {
  /** The number of this state. */
  readonly seq: number;
  readonly waiting: readonly Waiting[];
  readonly taken: readonly Taken[];
  readonly callbacks: readonly Callback[];
  /** What could not be read, and is shown empty. */
  readonly failed: readonly string[];
}

/** Whether an answer of the service is a board: its shape is the service's to keep. */
export function isBoard(value: unknown): value is Board {
  if (typeof value !== 'object' || value === null) return false;
  const lists = ['waiting', 'taken', 'callbacks', 'failed'].every((name) => Array.isArray(Reflect.get(value, name)));
  return lists && typeof Reflect.get(value, 'seq') === 'number';
}
