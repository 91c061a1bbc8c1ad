import { attachKeyboard, type Keyboard, type KeyboardOptions } from '@qingzhi/keyboard';

/** A page with nothing but the keyboard; `?lang=en`, `?contrast`. The tests drive it. */
declare global {
  interface Window {
    attach(options?: Partial<KeyboardOptions>): Keyboard;
    keyboard: Keyboard;
    sent: string[];
  }
}

const host = document.querySelector<HTMLElement>('#host');
const target = document.querySelector('textarea');
if (!host || !target) throw new Error('the page is incomplete');
const address = new URLSearchParams(location.search);

window.sent = [];
window.attach = (options = {}) =>
  attachKeyboard(host, target, {
    lang: address.get('lang') === 'en' ? 'en' : 'zh',
    contrast: address.has('contrast'),
    onSubmit: () => window.sent.push(target.value),
    ...options,
  });
window.keyboard = window.attach();
