import { Mixer, type Pose, restPose } from '@qingzhi/avatar';
import type { LinkState, Session } from '@qingzhi/protocol';
import { type TextKey, catalogue, translate } from './catalogue.ts';
import { ClauseCues } from './clause-cues.ts';
import { ADULT, type Company, ELDER } from './company.ts';
import { Display } from './display.ts';
import type { Emit, EndReason, FigureLevel } from './element/events.ts';
import type { Options } from './element/options.ts';
import { FigureWatch } from './figure-watch.ts';
import { Invitation } from './kiosk/invitation.ts';
import { Kiosk } from './kiosk/kiosk.ts';
import { Leaving } from './leaving.ts';
import { PastVisits } from './past.ts';
import { type Preferences, fresh, load, save } from './preferences.ts';
import { type Showing, audienceOf, peopleOf } from './showing.ts';
import { Sound } from './sound.ts';
import { Stay } from './stay.ts';
import type { PageState } from './turns.ts';
import { View } from './view/view.ts';
import { Visit } from './visit.ts';
import { type Wishes, wishesOf } from './wishes.ts';

/** One desk on a page: a view that lasts, and one visit after the other. */
export class Desk {
  readonly mixer = new Mixer();
  readonly sound: Sound;
  private readonly view: View;
  private readonly display: Display;
  private readonly figure: FigureWatch;
  private readonly kiosk: Kiosk | null;
  private readonly invitation: Invitation;
  private readonly leaving = new AbortController();
  /** A visit, or a connection that waits for one. */
  private visit: Visit | null = null;
  /** Whether a visit is under way. */
  private here = false;
  private chosen: Preferences;
  private shownState: PageState = 'offline';
  private shownPose: Pose = restPose();
  private frame = 0;
  /** The loudspeaker has been opened, or there is none. */
  private prepared = false;
  private readonly cues: ClauseCues;
  private readonly stay = new Stay();
  private readonly goodbye = new Leaving();
  /** A public machine counts nobody's visits. */
  private readonly past: PastVisits | null;
  /** Whom the figure speaks with: as chosen, until the service says how it sees it. */
  private company: Company = ADULT;

  constructor(
    private readonly root: ShadowRoot,
    private readonly options: Options,
    private readonly asked: string | null,
    private readonly emit: Emit,
  ) {
    const start = options.mode === 'kiosk' ? fresh : load;
    this.chosen = start(asked, navigator.language);
    this.company = this.chosen.company;
    this.past = options.mode === 'kiosk' ? null : new PastVisits();
    this.cues = new ClauseCues(emit);
    this.view = new View(options, {
      ask: (text) => this.ask(text),
      stop: () => this.stop(),
      leave: () => this.end('visitor'),
      begin: (question) => this.begin(question),
      beginElder: () => {
        this.prefer({ company: ELDER });
        this.begin(null);
      },
      request: (wish) => this.visit?.handover.request(wish) ?? false,
      cancel: () => void this.visit?.handover.cancel(),
      withdraw: () => this.visit?.handover.withdraw() ?? false,
      wake: () => void this.sound.player?.resume(),
      retry: () => this.visit?.client.retry(),
      rate: (response, rating, reason) => this.visit?.conversation.rate(response, rating, reason),
      prefer: (altered) => this.prefer(altered),
      preferences: () => this.chosen,
      figure: (level) => this.tellFigure(level),
      figureFailed: () => this.fail('figure_failed', 'figure.failed'),
    });
    this.sound = new Sound(() => (this.view.front.start.hidden = !this.sound.waits || !this.here));
    this.display = new Display(this.view.root, () => this.applyDisplay());
    this.figure = new FigureWatch(options.server, options.service, (news) => this.view.stage.show(news));
    this.invitation = new Invitation(this.mixer, () => this.visit?.conversation.invite() ?? false);
    this.kiosk = options.mode === 'kiosk' ? this.makeKiosk() : null;
    root.append(this.view.root);
    this.apply();
  }

  get state(): PageState {
    return this.shownState;
  }

  get pose(): Pose {
    return this.shownPose;
  }

  get preferences(): Preferences {
    return this.chosen;
  }

  /** The loudspeaker is opened before the connection, so that no first sound is missed. */
  async open(): Promise<void> {
    this.listen();
    this.frame = requestAnimationFrame(() => this.draw());
    void this.figure.start();
    if (this.kiosk === null) this.begin(null);
    else this.invite();
    if (!(await this.sound.open())) this.view.banner.tell('banner.noSound');
    this.prepared = true;
    this.visit?.open();
  }

  /** Leave nothing running. */
  close(): void {
    this.leaving.abort();
    this.past?.end();
    cancelAnimationFrame(this.frame);
    this.visit?.close();
    this.visit = null;
    this.figure.close();
    this.sound.close();
    this.display.close();
    this.kiosk?.close();
    this.view.close();
    this.root.replaceChildren();
  }

