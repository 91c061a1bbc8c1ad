// Written by `python -m qingzhi.io.typescript`; change src/qingzhi/io/events.py instead.

export interface AudioFormatPatch {
  readonly type?: string;
  readonly rate?: number;
}

export interface VoiceId {
  readonly id: string;
}

export interface AudioOutputPatch {
  readonly format?: AudioFormatPatch | string | null;
  readonly voice?: string | VoiceId | null;
  readonly speed?: number | null;
}

export interface AudioPatch {
  readonly output?: AudioOutputPatch | null;
  readonly input?: Readonly<Record<string, unknown>> | null;
}

export interface Past {
  readonly visits?: number;
  readonly minutes?: number;
  readonly late?: number;
  readonly today?: number;
}

export interface ExtensionsPatch {
  readonly events?: readonly string[] | null;
  readonly lang?: 'auto' | 'en' | 'zh' | null;
  readonly audience?: 'adult' | 'elder' | 'minor' | null;
  readonly declared_by?: '' | 'guardian' | 'self' | null;
  readonly region?: string | null;
  readonly past?: Past | null;
  readonly style?: 'auto' | 'care' | 'children' | 'counselling' | 'daily' | 'entertainment' | 'formal' | 'tutoring' | null;
}

export interface SessionPatch {
  readonly type?: string;
  readonly output_modalities?: readonly ('audio' | 'text')[] | null;
  readonly audio?: AudioPatch | null;
  readonly instructions?: string | null;
  readonly qingzhi?: ExtensionsPatch | null;
}

export interface SessionUpdate {
  readonly type: 'session.update';
  readonly event_id?: string | null;
  readonly session: SessionPatch;
}

export interface Content {
  readonly type: string;
  readonly text?: string | null;
  readonly audio?: string | null;
  readonly transcript?: string | null;
  readonly image_url?: string | null;
}

export interface Item {
  readonly type?: string;
  readonly id?: string;
  readonly object?: 'realtime.item';
  readonly role?: string;
  readonly status?: 'completed' | 'in_progress' | 'incomplete';
  readonly content?: readonly Content[];
}

export interface ItemCreate {
  readonly type: 'conversation.item.create';
  readonly event_id?: string | null;
  readonly item: Item;
  readonly previous_item_id?: string | null;
}

export interface ItemTruncate {
  readonly type: 'conversation.item.truncate';
  readonly event_id?: string | null;
  readonly item_id: string;
  readonly audio_end_ms: number;
  readonly content_index?: number;
}

export interface ItemDelete {
  readonly type: 'conversation.item.delete';
  readonly event_id?: string | null;
  readonly item_id: string;
}

export interface ItemRetrieve {
  readonly type: 'conversation.item.retrieve';
  readonly event_id?: string | null;
  readonly item_id: string;
}

export interface ResponseOptions {
  readonly output_modalities?: readonly ('audio' | 'text')[] | null;
  readonly metadata?: Readonly<Record<string, string>> | null;
  readonly instructions?: string | null;
  readonly input?: readonly Item[] | null;
  readonly conversation?: string | null;
}

export interface ResponseCreate {
  readonly type: 'response.create';
  readonly event_id?: string | null;
  readonly response?: ResponseOptions | null;
}

export interface ResponseCancel {
  readonly type: 'response.cancel';
  readonly event_id?: string | null;
  readonly response_id?: string | null;
}

export interface AudioAppend {
  readonly type: 'input_audio_buffer.append';
  readonly event_id?: string | null;
  readonly audio: string;
}

export interface AudioCommit {
  readonly type: 'input_audio_buffer.commit';
  readonly event_id?: string | null;
}

export interface AudioClear {
  readonly type: 'input_audio_buffer.clear';
  readonly event_id?: string | null;
}

export interface OutputClear {
  readonly type: 'output_audio_buffer.clear';
  readonly event_id?: string | null;
}

export interface ResponseFeedback {
  readonly type: 'response.feedback';
  readonly event_id?: string | null;
  readonly response_id: string;
  readonly rating: 'down' | 'up';
  readonly reason?: 'impolite' | 'incomplete' | 'not_understood' | 'other' | 'outdated' | 'too_long' | 'unclear' | 'wrong' | null;
}

export interface SessionEnd {
  readonly type: 'session.end';
  readonly event_id?: string | null;
}

export interface Contact {
  readonly name: string;
  readonly phone: string;
}

