import { define } from './element/define.ts';

export type { EndReason, FigureLevel, HumanEvents } from './element/events.ts';
export { QingzhiHuman } from './element/human.ts';
export type { FigureChoice, Mode, SceneChoice } from './element/options.ts';

define();
