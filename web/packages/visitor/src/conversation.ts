import { type AudioTime, type Mixer, type VoicePlayer, segmentOf } from '@qingzhi/avatar';
import type { Card, Citation, ClauseInfo, Help, Lang, LinkState, NoticeEvent, RealtimeClient, Session, SignEvent } from '@qingzhi/protocol';
import type { Rating, Reason } from './answer/feedback.ts';
import { type Caption, Captions } from './captions.ts';
import type { Company } from './company.ts';
import { reset } from './conversation-clock.ts';
import { Recent } from './recent.ts';
import { type PageState, Turns } from './turns.ts';
import type { Wishes } from './wishes.ts';

/** Who shows the conversation. */
export interface Audience {
  asked(text: string): void;
  /** `lang` as the server names it. */
  speaks(response: string, lang: string): void;
  answered(response: string, text: string): void;
  showCard(response: string, card: Card): void;
  showSources(response: string, citations: readonly Citation[]): void;
  /** Whom somebody in need can call. */
  showHelp(help: Help): void;
  /** The answer holds something back: its reason can be asked for. */
  refused(response: string): void;
  /** A clause has come; its sound follows. */
  clause(response: string, clause: ClauseInfo): void;
  /** A clause as signs, where the desk has an interpreter. */
  sign(event: SignEvent): void;
  /** The service says how it takes the session. */
  settled(session: Session): void;
  /** The answer is complete. */
  completed(response: string): void;
  stopped(response: string): void;
  failed(): void;
  notice(event: NoticeEvent): void;
  /** The service has ended the visit. */
  dismissed(): void;
}

/** Items whose clauses and motion are kept: the one being heard, what may follow, and a few for safety. */
const KEPT_ITEMS = 8;
/** What marks a response that is motion only. */
const INVITATION = 'attract';
/** Errors about something else than a question. */
const BESIDE: ReadonlySet<string> = new Set(['audience_kept', 'feedback_not_stored', 'handover_unavailable', 'too_fast']);
/** What marks a clause that stands for one that was held back. */
const REFUSAL = 'refuse';

/** Ties the connection, the voice and the motion of one visitor together. */
export class Conversation {
  private readonly captions = new Captions();
  private readonly turns = new Turns();
  /** Which response an item belongs to. */
  private readonly items = new Map<string, string>();
  private readonly recent = new Recent(KEPT_ITEMS);
  private latestItem: string | null = null;
  /** A visitor is here; until then the figure waits. */
  private present = false;
  private greeted = false;
  private opening: string | null = null;
  private player: VoicePlayer | null = null;

  constructor(
    private readonly client: RealtimeClient,
    private readonly audience: Audience,
    private readonly mixer: Mixer,
    private readonly wishes: () => Wishes,
  ) {
    this.listenToAnswers();
    this.listenToSound();
    this.listenToSession();
  }

  useVoice(player: VoicePlayer): void {
    this.player = player;
  }

  /** The client has a session: a new one, or the old one again after a break. */
  begin(resumed: boolean): void {
    if (!resumed) this.renew();
    if (this.present) this.greet();
  }

  /** A visitor is here: greet them, or ask what they came with, as soon as there is a session. */
  welcome(question: string | null): void {
    this.present = true;
    this.opening = question;
    if (this.client.link === 'open') this.greet();
  }

  /** Nobody is here: have the figure invite somebody, without a word. `false` when there is no connection. */
  invite(): boolean {
    return this.client.send({ type: 'response.create', response: { metadata: { qingzhi: INVITATION } } });
  }

  speak(lang: Lang): void {
    this.configure({ lang });
  }

  /** Somebody else sits here, or says what they are. */
  keepCompany({ audience, declaredBy }: Company): void {
    // What the service suspects is not the visitor's to say.
    if (declaredBy !== 'suspected') this.configure({ audience, declared_by: declaredBy });
  }

  /** Ask; whatever is being said ends first. `false` when there is no connection. */
  ask(text: string): boolean {
    if (this.client.link !== 'open') return false;
    if (this.turns.busy || this.audible()) this.end(false);
    this.audience.asked(text);
    this.turns.ask();
    this.client.send({
      type: 'conversation.item.create',
      item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
    });
    this.client.send({ type: 'response.create' });
    return true;
  }

  /** Silence, at once. */
  stop(): void {
    this.end(true);
  }

  rate(response: string, rating: Rating, reason: Reason | null): void {
    this.client.send({ type: 'response.feedback', response_id: response, rating, reason });
  }

  /** The visit is over: fall silent. */
  leave(): void {
    this.player?.stop();
    this.mixer.cut(now());
  }

  state(link: LinkState): PageState {
    const canSound = this.player !== null && !this.player.suspended;
    return this.turns.state({ connected: link === 'open', audible: this.audible(), canSound });
  }

  /** What is being heard, if anything. */
  heard(): AudioTime | null {
    return this.player?.heard() ?? null;
  }

  /** The subtitle for this moment; `null` when nothing is being said. */
  caption(): Caption | null {
    const heard = this.heard();
    if (heard?.playing && this.counts(heard.item)) return this.captions.at(heard.item, heard.seconds);
    const waiting = this.player === null || this.player.suspended;
    if (!waiting || this.latestItem === null || !this.counts(this.latestItem)) return null;
    return this.captions.unspoken(this.latestItem);
  }

