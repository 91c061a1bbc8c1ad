import { loadFigure } from './figure3d/load.ts';
import { PictureMaker, type PictureOptions } from './picture.ts';
import { buildScene, lightScene, type Scene3D, sceneName } from './scene/index.ts';
import type { Cost } from './stage3d/scene.ts';
import { Stage3D } from './stage3d/stage3d.ts';
import { type Swatch, Swatches } from './swatch.ts';

/** What a program that drives this page calls. */
export interface PicturePage {
  /** Set the stage called `scene`, and put the figure at `url` on it. */
  load(url: string, scene: string): Promise<void>;
  /** One picture of what is set, as a PNG in a `data:` address, and what drawing it cost. */
  draw(options: PictureOptions): { readonly png: string; readonly cost: Cost };
  /** What the figure at `url` shows of itself in the light of `scene` from each of `yaws`, degrees. */
  swatches(url: string, scene: string, yaws: readonly number[]): Promise<readonly Swatch[]>;
}

declare global {
  interface Window {
    qingzhiPicture?: PicturePage;
  }
}

let maker: PictureMaker | null = null;

window.qingzhiPicture = {
  async load(url, scene) {
    maker?.dispose();
    const name = sceneName(scene);
    maker = new PictureMaker((renderer) => buildScene(name, renderer));
    await maker.load(url);
  },
  draw(options) {
    if (maker === null) throw new TypeError('Load a figure before drawing it.');
    return { png: maker.draw(options), cost: maker.cost };
  },
  async swatches(url, scene, yaws) {
    const name = sceneName(scene);
    const stage = new Stage3D({ scene: (renderer) => unshadowed(lightScene(name, renderer)), still: true, software: true });
    try {
      stage.furnish();
      const figure = await loadFigure(url);
      stage.show(figure);
      const taker = new Swatches(stage, figure);
      return yaws.map((yaw) => taker.take(yaw));
    } finally {
      stage.dispose();
    }
  },
};

/** Light that is divided out again needs no shadow, which takes as long as the picture. */
function unshadowed(scene: Scene3D): Scene3D {
  scene.shadowLight.castShadow = false;
  return scene;
}
