import type { Progress } from './figure3d/fetch.ts';
import type { Point } from './gaze/angles.ts';
import type { Pose } from './motion/segment.ts';
import { type Fps, type Level, LADDER, ladderOf } from './presenter/ladder.ts';
import type { Layer } from './presenter/layer.ts';
import { Layer2D } from './presenter/layer2d.ts';
import type { Layer3DOptions } from './presenter/layer3d.ts';
import { Pacer } from './presenter/pacer.ts';
import { Shedding } from './presenter/shedding.ts';
import { Stack } from './presenter/stack.ts';
import type { SceneName } from './scene/index.ts';
import type { Cost, ViewName } from './stage3d/scene.ts';

export interface PresenterOptions {
  /** Where the figure lies; `null`: there is none yet, see `upgrade`. */
  readonly figureUrl: string | null;
  readonly scene: SceneName;
  /** What the figure is called for those who don't see it. */
  readonly label: string;
  readonly view?: ViewName;
  /** Insist on one level, however slow; `null`: choose. */
  readonly level?: Level | null;
  /** Until the figure is there: the drawn head, or nothing, where the page shows something itself. */
  readonly meanwhile?: 'head' | 'nothing';
  /** Device pixels for each CSS pixel at most. */
  readonly sharpness?: number;
  readonly progress?: Progress;
  /** Called whenever another level is shown, and once for the first. */
  readonly changed?: (level: Level) => void;
  /** Called with what keeps the figure from being shown in three dimensions. */
  readonly failed?: (error: unknown) => void;
}

/** What the presenter needs of its surroundings; tests bring their own. */
export interface PresenterMakers {
  readonly open3D: (options: Layer3DOptions) => Promise<Layer>;
  readonly open2D: (parent: HTMLElement, label: string) => Layer;
  /** Milliseconds. */
  readonly now: () => number;
}

const MAKERS: PresenterMakers = {
  open3D: async (options) => (await import('./presenter/layer3d.ts')).Layer3D.open(options),
  open2D: (parent, label) => new Layer2D(parent, label),
  now: () => performance.now(),
};

/** After so many losses of the graphics memory the third dimension is given up. */
const MOST_LOSSES = 3;
/** More device pixels than these aren't seen, but paid for. */
const MOST_PIXELS = 2_400_000;
const SHARPNESS = 2;
/** Of a figure that neither speaks nor moves much. */
const RESTING_FPS = 30;

/** Shows the figure as well as this machine can, in three dimensions or drawn; not at all where that is wished. */
export class Presenter {
  private readonly stack: Stack;
  private readonly pacer = new Pacer();
  private shedding: Shedding;
  /** The third dimension, while its graphics memory is lost. */
  private dormant: Layer | null = null;
  private losses = 0;
  private opening: AbortController | null = null;
  private shown: Level | null = null;
  private view: ViewName;
  private label: string;
  private offset: Point | null = null;
  private readonly resizing = new ResizeObserver(() => this.fit());
  private readonly forget = (): void => {
    this.pacer.reset();
    this.shedding.pause();
  };

  /** Begin to show a figure in `parent`, which must be positioned. */
  static open(parent: HTMLElement, options: PresenterOptions): Presenter {
    return new Presenter(parent, options, MAKERS);
  }

  constructor(
    private readonly parent: HTMLElement,
    private readonly options: PresenterOptions,
    private readonly makers: PresenterMakers,
  ) {
    const { level = null, figureUrl, view = 'bust', label, meanwhile = 'head' } = options;
    this.view = view;
    this.label = label;
    this.stack = new Stack(parent);
    this.shedding = new Shedding(level === null ? LADDER : ladderOf(level));
    this.resizing.observe(parent);
    document.addEventListener('visibilitychange', this.forget);
    if (level === 'text') this.show(null);
    else if (meanwhile === 'head' || level === '2d' || figureUrl === null) this.draw2D();
    if (figureUrl === null) this.shedding.enter('2d');
    else void this.upgrade(figureUrl);
  }

  /** What is shown; `null`: nothing yet. */
  get level(): Level | null {
    return this.shown;
  }

  /** Pictures a second at most, at present. */
  get fps(): Fps {
    return this.measured ? this.shedding.rung.fps : 60;
  }

  /** What the last picture cost; `null` where it isn't known. */
  get cost(): Cost | null {
    return this.stack.layer?.cost ?? null;
  }

