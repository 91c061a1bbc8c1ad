import type { Color, Fog, Object3D, Texture, Vector3, WebGLRenderer } from 'three';

/** How much of the figure is in the picture. */
export const VIEWS = ['face', 'bust', 'waist', 'half', 'full'] as const;
export type ViewName = (typeof VIEWS)[number];

/** A level camera: where it stands, what it looks at, metres, and its vertical field of view, degrees. */
export interface Framing {
  readonly position: Vector3;
  readonly target: Vector3;
  readonly fov: number;
}

/** How a camera has left its place: radians round the figure and upwards, times nearer, metres higher. */
export interface Orbit {
  readonly yaw: number;
  readonly pitch: number;
  readonly zoom: number;
  readonly lift: number;
}

/** What a stage needs of a scene: backdrop, lights, and where its cameras stand. */
export interface Surroundings {
  readonly root: Object3D;
  readonly environment: Texture;
  readonly background: Color;
  readonly fog?: Fog;
  framing(view: ViewName, aspect: number): Framing;
  dispose(): void;
}

export type SceneMaker = (renderer: WebGLRenderer) => Surroundings;

/** Scenes place their cameras for a figure whose eyes are at this height, metres. */
export const SCENE_EYES = 1.53;

/** What the last picture cost, shadows included, and what lies in the graphics memory. */
export interface Cost {
  readonly calls: number;
  readonly triangles: number;
  readonly geometries: number;
  readonly textures: number;
}
