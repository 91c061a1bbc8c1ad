/**
 * Events of the realtime interface: names and shapes of the OpenAI Realtime API, and our own.
 *
 * Times are milliseconds. `audio_start_ms` and motion on the `audio` clock count from the first
 * sample of the item; the `conversation` clock counts from `session.created`.
 */

export type Lang = 'zh' | 'en';

// ── client → server ─────────────────────────────────────────────────────────────────────────

export interface AudioFormat {
  readonly type: 'audio/pcm';
  readonly rate: 16000 | 24000;
}

export interface SessionUpdate {
  readonly type: 'session.update';
  readonly session: {
    readonly type: 'realtime';
    readonly output_modalities?: readonly ('audio' | 'text')[];
    readonly audio?: { readonly output?: { readonly format?: AudioFormat; readonly voice?: string } };
    readonly qingzhi?: { readonly lang?: Lang; readonly events?: readonly string[] };
  };
}

export interface ConversationItemCreate {
  readonly type: 'conversation.item.create';
  readonly item: {
    readonly type: 'message';
    readonly role: 'user';
    readonly content: readonly [{ readonly type: 'input_text'; readonly text: string }];
  };
}

export interface ResponseCreate {
  readonly type: 'response.create';
  readonly response?: { readonly metadata?: Readonly<Record<string, string>> };
}

export interface ResponseCancel {
  readonly type: 'response.cancel';
  readonly response_id?: string;
}

/** Tells how much of an item was really heard. */
export interface ConversationItemTruncate {
  readonly type: 'conversation.item.truncate';
  readonly item_id: string;
  readonly content_index: number;
  readonly audio_end_ms: number;
}

export type ClientEvent =
  | SessionUpdate
  | ConversationItemCreate
  | ResponseCreate
  | ResponseCancel
  | ConversationItemTruncate;

// ── server → client ─────────────────────────────────────────────────────────────────────────

interface Base<T extends string> {
  readonly type: T;
  /** `event_` and the number of the event within its session, from 1. */
  readonly event_id: string;
}

/** Which part of which response an event belongs to. */
interface Part {
  readonly response_id: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly content_index: number;
}

export interface SessionInfo {
  readonly id: string;
  readonly qingzhi?: {
    readonly lang?: Lang | 'auto';
    readonly service?: { readonly id: string; readonly name: string };
    /** Token to resume with after a break, good for 30 s. */
    readonly resume_token?: string;
  };
}

export interface Item {
  readonly id: string;
  readonly type: string;
  readonly role?: 'user' | 'assistant' | 'system';
  readonly status?: string;
}

export type ResponseStatus = 'in_progress' | 'completed' | 'cancelled' | 'failed' | 'incomplete';

export interface ResponseInfo {
  readonly id: string;
  readonly status?: ResponseStatus;
  readonly metadata?: Readonly<Record<string, string>> | null;
}

export interface ErrorInfo {
  readonly type: string;
  readonly code: string | null;
  readonly message: string;
  readonly param: string | null;
  readonly event_id: string | null;
}

export interface EmotionInfo {
  readonly name: string;
  readonly strength: 'weak' | 'moderate' | 'strong';
  readonly vector: Readonly<Record<string, number>>;
}

/** One word: character span `[start, end)` of the clause's text, then its time on the item's clock. */
export type WordTime = readonly [charStart: number, charEnd: number, startMs: number, endMs: number];

export interface ClauseInfo {
  readonly id: string;
  readonly text: string;
  readonly lang: Lang;
  readonly act: string;
  readonly emotion: EmotionInfo;
  readonly audio_start_ms: number;
  readonly words: readonly WordTime[];
}

export type LayerName = 'idle' | 'speech' | 'reaction' | 'gaze';

export interface GazeTarget {
  readonly at: 'visitor' | 'screen' | 'away';
  readonly x: number;
  readonly y: number;
  readonly start_ms: number;
}

export interface Citation {
  readonly id: string;
  readonly title: string;
  readonly url?: string;
}

export interface Facet {
  readonly kind: string;
  readonly label: string;
  readonly lines: readonly string[];
}

export interface Card {
  readonly title: string;
  readonly facets: readonly Facet[];
  readonly citations?: readonly Citation[];
  readonly suggestions?: readonly string[];
  /** What the reader has to know about the card itself. */
  readonly note?: string;
}