export interface HandoverRequest {
  readonly type: 'handover.request';
  readonly event_id?: string | null;
  readonly kind: 'callback' | 'contact' | 'queue';
  readonly phone?: string;
  readonly name?: string;
  readonly note?: string;
  readonly contact?: Contact | null;
  readonly consent?: boolean;
}

export interface HandoverMessage {
  readonly type: 'handover.message';
  readonly event_id?: string | null;
  readonly text: string;
}

export interface HandoverCancel {
  readonly type: 'handover.cancel';
  readonly event_id?: string | null;
  readonly kind?: 'callback' | 'queue';
}

export interface MotionDrive {
  readonly type: 'motion.drive';
  readonly event_id?: string | null;
  readonly time_ms: number;
  readonly face?: Readonly<Record<string, number>>;
  readonly bones?: Readonly<Record<string, readonly [number, number, number, number]>>;
  readonly hips?: readonly [number, number, number] | null;
  readonly space?: 'vrm0' | 'vrm1';
  readonly mouth?: boolean;
}

export interface AudioFormat {
  readonly type: 'audio/pcm';
  readonly rate: 16000 | 24000;
}

export interface AudioInput {
  readonly format: AudioFormat;
  readonly transcription: Readonly<Record<string, unknown>> | null;
  readonly noise_reduction: Readonly<Record<string, unknown>> | null;
  readonly turn_detection: Readonly<Record<string, unknown>> | null;
}

export interface AudioOutput {
  readonly format: AudioFormat;
  readonly voice: string;
  readonly speed: number;
}

export interface Audio {
  readonly input: AudioInput;
  readonly output: AudioOutput;
}

export interface Extensions {
  readonly events: readonly string[];
  readonly lang: 'auto' | 'en' | 'zh';
  readonly audience: 'adult' | 'elder' | 'minor';
  readonly declared_by: '' | 'guardian' | 'self' | 'suspected';
  readonly profile: 'companion' | 'service';
  readonly region: string;
  readonly ends_in_s: number | null;
  readonly callback_days: number;
  readonly resume_token: string;
  readonly style: 'auto' | 'care' | 'children' | 'counselling' | 'daily' | 'entertainment' | 'formal' | 'tutoring';
}

export interface Session {
  readonly id: string;
  readonly model: string;
  readonly type: 'realtime';
  readonly object: 'realtime.session';
  readonly output_modalities: readonly string[];
  readonly audio: Audio;
  readonly instructions: string;
  readonly tools: readonly Readonly<Record<string, unknown>>[];
  readonly tool_choice: string;
  readonly max_output_tokens: number | 'inf';
  readonly qingzhi: Extensions;
}

export interface SessionCreated {
  readonly type: 'session.created';
  readonly event_id: string;
  readonly session: Session;
}

export interface SessionUpdated {
  readonly type: 'session.updated';
  readonly event_id: string;
  readonly session: Session;
}

export interface ItemAdded {
  readonly type: 'conversation.item.added';
  readonly event_id: string;
  readonly item: Item;
  readonly previous_item_id: string | null;
}

export interface ItemDone {
  readonly type: 'conversation.item.done';
  readonly event_id: string;
  readonly item: Item;
  readonly previous_item_id: string | null;
}

export interface ItemRetrieved {
  readonly type: 'conversation.item.retrieved';
  readonly event_id: string;
  readonly item: Item;
}

export interface ItemDeleted {
  readonly type: 'conversation.item.deleted';
  readonly event_id: string;
  readonly item_id: string;
}

export interface ItemTruncated {
  readonly type: 'conversation.item.truncated';
  readonly event_id: string;
  readonly item_id: string;
  readonly audio_end_ms: number;
  readonly content_index: number;
}

export interface InputCleared {
  readonly type: 'input_audio_buffer.cleared';
  readonly event_id: string;
}

export interface StatusDetails {
  readonly type: string;
  readonly reason?: string | null;
  readonly error?: Readonly<Record<string, string>> | null;
}

export interface Usage {
  readonly total_tokens: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
}

export interface Response {
  readonly id: string;
  readonly object: 'realtime.response';
  readonly status: 'cancelled' | 'completed' | 'failed' | 'in_progress' | 'incomplete';
  readonly status_details: StatusDetails | null;
  readonly output: readonly Item[];
  readonly conversation_id: string | null;
  readonly output_modalities: readonly string[];
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly usage: Usage | null;
}