  /**
   * The figure is there now: show it, once it has come and is ready to be drawn. False where
   * that isn't wanted, or not possible: then the drawn head stays.
   */
  async upgrade(url: string): Promise<boolean> {
    if (!this.shedding.enter('3d')) return false;
    this.opening?.abort();
    const opening = new AbortController();
    this.opening = opening;
    try {
      const layer = await this.makers.open3D(this.wish(url, opening.signal));
      if (opening.signal.aborted) {
        layer.dispose();
        return false;
      }
      this.bury();
      this.show(layer);
      return true;
    } catch (error) {
      if (opening.signal.aborted) return false;
      // Whatever it is that keeps the figure away, the visitor is not left with an empty stage.
      this.options.failed?.(error);
      this.giveUp3D();
      return false;
    }
  }

  /** Draw `pose` as it is at `wall` seconds, if a picture is due; call it at each tick of the display. */
  render(pose: Pose, wall: number, lively = true): void {
    const now = this.makers.now();
    const frame = this.pacer.settle(now);
    if (frame !== null && this.measured && this.shedding.frame(frame)) this.follow();
    const { layer } = this.stack;
    const fps = lively ? this.fps : Math.min(RESTING_FPS, this.fps);
    if (layer === null || document.hidden || !this.pacer.due(now, fps)) return;
    layer.render(pose, wall);
    this.pacer.drew(now, this.makers.now() - now);
  }

  /** How much of the figure is in the picture. */
  frame(view: ViewName): void {
    this.view = view;
    this.stack.layer?.frame(view);
  }

  relabel(label: string): void {
    this.label = label;
    this.stack.layer?.relabel(label);
  }

  /** Where the visitor was seen: metres to their right, up and nearer than expected; `null`: unknown. */
  see(offset: Point | null): void {
    this.offset = offset;
    this.stack.layer?.see(offset);
  }

  /** Leaves nothing behind in the page or in the graphics memory. */
  dispose(): void {
    this.opening?.abort();
    this.resizing.disconnect();
    document.removeEventListener('visibilitychange', this.forget);
    this.bury();
    this.stack.dispose();
  }

  /** Whether what is shown is what the ladder speaks of, so that its pictures count. */
  private get measured(): boolean {
    return this.shown === this.shedding.rung.level;
  }

  private wish(url: string, signal: AbortSignal): Layer3DOptions {
    const { scene, progress, level } = this.options;
    return {
      url,
      scene,
      signal,
      software: level === '3d',
      changed: (lost) => (lost ? this.lose() : this.recover()),
      ...(progress === undefined ? {} : { progress }),
    };
  }

  /** Show what the ladder now asks for. */
  private follow(): void {
    const { level } = this.shedding.rung;
    if (level === this.shown) this.fit();
    else if (level === '2d') this.draw2D();
  }

  private draw2D(keep = false): void {
    this.show(this.makers.open2D(this.parent, this.label), keep);
  }

  private show(layer: Layer | null, keep = false): void {
    this.stack.show(layer, keep);
    layer?.frame(this.view);
    layer?.relabel(this.label);
    layer?.see(this.offset);
    this.shown = layer?.level ?? 'text';
    this.forget();
    this.fit();
    this.options.changed?.(this.shown);
  }

  private lose(): void {
    const { layer } = this.stack;
    if (layer?.level !== '3d') return;
    this.losses += 1;
    if (this.losses >= MOST_LOSSES) {
      this.giveUp3D();
      return;
    }
    this.dormant = layer;
    this.draw2D(true);
  }

  private recover(): void {
    const back = this.dormant;
    this.dormant = null;
    if (back !== null) this.show(back);
  }

  private giveUp3D(): void {
    if (!this.shedding.abandon()) {
      // Somebody insisted on it: there is still something to be seen.
      this.shedding = new Shedding();
      this.shedding.enter('2d');
    }
    this.bury();
    if (this.shown !== '2d') this.draw2D();
  }

  private bury(): void {
    this.dormant?.dispose();
    this.dormant = null;
  }

  /** Fit what is shown to its place, with as many pixels as this effort allows. */
  private fit(): void {
    const { clientWidth: width, clientHeight: height } = this.parent;
    if (width === 0 || height === 0) return;
    const { sharpness = SHARPNESS } = this.options;
    const most = Math.sqrt(MOST_PIXELS / (width * height));
    const ratio = Math.min(devicePixelRatio, sharpness, most);
    this.stack.layer?.resize(width, height, this.measured ? ratio * this.shedding.rung.scale : ratio);
  }
}
