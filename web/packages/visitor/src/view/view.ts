import type { Rating, Reason } from '../answer/feedback.ts';
import markUrl from '../assets/mark.svg';
import sceneUrl from '../assets/scene.svg';
import { type Catalogue, LANG_TAG, catalogue, translate } from '../catalogue.ts';
import type { Company } from '../company.ts';
import type { Effective } from '../display.ts';
import type { FigureLevel } from '../element/events.ts';
import type { Options } from '../element/options.ts';
import type { Wish } from '../handover.ts';
import type { Lang } from '@qingzhi/protocol';
import { type Preferences, langOf } from '../preferences.ts';
import type { PageState } from '../turns.ts';
import { Attract } from './attract.ts';
import { Banner } from './banner.ts';
import { type Bar, bar } from './bar.ts';
import { Care } from './care.ts';
import { make } from './dom.ts';
import { Farewell } from './farewell.ts';
import { FeedbackDialog, thumbs } from './feedback.ts';
import { frame } from './frame.ts';
import { Front } from './front.ts';
import { renderHistory } from './history.ts';
import { Log } from './log.ts';
import { Panel } from './panel.ts';
import { Settings } from './settings.ts';
import { Stage } from './stage.ts';
import { TakeAlong } from './take-along.ts';
import { Talk } from './talk.ts';

/** What the visitor can have done. */
export interface ViewActions {
  ask(text: string): boolean;
  stop(): void;
  leave(): void;
  begin(question: string | null): void;
  /** A kiosk's visitor wants it large and slow. */
  beginElder(): void;
  wake(): void;
  retry(): void;
  rate(response: string, rating: Rating, reason: Reason | null): void;
  /** Ask for a person; `false` when there is no connection. */
  request(wish: Wish): boolean;
  /** No longer wait, or go back to the figure. */
  cancel(): void;
  /** Have the numbers erased that were left; `false` when there is no connection. */
  withdraw(): boolean;
  prefer(altered: Partial<Preferences>): void;
  preferences(): Preferences;
  figure(level: FigureLevel): void;
  /** Something keeps the figure from being shown in three dimensions. */
  figureFailed(): void;
}

/** Everything that is seen of a desk, and how its parts hang together. */
export class View {
  readonly stage: Stage;
  readonly front: Front;
  readonly talk: Talk;
  readonly log: Log;
  readonly banner: Banner;
  readonly farewell: Farewell;
  readonly care: Care;
  readonly root: HTMLElement;
  private readonly bar: Bar;
  private readonly attract: Attract;
  private readonly settings: Settings;
  private readonly settingsPanel: Panel;
  private readonly historyPanel: Panel;
  private readonly take: TakeAlong;
  private shownState: PageState = 'offline';
  private readonly feedback = new FeedbackDialog();

  constructor(
    options: Options,
    private readonly actions: ViewActions,
  ) {
    const { mode } = options;
    const whole = mode === 'page' || mode === 'kiosk';
    this.bar = bar(markUrl, whole ? 'h1' : 'h2', {
      mute: () => actions.prefer({ muted: !actions.preferences().muted }),
      language: () => actions.prefer({ lang: other(actions.preferences().lang) }),
      people: () => this.care.people.open(this.bar.people),
      leave: actions.leave,
    });
    this.stage = new Stage(sceneUrl, options, actions.figure, actions.figureFailed);
    this.front = new Front(actions.wake);
    this.care = new Care({
      calls: mode !== 'kiosk',
      prints: mode === 'page',
      request: actions.request,
      cancel: actions.cancel,
      withdraw: actions.withdraw,
      translate: (part) => this.translate(part),
      changed: () => (this.root.dataset['care'] = this.care.shown ? 'open' : 'closed'),
      refocus: () => this.talk.scroller.focus({ preventScroll: true }),
    });
    this.talk = new Talk(actions, this.care.element);
    this.take = new TakeAlong(mode === 'page');
    this.log = new Log(this.talk.log, this.talk.scroller, {
      links: mode !== 'kiosk',
      take: (card, lang, pressed) => this.openList(() => this.take.open(card, lang, pressed)),
      translate: (part) => this.translate(part),
      why: (lang) => void actions.ask(catalogue(langOf(lang) ?? actions.preferences().lang)['why.question']),
      help: (help) => this.care.showHelp(help),
      foot: (response) => thumbs(response, this.feedback, actions.rate, (part) => this.translate(part)),
    });
    const bannerBox = make('div', { class: 'banner', id: 'banner' });
    bannerBox.hidden = true;
    this.banner = new Banner(bannerBox, (part) => this.translate(part), actions.retry);
    this.settings = new Settings(actions.prefer, mode !== 'kiosk');
    this.settingsPanel = new Panel(this.bar.settings, 'tools.settings');
    this.settingsPanel.content.append(...this.settings.rows);
    this.historyPanel = new Panel(this.bar.history, 'tools.history', () => this.fillHistory());
    this.attract = new Attract(actions.begin, actions.beginElder);
    this.farewell = new Farewell(() => actions.begin(null));
    this.root = frame(
      mode,
      {
        stage: this.stage.element,
        bar: this.bar.element,
        banner: bannerBox,
        front: this.front.element,
        talk: this.talk.element,
        attract: this.attract.element,
        farewell: this.farewell.element,
        panels: [this.historyPanel.element, this.settingsPanel.element],
        dialogs: [this.feedback.dialog.element, this.take.dialog.element, this.care.people.dialog.element],
      },
      () => this.talk.focus(),
    );
  }

