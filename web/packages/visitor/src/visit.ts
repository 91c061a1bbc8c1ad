import type { Mixer } from '@qingzhi/avatar';
import { type LinkState, RealtimeClient, realtimeUrl } from '@qingzhi/protocol';
import { AdmittedSocket } from './admitted-socket.ts';
import { type Audience, Conversation } from './conversation.ts';
import { Handover, type HandoverNews } from './handover.ts';
import { passFor } from './pass.ts';
import type { Sound } from './sound.ts';
import type { Wishes } from './wishes.ts';

const EVENTS = ['motion', 'clause', 'citation', 'card', 'notice', 'help', 'handover', 'sign'] as const;

export interface VisitOptions {
  readonly server: URL;
  readonly service: string;
  /** What a new session is told. */
  readonly wishes: () => Wishes;
  readonly mixer: Mixer;
  readonly sound: Sound;
  readonly audience: Audience;
  readonly people: HandoverNews;
  readonly onLink: (state: LinkState) => void;
  readonly onError: (code: string) => void;
}

/** One visitor's visit: a connection and a conversation, both gone when it ends. */
export class Visit {
  readonly client: RealtimeClient;
  readonly conversation: Conversation;
  readonly handover: Handover;

  constructor(private readonly options: VisitOptions) {
    const { server, service, wishes, mixer, audience, people } = options;
    this.client = new RealtimeClient({
      url: realtimeUrl(server.href, service, EVENTS),
      onSession: (resumed) => this.begin(resumed),
      onLink: options.onLink,
      open: (url) => new AdmittedSocket(url, () => passFor(server)),
    });
    this.client.on('error', ({ error }) => options.onError(error.code));
    this.conversation = new Conversation(this.client, audience, mixer, wishes);
    this.handover = new Handover(this.client, people);
  }

  open(): void {
    const { player } = this.options.sound;
    if (player !== null) this.conversation.useVoice(player);
    this.client.connect();
  }

  /** The page goes: the server keeps the visit for a little while. */
  close(): void {
    this.client.close();
  }

  /** The visit is over: the server too forgets what was said, as soon as it is reached. */
  end(): void {
    this.conversation.leave();
    this.client.end();
  }

  private begin(resumed: boolean): void {
    if (!resumed) this.handover.forget();
    this.conversation.begin(resumed);
  }
}
