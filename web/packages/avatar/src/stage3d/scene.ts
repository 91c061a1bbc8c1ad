import type { Color, Fog, Light, Object3D, Texture, WebGLRenderer } from 'three';

/** What a stage needs of a scene: backdrop and lights. */
export interface Surroundings {
  readonly root: Object3D;
  readonly environment: Texture;
  /** How strongly it shines; 1 where left out. */
  readonly intensity?: number;
  readonly background: Color;
  readonly fog?: Fog;
  readonly shadowLight: Light;
  dispose(): void;
}

export type SceneMaker = (renderer: WebGLRenderer) => Surroundings;
