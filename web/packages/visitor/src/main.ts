import { VoicePlayer, type Pose, restPose } from '@qingzhi/avatar';
import { RealtimeClient, realtimeUrl } from '@qingzhi/protocol';
import { LANG_TAG, type TextKey, catalogue, langOf, langTag, translate } from './catalogue.ts';
import { type Audience, Conversation } from './conversation.ts';
import { type Preferences, load, save } from './preferences.ts';
import { installProbe } from './probe.ts';
import type { PageState } from './turns.ts';
import { Banner } from './view/banner.ts';
import { Composer } from './view/composer.ts';
import { add, byId } from './view/dom.ts';
import { Log } from './view/log.ts';
import { Stage } from './view/stage.ts';
import { Subtitles } from './view/subtitles.ts';
import { Tools } from './view/tools.ts';

const EVENTS = ['motion', 'clause', 'citation', 'card', 'notice'] as const;

/** The visitor's page: everything on it and how it hangs together. */
class Page {
  private preferences: Preferences;
  private readonly client: RealtimeClient;
  private readonly conversation: Conversation;
  private player: VoicePlayer | null = null;
  private state: PageState = 'offline';
  private pose: Pose = restPose();

  private readonly banner = new Banner(
    byId('banner', HTMLElement),
    (root) => this.translate(root),
    () => this.client.retry(),
  );
  private readonly log = new Log(byId('log', HTMLElement), byId('scroll', HTMLElement), (root) => this.translate(root));
  private readonly subtitles = new Subtitles(byId('subtitles', HTMLElement), byId('announcer', HTMLElement));
  private readonly stage = new Stage(byId('figure', HTMLElement), '');
  private readonly start = byId('start', HTMLButtonElement);
  private readonly suggestions = byId('suggestions', HTMLElement);

  constructor(address: URL) {
    this.preferences = load(address.searchParams, navigator.language);
    this.client = new RealtimeClient({
      url: realtimeUrl(address.href, address.searchParams.get('service') ?? 'qingzhi', EVENTS),
      onSession: (resumed) => this.conversation.begin(resumed),
      onLink: (state) => this.banner.link(state),
    });
    this.conversation = new Conversation(this.client, this.audience(), this.preferences.lang);
    this.listen();
    this.apply();
    this.suggest(catalogue(this.preferences.lang)['suggestions.first']);
    installProbe({ state: () => this.state, player: () => this.player, mixer: () => this.conversation.mixer, face: () => this.pose.face });
  }

  /** The loudspeaker is opened before the connection, so that no first sound is missed. */
  async open(): Promise<void> {
    requestAnimationFrame(() => this.draw());
    await this.openVoice();
    this.client.connect();
  }

  private async openVoice(): Promise<void> {
    try {
      this.player = await VoicePlayer.open();
    } catch (error) {
      // No sound device, or an engine without worklets: the answers are there to read.
      if (!(error instanceof DOMException || error instanceof TypeError || error instanceof ReferenceError)) throw error;
      this.banner.tell('banner.noSound');
      return;
    }
    this.conversation.useVoice(this.player);
    this.player.onSuspension(() => this.offerSound());
    this.applySound();
    this.offerSound();
  }

  private audience(): Audience {
    return {
      asked: (text) => {
        this.suggest([]);
        this.log.question(text);
      },
      speaks: (response, lang) => this.log.speaks(response, langTag(lang)),
      answered: (response, text) => this.log.append(response, text),
      showCard: (response, card) => {
        this.log.card(response, card);
        this.suggest(card.suggestions);
      },
      showSources: (response, citations) => this.log.sources(response, citations),
      stopped: (response) => this.log.stopped(response),
      failed: () => this.log.failed(),
      notice: ({ level, message }) => {
        if (level !== 'info') this.banner.say(message);
      },
    };
  }

  private listen(): void {
    new Composer(byId('form', HTMLFormElement), byId('ask', HTMLTextAreaElement), (text) => this.ask(text));
    new Tools(this.preferences, (preferences) => this.prefer(preferences));
    byId('stop', HTMLButtonElement).addEventListener('click', () => this.conversation.stop());
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.isComposing) this.conversation.stop();
    });
    // Browsers let sound begin with a gesture only; any gesture will do.
    for (const gesture of ['pointerdown', 'keydown'] as const) {
      document.addEventListener(gesture, () => void this.player?.resume(), { capture: true });
    }
  }

  /** `false` when it could not be sent; the visitor is told. */
  private ask(text: string): boolean {
    const sent = this.conversation.ask(text);
    if (!sent) this.banner.unsent();
    return sent;
  }

  private prefer(preferences: Preferences): void {
    const before = this.preferences;
    this.preferences = preferences;
    save(preferences);
    this.applySound();
    if (before.lang === preferences.lang) return;
    this.apply();
    this.conversation.speak(preferences.lang);
    if (byId('log', HTMLElement).querySelector('.entry--you') === null) {
      this.suggest(catalogue(preferences.lang)['suggestions.first']);
    }
  }

  private apply(): void {
    const { lang } = this.preferences;
    document.documentElement.lang = LANG_TAG[lang];
    document.title = catalogue(lang)['page.title'];
    this.stage.label(catalogue(lang)['stage.figure']);
    const other = byId('language', HTMLButtonElement);
    other.lang = LANG_TAG[lang === 'zh' ? 'en' : 'zh'];
    this.translate(document);
    const calm = matchMedia('(prefers-reduced-motion: reduce)');
    this.conversation.mixer.idle.liveliness = calm.matches ? 0 : 1;
  }

  private applySound(): void {
    if (this.player === null) return;
    this.player.volume = this.preferences.volume;
    this.player.muted = this.preferences.muted;
  }

  private translate(root: ParentNode): void {
    translate(root, this.preferences.lang);
  }

  private offerSound(): void {
    this.start.hidden = this.player === null || !this.player.suspended;
  }

  private suggest(questions: readonly string[]): void {
    this.suggestions.replaceChildren();
    this.suggestions.hidden = questions.length === 0;
    for (const text of questions) {
      const chip = add(this.suggestions, 'button', { className: 'chip', text });
      chip.type = 'button';
      chip.lang = langOf(text);
      chip.addEventListener('click', () => this.ask(text));
    }
  }

  /** One frame of display. */
  private draw(): void {
    const wall = performance.now() / 1000;
    this.enter(this.conversation.state(this.client.link));
    this.subtitles.show(this.conversation.caption());
    this.pose = this.conversation.pose(wall);
    this.stage.draw(this.pose, wall, this.state === 'speaking');
    requestAnimationFrame(() => this.draw());
  }

  private enter(state: PageState): void {
    if (state === this.state && document.body.dataset['state'] === state) {
      return;
    }
    this.state = state;
    document.body.dataset['state'] = state;
    const shown = byId('state', HTMLElement);
    shown.dataset['text'] = `state.${state}` satisfies TextKey;
    shown.textContent = catalogue(this.preferences.lang)[`state.${state}`];
  }
}

void new Page(new URL(location.href)).open();
