/**
 * Events of the realtime interface: names and shapes of the OpenAI Realtime API, and our own.
 *
 * The shapes come from the server's own definitions (`generated.ts`). Times are milliseconds.
 * `audio_start_ms` and motion on the `audio` clock count from the first sample of the item; the
 * `conversation` clock counts from `session.created`.
 */

import { type ClauseInfo, type ServerEvent, SERVER_EVENT_TYPES } from './generated.ts';

export type {
  CardInfo as Card,
  CitationInfo as Citation,
  ClauseInfo,
  ClientEvent,
  Contact,
  FacetInfo as Facet,
  GazeInfo as GazeTarget,
  HandoverRequest,
  HandoverSaid,
  HandoverState,
  Help,
  HelpNumber,
  MotionDelta,
  Notice as NoticeEvent,
  Past,
  ServerEvent,
  Session,
  SignEvent,
} from './generated.ts';

/** The languages of the page. */
export type Lang = 'zh' | 'en';

/** One word: character span `[start, end)` of the clause's text, then its time on the item's clock. */
export type WordTime = ClauseInfo['words'][number];

export type ServerEventType = ServerEvent['type'];

/** The event that carries the name `T`. */
export type EventOf<T extends ServerEventType> = Extract<ServerEvent, { readonly type: T }>;

const TYPES: ReadonlySet<string> = new Set(SERVER_EVENT_TYPES);

/** Read one message; `null` for what is no event or an event that this client does not know. */
export function parseEvent(data: string): ServerEvent | null {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return null;
  }
  return isServerEvent(value) ? value : null;
}

function isServerEvent(value: unknown): value is ServerEvent {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    TYPES.has(value.type)
  );
}
