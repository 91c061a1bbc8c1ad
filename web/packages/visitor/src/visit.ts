import type { Mixer } from '@qingzhi/avatar';
import { type Lang, type LinkState, RealtimeClient, realtimeUrl } from '@qingzhi/protocol';
import { AdmittedSocket } from './admitted-socket.ts';
import { type Audience, Conversation } from './conversation.ts';
import { passFor } from './pass.ts';
import type { Sound } from './sound.ts';

const EVENTS = ['motion', 'clause', 'citation', 'card', 'notice'] as const;

export interface VisitOptions {
  readonly server: URL;
  readonly service: string;
  readonly lang: Lang;
  readonly mixer: Mixer;
  readonly sound: Sound;
  readonly audience: Audience;
  readonly onLink: (state: LinkState) => void;
  readonly onError: (code: string) => void;
}

/** One visitor's visit: a connection and a conversation, both gone when it ends. */
export class Visit {
  readonly client: RealtimeClient;
  readonly conversation: Conversation;

  constructor(private readonly options: VisitOptions) {
    const { server, service, lang, mixer, audience } = options;
    this.client = new RealtimeClient({
      url: realtimeUrl(server.href, service, EVENTS),
      onSession: (resumed) => this.conversation.begin(resumed),
      onLink: options.onLink,
      open: (url) => new AdmittedSocket(url, () => passFor(server)),
    });
    this.client.on('error', ({ error }) => options.onError(error.code));
    this.conversation = new Conversation(this.client, audience, mixer, lang);
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
}
