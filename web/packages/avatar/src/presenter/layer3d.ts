import { type LoadOptions, loadFigure } from '../figure3d/load.ts';
import type { Point } from '../gaze/angles.ts';
import type { Pose } from '../motion/segment.ts';
import { type SceneName, buildScene } from '../scene/index.ts';
import type { Cost, ViewName } from '../stage3d/scene.ts';
import { Stage3D } from '../stage3d/stage3d.ts';
import type { Layer } from './layer.ts';

export interface Layer3DOptions extends LoadOptions {
  readonly url: string;
  readonly scene: SceneName;
  /** Draw without a graphics card, too. */
  readonly software: boolean;
  /** The graphics memory was lost, or is back. */
  readonly changed: (lost: boolean) => void;
}

/** The figure in three dimensions. */
export class Layer3D implements Layer {
  readonly level = '3d';
  readonly element: HTMLCanvasElement;

  private constructor(private readonly stage: Stage3D) {
    this.element = stage.canvas;
    this.element.setAttribute('role', 'img');
  }

  /**
   * Fetch the figure and put it on a stage of its own, ready to be drawn. Throws `StageError`,
   * `FigureError`, or the signal's reason.
   */
  static async open(options: Layer3DOptions): Promise<Layer3D> {
    const { url, scene, software, changed, signal } = options;
    const stage = new Stage3D({ scene: (renderer) => buildScene(scene, renderer), software, changed });
    try {
      // The scene is built while the figure is on its way.
      const [figure] = await Promise.all([loadFigure(url, options), furnished(stage)]);
      stage.show(figure);
      await stage.prepare();
      signal?.throwIfAborted();
    } catch (error) {
      stage.dispose();
      throw error;
    }
    return new Layer3D(stage);
  }

  get cost(): Cost {
    return this.stage.cost;
  }

  render(pose: Pose, wall: number): void {
    this.stage.render(pose, wall);
  }

  resize(width: number, height: number, ratio: number): void {
    this.stage.resize(width, height, ratio);
  }

  frame(view: ViewName): void {
    this.stage.frame(view);
  }

  relabel(label: string): void {
    this.element.setAttribute('aria-label', label);
  }

  see(offset: Point | null): void {
    this.stage.see(offset);
  }

  dispose(): void {
    this.stage.dispose();
  }
}

async function furnished(stage: Stage3D): Promise<void> {
  stage.furnish();
}
