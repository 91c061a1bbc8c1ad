import type { Rating, Reason } from '../answer/feedback.ts';
import markUrl from '../assets/mark.svg';
import sceneUrl from '../assets/scene.svg';
import { type Catalogue, LANG_TAG, catalogue, translate } from '../catalogue.ts';
import type { Effective } from '../display.ts';
import type { FigureLevel } from '../element/events.ts';
import type { Options } from '../element/options.ts';
import type { Lang } from '@qingzhi/protocol';
import type { Preferences } from '../preferences.ts';
import type { PageState } from '../turns.ts';
import { Attract } from './attract.ts';
import { Banner } from './banner.ts';
import { type Bar, bar } from './bar.ts';
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
  wake(): void;
  retry(): void;
  rate(response: string, rating: Rating, reason: Reason | null): void;
  prefer(altered: Partial<Preferences>): void;
  preferences(): Preferences;
  figure(level: FigureLevel): void;
}

/** Everything that is seen of a desk, and how its parts hang together. */
export class View {
  readonly stage: Stage;
  readonly front: Front;
  readonly talk: Talk;
  readonly log: Log;
  readonly banner: Banner;
  readonly farewell: Farewell;
  readonly root: HTMLElement;
  private readonly bar: Bar;
  private readonly attract: Attract;
  private readonly settings: Settings;
  private readonly settingsPanel: Panel;
  private readonly historyPanel: Panel;
  private readonly take: TakeAlong;
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
      leave: actions.leave,
    });
    this.stage = new Stage(sceneUrl, options, actions.figure);
    this.front = new Front(actions.wake);
    this.talk = new Talk(actions);
    this.take = new TakeAlong(mode === 'page');
    this.log = new Log(this.talk.log, this.talk.scroller, {
      links: mode !== 'kiosk',
      take: (card, lang, pressed) => this.openList(() => this.take.open(card, lang, pressed)),
      translate: (part) => this.translate(part),
      foot: (response) => thumbs(response, this.feedback, actions.rate, (part) => this.translate(part)),
    });
    const bannerBox = make('div', { class: 'banner', id: 'banner' });
    bannerBox.hidden = true;
    this.banner = new Banner(bannerBox, (part) => this.translate(part), actions.retry);
    this.settings = new Settings(actions.prefer);
    this.settingsPanel = new Panel(this.bar.settings, 'tools.settings');
    this.settingsPanel.content.append(...this.settings.rows);
    this.historyPanel = new Panel(this.bar.history, 'tools.history', () => this.fillHistory());
    this.attract = new Attract(actions.begin);
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
        dialogs: [this.feedback.dialog.element, this.take.dialog.element],
      },
      () => this.talk.focus(),
    );
  }

  /** Write everything in `lang`. */
  speak(lang: Lang): void {
    this.root.lang = LANG_TAG[lang];
    this.bar.language.lang = LANG_TAG[other(lang)];
    this.stage.label(catalogue(lang)['stage.figure']);
    this.translate(this.root);
    if (this.log.questions.length === 0) this.talk.suggest(catalogue(lang)['suggestions.first']);
  }

  settle(preferences: Preferences, effective: Effective): void {
    this.bar.mute.setAttribute('aria-pressed', String(preferences.muted));
    this.settings.show(preferences, effective);
  }

  enter(state: PageState): void {
    this.root.dataset['state'] = state;
    this.front.state.dataset['text'] = `state.${state}`;
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