  /** `false` when it could not be sent; the visitor is told. */
  ask(text: string): boolean {
    if (!this.here) this.begin(null);
    this.goodbye.stay();
    const sent = this.say(text);
    if (!sent) this.view.banner.unsent();
    return sent;
  }

  /** To the figure, or to the member of staff who took over. */
  private say(text: string): boolean {
    if (this.visit === null) return false;
    const { conversation, handover } = this.visit;
    if (handover.taken) {
      if (!handover.tell(text)) return false;
      this.view.log.told(text);
      return true;
    }
    this.past?.asked();
    return conversation.ask(text);
  }

  stop(): void {
    this.visit?.conversation.stop();
  }

  /** Begin a visit, with a question where one was chosen. */
  begin(question: string | null): void {
    if (this.here) return;
    this.here = true;
    this.view.begin();
    this.kiosk?.begin();
    this.invitation.stop();
    void this.sound.player?.resume();
    if (this.chosen.remember) this.past?.begin();
    const visit = this.connect();
    this.linked(visit.client.link);
    visit.conversation.welcome(question);
  }

  /** End the visit: here and on the server everything of it is forgotten. `why`: what the service said of it. */
  end(reason: EndReason, why = ''): void {
    if (!this.here) return;
    this.here = false;
    this.visit?.end();
    this.visit = null;
    this.past?.end();
    this.stay.limit(null);
    this.goodbye.stay();
    this.kiosk?.end();
    this.view.clear();
    this.emit('qingzhi-end', { reason });
    if (this.kiosk === null) {
      this.enter('ended');
      this.view.farewell.show(why);
      this.forgetMinor();
    } else {
      this.prefer(fresh(this.asked, navigator.language));
      this.invite();
    }
  }

  prefer(altered: Partial<Preferences>): void {
    const before = this.chosen.lang;
    this.chosen = { ...this.chosen, ...altered };
    if (this.kiosk === null) save(this.chosen);
    if (altered.company !== undefined) this.keepCompany(altered.company);
    if (altered.remember === false) this.past?.forget();
    if (before === this.chosen.lang) {
      this.applyDisplay();
      return;
    }
    this.apply();
    if (this.shownState === 'attract') this.invite();
    this.visit?.conversation.speak(this.chosen.lang);
    this.emit('qingzhi-language', { lang: this.chosen.lang });
  }

  private keepCompany(company: Company): void {
    this.company = company;
    this.visit?.conversation.keepCompany(company);
  }

  /** Whoever comes next says anew that a child sits here. */
  private forgetMinor(): void {
    if (this.company.audience === 'minor') this.prefer({ company: ADULT });
  }

  /** What a new session is told. */
  private wishes(): Wishes {
    const past = this.chosen.remember ? (this.past?.before() ?? null) : null;
    return wishesOf({ lang: this.chosen.lang, company: this.chosen.company, region: this.options.region, past });
  }

  /** The connection that waits, or a new one. */
  private connect(): Visit {
    if (this.visit !== null) return this.visit;
    this.visit = this.makeVisit();
    if (this.prepared) this.visit.open();
    return this.visit;
  }

  private makeVisit(): Visit {
    const { server, service } = this.options;
    const showing = this.showing();
    return new Visit({
      server,
      service,
      wishes: () => this.wishes(),
      mixer: this.mixer,
      sound: this.sound,
      audience: audienceOf(this.view, showing),
      people: peopleOf(this.view, showing),
      onLink: (state) => {
        // What was told before the socket was open has been missed.
        if (state === 'open') this.figure.look();
        if (this.here) this.linked(state);
      },
      onError: (code) => this.fail(code, 'log.failed'),
    });
  }

  private makeKiosk(): Kiosk {
    const kiosk = new Kiosk(
      this.view.root,
      this.options.idleSeconds,
      {
        busy: () => this.shownState === 'speaking' || this.shownState === 'thinking',
        patient: () => this.view.care.leads,
        leave: () => this.end('idle'),
      },
      this.view.talk,
      this.view.care.people.dialog,
    );
    this.view.root.append(kiosk.countdown.dialog.element);
    return kiosk;
  }

  private invite(): void {
    const { lang } = this.chosen;
    this.enter('attract');
    this.connect();
    this.invitation.start();
    this.view.invite(catalogue(lang), catalogue(lang === 'zh' ? 'en' : 'zh'));
  }

  private showing(): Showing {
    return {
      emit: this.emit,
      cues: this.cues,
      lang: () => this.chosen.lang,
      figureReady: () => this.figure.look(),
      settled: ({ qingzhi }) => this.settle(qingzhi),
      dismissed: (why) => this.end('service', why),
      leave: (leave) => this.goodbye.after(leave),
      yield: () => this.stop(),
      attended: () => this.kiosk?.attend(),
    };
  }

