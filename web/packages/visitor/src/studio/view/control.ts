import type { Lang } from '@qingzhi/protocol';
import type { Field } from '../fields.ts';
import type { Spec, Value } from '../state/spec.ts';
import { type StudioKey, wordFor } from '../words.ts';

/** What is to stand at some paths. */
export type Edits = readonly (readonly [path: string, value: Value])[];

/** A change by hand. `mark` names what is being moved, while it moves. */
export type Change = (edits: Edits, mark: string | null) => void;

/** Something on the page with which a field is chosen. */
export interface Control {
  readonly element: HTMLElement;
  /** Show what a specification says, in a language. */
  show(spec: Spec, lang: Lang): void;
}

/** The name of a field's message. */
export function labelOf({ path, label }: Field): StudioKey {
  return wordFor(`field.${label ?? path}`);
}

let made = 0;

/** An id that no other element of the page has. */
export function freshId(prefix: string): string {
  made += 1;
  return `${prefix}-${made}`;
}
