export { FigureError } from '../figure3d/errors.ts';
export { isSceneName } from '../scene/names.ts';
export { StageError } from '../stage3d/errors.ts';
export type { ViewName } from '../stage3d/scene.ts';
export { Viewer } from './viewer.ts';