  /** The service says whom it speaks with, and how long. Stock clients have no such part. */
  private settle(told: Session['qingzhi'] | undefined): void {
    this.view.care.people.keepFor(told?.callback_days ?? 0);
    // A service of an earlier release says no more than its token.
    if (told?.audience === undefined) return;
    this.company = { audience: told.audience, declaredBy: told.declared_by };
    this.stay.limit(told.ends_in_s ?? null);
    this.applyDisplay();
  }

  /** The visitor's connection is in another state; while nobody is there it concerns nobody. */
  private linked(state: LinkState): void {
    this.view.banner.link(state);
    if (state === 'open') this.emit('qingzhi-ready', { service: this.options.service, lang: this.chosen.lang });
    else if (state === 'lost' || state === 'busy') this.fail(state, `banner.${state}`);
  }

  private fail(code: string, message: TextKey): void {
    this.emit('qingzhi-error', { code, message: catalogue(this.chosen.lang)[message] });
  }

  private tellFigure(level: FigureLevel): void {
    this.view.root.dataset['figure'] = level;
    this.view.front.tell(level === 'text' && this.options.figure !== 'none' ? 'figure.text' : null);
    translate(this.view.front.element, this.chosen.lang);
    this.emit('qingzhi-figure', { level });
  }

  private listen(): void {
    const { signal } = this.leaving;
    // Where the component is the whole page, Escape stops the figure wherever the focus is.
    const whole = this.options.mode === 'page' || this.options.mode === 'kiosk';
    (whole ? document : this.root).addEventListener('keydown', (event) => this.key(event), { signal });
    this.root.addEventListener('pointerdown', ({ target }) => this.view.pressed(target), { signal });
    addEventListener('pagehide', () => this.past?.pause(), { signal });
  }

  private key(event: Event): void {
    if (!(event instanceof KeyboardEvent) || event.isComposing) return;
    if (this.shownState === 'attract') {
      if (invites(event)) this.begin(null);
    } else if (event.key === 'Escape') {
      this.stop();
    }
  }

  private apply(): void {
    this.view.speak(this.chosen.lang);
    this.applyDisplay();
  }

  private applyDisplay(): void {
    this.display.apply(this.chosen, this.company.audience);
    const effective = this.display.effective(this.chosen);
    this.view.settle(this.chosen, effective, this.company);
    this.sound.apply(this.chosen);
    this.kiosk?.keys.settle(this.chosen.lang, effective.contrast);
    this.mixer.idle.liveliness = effective.calm ? 0 : 1;
    this.invitation.calm = effective.calm;
  }

  /** One frame of display. */
  private draw(): void {
    const wall = performance.now() / 1000;
    const visit = this.visit;
    if (visit !== null && this.here) this.enter(visit.conversation.state(visit.client.link));
    const caption = visit?.conversation.caption() ?? null;
    this.view.front.subtitles.show(caption);
    this.cues.hear(caption);
    this.view.front.keepCompany(this.companyWords());
    this.invitation.tick(wall);
    this.shownPose = visit?.conversation.pose(wall) ?? this.mixer.at(wall);
    this.view.stage.draw(this.shownPose, wall, this.shownState === 'speaking');
    this.depart(wall);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  /** Whoever was shown a way to people keeps it in sight, until they end the visit themselves. */
  private depart(wall: number): void {
    if (!this.here || this.view.care.leads) return;
    const leave = this.goodbye.due(this.shownState, wall);
    if (leave !== null) this.end(leave.reason, leave.why);
  }

  private companyWords(): string {
    const words = catalogue(this.chosen.lang);
    const { minutes } = this.stay;
    const mark = this.company.audience === 'minor' ? [words['company.minorMark']] : [];
    const left = minutes === null ? [] : [words['company.left'].replace('{n}', String(minutes))];
    return [...mark, ...left].join(' · ');
  }

  private enter(state: PageState): void {
    const before = this.shownState;
    if (state === before && this.view.root.dataset['state'] === state) return;
    this.shownState = state;
    this.view.enter(state);
    translate(this.view.front.element, this.chosen.lang);
    this.emit('qingzhi-state', { state, before });
  }
}

/** Keys that move the focus, or press what has it, keep their meaning. */
const MOVING: ReadonlySet<string> = new Set(['Tab', 'Shift', 'Control', 'Alt', 'Meta']);

/** Whether a key means: somebody is here. */
function invites(event: KeyboardEvent): boolean {
  return !MOVING.has(event.key) && !(event.composedPath()[0] instanceof HTMLButtonElement);
}
