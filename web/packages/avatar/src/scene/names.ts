export const SCENE_NAMES = ['hall', 'office', 'studio', 'clinic', 'classroom'] as const;

export type SceneName = (typeof SCENE_NAMES)[number];

/** Shown when a service asks for a scene that doesn't exist: it suits every trade. */
export const DEFAULT_SCENE: SceneName = 'studio';

/** A scene was asked for by a name that none has. */
export class UnknownSceneError extends Error {
  override readonly name = 'UnknownSceneError';

  constructor(readonly asked: unknown) {
    super(`no scene is called ${told(asked)}; there are ${SCENE_NAMES.join(', ')}`);
  }
}

export function isSceneName(value: unknown): value is SceneName {
  return SCENE_NAMES.some((name) => name === value);
}

/** The scene called `value`. Throws `UnknownSceneError`. */
export function sceneName(value: unknown): SceneName {
  if (!isSceneName(value)) throw new UnknownSceneError(value);
  return value;
}

/** The scene called `value`, else the one that suits every trade. */
export function sceneNameOr(value: unknown, otherwise: SceneName = DEFAULT_SCENE): SceneName {
  return isSceneName(value) ? value : otherwise;
}

function told(value: unknown): string {
  return typeof value === 'string' ? `"${value.slice(0, 60)}"` : `a ${typeof value}`;
}
