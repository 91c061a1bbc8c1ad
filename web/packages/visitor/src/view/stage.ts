import { Head2D, type Pose } from '@qingzhi/avatar';
import type { FigureLevel } from '../element/events.ts';
import type { FigureChoice } from '../element/options.ts';
import type { FigureNews } from '../figure-watch.ts';
import { drawing, make } from './dom.ts';

/** Head and shoulders, as a silhouette on a field of 400 × 500. */
const SILHOUETTE =
  'M200 60c-58 0-92 42-92 104 0 52 26 104 60 124v34c-6 26-96 40-128 84-16 22-22 58-24 94h368c-2-36-8-72-24-94-32-44-122-58-128-84v-34c34-20 60-72 60-124 0-62-34-104-92-104Z';

/** The place where the figure stands: a silhouette until it is there, then the figure, or nothing but words. */
export class Stage {
  readonly element: HTMLElement;
  private readonly box = make('div', { class: 'stage__figure', id: 'figure' });
  private readonly progress = make('progress', { class: 'waiting__bar', label: 'figure.making', attrs: { max: '1' } });
  private readonly waiting: HTMLElement;
  private head: Head2D | null = null;
  private name = '';
  private frame = 0;

  constructor(
    sceneUrl: string,
    private readonly choice: FigureChoice,
    private readonly changed: (level: FigureLevel) => void,
  ) {
    const scene = make('img', { class: 'stage__scene', attrs: { src: sceneUrl, alt: '' } });
    this.waiting = make(
      'div',
      { class: 'waiting' },
      drawing('0 0 400 500', [[SILHOUETTE, 'waiting__shape']]),
      make('p', { class: 'waiting__words' }, make('span', { text: 'figure.making' }), this.progress),
    );
    this.waiting.hidden = true;
    this.element = make('div', { class: 'stage' }, scene, this.waiting, this.box);
  }

  label(text: string): void {
    this.name = text;
    this.head?.svg.setAttribute('aria-label', text);
  }

  /** Show what is known of the figure. */
  show(news: FigureNews): void {
    if (this.choice === 'none') this.enter('text');
    else if (this.choice === 'auto' && news.state === 'making') this.wait(news.progress);
    else this.draw2d();
  }

  /** Draw; a resting figure takes every second frame only. */
  draw(pose: Pose, wall: number, lively: boolean): void {
    this.frame += 1;
    if (!lively && this.frame % 2 === 1) return;
    this.head?.render(pose, wall);
  }

  close(): void {
    this.head = null;
    this.box.replaceChildren();
  }

  private wait(progress: number): void {
    this.waiting.hidden = false;
    this.progress.value = progress;
    this.enter('waiting');
  }

  private draw2d(): void {
    this.head ??= new Head2D(this.box, this.name);
    this.enter('drawn');
  }

  private enter(level: FigureLevel): void {
    if (level !== 'waiting') this.waiting.hidden = true;
    this.changed(level);
  }
}