export interface ResponseCreated {
  readonly type: 'response.created';
  readonly event_id: string;
  readonly response: Response;
}

export interface ResponseDone {
  readonly type: 'response.done';
  readonly event_id: string;
  readonly response: Response;
}

export interface OutputItemAdded {
  readonly type: 'response.output_item.added';
  readonly event_id: string;
  readonly response_id: string;
  readonly item: Item;
  readonly output_index: number;
}

export interface OutputItemDone {
  readonly type: 'response.output_item.done';
  readonly event_id: string;
  readonly response_id: string;
  readonly item: Item;
  readonly output_index: number;
}

export interface ContentPart {
  readonly type: string;
  readonly transcript?: string | null;
  readonly text?: string | null;
}

export interface PartAdded {
  readonly type: 'response.content_part.added';
  readonly event_id: string;
  readonly response_id: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly content_index: number;
  readonly part: ContentPart;
}

export interface PartDone {
  readonly type: 'response.content_part.done';
  readonly event_id: string;
  readonly response_id: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly content_index: number;
  readonly part: ContentPart;
}

export interface AudioDelta {
  readonly type: 'response.output_audio.delta';
  readonly event_id: string;
  readonly response_id: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly content_index: number;
  readonly delta: string;
}

export interface AudioDone {
  readonly type: 'response.output_audio.done';
  readonly event_id: string;
  readonly response_id: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly content_index: number;
}

export interface TranscriptDelta {
  readonly type: 'response.output_audio_transcript.delta';
  readonly event_id: string;
  readonly response_id: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly content_index: number;
  readonly delta: string;
}

export interface TranscriptDone {
  readonly type: 'response.output_audio_transcript.done';
  readonly event_id: string;
  readonly response_id: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly content_index: number;
  readonly transcript: string;
}

export interface TextDelta {
  readonly type: 'response.output_text.delta';
  readonly event_id: string;
  readonly response_id: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly content_index: number;
  readonly delta: string;
}

export interface TextDone {
  readonly type: 'response.output_text.done';
  readonly event_id: string;
  readonly response_id: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly content_index: number;
  readonly text: string;
}

export interface ErrorDetail {
  readonly type: string;
  readonly code: string;
  readonly message: string;
  readonly param: string | null;
  readonly event_id: string | null;
}

export interface Error {
  readonly type: 'error';
  readonly event_id: string;
  readonly error: ErrorDetail;
}

export interface Felt {
  readonly name: string;
  readonly strength: string;
  readonly vector: Readonly<Record<string, number>>;
}

export interface ClauseInfo {
  readonly id: string;
  readonly text: string;
  readonly lang: string;
  readonly act: string;
  readonly stance: string;
  readonly emotion: Felt;
  readonly audio_start_ms: number;
  readonly words: readonly (readonly [number, number, number, number])[];
  readonly sources: readonly string[];
  readonly target: string | null;
}

export interface ClauseEvent {
  readonly type: 'qingzhi.clause';
  readonly event_id: string;
  readonly response_id: string;
  readonly item_id: string;
  readonly clause: ClauseInfo;
}

export interface EmotionEvent {
  readonly type: 'response.emotion';
  readonly event_id: string;
  readonly response_id: string;
  readonly of: 'figure' | 'visitor';
  readonly emotion: Felt;
  readonly clause_id: string;
  readonly confidence: number;
}

export interface CitationInfo {
  readonly id: string;
  readonly title: string;
  readonly url: string;
}

export interface CitationEvent {
  readonly type: 'response.citation';
  readonly event_id: string;
  readonly response_id: string;
  readonly citations: readonly CitationInfo[];
}

export interface FacetInfo {
  readonly kind: string;
  readonly label: string;
  readonly lines: readonly string[];
}

export interface CardInfo {
  readonly title: string;
  readonly facets: readonly FacetInfo[];
  readonly citations: readonly CitationInfo[];
  readonly suggestions: readonly string[];
  readonly note: string;
  readonly focus: readonly string[];
}

export interface CardEvent {
  readonly type: 'response.card';
  readonly event_id: string;
  readonly response_id: string;
  readonly card: CardInfo;
}

export interface GazeInfo {
  readonly at: string;
  readonly x: number;
  readonly y: number;
  readonly start_ms: number;
}