  /** Write everything in `lang`. */
  speak(lang: Lang): void {
    this.root.lang = LANG_TAG[lang];
    this.bar.language.lang = LANG_TAG[other(lang)];
    this.stage.label(catalogue(lang)['stage.figure']);
    this.care.speak(lang);
    this.translate(this.root);
    if (this.log.questions.length === 0) this.talk.suggest(catalogue(lang)['suggestions.first']);
  }

  settle(preferences: Preferences, effective: Effective, company: Company): void {
    this.bar.mute.setAttribute('aria-pressed', String(preferences.muted));
    this.settings.show(preferences, effective, company);
    this.translate(this.settingsPanel.element);
  }

  /** Whether the visitor's words are for a member of staff. */
  get withStaff(): boolean {
    return this.root.dataset['with'] === 'staff';
  }

  /** Whom the visitor's words are for. */
  address(whom: 'figure' | 'staff'): void {
    this.root.dataset['with'] = whom;
    this.stateWords();
    this.talk.address(whom);
    this.translate(this.talk.element);
  }

  enter(state: PageState): void {
    this.root.dataset['state'] = state;
    this.shownState = state;
    this.stateWords();
  }

  /** A visit begins. */
  begin(): void {
    this.attract.hide();
    // Whoever pressed the button that is going now goes on at the question.
    if (!this.farewell.element.hidden) this.talk.focus();
    this.farewell.hide();
    this.talk.suggest(catalogue(this.actions.preferences().lang)['suggestions.first']);
  }

  invite(here: Catalogue, there: Catalogue): void {
    this.attract.show(here, there);
  }

  /** Nothing of the visit stays. */
  clear(): void {
    for (const dialog of this.root.querySelectorAll('dialog')) dialog.close();
    this.settingsPanel.hide();
    this.historyPanel.hide();
    this.historyPanel.content.replaceChildren();
    this.front.subtitles.clear();
    this.banner.clear();
    this.log.clear();
    this.care.clear();
    this.address('figure');
    this.talk.clear();
  }

  /** A press at `target`, which may close a panel. */
  pressed(target: EventTarget | null): void {
    if (!(target instanceof Node)) return;
    this.settingsPanel.pressed(target);
    this.historyPanel.pressed(target);
  }

  close(): void {
    this.attract.hide();
    this.stage.close();
  }

  /** Beside a person, what the figure does is not what matters. */
  private stateWords(): void {
    const staff = this.withStaff && this.shownState !== 'offline';
    this.front.state.dataset['text'] = staff ? 'state.staff' : `state.${this.shownState}`;
    this.translate(this.front.element);
  }

  private openList(open: () => void): void {
    open();
    this.translate(this.take.dialog.element);
  }

  private fillHistory(): void {
    renderHistory(this.historyPanel.content, this.log.questions, (entry) => {
      this.historyPanel.hide();
      this.log.jump(entry);
    });
    this.translate(this.historyPanel.content);
  }

  private translate(part: ParentNode): void {
    translate(part, this.actions.preferences().lang);
  }
}

function other(lang: Lang): Lang {
  return lang === 'zh' ? 'en' : 'zh';
}
