import { PictureMaker, type PictureOptions } from './picture.ts';
import { buildScene, sceneName } from './scene/index.ts';
import type { Cost } from './stage3d/scene.ts';

/** What a program that drives this page calls. */
export interface PicturePage {
  /** Set the stage called `scene`, and put the figure at `url` on it. */
  load(url: string, scene: string): Promise<void>;
  /** One picture of what is set, as a PNG in a `data:` address, and what drawing it cost. */
  draw(options: PictureOptions): { readonly png: string; readonly cost: Cost };
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
};
