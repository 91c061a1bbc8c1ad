import type { Card, HandoverState, Lang } from '@qingzhi/protocol';
import type { PageState } from '../turns.ts';

/** What the figure is shown as: not yet, in 3D, drawn, or not at all. */
export type FigureLevel = 'waiting' | '3d' | 'drawn' | 'text';

/** Why a visit ended: the visitor's button, nobody there, the page around, or the service. */
export type EndReason = 'visitor' | 'idle' | 'api' | 'service';

/** Details of the events that `<qingzhi-human>` gives off, by their names. */
export interface HumanEvents {
  /** A session is open; questions can be asked. */
  'qingzhi-ready': { readonly service: string; readonly lang: Lang };
  'qingzhi-state': { readonly state: PageState; readonly before: PageState };
  'qingzhi-language': { readonly lang: Lang };
  'qingzhi-figure': { readonly level: FigureLevel };
  'qingzhi-question': { readonly text: string };
  /** An answer is complete. */
  'qingzhi-answer': { readonly response: string; readonly text: string; readonly lang: string };
  /** A clause has come, or begins to be heard: what an interpreter into sign language needs. */
  'qingzhi-clause': {
    readonly phase: 'coming' | 'heard';
    readonly id: string;
    readonly text: string;
    /** As the service names it: `zh`, `en`. */
    readonly lang: string;
    /** Character span `[from, to)` of each word, and its time in milliseconds from the clause's beginning. */
    readonly words: readonly (readonly [from: number, to: number, start: number, end: number])[];
    /** `null`: there are no times yet. */
    readonly duration_ms: number | null;
  };
  /** The clause `id` as signs of the sign language `language` (BCP 47), where the service has an interpreter. */
  'qingzhi-sign': { readonly id: string; readonly language: string; readonly gloss: readonly string[] };
  /** The wish for a person stands otherwise. */
  'qingzhi-handover': { readonly state: HandoverState['state'] };
  'qingzhi-card': { readonly response: string; readonly card: Card };
  'qingzhi-end': { readonly reason: EndReason };
  /** `message` is in the visitor's language. */
  'qingzhi-error': { readonly code: string; readonly message: string };
}

export type HumanEventName = keyof HumanEvents;
export type Emit = <K extends HumanEventName>(name: K, detail: HumanEvents[K]) => void;

/** The event, which crosses shadow roots and bubbles to the page. */
export function humanEvent<K extends HumanEventName>(name: K, detail: HumanEvents[K]): CustomEvent<HumanEvents[K]> {
  return new CustomEvent(name, { detail, bubbles: true, composed: true });
}
