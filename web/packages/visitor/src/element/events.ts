import type { Card, Lang } from '@qingzhi/protocol';
import type { PageState } from '../turns.ts';

/** What the figure is shown as: not yet, in 3D, drawn, or not at all. */
export type FigureLevel = 'waiting' | '3d' | 'drawn' | 'text';

/** Why a visit ended: the visitor's button, nobody there, or the page around. */
export type EndReason = 'visitor' | 'idle' | 'api';

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
