import { LANG_TAG, catalogue } from './catalogue.ts';
import { TAG, define } from './element/define.ts';
import type { Probe } from './probe.ts';

declare global {
  interface Window {
    /** Read-only, for measurements. */
    readonly qingzhiProbe: Probe;
  }
}

/** What the page's address may say for its component. */
const FROM_ADDRESS = ['lang', 'service', 'mode', 'figure', 'scene', 'idle-seconds', 'region'] as const;

/** The visitor's page: nothing but a host of the component, which takes its attributes from the address. */
function host(address: URL): void {
  const human = document.querySelector(TAG);
  if (human === null) return;
  human.setAttribute('server', new URL('.', address).href);
  for (const name of FROM_ADDRESS) {
    const value = address.searchParams.get(name);
    if (value !== null) human.setAttribute(name, value);
  }
  human.addEventListener('qingzhi-language', () => entitle(human));
  define();
  entitle(human);
  Object.defineProperty(window, 'qingzhiProbe', { value: human.probe });
}

function entitle(human: HTMLElementTagNameMap['qingzhi-human']): void {
  document.documentElement.lang = LANG_TAG[human.language];
  document.title = catalogue(human.language)['page.title'];
}

host(new URL(location.href));