export interface SessionEvent extends Base<'session.created' | 'session.updated'> {
  readonly session: SessionInfo;
}
export interface ItemEvent extends Base<'conversation.item.added' | 'conversation.item.done'> {
  readonly item: Item;
}
export interface ItemTruncated extends Base<'conversation.item.truncated'> {
  readonly item_id: string;
  readonly content_index: number;
  readonly audio_end_ms: number;
}
export interface ResponseEvent extends Base<'response.created' | 'response.done'> {
  readonly response: ResponseInfo;
}
export interface OutputItemEvent
  extends Base<'response.output_item.added' | 'response.output_item.done'> {
  readonly response_id: string;
  readonly output_index: number;
  readonly item: Item;
}
export interface ContentPartEvent
  extends Base<'response.content_part.added' | 'response.content_part.done'>,
    Part {}
export interface TranscriptDelta extends Base<'response.output_audio_transcript.delta'>, Part {
  readonly delta: string;
}
export interface TranscriptDone extends Base<'response.output_audio_transcript.done'>, Part {
  readonly transcript: string;
}
/** `delta` is base64 of PCM16, little endian, mono, at the session's rate. */
export interface AudioDelta extends Base<'response.output_audio.delta'>, Part {
  readonly delta: string;
}
export interface AudioDone extends Base<'response.output_audio.done'>, Part {}
export interface ErrorEvent extends Base<'error'> {
  readonly error: ErrorInfo;
}

/** Sent before the first sound of the clause. */
export interface ClauseEvent extends Base<'qingzhi.clause'> {
  readonly response_id: string;
  readonly item_id: string;
  readonly clause: ClauseInfo;
}

/**
 * A segment of one motion layer. `face`: base64 uint8 [frames, 52], value/255. `bones`: base64
 * int16 LE [frames, bone_names, 4], value/32767. `hips`: base64 int16 LE [frames, 3], 0.1 mm.
 * `face_mask` holds the columns of `face` that the layer owns; empty: all.
 */
export interface MotionDelta extends Base<'response.motion.delta'> {
  readonly response_id: string;
  readonly item_id: string;
  readonly layer: LayerName;
  readonly clock: 'audio' | 'conversation';
  readonly start_ms: number;
  readonly fps: number;
  readonly fade_ms: number;
  readonly frames: number;
  readonly face: string | null;
  readonly face_mask: readonly number[];
  readonly bone_names: readonly string[];
  readonly bones: string | null;
  readonly hips: string | null;
  readonly gaze: readonly GazeTarget[];
}

export interface EmotionEvent extends Base<'response.emotion'> {
  readonly response_id: string;
  /** Whose emotion: the visitor's as perceived, or the figure's as shown. */
  readonly of: 'visitor' | 'figure';
  readonly clause_id: string;
  readonly confidence: number;
  readonly emotion: EmotionInfo;
}
export interface CitationEvent extends Base<'response.citation'> {
  readonly response_id: string;
  readonly citations: readonly Citation[];
}
export interface CardEvent extends Base<'response.card'> {
  readonly response_id: string;
  readonly card: Card;
}
export interface NoticeEvent extends Base<'session.notice'> {
  readonly level: 'info' | 'warning' | 'error';
  readonly code: string;
  readonly message: string;
}

export type ServerEvent =
  | SessionEvent
  | ItemEvent
  | ItemTruncated
  | ResponseEvent
  | OutputItemEvent
  | ContentPartEvent
  | TranscriptDelta
  | TranscriptDone
  | AudioDelta
  | AudioDone
  | ErrorEvent
  | ClauseEvent
  | MotionDelta
  | EmotionEvent
  | CitationEvent
  | CardEvent
  | NoticeEvent;

export type ServerEventType = ServerEvent['type'];

/** The event that carries the name `T`. */
export type EventOf<T extends ServerEventType, E = ServerEvent> = E extends { readonly type: infer N }
  ? T extends N
    ? E
    : never
  : never;

const TYPES: ReadonlySet<string> = new Set<ServerEventType>([
  'session.created',
  'session.updated',
  'conversation.item.added',
  'conversation.item.done',
  'conversation.item.truncated',
  'response.created',
  'response.done',
  'response.output_item.added',
  'response.output_item.done',
  'response.content_part.added',
  'response.content_part.done',
  'response.output_audio_transcript.delta',
  'response.output_audio_transcript.done',
  'response.output_audio.delta',
  'response.output_audio.done',
  'error',
  'qingzhi.clause',
  'response.motion.delta',
  'response.emotion',
  'response.citation',
  'response.card',
  'session.notice',
]);

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
