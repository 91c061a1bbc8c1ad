import { type Pose, Presenter } from '@qingzhi/avatar';
import type { FigureLevel } from '../element/events.ts';
import { type FigureChoice, type Options, SCENES, type SceneChoice, oneOf } from '../element/options.ts';
import type { FigureNews } from '../figure-watch.ts';
import { drawing, make } from './dom.ts';

/** Head and shoulders, as a silhouette on a field of 400 × 500. */
const SILHOUETTE =
  'M200 60c-58 0-92 42-92 104 0 52 26 104 60 124v34c-6 26-96 40-128 84-16 22-22 58-24 94h368c-2-36-8-72-24-94-32-44-122-58-128-84v-34c34-20 60-72 60-124 0-62-34-104-92-104Z';
/** What the presenter calls its levels. */
const LEVELS = { '3d': '3d', '2d': 'drawn', text: 'text' } as const satisfies Record<string, FigureLevel>;
/** From so many pixels on a lying picture shows the hands too, and the face is still large enough. */
const TALL = 560;
const SCENE: SceneChoice = 'hall';
/** What is insisted on. */
const LEVEL = { auto: null, '3d': '3d', drawn: '2d', none: 'text' } as const satisfies Record<FigureChoice, string | null>;

/** The place where the figure stands: a silhouette until it is there, then the figure, or nothing but words. */
export class Stage {
  readonly element: HTMLElement;
  private readonly box = make('div', { class: 'stage__figure', id: 'figure' });
  private readonly progress = make('progress', { class: 'waiting__bar', label: 'figure.making', attrs: { max: '1' } });
  private readonly waiting: HTMLElement;
  private presenter: Presenter | null = null;
  private readonly resizing = new ResizeObserver(() => this.presenter?.frame(this.view));
  private name = '';

  constructor(
    sceneUrl: string,
    private readonly options: Pick<Options, 'figure' | 'mode' | 'scene'>,
    private readonly changed: (level: FigureLevel) => void,
    private readonly failed: () => void,
  ) {
    const scene = make('img', { class: 'stage__scene', attrs: { src: sceneUrl, alt: '' } });
    this.waiting = make(
      'div',
      { class: 'waiting' },
      drawing('0 0 400 500', [[SILHOUETTE, 'waiting__shape']]),
      make('p', { class: 'waiting__words' }, make('span', { text: 'figure.making' }), this.progress),
    );
    this.waiting.hidden = true;
    this.resizing.observe(this.box);
    this.element = make('div', { class: 'stage' }, scene, this.waiting, this.box);
  }

  label(text: string): void {
    this.name = text;
    this.presenter?.relabel(text);
  }

  /** Show what is known of the figure. */
  show(news: FigureNews): void {
    if (this.options.figure === 'none') this.enter('text');
    else if (this.options.figure === 'drawn') this.present(null, SCENE);
    else if (news.state === 'absent') this.present(null, this.sceneOf(news));
    else if (this.presenter === null) this.wait(news);
    else if (news.url !== null) void this.presenter.upgrade(news.url.href);
  }

  /** Draw; a resting figure takes fewer pictures. */
  draw(pose: Pose, wall: number, lively: boolean): void {
    this.presenter?.render(pose, wall, lively);
  }

  close(): void {
    this.resizing.disconnect();
    this.presenter?.dispose();
    this.presenter = null;
    this.box.replaceChildren();
  }

  /** How much of the figure is seen: her gestures too, where there is room; in a kiosk's height, more of her. */
  private get view(): 'bust' | 'waist' | 'half' {
    if (this.options.mode === 'kiosk') return 'half';
    const { clientWidth: width, clientHeight: height } = this.box;
    return height >= TALL && width > height ? 'waist' : 'bust';
  }

  private wait(news: FigureNews): void {
    this.waiting.hidden = false;
    this.progress.value = news.progress;
    this.enter('waiting');
    if (news.url !== null) this.present(news.url.href, this.sceneOf(news));
  }

  private sceneOf({ scene }: FigureNews): SceneChoice {
    return this.options.scene ?? oneOf(SCENES, scene) ?? SCENE;
  }

  /** Without an address the drawn head. */
  private present(figureUrl: string | null, scene: SceneChoice): void {
    if (this.presenter !== null) return;
    this.presenter = Presenter.open(this.box, {
      figureUrl,
      scene,
      label: this.name,
      view: this.view,
      level: LEVEL[this.options.figure],
      meanwhile: 'nothing',
      changed: (level) => this.enter(LEVELS[level]),
      failed: () => this.failed(),
    });
  }

  private enter(level: FigureLevel): void {
    this.waiting.hidden = level !== 'waiting';
    this.changed(level);
  }
}
