import type { MotionDelta } from '@qingzhi/protocol';
import { segmentOf } from '../codec.ts';
import type { Figure3D } from '../figure3d/figure3d.ts';
import { loadFigure } from '../figure3d/load.ts';
import { Mixer } from '../motion/mixer.ts';
import { type SceneName, buildScene } from '../scene/index.ts';
import type { Orbit, ViewName } from '../stage3d/scene.ts';
import { Stage3D } from '../stage3d/stage3d.ts';
import { Hands } from './hands.ts';
import { FRONT } from './orbit.ts';
import { Pace } from './pace.ts';

/** Device pixels for each of CSS at most. */
const SHARPEST = 2;

/** Where no graphics card draws, the first picture has no time for more pixels than these. */
const SLOW = 0.5;

/** A figure to look at from all sides, on a canvas in `parent`. Another one takes its place at once. */
export class Viewer {
  private readonly stage: Stage3D;
  private readonly mixer = new Mixer();
  private readonly hands: Hands;
  private readonly resizing = new ResizeObserver(() => {
    this.fit();
    this.pace.hurry();
  });
  private figure: Figure3D | null = null;
  private orbit: Orbit = FRONT;
  private tick = 0;
  private readonly pace: Pace;
  private sharpness = 1;
  private shows = 0;
  /** Who waits for the figure that is there now to be seen. */
  private awaiting: (() => void)[] = [];
  private drawn = false;

  /** Throws `StageError` where the browser has no WebGL 2. */
  constructor(
    private readonly parent: HTMLElement,
    private scene: SceneName,
    private view: ViewName,
  ) {
    this.stage = new Stage3D({ scene: (renderer) => buildScene(this.scene, renderer), view, software: true });
    this.stage.canvas.setAttribute('aria-hidden', 'true');
    parent.append(this.stage.canvas);
    this.pace = new Pace(this.stage.slow ? SLOW : 1);
    this.hands = new Hands(parent, () => this.orbit, (orbit) => this.turn(orbit));
    this.resizing.observe(parent);
    this.stage.furnish();
    this.tick = requestAnimationFrame(this.draw);
  }

  /** Whether a figure stands there. */
  get occupied(): boolean {
    return this.figure !== null;
  }

  /**
   * Show the figure in the bytes of a file, and wait until it is seen; `false` where a later one
   * was faster. Throws `FigureError`.
   */
  async show(bytes: ArrayBuffer): Promise<boolean> {
    this.shows += 1;
    const turn = this.shows;
    const figure = await loadFigure(bytes);
    if (turn !== this.shows) {
      figure.dispose();
      return false;
    }
    this.stage.show(figure);
    this.figure?.dispose();
    this.figure = figure;
    this.aim();
    this.pace.hurry(true);
    this.drawn = false;
    await new Promise<void>((seen) => this.awaiting.push(seen));
    return turn === this.shows;
  }

  /** Let the figure stand in another room. */
  furnish(scene: SceneName): void {
    if (scene === this.scene) return;
    this.scene = scene;
    this.stage.furnish();
    this.aim();
  }

  /** Show more or less of the figure, from where the camera is. */
  frame(view: ViewName): void {
    this.view = view;
    this.orbit = { ...this.orbit, zoom: 1, lift: 0, pitch: 0 };
    this.aim();
  }

  /** Go to where the figure is seen from the front. */
  front(): void {
    this.turn(FRONT);
  }

  /** Play a segment of motion, from now on. */
  play(motion: MotionDelta): void {
    const segment = segmentOf(motion);
    if (segment === null) return;
    this.mixer.add({ ...segment, item: null, start: performance.now() / 1000 });
    this.pace.hurry();
  }

  /** Move little, for those who asked for it. */
  calm(still: boolean): void {
    this.mixer.idle.liveliness = still ? 0 : 1;
  }

  dispose(): void {
    cancelAnimationFrame(this.tick);
    this.resizing.disconnect();
    this.hands.dispose();
    this.stage.dispose();
  }

  private turn(orbit: Orbit): void {
    this.orbit = orbit;
    this.aim();
  }

  private aim(): void {
    this.stage.turn(this.view, this.orbit);
    this.pace.hurry();
  }

  private fit(): void {
    const { clientWidth: width, clientHeight: height } = this.parent;
    if (width === 0 || height === 0) return;
    this.sharpness = this.pace.sharpness;
    this.stage.resize(width, height, this.sharpness * Math.min(SHARPEST, window.devicePixelRatio));
  }

  private readonly draw = (now: number): void => {
    this.tick = requestAnimationFrame(this.draw);
    if (this.drawn) for (const seen of this.awaiting.splice(0)) seen();
    if (this.figure === null || !this.pace.due(now)) return;
    if (this.pace.sharpness !== this.sharpness) this.fit();
    this.stage.render(this.mixer.at(now / 1000), now / 1000);
    this.pace.drew(now);
    this.drawn = true;
  };
}
