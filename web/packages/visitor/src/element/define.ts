import type { HumanEvents } from './events.ts';
import { QingzhiHuman } from './human.ts';

export const TAG = 'qingzhi-human';

/** Make the tag known; a page may load the module more than once. */
export function define(): void {
  if (customElements.get(TAG) === undefined) customElements.define(TAG, QingzhiHuman);
}

declare global {
  interface HTMLElementTagNameMap {
    'qingzhi-human': QingzhiHuman;
  }
  interface HTMLElementEventMap extends HumanEventMap {}
}

type HumanEventMap = { readonly [K in keyof HumanEvents]: CustomEvent<HumanEvents[K]> };
