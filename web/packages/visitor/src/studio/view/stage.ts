import type { MotionDelta } from '@qingzhi/protocol';
import type { Viewer, ViewName } from '@qingzhi/avatar/viewer';
import { button, make } from '../../view/dom.ts';
import type { Standing } from '../state/previews.ts';
import { type StudioKey, wordFor } from '../words.ts';
import { icon } from './icons.ts';

const VIEWS = ['face', 'bust', 'full'] as const;
const EMOTIONS = ['neutral', 'joy', 'trust', 'surprise', 'anticipation', 'sadness', 'fear', 'anger'] as const;
const GESTURES = ['wave', 'welcome', 'present', 'explain_both', 'count', 'thumb_up'] as const;
const STATES: Readonly<Record<string, StudioKey>> = { making: 'stage.making', waiting: 'stage.making' };

export interface Acting {
  perform(emotion: string, gesture: string | null): void;
  again(): void;
}

/** The figure, who it is, how the next picture stands, cameras, and things for it to do. */
export class StudioStage {
  readonly element: HTMLElement;
  private readonly room = make('div', { class: 'stage__room', id: 'room', label: 'stage.label', attrs: { role: 'application', tabindex: '0', 'aria-describedby': 'stage-keys' } });
  private readonly bar = make('progress', { class: 'stage__progress', label: 'stage.making', attrs: { max: '1' } });
  private readonly state = make('p', { class: 'stage__state', id: 'stage-state' });
  private readonly fault = make('p', { class: 'stage__fault', attrs: { role: 'alert' } });
  private readonly retry = button({ class: 'press', text: 'stage.retry' }, () => this.acting.again());
  private readonly shown = make('p', { class: 'visually-hidden', id: 'stage-shown', attrs: { role: 'status' } });
  private readonly caption = make('p', { class: 'stage__caption' });
  private readonly views: readonly HTMLButtonElement[];
  private viewer: Viewer | null = null;

  constructor(private readonly acting: Acting) {
    this.views = VIEWS.map((view) => button({ class: 'seg__item', text: wordFor(`view.${view}`), attrs: { 'data-view': view } }, () => this.frame(view)));
    const front = button({ class: 'seg__item seg__item--icon', label: 'view.front', title: 'view.front' }, () => this.viewer?.front(), icon('front'));
    const cameras = make('div', { class: 'seg', label: 'view.label', attrs: { role: 'group' } }, ...this.views, front);
    const fault = make('div', { class: 'stage__trouble' }, this.fault, this.retry);
    this.element = make(
      'section',
      { class: 'stage', label: 'stage.label' },
      this.room,
      this.bar,
      this.state,
      fault,
      make('p', { class: 'visually-hidden', id: 'stage-keys', text: 'stage.keys' }),
      this.shown,
      this.caption,
      make('div', { class: 'stage__tools' }, cameras, this.tries()),
    );
    this.press('bust');
    this.say('', '');
  }

  /** Open the three-dimensional view; it can fail where the browser has no WebGL 2. */
  async open(scene: string): Promise<boolean> {
    if (this.viewer !== null) return true;
    const { Viewer, StageError, isSceneName } = await import('@qingzhi/avatar/viewer');
    try {
      this.viewer = new Viewer(this.room, isSceneName(scene) ? scene : 'hall', 'bust');
    } catch (error) {
      if (!(error instanceof StageError)) throw error;
      return false;
    }
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)');
    this.viewer.calm(calm.matches);
    calm.addEventListener('change', () => this.viewer?.calm(calm.matches));
    return true;
  }

  /** This browser can't show figures: say so, and offer nothing that needs to be seen. */
  blind(words: string): void {
    this.element.classList.add('stage--blind');
    this.tell({ state: 'idle', progress: 0 });
    this.say(words, '');
  }

  /** Show a figure, and wait until it is seen; `false` where a later one was faster. */
  async show(bytes: ArrayBuffer): Promise<boolean> {
    const seen = (await this.viewer?.show(bytes)) ?? false;
    if (seen) this.element.classList.add('stage--occupied');
    return seen;
  }

  async furnish(scene: string): Promise<void> {
    const { isSceneName } = await import('@qingzhi/avatar/viewer');
    if (isSceneName(scene)) this.viewer?.furnish(scene);
  }

  play(motion: MotionDelta): void {
    this.viewer?.play(motion);
  }

  frame(view: ViewName): void {
    this.viewer?.frame(view);
    this.press(view);
  }

  /** How the next picture stands. */
  tell(standing: Standing): void {
    const key = STATES[standing.state];
    this.element.classList.toggle('stage--busy', key !== undefined);
    this.element.setAttribute('aria-busy', String(key !== undefined));
    this.bar.hidden = key === undefined;
    if (standing.state !== 'failed' && standing.progress > 0) this.bar.value = standing.progress;
    else this.bar.removeAttribute('value');
    if (key === undefined) delete this.state.dataset['text'];
    else this.state.dataset['text'] = this.element.classList.contains('stage--occupied') ? key : 'stage.first';
    this.state.textContent = '';
  }

  /** What went wrong; an empty text: nothing. */
  say(fault: string, detail: string): void {
    this.fault.replaceChildren(fault, ...(detail === '' ? [] : [make('span', { class: 'stage__detail' }, detail)]));
    this.element.classList.toggle('stage--trouble', fault !== '');
  }

  /** Who is seen; `announced`: for those who don't see it, too. */
  introduce(who: string, announced: string): void {
    this.caption.textContent = who;
    if (announced !== '') this.shown.textContent = announced;
  }

  private press(view: string): void {
    for (const tab of this.views) tab.setAttribute('aria-pressed', String(tab.dataset['view'] === view));
  }

  private tries(): HTMLElement {
    const face = EMOTIONS.map((name) => button({ class: 'chip__button', text: wordFor(`emotion.${name}`), attrs: { 'data-emotion': name } }, () => this.acting.perform(name, null)));
    const body = GESTURES.map((name) => button({ class: 'chip__button', text: wordFor(`gesture.${name}`), attrs: { 'data-gesture': name } }, () => this.acting.perform('joy', name)));
    return make('div', { class: 'tries' }, row('try.emotions', face), row('try.gestures', body));
  }
}

function row(title: StudioKey, buttons: readonly HTMLElement[]): HTMLElement {
  return make('div', { class: 'tries__row', label: title, attrs: { role: 'group' } }, make('span', { class: 'tries__title', text: title }), make('div', { class: 'tries__items' }, ...buttons));
}
