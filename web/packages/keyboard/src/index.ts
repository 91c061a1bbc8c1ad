export { attachKeyboard, type Keyboard, type KeyboardOptions } from './keyboard.ts';
export type { Labels, Lang } from './messages/index.ts';
