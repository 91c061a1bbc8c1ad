export type { Framing, View } from './framing.ts';
export { framing } from './framing.ts';
export type { SceneName } from './names.ts';
export { DEFAULT_SCENE, isSceneName, SCENE_NAMES, sceneName, UnknownSceneError } from './names.ts';
export type { Scene3D } from './scene3d.ts';
export { buildScene } from './scene3d.ts';
