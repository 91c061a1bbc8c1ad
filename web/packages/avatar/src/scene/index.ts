export type { Framing, View } from './framing.ts';
export { EYES, framing, VIEWS } from './framing.ts';
export type { SceneName } from './names.ts';
export { DEFAULT_SCENE, isSceneName, SCENE_NAMES, sceneName, sceneNameOr, UnknownSceneError } from './names.ts';
export type { Scene3D } from './scene3d.ts';
export { buildScene, lightScene } from './scene3d.ts';
