import type { BarPress } from './bar.ts';
import type { Press } from './layouts.ts';

type Choose = Extract<BarPress, { readonly type: 'choose' }>;

const NAMED: Readonly<Record<string, Press | 'escape'>> = {
  Escape: 'escape',
  Backspace: { type: 'backspace' },
  Enter: { type: 'enter' },
  ' ': { type: 'space' },
  "'": { type: 'divide' },
};

/** What a key of a real keyboard means while letters are composed; null: nothing. */
export function physicalKey(event: KeyboardEvent): Press | Choose | 'escape' | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
  if (/^[a-z]$/i.test(event.key)) return { type: 'letter', letter: event.key.toLowerCase() };
  if (/^[1-9]$/.test(event.key)) return { type: 'choose', place: Number(event.key) - 1 };
  return NAMED[event.key] ?? null;
}