  /** The pose of the figure now, in step with what is heard. */
  pose(wall = now()): ReturnType<Mixer['at']> {
    const heard = this.heard();
    if (heard?.playing) this.mixer.times.hear(heard.item, heard.seconds, wall);
    return this.mixer.at(wall);
  }

  private renew(): void {
    this.turns.reset();
    if (this.latestItem !== null) this.player?.end(this.latestItem);
    this.mixer.times.begin(now());
    this.configure(this.wishes());
  }

  private greet(): void {
    if (this.greeted) return;
    this.greeted = true;
    if (this.opening !== null) {
      this.ask(this.opening);
      return;
    }
    this.turns.ask();
    this.client.send({ type: 'response.create', response: { metadata: { qingzhi: 'greeting' } } });
  }

  private listenToAnswers(): void {
    this.client
      .on('response.created', ({ response }) => {
        if (response.metadata?.['qingzhi'] !== INVITATION) this.turns.created(response.id);
      })
      .on('response.done', ({ response }) => {
        if (response.status === 'failed' && this.turns.wanted(response.id)) this.audience.failed();
        if (response.status === 'completed' && this.turns.wanted(response.id)) this.audience.completed(response.id);
        this.turns.done(response.id);
      })
      .on('response.output_audio_transcript.delta', (event) => {
        if (!this.turns.wanted(event.response_id)) return;
        this.turns.progress();
        this.audience.answered(event.response_id, event.delta);
      })
      .on('response.card', ({ response_id, card }) => {
        if (this.turns.wanted(response_id)) this.audience.showCard(response_id, card);
      })
      .on('response.help', (help) => {
        if (this.turns.wanted(help.response_id)) this.audience.showHelp(help);
      })
      .on('response.citation', ({ response_id, citations }) => {
        if (this.turns.wanted(response_id)) this.audience.showSources(response_id, citations);
      });
  }

  private listenToSound(): void {
    this.client
      .on('qingzhi.clause', ({ response_id, item_id, clause }) => {
        if (!this.turns.wanted(response_id)) return;
        this.note(response_id, item_id);
        this.captions.add(item_id, clause);
        this.audience.speaks(response_id, clause.lang);
        this.audience.clause(response_id, clause);
        if (clause.act === REFUSAL) this.audience.refused(response_id);
      })
      .on('response.sign', (event) => {
        if (this.turns.wanted(event.response_id)) this.audience.sign(event);
      })
      .on('response.output_audio.delta', ({ response_id, item_id, delta }) => {
        if (!this.turns.wanted(response_id)) return;
        this.note(response_id, item_id);
        this.player?.push(item_id, delta);
      })
      .on('response.output_audio.done', ({ item_id }) => this.player?.end(item_id))
      .on('response.motion.delta', (event) => {
        if (event.clock === 'audio' && !this.turns.wanted(event.response_id)) return;
        const segment = segmentOf(event);
        if (segment === null) return;
        if (segment.item === null && segment.layer === 'idle') this.keepTime(segment.start);
        this.mixer.add(segment);
      });
  }

  private keepTime(start: number): void {
    const wall = now();
    const local = this.mixer.times.local(null, wall);
    const zero = local === null ? null : reset(start, local, wall);
    if (zero !== null) this.mixer.times.begin(zero);
  }

  private listenToSession(): void {
    this.client
      .on('session.notice', (event) => this.audience.notice(event))
      .on('session.created', ({ session }) => this.audience.settled(session))
      .on('session.updated', ({ session }) => this.audience.settled(session))
      .on('session.ended', () => this.audience.dismissed())
      .on('error', ({ error }) => {
        if (!BESIDE.has(error.code) && this.turns.refused()) this.audience.failed();
      });
  }

  private end(halt: boolean): void {
    const busy = this.turns.busy;
    const unheard = this.player !== null && (this.audible() || this.player.health.held > 0);
    const heard = this.player?.stop() ?? null;
    this.mixer.cut(now());
    if (busy) this.client.send({ type: 'response.cancel' });
    const item = heard?.item ?? this.latestItem;
    if (item !== null && (busy || unheard) && this.counts(item)) this.truncate(item, heard);
    this.turns.stop(halt && (busy || unheard));
  }

  /** Tell the server, and the page, how much of the item has been heard. */
  private truncate(item: string, heard: AudioTime | null): void {
    const seconds = heard?.item === item ? heard.seconds : 0;
    this.client.send({
      type: 'conversation.item.truncate',
      item_id: item,
      content_index: 0,
      audio_end_ms: Math.round(seconds * 1000),
    });
    this.audience.stopped(this.items.get(item) ?? '');
    this.items.delete(item);
  }

  private audible(): boolean {
    return this.heard()?.playing ?? false;
  }

  private note(response: string, item: string): void {
    this.items.set(item, response);
    this.latestItem = item;
    const old = this.recent.add(item);
    if (old !== null) this.forget(old);
  }

  private forget(item: string): void {
    this.items.delete(item);
    this.captions.forget(item);
    this.mixer.forget(item);
  }

  private counts(item: string): boolean {
    const response = this.items.get(item);
    return response !== undefined && this.turns.wanted(response);
  }

  private configure(qingzhi: Wishes): void {
    this.client.send({
      type: 'session.update',
      session: {
        type: 'realtime',
        output_modalities: ['audio'],
        audio: { output: { format: { type: 'audio/pcm', rate: 24000 }, voice: 'default' } },
        qingzhi,
      },
    });
  }
}

function now(): number {
  return performance.now() / 1000;
}