export interface MotionDelta {
  readonly type: 'response.motion.delta';
  readonly event_id: string;
  readonly response_id: string;
  readonly item_id: string;
  readonly layer: string;
  readonly clock: string;
  readonly start_ms: number;
  readonly fps: number;
  readonly fade_ms: number;
  readonly frames: number;
  readonly face: string | null;
  readonly face_mask: readonly number[];
  readonly bone_names: readonly string[];
  readonly bones: string | null;
  readonly hips: string | null;
  readonly gaze: readonly GazeInfo[];
  readonly generation: number;
}

export interface Notice {
  readonly type: 'session.notice';
  readonly event_id: string;
  readonly level: 'info' | 'warning';
  readonly code: string;
  readonly message: string;
}

export interface SignEvent {
  readonly type: 'response.sign';
  readonly event_id: string;
  readonly response_id: string;
  readonly item_id: string;
  readonly clause_id: string;
  readonly text: string;
  readonly lang: string;
  readonly audio_start_ms: number;
  readonly language: string;
  readonly gloss: readonly string[];
}

export interface HelpNumber {
  readonly call: string;
  readonly name: string;
  readonly hours?: string;
  readonly sms?: string;
}

export interface Help {
  readonly type: 'response.help';
  readonly event_id: string;
  readonly response_id: string;
  readonly kind: string;
  readonly level: 'high' | 'low' | 'medium';
  readonly title: string;
  readonly numbers: readonly HelpNumber[];
  readonly offers: readonly ('callback' | 'contact' | 'queue')[];
}

export interface HandoverState {
  readonly type: 'handover.state';
  readonly event_id: string;
  readonly state: 'cancelled' | 'closed' | 'done' | 'noted' | 'refused' | 'taken' | 'waiting';
  readonly kind: 'callback' | 'queue';
  readonly message: string;
  readonly position: number | null;
  readonly wait_s: number | null;
}

export interface HandoverSaid {
  readonly type: 'handover.said';
  readonly event_id: string;
  readonly text: string;
  readonly at: number;
}

export interface FeedbackStored {
  readonly type: 'response.feedback.stored';
  readonly event_id: string;
  readonly response_id: string;
  readonly rating: 'down' | 'up';
  readonly reason: 'impolite' | 'incomplete' | 'not_understood' | 'other' | 'outdated' | 'too_long' | 'unclear' | 'wrong' | null;
}

export interface SessionEnded {
  readonly type: 'session.ended';
  readonly event_id: string;
}

export type ClientEvent =
  | SessionUpdate
  | ItemCreate
  | ItemTruncate
  | ItemDelete
  | ItemRetrieve
  | ResponseCreate
  | ResponseCancel
  | AudioAppend
  | AudioCommit
  | AudioClear
  | OutputClear
  | ResponseFeedback
  | SessionEnd
  | HandoverRequest
  | HandoverMessage
  | HandoverCancel
  | MotionDrive;

export type ServerEvent =
  | SessionCreated
  | SessionUpdated
  | ItemAdded
  | ItemDone
  | ItemRetrieved
  | ItemDeleted
  | ItemTruncated
  | InputCleared
  | ResponseCreated
  | ResponseDone
  | OutputItemAdded
  | OutputItemDone
  | PartAdded
  | PartDone
  | AudioDelta
  | AudioDone
  | TranscriptDelta
  | TranscriptDone
  | TextDelta
  | TextDone
  | Error
  | ClauseEvent
  | EmotionEvent
  | CitationEvent
  | CardEvent
  | MotionDelta
  | Notice
  | SignEvent
  | Help
  | HandoverState
  | HandoverSaid
  | FeedbackStored
  | SessionEnded;

export const SERVER_EVENT_TYPES = [
  'session.created',
  'session.updated',
  'conversation.item.added',
  'conversation.item.done',
  'conversation.item.retrieved',
  'conversation.item.deleted',
  'conversation.item.truncated',
  'input_audio_buffer.cleared',
  'response.created',
  'response.done',
  'response.output_item.added',
  'response.output_item.done',
  'response.content_part.added',
  'response.content_part.done',
  'response.output_audio.delta',
  'response.output_audio.done',
  'response.output_audio_transcript.delta',
  'response.output_audio_transcript.done',
  'response.output_text.delta',
  'response.output_text.done',
  'error',
  'qingzhi.clause',
  'response.emotion',
  'response.citation',
  'response.card',
  'response.motion.delta',
  'session.notice',
  'response.sign',
  'response.help',
  'handover.state',
  'handover.said',
  'response.feedback.stored',
  'session.ended',
] as const;
